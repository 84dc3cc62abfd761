package app

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/report"
)

// quotes are those that a listing has in a column.
func quotes(l *Listed, column string) (words []any) {
	i := slices.Index(l.Table.Head, column)
	for _, row := range l.Table.Rows {
		if i >= 0 {
			words = append(words, row[i])
		}
	}
	return words
}

func TestPassageList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.theme("Hope")
	d.tag("AK", "Trust", "money")
	d.tag("BM", "Hope", "hopes")
	for _, tt := range []struct {
		name  string
		as    *Session
		flags []string
		want  []any
		said  string
		kind  error
	}{
		{"all", d.as("AK"), nil, []any{"money", "hopes"}, "2 passages", nil},
		{"of a theme", d.as("AK"), []string{"theme=Hope"}, []any{"hopes"}, "1 passage", nil},
		{"blind", d.blind("AK"), nil, []any{"money"}, "1 passage", nil},
		{"detached", d.as("AK"), []string{"detached=true"}, nil, "0 passages", nil},
		{"of a speaker whose words are gone", d.as("AK"), []string{"detached=true", "participant=Roe"}, nil, "", coding.ErrInvalid},
		{"of no theme", d.as("AK"), []string{"theme=Fear"}, nil, "", coding.ErrUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := read(tt.as, "passages", tt.flags...)
			if !errors.Is(err, tt.kind) {
				t.Fatalf("%v, want %v", err, tt.kind)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff(tt.want, quotes(l, "quote")); diff != "" || !slices.Equal(l.Said, []string{tt.said}) {
				t.Errorf("said %q, want %q (-want +got):\n%s", l.Said, tt.said, diff)
			}
			for format, holds := range map[string]string{"table": "int-1", "csv": "int-1"} {
				var out bytes.Buffer
				if err := l.Write(&out, format, report.Screen{}); err != nil || len(tt.want) > 0 && !strings.Contains(out.String(), holds) {
					t.Errorf("as %s: %v\n%s", format, err, out.String())
				}
			}
		})
	}
}

func TestSearchList(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.theme("Trust")
	d.make("AK", "memo", edit.PutMemo{ID: "m1", On: "Trust", Text: "Money, and more money"})
	for _, tt := range []struct {
		name   string
		words  string
		flags  []string
		quotes []any
		rows   [][]any // of a table without quotes
		said   []string
		kind   error
	}{
		{"words", "money", nil, []any{"money", "money"}, nil, []string{"2 matches in 2 turns of 1 source (of 1)"}, nil},
		{"the first ones", "money", []string{"limit=1"}, []any{"money"}, nil, []string{"1 of 2 matches shown; --limit 0 shows all"}, nil},
		{"where there are none", "money", []string{"type=meeting"}, nil, nil, []string{"0 matches in 0 turns of 0 sources (of 1)"}, nil},
		{"counted", "money", []string{"count=true"}, nil, [][]any{{2, 2, 1}}, nil, nil},
		{"counted by a dimension", "money OR begin", []string{"by=participant"}, nil, [][]any{{"Roe", 2, 2, 1}, {"Interviewer", 1, 1, 1}}, nil, nil},
		{"in memos", "money", []string{"in=memos"}, []any{"Money", "money"}, nil, []string{"2 matches in 1 memo (of 1)"}, nil},
		{"the first ones in memos", "money", []string{"in=memos", "limit=1"}, []any{"Money"}, nil, []string{"2 matches in 1 memo (of 1)"}, nil},
		{"counted in memos", "money", []string{"in=memos", "count=true"}, nil, [][]any{{2, 1}}, nil, nil},
		{"no words", `"broken`, nil, nil, nil, nil, coding.ErrInvalid},
		{"no words in memos", `"broken`, []string{"in=memos"}, nil, nil, nil, coding.ErrInvalid},
		{"no dimension", "money", []string{"by=nothing"}, nil, nil, nil, coding.ErrInvalid},
		{"counted twice", "money", []string{"count=true", "by=case"}, nil, nil, nil, coding.ErrInvalid},
		{"a limit of counts", "money", []string{"count=true", "limit=3"}, nil, nil, nil, coding.ErrInvalid},
		{"elsewhere", "money", []string{"in=books"}, nil, nil, nil, coding.ErrInvalid},
		{"a filter that memos have not", "money", []string{"in=memos", "source=int-1"}, nil, nil, nil, coding.ErrInvalid},
		{"a dimension that memos have not", "money", []string{"in=memos", "by=case"}, nil, nil, nil, coding.ErrInvalid},
		{"no such saved search", "@nothing", nil, nil, nil, nil, coding.ErrUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			search, _ := ListingNamed("search")
			r := search.Asked.Ask(tt.words)
			for _, f := range tt.flags {
				name, value, _ := strings.Cut(f, "=")
				if err := r.Set(name, value); err != nil {
					t.Fatal(err)
				}
			}
			l, err := search.Read(t.Context(), d.as("AK"), r, nil)
			if !errors.Is(err, tt.kind) {
				t.Fatalf("%v, want %v", err, tt.kind)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff(tt.quotes, quotes(l, "match")); diff != "" {
				t.Errorf("quotes (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.said, l.Said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			if tt.rows != nil {
				if diff := cmp.Diff(tt.rows, l.Table.Rows); diff != "" {
					t.Errorf("rows (-want +got):\n%s", diff)
				}
			}
		})
	}
}
