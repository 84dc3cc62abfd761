package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/report"
)

// written is a matrix of the desk as a file, with its manifest.
func (d *desk) written() (table, manifest []byte) {
	d.t.Helper()
	s := d.as("AK")
	r := analysis.Named("matrix").Ask()
	r.Set("cols", "source")
	found, err := r.Run(d.t.Context(), s.Seen(), s.Tools(report.CSV, true))
	if err != nil {
		d.t.Fatal(err)
	}
	var out bytes.Buffer
	if err := found.Write(&out, report.CSV, report.Screen{}); err != nil {
		d.t.Fatal(err)
	}
	m, err := s.Manifest(d.t.Context(), r, found, "themes.csv", out.Bytes())
	if err != nil {
		d.t.Fatal(err)
	}
	if m.Version != "test" || m.File != "themes.csv" || !cmp.Equal(m.Arguments, []string{"matrix", "--cols=source"}) {
		d.t.Errorf("manifest %+v", m)
	}
	if manifest, err = json.Marshal(m); err != nil {
		d.t.Fatal(err)
	}
	return out.Bytes(), manifest
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		then func(d *desk, table []byte) []byte
		err  string // "" where all holds
		rows int
		none string // what stands in the place of rows
	}{
		{"as it was", func(_ *desk, table []byte) []byte { return table }, "", 0, "Every cell holds."},
		{"another tag", func(d *desk, table []byte) []byte { d.tag("AK", "Trust", "less"); return table }, "4 cells of 4 no longer hold", 4, ""},
		{"edited", func(_ *desk, table []byte) []byte { return append(table, '\n') }, "themes.csv was edited since it was written: what it shows", 0,
			"The table was edited since it was written. The project still counts what was counted then."},
		{"both", func(d *desk, table []byte) []byte { d.tag("AK", "Trust", "less"); return nil },
			"themes.csv was edited since it was written; and 4 cells of 4 no longer hold", 4, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme("Trust")
			d.tag("AK", "Trust", "money")
			table, manifest := d.written()
			table = tt.then(d, table)
			v, err := d.as("BM").Verify(t.Context(), "themes.csv", table, manifest)
			if err != nil {
				t.Fatal(err)
			}
			if err := v.Err(); (err == nil) != (tt.err == "") || err != nil && !strings.HasPrefix(err.Error(), tt.err) {
				t.Errorf("%v, want %q", err, tt.err)
			}
			g := v.Grid()
			if tt.none != "" && g.Empty != tt.none {
				t.Errorf("in the place of rows %q, want %q", g.Empty, tt.none)
			}
			if len(g.Rows) != tt.rows || v.Cells != 4 || g.Title != "themes.csv, written after change 3 of A study" {
				t.Errorf("%d of %d cells of %q, want %d of 4", len(g.Rows), v.Cells, g.Title, tt.rows)
			}
		})
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.tag("AK", "Trust", "money")
	table, manifest := d.written()
	for _, tt := range []struct {
		name     string
		manifest string
		kind     error
		says     string
	}{
		{"no manifest", "{}", coding.ErrInvalid, "themes.csv.manifest.json: "},
		{"another command", strings.Replace(string(manifest), `"matrix"`, `"undo"`, 1), coding.ErrInvalid, "themes.csv.manifest.json: "},
		{"what there is not any more", strings.Replace(string(manifest), "cols=source", "theme=Fear", 1), coding.ErrUnknown, "themes.csv asks for what there is not any more"},
	} {
		if _, err := d.as("AK").Verify(t.Context(), "themes.csv", table, []byte(tt.manifest)); !errors.Is(err, tt.kind) || !strings.HasPrefix(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %v, %q", tt.name, err, tt.kind, tt.says)
		}
	}
}
