package main

import (
	"context"
	"fmt"
	"html"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/workbench"
	"crosscase/coding"
	"crosscase/coding/durable"
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
prints, which holds a secret made anew each time. --open hands the browser a file
that leads to an address which works once. No page asks for anything from elsewhere.`,
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
	stored := "all is stored as you go"
	if p.ReadOnly() {
		stored = "nothing can be changed"
	}
	fmt.Fprintf(w.stderr, "The workbench is at this address, for you alone. Ctrl-C stops it; %s.\n", stored)
	if o.open {
		forget, err := openBrowser(b.OneTimeAddress(listener))
		if err != nil {
			fmt.Fprintf(w.stderr, "no browser could be opened (%v); open the address yourself\n", err)
		}
		defer forget()
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

// openBrowser opens an address in the browser, by way of a file that its owner alone can
// read: whoever is on this machine can see what a program is started with. forget removes
// the file.
func openBrowser(address string) (forget func(), err error) {
	file, err := leadingFile(address)
	forget = func() { os.RemoveAll(filepath.Dir(file)) }
	if err != nil {
		return func() {}, err
	}
	switch runtime.GOOS {
	case "darwin":
		return forget, exec.Command("open", file).Start()
	case "windows":
		return forget, exec.Command("rundll32", "url.dll,FileProtocolHandler", file).Start()
	}
	return forget, exec.Command("xdg-open", file).Start()
}

// leadingFile writes a page that leads to an address into a folder of its own.
func leadingFile(address string) (string, error) {
	folder, err := durable.Folder()
	if err != nil {
		return "", err
	}
	page := fmt.Sprintf("<!DOCTYPE html><meta charset=\"utf-8\"><title>crosscase</title><meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"+
		"<a href=\"%[1]s\">crosscase</a>\n", html.EscapeString(address))
	file := filepath.Join(folder, "crosscase.html")
	return file, os.WriteFile(file, []byte(page), 0o600)
}
