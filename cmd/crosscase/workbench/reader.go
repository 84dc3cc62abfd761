package workbench

import (
	"context"
	"fmt"
	"html"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// chunkBytes is about how much of a text a chunk holds: two or three screens.
const chunkBytes = 10_000

// A chunk is the turns [First, Last) of a source, which are rendered together.
type chunk struct {
	First, Last int
	Lines       int // about, for room to be kept for it
	Here        template.HTML
}

// chunks cuts a source where turns end.
func chunks(tr *corpus.Transcript) (all []chunk) {
	first, begin := 0, 0
	for i, t := range tr.Turns {
		if t.End-begin >= chunkBytes || i == len(tr.Turns)-1 {
			lines := 0
			for _, x := range tr.Turns[first : i+1] {
				lines += 3 + (x.End-x.Body)/70
			}
			all = append(all, chunk{First: first, Last: i + 1, Lines: lines})
			first, begin = i+1, t.End
		}
	}
	return all
}

// sourceOf finds the source that a path names.
func sourceOf(s *coding.Study, r *http.Request) (*corpus.Source, int, error) {
	name := r.PathValue("source")
	for i, src := range s.Sources {
		if string(src.ID) == name || src.Name == name {
			return src, i, nil
		}
	}
	src, err := s.FindSource(name)
	if err != nil {
		return nil, 0, err
	}
	return src, slices.Index(s.Sources, src), nil
}

// sourceAddress is where a source is read, at a turn from 1.
func sourceAddress(name string, turn int) string {
	a := "/sources/" + url.PathEscape(name)
	if turn > 0 {
		a += fmt.Sprintf("?turn=%d#t%d", turn, turn)
	}
	return a
}

// layOut cuts a source's text.
func (b *Workbench) layOut(ctx context.Context, s *coding.Study, src *corpus.Source) (layout, error) {
	text, err := b.Text(ctx, src.Text)
	return layout{text, pieces(text.Body, s.Transcript(src))}, err
}

// opened is the source that a path names, its index, and its text as pages show it.
func (b *Workbench) opened(r *http.Request, s *coding.Study) (*corpus.Source, int, layout, error) {
	src, index, err := sourceOf(s, r)
	if err != nil {
		return nil, 0, layout{}, err
	}
	l, err := b.layOut(r.Context(), s, src)
	return src, index, l, err
}

// A readerPage is what the reader's page shows.
type readerPage struct {
	Source         *corpus.Source
	Index, Turns   int
	Words          int
	Facts          []string
	Chunks         []chunk
	First          int // turn to begin at, from 1
	State          coding.State
	Before, After  string // names of the sources before and after
	Query          string
	Search         string // what was searched for, to be shown
	NothingToRead  bool
	Passage        string // that is meant
	Reached, Total int
}

// read shows a source to be read and tagged.
func (b *Workbench) read(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, index, l, err := b.opened(r, s)
	if err != nil {
		return err
	}
	tr := s.Transcript(src)
	v := readerPage{Source: src, Index: index, Turns: len(tr.Turns), Words: tr.AllWords(), Chunks: chunks(tr), State: coding.Unread,
		Search: r.FormValue("q"), NothingToRead: len(tr.Turns) == 0}
	place := b.place(s, src)
	v.State = place.State
	v.First, _ = strconv.Atoi(r.FormValue("turn"))
	if id := r.FormValue("passage"); id != "" {
		i, err := s.FindPassage(id)
		if err != nil {
			return err
		}
		v.Passage = string(s.Passages[i].ID)
		first, _ := tr.TurnsIn(s.Passages[i].Span)
		v.First = first + 1
	}
	if v.First == 0 {
		v.First = place.Turn
	}
	v.First = min(max(v.First, 1), max(len(tr.Turns), 1))
	for i, c := range v.Chunks {
		if near := c.First <= v.First && v.First-1 < c.Last; near || i == 0 || r.Form.Has("all") {
			v.Chunks[i].Here = template.HTML(b.turnsHTML(s, index, l, c.First, c.Last))
		}
	}
	if index > 0 {
		v.Before = s.Sources[index-1].Name
	}
	if index+1 < len(s.Sources) {
		v.After = s.Sources[index+1].Name
	}
	v.Facts = facts(s, src)
	return b.show(w, r, http.StatusOK, "reader.html", page{Title: src.Name, Section: "sources", Module: "reader", Data: v, Wide: true,
		Terminal: "crosscase code " + query.Quote(src.Name)})
}

// facts are what is known of a source, for its head.
func facts(s *coding.Study, src *corpus.Source) (facts []string) {
	add := func(f string) {
		if f != "" {
			facts = append(facts, f)
		}
	}
	add(string(src.Type))
	if c := s.Case(src.Case); c != nil {
		add(c.Name)
	}
	if o := s.Organisation(src.Organisation); o != nil {
		add(o.Name)
	}
	add(string(src.Date))
	return facts
}

// place is how far the coder is with a source.
func (b *Workbench) place(s *coding.Study, src *corpus.Source) coding.Reading {
	return b.worker(s).Reading(src)
}

// turns sends a chunk.
func (b *Workbench) turns(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, index, l, err := b.opened(r, s)
	if err != nil {
		return err
	}
	if t := r.FormValue("text"); t != "" && t != string(src.Text) {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "%s was given other words meanwhile", src.Name), "load the page anew")
	}
	first, err1 := strconv.Atoi(r.FormValue("first"))
	last, err2 := strconv.Atoi(r.FormValue("last"))
	if turns := len(s.Transcript(src).Turns); err1 != nil || err2 != nil || first < 0 || last > turns || first >= last {
		return coding.Errorf(coding.ErrUnknown, "%s has no turns %s to %s", src.Name, r.FormValue("first"), r.FormValue("last"))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, b.turnsHTML(s, index, l, first, last))
	return nil
}

// turnsHTML renders turns [first, last). All text in it is the source's own, letter by
// letter: what a page adds, as numbers and names of speakers, stands in attributes and
// is drawn by the style sheet, so that places in the page are places in the text.
func (b *Workbench) turnsHTML(s *coding.Study, source int, l layout, first, last int) string {
	src := s.Sources[source]
	tr := s.Transcript(src)
	from := slices.IndexFunc(l.pieces, func(p piece) bool { return p.turn >= first })
	if last == len(tr.Turns) {
		last++ // and what follows the last turn
	}
	var out strings.Builder
	turn := -1
	speaker := -2
	if first > 0 {
		speaker = tr.Turns[first-1].Speaker
	}
	page := 0
	for _, p := range l.pieces[max(from, 0):] {
		if p.turn >= last {
			break
		}
		if p.turn != turn {
			if turn >= 0 {
				out.WriteString("</div>")
			}
			turn = p.turn
			if turn == len(tr.Turns) {
				out.WriteString(`<div class="turn rest">`)
			} else {
				page = b.turnHead(&out, s, tr, turn, speaker, page)
				speaker = tr.Turns[turn].Speaker
			}
		}
		switch p.kind {
		case words:
			class := "words"
			if tr.Turns[turn].Kind == corpus.Heading {
				class = "words heading"
			}
			fmt.Fprintf(&out, `<p class="%s" dir="auto" data-at="%d">`, class, p.Start)
		case between:
			fmt.Fprintf(&out, `<p class="between" dir="auto" data-at="%d">`, p.Start)
		default:
			fmt.Fprintf(&out, `<span class="gap" data-at="%d">`, p.Start)
		}
		out.WriteString(template.HTMLEscapeString(l.Body[p.Start:p.End]))
		if p.kind == gap {
			out.WriteString("</span>")
		} else {
			out.WriteString("</p>")
		}
	}
	if turn >= 0 {
		out.WriteString("</div>")
	}
	return out.String()
}

// turnHead begins a turn with its number, its speaker if that is another one than
// before, its time and its page, and returns the page.
func (b *Workbench) turnHead(out *strings.Builder, s *coding.Study, tr *corpus.Transcript, turn, before, page int) int {
	t := tr.Turns[turn]
	class := "turn"
	if t.Kind == corpus.Question {
		class += " asked"
	}
	head := ""
	if t.Speaker >= 0 {
		name := reading.Speaker(s, tr, t)
		beside := ""
		if p := s.Participant(tr.Speakers[t.Speaker].Participant); p != nil {
			if p.Role == corpus.Researcher {
				class += " researcher"
			}
			if o := s.Organisation(p.Organisation); o != nil {
				beside = o.Name
			}
		}
		if t.Speaker != before || t.From >= 0 {
			head = fmt.Sprintf(`<span class="speaker" data-name="%s" data-beside="%s" data-time="%s"></span>`,
				html.EscapeString(report.Visible(name)), html.EscapeString(report.Visible(beside)), corpus.FormatTime(t.From))
		}
	} else if t.From >= 0 {
		head = fmt.Sprintf(`<span class="speaker" data-time="%s"></span>`, corpus.FormatTime(t.From))
	}
	fmt.Fprintf(out, `<div class="%s" id="t%d"><a class="number" tabindex="-1" href="#t%d" data-number="%d" aria-label="%d"></a>%s`, class,
		turn+1, turn+1, turn+1, turn+1, head)
	if n, _ := tr.PagesIn(t.Span()); n > 0 && n != page {
		fmt.Fprintf(out, `<span class="page" data-page="%d"></span>`, n)
		page = n
	}
	return page
}
