package project

import (
	"crosscase/coding"
	"crosscase/coding/edit"
)

// projectKind is how the project itself is kept, in one row.
func projectKind() kind {
	return kind{
		table: "project", name: "project",
		changes:  []change{keepsPlaces((*writer).putTitle)},
		read:     (*reader).title,
		describe: func(n *namer, row fields) string { return row.text("title") },
		written:  []string{"title"},
		noted:    true,
	}
}

func (r *reader) title(s *coding.Study) {
	if r.err == nil {
		r.err = r.tx.QueryRowContext(r.ctx, "select title from project").Scan(&s.Title)
	}
}

func (w *writer) putTitle(c edit.PutTitle) error {
	id, err := w.lookup("select id from project")
	if err != nil {
		return err
	}
	return w.update("project", id, fields{"title": c.Title})
}
