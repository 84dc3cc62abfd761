package project

import (
	"cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// queryKind is how what was saved under a name is kept: code queries, matrices, searches.
func queryKind() kind {
	return kind{
		table: "queries", name: "query",
		changes: []change{does((*writer).putQuery),
			does(func(w *writer, c edit.RemoveQuery) error { return w.remove("queries", string(c.ID)) })},
		read:    (*reader).queries,
		written: []string{"name", "expression"},
	}
}

func (r *reader) queries(s *coding.Study) {
	r.each("select id, name, kind, expression from queries order by name", func(scan scanner) error {
		var x coding.SavedQuery
		err := scan(&x.ID, &x.Name, &x.Kind, &x.Expression)
		switch x.Kind {
		case coding.SavedMatrix:
			s.Matrices = append(s.Matrices, &x)
		case coding.SavedSearch:
			s.Searches = append(s.Searches, &x)
		default:
			x.Kind = ""
			s.Queries = append(s.Queries, &x)
		}
		return err
	})
}

func (w *writer) putQuery(c edit.PutQuery) error {
	q := c.Query
	return w.named("query", q.Name, w.put("queries", fields{"id": string(q.ID), "name": q.Name, "expression": q.Expression,
		"kind": cmp.Or(q.Kind, "query")}))
}
