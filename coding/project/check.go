package project

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

// Check reads the whole file and returns what is not as it must be, in words: a page of the
// database that is broken, a row whose checksum is not that of what it holds, a reference to
// nothing (as a memo on what is gone), a passage whose quote is not what its text says, a turn
// out of place, original bytes that are no longer those that were imported, an entry of the
// log that was changed. None is a project that is well.
func (p *Project) Check(ctx context.Context) (problems []string, err error) {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return nil, p.damage(ctx, err)
	}
	defer tx.Rollback()
	c := checker{reader: reader{ctx: ctx, tx: tx, engine: p.engine}, kinds: p.kinds, w: p.reading(ctx, tx)}
	for _, step := range []func(){c.database, c.originals, c.sums, c.references, c.log, c.texts, c.passages} {
		step()
		// What is broken in one place is no reason not to look at the others.
		if err := p.damage(ctx, c.err); errors.Is(err, coding.ErrDamaged) {
			c.flaws, c.err = append(c.flaws, flaw{says: err.Error()}), nil
		} else if err != nil {
			return nil, err
		}
	}
	return c.inWords(p), nil
}

// damage is the kind of an error: one that none of the engine's is comes from a value that is
// not what it must be, and wraps [coding.ErrDamaged].
func (p *Project) damage(ctx context.Context, err error) error {
	switch kind := p.engine.Kind(err); {
	case err == nil, kind != err, ctx.Err() != nil, errors.Is(err, coding.ErrReplaced), errors.Is(err, coding.ErrBusy):
		return kind
	case errors.Is(err, coding.ErrDamaged):
		return damaged(err)
	}
	return damaged(fmt.Errorf("%w: %w", coding.ErrDamaged, err))
}

// A checker collects what is not as it must be.
type checker struct {
	reader
	kinds  *kinds
	w      *writer // that only reads
	bodies map[corpus.TextID]corpus.Text
	flaws  []flaw
}

// A flaw is something that is not as it must be: a row where it has a table, else all that is
// said.
type flaw struct{ table, key, says string }

func (c *checker) say(table, key, format string, args ...any) {
	c.flaws = append(c.flaws, flaw{table, key, fmt.Sprintf(format, args...)})
}

// inWords names what was found as people know it, each problem once.
func (c *checker) inWords(p *Project) (problems []string) {
	n := namer{p: p, w: c.w}
	for _, f := range c.flaws {
		problem := f.says
		if f.table != "" {
			problem = n.subject(f.table, f.key) + ": " + f.says
		}
		if !slices.Contains(problems, problem) {
			problems = append(problems, problem)
		}
	}
	return problems
}

// subject is a row as people know it; by its table and key where nothing is known of it.
func (n *namer) subject(table, key string) string {
	n.err = nil // what cannot be read here was said already
	kind, row := n.kind(table).name, n.row(table, key)
	what := ""
	if row != nil {
		what = n.describe(table, row)
	}
	switch {
	case table == "log":
		return "log entry " + key
	case what == "":
		return cmp.Or(kind, table) + " " + key
	case strings.Contains(what, `"`):
		return kind + " " + what
	}
	return fmt.Sprintf("%s %q", kind, what)
}

func (c *checker) database() {
	problems, err := c.engine.Damage(c.ctx, c.tx, func(table, key, parent string) {
		c.say(table, key, "names a %s that is not there", cmp.Or((&namer{w: c.w}).kind(parent).name, parent))
	})
	for _, problem := range problems {
		c.flaws = append(c.flaws, flaw{says: problem})
	}
	c.err = err
}

func (c *checker) originals() {
	c.each("select sha256, bytes from originals where length(bytes) > 0", func(scan scanner) error {
		var want string
		var data sql.RawBytes
		err := scan(&want, &data)
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != want {
			c.flaws = append(c.flaws, flaw{says: fmt.Sprintf("original %s: its bytes have changed", want)})
		}
		return err
	})
}

func (c *checker) sums() {
	for _, name := range c.kinds.summed {
		t, err := c.w.table(name)
		if err != nil {
			c.err = err
			return
		}
		c.unsound(t, func(row fields) { c.say(name, fmt.Sprint(row[t.key()]), "damaged (checksum mismatch)") })
	}
}

func (c *checker) references() {
	for _, k := range c.kinds.all {
		for _, x := range append(c.kinds.broken(k), k.problems...) {
			c.each(x.query, func(scan scanner) error {
				var id string
				err := scan(&id)
				c.say(k.table, id, "%s", x.says)
				return err
			})
		}
	}
}

func (c *checker) log() {
	next := 1
	c.entries(func(number int, has, want string) error {
		switch {
		case number != next:
			c.say("log", fmt.Sprint(number), "%d is missing before it", next)
		case has != want:
			c.say("log", fmt.Sprint(number), "it is not what was written")
		}
		next = number + 1
		return nil
	})
}

// broken finds rows of a kind that refer to nothing.
func (k *kinds) broken(of kind) (all []problem) {
	for _, ref := range of.refers {
		if ref.broken == "" {
			continue
		}
		to := []string{ref.to}
		if ref.to == "" {
			to = k.noted
		}
		there := "select id from " + strings.Join(to, " union all select id from ")
		var conditions []string
		for _, column := range ref.columns {
			condition := column + " not in (" + there + ")"
			if ref.to != "" {
				condition += " and " + column + " <> ''"
			}
			conditions = append(conditions, condition)
		}
		all = append(all, problem{"select id from " + of.table + " where " + strings.Join(conditions, " or "), ref.broken})
	}
	return all
}

// texts checks that turns and words of every text are in their places.
func (c *checker) texts() {
	c.bodies = map[corpus.TextID]corpus.Text{}
	const query = `select t.id, t.body, t.turns, t.words, (select count(*) from speakers s where s.text = t.id),
		(select count(*) from sources s where s.text = t.id) from texts t`
	c.each(query, func(scan scanner) error {
		var t corpus.Text
		var turns, words sql.RawBytes
		var speakers, sources int
		if err := scan(&t.ID, &t.Body, &turns, &words, &speakers, &sources); err != nil {
			return err
		}
		c.bodies[t.ID] = t
		if !utf8.ValidString(t.Body) { // of a format without checksums
			c.say("texts", string(t.ID), "its words have changed: they are no longer valid UTF-8")
		}
		tr := corpus.Transcript{}
		var err error
		if tr.Turns, err = decodeTurns(turns); err != nil {
			c.say("texts", string(t.ID), "%v", err)
		}
		for _, turn := range tr.Turns { // of words that no source has any more, speakers may be gone
			for sources == 0 && turn.Speaker >= len(tr.Speakers) {
				tr.Speakers = append(tr.Speakers, corpus.Speaker{})
			}
		}
		for len(tr.Speakers) < speakers {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{})
		}
		if err := tr.Check(t); err != nil {
			c.say("texts", string(t.ID), "%v", err)
		}
		if tr.Words, err = decodeWords(words); err != nil {
			c.say("texts", string(t.ID), "%v", err)
		}
		return nil
	})
}

// passages checks that every passage stands on the words that were marked.
func (c *checker) passages() {
	c.each("select id, text, start_byte, end_byte, quote from passages", func(scan scanner) error {
		var id, quote string
		var text corpus.TextID
		var span corpus.Span
		if err := scan(&id, &text, &span.Start, &span.End, &quote); err != nil {
			return err
		}
		got, err := c.bodies[text].Quote(span)
		switch {
		case err != nil:
			c.say("passages", id, "%v", err)
		case got != quote:
			c.say("passages", id, "stands on %q, but %q was marked", got, quote)
		}
		return nil
	})
}
