package project

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

// erasedMark stands where words were erased, erasedName for who said them.
const (
	erasedMark = corpus.ErasedMark
	erasedName = "Erased participant"
)

// An Erasure says what is to be erased: a source or a participant, and not both.
type Erasure struct {
	Source      corpus.SourceID
	Participant corpus.ParticipantID
}

// Erased is what an erasure removes.
type Erased struct {
	Turns    int // whose words go, of a participant
	Passages int // on these words, which go with their tags and notes
	Marked   int // passages that stay, with a mark in the place of some words
	Tags     int
	Quotes   int        // notes, definitions and the like in which words were replaced by a mark
	Sources  []string   // names of the sources concerned
	Left     []Standing // parts of a participant's names that others say or wrote
}

// Erase removes a source, or a participant and what they said, from everything that the
// project holds, and leaves nothing from which it could be read: texts, passages that have no
// other words, their tags and notes, quotes elsewhere, imported files, what was preserved of
// other programs' projects, and the automatic copies. Other passages keep their place. The
// log keeps who did what and when, but no rows, so that nothing done until now can be taken
// back. With dryRun it tells what would go, and nothing happens. done is as
// [Project.Pseudonymise] has it. The error wraps [coding.ErrUnknown].
func (p *Project) Erase(ctx context.Context, coder string, at time.Time, what Erasure, newID func() string, dryRun bool) (
	out Erased, done bool, err error) {
	x := &eraser{masker: &masker{newID: newID, planning: dryRun}, what: what}
	steps, kind := []func() error{x.source, x.strings, x.files, x.logs}, "a source"
	if what.Participant != "" {
		steps, kind = []func() error{x.participant, x.texts, x.strings, x.files, x.logs, x.left}, "a participant and what they said"
	}
	planned := errors.New("planned")
	if dryRun {
		steps = append(steps, func() error { return planned })
	}
	done, err = p.forGood(ctx, coder, coder, at, x.masker, "the words were erased", func() string { return "erase " + kind }, steps...)
	if dryRun && errors.Is(err, planned) {
		return x.out, false, nil
	}
	if err != nil {
		return x.out, done, err
	}
	return x.out, true, removeCopies(p.path, 0)
}

// eraser erases in one transaction.
type eraser struct {
	*masker
	what   Erasure
	out    Erased
	quotes quotes
	erased string // all that was erased, for quotes in the log
}

// find is the row of a thing that is to be erased.
func (x *eraser) find(table, id string) (fields, error) {
	row, err := x.row(table, id)
	if err == nil && row == nil {
		err = coding.Errorf(coding.ErrUnknown, "%s %s", strings.TrimSuffix(table, "s"), id)
	}
	return row, err
}

// source removes a source.
func (x *eraser) source() error {
	id := string(x.what.Source)
	src, err := x.find("sources", id)
	if err != nil {
		return err
	}
	x.out.Sources = []string{src.text("name")}
	texts, err := x.ids("select id from texts where source = $1", id)
	if err != nil {
		return err
	}
	for _, text := range texts {
		row, err := x.row("texts", text)
		if err != nil {
			return err
		}
		x.forget(row.text("body"))
		passages, err := x.ids("select quote from passages where text = $1", text)
		if err != nil {
			return err
		}
		for _, quote := range passages {
			x.quotes.add(quote)
		}
		tags, err := x.ids("select t.id from tags t join passages p on p.id = t.passage where p.text = $1", text)
		if err != nil {
			return err
		}
		x.out.Passages, x.out.Tags = x.out.Passages+len(passages), x.out.Tags+len(tags)
	}
	if err := x.removeSource(edit.RemoveSource{ID: x.what.Source}); err != nil {
		return err
	}
	x.hide([]pseudonym.Pseudonym{{Name: src.text("name"), Pseudonym: erasedMark, Exact: true},
		{Name: src.text("file"), Pseudonym: erasedMark, Exact: true}})
	return x.unlogged("delete from texts where source = $1", id)
}

// participant replaces who a participant is, and has the words of their turns replaced.
func (x *eraser) participant() error {
	id := string(x.what.Participant)
	who, err := x.find("participants", id)
	if err != nil {
		return err
	}
	if err := x.removeNotes(id); err != nil {
		return err
	}
	if err := x.learn(); err != nil {
		return err
	}
	var names []pseudonym.Pseudonym
	for _, name := range append(readList[string](who["aliases"]), who.text("name")) {
		names = append(names, pseudonym.Pseudonym{Name: name, Pseudonym: erasedMark, Exact: !strings.Contains(name, " ")})
	}
	x.hide(names)
	if err := x.nameSources(anyCase(names)); err != nil {
		return err
	}
	x.also = x.turns
	name := erasedName
	for n := 2; ; n++ {
		there, err := x.lookup("select id from participants where name = $1", name)
		if err != nil {
			return err
		}
		if there == "" {
			break
		}
		name = fmt.Sprintf("%s %d", erasedName, n)
	}
	err = x.update("participants", id, fields{"name": name, "aliases": list([]string(nil)), "attributes": object(nil),
		"organisation": nil})
	if err != nil {
		return err
	}
	labels, err := x.ids("select id from speakers where participant = $1", id)
	for _, label := range labels {
		if err == nil {
			err = x.update("speakers", label, fields{"label": erasedName})
		}
	}
	return err
}

// learn learns all words that the participant says, before any place is looked for that
// quotes them.
func (x *eraser) learn() error {
	ids, err := x.ids("select distinct text from speakers where participant = $1", x.what.Participant)
	if err != nil {
		return err
	}
	for _, id := range ids {
		old, tr, _, err := x.transcript(id)
		if err != nil {
			return err
		}
		turns, err := x.said(id, tr)
		if err != nil {
			return err
		}
		for _, t := range turns {
			x.forget(old.Body[t.Body:t.End])
		}
	}
	return nil
}

// left finds what still says who was erased: their first name or surname alone, which may be
// somebody else's.
func (x *eraser) left() (err error) {
	x.out.Left, err = x.standing(x.mask.Identifying(&coding.Study{}))
	return err
}

// hide makes names and quotes of what was erased go from whatever people wrote.
func (x *eraser) hide(names []pseudonym.Pseudonym) {
	names = slices.DeleteFunc(names, func(n pseudonym.Pseudonym) bool { return strings.TrimSpace(n.Name) == "" })
	x.mask = pseudonym.NewMask(names)
	if x.what.Source != "" {
		x.mask = pseudonym.NewMask(nil) // the name of a source may be any word; the log alone names it
	}
	x.masker.words = func(s string) string {
		hidden := x.quotes.hide(x.mask.Text(s))
		if hidden != s {
			x.out.Quotes++
		}
		return hidden
	}
	logged := anyCase(names) // also in a name such as int-roe; nobody needs the word will in the log
	x.sentence = func(s string) string { return x.unquoted(x.quotes.hide(logged.Text(s))) }
}

// anyCase is a mask of names in whatever case they are written.
func anyCase(names []pseudonym.Pseudonym) *pseudonym.Mask {
	all := slices.Clone(names)
	for i := range all {
		all[i].Exact = false
	}
	return pseudonym.NewMask(all)
}

// nameSources replaces names in the names of sources and their files, which often are those of
// who speaks in them. The error wraps [coding.ErrConflict] where two would have one name.
func (x *eraser) nameSources(mask *pseudonym.Mask) error {
	ids, err := x.ids("select id from sources order by id")
	if err != nil {
		return err
	}
	for _, id := range ids {
		row, err := x.row("sources", id)
		if err != nil {
			return err
		}
		name, file := mask.Text(row.text("name")), mask.Text(row.text("file"))
		if err := x.update("sources", id, fields{"name": name, "file": file}); err != nil {
			return x.named("source", name, err)
		}
	}
	return nil
}

// forget notes words that are erased.
func (x *eraser) forget(words string) {
	x.quotes.addAll(words)
	x.erased += " " + strings.Join(plainWords(words), " ") + " "
}

var quotedWords = regexp.MustCompile(`"[^"]+"|“[^”]+”`)

// unquoted replaces what a sentence of the log quotes of the words that were erased, which may
// be cut short.
func (x *eraser) unquoted(s string) string {
	return quotedWords.ReplaceAllStringFunc(s, func(q string) string {
		inside := strings.Join(plainWords(q), " ")
		if strings.Contains(inside, " ") && strings.Contains(x.erased, " "+inside) {
			return erasedMark
		}
		return q
	})
}

// said are the turns of a text in which the participant speaks.
func (x *eraser) said(text string, tr corpus.Transcript) (turns []corpus.Turn, err error) {
	for i, t := range tr.Turns {
		by, err := x.lookup(`select participant from speakers where text = $1 and number =
			coalesce((select speaker from said where text = $1 and turn = $2), $3)`, text, i, t.Speaker)
		if err != nil {
			return nil, err
		}
		if by == string(x.what.Participant) {
			turns = append(turns, t)
		}
	}
	return turns, nil
}

// turns replaces the words that the participant says in a text, and removes passages that have
// no others.
func (x *eraser) turns(id string, old corpus.Text, tr corpus.Transcript) (all []pseudonym.Replacement, err error) {
	turns, err := x.said(id, tr)
	if err != nil || len(turns) == 0 {
		return nil, err
	}
	for _, t := range turns {
		label, words := corpus.Span{Start: t.Start, End: t.Body}, trimmed(old.Body, corpus.Span{Start: t.Body, End: t.End})
		if label = trimmed(old.Body, label); label.Len() > 0 {
			all = append(all, pseudonym.Replacement{Span: label, With: erasedName + ":"})
		}
		if words.Len() > 0 {
			all = append(all, pseudonym.Replacement{Span: words, With: erasedMark})
		}
	}
	x.out.Turns += len(turns)
	if name, err := x.lookup("select name from sources where text = $1", id); err != nil {
		return nil, err
	} else if name != "" {
		x.out.Sources = append(x.out.Sources, name)
	}
	if err := x.noRejections(id); err != nil {
		return nil, err
	}
	passages, err := x.passages(id)
	if err != nil {
		return nil, err
	}
	for _, p := range passages {
		if err := x.passage(string(p.ID), old.Body, p.Span, all); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// files removes the imported files that may hold what was erased. That they were there, by
// their SHA-256, stays of sources that stay.
func (x *eraser) files() error {
	// What came with other programs' projects holds whole sources.
	if err := x.unlogged("delete from preserved"); err != nil {
		return err
	}
	for _, source := range x.touched {
		err := x.exec("update originals set bytes = $1 where sha256 = (select sha256 from sources where id = $2)", []byte{}, source)
		if err != nil {
			return err
		}
	}
	return x.exec("delete from originals where sha256 not in (select sha256 from sources)")
}

// noRejections forgets which passages of a text's source were taken for no match, which is kept
// as a hash of their words.
func (x *eraser) noRejections(text string) error {
	of, err := x.lookup("select source from texts where id = $1", text)
	if err != nil {
		return err
	}
	return x.removeAll("rejections", "select id from rejections where source = $1", of)
}

// passage removes a passage of whose words none are left, and counts it.
func (x *eraser) passage(id, body string, span corpus.Span, erased []pseudonym.Replacement) error {
	left, touched := body[span.Start:span.End], false
	for _, r := range slices.Backward(erased) {
		if o := r.Span; o.Overlaps(span) {
			start, end := max(o.Start, span.Start)-span.Start, min(o.End, span.End)-span.Start
			left, touched = left[:start]+left[end:], true
		}
	}
	if !touched {
		return nil
	}
	x.quotes.add(body[span.Start:span.End])
	if err := x.removeAll("changed_passages", "select id from changed_passages where id = $1", id); err != nil {
		return err
	}
	if len(plainWords(left)) > 0 {
		x.out.Marked++
		return nil
	}
	tags, err := x.ids("select id from tags where passage = $1", id)
	if err != nil {
		return err
	}
	x.out.Passages, x.out.Tags = x.out.Passages+1, x.out.Tags+len(tags)
	if err := x.removeTags("select id from tags where passage = $1", id); err != nil {
		return err
	}
	if err := x.removeNotes(id); err != nil {
		return err
	}
	return x.remove("passages", id)
}

// trimmed is a span without white space at its ends.
func trimmed(body string, s corpus.Span) corpus.Span {
	words := body[s.Start:s.End]
	s.Start += len(words) - len(strings.TrimLeftFunc(words, unicode.IsSpace))
	s.End -= len(words) - len(strings.TrimRightFunc(words, unicode.IsSpace))
	return corpus.Span{Start: min(s.Start, s.End), End: s.End}
}
