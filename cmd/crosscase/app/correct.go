package app

import (
	"context"
	"errors"
	"path/filepath"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// Corrected is what became of a source's passages when it got other words.
type Corrected struct {
	Done
	intake.Correction
	Source *corpus.Source
}

// UpdateSource gives a source the words of a file in place of those that it has, or with
// dryRun says what would become of its passages. What was decided before about labels and the
// layout holds where how says nothing else. The error wraps [coding.ErrConflict]
// where the words are the same, and is a [FileError] where the file cannot be read.
func (s *Session) UpdateSource(ctx context.Context, name, file string, how Reading, dryRun bool) (c Corrected, err error) {
	if c.Source, err = s.Study.FindSource(name); err != nil {
		return c, err
	}
	in := intake.NewIntake(s.Study, s.NewID)
	kept, err := s.decided(ctx, c.Source)
	if err != nil {
		return c, err
	}
	reader, end := how.reader(in.Known())
	defer end()
	reader.Decisions = kept.With(how.Decisions)
	data, err := readFile(file)
	var imports []intake.Import
	if err == nil {
		imports, err = reader.Read(filepath.ToSlash(file), data)
		if err != nil && (kept.Layout != "" || len(kept.Columns.Text) > 0) { // the new file is marked in another way
			kept.Layout, kept.Columns = "", intake.SurveyColumns{}
			reader.Decisions = kept.With(how.Decisions)
			imports, err = reader.Read(filepath.ToSlash(file), data)
		}
	}
	if err == nil && len(imports) > 1 {
		err = errors.New("a survey of several sources cannot take the place of one")
	}
	if err != nil {
		return c, orHint(fileError(file, err), "nothing was changed")
	}
	if err := how.Labels.Check(imports[0].Labels); err != nil {
		return c, err
	}
	imports[0].Choices = kept.With(how.For(imports[0])).Choices()
	return s.correct(ctx, c.Source, in, imports[0], dryRun)
}

// decided is what was decided about how a source is read, as far as it holds for other files.
func (s *Session) decided(ctx context.Context, src *corpus.Source) (intake.Decisions, error) {
	text, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return intake.Decisions{}, err
	}
	kept, err := intake.ParseChoices(text.Choices)
	kept.Encoding = ""
	return kept, err
}

// EditedSource gives a source the words that an editor left in a file.
func (s *Session) EditedSource(ctx context.Context, src *corpus.Source, file string) (Corrected, error) {
	c := Corrected{Source: src}
	old, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return c, err
	}
	data, err := readFile(file)
	if err != nil {
		return c, err
	}
	in := intake.NewIntake(s.Study, s.NewID)
	kept, err := s.decided(ctx, src)
	if err != nil {
		return c, err
	}
	reader, end := Reading{Decisions: kept}.reader(in.Known())
	defer end()
	i, err := reader.ReadCorrected(filepath.ToSlash(file), data, old, s.Study.Transcript(src))
	if err != nil {
		return c, err
	}
	i.Choices = kept.Choices()
	return s.correct(ctx, src, in, i, false)
}

// correct gives a source other words. What became of its passages is returned also where
// the project could not be written.
func (s *Session) correct(ctx context.Context, src *corpus.Source, in *intake.Intake, i intake.Import, dryRun bool) (
	c Corrected, err error) {
	c.Source = src
	if c.Correction, err = in.Correct(ctx, s.Study, s.Texts, src, i); err != nil || dryRun {
		return c, err
	}
	c.Done, err = s.Apply(ctx, "update source "+src.Name+": "+c.Summary(), c.Changes...)
	return c, err
}

// onePlace is the only place in a text that is meant.
func onePlace(text corpus.Text, tr *corpus.Transcript, place locate.Place) (corpus.Span, error) {
	spans, err := locate.Find(&corpus.Finder{Text: text}, tr, place)
	if err == nil && len(spans) > 1 {
		err = coding.Errorf(coding.ErrInvalid, "one place, not %d", len(spans))
	}
	if err != nil {
		return corpus.Span{}, err
	}
	return spans[0], nil
}
