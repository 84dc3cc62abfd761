package query

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// xTexts gives words to queries that ask for them: the meeting's are all x.
type xTexts struct{}

func (xTexts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	return corpus.Text{ID: id, Body: strings.Repeat("x ", 25)}, nil
}

// fataler is what a test, and one of rapid's, can do.
type fataler interface {
	Fatalf(format string, args ...any)
}

func where(t fataler, s *coding.Study, query string) *coding.Where {
	q, err := Parse(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	w, err := q.Resolve(context.Background(), s, xTexts{})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return w
}

// found lists the tags that a query finds, as THEME@START-END.
func found(t fataler, s *coding.Study, query string) string {
	var all []string
	for _, p := range s.Select(coding.Filter{Where: where(t, s, query)}).Passages {
		for _, tag := range p.Tags {
			span := s.Passages[p.Index].Span
			all = append(all, fmt.Sprintf("%s@%d-%d", s.Tags[tag].Theme, span.Start, span.End))
		}
	}
	return strings.Join(all, " ")
}

func TestQuery(t *testing.T) {
	s := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")  // Roe
		codingtest.Put(s, 4, 8, "b")   // inside it
		codingtest.Put(s, 12, 20, "d") // Penn; below A
		codingtest.Put(s, 12, 20, "c") // drawn twice, as programs do
		codingtest.Put(s, 32, 36, "b") // the guest
		codingtest.Put(s, 34, 40, "c") // overlaps that
		codingtest.Put(s, 36, 40, "x") // touches, but has nothing in common with b
		s.Passages[3].ID = "p2"        // one passage of two themes
		s.Passages = append(s.Passages[:3:3], s.Passages[4:]...)
		s.Tags[3].Passage = "p2"
		s.Participants[0].Attributes = map[string]string{"İlçe": "A", "hours": "3,5"} // whose lower case is another name
		s.Tags[0].Weight, s.Tags[1].About = 2.5, "N"
		s.Memos = []coding.Memo{{ID: "m", On: "t4", Text: "Not sure why"}}
		s.Sources[0].Language = "en"
	})
	tests := []struct{ query, want string }{
		{"A", "a@2-10 d@12-20"},
		{"B", "b@4-8 b@32-36"},
		{"A AND B", "a@2-10 b@4-8"},
		{"A AND C", "d@12-20 c@12-20"},
		{"B AND A", "a@2-10 b@4-8"},
		{"A OR B", "a@2-10 b@4-8 d@12-20 b@32-36"},
		{"A NOT B", "d@12-20"},
		{"A AND NOT B", "d@12-20"},
		{"NOT B", "d@12-20 c@12-20 x@36-40"},
		{"NOT (A OR B)", "x@36-40"},
		{"B WITHIN A", "b@4-8"},
		{"A WITHIN B", ""},
		{"A ENCLOSES B", "a@2-10"},
		{"D WITHIN C", "d@12-20"},
		{"C ENCLOSES D", "c@12-20"},
		{"C EQUALS D", "c@12-20"},
		{"turn:meeting:1", "a@2-10 b@4-8"},
		{"turn:meeting:2-9", "d@12-20 c@12-20 b@32-36 c@34-40 x@36-40"},
		{`B turn:"meeting:4"`, "b@32-36"},
		{"turn:meeting:3 OR turn:meeting:5", ""},
		{"A EQUALS B", ""},
		{"B OVERLAPS C", "b@32-36"},
		{`"x > y (z)" OVERLAPS B`, ""},
		{`B FOLLOWED BY "x > y (z)" WITHIN 0 TURNS`, "b@32-36"},
		{"B FOLLOWED BY C WITHIN 1 TURN", "b@4-8"},
		{"A FOLLOWED BY B WITHIN 2 TURNS", "d@12-20"},
		{"A FOLLOWED BY B WITHIN 3 TURNS", "a@2-10 d@12-20"},
		{"B PRECEDED BY A WITHIN 2 TURNS", "b@32-36"},
		{"B NEAR C WITHIN 0 WORDS", "b@32-36"},
		{"B NEAR C WITHIN 2 WORDS", "b@4-8 b@32-36"},
		{"A OR B AND C", "a@2-10 d@12-20 b@32-36 c@34-40"},
		{"(A OR B) AND C", "d@12-20 c@12-20 b@32-36 c@34-40"},
		{"A weight>2", "a@2-10"},
		{"weight < 3", "a@2-10"},
		{"weight>=2,5 weight<=2.5", "a@2-10"},
		{"B about:Northmoor", "b@4-8"},
		{"A about:none", "a@2-10 d@12-20"},
		{"organisation:Northmoor", "a@2-10 b@4-8"},
		{"organisation:Northmoor NOT A", ""},
		{"A organisation:aldenshire", "d@12-20"},
		{"participant:Guest B", "b@32-36"},
		{"speaker:Guest B", "b@32-36"},
		{"B language:EN", "b@4-8 b@32-36"},
		{"B language:none", ""},
		{"question:none C", "c@12-20 c@34-40"},
		{"source:meeting C coder:X", "c@12-20 c@34-40"},
		{"coder:X NOT participant:Guest", "a@2-10 b@4-8 d@12-20 c@12-20"},
		{`text:"x x x" C`, "c@12-20 c@34-40"},
		{`text:"y"`, ""},
		{"memo:SURE", "b@32-36"},
		{"suggested:yes", ""},
		{"attr:İlçe=A", "a@2-10 b@4-8"},
		{"hours>3.4 hours<=3,5", "a@2-10 b@4-8"},
		{"hours:2..4", "a@2-10 b@4-8"},
		{"İlçe:a", "a@2-10 b@4-8"},
		{"A ORGANISATION:Northmoor", "a@2-10"},
		{"@first AND C", "d@12-20 c@12-20"},
		{`@"the first" AND B`, "a@2-10 b@4-8"},
	}
	s.Queries = []*coding.SavedQuery{{Name: "first", Expression: "A OR D"}, {Name: "the first", Expression: "A"}}
	for _, tt := range tests {
		if got := found(t, s, tt.query); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.query, got, tt.want)
		}
	}
}

func TestQueryErrors(t *testing.T) {
	s := codingtest.Tagged(nil)
	s.Participants[0].Attributes = map[string]string{"rank": "high"}
	s.Queries = []*coding.SavedQuery{{Name: "ring", Expression: "A OR @ring"}, {Name: "bad", Expression: "A AND nothing:here"}}
	tests := []struct {
		query string
		kind  error
		says  string
		at    string // what stands behind the mark
	}{
		{"", coding.ErrInvalid, "an empty query", ""},
		{"A AND", coding.ErrInvalid, "letter 6: a theme or a condition is missing before the end", ""},
		{"A AND AND B", coding.ErrInvalid, `letter 7: a theme or a condition is missing before "AND"`, "AND B"},
		{"(A", coding.ErrInvalid, "letter 1: this parenthesis is not closed", "(A"},
		{"A) B", coding.ErrInvalid, "letter 2: a closing parenthesis", ") B"},
		{`A "B`, coding.ErrInvalid, "letter 3: a quotation mark that is not closed", `"B`},
		{`ää "B" C`, coding.ErrInvalid, "letter 4: AND, OR or another operator is missing", `"B" C`},
		{"A FOLLOWED B", coding.ErrInvalid, "letter 12: BY is missing after FOLLOWED", "B"},
		{"A NEAR B WITHIN 3", coding.ErrInvalid, "letter 18: TURNS or WORDS is missing", ""},
		{"A NEAR B WITHIN -1 WORDS", coding.ErrInvalid, "a distance is missing", "-1 WORDS"},
		{"weight>", coding.ErrInvalid, "weight> what? a value is missing", ""},
		{"weight:heavy", coding.ErrInvalid, "a number is missing", "weight:heavy"},
		{"height:2", coding.ErrUnknown, `"height" is neither a condition nor an attribute`, ""},
		{"suggested:maybe", coding.ErrInvalid, "say yes or no", "suggested:maybe"},
		{"date>soon", coding.ErrInvalid, "soon", ""},
		{"@ring", coding.ErrInvalid, "@ring asks for itself", ""},
		{"@bad", coding.ErrUnknown, "query @bad: ", ""},
		{"@none", coding.ErrUnknown, `query "none"`, ""},
		{"attr:height=2", coding.ErrUnknown, `attribute "height"`, ""},
		{"attr:height>2", coding.ErrUnknown, `attribute "height"`, ""},
		{"rank:hihg", coding.ErrUnknown, `value of rank "hihg"`, ""},
		{"attr:rank=low", coding.ErrUnknown, `value of rank "low"`, ""},
		{"role:chief", coding.ErrUnknown, `role "chief"`, ""},
		{"type:interviw", coding.ErrInvalid, `type "interviw"`, "type:interviw"},
		{"AA", coding.ErrUnknown, `theme "AA"`, ""},
		{"a and b", coding.ErrUnknown, "unknown", "a and b"},
		{"coder:Z", coding.ErrUnknown, `coder "Z"`, ""},
		{strings.Repeat("(", 300) + "A" + strings.Repeat(")", 300), coding.ErrInvalid, "nested too deep", ""},
		{strings.Repeat("NOT ", 300) + "A", coding.ErrInvalid, "nested too deep", ""},
	}
	for _, tt := range tests {
		q, err := Parse(tt.query)
		if err == nil {
			_, err = q.Resolve(context.Background(), s, xTexts{})
		}
		if !errors.Is(err, tt.kind) || !strings.Contains(fmt.Sprint(err), tt.says) {
			t.Errorf("%.40s: %v, want %v with %q", tt.query, err, tt.kind, tt.says)
		}
		if _, at, marked := strings.Cut(coding.Hint(err), "▸"); tt.at != "" && (!marked || at != tt.at) {
			t.Errorf("%.40s: hint %q, want the mark before %q", tt.query, coding.Hint(err), tt.at)
		}
	}
}

// Relations between passages are what asking every pair says.
func TestRelationsByEveryPair(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		s := codingtest.Tagged(func(s *coding.Study) {
			seen := map[corpus.Span]bool{}
			for range rapid.IntRange(0, 12).Draw(rt, "passages") {
				start := r.IntN(49)
				span := corpus.Span{Start: start, End: min(start+1+r.IntN(14), 50)}
				if !seen[span] {
					seen[span] = true
					codingtest.Put(s, span.Start, span.End, []coding.ThemeID{"a", "b", "c"}[r.IntN(3)])
				}
			}
		})
		n := r.IntN(4)
		tr := s.Transcript(s.Sources[0])
		turn := func(at int) int { first, _ := tr.TurnsIn(corpus.Span{Start: at, End: at + 1}); return first }
		turns := func(a, b corpus.Span) bool { return a.End <= b.Start && turn(b.Start)-turn(a.End-1) <= n }
		words := func(a, b corpus.Span) bool {
			between := corpus.Span{Start: a.End, End: b.Start}
			count := tr.WordsIn(between)
			for _, t := range tr.Turns {
				count -= tr.WordsIn(coding.Overlap(between, corpus.Span{Start: t.Start, End: t.Body}))
			}
			return a.End <= b.Start && count <= n
		}
		for query, holds := range map[string]func(a, b corpus.Span) bool{
			"A OVERLAPS B": func(a, b corpus.Span) bool { return a.Overlaps(b) },
			"A WITHIN B":   func(a, b corpus.Span) bool { return b.Contains(a) },
			"A ENCLOSES B": func(a, b corpus.Span) bool { return a.Contains(b) },
			"A EQUALS B":   func(a, b corpus.Span) bool { return a == b },
			fmt.Sprintf("A FOLLOWED BY B WITHIN %d TURNS", n): turns,
			fmt.Sprintf("A PRECEDED BY B WITHIN %d TURNS", n): func(a, b corpus.Span) bool { return turns(b, a) },
			fmt.Sprintf("A NEAR B WITHIN %d WORDS", n): func(a, b corpus.Span) bool {
				return a.Overlaps(b) || words(a, b) || words(b, a)
			},
		} {
			var want []string
			for i, p := range s.Passages {
				first, _ := s.TagsOf(i)
				if s.Tags[first].Theme != "a" {
					continue
				}
				for j, o := range s.Passages {
					if k, _ := s.TagsOf(j); s.Tags[k].Theme == "b" && holds(p.Span, o.Span) {
						want = append(want, fmt.Sprintf("a@%d-%d", p.Span.Start, p.Span.End))
						break
					}
				}
			}
			if diff := cmp.Diff(strings.Join(want, " "), found(rt, s, query)); diff != "" {
				rt.Fatalf("%s (-every pair +query):\n%s", query, diff)
			}
		}
	})
}

// The algebra of conditions holds, and what a query finds is the same however it
// is written.
func TestQueryLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		s := codingtest.Tagged(func(s *coding.Study) {
			for i := range rapid.IntRange(0, 12).Draw(rt, "passages") {
				codingtest.Put(s, 4*i, 4*i+1+r.IntN(6), []coding.ThemeID{"a", "b", "c"}[r.IntN(3)], "d")
			}
		})
		for _, same := range [][2]string{
			{"A AND B", "B AND A"}, {"A OR B", "B OR A"}, {"NOT NOT coder:X", "coder:X"}, {"A NOT B", "A AND NOT B"},
			{"NOT (coder:X OR about:Northmoor)", "NOT coder:X AND NOT about:Northmoor"}, {"(((A)))", "A"}, {"A OR (B OR C)",
				"A OR B OR C"}, {"A OVERLAPS A", "A"},
		} {
			if a, b := found(rt, s, same[0]), found(rt, s, same[1]); a != b {
				rt.Fatalf("%s finds %q, %s %q", same[0], a, same[1], b)
			}
		}
	})
}

func FuzzParseQuery(f *testing.F) {
	for _, q := range []string{"A AND (B OR NOT C) text:\"x y\" weight > 2", "A FOLLOWED BY B WITHIN 3 TURNS", "@\"x\" OR “y”", "(((",
		"attr:a<3"} {
		f.Add(q)
	}
	s := codingtest.Tagged(func(s *coding.Study) { codingtest.Put(s, 2, 10, "a", "b") })
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			if !errors.Is(err, coding.ErrInvalid) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if w, err := q.Resolve(context.Background(), s, xTexts{}); err == nil {
			s.Select(coding.Filter{Where: w})
		} else if !errors.Is(err, coding.ErrInvalid) && !errors.Is(err, coding.ErrUnknown) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
