package main

import (
	"bufio"
	"io"
	"os"
	"os/user"
	"strconv"
	"time"

	"golang.org/x/term"

	"crosscase/coding/report"
)

// An env is all that commands may touch besides files: whatever a test wants to
// be otherwise.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	user           func() string // name of whoever is at the machine
	now            func() time.Time
	newID          func() string
	screen         report.Screen // what stdout is
	progress       bool          // stderr is a terminal
	interactive    bool          // stdin is a terminal, and somebody is there to answer
	terminal       bool          // stdout is a terminal
	keyWork        int           // as [app.Session] has it

	project     string          // --project
	coder       string          // --coder
	blind       bool            // --blind
	completing  bool            // a shell asks what can be typed
	interrupted <-chan struct{} // closed by a signal
	asked       []string        // the command that runs, without where its result goes
	answers     *bufio.Reader
}

func screenOf(f *os.File) report.Screen {
	if !term.IsTerminal(int(f.Fd())) {
		n, _ := strconv.Atoi(os.Getenv("COLUMNS")) // nothing or nonsense is 0: no limit
		return report.Screen{Width: max(n, 0)}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 80
	}
	return report.Screen{Width: width, Style: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func login() string {
	if u, err := user.Current(); err == nil {
		if u.Name != "" {
			return u.Name
		}
		return u.Username
	}
	return "me"
}
