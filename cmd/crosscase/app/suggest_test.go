package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// Two talks of money, rain and dogs, in turn.
const (
	firstTalk = `Penn: We counted the money twice.

Penn: Rain fell all day.

Penn: Money was short.

Penn: The dog barked.

Penn: They wanted our money.

Penn: More rain came.
`
	secondTalk = `Hale: The dog slept. It dreamt.

Hale: Nobody had money left.

Hale: Rain again.
`
)

// talks is a desk with two talks and a theme, Money, on turns 1, 3 and 5 of the first.
func talks(t *testing.T) *desk {
	d := newDesk(t)
	d.add("talk-1", firstTalk)
	d.add("talk-2", secondTalk)
	d.theme("Money")
	for _, turn := range []string{"1", "3", "5"} {
		a := d.as("AK")
		tags, err := a.TagPlace(t.Context(), Tagging{Themes: []string{"Money"}}, "talk-1", locate.Place{Turns: turn})
		if err != nil {
			t.Fatal(err)
		}
		d.did(a.Tag(t.Context(), tags))
	}
	return d
}

func refs[T any](list []T, of func(T) Place) (all []string) {
	for _, x := range list {
		all = append(all, of(x).Ref)
	}
	return all
}

func TestSuggest(t *testing.T) {
	d := talks(t)
	got, err := d.as("AK").Suggest(t.Context(), "money", Units{Unit: locate.UnitTurn, Limit: 20})
	if err != nil {
		t.Fatal(err)
	}
	if got.Theme.Name != "Money" || got.Learnt != 3 || !slices.Contains(got.Top, "money") {
		t.Errorf("theme %s, learnt from %d, top words %q", got.Theme.Name, got.Learnt, got.Top)
	}
	places := refs(got.List, func(s Suggestion) Place { return s.Place })
	// Of what has no tag, three turns speak of money: two of int-1 and one of talk-2.
	best := slices.Sorted(slices.Values(places[:3]))
	if diff := cmp.Diff([]string{"int-1:2", "int-1:4", "talk-2:2"}, best); diff != "" {
		t.Errorf("the likeliest three (-want +got):\n%s", diff)
	}
	// Five turns of Roe and Penn have no tag, and three of Hale; the interviewer's are left out.
	if len(places) != 8 || slices.Contains(places, "talk-1:1") {
		t.Errorf("candidates: %q", places)
	}
	for i, s := range got.List {
		if i > 0 && s.Probability > got.List[i-1].Probability {
			t.Errorf("%s is likelier than %s before it", s.Ref, got.List[i-1].Ref)
		}
		if s.Before+s.After != "" {
			t.Errorf("%s has words around it", s.Ref)
		}
	}
	i := slices.Index(places, "talk-2:2")
	if s := got.List[i]; !slices.Contains(s.Because, "money") || s.Quote.Quote != "Nobody had money left." || s.Speaker != "Hale" {
		t.Errorf("talk-2:2 is %q by %s, because of %q", s.Quote.Quote, s.Speaker, s.Because)
	}
	if said := got.Said(d.as("AK").Study); !strings.HasPrefix(said, "learnt from 3 turns; the words that speak most for Money: ") {
		t.Errorf("it says %q", said)
	}
}

func TestSuggestWhere(t *testing.T) {
	d := talks(t)
	in := Units{Unit: locate.UnitSentence, Limit: 20, Filters: query.Names{"source": {"talk-2"}}}
	got, err := d.as("AK").Suggest(t.Context(), "Money", in)
	if err != nil {
		t.Fatal(err)
	}
	places := refs(got.List, func(s Suggestion) Place { return s.Place })
	if places[0] != "talk-2:2.1" {
		t.Errorf("first %s, want the sentence with money", places[0])
	}
	slices.Sort(places)
	if diff := cmp.Diff([]string{"talk-2:1.1", "talk-2:1.2", "talk-2:2.1", "talk-2:3.1"}, places); diff != "" {
		t.Errorf("sentences of talk-2 (-want +got):\n%s", diff)
	}
	in.Limit = 1
	if got, err = d.as("AK").Suggest(t.Context(), "Money", in); err != nil || len(got.List) != 1 {
		t.Errorf("one of them: %d, %v", len(got.List), err)
	}
}

func TestSuggestErrors(t *testing.T) {
	d := talks(t)
	d.theme("Rare")
	for name, tt := range map[string]struct {
		theme string
		in    Units
		want  error
	}{
		"no such theme":       {"Nothing", Units{Unit: locate.UnitTurn}, coding.ErrUnknown},
		"no such unit":        {"Money", Units{Unit: "page"}, coding.ErrInvalid},
		"no such source":      {"Money", Units{Unit: locate.UnitTurn, Filters: query.Names{"source": {"x"}}}, coding.ErrUnknown},
		"nothing to learn of": {"Rare", Units{Unit: locate.UnitTurn}, coding.ErrInvalid},
	} {
		if _, err := d.as("AK").Suggest(t.Context(), tt.theme, tt.in); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

// What is accepted is tagged as suggested, what is rejected does not come back, and both
// are one step of the log.
func TestJudge(t *testing.T) {
	d := talks(t)
	a := d.as("AK")
	places, err := a.Places(t.Context(), locate.UnitTurn, " INT-1:2", "talk-2:3")
	if err != nil {
		t.Fatal(err)
	}
	theme, err := a.Study.FindTheme("Money")
	if err != nil {
		t.Fatal(err)
	}
	yes := Judgement{Text: places[0].Text, Span: places[0].Span, Accept: true}
	no := Judgement{Text: places[1].Text, Span: places[1].Span}
	done := d.did(a.Judge(t.Context(), theme, yes, no))
	if done.What != "suggestions of Money: 1 accepted, 1 rejected" {
		t.Errorf("it says %q", done.What)
	}
	left := func() []string {
		got, err := d.as("AK").Suggest(t.Context(), "Money", Units{Unit: locate.UnitTurn, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		return refs(got.List, func(s Suggestion) Place { return s.Place })
	}
	if all := left(); len(all) != 6 || slices.Contains(all, "int-1:2") || slices.Contains(all, "talk-2:3") {
		t.Errorf("suggested after it: %q", all)
	}
	suggested, err := d.as("AK").Passages(t.Context(), query.Names{"where": {"suggested:yes"}}, "")
	if err != nil || len(suggested.Passages) != 1 {
		t.Errorf("%d passages were suggested: %v", len(suggested.Passages), err)
	}
	if got := d.onWords(); len(got) != 4 || got[0] != "AK: Money: With money and hopes." {
		t.Errorf("tags %q", got)
	}
	d.did(d.as("AK").Undo(t.Context(), done.Step))
	if all := left(); len(all) != 8 {
		t.Errorf("suggested after undo: %q", all)
	}
	d.did(a.Judge(t.Context(), theme, yes))
	d.did(a.Judge(t.Context(), theme, no))
	log := d.sentences(0)
	if diff := cmp.Diff([]string{"AK: suggestion of Money accepted in int-1", "AK: suggestion of Money rejected in talk-2"}, log[len(log)-2:]); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

func TestJudgeErrors(t *testing.T) {
	d := talks(t)
	a := d.as("AK")
	theme := a.Study.Themes[0]
	if _, err := a.Judge(t.Context(), theme, Judgement{Text: "gone", Span: corpus.Span{Start: 0, End: 3}, Accept: true}); !errors.Is(err, coding.ErrConflict) {
		t.Errorf("words that are gone: %v", err)
	}
	if _, err := a.Judge(t.Context(), theme, Judgement{Text: a.Study.Sources[0].Text, Span: corpus.Span{Start: 0, End: 9999}}); !errors.Is(err, corpus.ErrSpan) {
		t.Errorf("behind the end: %v", err)
	}
	if _, err := a.Places(t.Context(), locate.UnitTurn, "int-1:99"); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("a place that is not there: %v", err)
	}
	if _, err := a.Places(t.Context(), "page", "int-1:1"); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("a unit that is not there: %v", err)
	}
}

func TestReadDecisions(t *testing.T) {
	row := func(line int, values ...string) corpus.Row { return corpus.Row{Line: line, Values: values} }
	table := func(rows ...corpus.Row) corpus.Table {
		return corpus.Table{Columns: []string{"Theme", " Place", "DECISION"}, Rows: rows}
	}
	yes, no, err := ReadDecisions("d.csv", table(row(2, "T", "a:1", "yes"), row(3, "T", "a:2", " N "), row(4, "T", "a:3", ""), row(5, "T"), row(6, "T", "a:4", "ja")))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"a:1", "a:4"}, {"a:2"}}, [][]string{yes, no}); diff != "" {
		t.Errorf("yes and no (-want +got):\n%s", diff)
	}
	if _, _, err := ReadDecisions("d.csv", table(row(2, "T", "a:1", "yes"), row(3, "T", "a:2", "maybe"))); !errors.Is(err, coding.ErrInvalid) ||
		err.Error() != `d.csv: line 3: decision "maybe": yes, no or nothing` {
		t.Errorf("a decision that is none: %v", err)
	}
	if _, _, err := ReadDecisions("d.csv", corpus.Table{Columns: []string{"place"}}); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("no column of decisions: %v", err)
	}
}

func TestSimilar(t *testing.T) {
	d := talks(t)
	a := d.as("AK")
	src, spans, err := a.Locate(t.Context(), "talk-1", locate.Place{Turns: "4"}) // The dog barked.
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Similar(t.Context(), src, spans[0], Units{Unit: locate.UnitTurn})
	if err != nil {
		t.Fatal(err)
	}
	if places := refs(got, func(s SimilarPlace) Place { return s.Place }); !slices.Equal(places, []string{"talk-2:1"}) {
		t.Errorf("like it: %q, want the other turn with a dog alone", places)
	}
	if got[0].Similarity <= 0 || got[0].Similarity > 1 || !slices.Equal(got[0].Common, []string{"dog"}) {
		t.Errorf("similarity %g, in common %q", got[0].Similarity, got[0].Common)
	}
	src, spans, err = a.Locate(t.Context(), "talk-1", locate.Place{Quote: "money was"})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in   Units
		want int
	}{{Units{Unit: locate.UnitTurn}, 5}, {Units{Unit: locate.UnitTurn, Limit: 2}, 2}, {Units{Unit: locate.UnitTurn, Filters: query.Names{"source": {"int-1", "talk-2"}}}, 3}} {
		if got, err := a.Similar(t.Context(), src, spans[0], tt.in); err != nil || len(got) != tt.want {
			t.Errorf("%v: %d turns speak of money, want %d: %v", tt.in, len(got), tt.want, err)
		}
	}
}

func TestEvaluate(t *testing.T) {
	d := talks(t)
	d.theme("Rare")
	all, mean, err := d.as("AK").Evaluate(t.Context(), "", locate.UnitTurn)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Theme.Name != "Money" || all[0].Positive != 3 {
		t.Errorf("evaluated: %+v, want Money alone, with 3 passages", all)
	}
	if diff := cmp.Diff([]any{all[0].Model, all[0].Search, all[0].Random}, []any{mean.Model, mean.Search, mean.Random}); diff != "" {
		t.Errorf("the mean of one is itself (-want +got):\n%s", diff)
	}
	if none, _, err := d.as("AK").Evaluate(t.Context(), "Rare", locate.UnitTurn); err != nil || len(none) != 0 {
		t.Errorf("a theme without passages: %v, %v", none, err)
	}
	if _, _, err := d.as("AK").Evaluate(t.Context(), "Nothing", locate.UnitTurn); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("no such theme: %v", err)
	}
}
