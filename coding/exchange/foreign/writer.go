package foreign

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// A writer writes a study into a new database of another program's.
type writer struct {
	ctx        context.Context
	tx         *sql.Tx
	from       exchange.Contents
	study      *coding.Study
	statements map[string]*sql.Stmt
	lost       refi.Problems // what the program has no place for
}

// create makes a database in a new file, and fills it by steps, all or none.
func (w *writer) create(ctx context.Context, c exchange.Contents, file string, steps ...func() error) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	u := url.URL{Scheme: "file", OmitHost: true, Path: file, RawQuery: "mode=rw"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w.ctx, w.tx, w.from, w.study, w.statements = ctx, tx, c, c.Study, map[string]*sql.Stmt{}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (w *writer) exec(query string, args ...any) error {
	s := w.statements[query]
	if s == nil {
		var err error
		if s, err = w.tx.PrepareContext(w.ctx, query); err != nil {
			return err
		}
		w.statements[query] = s
	}
	_, err := s.ExecContext(w.ctx, args...)
	return err
}

// leaveOutPeople names what a program without cases and attributes has no place for.
func (w *writer) leaveOutPeople() {
	s := w.study
	known := 0
	for _, src := range s.Sources {
		if len(src.Attributes) > 0 || src.Date != "" || src.Language != "" {
			known++
		}
	}
	w.lost.AddN("participants, organisations and case studies", len(s.Participants)+len(s.Organisations)+len(s.Cases), "")
	w.lost.AddN("sources with a date, a language or attributes: without them", known, "")
	w.lost.AddN("colours of themes", len(s.Themes), "")
	for _, t := range s.Tags {
		if t.Weight > 0 {
			w.lost.Add("weights of tags", s.Path(t.Theme))
		}
		if o := s.Organisation(t.About); o != nil {
			w.lost.Add("organisations that tags are about", o.Name)
		}
	}
}

// leaveOut names what of a study no other program has a place for.
func (w *writer) leaveOut() {
	s := w.study
	w.lost.AddN("links", len(s.Links), "")
	w.lost.AddN("summaries", len(s.Summaries), "")
	w.lost.AddN("saved queries, matrices and searches", len(s.Queries)+len(s.Matrices)+len(s.Searches), "")
	w.lost.AddN("projects of other programs, with what crosscase does not show", len(s.Preserved), "")
}

// correctedTags names the tags on a passage whose words were corrected since.
func (w *writer) correctedTags(passage int) {
	first, last := w.study.TagsOf(passage)
	w.lost.AddN("tags on words that were corrected since", last-first, "")
}

func (w *writer) coder(id coding.CoderID) string {
	if c := w.study.Coder(id); c != nil {
		return c.Name
	}
	return ""
}

// uniqueName is a name that the program does not have yet: a theme's own, or with its
// parent's behind it.
func (w *writer) uniqueName(t *coding.Theme, taken map[string]bool, program string) string {
	name := t.Name
	if taken[name] {
		if p := w.study.Theme(t.Parent); p != nil {
			name = fmt.Sprintf("%s (%s)", t.Name, p.Name)
		}
		for base, n := name, 2; taken[name]; n++ {
			name = fmt.Sprintf("%s %d", base, n)
		}
		w.lost.Add("name that two themes have, which "+program+" does not allow: the second has its parent's behind it", name)
	}
	taken[name] = true
	return name
}

// memos are the notes on a thing as one text.
func (w *writer) memos(id string) string {
	var texts []string
	for _, m := range w.study.MemosOn(id) {
		texts = append(texts, m.Text)
	}
	return strings.Join(texts, "\n\n")
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), "\n\n")
}
