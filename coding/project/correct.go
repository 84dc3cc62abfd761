package project

import (
	"database/sql"
	"errors"
	"fmt"

	"crosscase/coding/edit"
	"crosscase/corpus"
)

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
	return w.update("sources", string(c.Source), fields{"text": string(c.Text.ID), "file": c.File, "media_type": c.MediaType, "sha256": c.SHA256})
}

// keepText adds an earlier text of a source.
func (w *writer) keepText(c edit.KeepText) error {
	if source, err := w.row("sources", string(c.Source)); err != nil || source == nil {
		return missing(err, "source")
	}
	if there, err := w.lookup("select id from texts where id = $1", c.Text.ID); err != nil || there != "" {
		return err
	}
	return w.insertUnlogged("texts", fields{"id": string(c.Text.ID), "body": c.Text.Body, "source": string(c.Source), "layout": "",
		"turns": encodeTurns(nil), "words": encodeWords(nil), "questions": "[]", "answers": []byte{}, "pages": encodeWords(nil)})
}

// movePassage puts a passage on another span. Where one stands there already,
// the tags and notes of both are put together on that.
func (w *writer) movePassage(c edit.AttachPassage) error {
	f, err := w.place(c.Text, c.Span, false)
	if err != nil {
		return err
	}
	there, err := w.lookup("select id from passages where text = $1 and start_byte = $2 and end_byte = $3 and id <> $4", c.Text, c.Span.Start, c.Span.End, c.Passage)
	if err != nil {
		return err
	}
	if there == "" {
		return w.update("passages", string(c.Passage), f)
	}
	if err := w.moveTags("passage", string(c.Passage), there); err != nil {
		return err
	}
	if err := w.moveNotes(string(c.Passage), there); err != nil {
		return err
	}
	return w.remove("passages", string(c.Passage))
}

// assignTurns gives turns to a participant, who becomes a speaker of the text if
// they are none yet.
func (w *writer) assignTurns(c edit.AssignTurns) error {
	speaker := int64(-1)
	if c.Participant != "" {
		err := w.tx.QueryRowContext(w.ctx, "select number from speakers where text = $1 and participant = $2 order by number limit 1", c.Text, c.Participant).Scan(&speaker)
		if errors.Is(err, sql.ErrNoRows) {
			var name string
			if name, err = w.lookup("select name from participants where id = $1", c.Participant); err != nil || name == "" {
				return missing(err, "participant")
			}
			if err := w.tx.QueryRowContext(w.ctx, "select coalesce(max(number), -1) + 1 from speakers where text = $1", c.Text).Scan(&speaker); err != nil {
				return err
			}
			err = w.addSpeaker(c.Text, int(speaker), corpus.Speaker{Label: name, Participant: c.Participant})
		}
		if err != nil {
			return err
		}
	}
	for _, turn := range c.Turns {
		err := w.put("said", fields{"id": fmt.Sprintf("%s/%d", c.Text, turn), "text": string(c.Text), "turn": int64(turn), "speaker": speaker})
		if err != nil {
			return err
		}
	}
	return nil
}
