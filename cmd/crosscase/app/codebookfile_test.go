package app

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/exchange"
)

// paths are the themes of the codebook.
func (d *desk) paths() (all []string) {
	s := d.as("AK").Study
	for _, t := range s.Themes {
		all = append(all, s.Path(t.ID))
	}
	return all
}

func TestReadCodebook(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		file CodebookFile
		want Done
		now  []string
		kind error
	}{
		{"new themes", CodebookFile{Name: "c.yaml", Data: []byte("- Hope\n- Trust\n"), Format: exchange.YAML},
			Done{Step: 3, What: "import codebook c.yaml: 1 theme", Said: []string{"1 theme changed, 1 the same"}}, []string{"Trust", "Hope"}, nil},
		{"nothing new", CodebookFile{Name: "c.yaml", Data: []byte("- Trust\n"), Format: exchange.YAML},
			Done{What: "import codebook c.yaml: 0 themes"}, []string{"Trust"}, nil},
		{"names that are paths", CodebookFile{Name: "c.csv", Data: []byte("theme\nTrust.Lost\n"), Format: exchange.CSV, Split: "."},
			Done{Step: 3, What: "import codebook c.csv: 1 theme", Said: []string{"1 theme changed, 1 the same"}}, []string{"Trust", "Trust > Lost"}, nil},
		{"no YAML", CodebookFile{Name: "c.yaml", Data: []byte("- ["), Format: exchange.YAML}, Done{}, []string{"Trust"}, coding.ErrInvalid},
		{"no QDC", CodebookFile{Name: "c.qdc", Data: []byte("<x"), Format: exchange.QDC}, Done{}, []string{"Trust"}, coding.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme("Trust")
			s := d.as("AK")
			e, err := s.ReadCodebook(tt.file)
			if !errors.Is(err, tt.kind) {
				t.Fatalf("%v, want %v", err, tt.kind)
			}
			if err == nil {
				if diff := cmp.Diff(tt.want, d.did(s.Revise(t.Context(), e, false))); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(tt.now, d.paths()); diff != "" {
				t.Errorf("themes (-want +got):\n%s", diff)
			}
		})
	}
}

// A codebook of another program is kept, so that what only it holds comes out again.
func TestReadQDC(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	var file bytes.Buffer
	if err := d.as("AK").WriteCodebook(t.Context(), &file, exchange.QDC, "NVivo"); err != nil {
		t.Fatal(err)
	}
	other := newDesk(t)
	s := other.as("AK")
	e, err := s.ReadCodebook(CodebookFile{Name: "c.qdc", Data: file.Bytes(), Format: exchange.QDC})
	if err != nil {
		t.Fatal(err)
	}
	if got := other.did(s.Revise(t.Context(), e, false)); got.What != "import codebook c.qdc: 1 theme" {
		t.Errorf("%+v", got)
	}
	if got := other.as("AK").Study; len(got.Themes) != 1 || len(got.Preserved) != 1 {
		t.Errorf("themes %v, preserved %v", got.Themes, got.Preserved)
	}
}

func TestEditedCodebook(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		withTags   bool
		gone       string
		what       string
		now        []string
		kind       error
	}{
		{"a new theme", "- Hope # Hope\n- Trust # Trust\n- Fear\n", false, "", "edit codebook: 1 theme", []string{"Hope", "Trust", "Fear"}, nil},
		{"without a theme without tags", "- Trust # Trust\n", false, "", "edit codebook: 1 theme", []string{"Trust"}, nil},
		{"without a theme with tags", "- Hope # Hope\n", false, "1 tag would go with Trust", "", []string{"Hope", "Trust"}, coding.ErrConflict},
		{"and its tags", "- Hope # Hope\n", true, "1 tag would go with Trust", "edit codebook: 1 theme", []string{"Hope"}, nil},
		{"no YAML", "- [", true, "", "", []string{"Hope", "Trust"}, coding.ErrInvalid},
		{"a theme twice", "- Hope\n- Hope\n", true, "", "", []string{"Hope", "Trust"}, coding.ErrInvalid},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.theme("Trust")
			d.theme("Hope")
			d.tag("AK", "Trust", "money")
			s := d.as("AK")
			e, err := s.EditedCodebook(tt.text)
			var done Done
			if err == nil {
				if e.Gone() != tt.gone {
					t.Errorf("%q goes, want %q", e.Gone(), tt.gone)
				}
				done, err = s.Revise(t.Context(), e, tt.withTags)
			}
			if !errors.Is(err, tt.kind) || done.What != tt.what {
				t.Errorf("%q, %v, want %q, %v", done.What, err, tt.what, tt.kind)
			}
			if diff := cmp.Diff(tt.now, d.paths()); diff != "" {
				t.Errorf("themes (-want +got):\n%s", diff)
			}
		})
	}
}
