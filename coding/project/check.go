package project

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"

	"crosscase/corpus"
)

// Check reads the whole file and returns what is not as it must be, in words: a
// page of the database that is broken, a reference to nothing (as a memo on what is
// gone), a passage whose
// quote is not what its text says, a turn out of place, original bytes that are
// no longer those that were imported, an entry of the log that was changed. None is a project that is well.
func (p *Project) Check(ctx context.Context) (problems []string, err error) {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return nil, p.engine.Kind(err)
	}
	defer tx.Rollback()
	r := reader{ctx: ctx, tx: tx, engine: p.engine}
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }

	if problems, err = p.engine.Damage(ctx, tx); err != nil {
		return problems, p.engine.Kind(err)
	}
	r.each("select sha256, bytes from originals where length(bytes) > 0", func(scan scanner) error {
		var want string
		var data sql.RawBytes
		err := scan(&want, &data)
		if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != want {
			say("original %s: its bytes have changed", want)
		}
		return err
	})
	for _, k := range p.kinds.all {
		for _, x := range append(p.kinds.broken(k), k.problems...) {
			r.each(x.query, func(scan scanner) error {
				var id string
				err := scan(&id)
				say("%s %s: %s", k.name, id, x.says)
				return err
			})
		}
	}
	next := 1
	r.entries(func(number int, has, want string) error {
		switch {
		case number != next:
			say("log entry %d: %d is missing before it", number, next)
		case has != want:
			say("log entry %d: it is not what was written", number)
		}
		next = number + 1
		return nil
	})
	texts := r.checkTexts(say)
	r.checkPassages(texts, say)
	return problems, p.engine.Kind(r.err)
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

// checkTexts checks that turns and words of every text are in their places, and
// returns the texts.
func (r *reader) checkTexts(say func(string, ...any)) map[corpus.TextID]corpus.Text {
	texts := map[corpus.TextID]corpus.Text{}
	const query = "select t.id, t.body, t.turns, t.words, (select count(*) from speakers s where s.text = t.id) from texts t"
	r.each(query, func(scan scanner) error {
		var t corpus.Text
		var turns, words sql.RawBytes
		var speakers int
		if err := scan(&t.ID, &t.Body, &turns, &words, &speakers); err != nil {
			return err
		}
		texts[t.ID] = t
		tr := corpus.Transcript{}
		var err error
		if tr.Turns, err = decodeTurns(turns); err != nil {
			say("text %s: %v", t.ID, err)
		}
		for _, turn := range tr.Turns { // a source that was removed has no speakers any more
			for speakers == 0 && turn.Speaker >= len(tr.Speakers) {
				tr.Speakers = append(tr.Speakers, corpus.Speaker{})
			}
		}
		for len(tr.Speakers) < speakers {
			tr.Speakers = append(tr.Speakers, corpus.Speaker{})
		}
		if err := tr.Check(t); err != nil {
			say("text %s: %v", t.ID, err)
		}
		if tr.Words, err = decodeWords(words); err != nil {
			say("text %s: %v", t.ID, err)
		}
		return nil
	})
	return texts
}

// checkPassages checks that every passage stands on the words that were marked.
func (r *reader) checkPassages(texts map[corpus.TextID]corpus.Text, say func(string, ...any)) {
	r.each("select id, text, start_byte, end_byte, quote from passages", func(scan scanner) error {
		var id, quote string
		var text corpus.TextID
		var span corpus.Span
		if err := scan(&id, &text, &span.Start, &span.End, &quote); err != nil {
			return err
		}
		got, err := texts[text].Quote(span)
		switch {
		case err != nil:
			say("passage %s: %v", id, err)
		case got != quote:
			say("passage %s: stands on %q, but %q was marked", id, got, quote)
		}
		return nil
	})
}
