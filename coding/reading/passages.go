// Package reading shows what is read rather than counted: passages with what is said
// around them, search results, transcripts with their themes, memos, and previews of an
// import. Each is laid out as text for a terminal or as a [report.Grid] for files.
//
// Laws, in laws_test.go:
//
//   - quotes: what is read of a passage are its words as they stand in its text
//   - hits: what stands before a hit, the hit and what stands behind are one stretch
//   - terminals: no control character but line ends and tabs reaches one
package reading

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A Quote is a passage, or a hit of a search, as people read it.
type Quote struct {
	ID           string      `json:"id,omitempty"` // of the passage
	Source       string      `json:"source"`
	Turn         int         `json:"turn"` // counted from 1; 0 for none
	LastTurn     int         `json:"last_turn"`
	Time         string      `json:"time,omitempty"` // in the recording
	Page         int         `json:"page,omitempty"` // counted from 1; 0 where there are none
	LastPage     int         `json:"last_page,omitempty"`
	Speaker      string      `json:"speaker,omitempty"`
	Questions    []string    `json:"questions,omitempty"` // that its turns answer
	Organisation string      `json:"organisation,omitempty"`
	Case         string      `json:"case,omitempty"`
	Themes       []string    `json:"themes,omitempty"`
	Coders       []string    `json:"coders,omitempty"`
	Tags         []TagQuote  `json:"tags,omitempty"` // those that were asked for, each
	About        []string    `json:"about,omitempty"`
	Memos        []string    `json:"memos,omitempty"`
	Span         corpus.Span `json:"-"`
	Start        int         `json:"start"` // bytes
	End          int         `json:"end"`
	Quote        string      `json:"quote"`
	Detached     bool        `json:"detached,omitempty"` // these words stand no more in the source
	Now          string      `json:"now,omitempty"`      // what stands in their place
	Was          string      `json:"was,omitempty"`      // the words that were marked, where a correction changed them
	ChangedAt    *time.Time  `json:"changed_at,omitempty"`
	Before       string      `json:"before,omitempty"` // context
	After        string      `json:"after,omitempty"`
}

// A TagQuote is one tag on a passage.
type TagQuote struct {
	ID        string    `json:"id"`
	Theme     string    `json:"theme"`
	Coder     string    `json:"coder"`
	At        time.Time `json:"at"`
	About     string    `json:"about,omitempty"`
	Weight    float64   `json:"weight,omitempty"`
	Suggested bool      `json:"suggested,omitempty"`
	Memos     []string  `json:"memos,omitempty"`
}

// Passages lays quotes out for every format but the table, which [WritePassages]
// writes as text to be read.
func Passages(quotes []Quote) *report.Grid {
	g := &report.Grid{Head: []string{"source", "turn", "time", "page", "speaker", "organisation", "case", "themes", "coders", "about",
		"start", "end", "quote"}, JSON: quotes}
	if quotes == nil {
		g.JSON = []Quote{}
	}
	for _, q := range quotes {
		g.Rows = append(g.Rows, []any{q.Source, q.Turn, q.Time, pageOf(q.Page), q.Speaker, q.Organisation, q.Case,
			strings.Join(q.Themes, "; "), strings.Join(q.Coders, "; "), strings.Join(q.About, "; "), q.Start, q.End, q.Quote})
	}
	return g
}

// NewQuote is a selected passage as people read it, with turns of context on
// each side. text is its source's.
func NewQuote(s *coding.Study, p coding.Selected, text corpus.Text, context int) Quote {
	passage := s.Passages[p.Index]
	q := Quote{Source: s.Sources[p.Source].Name, Span: passage.Span, Start: passage.Span.Start, End: passage.Span.End,
		Quote: text.Body[passage.Span.Start:passage.Span.End], Detached: true}
	if passage.Text == s.Sources[p.Source].Text {
		q = place(s, p.Source, passage.Span, text, context)
	} else {
		q.Before, q.After = text.Around(passage.Span, 32)
	}
	if x, changed := s.Changed[passage.ID]; changed {
		q.Was, q.ChangedAt = x.Was, &x.At
	}
	q.ID = string(passage.ID)
	for _, m := range s.MemosOn(q.ID) {
		q.Memos = added(q.Memos, m.Text)
	}
	for _, v := range p.Voices {
		if v.Organisation >= 0 {
			q.Organisation = joined(q.Organisation, s.Organisations[v.Organisation].Name)
		}
		if v.Case >= 0 {
			q.Case = joined(q.Case, s.Cases[v.Case].Name)
		}
	}
	for _, t := range p.Tags {
		q.Themes = added(q.Themes, s.Path(s.Tags[t].Theme))
		q.Coders = added(q.Coders, s.Coders[s.TagCoder(t)].Name)
		if about := s.TagAbout(t); about >= 0 {
			q.About = added(q.About, s.Organisations[about].Name)
		}
		x := s.Tags[t]
		tag := TagQuote{ID: string(x.ID), Theme: s.Path(x.Theme), Coder: s.Coders[s.TagCoder(t)].Name, At: x.At, Weight: x.Weight,
			Suggested: x.Suggested}
		if about := s.Organisation(x.About); about != nil {
			tag.About = about.Name
		}
		for _, m := range s.MemosOn(string(x.ID)) {
			tag.Memos = append(tag.Memos, m.Text)
			q.Memos = added(q.Memos, m.Text)
		}
		q.Tags = append(q.Tags, tag)
	}
	return q
}

// NewHit is a place in a source, as a search finds them, with the words around it in
// its turns; turn is the one that it begins in.
func NewHit(s *coding.Study, source, turn int, span corpus.Span, text corpus.Text) Quote {
	q := place(s, source, span, text, 0)
	tr := s.Transcript(s.Sources[source])
	if turn >= len(tr.Turns) { // behind the last one
		return q
	}
	t := tr.Turns[turn]
	end := t.End
	if _, last := tr.TurnsIn(span); last > 0 { // it may go over several turns
		end = tr.Turns[last-1].End
	}
	q.Before, q.After = text.Body[min(t.Body, span.Start):span.Start], text.Body[span.End:max(end, span.End)]
	v, _ := s.Owner(source, t)
	if v.Organisation >= 0 {
		q.Organisation = s.Organisations[v.Organisation].Name
	}
	if v.Case >= 0 {
		q.Case = s.Cases[v.Case].Name
	}
	return q
}

// place says where a span of a source is: its turns, time and speakers, and the
// words.
func place(s *coding.Study, source int, span corpus.Span, text corpus.Text, context int) Quote {
	src := s.Sources[source]
	tr := s.Transcript(src)
	q := Quote{Source: src.Name, Span: span, Start: span.Start, End: span.End, Quote: text.Body[span.Start:span.End]}
	first, last := tr.TurnsIn(span)
	if first == last {
		return q
	}
	q.Turn, q.LastTurn = first+1, last
	q.Time = corpus.FormatTime(tr.Turns[first].From)
	q.Page, q.LastPage = tr.PagesIn(span)
	for _, t := range tr.Turns[first:last] {
		if t.Speaker >= 0 {
			q.Speaker = joined(q.Speaker, Speaker(s, tr, t))
		}
		if t.Question > 0 {
			q.Questions = added(q.Questions, tr.Questions[t.Question-1])
		}
	}
	if context > 0 {
		from, to := max(first-context, 0), min(last+context, len(tr.Turns))
		q.Before = lines(s, tr, text, tr.Turns[from:first], corpus.Span{Start: tr.Turns[first].Body, End: span.Start}, nil)
		q.After = lines(s, tr, text, nil, corpus.Span{Start: span.End, End: tr.Turns[last-1].End}, tr.Turns[last:to])
	}
	return q
}

// lines are the turns around a passage, each in a line of its own with its
// speaker, and the part of the passage's own turn between them.
func lines(s *coding.Study, tr *corpus.Transcript, text corpus.Text, before []corpus.Turn, part corpus.Span, after []corpus.Turn) string {
	var all []string
	add := func(who string, span corpus.Span) {
		if span.Len() > 0 {
			if line := strings.Join(strings.Fields(text.Body[span.Start:span.End]), " "); line != "" {
				all = append(all, who+line)
			}
		}
	}
	turns := func(all []corpus.Turn) {
		for _, t := range all {
			who := ""
			if t.Speaker >= 0 {
				who = Speaker(s, tr, t) + ": "
			}
			add(who, t.Words())
		}
	}
	turns(before)
	add("", part)
	turns(after)
	return strings.Join(all, "\n")
}

// Speaker is the name of who speaks in a turn; somebody must.
func Speaker(s *coding.Study, tr *corpus.Transcript, t corpus.Turn) string {
	sp := tr.Speakers[t.Speaker]
	if p := s.Participant(sp.Participant); p != nil {
		return p.Name
	}
	return sp.Label
}

// pageOf is a page's number for a table, nothing where there are no pages.
func pageOf(page int) any {
	if page == 0 {
		return ""
	}
	return page
}

// joined adds a name to a list of names, if it is not there.
func joined(list, name string) string {
	switch {
	case list == "":
		return name
	case slices.Contains(strings.Split(list, ", "), name):
		return list
	}
	return list + ", " + name
}

func added(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

// WritePassages writes quotes as text: where, who, which themes, and the words.
func WritePassages(w io.Writer, quotes []Quote, s report.Screen) error {
	for i, q := range quotes {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintln(w, bold(s, OneLine(q.Source))+"  "+OneLine(q.where()))
		if themes := strings.Join(q.Themes, "; "); themes != "" {
			if len(q.Coders) > 0 {
				themes += "  (" + strings.Join(q.Coders, ", ") + ")"
			}
			if len(q.About) > 0 {
				themes += "  about " + strings.Join(q.About, ", ")
			}
			fmt.Fprintln(w, "  "+colour(s, report.Visible(themes)))
		}
		if q.Was != "" {
			fmt.Fprintln(w, "  was: "+strings.ReplaceAll(wrap(s, report.Visible(q.Was), 7), "\n", "\n       "))
			if corpus.NegationChanged(q.Was, q.Quote) {
				fmt.Fprintln(w, "  a negation changed")
			}
		}
		for _, part := range []struct{ text, mark string }{{q.Before, "  · "}, {q.Quote, "  │ "}, {q.After, "  · "}} {
			if part.text == "" {
				continue
			}
			for line := range strings.SplitSeq(wrap(s, report.Visible(part.text), 4), "\n") {
				if _, err := fmt.Fprintln(w, strings.TrimRight(part.mark+line, " ")); err != nil {
					return err
				}
			}
		}
		if q.Now != "" {
			fmt.Fprintln(w, "  now: "+strings.ReplaceAll(wrap(s, report.Visible(q.Now), 7), "\n", "\n       "))
		}
		for _, m := range q.Memos {
			fmt.Fprintln(w, "  memo: "+wrap(s, report.Visible(m), 8))
		}
	}
	return nil
}

// where is the place of a quote in words: turn, time, speaker and whose it is.
func (q Quote) where() string {
	var parts []string
	switch {
	case q.Turn > 0 && q.LastTurn > q.Turn:
		parts = append(parts, fmt.Sprintf("turns %d–%d", q.Turn, q.LastTurn))
	case q.Turn > 0:
		parts = append(parts, fmt.Sprintf("turn %d", q.Turn))
	}
	switch id := []rune(q.ID); {
	case q.Detached:
		parts = append(parts, "detached, passage "+string(id[:min(len(id), 8)]))
	case q.Was != "":
		parts = append(parts, "changed, passage "+string(id[:min(len(id), 8)]))
	}
	switch {
	case q.Page > 0 && q.LastPage > q.Page:
		parts = append(parts, fmt.Sprintf("pp. %d–%d", q.Page, q.LastPage))
	case q.Page > 0:
		parts = append(parts, fmt.Sprintf("p. %d", q.Page))
	}
	if q.Time != "" {
		parts = append(parts, q.Time)
	}
	if q.Speaker != "" {
		parts = append(parts, q.Speaker)
	}
	if q.Organisation != "" {
		parts = append(parts, q.Organisation)
	}
	if q.Case != "" {
		parts = append(parts, q.Case)
	}
	return strings.Join(parts, " · ")
}

// Concordance writes hits as key words in context, one line each, the matches
// below each other in the middle of the line.
func Concordance(w io.Writer, hits []Quote, s report.Screen) error {
	width := s.Width
	if width == 0 {
		width = 120
	}
	refs, refWidth := make([]string, len(hits)), 0
	for i, h := range hits {
		refs[i] = OneLine(h.Source)
		if h.Turn > 0 {
			refs[i] += fmt.Sprintf(":%d", h.Turn)
		}
		if h.Speaker != "" {
			refs[i] += " " + OneLine(h.Speaker)
		}
		refs[i] = text.Snip(refs[i], width/3, "…")
		refWidth = max(refWidth, text.StringWidth(refs[i]))
	}
	for i, h := range hits {
		side := max((width-refWidth-2)/2-4, 8)
		before, match := OneLine(h.Before), OneLine(h.Quote)
		before = keepEnd(before, side)
		rest := max(width-refWidth-2-side-text.StringWidth(match), 0)
		after := text.Snip(OneLine(h.After), rest, "")
		if _, err := fmt.Fprintf(w, "%s  %s%s%s\n", dim(s, text.Pad(refs[i], refWidth, ' ')),
			strings.Repeat(" ", side-text.StringWidth(before))+before, colour(s, match), strings.TrimRight(after, " ")); err != nil {
			return err
		}
	}
	return nil
}

// OneLine is a text in one line, without anything that moves a terminal's cursor.
func OneLine(s string) string {
	return report.Visible(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, s))
}

// keepEnd cuts s at the left to at most width columns.
func keepEnd(s string, width int) string {
	runes := []rune(s)
	n := 0
	for i := len(runes) - 1; i >= 0; i-- {
		if n += text.RuneWidth(runes[i]); n > width {
			return string(runes[i+1:])
		}
	}
	return s
}

func wrap(s report.Screen, t string, indent int) string {
	if s.Width == 0 {
		return t
	}
	return report.Wrap(t, max(s.Width-indent, 20))
}

func bold(s report.Screen, t string) string { return style(s, t, text.Bold) }

func dim(s report.Screen, t string) string { return style(s, t, text.Faint) }

func colour(s report.Screen, t string) string { return style(s, t, text.Bold, text.FgHiYellow) }

func style(s report.Screen, t string, c ...text.Color) string {
	if !s.Style || t == "" {
		return t
	}
	return text.Colors(c).Sprint(t)
}

// Hits lays what a search found out, for every format but the table, which
// [Concordance] writes.
func Hits(hits []Quote) *report.Grid {
	g := &report.Grid{Head: []string{"source", "turn", "time", "speaker", "organisation", "case", "start", "end", "before", "match",
		"after"}, JSON: hits}
	if hits == nil {
		g.JSON = []Quote{}
	}
	for _, h := range hits {
		g.Rows = append(g.Rows, []any{h.Source, h.Turn, h.Time, h.Speaker, h.Organisation, h.Case, h.Start, h.End,
			keepEnd(h.Before, 80), h.Quote, text.Snip(h.After, 80, "…")})
	}
	return g
}

// ReadQuotes reads the words of a selection, each text once, with so many turns of
// context on each side. Of detached passages it says what stands in their place now.
func ReadQuotes(ctx context.Context, s *coding.Study, texts coding.Texts, sel coding.Selection, turns int) ([]Quote, error) {
	var quotes []Quote
	var text corpus.Text
	var lost []int
	for _, x := range sel.Passages {
		if id := s.Passages[x.Index].Text; id != text.ID {
			var err error
			if text, err = texts.Text(ctx, id); err != nil {
				return nil, err
			}
		}
		q := NewQuote(s, x, text, turns)
		if q.Detached {
			lost = append(lost, x.Index)
		}
		quotes = append(quotes, q)
	}
	near, err := intake.Near(s, ctx, texts, lost, corpus.NearestPercent)
	if err != nil {
		return nil, err
	}
	next := 0
	for i := range quotes {
		if !quotes[i].Detached {
			continue
		}
		n := near[next]
		next++
		place := n.Place()
		if now := n.Text.Body[place.Start:place.End]; len(now) <= 2*len(quotes[i].Quote)+200 { // a page is no answer to where a sentence went
			quotes[i].Now = now
		}
	}
	return quotes, nil
}

// From is where a quote is from: its source and the place in it.
func (q Quote) From() string { return strings.TrimSuffix(q.Source+" · "+q.where(), " · ") }

// Quotation is a quote for a document.
func (q Quote) Quotation() report.Quotation { return report.Quotation{Text: q.Quote, From: q.From()} }

// Cite is a quote in one paragraph, with where it is from.
func (q Quote) Cite() string {
	from := []string{}
	if q.Speaker != "" {
		from = append(from, q.Speaker)
	}
	from = append(from, q.Source)
	if q.Turn > 0 {
		from = append(from, fmt.Sprintf("turn %d", q.Turn))
	}
	return fmt.Sprintf("“%s” (%s)", strings.Join(strings.Fields(q.Quote), " "), strings.Join(from, ", "))
}
