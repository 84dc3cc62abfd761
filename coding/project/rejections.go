package project

import (
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// rejectionKind is how it is kept that a theme is not on certain words.
func rejectionKind() kind {
	return kind{
		table: "rejections", name: "rejection",
		changes: []change{does((*writer).reject)},
		read:    (*reader).rejections,
		describe: func(n *namer, row fields) string {
			return fmt.Sprintf("%s on words of %s, by %s", n.path(row["theme"]), n.name("sources", row["source"]),
				n.name("coders", row["coder"]))
		},
	}
}

func (r *reader) rejections(s *coding.Study) {
	r.each("select id, theme, source, words, coder from rejections order by id", func(scan scanner) error {
		var x coding.Rejection
		err := scan(&x.ID, &x.Theme, &x.Source, &x.Words, &x.Coder)
		s.Rejections = append(s.Rejections, x)
		return err
	})
}

func (w *writer) reject(c edit.Reject) error {
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	twin, err := w.lookup("select id from rejections where theme = $1 and source = $2 and words = $3 and coder = $4", c.Theme, c.Source,
		c.Words, coder)
	if err != nil || twin != "" {
		return err
	}
	return w.insert("rejections", fields{"id": c.ID, "theme": string(c.Theme), "source": string(c.Source), "words": c.Words,
		"coder": coder})
}

// moveRejections gives rejections another theme or coder; doubles go.
func (w *writer) moveRejections(column, from, into string) error {
	ids, err := w.ids("select id from rejections where "+column+" = $1 order by id", from)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := w.row("rejections", id)
		if err != nil {
			return err
		}
		r[column] = into
		twin, err := w.lookup("select id from rejections where theme = $1 and source = $2 and words = $3 and coder = $4 and id <> $5",
			r["theme"], r["source"], r["words"], r["coder"], id)
		switch {
		case err != nil:
		case twin != "":
			err = w.remove("rejections", id)
		default:
			err = w.update("rejections", id, fields{column: into})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
