package project

import (
	"cmp"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// tagKind is how tags are kept.
func tagKind() kind {
	return kind{
		table: "tags", name: "tag",
		changes: []change{keepsPlaces((*writer).tagPassage), does((*writer).retag), does((*writer).putTag),
			does(func(w *writer, c edit.Untag) error { return w.untag(string(c.Tag)) })},
		read:     (*reader).tags,
		describe: (*namer).tag,
		noted:    true,
		refers:   []reference{{columns: []string{"about"}, to: "organisations", broken: "about an organisation that is not there"}},
	}
}

func (n *namer) tag(row fields) string {
	what := n.path(row["theme"]) + " on " + n.passage(n.row("passages", row["passage"])) + ", by " + n.name("coders", row["coder"])
	if about := n.name("organisations", row["about"]); about != "" {
		what += ", about " + about
	}
	return what
}

// tags reads tags, of which there are most: see columns.
func (r *reader) tags(s *coding.Study) {
	n, first, second := r.halves("tags")
	if n < 50_000 {
		s.Tags = r.someTags(n, "")
		return
	}
	if other := r.beside(); other != nil {
		defer other.tx.Rollback()
		// Half of them over there, at the same time.
		var more []coding.Tag
		done := make(chan struct{})
		go func() {
			more = other.someTags(n/2, "where "+second)
			close(done)
		}()
		s.Tags = r.someTags(n, "where "+first)
		<-done
		s.Tags = append(s.Tags, more...)
		r.err = cmp.Or(r.err, other.err)
		return
	}
	s.Tags = r.someTags(n, "")
}

// busy tells whether others hold so many connections that they may all wait for one.
func (r *reader) busy() bool {
	use := r.engine.SQL().Stats()
	return use.InUse >= use.MaxOpenConnections-1
}

// beside is a reader on another connection that sees the same moment of the project,
// nil where there is none: every edit of passages and tags is in the log, so that two
// transactions in which it ends alike see the same.
func (r *reader) beside() *reader {
	if !r.shared || r.err != nil || r.busy() {
		return nil
	}
	tx, err := r.engine.Begin(r.ctx, true)
	if err != nil {
		return nil
	}
	var mine, other int
	const last = "select coalesce(max(number), 0) from log"
	if r.tx.QueryRowContext(r.ctx, last).Scan(&mine) != nil || tx.QueryRowContext(r.ctx, last).Scan(&other) != nil || mine != other {
		tx.Rollback()
		return nil
	}
	return &reader{ctx: r.ctx, tx: tx, engine: r.engine, same: map[string]string{}}
}

func (r *reader) someTags(n int, where string) []coding.Tag {
	tags := make([]coding.Tag, 0, n)
	var at string // the last one: many are of one moment
	var moment time.Time
	query := "select id || '\x1f' || passage || '\x1f' || theme || '\x1f' || coder || '\x1f' || made_at || '\x1f' || about || '\x1f' || " +
		"suggested || '\x1f' || weight from tags " + where
	r.each(query, func(scan scanner) error {
		var row sql.RawBytes
		if err := scan(&row); err != nil {
			return err
		}
		f := columns{row: row}
		x := coding.Tag{ID: coding.TagID(f.next()), Passage: coding.PassageID(r.one(f.next())), Theme: coding.ThemeID(r.one(f.next())),
			Coder: coding.CoderID(r.one(f.next()))}
		if b := f.next(); string(b) != at {
			at = string(b)
			if moment, f.err = time.Parse(time.RFC3339, at); f.err != nil {
				return f.err
			}
		}
		x.At, x.About = moment, corpus.OrganisationID(r.one(f.next()))
		x.Suggested = f.number() != 0
		if w := f.next(); string(w) != "0.0" {
			if x.Weight, f.err = strconv.ParseFloat(string(w), 64); f.err != nil {
				return f.err
			}
		}
		tags = append(tags, x)
		return f.err
	})
	return tags
}

func (w *writer) tagPassage(c edit.TagPassage) error {
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	passage, err := w.passageOn(c.Passage, c.Text, c.Span, c.Detached)
	if err != nil {
		return err
	}
	fresh, key := w.fresh[string(c.Text)], freshTag{passage, string(c.Theme), coder, string(c.About)}
	tag := ""
	if fresh != nil {
		tag = fresh.tags[key]
	} else {
		tag, err = w.lookup("select id from tags where passage = $1 and theme = $2 and coder = $3 and about = $4", passage, c.Theme,
			coder, c.About)
	}
	switch {
	case err != nil:
		return err
	case tag == "":
		tag = string(c.Tag)
		if fresh != nil {
			fresh.tags[key] = tag
		}
		err = w.addTag(fresh != nil, fields{"id": tag, "passage": passage, "theme": string(c.Theme), "coder": coder,
			"made_at": w.second(c.At), "weight": c.Weight, "about": string(c.About), "suggested": flag(c.Suggested)})
	case c.Weight > 0:
		err = w.update("tags", tag, fields{"weight": c.Weight})
	}
	if err != nil || c.Memo == "" {
		return err
	}
	return w.addMemo(string(c.MemoID), tag, coder, c.Memo, c.At)
}

// addTag adds a tag; what it names may have gone since the study was read.
func (w *writer) addTag(fresh bool, f fields) error {
	if fresh {
		return w.insertFresh("tags", f)
	}
	err := w.engine.Kind(w.insert("tags", f))
	if errors.Is(err, coding.ErrConflict) {
		return goneMeanwhile()
	}
	return err
}

// untag removes a tag with the notes on it, and its passage with the last tag if
// there is no note on that.
func (w *writer) untag(id string) error {
	passage, err := w.lookup("select passage from tags where id = $1", id)
	if err != nil || passage == "" {
		return err
	}
	if err := w.removeNotes(id); err != nil {
		return err
	}
	if err := w.remove("tags", id); err != nil {
		return err
	}
	return w.prunePassage(passage)
}

func (w *writer) removeTags(query string, args ...any) error {
	ids, err := w.ids(query, args...)
	for _, id := range ids {
		if err = w.untag(id); err != nil {
			return err
		}
	}
	return err
}

// retag puts another theme in the place of a tag's own.
func (w *writer) retag(c edit.Retag) error {
	is, err := w.row("themes", string(c.Theme))
	if err != nil || is == nil {
		return missing(err, "theme")
	}
	return w.moveTag(string(c.Tag), "theme", string(c.Theme))
}

// putTag changes what a tag says. Whom it is about tells tags apart.
func (w *writer) putTag(c edit.PutTag) error {
	tag, err := w.row("tags", string(c.Tag))
	if err != nil || tag == nil {
		return missing(err, "tag")
	}
	if err := w.update("tags", string(c.Tag), fields{"weight": c.Weight}); err != nil {
		return err
	}
	if tag["about"] == string(c.About) {
		return nil
	}
	return w.moveTag(string(c.Tag), "about", string(c.About))
}

// moveTags gives every tag with this value in a column, passage, theme, coder or
// about, another one.
func (w *writer) moveTags(column, from, into string) error {
	ids, err := w.ids("select id from tags where "+column+" = $1 order by id", from)
	for _, id := range ids {
		if err = w.moveTag(id, column, into); err != nil {
			return err
		}
	}
	return err
}

// moveTag changes one of the columns that tell tags apart. Where there is such a
// tag already, the two become one: notes are put together, and a weight stays.
func (w *writer) moveTag(id, column, into string) error {
	tag, err := w.row("tags", id)
	if err != nil || tag == nil {
		return missing(err, "tag")
	}
	tag[column] = into
	twin, err := w.lookup("select id from tags where passage = $1 and theme = $2 and coder = $3 and about = $4 and id <> $5",
		tag["passage"], tag["theme"], tag["coder"], tag["about"], id)
	if err != nil {
		return err
	}
	if twin == "" {
		return w.update("tags", id, fields{column: into})
	}
	if err := w.moveNotes(id, twin); err != nil {
		return err
	}
	other, err := w.row("tags", twin)
	if err != nil {
		return err
	}
	if err := w.remove("tags", id); err != nil {
		return err
	}
	if weight, _ := other["weight"].(float64); weight == 0 {
		return w.update("tags", twin, fields{"weight": tag["weight"]})
	}
	return nil
}
