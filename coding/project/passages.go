package project

import (
	"database/sql"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// passageKind is how passages are kept.
func passageKind() kind {
	return kind{
		table: "passages", name: "passage",
		changes:  []change{keepsPlaces((*writer).keepPassage), keepsPlaces((*writer).notePassage), does((*writer).movePassage)},
		read:     (*reader).passages,
		describe: (*namer).passage,
		noted:    true,
		refers: []reference{{columns: []string{"text"}, to: "texts",
			find: "select s.id from sources s join texts t on t.source = s.id where t.id = $1"}},
	}
}

// passages reads passages, of which there are many: see columns.
func (r *reader) passages(s *coding.Study) {
	passages, _, _ := r.halves("passages")
	s.Passages = make([]coding.Passage, 0, passages)
	r.each("select id || '\x1f' || text || '\x1f' || start_byte || '\x1f' || end_byte from passages", func(scan scanner) error {
		var row sql.RawBytes
		if err := scan(&row); err != nil {
			return err
		}
		f := columns{row: row}
		x := coding.Passage{ID: coding.PassageID(r.one(f.next())), Text: corpus.TextID(r.one(f.next()))}
		x.Span.Start, x.Span.End = f.number(), f.number()
		s.Passages = append(s.Passages, x)
		return f.err
	})
}

func (w *writer) keepPassage(c edit.KeepPassage) error {
	_, err := w.passageOn(c.Passage, c.Text, c.Span, c.Detached)
	return err
}

func (w *writer) notePassage(c edit.NotePassage) error {
	passage, err := w.passageOn(c.Passage, c.Text, c.Span, c.Detached)
	if err != nil {
		return err
	}
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	return w.addMemo(string(c.MemoID), passage, coder, c.Memo, c.At)
}

// passageOn finds the passage on a span, or makes it with this id.
func (w *writer) passageOn(id coding.PassageID, text corpus.TextID, span corpus.Span, detached bool) (string, error) {
	if there, err := w.passageAt(text, span); err != nil || there != "" {
		return there, err
	}
	fresh := w.fresh[string(text)]
	f, err := w.place(text, span, detached)
	if err != nil {
		return "", err
	}
	if fresh != nil {
		fresh.passages[span] = string(id)
	}
	f["id"] = string(id)
	if fresh != nil {
		return string(id), w.insertFresh("passages", f)
	}
	return string(id), w.insert("passages", f)
}

// contextRunes is how much of the text on each side a passage keeps.
const contextRunes = 32

// place is what a passage on a span of a source's text holds. The text must be as
// the source stands now, unless the passage may be detached.
func (w *writer) place(id corpus.TextID, span corpus.Span, detached bool) (fields, error) {
	text := corpus.Text{ID: id}
	body, ok := w.bodies[string(id)]
	if !ok {
		query := "select body from texts where id = (select text from sources where text = $1)"
		if detached {
			query = "select t.body from texts t join sources s on s.id = t.source where t.id = $1"
		}
		var err error
		if body, err = w.lookup(query, id); err != nil {
			return nil, err
		}
		if body == "" {
			return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "the source was removed or given other words meanwhile"),
				"do it again; crosscase log shows who did it")
		}
		w.bodies[string(id)] = body
	}
	text.Body = body
	quote, err := text.Quote(span)
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	before, after := text.Around(span, contextRunes)
	return fields{"text": string(id), "start_byte": int64(span.Start), "end_byte": int64(span.End), "quote": quote, "before": before,
		"after": after}, nil
}

// movePassage puts a passage on another span. Where one stands there already,
// the tags and notes of both are put together on that.
func (w *writer) movePassage(c edit.AttachPassage) error {
	f, err := w.place(c.Text, c.Span, false)
	if err != nil {
		return err
	}
	there, err := w.lookup("select id from passages where text = $1 and start_byte = $2 and end_byte = $3 and id <> $4", c.Text,
		c.Span.Start, c.Span.End, c.Passage)
	if err != nil {
		return err
	}
	if there == "" {
		if err := w.update("passages", string(c.Passage), f); err != nil {
			return err
		}
		return w.markChanged(string(c.Passage), c.Was, time.Time{})
	}
	if err := w.joinChanged(string(c.Passage), there, c.Was); err != nil {
		return err
	}
	if err := w.moveTags("passage", string(c.Passage), there); err != nil {
		return err
	}
	if err := w.moveNotes(string(c.Passage), there); err != nil {
		return err
	}
	return w.remove("passages", string(c.Passage))
}

// prunePassage removes a passage that nothing is said of any more.
func (w *writer) prunePassage(passage string) error {
	left, err := w.lookup(`select id from tags where passage = $1 union all select id from memos where on_id = $1
		union all select id from links where from_id = $1 or to_id = $1 limit 1`, passage)
	if err != nil || left != "" {
		return err
	}
	if err := w.remove("changed_passages", passage); err != nil {
		return err
	}
	return w.remove("passages", passage)
}
