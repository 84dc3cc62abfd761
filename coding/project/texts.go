package project

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// textKind is how texts are kept: the words of sources, with what is computed from them,
// and the bytes that they came from. They never change, and are not in the log: when a
// source gets other words, it gets another text, and passages move to it.
func textKind() kind {
	return kind{
		table: "texts", name: "text",
		changes: []change{does((*writer).updateText), does((*writer).keepText)},
		read:    (*reader).texts,
		describe: func(n *namer, row fields) string {
			if source := n.name("sources", row["source"]); source != "" {
				return fmt.Sprintf("of %q", source)
			}
			return ""
		},
	}
}

func (r *reader) texts(s *coding.Study) {
	r.transcripts(s, "select text from sources")
	r.each("select id, source from texts where source <> '' and id not in (select text from sources)", func(scan scanner) error {
		var id corpus.TextID
		var source corpus.SourceID
		err := scan(&id, &source)
		s.Earlier[id] = source
		return err
	})
}

// Transcript returns who speaks in a text, also in one that a correction has replaced. It
// has no turns where that is not known.
func (p *Project) Transcript(ctx context.Context, id corpus.TextID) (*corpus.Transcript, error) {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return nil, p.engine.Kind(err)
	}
	defer tx.Rollback()
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}, Assigned: map[corpus.TextID][]int{}}
	r := reader{ctx: ctx, tx: tx, engine: p.engine}
	for _, read := range []func(*coding.Study, string, ...any){r.transcripts, r.speakersOf, r.turnsOf} {
		read(&s, "$1", id)
	}
	tr := s.Transcripts[id]
	if tr == nil {
		return &corpus.Transcript{}, p.engine.Kind(r.err)
	}
	for i, t := range tr.Turns { // speakers of earlier words may have been removed
		if t.Speaker >= len(tr.Speakers) || t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == "" {
			tr.Turns[i].Speaker = -1
		}
	}
	return tr, p.engine.Kind(r.err)
}

// transcripts reads those of some texts, without who speaks in them.
func (r *reader) transcripts(s *coding.Study, of string, args ...any) {
	query := "select id, layout, turns, words, questions, answers, pages from texts where id in (" + of + ")"
	r.each(query, func(scan scanner) error {
		var id corpus.TextID
		var x storedTranscript
		if err := scan(&id, &x.layout, &x.turns, &x.words, &x.questions, &x.answers, &x.pages); err != nil {
			return err
		}
		tr, err := x.decode()
		s.Transcripts[id] = &tr
		return err
	}, args...)
}

// A storedTranscript is what is computed from a text, as its row holds it.
type storedTranscript struct {
	layout, questions            string
	turns, words, answers, pages sql.RawBytes
}

// decode returns the transcript without its speakers. The error wraps [coding.ErrDamaged].
func (x storedTranscript) decode() (corpus.Transcript, error) {
	tr := corpus.Transcript{Layout: x.layout, Questions: readList[string](x.questions)}
	var err1, err2, err3, err4 error
	tr.Turns, err1 = decodeTurns(x.turns)
	tr.Words, err2 = decodeWords(x.words)
	err3 = decodeAnswers(x.answers, &tr)
	if tr.Pages, err4 = decodeWords(x.pages); len(tr.Pages) == 0 {
		tr.Pages = nil
	}
	return tr, errors.Join(err1, err2, err3, err4)
}

// textFields is the row of a text.
func textFields(source corpus.SourceID, text corpus.Text, tr corpus.Transcript) fields {
	return fields{"id": string(text.ID), "body": text.Body, "source": string(source), "layout": tr.Layout,
		"turns": encodeTurns(tr.Turns), "words": encodeWords(tr.Words), "questions": list(tr.Questions),
		"answers": encodeAnswers(tr), "pages": encodeWords(tr.Pages), "left_out": list(text.LeftOut),
		"choices": list(text.Choices)}
}

// addText adds a text with what is computed from it, and the bytes that it came
// from.
func (w *writer) addText(source corpus.SourceID, text corpus.Text, tr corpus.Transcript, sha256 string, original []byte) error {
	if err := w.exec("insert into originals (sha256, bytes) values ($1, $2) on conflict do nothing", sha256, blob(original)); err != nil {
		return err
	}
	if there, err := w.lookup("select id from texts where id = $1", text.ID); err != nil || there != "" {
		return err // of a source that was removed, and comes back from a copy; texts never change
	}
	w.fresh[string(text.ID)] = &freshText{map[corpus.Span]string{}, map[freshTag]string{}}
	return w.insertUnlogged("texts", textFields(source, text, tr))
}

// updateText gives a source other words. The rows are changed in an order in
// which they can be taken back: first the passages, then what they stand on.
func (w *writer) updateText(c edit.UpdateText) error {
	source, err := w.row("sources", string(c.Source))
	if err != nil || source == nil {
		return missing(err, "source")
	}
	if err := w.addText(c.Source, c.Text, c.Transcript, c.SHA256, c.Original); err != nil {
		return err
	}
	if err := w.addSpeakers(c.Text.ID, c.Transcript.Speakers); err != nil {
		return err
	}
	w.bodies[string(c.Text.ID)] = c.Text.Body
	for _, p := range c.Carried {
		if err := w.movePassage(p); err != nil {
			return err
		}
	}
	for _, a := range c.Assigned {
		if err := w.assignTurns(a); err != nil {
			return err
		}
	}
	return w.update("sources", string(c.Source), fields{"text": string(c.Text.ID), "file": c.File, "media_type": c.MediaType,
		"sha256": c.SHA256})
}

// keepText adds an earlier text of a source.
func (w *writer) keepText(c edit.KeepText) error {
	if source, err := w.row("sources", string(c.Source)); err != nil || source == nil {
		return missing(err, "source")
	}
	if there, err := w.lookup("select id from texts where id = $1", c.Text.ID); err != nil || there != "" {
		return err
	}
	return w.insertUnlogged("texts", textFields(c.Source, c.Text, corpus.Transcript{}))
}
