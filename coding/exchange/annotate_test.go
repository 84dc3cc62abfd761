package exchange_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// annotated are the tags and memos that annotations make in a study, and what is wrong, in lines.
func annotated(t tester, c exchange.Contents, data string) (lines []string, said []string) {
	t.Helper()
	all, bad, err := exchange.ReadAnnotations([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	a, without := exchange.Annotate(ctx, &intake.Tagger{Study: c.Study, Texts: c.Texts, NewID: edittest.IDs(), Create: true}, all)
	themes := map[coding.ThemeID]string{}
	for _, theme := range c.Study.Themes {
		themes[theme.ID] = c.Study.EscapedPath(theme.ID)
	}
	for _, change := range a.Changes {
		switch x := change.(type) {
		case edit.PutTheme:
			themes[x.Theme.ID] = x.Theme.Name
		case edit.TagPassage:
			about := ""
			if o := c.Study.Organisation(x.About); o != nil {
				about = o.Name
			}
			lines = append(lines, fmt.Sprintf("%s %q %s by %s about %q weight %g %s", x.Span, words(c, coding.Passage{Text: x.Text, Span: x.Span}), themes[x.Theme],
				x.Coder, about, x.Weight, x.Memo))
		case edit.NotePassage:
			lines = append(lines, fmt.Sprintf("%s %q: %s by %s", x.Span, words(c, coding.Passage{Text: x.Text, Span: x.Span}), x.Memo, x.Coder))
		}
	}
	for _, err := range append(bad, without...) {
		lines = append(lines, "! "+err.Error())
	}
	return lines, a.Said
}

// visit is a study of two sources.
func visit() exchange.Contents {
	s := coding.NewStudy(coding.Study{Sources: []*corpus.Source{{ID: "1", Name: "Visit", Text: "1"}, {ID: "2", Name: "Minutes 50% #2", Text: "2"}},
		Themes: []*coding.Theme{{ID: "c", Name: "Cost"}}})
	return exchange.Contents{Study: s, Texts: codingtest.Texts{
		"1": {ID: "1", Body: "🙂 The pumps were dear. The men were kind. The pumps were dear, they said."}, "2": {ID: "2", Body: "Nobody paid."}}}
}

// Themes that differ only in case are two, as they are where they come from.
func TestAnnotateCase(t *testing.T) {
	web := func(theme string, start int) string {
		return fmt.Sprintf(`{"type": "Annotation", "motivation": "tagging", "bodyValue": %q, "target": {"source": "Visit.txt",
			"selector": {"type": "TextPositionSelector", "start": %d, "end": %d}}}`, theme, start, start+3)
	}
	lines, said := annotated(t, visit(), "["+web("cost", 2)+","+web("Cost", 23)+","+web("Pumps > Old", 23)+","+web("pumps > New", 2)+","+web("COST", 2)+"]")
	want := []string{`5:8 "The" cost by  about "" weight 0 `, `26:29 "The" Cost by  about "" weight 0 `, `26:29 "The" Old by  about "" weight 0 `,
		`5:8 "The" New by  about "" weight 0 `, `5:8 "The" COST by  about "" weight 0 `}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantSaid := []string{"themes that differ only in case are not one: cost, Cost, COST, Pumps, pumps; crosscase theme merge makes them one"}
	if diff := cmp.Diff(wantSaid, said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if _, said = annotated(t, visit(), "["+web("cost", 2)+"]"); len(said) > 0 {
		t.Errorf("one theme in another case is said: %q", said)
	}
}

// Annotations of other programs are put where their quotes and positions say; what has no
// place is listed.
func TestAnnotate(t *testing.T) {
	quote := func(exact, prefix, suffix string) string {
		return fmt.Sprintf(`{"type": "TextQuoteSelector", "exact": %q, "prefix": %q, "suffix": %q}`, exact, prefix, suffix)
	}
	web := func(target string) string {
		return `{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "motivation": "tagging", "bodyValue": "Cost", "target": ` + target + `}`
	}
	in := func(selector string) string {
		return `{"source": "https://example.org/a/Visit.txt", "selector": ` + selector + `}`
	}
	for _, tt := range []struct{ name, data, want, said string }{
		{"Hypothes.is", `{"total": 2, "rows": [{"user": "acct:ann@hypothes.is", "uri": "https://example.org/x", "text": "Twice the price", "tags": ["Cost", "Pumps"],
			"document": {"title": ["Visit"]}, "target": [{"source": "https://example.org/x", "selector": [{"type": "RangeSelector"},
			{"type": "TextPositionSelector", "start": 53, "end": 70}, ` + quote("The pumps were dear", "men were kind.  ", ", they said") + `]}]},
			{"user": "acct:bob@hypothes.is", "text": "Really?", "references": ["x"], "uri": "https://example.org/x"}]}`,
			`45:64 "The pumps were dear" Cost by ann about "" weight 0 Twice the price
45:64 "The pumps were dear" Pumps by ann about "" weight 0 Twice the price
! annotation 2: a reply to another one`, ""},
		{"a note alone", `[{"type": "Annotation", "creator": {"name": "Ann"}, "body": {"type": "TextualBody", "value": "Odd"}, "target": ` +
			in(quote("the men WERE kind", "", "")) + `}]`, `26:43 "The men were kind": Odd by Ann`, ""},
		{"a position alone, in characters", web(in(`{"type": "TextPositionSelector", "start": 2, "end": 11}`)), `5:14 "The pumps" Cost by  about "" weight 0 `, ""},
		{"a fragment", web(in(`{"type": "FragmentSelector", "value": "char=2,11"}`)), `5:14 "The pumps" Cost by  about "" weight 0 `, ""},
		{"refined", web(in(`{"type": "CssSelector", "value": "p", "refinedBy": ` + quote("kind", "", "") + `}`)), `39:43 "kind" Cost by  about "" weight 0 `, ""},
		{"a part of a word", web(in(quote("ump", "The p", "s were dear, "))), `50:53 "ump" Cost by  about "" weight 0 `, ""},
		{"twice", web(in(quote("The pumps", "", ""))), `! annotation 1: source "Visit": quote "The pumps": stands 2 times, and neither what is around it nor its position tells which`, ""},
		{"nowhere", web(in(quote("a zebra", "", ""))), `! annotation 1: source "Visit": quote "a zebra": unknown in this source`, ""},
		{"beyond", web(in(`{"type": "TextPositionSelector", "start": 2, "end": 1100}`)), `! annotation 1: source "Visit": characters 2 to 1100: unknown in this source`, ""},
		{"an escaped address", web(`{"source": "texts/Minutes%2050%25%20-2.txt", "selector": ` + quote("Nobody", "", "") + `}`), `0:6 "Nobody" Cost by  about "" weight 0 `, ""},
		{"a document that the quotes tell", web(`{"source": "urn:x", "selector": ` + quote("Nobody paid", "", "") + `}`), `0:11 "Nobody paid" Cost by  about "" weight 0 `,
			`urn:x is taken for source "Minutes 50% #2", the only one with its quotes`},
		{"an unknown document", web(`{"source": "urn:x", "selector": `+quote("were", "", "")+`}`) + web(`{"source": "urn:x", "selector": `+quote("zebra", "", "")+`}`),
			`! annotation 1: source "urn:x": unknown` + "\n" + `! annotation 2: source "urn:x": unknown`, ""},
		{"a page note", web(`"https://example.org/Visit"`), `! annotation 1: no place in https://example.org/Visit: a quote or a position is read`, ""},
		{"nothing said", `{"type": "Annotation", "motivation": "highlighting", "target": ` + in(quote("kind", "", "")) + `}`, `! annotation 1: neither a tag nor a note on "kind"`, ""},
	} {
		lines, said := annotated(t, visit(), tt.data)
		if got := strings.Join(lines, "\n"); got != tt.want || strings.Join(said, "\n") != tt.said {
			t.Errorf("%s:\n%s\n%s\nnot\n%s\n%s", tt.name, got, said, tt.want, tt.said)
		}
	}
	for _, data := range []string{"{", "[]", `{"type": "AnnotationCollection", "first": "https://example.org/page1"}`, "3"} {
		if _, _, err := exchange.ReadAnnotations([]byte(data)); !errors.Is(err, coding.ErrInvalid) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

// Annotations that were written are read as the same tags and memos by the same coders on the
// same words.
func TestAnnotationsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawnContents(t)
		s := c.Study
		var want []string
		for i, p := range s.Passages {
			if s.SourceOf(p) == nil {
				continue
			}
			first, last := s.TagsOf(i)
			for _, tag := range s.Tags[first:last] {
				about := ""
				if o := s.Organisation(tag.About); o != nil {
					about = o.Name
				}
				say := func(memo string) {
					want = append(want, fmt.Sprintf("%s %q %s by %s about %q weight %g %s", p.Span, words(c, p), s.EscapedPath(tag.Theme), s.CoderName(tag.Coder), about, tag.Weight, memo))
				}
				own := 0
				for _, m := range s.MemosOn(string(tag.ID)) {
					if m.Coder == tag.Coder {
						say(m.Text)
						own++
						continue
					}
					want = append(want, fmt.Sprintf("%s %q: %s by %s", p.Span, words(c, p), m.Text, s.CoderName(m.Coder)))
				}
				if own == 0 {
					say("")
				}
			}
		}
		files, err := exchange.Annotations(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(files, func(f exchange.File) bool { return f.Name == "annotations.jsonld" })
		if len(want) == 0 {
			return
		}
		// The memos on passages are there already.
		got, said := annotated(t, c, string(files[i].Data))
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || len(said) > 0 && !strings.Contains(said[0], "put on the passage") {
			t.Fatalf("(-study +read)\n%s%s", diff, said)
		}
	})
}

// Whatever a file holds, it is read as annotations or refused.
func FuzzAnnotations(f *testing.F) {
	for _, data := range []string{`{"rows": [{"tags": ["x"], "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "pumps"}]}]}]}`,
		`{"body": [[], null, 3, {"value": "x"}], "target": {"source": "%", "selector": {"type": ["TextPositionSelector"], "start": -1e300, "end": 1e300}}}`} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		all, _, err := exchange.ReadAnnotations([]byte(data))
		if err != nil {
			return
		}
		c := visit()
		a, _ := exchange.Annotate(ctx, &intake.Tagger{Study: c.Study, Texts: c.Texts, NewID: edittest.IDs(), Create: true}, all)
		for _, change := range a.Changes {
			if x, ok := change.(edit.TagPassage); ok {
				text, _ := c.Texts.Text(ctx, x.Text)
				if err := text.Check(x.Span); err != nil {
					t.Errorf("%q: %v", data, err)
				}
			}
		}
	})
}
