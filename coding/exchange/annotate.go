package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// An Annotator makes tags and memos of annotations. The tags are its tagger's; Said are
// guesses, to be told to a person.
type Annotator struct {
	*intake.Tagger
	Notes int // memos on passages among the changes
	Said  []string

	files   map[string]*corpus.Source // by the names under which [Annotations] writes their texts
	guessed map[string]*corpus.Source // by the addresses of documents that no source has the name of
	marked  map[wordsAt]coding.PassageID
}

// wordsAt are words of a text, of which there is one passage at most.
type wordsAt struct {
	text corpus.TextID
	span corpus.Span
}

// Annotate works out tags and memos. It returns an error for each annotation that has no place
// in the study.
func Annotate(ctx context.Context, t *intake.Tagger, all []Annotation) (a *Annotator, bad []error) {
	a = &Annotator{Tagger: t, files: map[string]*corpus.Source{}, guessed: map[string]*corpus.Source{}, marked: map[wordsAt]coding.PassageID{}}
	for _, p := range t.Study.Passages {
		a.marked[wordsAt{p.Text, p.Span}] = p.ID
	}
	for i, file := range FileNames(sourceNames(t.Study), ".txt") {
		a.files[file] = t.Study.Sources[i]
	}
	var themes []string
	for _, x := range all {
		themes = append(themes, x.Themes...)
	}
	if apart := t.KeepApart(themes); len(apart) > 0 {
		a.Said = append(a.Said, "themes that differ only in case are not one: "+strings.Join(apart, ", ")+"; crosscase theme merge makes them one")
	}
	moved := 0
	for _, x := range all {
		n, err := a.annotate(ctx, x, all)
		if err != nil {
			bad = append(bad, fmt.Errorf("annotation %d: %w", x.Number, err))
		}
		moved += n
	}
	if moved > 0 {
		a.Said = append(a.Said, coding.Count(moved, "note")+" by others than who tagged: put on the passage")
	}
	return a, bad
}

// annotate takes one annotation; moved are notes that are not on the tag but on the passage.
func (a *Annotator) annotate(ctx context.Context, x Annotation, all []Annotation) (moved int, err error) {
	src, err := a.source(ctx, x, all)
	if err != nil {
		return 0, err
	}
	text, err := a.Text(ctx, src)
	if err != nil {
		return 0, err
	}
	span, err := x.find(text)
	if err != nil {
		return 0, fmt.Errorf("source %q: %w", src.Name, err)
	}
	c := intake.Coding{Source: src, Themes: x.Themes, Coder: x.Coder, Weight: x.Weight, At: x.At}
	comments := x.Comments
	for _, name := range x.About {
		if o, err := a.Study.FindOrganisation(name); err == nil && c.About == "" {
			c.About = o.ID
		} else {
			comments = append(comments, AnnotationComment{Text: name})
		}
	}
	var own []AnnotationComment
	for _, note := range comments {
		if len(x.Themes) > 0 && (note.Coder == "" || note.Coder == x.Coder) {
			own = append(own, note)
			continue
		}
		if len(x.Themes) > 0 {
			moved++
		}
		a.note(x, note, src.Text, span)
	}
	for i := range max(len(own), 1) {
		c.Memo = ""
		if len(own) > 0 {
			c.Memo = own[i].Text
		}
		if err := a.TagSpans(c, []corpus.Span{span}); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// note keeps a note on a passage, unless it is there.
func (a *Annotator) note(x Annotation, note AnnotationComment, text corpus.TextID, span corpus.Span) {
	by, at := note.Coder, note.At
	if by == "" {
		by = x.Coder
	}
	if at.IsZero() {
		at = x.At
	}
	if passage, there := a.marked[wordsAt{text, span}]; there {
		for _, m := range a.Study.MemosOn(string(passage)) {
			if m.Text == note.Text && (by == "" || a.Study.CoderName(m.Coder) == by) {
				return
			}
		}
	}
	a.Notes++
	a.Changes = append(a.Changes, edit.NotePassage{Passage: coding.PassageID(a.NewID()), Text: text, Span: span,
		MemoID: coding.MemoID(a.NewID()), Memo: note.Text, Coder: by, At: at})
}

// source is the source that an annotation is on: that of the name in its address, or of the
// document's title, or else the only one in which the words of all annotations of that address
// are.
func (a *Annotator) source(ctx context.Context, x Annotation, all []Annotation) (*corpus.Source, error) {
	name := documentName(x.Source)
	if src := a.files[name]; src != nil {
		return src, nil
	}
	src, err := intake.FindDocument(a.Study, name)
	if err != nil && x.Title != "" {
		if titled, failed := intake.FindDocument(a.Study, x.Title); failed == nil {
			return titled, nil
		}
	}
	if err == nil {
		return src, nil
	}
	if src, known := a.guessed[x.Source]; known {
		if src == nil {
			return nil, err
		}
		return src, nil
	}
	var found []*corpus.Source
	for _, src := range a.Study.Sources {
		text, failed := a.Text(ctx, src)
		if failed != nil {
			return nil, failed
		}
		if holdsAll(text, x.Source, all) {
			found = append(found, src)
		}
	}
	a.guessed[x.Source] = nil
	if len(found) != 1 {
		return nil, err
	}
	a.guessed[x.Source] = found[0]
	a.Said = append(a.Said, fmt.Sprintf("%s is taken for source %s, the only one with its quotes", x.Source, coding.Quote(found[0].Name)))
	return found[0], nil
}

// holdsAll tells whether the words of all annotations of an address are in a text, and that
// there are some.
func holdsAll(text *corpus.Finder, address string, all []Annotation) bool {
	some := false
	for _, x := range all {
		if x.Source == address && x.Exact != "" {
			if some = len(quoted(text, x.Exact)) > 0; !some {
				return false
			}
		}
	}
	return some
}

// quoted are the places of words in a text: as they are, wherever they begin and end; where
// they are nowhere, whatever their case, white space and quotation marks.
func quoted(text *corpus.Finder, words string) (all []corpus.Span) {
	for at := 0; ; {
		i := strings.Index(text.Body[at:], words)
		if i < 0 {
			break
		}
		all = append(all, corpus.Span{Start: at + i, End: at + i + len(words)})
		_, size := utf8.DecodeRuneInString(words)
		at += i + size
	}
	if len(all) == 0 {
		all = text.Find(words)
	}
	return all
}

// find is where an annotation is in a text. The position is believed where its words are the
// quote; else the quote, told from others like it by what is around it, then by the position.
func (p AnnotationPlace) find(text *corpus.Finder) (corpus.Span, error) {
	at, placed := p.span(text.Text)
	if placed && (p.Exact == "" || text.Body[at.Start:at.End] == p.Exact) {
		return at, nil
	}
	if p.Exact == "" {
		return at, fmt.Errorf("characters %d to %d: %w in this source", p.Start, p.End, coding.ErrUnknown)
	}
	found := quoted(text, p.Exact)
	if len(found) > 1 {
		around := slices.DeleteFunc(slices.Clone(found), func(s corpus.Span) bool { return !p.stands(text.Text, s) })
		if len(around) > 0 {
			found = around
		}
	}
	switch {
	case len(found) == 0:
		return at, fmt.Errorf("quote %q: %w in this source", coding.Shorten(p.Exact), coding.ErrUnknown)
	case len(found) > 1 && !placed:
		return at, coding.Errorf(coding.ErrConflict, "quote %q: stands %d times, and neither what is around it nor its position tells which",
			coding.Shorten(p.Exact), len(found))
	}
	away := func(s corpus.Span) int { return max(s.Start-at.Start, at.Start-s.Start) }
	return slices.MinFunc(found, func(a, b corpus.Span) int { return away(a) - away(b) }), nil
}

// span is the position in bytes; ok tells whether there is one, and it is in the text.
func (p AnnotationPlace) span(text corpus.Text) (s corpus.Span, ok bool) {
	if p.End <= p.Start {
		return s, false
	}
	n := 0
	s = corpus.Span{Start: -1, End: -1}
	for i := range text.Body {
		if n == p.Start {
			s.Start = i
		}
		if n == p.End {
			s.End = i
			break
		}
		n++
	}
	if s.End < 0 && n == p.End {
		s.End = len(text.Body)
	}
	return s, s.Start >= 0 && text.Check(s) == nil
}

// stands tells whether the words around a place are those that the annotation says.
func (p AnnotationPlace) stands(text corpus.Text, s corpus.Span) bool {
	bare := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	before, after := text.Around(s, 2*(utf8.RuneCountInString(p.Prefix)+utf8.RuneCountInString(p.Suffix))+32)
	return strings.HasSuffix(bare(before), bare(p.Prefix)) && strings.HasPrefix(bare(after), bare(p.Suffix))
}
