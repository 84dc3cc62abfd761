package project

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// Study reads everything but the words, in one transaction, so that it is one
// moment of the project whatever others write meanwhile. The error wraps
// [coding.ErrDamaged] where a value is not what it must be.
func (p *Project) Study(ctx context.Context) (*coding.Study, error) {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return nil, p.engine.Kind(err)
	}
	defer tx.Rollback()
	return readStudy(ctx, tx, p.engine, true)
}

// StudyAt reads what the project was after the change with this number; 0 is when it
// was made. All later changes are taken back in a transaction that is thrown away, so
// that other writers wait that long. How far coders were with sources is not known of
// the past. The error wraps [coding.ErrConflict] where names were replaced by
// pseudonyms since, for what was before is gone.
func (p *Project) StudyAt(ctx context.Context, after int) (*coding.Study, error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	var s *coding.Study
	thrownAway := errors.New("thrown away")
	err = p.write(ctx, func(w *writer) error {
		for _, e := range slices.Backward(entries) {
			if e.Number <= after {
				break
			}
			if err := w.takeBack(e.Number, false); err != nil {
				return fmt.Errorf("as it was after change %d: change %d (%s): %w", after, e.Number, e.What, err)
			}
		}
		if s, err = readStudy(ctx, w.tx, p.engine, false); err != nil {
			return err
		}
		return thrownAway
	})
	if errors.Is(err, thrownAway) {
		return s, nil
	}
	return nil, err
}

// readStudy reads everything that a transaction sees. Where it only reads, part of it may
// be read on another connection at the same time.
func readStudy(ctx context.Context, tx *sql.Tx, e engine, shared bool) (*coding.Study, error) {
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}, Earlier: map[corpus.TextID]corpus.SourceID{}}
	if err := tx.QueryRowContext(ctx, "select title from project").Scan(&s.Title); err != nil {
		return nil, e.Kind(err)
	}
	r := reader{ctx: ctx, tx: tx, engine: e, shared: shared, same: map[string]string{}}
	for _, read := range []func(*coding.Study){r.corpus, r.transcripts, r.codebook, r.said, r.tags, r.parcels} {
		if read(&s); r.err != nil {
			return nil, fmt.Errorf("read the project: %w", e.Kind(r.err))
		}
	}
	return coding.NewStudy(s), nil
}

// A reader reads tables until something goes wrong.
type reader struct {
	ctx    context.Context
	tx     *sql.Tx
	engine engine
	shared bool // other connections see the same state as tx
	err    error
	same   map[string]string
	last   [4]string // what came last, since much comes again at once
	turn   int
}

// each calls row for every row of a query, with a function to take its values.
func (r *reader) each(query string, row func(scan func(...any) error) error) {
	if r.err != nil {
		return
	}
	rows, err := r.tx.QueryContext(r.ctx, query)
	if err != nil {
		r.err = err
		return
	}
	defer rows.Close()
	for rows.Next() {
		if r.err = row(rows.Scan); r.err != nil {
			return
		}
	}
	r.err = rows.Err()
}

// one returns a string equal to s and the same for all that are: a million tags
// name few themes, and memory is better kept for other things.
func (r *reader) one(s []byte) string {
	for _, t := range r.last {
		if t == string(s) {
			return t
		}
	}
	t, ok := r.same[string(s)]
	if !ok {
		t = string(s)
		r.same[t] = t
	}
	r.last[r.turn] = t
	r.turn = (r.turn + 1) % len(r.last)
	return t
}

func (r *reader) corpus(s *coding.Study) {
	r.each("select id, name, description, attributes from cases order by name", func(scan func(...any) error) error {
		var x corpus.CaseStudy
		var attributes string
		err := scan(&x.ID, &x.Name, &x.Description, &attributes)
		x.Attributes = readObject(attributes)
		s.Cases = append(s.Cases, &x)
		return err
	})
	r.each("select id, name, kind, cases, attributes from organisations order by name", func(scan func(...any) error) error {
		var x corpus.Organisation
		var cases, attributes string
		err := scan(&x.ID, &x.Name, &x.Kind, &cases, &attributes)
		x.Cases, x.Attributes = readList[corpus.CaseID](cases), readObject(attributes)
		s.Organisations = append(s.Organisations, &x)
		return err
	})
	r.each("select id, name, role, coalesce(organisation, ''), aliases, attributes from participants order by name", func(scan func(...any) error) error {
		var x corpus.Participant
		var aliases, attributes string
		err := scan(&x.ID, &x.Name, &x.Role, &x.Organisation, &aliases, &attributes)
		x.Aliases, x.Attributes = readList[string](aliases), readObject(attributes)
		s.Participants = append(s.Participants, &x)
		return err
	})
	r.each(`select id, name, type, coalesce(case_study, ''), coalesce(organisation, ''), date, language, attributes, text, file, media_type, sha256
		from sources order by position, name`, func(scan func(...any) error) error {
		var x corpus.Source
		var attributes string
		err := scan(&x.ID, &x.Name, &x.Type, &x.Case, &x.Organisation, &x.Date, &x.Language, &attributes, &x.Text, &x.File, &x.MediaType, &x.SHA256)
		x.Attributes = readObject(attributes)
		s.Sources = append(s.Sources, &x)
		return err
	})
}

func (r *reader) transcripts(s *coding.Study) {
	r.each("select id, layout, turns, words, questions, answers, pages from texts where id in (select text from sources)", func(scan func(...any) error) error {
		var id corpus.TextID
		var tr corpus.Transcript
		var turns, words, answers, pages sql.RawBytes
		var questions string
		if err := scan(&id, &tr.Layout, &turns, &words, &questions, &answers, &pages); err != nil {
			return err
		}
		var err1, err2, err3, err4 error
		tr.Turns, err1 = decodeTurns(turns)
		tr.Words, err2 = decodeWords(words)
		tr.Questions = readList[string](questions)
		err3 = decodeAnswers(answers, &tr)
		if tr.Pages, err4 = decodeWords(pages); len(tr.Pages) == 0 {
			tr.Pages = nil
		}
		s.Transcripts[id] = &tr
		return errors.Join(err1, err2, err3, err4)
	})
	r.each("select text, number, label, participant from speakers where text in (select text from sources) order by text, number", func(scan func(...any) error) error {
		var text corpus.TextID
		var number int
		var sp corpus.Speaker
		err := scan(&text, &number, &sp.Label, &sp.Participant)
		if tr := s.Transcripts[text]; tr != nil {
			tr.Speakers = append(tr.Speakers, sp)
		}
		return err
	})
	r.each("select text, turn, speaker from said where text in (select text from sources)", func(scan func(...any) error) error {
		var text corpus.TextID
		var turn, speaker int
		err := scan(&text, &turn, &speaker)
		if tr := s.Transcripts[text]; tr != nil && turn >= 0 && turn < len(tr.Turns) {
			tr.Turns[turn].Speaker = speaker
		}
		return err
	})
	r.each("select id, source from texts where source <> '' and id not in (select text from sources)", func(scan func(...any) error) error {
		var id corpus.TextID
		var source corpus.SourceID
		err := scan(&id, &source)
		s.Earlier[id] = source
		return err
	})
	for id, tr := range s.Transcripts {
		for _, t := range tr.Turns {
			if t.Speaker >= len(tr.Speakers) && r.err == nil {
				r.err = fmt.Errorf("text %s: %w: a turn of a speaker that is not there", id, coding.ErrDamaged)
			}
		}
	}
}

func (r *reader) codebook(s *coding.Study) {
	r.each("select id, parent, name, definition, include, exclude, example, colour, position, kind, archived, made_at, described_at from themes", func(scan func(...any) error) error {
		var x coding.Theme
		var made, described string
		err := scan(&x.ID, &x.Parent, &x.Name, &x.Definition, &x.Include, &x.Exclude, &x.Example, &x.Colour, &x.Position, &x.Kind, &x.Archived, &made, &described)
		var err1, err2 error
		x.Made, err1 = moment(made)
		x.Described, err2 = moment(described)
		s.Themes = append(s.Themes, &x)
		return errors.Join(err, err1, err2)
	})
	s.Merged = map[coding.ThemeID]coding.Merged{}
	r.each("select id, path, into_id, made_at from merged_themes", func(scan func(...any) error) error {
		var x coding.Merged
		var at string
		err := scan(&x.ID, &x.Path, &x.Into, &at)
		var err1 error
		x.At, err1 = moment(at)
		s.Merged[x.ID] = x
		return errors.Join(err, err1)
	})
	r.coders(s)
}

func (r *reader) coders(s *coding.Study) {
	coders := map[coding.CoderID]*coding.Coder{}
	r.each("select id, name, alias_of from coders order by alias_of <> '', name", func(scan func(...any) error) error {
		var x coding.Coder
		var of coding.CoderID
		err := scan(&x.ID, &x.Name, &of)
		if c := coders[of]; c != nil {
			c.Aliases = append(c.Aliases, x.Name)
		} else {
			s.Coders = append(s.Coders, &x)
			coders[x.ID] = &x
		}
		return err
	})
}

// said reads what coders said of things: in summaries, queries, links, memos, and of how
// far they are.
func (r *reader) said(s *coding.Study) {
	r.each("select id, theme, on_id, coder, made_at, text from summaries order by id", func(scan func(...any) error) error {
		var x coding.Summary
		var at string
		err := scan(&x.ID, &x.Theme, &x.On, &x.Coder, &at, &x.Text)
		var err1 error
		x.At, err1 = moment(at)
		s.Summaries = append(s.Summaries, x)
		return errors.Join(err, err1)
	})
	r.each("select id, name, kind, expression from queries order by name", func(scan func(...any) error) error {
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
	r.each("select id, from_id, to_id, kind, note, coder, made_at from links order by made_at, id", func(scan func(...any) error) error {
		var x coding.Link
		var at string
		err := scan(&x.ID, &x.From, &x.To, &x.Kind, &x.Note, &x.Coder, &at)
		var err1 error
		x.At, err1 = moment(at)
		s.Links = append(s.Links, x)
		return errors.Join(err, err1)
	})
	r.each("select source, coder, state, turn, made_at from readings order by id", func(scan func(...any) error) error {
		var x coding.Reading
		var at string
		err := scan(&x.Source, &x.Coder, &x.State, &x.Turn, &at)
		var err1 error
		x.At, err1 = moment(at)
		s.Readings = append(s.Readings, x)
		return errors.Join(err, err1)
	})
	r.each("select id, theme, source, words, coder from rejections order by id", func(scan func(...any) error) error {
		var x coding.Rejection
		err := scan(&x.ID, &x.Theme, &x.Source, &x.Words, &x.Coder)
		s.Rejections = append(s.Rejections, x)
		return err
	})
	r.each("select id, on_id, coder, made_at, text from memos order by made_at, id", func(scan func(...any) error) error {
		var x coding.Memo
		var at string
		if err := scan(&x.ID, &x.On, &x.Coder, &at, &x.Text); err != nil {
			return err
		}
		var err error
		x.At, err = time.Parse(time.RFC3339, at)
		s.Memos = append(s.Memos, x)
		return err
	})
}

// moment reads a time; none is zero.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, s)
}

// tags reads passages and tags, of which there are most. Each row comes as one value
// with its columns side by side: to hand over eight values for each of a million rows
// takes longer than to cut one.
func (r *reader) tags(s *coding.Study) {
	passages, _, _ := r.halves("passages")
	s.Passages = make([]coding.Passage, 0, passages)
	r.each("select id || '\x1f' || text || '\x1f' || start_byte || '\x1f' || end_byte from passages", func(scan func(...any) error) error {
		var row sql.RawBytes
		if err := scan(&row); err != nil {
			return err
		}
		f := columns{row: row}
		x := coding.Passage{ID: coding.PassageID(r.one(f.next())), Text: corpus.TextID(r.one(f.next()))}
		x.Span.Start, x.Span.End = f.number(), f.number()
		s.Passages = append(s.Passages, x)
		return f.err
	})
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
	r.each("select id || '\x1f' || passage || '\x1f' || theme || '\x1f' || coder || '\x1f' || made_at || '\x1f' || about || '\x1f' || suggested || '\x1f' || weight from tags "+where, func(scan func(...any) error) error {
		var row sql.RawBytes
		if err := scan(&row); err != nil {
			return err
		}
		f := columns{row: row}
		x := coding.Tag{ID: coding.TagID(f.next()), Passage: coding.PassageID(r.one(f.next())), Theme: coding.ThemeID(r.one(f.next())), Coder: coding.CoderID(r.one(f.next()))}
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

// halves is how many rows a table has at most, and two conditions that each hold for
// half of them.
func (r *reader) halves(table string) (n int, first, second string) {
	if r.err == nil {
		n, first, second, r.err = r.engine.Halves(r.ctx, r.tx, table)
	}
	return min(n, 4_000_000), first, second
}

// separator stands between columns that come side by side: no identifier has it.
var separator = []byte{0x1f}

// columns are values of one row, side by side.
type columns struct {
	row []byte
	err error
}

func (c *columns) next() []byte {
	field, rest, _ := bytes.Cut(c.row, separator)
	c.row = rest
	return field
}

func (c *columns) number() int {
	n, err := strconv.Atoi(string(c.next()))
	if c.err == nil {
		c.err = err
	}
	return n
}
