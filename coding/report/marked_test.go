package report_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// interview is a source with a heading and two turns, in which two passages overlap.
//
//	0         1         2         3
//	01234567890123456789012345678901234567
//	The start\nA: We trust them.\nB: <No>.
func interview() (*coding.Study, *report.Marked) {
	body := "The start\nA: We trust them.\nB: <No>."
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	s := coding.NewStudy(coding.Study{Title: "A <study>",
		Cases:         []*corpus.CaseStudy{{ID: "c", Name: "Merger"}},
		Organisations: []*corpus.Organisation{{ID: "o", Name: "Police & Fire"}},
		Participants:  []*corpus.Participant{{ID: "a", Name: "Anna"}},
		Sources: []*corpus.Source{{ID: "s", Name: "int-01", Text: "t", Type: corpus.TypeInterview, Case: "c", Organisation: "o", Date: "2019-03",
			Language: "en"}, {ID: "u", Name: "int 2", Text: "u"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"t": {Speakers: []corpus.Speaker{{Label: "A", Participant: "a"}, {Label: "B"}},
			Turns: []corpus.Turn{{Start: 0, Body: 0, End: 9, Speaker: -1, Kind: corpus.Heading}, {Start: 10, Body: 13, End: 27},
				{Start: 28, Body: 31, End: 36, Speaker: 1}}}},
		Coders: []*coding.Coder{{ID: "k", Name: "AK"}, {ID: "l", Name: "BM"}},
		Themes: []*coding.Theme{{ID: "h", Name: "Trust", Colour: "#4477AA", Definition: "Relying on *others*", Include: "promises", Example: "a"},
			{ID: "i", Name: "12", Parent: "h"}, {ID: "j", Name: "Cost [x]"}},
		Passages: []coding.Passage{{ID: "p", Text: "t", Span: corpus.Span{Start: 13, End: 21}},
			{ID: "q", Text: "t", Span: corpus.Span{Start: 16, End: 35}}},
		Tags: []coding.Tag{{ID: "1", Passage: "p", Theme: "h", Coder: "k", At: at, Weight: 2.5}, {ID: "2", Passage: "p", Theme: "h", Coder: "l"},
			{ID: "3", Passage: "q", Theme: "j", Coder: "k", About: "o"}, {ID: "4", Passage: "q", Theme: "i", Coder: "k"}},
		Memos: []coding.Memo{{ID: "m", On: "q", Coder: "l", At: at, Text: "Why <so>?\nAsk."}, {ID: "n", On: "1", Coder: "k", Text: "first"}},
	})
	return s, &report.Marked{Study: s, Source: s.Sources[0], Body: body, File: func(t coding.ThemeID) string { return "theme-" + string(t) }}
}

func TestMarkedNotes(t *testing.T) {
	_, m := interview()
	var b bytes.Buffer
	if err := m.Write(&b, report.Markdown); err != nil {
		t.Fatal(err)
	}
	want := `---
type: "interview"
case: "Merger"
organisation: "Police & Fire"
date: "2019-03"
language: "en"
---

# int-01

### The start ^t1

**A:** ==We== ==trust== #Trust [[theme-h|Trust]] ==them.== ^t2

> [!note] AK
> first

**B:** ==&lt;No>== #Cost-x [[theme-j|Cost (x)]] #Trust/t12 [[theme-i|12]]. ^t3

> [!note] BM
> Why &lt;so>?
> Ask.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	m.File = nil
	if err := m.Write(&b, report.Markdown); err != nil || strings.Contains(b.String(), "[[") || !strings.Contains(b.String(), "#Cost-x") {
		t.Errorf("without notes on themes: %v\n%s", err, b.String())
	}
	if err := m.Write(&b, report.CSV); err == nil {
		t.Error("a marked source as CSV")
	}
}

func TestMarkedPage(t *testing.T) {
	_, m := interview()
	var b bytes.Buffer
	if err := m.Write(&b, report.HTML); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		`<p class="meta">interview · Merger · Police &amp; Fire · 2019-03 · en</p>`,
		`<h3>The start <span class="turn">1</span></h3>`,
		`<span class="label">A: </span><mark style="background:color-mix(in srgb,#4477AA 24%,transparent)" title="Trust">We </mark>`,
		`;box-shadow:inset 0 -2px #999999" title="Trust; Cost [x]; Trust &gt; 12">trust</mark>`, // two passages
		`title="Cost [x]; Trust &gt; 12">&lt;No&gt;</mark>.`,
		`</span>Trust <span class="by">AK, weight 2.5</span><br>first</div>`,
		`</span>Cost [x] <span class="by">AK, about Police &amp; Fire</span></div>`,
		`<div>Why &lt;so&gt;?` + "\n" + `Ask. <span class="by">BM</span></div>`,
	} {
		if strings.Count(page, want) != 1 {
			t.Errorf("there is not %s", want)
		}
	}
	if strings.Contains(page, "<No>") || strings.Contains(page, "<so>") {
		t.Error("words of the source are markup")
	}
}

// A run of a comment, read back: its lines.
type run struct {
	Text []string `xml:"t"`
}

// marks are the texts within each comment's range, by its number, and how often each
// begins, ends and is referred to.
func marks(document string) (texts map[string]string, times map[string][3]int, all string) {
	texts, times = map[string]string{}, map[string][3]int{}
	open := map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(document))
	inText := false
	for {
		token, err := d.Token()
		if err != nil {
			return texts, times, all
		}
		switch x := token.(type) {
		case xml.StartElement:
			id := ""
			for _, a := range x.Attr {
				if a.Name.Local == "id" {
					id = a.Value
				}
			}
			n := times[id]
			switch x.Name.Local {
			case "t":
				inText = true
			case "commentRangeStart":
				open[id] = true
				n[0]++
			case "commentRangeEnd":
				delete(open, id)
				n[1]++
			case "commentReference":
				n[2]++
			}
			if strings.HasPrefix(x.Name.Local, "comment") {
				times[id] = n
			}
		case xml.EndElement:
			if inText = false; x.Name.Local == "p" {
				all += "\n"
			}
		case xml.CharData:
			if !inText {
				continue
			}
			all += string(x)
			for id := range open {
				texts[id] += string(x)
			}
		}
	}
}

func TestMarkedDocument(t *testing.T) {
	_, m := interview()
	var b bytes.Buffer
	if err := m.Write(&b, report.DOCX); err != nil {
		t.Fatal(err)
	}
	files := unzip(t, b.Bytes())
	texts, times, all := marks(files["word/document.xml"])
	if want := "int-01\ninterview · Merger · Police & Fire · 2019-03 · en\nThe start\nA: We trust them.\nB: <No>.\n"; all != want {
		t.Errorf("the document reads %q, want %q", all, want)
	}
	// Two tags of the first passage, two tags and a note of the second.
	want := map[string]string{"0": "We trust", "1": "We trust", "2": "trust them.B: <No>", "3": "trust them.B: <No>",
		"4": "trust them.B: <No>"}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("comments are on (-want +got):\n%s", diff)
	}
	for id, n := range times {
		if n != [3]int{1, 1, 1} {
			t.Errorf("comment %s begins, ends and is referred to %v times", id, n)
		}
	}
	var comments struct {
		All []struct {
			Author string `xml:"author,attr"`
			Date   string `xml:"date,attr"`
			Runs   []run  `xml:"p>r"`
		} `xml:"comment"`
	}
	if err := xml.Unmarshal([]byte(files["word/comments.xml"]), &comments); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, c := range comments.All {
		line := c.Author + " " + c.Date + ":"
		for _, r := range c.Runs {
			line += " " + strings.Join(r.Text, " / ")
		}
		said = append(said, line)
	}
	wantSaid := []string{"AK 2026-03-02T09:00:00Z: Trust (weight 2.5) / first", "BM : Trust", "AK : Cost [x] (about Police & Fire)",
		"AK : Trust > 12",
		"BM 2026-03-02T09:00:00Z: Why <so>? / Ask."}
	if diff := cmp.Diff(wantSaid, said); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if !strings.Contains(files["word/document.xml"], `w:fill="C7D7E6"`) { // #4477AA, three tenths of it on white
		t.Error("words are not shaded in the theme's colour")
	}
}

// Law of marked sources: whatever is marked, a page and a document hold all words of the
// source in their order, and each comment begins and ends once, on the words of its
// passage.
func TestMarkedLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		bodies := codingtest.Bodies(s)
		src := rapid.SampledFrom(s.Sources).Draw(t, "source")
		m := &report.Marked{Study: s, Source: src, Body: bodies[src.Text].Body}
		letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
		var b bytes.Buffer
		if err := m.Write(&b, report.DOCX); err != nil {
			t.Fatal(err)
		}
		files := parts(t, b.Bytes())
		texts, times, all := marks(files["word/document.xml"])
		_, all, _ = strings.Cut(all, src.Name+"\n")
		if want := letters(m.Body); !strings.HasSuffix(letters(all), want) {
			t.Fatalf("the document reads %q, want %q", letters(all), want)
		}
		var page, notes bytes.Buffer
		if err := errors.Join(m.Write(&page, report.HTML), m.Write(&notes, report.Markdown)); err != nil {
			t.Fatal(err)
		}
		tags, shown := 0, 0
		for i, p := range s.Passages {
			if p.Text != src.Text {
				continue
			}
			first, last := s.TagsOf(i)
			for n := first; n < last; n++ {
				id := fmt.Sprint(tags)
				tags++
				words := m.Body[p.Span.Start:p.Span.End]
				if strings.TrimSpace(words) == "" {
					continue // which no paragraph may hold
				}
				shown++
				if tag := "#" + strings.ReplaceAll(s.Path(s.Tags[n].Theme), " > ", "/"); !strings.Contains(notes.String(), tag) {
					t.Fatalf("the note does not have %s:\n%s", tag, notes.String())
				}
				if times[id] != [3]int{1, 1, 1} {
					t.Fatalf("comment %s begins, ends and is referred to %v times", id, times[id])
				}
				if got := letters(texts[id]); !strings.Contains(letters(words), got) && !strings.Contains(got, letters(words)) {
					t.Fatalf("comment %s is on %q, the passage on %q", id, texts[id], words)
				}
			}
		}
		if n := strings.Count(page.String(), `<div><span class="dot"`); n < shown || n > tags {
			t.Fatalf("the page has %d tags in its margin, want %d, with blanks %d:\n%s", n, shown, tags, page.String())
		}
		if strings.Count(notes.String(), " ^t") != len(s.Transcript(src).Turns) {
			t.Fatalf("not each turn has a name:\n%s", notes.String())
		}
	})
}

func TestThemeNote(t *testing.T) {
	s, m := interview()
	var b bytes.Buffer
	file := func(id corpus.SourceID) string { return "source-" + string(id) }
	if err := report.ThemeNote(&b, s, s.Theme("h"), map[corpus.TextID]string{"t": m.Body}, file); err != nil {
		t.Fatal(err)
	}
	want := `---
tags: ["Trust"]
---

# Trust

Relying on \*others\*

Include: promises

Example: a

> We trust
>
> [[source-s#^t2|int-01, turn 2]]
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMarkedIndex(t *testing.T) {
	s, _ := interview()
	var b bytes.Buffer
	if err := report.MarkedIndex(&b, s, func(id corpus.SourceID) string { return "a b/" + string(id) + "?.html" }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h1>A &lt;study&gt;</h1>",
		`<tr><td><a href="a%20b/s%3F.html">int-01</a></td><td>interview</td><td>Merger</td><td>Police &amp; Fire</td><td>2019-03</td>` +
			`<td class="n">2</td><td class="n">4</td></tr>`,
		`<a href="a%20b/u%3F.html">int 2</a>`, `margin-left:1.4em`, `Relying on *others*`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is not %s", want)
		}
	}
}

// Themes as tags of programs for notes: letters, digits, - and /, and never a number alone.
func TestHashtag(t *testing.T) {
	for path, want := range map[string]string{"Trust": "Trust", "Trust > Loss of it": "Trust/Loss-of-it", "12": "t12", "a/b (c)": "a-b-c",
		"!!!":      "theme",
		"Straße_é": "Straße_é", "--x--": "x", "a > ?": "a/theme"} {
		if got := report.Hashtag(path); got != want {
			t.Errorf("%q becomes #%s, want #%s", path, got, want)
		}
	}
}
