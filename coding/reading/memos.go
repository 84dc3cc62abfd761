package reading

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A Memo is a note as people read it.
type Memo struct {
	ID      string         `json:"id"`
	Kind    string         `json:"kind"` // of what it is on: project, source, theme, passage, tag…
	On      string         `json:"on"`   // what it is on, in words
	Theme   string         `json:"theme,omitempty"`
	Source  string         `json:"source,omitempty"`
	Coder   string         `json:"coder"`
	At      time.Time      `json:"at"`
	Text    string         `json:"text"`
	ThemeID coding.ThemeID `json:"-"`
}

// NewMemo is a note with what it is on, in words.
func NewMemo(s *coding.Study, m coding.Memo) Memo {
	x := Memo{ID: string(m.ID), At: m.At, Text: m.Text}
	if c := s.Coder(m.Coder); c != nil {
		x.Coder = c.Name
	}
	if t, err := s.FindTag(m.On); err == nil && string(t.ID) == m.On {
		x.Kind, x.Theme, x.ThemeID = "tag", s.Path(t.Theme), t.Theme
		x.Source, x.On = placeOf(s, t.Passage)
		x.On = x.Theme + " on " + x.On
		return x
	}
	x.Kind, x.On = Thing(s, m.On)
	switch x.Kind {
	case "theme":
		x.Theme, x.ThemeID = x.On, coding.ThemeID(m.On)
	case "source":
		x.Source = x.On
	case "passage":
		x.Source, _ = placeOf(s, coding.PassageID(m.On))
	}
	return x
}

// Thing says what the thing with an identifier is, a theme, passage, source,
// person and so on, and what it is called.
func Thing(s *coding.Study, id string) (kind, name string) {
	if t := s.Theme(coding.ThemeID(id)); t != nil {
		return "theme", s.Path(t.ID)
	}
	if x := s.Case(corpus.CaseID(id)); x != nil {
		return "case", x.Name
	}
	if x := s.Source(corpus.SourceID(id)); x != nil {
		return "source", x.Name
	}
	if x := s.Participant(corpus.ParticipantID(id)); x != nil {
		return "participant", x.Name
	}
	if x := s.Organisation(corpus.OrganisationID(id)); x != nil {
		return "organisation", x.Name
	}
	if _, place := placeOf(s, coding.PassageID(id)); place != "" {
		return "passage", place
	}
	return "project", s.Title
}

// placeOf says where a passage is.
func placeOf(s *coding.Study, id coding.PassageID) (source, place string) {
	i, err := s.FindPassage(string(id))
	if err != nil || s.Passages[i].ID != id {
		return "", ""
	}
	p := s.Passages[i]
	src := s.SourceOf(p)
	if src == nil {
		if src = s.Source(s.Earlier[p.Text]); src == nil {
			return "", "a passage"
		}
		return src.Name, src.Name + ", detached"
	}
	first, last := s.Transcript(src).TurnsIn(p.Span)
	if last-first > 1 {
		return src.Name, fmt.Sprintf("%s, turns %d–%d", src.Name, first+1, last)
	}
	return src.Name, fmt.Sprintf("%s, turn %d", src.Name, first+1)
}

// WriteMemos lists notes. As Markdown they are written whole.
func WriteMemos(w io.Writer, memos []Memo, f report.Format, s report.Screen) error {
	if f == report.Markdown {
		for i, m := range memos {
			if i > 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintf(w, "## %s: %s\n\n*%s, %s*\n\n%s\n", m.Kind, report.MarkdownText(m.On), report.MarkdownText(m.Coder),
				m.At.Local().Format("2006-01-02 15:04"), m.Text)
		}
		return nil
	}
	g := &report.Grid{Head: []string{"memo", "on", "coder", "when", "text"}, JSON: memos,
		Empty: "No memos. Write one with crosscase memo add."}
	if memos == nil {
		g.JSON = []Memo{}
	}
	for _, m := range memos {
		words := m.Text
		if f == report.Table {
			words = text.Snip(strings.Join(strings.Fields(m.Text), " "), 120, "…")
		}
		g.Rows = append(g.Rows, []any{m.ID[:min(8, len(m.ID))], m.Kind + " " + m.On, m.Coder, m.At.Local().Format("2006-01-02"), words})
	}
	return g.Write(w, f, s)
}

// ShowMemo writes a note whole, to be read.
func ShowMemo(w io.Writer, m Memo, s report.Screen) error {
	_, err := fmt.Fprintf(w, "%s\n%s\n\n%s\n", bold(s, OneLine(m.Kind+" "+m.On)),
		dim(s, OneLine(m.Coder+", "+m.At.Local().Format("2006-01-02 15:04"))), wrap(s, report.Visible(m.Text), 0))
	return err
}

// NewMemoHit is what a search found in a note, with the words around it.
func NewMemoHit(m Memo, span corpus.Span) Quote {
	return Quote{ID: m.ID, Source: "memo " + m.ID[:min(8, len(m.ID))], Speaker: m.On, Span: span, Start: span.Start, End: span.End,
		Quote: m.Text[span.Start:span.End], Before: m.Text[:span.Start], After: m.Text[span.End:], Coders: []string{m.Coder}}
}
