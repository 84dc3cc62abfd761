package reading

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// Law of quotes: what is read of a passage are its words as they stand in its text, with
// each of its tags, and where it is.
func TestQuoteLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		texts := codingtest.Bodies(s)
		sel := s.Select(coding.Filter{})
		quotes, err := ReadQuotes(context.Background(), s, texts, sel, rapid.IntRange(0, 2).Draw(t, "turns"))
		if err != nil || len(quotes) != len(sel.Passages) {
			t.Fatalf("%d quotes of %d passages: %v", len(quotes), len(sel.Passages), err)
		}
		for i, q := range quotes {
			p := s.Passages[sel.Passages[i].Index]
			first, last := s.Transcript(s.SourceOf(p)).TurnsIn(p.Span)
			if first == last {
				first, last = -1, 0
			}
			if q.Quote != texts[p.Text].Body[p.Span.Start:p.Span.End] || q.ID != string(p.ID) || q.Turn != first+1 || q.LastTurn != last ||
				len(q.Tags) != len(sel.Passages[i].Tags) {
				t.Fatalf("passage %+v is read as %+v", p, q)
			}
		}
	})
}

// Law of hits: what stands before a hit, the hit and what stands behind it are one
// stretch of the text, which ends where its turns do.
func TestHitLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		texts := codingtest.Bodies(s)
		for i, p := range s.Passages {
			text := texts[p.Text]
			source := s.PassageSource(i)
			tr := s.Transcript(s.Sources[source])
			first, last := tr.TurnsIn(p.Span)
			q := NewHit(s, source, first, p.Span, text)
			at := p.Span.Start - len(q.Before)
			whole := q.Before + q.Quote + q.After
			if at < 0 || text.Body[at:at+len(whole)] != whole || q.Start != p.Span.Start || q.End != p.Span.End {
				t.Fatalf("%+v: %q, %q, %q of %q", p, q.Before, q.Quote, q.After, text.Body)
			}
			if end := at + len(whole); first < last && end != max(tr.Turns[last-1].End, p.Span.End) {
				t.Fatalf("%+v: it ends at %d of %q", p, end, text.Body)
			}
		}
	})
}

// hostile are texts that would do something to a terminal.
var hostile = []string{"\x1b[2J", "\x1b]0;title\x07", "\u202eevil", "\u2067", "\x00\x08", "\x7f", "\u009b31m", "two\nlines", "a\ttab",
	"警察", "plain words", ""}

// Law of terminals: whatever is said or anything is called, a terminal gets no control
// character but line ends and tabs.
func TestTerminalLaw(t *testing.T) {
	text := func(t *rapid.T, name string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(hostile), 1, 3).Draw(t, name), " ")
	}
	rapid.Check(t, func(t *rapid.T) {
		q := Quote{Source: text(t, "source"), Speaker: text(t, "speaker"), Organisation: text(t, "organisation"), Case: text(t, "case"), Turn: 1,
			Themes: []string{text(t, "theme")}, Coders: []string{text(t, "coder")}, About: []string{text(t, "about")}, Memos: []string{text(t,
				"memo")},
			Quote: text(t, "quote"), Before: text(t, "before"), After: text(t, "after"), Now: text(t, "now")}
		m := Memo{ID: "1", Kind: "theme", On: text(t, "on"), Coder: text(t, "by"), Text: text(t, "text")}
		p := Preview{File: text(t, "file"), Name: text(t, "name"), Layout: text(t, "layout"), Language: text(t, "language"),
			Date:     text(t, "date"),
			Encoding: text(t, "encoding"), Questions: []string{text(t, "question")}, Speakers: []PreviewSpeaker{{Label: text(t, "label")}},
			First: []PreviewTurn{{Number: 1, Speaker: text(t, "who"), Words: text(t, "words")}}}
		body := text(t, "label") + ": " + text(t, "body")
		s := coding.NewStudy(coding.Study{Sources: []*corpus.Source{{ID: "s", Name: "s", Text: "t"}},
			Themes: []*coding.Theme{{ID: "h", Name: text(t, "path")}},
			Transcripts: map[corpus.TextID]*corpus.Transcript{"t": {Speakers: []corpus.Speaker{{Label: text(t, "label")}},
				Turns: []corpus.Turn{{End: len(body), From: corpus.NoTime}}}},
			Passages: []coding.Passage{{ID: "p", Text: "t", Span: corpus.Span{End: 1}}}, Tags: []coding.Tag{{ID: "g", Passage: "p", Theme: "h"}},
			Memos: []coding.Memo{{ID: "n", On: "p", Text: text(t, "note")}}})
		screen := report.Screen{Width: rapid.SampledFrom([]int{0, 30, 80}).Draw(t, "width")}
		var b bytes.Buffer
		err := errors.Join(WritePassages(&b, []Quote{q}, screen), Concordance(&b, []Quote{q, q}, screen), ShowMemo(&b, m, screen),
			WriteMemos(&b, []Memo{m}, report.Table, screen), WritePreviews(&b, []Preview{p}, screen), ReadLines(&b, corpus.Text{Body: body}, screen),
			Read(&b, s, s.Sources[0], corpus.Text{Body: body}, 0, 1, screen), Hits([]Quote{q}).Write(&b, report.Table, screen))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range b.String() {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%U reaches the terminal:\n%q", r, b.String())
			}
		}
	})
}
