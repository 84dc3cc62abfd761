package coding_test

import (
	"fmt"
	"testing"

	"crosscase/coding"
	"crosscase/corpus"
)

// Whose tags only record what others agreed on.
func TestJudges(t *testing.T) {
	type tag struct {
		coder      string
		day        int
		start, end int
		theme      string
	}
	coders := []tag{{"AK", 1, 0, 10, "a"}, {"BM", 2, 5, 20, "a"}, {"AK", 1, 30, 40, "a"}, {"BM", 2, 30, 40, "a"}}
	var alike []tag // by CN, too
	for i := range 10 {
		at := 200 + 10*i
		coders = append(coders, tag{"AK", 1, at, at + 5, "b"}, tag{"BM", 2, at, at + 5, "b"})
		alike = append(alike, tag{"CN", 3, at, at + 5, "b"})
	}
	for _, tt := range []struct {
		name string
		more []tag
		edit func(s *coding.Study)
		want string
		few  bool // without those that all marked alike
	}{
		{"nobody", nil, nil, "[]", false},
		{"of the usual name", []tag{{"Consensus", 1, 90, 95, "b"}}, nil, "[Consensus]", false},
		{"of another name: one coder's words, all of a place, what was marked alike",
			[]tag{{"CN", 3, 5, 20, "a"}, {"CN", 3, 0, 20, "a"}, {"CN", 4, 30, 40, "a"}}, nil, "[CN]", false},
		{"too few tags to tell", []tag{{"CN", 3, 5, 20, "a"}, {"CN", 4, 30, 40, "a"}}, nil, "[]", true},
		{"another theme than the rejected one", []tag{{"CN", 3, 0, 20, "b"}},
			func(s *coding.Study) { s.Rejections = []coding.Rejection{{Theme: "a", Source: "s", Coder: "CN"}} }, "[CN]", false},
		{"another theme", []tag{{"CN", 3, 0, 20, "b"}}, nil, "[]", false},
		{"who tags other words once", []tag{{"CN", 3, 0, 20, "a"}, {"CN", 3, 31, 40, "a"}}, nil, "[]", false},
		{"who tags elsewhere", []tag{{"CN", 3, 0, 20, "a"}, {"CN", 3, 60, 70, "a"}}, nil, "[]", false},
		{"who tags before another", []tag{{"CN", 2, 30, 40, "a"}}, nil, "[]", false},
		{"who reads the source", []tag{{"CN", 3, 30, 40, "a"}},
			func(s *coding.Study) {
				s.Readings = []coding.Reading{{Source: "s", Coder: "CN", State: coding.InProgress}}
			}, "[]", false},
		{"whatever coders tag later", []tag{{"CN", 3, 0, 20, "a"}, {"AK", 4, 18, 25, "a"}}, nil, "[CN]", false},
		{"not who agrees with all of another", []tag{{"CN", 3, 30, 40, "a"}},
			func(s *coding.Study) { s.Tags = append(s.Tags[:1:1], s.Tags[2:]...) }, "[CN]", false}, // BM has 30:40 alone, as AK does
	} {
		s := coding.Study{
			Sources:     []*corpus.Source{{ID: "s", Name: "s", Text: "t"}},
			Transcripts: map[corpus.TextID]*corpus.Transcript{"t": {Turns: []corpus.Turn{{End: 300, Speaker: -1}}}},
			Themes:      []*coding.Theme{{ID: "a", Name: "a"}, {ID: "b", Name: "b"}},
		}
		for _, name := range []string{"AK", "BM", "CN", "Consensus"} {
			if name != "Consensus" || len(tt.more) > 0 && tt.more[0].coder == name {
				s.Coders = append(s.Coders, &coding.Coder{ID: coding.CoderID(name), Name: name})
			}
		}
		passages := map[corpus.Span]bool{}
		tags := append(coders[:len(coders):len(coders)], tt.more...)
		if len(tt.more) > 0 && tt.more[0].coder == "CN" && !tt.few {
			tags = append(tags, alike...)
		}
		for i, x := range tags {
			span := corpus.Span{Start: x.start, End: x.end}
			if id := coding.PassageID(span.String()); !passages[span] {
				passages[span] = true
				s.Passages = append(s.Passages, coding.Passage{ID: id, Text: "t", Span: span})
			}
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint(i)), Passage: coding.PassageID(span.String()), Theme: coding.ThemeID(x.theme),
				Coder: coding.CoderID(x.coder), At: day(x.day)})
		}
		if tt.edit != nil {
			tt.edit(&s)
		}
		st := coding.NewStudy(s)
		if got := fmt.Sprint(st.Judges()); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		listed := map[coding.CoderID]bool{}
		for _, p := range st.Ledger() {
			listed[st.Coders[p.Coder].ID] = true
		}
		for _, id := range st.Judges() {
			if listed[id] || len(st.Ledger(id)) != 1 {
				t.Errorf("%s: %s is in the ledger: %v, and %d times where asked for", tt.name, id, listed[id], len(st.Ledger(id)))
			}
		}
	}
}
