package intake_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/corpus/format"
)

// Of a workbook with several sheets it is said which was read and how to read the others; each is a source of
// its own, and comes in once.
func TestSheets(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	for sheet, who := range map[string]string{"Sheet1": "Roe", "Second": "Penn"} {
		book.NewSheet(sheet)
		for i, cell := range []string{"Speaker", "Utterance", who, "Who paid for the bus of " + who + "?", "Lee", "Nobody."} {
			if err := book.SetCellValue(sheet, string(rune('A'+i%2))+string(rune('1'+i/2)), cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	data, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	p := newImporter(t)
	for _, tt := range []struct {
		sheet  string
		source string // "" for none
		says   string
	}{
		{"", "a", `a.xlsx: sheet "Sheet1" was read; others are "Second" (--sheet NAME reads another)`},
		{"second", "a Second", `a.xlsx: sheet "Second" was read; others are "Sheet1" (--sheet NAME reads another)`},
		{"second", "", `a.xlsx: there already, as "a Second"`},
		{"", "", `a.xlsx: there already, as "a"`},
	} {
		p.decided.Sheet = tt.sheet
		b := intake.NewBatch(p.Study(), p.newID)
		b.Decided = p.decided
		r := intake.Reader{Format: &format.Reader{}, Decisions: p.decided}
		f := intake.File{Name: "a.xlsx"}
		f.Imports, f.Err = r.Read(f.Name, data.Bytes())
		if plan, ok := b.Plan(f); ok {
			p.store(plan.Changes)
			b.Done(plan)
		}
		o := b.Outcome()
		var got, said []string
		for _, s := range o.Sources {
			got = append(got, s.Name)
		}
		for _, n := range append(o.Notes, o.Skipped...) {
			said = append(said, n.String())
		}
		if diff := cmp.Diff(tt.source, strings.Join(got, ", ")); diff != "" || !slices.Contains(said, tt.says) {
			t.Errorf("sheet %q: %s said %q, want %q", tt.sheet, diff, said, tt.says)
		}
	}
	r := intake.Reader{Format: &format.Reader{}, Decisions: intake.Decisions{Sheet: "Secnd"}}
	if _, err := r.Read("a.xlsx", data.Bytes()); !errors.Is(err, coding.ErrInvalid) || coding.Hint(err) != `did you mean "Second"? its sheets are "Sheet1", "Second"` {
		t.Errorf("%v (%s)", err, coding.Hint(err))
	}
}
