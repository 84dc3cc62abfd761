package app

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
)

const analysisYAML = `
folder: results
filters:
  roe:
    participant: [Roe]
results:
  - write: themes.csv
    command: matrix
    filter: roe
    cols: source
  - write: pictures/sources.svg
    command: compare
    arguments: [int-1, int-2]
  - write: codebook
    command: codebook export
    format: csv
  - write: progress.csv
    command: progress
    coder: AK
`

// results makes what an analysis file asks for.
func (d *desk) results(text string) (*Results, error) {
	f, err := ReadAnalysisFile("study/analysis.yaml", []byte(text))
	if err != nil {
		return nil, err
	}
	return d.as("AK").Results(d.t.Context(), f)
}

func TestResults(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.add("int-2", interview)
	d.theme("Trust")
	d.tag("AK", "Trust", "money")
	all, err := d.results(analysisYAML)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"themes.csv", "pictures/sources.svg", "codebook", "progress.csv"}, all.Names); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	files := map[string]string{}
	var names []string
	for _, f := range all.Files {
		files[f.Name] = string(f.Data)
		names = append(names, f.Name)
	}
	want := []string{"themes.csv", "themes.csv.manifest.json", "pictures/sources.svg", "codebook", "progress.csv", "results.json"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for name, holds := range map[string]string{"themes.csv": "Trust,1", "themes.csv.manifest.json": `"--participant=Roe"`,
		"pictures/sources.svg": "<svg", "codebook": "\nTrust,", "progress.csv": "int-1,AK,in progress"} {
		if !strings.Contains(files[name], holds) {
			t.Errorf("%q is not in %s:\n%s", holds, name, files[name])
		}
	}
	var stamp struct {
		Project, State, Analysis string
		Change                   int
		Results                  []resultLine
	}
	if err := json.Unmarshal([]byte(files["results.json"]), &stamp); err != nil {
		t.Fatal(err)
	}
	if stamp.Project != "A study" || stamp.State != all.State || stamp.Analysis != "analysis.yaml" || stamp.Change != 4 || len(stamp.Results) != 4 {
		t.Errorf("results.json: %+v", stamp)
	}
	line := resultLine{"progress.csv", checksum([]byte(files["progress.csv"])), []string{"progress", "--coder=AK"}}
	if diff := cmp.Diff(line, stamp.Results[3]); diff != "" {
		t.Errorf("the last result (-want +got):\n%s", diff)
	}
	again, err := d.results(analysisYAML)
	if diff := cmp.Diff(all, again); diff != "" || err != nil {
		t.Errorf("the same state gives other files: %v (-want +got):\n%s", err, diff)
	}
}

func TestResultsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		kind       error
		says, hint string
	}{
		{"no YAML", "results: [", coding.ErrInvalid, "study/analysis.yaml: ", "crosscase run --help"},
		{"another setting", "result: []", coding.ErrInvalid, "result: there is no such setting", "crosscase run --help"},
		{"nothing", "", coding.ErrInvalid, "names no results", "crosscase run --help"},
		{"a folder elsewhere", "folder: ../x\nresults: [{write: a.csv, command: matrix}]", coding.ErrInvalid, "is not below", ""},
		{"a file elsewhere", "results: [{write: ../a.csv, command: matrix}]", coding.ErrInvalid, "result 1: write: a file's name is needed", ""},
		{"no file", "results: [{command: matrix}]", coding.ErrInvalid, "result 1: write: a file's name is needed", ""},
		{"write misspelt", "results: [{wirte: a.csv, command: matrix, cell: rate}]", coding.ErrInvalid,
			`result 1: "wirte": there is no such setting`, "write, command"},
		{"command misspelt", "results: [{write: a.csv, comand: matrix, cell: rate}]", coding.ErrInvalid,
			`result 1: "comand": there is no such setting`, "write, command"},
		{"the file of what was written", "results: [{write: results.json, command: matrix}]", coding.ErrInvalid, "a file's name is needed", ""},
		{"an edit", "results: [{write: a.csv, command: undo}]", coding.ErrInvalid, "none of those that an analysis may run", "theme list, timeline"},
		{"a filter that is none", "results: [{write: a.csv, command: matrix, filter: x}]", coding.ErrInvalid, "there is none of that name under filters", ""},
		{"an option that is none", "results: [{write: a.csv, command: matrix, cel: rate}]", coding.ErrInvalid, "crosscase matrix --cel=rate: matrix: unknown flag: --cel", ""},
		{"an option of a listing that is none", "results: [{write: a.csv, command: theme list, coder: AK}]", coding.ErrInvalid, "unknown flag: --coder", ""},
		{"an argument too many", "results: [{write: a.csv, command: theme list, arguments: x}]", coding.ErrInvalid, "is too much", ""},
		{"a format that is none", "results: [{write: a.xyz, command: matrix}]", coding.ErrInvalid, "no format for the ending", "use one of these endings"},
		{"a format that a listing has not", "results: [{write: a.csv, command: report}]", coding.ErrInvalid, "no format for the ending", ""},
		{"a theme that is none", "results: [{write: a.csv, command: matrix, theme: Fear}]", coding.ErrUnknown, "Fear", ""},
		{"a coder who is none", "results: [{write: a.csv, command: progress, coder: nobody}]", coding.ErrUnknown, "nobody", ""},
		{"a file twice", "results: [{write: a.csv, command: matrix}, {write: a.csv, command: theme list}]", coding.ErrInvalid, "result 2: a.csv is written by another one already", ""},
	} {
		d := newDesk(t)
		d.theme("Trust")
		_, err := d.results(tt.text)
		if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(coding.Hint(err), tt.hint) {
			t.Errorf("%s: %v; %s, want %v, %q; %q", tt.name, err, coding.Hint(err), tt.kind, tt.says, tt.hint)
		}
	}
}

// An analysis file may ask for what only reads.
func TestAnalysisFileCommands(t *testing.T) {
	t.Parallel()
	names := AnalysisFileCommands()
	if !slices.IsSorted(names) {
		t.Errorf("not in the order of the alphabet: %v", names)
	}
	for _, name := range []string{"matrix", "agree", "codebook export", "report", "theme list", "links"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is not among %v", name, names)
		}
	}
}
