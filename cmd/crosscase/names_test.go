package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// named are things of the demo study, by how help calls what names one, each with a name
// that has one letter wrong.
var named = map[string]struct{ right, wrong string }{
	"THEME": {"Trust", "Trusr"}, "THEME[,THEME...]": {"Trust", "Trusr"}, "CONDITION": {"Trust", "Trusr"},
	"CASE":         {"Shared control room", "Shared control roon"},
	"ORGANISATION": {"Northmoor Police", "Northmoor Polise"},
	"PERSON":       {"Anna Roe", "Anna Roa"}, "PARTICIPANT": {"Anna Roe", "Anna Roa"},
	"SOURCE": {"visit-02", "visit-x2"},
	"CODER":  {"JM", "JX"},
	"ROLE":   {"group manager", "group manajer"},
	"MATRIX": {"by role", "by rola"}, "QUERY": {"strong", "stronk"},
}

// making are commands and flags that name what is not there yet, and others' names of it.
func making(command, argument string) bool {
	switch argument {
	case "--case", "--organisation", "--role":
		noun, verb, _ := strings.Cut(command, " ")
		return command == "import" || slices.Contains([]string{"add", "set"}, verb) && noun != "summary"
	case "--as", "--into", "NEW":
		return true
	}
	return command == "search" && argument == "QUERY" || strings.HasSuffix(command, " add") || strings.HasSuffix(command, " save")
}

// further is what a command needs besides, so that it comes to look a name up.
var further = map[string][]string{
	"agree": {"--coder=AK", "--coder=JM"}, "consensus": {"--coder=AK", "--coder=JM"}, "compare": {"Shared control room", "Joint records system"},
	"joint": {"years of service"}, "memo add": {"--theme=Trust"}, "participant assign": {"--source=visit-02", "--turns=1"},
	"participant split": {"--source=visit-02"}, "theme move": {"--under=Trust"}, "theme split": {"--into=Trust"},
	"tag": {"--search=the"}, "untag": {"--source=visit-02", "--turns=1"}, "similar": {"--source=visit-02", "--turns=1"},
	"source mark": {"complete"}, "passage accept": {"--all"}, "passage attach": {"--nearest", "--all"}, "source update": {"text.txt"}, "log": {"--limit=1"},
	"truth": {"--condition=Trust", "--outcome=Cost"}, "why": {"--theme=Trust"}, "diff": {"--since=1"}, "report": {"--output=report.html"},
}

// A name with one letter wrong is an error with the nearest one, as whatever flag or
// argument of whatever command it is given.
func TestNamesOneLetterWrong(t *testing.T) {
	file := demoFile(t)
	t.Chdir(filepath.Dir(file))
	crosscase := session(t)
	for _, args := range [][]string{{"matrix", "save", "by role", "--cols", "role"}, {"query", "save", "strong", "Trust"}} {
		if status, _, stderr := crosscase(args...); status != done {
			t.Fatal(stderr)
		}
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	wrong := func(command, argument, right string, args ...string) {
		tried++
		status, stdout, stderr := crosscase(append(strings.Fields(command), args...)...)
		if said := stdout + stderr; status != unknown || !strings.Contains(said, "did you mean") || !strings.Contains(said, right) {
			t.Errorf("crosscase %s %q: %s: exits with %d: %s", command, args, argument, status, said[:min(len(said), 300)])
		}
	}
	eachCommand(newRoot(&env{getenv: func(string) string { return "" }}), func(c *cobra.Command, command string) {
		places := argumentsOf(c, command)
		var right []string
		for _, p := range places {
			right = append(right, named[p].right)
		}
		for i, p := range places {
			if x := named[p]; x.wrong != "" && !making(command, p) {
				args := slices.Clone(right)
				args[i] = x.wrong
				wrong(command, p, x.right, append(args, further[command]...)...)
			}
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			placeholder, _ := pflag.UnquoteUsage(f)
			x, is := named[placeholder]
			if f.Name == "where" || f.Name == "search" || !is || making(command, "--"+f.Name) {
				return
			}
			if command == "theme split" && f.Name == "theme" { // which the argument names
				return
			}
			if strings.HasPrefix(command, "summary ") {
				right = []string{map[bool]string{true: "--case=Shared control room", false: "--theme=Trust"}[f.Name == "theme"]}
			}
			others := slices.DeleteFunc(slices.Clone(further[command]), func(a string) bool { return strings.HasPrefix(a, "--"+f.Name+"=") })
			wrong(command, "--"+f.Name, x.right, append(append(slices.Clone(right), others...), "--"+f.Name+"="+x.wrong)...)
		})
	})
	for _, args := range [][]string{{"link", "Trusr", "influences", "Cost"}, {"link", "Cost", "influences", "Trusr"},
		{"passages", "--where", "Trusr"}} {
		wrong(args[0], "an argument", "Trust", args[1:]...)
	}
	wrong("diff", "--matrix", "by role", "--since", "1", "--matrix", "by rola")
	wrong("passages", "--where", "strong", "--where", "@stronk")
	wrong("link", "a case", "Shared control room", "case:Shared control roon", "influences", "Trust")
	if tried < 200 {
		t.Errorf("only %d names were tried", tried)
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the project was changed: %v", err)
	}
}

// eachCommand calls do with each command that can be run, and its name without the
// program's.
func eachCommand(c *cobra.Command, do func(c *cobra.Command, name string)) {
	for _, x := range c.Commands() {
		eachCommand(x, do)
	}
	if _, name, ok := strings.Cut(c.CommandPath(), " "); ok && c.Runnable() && (!c.HasSubCommands() || name == "matrix") {
		do(c, name)
	}
}

// argumentsOf are what a command's arguments name. What it only calls a name is of the
// kind of thing that the command is about.
func argumentsOf(c *cobra.Command, command string) (places []string) {
	noun, _, isNoun := strings.Cut(command, " ")
	for _, word := range strings.Fields(c.Use)[1:] {
		if strings.ContainsAny(word, "-(") {
			break
		}
		word = strings.TrimSuffix(word, "...")
		if isNoun && slices.Contains([]string{"NAME", "FROM", "INTO"}, word) {
			word = strings.ToUpper(noun)
		}
		if word == "NEW" || named[word].right != "" {
			places = append(places, word)
		}
	}
	return places
}
