package project

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// Study reads everything but the words, in one transaction, so that it is one
// moment of the project whatever others write meanwhile. The error wraps
// [coding.ErrDamaged] where a value is not what it must be.
func (p *Project) Study(ctx context.Context) (*coding.Study, error) {
	tx, err := p.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, kind(err)
	}
	defer tx.Rollback()
	return readStudy(ctx, tx)
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
		if s, err = readStudy(ctx, w.tx); err != nil {
			return err
		}
		return thrownAway
	})
	if errors.Is(err, thrownAway) {
		return s, nil
	}
	return nil, err
}

func readStudy(ctx context.Context, tx *sql.Tx) (*coding.Study, error) {
	s := coding.Study{Transcripts: map[corpus.TextID]*corpus.Transcript{}, Earlier: map[corpus.TextID]corpus.SourceID{}}
	if err := tx.QueryRowContext(ctx, "select title from project").Scan(&s.Title); err != nil {
		return nil, kind(err)
	}
	r := reader{ctx: ctx, tx: tx, same: map[string]string{}}
	for _, read := range []func(*coding.Study){r.corpus, r.transcripts, r.codebook, r.tags} {
		if read(&s); r.err != nil {
			return nil, fmt.Errorf("read the project: %w", kind(r.err))
		}
	}
	return coding.NewStudy(s), nil
}

// A reader reads tables until something goes wrong.
type reader struct {
	ctx  context.Context
	tx   *sql.Tx
	err  error
	same map[string]string
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
func (r *reader) one(s sql.RawBytes) string {
	if t, ok := r.same[string(s)]; ok {
		return t
	}
	t := string(s)
	r.same[t] = t
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
		if x.Kind == coding.SavedMatrix {
			s.Matrices = append(s.Matrices, &x)
			return err
		}
		x.Kind = ""
		s.Queries = append(s.Queries, &x)
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

func (r *reader) tags(s *coding.Study) {
	r.each("select id, text, start_byte, end_byte from passages", func(scan func(...any) error) error {
		var x coding.Passage
		var id, text sql.RawBytes
		err := scan(&id, &text, &x.Span.Start, &x.Span.End)
		x.ID, x.Text = coding.PassageID(r.one(id)), corpus.TextID(r.one(text))
		s.Passages = append(s.Passages, x)
		return err
	})
	r.each("select id, passage, theme, coder, made_at, weight, about, suggested from tags", func(scan func(...any) error) error {
		var x coding.Tag
		var passage, theme, coder, at, about sql.RawBytes
		if err := scan(&x.ID, &passage, &theme, &coder, &at, &x.Weight, &about, &x.Suggested); err != nil {
			return err
		}
		x.Passage, x.Theme = coding.PassageID(r.one(passage)), coding.ThemeID(r.one(theme))
		x.Coder, x.About = coding.CoderID(r.one(coder)), corpus.OrganisationID(r.one(about))
		var err error
		x.At, err = time.Parse(time.RFC3339, string(at))
		s.Tags = append(s.Tags, x)
		return err
	})
}
