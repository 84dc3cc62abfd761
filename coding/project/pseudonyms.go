package project

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

// Pseudonymise replaces names by pseudonyms in everything that the project holds,
// and leaves nothing behind from which they could be read: the bytes of imported
// files go, words that were corrected before are replaced like those that stand,
// and the log keeps who did what and when, but no rows, so that nothing done until
// now can be taken back. Every passage keeps its place. The aliases of who gets
// a pseudonym go, but for those that get one, too: they say who it is. It returns how many
// places were replaced, and whether names are gone, which they may be also where there
// is an error. With dryRun nothing is stored. The error wraps [coding.ErrConflict] where two things would have one name;
// then all is as it was.
//
// It is no [edit.Change], since it cannot be undone and its log entry must not
// hold what was before.
func (p *Project) Pseudonymise(ctx context.Context, coder string, at time.Time, mask *pseudonym.Mask,
	newID func() string, dryRun bool) (out Replaced, done bool, err error) {
	study, err := p.Study(ctx)
	if err != nil {
		return out, false, err
	}
	m := &masker{mask: mask, newID: newID, words: mask.Text, planning: dryRun, persons: true}
	left := func() (err error) {
		m.replaced.Left, err = m.standing(mask.Identifying(study))
		return err
	}
	steps, planned := []func() error{m.texts, m.strings, m.logs, left}, errors.New("planned")
	if dryRun {
		steps = append(steps, func() error { return planned })
	}
	done, err = p.forGood(ctx, mask.Text(coder), coder, at, m, "names were replaced",
		func() string { return "replace names by pseudonyms in " + coding.Count(m.replaced.Places(), "place") },
		append(steps, m.bytes)...)
	if dryRun && errors.Is(err, planned) {
		return m.replaced, false, nil
	}
	return m.replaced, done, err
}

// Replaced counts places where names were replaced.
type Replaced struct {
	Texts   int // in the words of sources, the labels of those who speak among them
	Others  int // in names, attributes, notes and whatever else people wrote
	Aliases int // that were removed, as they say who somebody with a pseudonym is

	Left []Standing // parts of names, and aliases, that still say who somebody is
}

// Places are all of them.
func (r Replaced) Places() int { return r.Texts + r.Others + r.Aliases }

// forGood takes steps after which what was there before is nowhere in the file any more, and
// notes in the log what was done, by a coder who has the name noted from then on; what is
// said where it may still be read. done tells whether the steps were taken, which they may be
// also where there is an error.
func (p *Project) forGood(ctx context.Context, noted, coder string, at time.Time, m *masker, what string, entry func() string,
	steps ...func() error) (done bool, err error) {
	number, write := 0, p.write
	if m.planning {
		write = p.transact
	}
	err = write(ctx, func(w *writer) error {
		if err := w.begin(coder, at); err != nil {
			return err
		}
		// What is overwritten is zeroed at once: should the power fail before the
		// file is rewritten below, no name is left in free pages either.
		if err := w.engine.Overwrite(ctx, w.tx); err != nil {
			return err
		}
		m.writer = w
		for _, step := range append(steps, w.chain) {
			if err := step(); err != nil {
				return err
			}
		}
		number, err = w.enter(edit.Edit{Coder: noted, What: entry()}, 0, []byte{})
		return err
	})
	if err != nil {
		return number > 0 && p.mayHold(number, noted, at), err
	}
	// What was there before must be neither in free pages nor in the write-ahead
	// log.
	if err := p.engine.Compact(ctx); err != nil {
		return true, coding.WithHint(
			fmt.Errorf("%s, but may still be read from unused parts of the file: %w", what, p.engine.Kind(err)),
			"make room, close other programs that use the project, and do it again")
	}
	return true, nil
}

// mayHold tells whether an entry of the log is on the disk though storing it failed;
// true where it cannot be read.
func (p *Project) mayHold(number int, coder string, at time.Time) bool {
	found := 0
	err := p.db.QueryRow("select count(*) from log where number = $1 and coder = $2 and made_at = $3",
		number, coder, at.UTC().Format(time.RFC3339)).Scan(&found)
	return err != nil || found > 0
}

// masker replaces names in one transaction.
type masker struct {
	*writer
	planning bool // nothing is to be stored in the end
	persons  bool // get pseudonyms, and lose their other aliases
	mask     *pseudonym.Mask
	words    func(string) string // replaces what must go in something that people wrote
	sentence func(string) string // does the same in what the log says; nil for words
	newID    func() string
	touched  []corpus.SourceID // whose words are others now
	replaced Replaced
	also     func(text string, old corpus.Text, tr corpus.Transcript) ([]pseudonym.Replacement, error) // nil for names alone
}

// texts puts a new text in the place of each that a source or a passage is on;
// others go.
func (m *masker) texts() error {
	ids, err := m.ids("select id from texts where id in (select text from sources union select text from passages) order by id")
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := m.text(id); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		"delete from said where text not in (select text from sources union select text from passages)",
		"delete from speakers where text not in (select text from sources union select text from passages)",
		"delete from texts where id not in (select text from sources union select text from passages)",
	} {
		if err := m.unlogged(statement); err != nil {
			return err
		}
	}
	return nil
}

// text replaces a text by one without names, and moves to it what is on it.
func (m *masker) text(id string) error {
	old, tr, source, err := m.transcript(id)
	if err != nil {
		return err
	}
	m.replaced.Texts += len(m.mask.Find(old.Body))
	var also []pseudonym.Replacement
	if m.also != nil {
		if also, err = m.also(id, old, tr); err != nil {
			return err
		}
	}
	text, tr, move := m.mask.With(old, tr, also)
	if text.Body != old.Body {
		m.touched = append(m.touched, source)
	}
	text.ID = corpus.TextID(m.newID())
	m.bodies[string(text.ID)] = text.Body
	if err := m.insertUnlogged("texts", textFields(source, text, tr)); err != nil {
		return err
	}
	for table, numbered := range map[string]string{"sources": "", "speakers": "number", "said": "turn"} {
		err := m.rewriteAll(table, "text", id, func(row fields) fields {
			set := fields{"text": string(text.ID)}
			if numbered != "" {
				set["id"] = fmt.Sprintf("%s/%d", text.ID, row[numbered])
			} else {
				set["place"] = "" // by which a name in a path could be guessed
			}
			return set
		})
		if err != nil {
			return err
		}
	}
	passages, err := m.passages(id)
	if err != nil {
		return err
	}
	for _, x := range passages {
		was, err := m.lookup("select was from changed_passages where id = $1", x.ID)
		if err != nil {
			return err
		}
		if err := m.movePassage(edit.AttachPassage{Passage: x.ID, Text: text.ID, Span: move(x.Span), Was: was}); err != nil {
			return err
		}
	}
	return nil
}

// transcript is a text with its turns, but not who speaks in them, and its source.
func (m *masker) transcript(id string) (text corpus.Text, tr corpus.Transcript, source corpus.SourceID, err error) {
	row, err := m.row("texts", id)
	if err != nil {
		return text, tr, "", err
	}
	stored := storedTranscript{layout: row.text("layout"), questions: row.text("questions")}
	stored.turns, _ = row["turns"].([]byte)
	stored.answers, _ = row["answers"].([]byte)
	stored.pages, _ = row["pages"].([]byte)
	tr, err = stored.decode()
	text = corpus.Text{ID: corpus.TextID(id), Body: row.text("body"), LeftOut: readList[corpus.LeftOut](row["left_out"]),
		Choices: readList[corpus.Choice](row["choices"])}
	return text, tr, corpus.SourceID(row.text("source")), err
}

// passages are those on a text.
func (m *masker) passages(text string) (all []coding.Passage, err error) {
	rows, err := m.tx.QueryContext(m.ctx, "select id, start_byte, end_byte from passages where text = $1 order by id", text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x coding.Passage
		if err := rows.Scan(&x.ID, &x.Span.Start, &x.Span.End); err != nil {
			return nil, err
		}
		all = append(all, x)
	}
	return all, rows.Err()
}

// strings replaces names in the columns that people wrote.
func (m *masker) strings() error {
	for _, table := range slices.Sorted(maps.Keys(m.kinds.byTable)) {
		k := m.kinds.byTable[table]
		if len(k.written) == 0 {
			continue
		}
		ids, err := m.ids("select id from " + table + " order by id")
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := m.thing(k, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// thing replaces names in one row. The error wraps [coding.ErrConflict] where another one
// of its kind has the name then.
func (m *masker) thing(k *kind, id string) error {
	row, err := m.row(k.table, id)
	if err != nil {
		return err
	}
	set := fields{}
	for _, column := range k.written {
		old := row.text(column)
		masked := m.column(column, old)
		if column == "aliases" && m.persons && m.mask.Covers(row.text("name")) {
			masked = m.coveredAliases(old)
		}
		if masked == old {
			continue
		}
		set[column] = masked
		if m.persons && k.table != "speakers" { // whose labels stand in the text, where they were counted
			m.replaced.Others += len(m.mask.Find(old))
		}
	}
	if len(set) == 0 {
		return nil
	}
	err = m.engine.Kind(m.update(k.table, id, set))
	if errors.Is(err, coding.ErrConflict) {
		return coding.WithHint(
			coding.Errorf(coding.ErrConflict, "%s %q: there is another one of that name, which is that of %q now", k.name, set["name"],
				row["name"]),
			"give them different pseudonyms, or make one of them first: crosscase participant merge")
	}
	return err
}

// coveredAliases are the aliases that stay with somebody who gets a pseudonym: those in which
// names are replaced, too.
func (m *masker) coveredAliases(value string) string {
	var kept []string
	for _, a := range readList[string](value) {
		if !m.mask.Covers(a) {
			m.replaced.Aliases++
		} else if a = m.words(a); !slices.Contains(kept, a) {
			kept = append(kept, a)
		}
	}
	return list(kept)
}

// column replaces names in a value; lists and objects are JSON.
func (m *masker) column(name, value string) string {
	switch name {
	case "aliases":
		var masked []string
		for _, a := range readList[string](value) {
			if a = m.words(a); !slices.Contains(masked, a) {
				masked = append(masked, a)
			}
		}
		return list(masked)
	case "attributes":
		masked := map[string]string{}
		for k, v := range readObject(value) {
			masked[m.words(k)] = m.words(v)
		}
		return object(masked)
	}
	return m.words(value)
}

// bytes empties the imported files; that they were there, by their SHA-256,
// stays, so that the same file is known when it is imported again.
func (m *masker) bytes() error {
	// What came with other programs' projects is full of names that nobody could find.
	if err := m.unlogged("delete from preserved"); err != nil {
		return err
	}
	if err := m.exec("delete from originals where sha256 not in (select sha256 from sources)"); err != nil {
		return err
	}
	return m.exec("update originals set bytes = $1", []byte{})
}

// logs empties the log's rows and replaces names in what it says.
func (m *masker) logs() error {
	sentence := m.words
	if m.sentence != nil {
		sentence = m.sentence
	}
	numbers, err := m.ids("select number from log")
	if err != nil {
		return err
	}
	for _, n := range numbers {
		row, err := m.row("log", n)
		if err != nil {
			return err
		}
		set := fields{"what": sentence(row.text("what")), "coder": m.words(row.text("coder")), "rows": []byte{}}
		if err := m.rewrite("log", row, set); err != nil {
			return err
		}
	}
	return nil
}
