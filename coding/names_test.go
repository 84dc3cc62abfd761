package coding_test

import (
	"errors"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/corpus"
)

// named is a study in which everything has a name.
func named() *coding.Study {
	return coding.NewStudy(coding.Study{
		Cases:         []*corpus.CaseStudy{{ID: "c1", Name: "Merger"}, {ID: "c2", Name: "merger"}},
		Organisations: []*corpus.Organisation{{ID: "o1", Name: "Northmoor Police", Kind: "police"}, {ID: "o2", Name: "Kestrel Bay Fire"}},
		Participants: []*corpus.Participant{{ID: "p1", Name: "Anna Roe", Aliases: []string{"AR"}, Role: "chief", Organisation: "o1",
			Attributes: map[string]string{"Age": "41"}}, {ID: "p2", Name: "Ben Penn", Role: "officer"}},
		Sources: []*corpus.Source{{ID: "s1", Name: "int-01", File: "roe.docx", Text: "t1",
			Attributes: map[string]string{"phase": "2", "age": "9"}}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"t1": {Questions: []string{"1. Who decides?", "12. Who pays?", "Why?"},
			Speakers: []corpus.Speaker{{Label: "A", Participant: "p1"}, {Label: "B", Participant: "p2"}},
			Turns: []corpus.Turn{{Start: 0, Body: 3, End: 9, Question: 1}, {Start: 10, Body: 13, End: 19, Speaker: 1, Question: 2},
				{Start: 20, Body: 23, End: 29, Question: 3}}}},
		Coders: []*coding.Coder{{ID: "k1", Name: "AK", Aliases: []string{"anna"}}},
		Themes: []*coding.Theme{{ID: "h1", Name: "Trust"}, {ID: "h2", Name: "Loss, gain", Parent: "h1"}, {ID: "h3", Name: "Cost"}},
		Passages: []coding.Passage{{ID: "pa-1", Text: "t1", Span: corpus.Span{Start: 3, End: 9}},
			{ID: "pa-2", Text: "t1", Span: corpus.Span{Start: 13, End: 19}}},
		Tags: []coding.Tag{{ID: "tag-1", Passage: "pa-1", Theme: "h1", Coder: "k1"},
			{ID: "tag-2", Passage: "pa-2", Theme: "h2", Coder: "k1", About: "o2"}},
		Memos: []coding.Memo{{ID: "note-1", On: "pa-1", Text: "first"}, {ID: "note-2", On: "pa-1", Text: "second"},
			{ID: "theme-1", On: "h1", Text: "theme"}},
		Queries: []*coding.SavedQuery{{ID: "q1", Name: "strong"}}, Matrices: []*coding.SavedQuery{{ID: "q2", Name: "by role"}},
		Searches:  []*coding.SavedQuery{{ID: "q3", Name: "money"}},
		Summaries: []coding.Summary{{ID: "u1", Theme: "h1", On: "o1", Text: "They trust."}},
	})
}

func TestFind(t *testing.T) {
	s := named()
	finders := map[string]func(string) (string, error){
		"source": func(n string) (string, error) {
			return idOf(s.FindSource(n))(func(x *corpus.Source) string { return string(x.ID) })
		},
		"participant": func(n string) (string, error) {
			return idOf(s.FindParticipant(n))(func(x *corpus.Participant) string { return string(x.ID) })
		},
		"organisation": func(n string) (string, error) {
			return idOf(s.FindOrganisation(n))(func(x *corpus.Organisation) string { return string(x.ID) })
		},
		"case": func(n string) (string, error) {
			return idOf(s.FindCase(n))(func(x *corpus.CaseStudy) string { return string(x.ID) })
		},
		"coder": func(n string) (string, error) {
			return idOf(s.FindCoder(n))(func(x *coding.Coder) string { return string(x.ID) })
		},
		"matrix": func(n string) (string, error) {
			return idOf(s.FindMatrix(n))(func(x *coding.SavedQuery) string { return string(x.ID) })
		},
		"search": func(n string) (string, error) {
			return idOf(s.FindSearch(n))(func(x *coding.SavedQuery) string { return string(x.ID) })
		},
		"query": func(n string) (string, error) {
			return idOf(s.FindQuery(n))(func(x *coding.SavedQuery) string { return string(x.ID) })
		},
		"memo": func(n string) (string, error) {
			return idOf(s.FindMemo(n))(func(x *coding.Memo) string { return string(x.ID) })
		},
		"tag": func(n string) (string, error) {
			return idOf(s.FindTag(n))(func(x *coding.Tag) string { return string(x.ID) })
		},
		"question":  s.FindQuestion,
		"role":      s.FindRole,
		"attribute": s.FindAttribute,
		"passage": func(n string) (string, error) {
			i, err := s.FindPassage(n)
			if err != nil {
				return "", err
			}
			return string(s.Passages[i].ID), nil
		},
	}
	tests := []struct{ kind, typed, want, says, hint string }{
		{"source", " INT-01 ", "s1", "", ""},
		{"source", "Roe.docx", "s1", "", ""},
		{"source", "int-02", "", `source "int-02": unknown`, `did you mean "int-01"?`},
		{"source", "zzz", "", `source "zzz": unknown`, "see crosscase source list"},
		{"participant", "ar", "p1", "", ""},
		{"participant", "anna roe", "p1", "", ""},
		{"participant", "Anna Row", "", "unknown", `did you mean "Anna Roe"?`},
		{"organisation", "northmoor police", "o1", "", ""},
		{"organisation", "Northmoor", "", "unknown", `did you mean "Northmoor Police"?`},
		{"case", "merger", "c2", "", ""},
		{"case", "MERGER", "", `case "MERGER": ambiguous: it could be any of 2`, `"Merger" or "merger"`},
		{"coder", "Anna", "k1", "", ""},
		{"matrix", "by Role", "q2", "", ""},
		{"search", "@money", "q3", "", ""},
		{"query", "@strong", "q1", "", ""},
		{"query", "weak", "", `query "weak": unknown`, "crosscase query list"},
		{"memo", "note-2", "note-2", "", ""},
		{"memo", "them", "theme-1", "", ""},
		{"memo", "n", "", `memo "n": ambiguous: too short`, "at least 4 characters"},
		{"memo", "note-", "", `memo "note-": ambiguous: it could be any of 2`, `say which one: "note-1" or "note-2"`},
		{"memo", "none-1", "", `memo "none-1": unknown`, ""},
		{"memo", "", "", `memo "": unknown`, ""},
		{"tag", "tag-2", "tag-2", "", ""},
		{"tag", "zzz", "", `tag "zzz": unknown`, ""},
		{"passage", "pa-1", "pa-1", "", ""},
		{"passage", "pa", "", "too short", "at least 4 characters"},
		{"passage", "q", "", "unknown", "crosscase passages --format json"},
		{"question", "why?", "Why?", "", ""},
		{"question", "1", "1. Who decides?", "", ""},
		{"question", "12", "12. Who pays?", "", ""},
		{"question", "1. who decides", "1. Who decides?", "", ""},
		{"question", "Who decide?", "", `question "Who decide?": unknown`, ""},
		{"question", "", "", "unknown", "crosscase matrix --rows question"},
		{"role", "CHIEF", "chief", "", ""},
		{"role", "researcher", "researcher", "", ""},
		{"role", "cheif", "", `role "cheif": unknown`, `did you mean "chief"?`},
		{"attribute", "AGE", "Age", "", ""},
		{"attribute", "zzzzzz", "", "unknown", `known are "Age"`},
	}
	for _, tt := range tests {
		t.Run(tt.kind+" "+tt.typed, func(t *testing.T) {
			got, err := finders[tt.kind](tt.typed)
			if tt.says == "" {
				if err != nil || got != tt.want {
					t.Fatalf("%q, %v; want %q", got, err, tt.want)
				}
				return
			}
			kind := coding.ErrUnknown
			if strings.Contains(tt.says, "ambiguous") || strings.Contains(tt.says, "too short") {
				kind = coding.ErrAmbiguous
			}
			if !errors.Is(err, kind) || !strings.Contains(err.Error(), tt.says) || !strings.Contains(coding.Hint(err), tt.hint) {
				t.Errorf("%v (%s); want %q (%s)", err, coding.Hint(err), tt.says, tt.hint)
			}
		})
	}
}

// idOf is the identifier of what was found.
func idOf[T any](x T, err error) func(id func(T) string) (string, error) {
	return func(id func(T) string) (string, error) {
		if err != nil {
			return "", err
		}
		return id(x), nil
	}
}

func TestCount(t *testing.T) {
	tests := []struct {
		n    int
		what string
		want string
	}{
		{0, "passage", "0 passages"}, {1, "passage", "1 passage"}, {2, "case study", "2 case studies"}, {3, "summary", "3 summaries"},
		{2, "match", "2 matches"}, {12, "tag", "12 tags"}, {1234, "tag", "1,234 tags"}, {1234567, "word", "1,234,567 words"},
	}
	for _, tt := range tests {
		if got := coding.Count(tt.n, tt.what); got != tt.want {
			t.Errorf("Count(%d, %q) = %q, want %q", tt.n, tt.what, got, tt.want)
		}
	}
	for n, want := range map[int]string{-1234: "-1,234", -123: "-123", 999: "999", 1000: "1,000"} {
		if got := coding.Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %q, want %q", n, got, want)
		}
	}
}
