package main

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"runtime"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/workbench"
	"crosscase/coding"
	"crosscase/coding/project"
)

func newWeb(w *env) *cobra.Command {
	var o webOptions
	c := &cobra.Command{
		Use:   "web",
		Short: "Read, tag and compare in the browser, on this machine",
		Long: `Serve the workbench: sources, the reader, search, the codebook, the matrix and the
analyses as pages in your browser, until you press Ctrl-C. Everything is stored as
you go, and the command line can be used on the same project meanwhile.

It can be reached from this machine only, and only by who has the address that it
prints, which holds a secret made anew each time. No page asks for anything from
elsewhere.`,
		Example: `  crosscase web --open
  crosscase web --addr 127.0.0.1:8080 --coder BM`,
		Args: arguments(),
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := w.openProject(c.Context())
			if err != nil {
				return err
			}
			defer p.Close()
			return w.serve(c.Context(), p, o)
		},
	}
	o.add(c)
	w.addCoder(c.Flags(), "who tags")
	return c
}

type webOptions struct {
	addr string
	open bool
}

func (o *webOptions) add(c *cobra.Command) {
	c.Flags().StringVar(&o.addr, "addr", "127.0.0.1:0", "`ADDRESS` to listen on, of this machine; port 0 is any that is free")
	c.Flags().BoolVar(&o.open, "open", false, "open it in the browser")
}

// serve serves the workbench until the context ends.
func (w *env) serve(ctx context.Context, p *project.Project, o webOptions) error {
	listener, err := listen(ctx, o.addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	b, err := workbench.New(workbench.Options{
		Project: p, Coder: w.coderName(), Blind: w.isBlind(), Now: w.now, NewID: w.newID, Version: version(),
	})
	if err != nil {
		return err
	}
	address := b.Address(listener)
	fmt.Fprintf(w.stdout, "%s\n", address)
	fmt.Fprintln(w.stderr, "The workbench is at this address, for you alone. Ctrl-C stops it; all is stored as you go.")
	if o.open {
		if err := openBrowser(address); err != nil {
			fmt.Fprintf(w.stderr, "no browser could be opened (%v); open the address yourself\n", err)
		}
	}
	return b.Serve(ctx, listener)
}

// listen listens on an address of this machine alone.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, coding.WithHint(fault{fmt.Errorf("--addr %q: an address and a port are needed", addr), usage}, "write it as 127.0.0.1:8080")
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, coding.WithHint(
			fault{fmt.Errorf("--addr %s: others could reach it there, and what is in a project is confidential", addr), usage},
			"use 127.0.0.1 or localhost; from elsewhere, come in through ssh -L 8080:127.0.0.1:8080")
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, coding.WithHint(fmt.Errorf("--addr %s: %w", addr, err),
			"another program may use that port; --addr 127.0.0.1:0 takes any that is free")
	}
	return l, nil
}

func openBrowser(address string) error {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address).Start()
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address).Start()
	}
	return exec.Command("xdg-open", address).Start()
}
