package project

import (
	"errors"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// summaryKind is how it is kept what a theme is to a participant, an organisation, a case
// or a source, in a researcher's words.
func summaryKind() kind {
	return kind{
		table: "summaries", name: "summary",
		changes: []change{does((*writer).putSummary)},
		read:    (*reader).summaries,
		describe: func(n *namer, row fields) string {
			return fmt.Sprintf("of %s and %s: %q", n.path(row["theme"]), n.thing(row["on_id"]), short(row.text("text")))
		},
		written: []string{"text"},
		refers:  []reference{{columns: []string{"on_id"}, broken: "of something that is not there"}},
	}
}

func (r *reader) summaries(s *coding.Study) {
	r.each("select id, theme, on_id, coder, made_at, text from summaries order by id", func(scan scanner) error {
		var x coding.Summary
		var at string
		err := scan(&x.ID, &x.Theme, &x.On, &x.Coder, &at, &x.Text)
		var err1 error
		x.At, err1 = moment(at)
		s.Summaries = append(s.Summaries, x)
		return errors.Join(err, err1)
	})
}

// putSummary puts a summary in the place of the one before.
func (w *writer) putSummary(c edit.PutSummary) error {
	if there, err := w.exists(c.On, "participants", "organisations", "cases", "sources"); err != nil || !there {
		return missing(err, "participant, organisation, case or source")
	}
	theme, err := w.row("themes", string(c.Theme))
	if err != nil || theme == nil {
		return missing(err, "theme")
	}
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	id, err := w.lookup("select id from summaries where theme = $1 and on_id = $2", string(c.Theme), c.On)
	switch {
	case err != nil:
		return err
	case c.Text == "" && id == "":
		return nil
	case c.Text == "":
		return w.remove("summaries", id)
	case id == "":
		return w.insert("summaries", fields{"id": c.ID, "theme": string(c.Theme), "on_id": c.On, "coder": coder,
			"made_at": w.moment(c.At), "text": c.Text})
	}
	old, err := w.row("summaries", id)
	if err != nil || old["text"] == c.Text {
		return err
	}
	return w.update("summaries", id, fields{"text": c.Text, "coder": coder, "made_at": w.moment(c.At)})
}

// moveSummaries gives summaries of or on one thing to another; where there is one
// already, both texts stay, one after the other.
func (w *writer) moveSummaries(from, into string) error {
	for _, column := range []string{"theme", "on_id"} {
		ids, err := w.ids("select id from summaries where "+column+" = $1 order by id", from)
		if err != nil {
			return err
		}
		for _, id := range ids {
			x, err := w.row("summaries", id)
			if err != nil {
				return err
			}
			x[column] = into
			twin, err := w.lookup("select id from summaries where theme = $1 and on_id = $2 and id <> $3", x["theme"], x["on_id"], id)
			switch {
			case err != nil:
			case twin == "":
				err = w.update("summaries", id, fields{column: into})
			default:
				err = w.foldSummary(id, x["text"].(string), twin)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) foldSummary(id, text, twin string) error {
	if err := w.remove("summaries", id); err != nil {
		return err
	}
	other, err := w.row("summaries", twin)
	if err != nil || other["text"] == text {
		return err
	}
	return w.update("summaries", twin, fields{"text": other["text"].(string) + "\n\n" + text})
}
