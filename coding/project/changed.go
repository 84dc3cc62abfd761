package project

import (
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// changedKind is how it is kept that a correction has changed the words of a passage: as a
// row with the identifier of the passage, until somebody accepts them.
func changedKind() kind {
	return kind{
		table: "changed_passages", name: "changed passage",
		changes: []change{keepsPlaces((*writer).setChanged)},
		read:    (*reader).changed,
		describe: func(n *namer, row fields) string {
			return n.passage(n.row("passages", row["id"])) + ", which was " + coding.Quote(short(row.text("was")))
		},
		written:  []string{"was"},
		refers:   []reference{{columns: []string{"id"}, to: "passages", broken: "of a passage that is not there"}},
		problems: []problem{{"select id from changed_passages where was = ''", "does not say what its words were"}},
	}
}

func (r *reader) changed(s *coding.Study) {
	r.each("select id, was, made_at from changed_passages", func(scan scanner) error {
		var id coding.PassageID
		var x coding.Changed
		var at string
		if err := scan(&id, &x.Was, &at); err != nil {
			return err
		}
		if s.Changed == nil {
			s.Changed = map[coding.PassageID]coding.Changed{}
		}
		var err error
		x.At, err = time.Parse(time.RFC3339, at)
		s.Changed[id] = x
		return err
	})
}

// setChanged marks the passage on a span as changed, or its words as accepted.
func (w *writer) setChanged(c edit.MarkChanged) error {
	passage, err := w.passageAt(c.Text, c.Span)
	if err != nil {
		return err
	}
	if passage == "" {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "the passage was removed or moved meanwhile"),
			"do it again; crosscase log shows who did it")
	}
	return w.markChanged(passage, c.Was, c.At)
}

// passageAt is the passage on a span, "" for none.
func (w *writer) passageAt(text corpus.TextID, span corpus.Span) (string, error) {
	if fresh := w.fresh[string(text)]; fresh != nil {
		return fresh.passages[span], nil
	}
	return w.lookup("select id from passages where text = $1 and start_byte = $2 and end_byte = $3", text, span.Start, span.End)
}

// markChanged says what the words of a passage were; "" is that nobody has to accept them.
// When they were changed stays what it was where the words were.
func (w *writer) markChanged(passage, was string, at time.Time) error {
	row, err := w.row("changed_passages", passage)
	switch {
	case err != nil:
		return err
	case was == "" && row == nil, row != nil && row.text("was") == was:
		return nil
	case was == "":
		return w.removeRow("changed_passages", passage, row)
	}
	return w.put("changed_passages", fields{"id": passage, "was": was, "made_at": w.second(at)})
}

// joinChanged marks a passage that another one becomes one with as changed, if that is.
func (w *writer) joinChanged(from, into, was string) error {
	if err := w.remove("changed_passages", from); err != nil || was == "" {
		return err
	}
	if there, err := w.row("changed_passages", into); err != nil || there != nil {
		return err
	}
	return w.markChanged(into, was, time.Time{})
}
