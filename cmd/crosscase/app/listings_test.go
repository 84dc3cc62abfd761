package app

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/report"
)

// read reads a listing, with flags as "coder=AK".
func read(s *Session, name string, flags ...string) (*Listed, error) {
	l, ok := ListingNamed(name)
	if !ok {
		return nil, errors.New("there is no listing " + name)
	}
	r := l.Asked.Ask()
	for _, f := range flags {
		name, value, _ := strings.Cut(f, "=")
		if err := r.Set(name, value); err != nil {
			return nil, err
		}
	}
	return l.Read(context.Background(), s, r, nil)
}

// Each listing has what its command and an analysis file need, and can be written in the
// format that is usual for it.
func TestListings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.tag("AK", "Trust", "money")
	var names []string
	for _, l := range Listings() {
		names = append(names, l.Asked.Name)
		t.Run(l.Asked.Name, func(t *testing.T) {
			if l.Asked.Short == "" || !strings.Contains(l.Formats, "else what FILE ends in") || l.Asked.Run != nil {
				t.Errorf("declared as %+v", l)
			}
			format, err := l.Format(Output{})
			if err != nil {
				t.Fatal(err)
			}
			r := l.Asked.Ask()
			for _, x := range l.Asked.Arguments {
				of := "money"
				if x.Label == "source" {
					of = "int-1"
				}
				r.Arguments = append(r.Arguments, of)
			}
			found, err := l.Read(t.Context(), d.as("AK"), r, nil)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := found.Write(&out, format, report.Screen{}); err != nil || out.Len() == 0 {
				t.Errorf("%v, %q", err, out.String())
			}
		})
	}
	if !slices.IsSorted(names) {
		t.Errorf("not in the order of the alphabet: %v", names)
	}
	if _, ok := ListingNamed("undo"); ok {
		t.Error("undo is a listing")
	}
}

func TestListingFormats(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		listing string
		o       Output
		want    string
		says    string // of the error
	}{
		{"theme list", Output{}, "table", ""},
		{"theme list", Output{File: "themes.xlsx"}, "xlsx", ""},
		{"theme list", Output{File: "themes.xlsx", Format: "csv"}, "csv", ""},
		{"theme list", Output{File: "themes.xyz"}, "", `no format for the ending ".xyz"`},
		{"theme list", Output{File: "themes"}, "", `no format for the ending ""`},
		{"report", Output{}, "markdown", ""},
		{"report", Output{File: "report.docx"}, "docx", ""},
		{"report", Output{File: "report.xlsx"}, "", "endings are .md, .html, .htm, .docx"},
		{"report", Output{Format: "xlsx"}, "", "formats are markdown, html, docx"},
		{"codebook export", Output{}, "yaml", ""},
		{"codebook export", Output{File: "c.qdc"}, "qdc", ""},
		{"codebook export", Output{File: "c.docx"}, "", "no format for the ending"},
		{"codebook export", Output{Format: "docx"}, "", "docx"},
		{"links", Output{}, "table", ""},
		{"links", Output{Format: "DOT"}, "dot", ""},
		{"links", Output{File: "map.svg"}, "svg", ""},
		{"links", Output{File: "map.xyz"}, "", "no format for the ending"},
	} {
		l, _ := ListingNamed(tt.listing)
		got, err := l.Format(tt.o)
		switch {
		case tt.says == "" && (err != nil || got != tt.want):
			t.Errorf("%s, %+v: %q, %v, want %q", tt.listing, tt.o, got, err, tt.want)
		case tt.says != "" && (!errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), tt.says)):
			t.Errorf("%s, %+v: %v, want %q", tt.listing, tt.o, err, tt.says)
		}
	}
}

func TestListingOf(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.theme("Hope")
	d.tag("AK", "Trust", "money")
	d.make("BM", "memo", edit.PutMemo{ID: "m1", On: "Trust", Text: "What it rests on"})
	d.make("AK", "memo", edit.PutMemo{ID: "m2", On: "Hope", Text: "What it is for"})
	for _, tt := range []struct {
		listing string
		flags   []string
		format  string
		want    string
	}{
		{"theme list", nil, "csv", "theme,"},
		{"memo list", nil, "markdown", "What it rests on"},
		{"memo list", []string{"theme=Hope"}, "csv", "What it is for"},
		{"memo list", []string{"coder=BM"}, "csv", "What it rests on"},
		{"links", nil, "dot", "digraph"},
		{"links", nil, "svg", "<svg"},
		{"links", nil, "csv", "from,"},
		{"codebook export", nil, "yaml", "- name: Hope"},
		{"report", []string{"samples=0"}, "markdown", "# A study"},
		{"report", []string{"theme=Trust"}, "html", "<h1>A study</h1>"},
	} {
		found, err := read(d.as("AK"), tt.listing, tt.flags...)
		if err != nil {
			t.Errorf("%s %v: %v", tt.listing, tt.flags, err)
			continue
		}
		var out bytes.Buffer
		if err := found.Write(&out, tt.format, report.Screen{}); err != nil || !strings.Contains(out.String(), tt.want) {
			t.Errorf("%s %v as %s: %v, %q is not in\n%s", tt.listing, tt.flags, tt.format, err, tt.want, out.String())
		}
		if len(tt.flags) > 0 && tt.listing == "memo list" && strings.Count(out.String(), "What it") != 1 {
			t.Errorf("%s %v has others, too:\n%s", tt.listing, tt.flags, out.String())
		}
	}
	for _, wrong := range [][]string{{"memo list", "theme=Fear"}, {"report", "theme=Fear"}, {"theme list", "coder=AK"}, {"report", "top=many"}} {
		want := coding.ErrUnknown
		if wrong[0] == "theme list" || wrong[1] == "top=many" {
			want = coding.ErrInvalid
		}
		if _, err := read(d.as("AK"), wrong[0], wrong[1]); !errors.Is(err, want) {
			t.Errorf("%v: %v, want %v", wrong, err, want)
		}
	}
	found, err := read(d.as("AK"), "links")
	if err != nil {
		t.Fatal(err)
	}
	if err := found.Write(&bytes.Buffer{}, "png", report.Screen{}); !strings.Contains(coding.Hint(err), "dot and svg") {
		t.Errorf("links as png: %v, %q", err, coding.Hint(err))
	}
}

// What the log tells of how the study came about is in its report.
func TestHistory(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	h, err := d.as("AK").history(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"added": 1}, h.Themes); diff != "" || h.Changes != 2 || !h.From.Before(h.To) {
		t.Errorf("%+v (-want +got):\n%s", h, diff)
	}
}
