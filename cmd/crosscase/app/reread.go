package app

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/project"
	"crosscase/coding/query"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// RereadOptions say which sources to read again, and how.
type RereadOptions struct {
	Names   []string    // of sources, or patterns as int-*; none for all
	Filters query.Names // that sources pass
	Reading Reading
	// DiscardCorrections reads sources again whose words were corrected since they were
	// imported; else they are left alone.
	DiscardCorrections bool
	// DiscardDecisions forgets what was decided before about how the sources are read.
	DiscardDecisions bool
	// OfSome passes over what is decided about labels that none of the sources has.
	OfSome   bool
	DryRun   bool
	Progress func(done, of int)
}

// Rereading is what came of reading sources again.
type Rereading struct {
	Done
	Changed   []RereadSource
	Same      []*corpus.Source
	Labels    map[corpus.SourceID][]intake.ListedLabel // of those that change and those that do not
	LeftAlone []intake.Remark
	Silent    []*corpus.Participant // who speak nowhere afterwards, and of whom nothing else is known

	changes []edit.Change
}

// A RereadSource is a source that reads otherwise now.
type RereadSource struct {
	Source *corpus.Source
	intake.Reread
}

// Reread reads the originals of sources again and gives the sources what they read like
// now, all in one step of the log. The error wraps [coding.ErrUnknown] for names of
// nothing, or [coding.ErrInvalid].
func (s *Session) Reread(ctx context.Context, o RereadOptions) (*Rereading, error) {
	if err := o.Reading.check(); err != nil {
		return nil, err
	}
	if o.DiscardCorrections && len(o.Names) == 0 {
		return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "corrections are discarded only of sources that are named"), "name them")
	}
	sources, err := s.sourcesNamed(ctx, o.Names, o.Filters)
	if err != nil {
		return nil, err
	}
	r := &rereader{session: s, options: o, read: map[string][]intake.Import{}}
	r.done.Labels = map[corpus.SourceID][]intake.ListedLabel{}
	if err := r.prepare(ctx, sources); err != nil {
		return nil, err
	}
	reader, end := o.Reading.reader(r.again.Known())
	defer end()
	r.reader = reader
	for n, src := range sources {
		if o.Progress != nil {
			o.Progress(n, len(sources))
		}
		if err := r.source(ctx, src); err != nil {
			return nil, err
		}
	}
	if err := r.waited(ctx); err != nil {
		return nil, err
	}
	if err := o.Reading.Labels.Check(r.labels); err != nil && !o.OfSome {
		return nil, err
	}
	return r.finish(ctx)
}

// sourcesNamed are the sources with these names, or all, that pass filters.
func (s *Session) sourcesNamed(ctx context.Context, names []string, filters query.Names) (chosen []*corpus.Source, err error) {
	study := s.Study
	named := study.Sources
	if len(names) > 0 {
		if named, err = Sources().FindAll(study, names); err != nil {
			return nil, err
		}
	}
	f, err := filters.Resolve(ctx, study, s.Texts)
	if err != nil {
		return nil, err
	}
	own := f
	own.Cases, own.Organisations = nil, nil
	pass := study.Places(own)
	for i, x := range study.Sources {
		if slices.Contains(named, x) && pass(i, coding.Voice{}) && (len(f.Cases) == 0 || slices.Contains(f.Cases, x.Case)) &&
			(len(f.Organisations) == 0 || slices.Contains(f.Organisations, x.Organisation)) {
			chosen = append(chosen, x)
		}
	}
	return chosen, nil
}

// A rereader reads sources again, one after the other.
type rereader struct {
	session  *Session
	options  RereadOptions
	again    *intake.Rereader
	reader   *intake.Reader
	imported map[corpus.SourceID]project.ImportedFile // of sources with earlier words
	read     map[string][]intake.Import               // of surveys, by SHA-256 and how they were read
	labels   []transcript.Label                       // of all sources
	speak    intake.SpeakersElsewhere
	late     []lateSource
	done     Rereading
}

// prepare finds out what was done to the sources by hand.
func (r *rereader) prepare(ctx context.Context, sources []*corpus.Source) (err error) {
	others := slices.DeleteFunc(slices.Clone(r.session.Study.Sources), func(x *corpus.Source) bool { return slices.Contains(sources, x) })
	r.speak.NoteSources(r.session.Study, others)
	earlier := map[corpus.SourceID]bool{}
	for _, id := range r.session.Study.Earlier {
		earlier[id] = true
	}
	var corrected []corpus.SourceID
	for _, src := range sources {
		if earlier[src.ID] {
			corrected = append(corrected, src.ID)
		}
	}
	if r.imported, err = r.session.Project.ImportedFiles(ctx, corrected); err != nil {
		return err
	}
	listed, err := r.session.listed(ctx)
	study := r.session.Study
	r.again = &intake.Rereader{Intake: intake.NewIntake(study, r.session.NewID), Study: study, Texts: r.session.Texts, Listed: listed}
	return err
}

// listed are the participants whom a person added, listed or changed.
func (s *Session) listed(ctx context.Context) (map[corpus.ParticipantID]bool, error) {
	var ids []string
	for _, p := range s.Study.Participants {
		if !intake.Described(s.Study, p) {
			ids = append(ids, string(p.ID))
		}
	}
	edits, err := s.Project.EditsOf(ctx, ids)
	listed := map[corpus.ParticipantID]bool{}
	for id, all := range edits {
		for _, e := range all {
			if !fromTranscripts.MatchString(e.What) || ofParticipants.MatchString(e.What) {
				listed[corpus.ParticipantID(id)] = true
			}
		}
	}
	return listed, err
}

// Sentences of the log on edits that add who speaks in transcripts, and on lists of people.
var (
	ofParticipants  = regexp.MustCompile(`^import \d+ participants? from `)
	fromTranscripts = regexp.MustCompile(`^(import|read|update source) `)
)

// leave leaves a source alone.
func (r *rereader) leave(src *corpus.Source, err error) {
	hint, command := coding.HintAndCommand(err)
	r.done.LeftAlone = append(r.done.LeftAlone, intake.Remark{File: src.Name, Reason: err.Error(), Hint: hint, Command: command})
}

// source reads one source again, or leaves it alone.
func (r *rereader) source(ctx context.Context, src *corpus.Source) error {
	file := project.ImportedFile{File: src.File, SHA256: src.SHA256}
	if first, known := r.imported[src.ID]; known && first.SHA256 != src.SHA256 {
		if !r.options.DiscardCorrections {
			err := coding.Errorf(coding.ErrConflict, "its words were corrected after it was imported")
			r.leave(src, coding.WithCommand(err, "name it with --discard-corrections to read what was imported"))
			return nil
		}
		file = first
	}
	text, err := r.session.Texts.Text(ctx, src.Text)
	if err != nil {
		return err
	}
	r.reader.Elsewhere = nil
	i, err := r.original(ctx, src, text, file)
	if errors.Is(err, context.Canceled) {
		return err
	}
	if err != nil {
		r.leave(src, err)
		return nil
	}
	if file.SHA256 == src.SHA256 && i.Document.MediaType != src.MediaType {
		r.leave(src, coding.Errorf(coding.ErrConflict, "its file is %s, but it was imported as %s", i.Document.MediaType, src.MediaType))
		return nil
	}
	r.labels = append(r.labels, i.Labels...)
	if i.Doubtful() {
		r.late = append(r.late, lateSource{src, text, file, i.Labels})
		return nil
	}
	r.speak.Note(i)
	return r.compare(ctx, src, i)
}

// A lateSource has labels that may be speakers. It is read again when it is known who speaks in
// the other sources.
type lateSource struct {
	source *corpus.Source
	text   corpus.Text
	file   project.ImportedFile
	labels []transcript.Label
}

// waited compares the sources that waited.
func (r *rereader) waited(ctx context.Context) error {
	for _, x := range r.late {
		r.speak.Note(intake.Import{Labels: x.labels})
	}
	for _, x := range r.late {
		r.reader.Elsewhere = nil
		if noted := (intake.Import{Labels: x.labels}); r.speak.Settles(noted) {
			r.reader.Elsewhere = r.speak.Than(noted)
		}
		i, err := r.original(ctx, x.source, x.text, x.file)
		if err != nil {
			return err // it could be read before
		}
		if err := r.compare(ctx, x.source, i); err != nil {
			return err
		}
	}
	byOrder := func(a, b RereadSource) int {
		return slices.Index(r.session.Study.Sources, a.Source) - slices.Index(r.session.Study.Sources, b.Source)
	}
	slices.SortStableFunc(r.done.Changed, byOrder)
	return nil
}

// compare finds out what changes in a source that now reads as i.
func (r *rereader) compare(ctx context.Context, src *corpus.Source, i intake.Import) error {
	again, err := r.again.Source(ctx, src, i)
	if err == nil {
		r.done.Labels[src.ID] = r.again.Labels(i)
	}
	switch {
	case errors.Is(err, coding.ErrConflict):
		r.leave(src, err)
	case err != nil:
		return err
	case again.Same:
		r.done.Same = append(r.done.Same, src)
	default:
		r.done.Changed = append(r.done.Changed, RereadSource{src, again})
		r.done.changes = append(r.done.changes, again.Changes...)
	}
	return nil
}

// original reads what a source was imported from. Of a survey it is the part that has the
// words of this source. What was decided before about how it is read holds where nothing else
// is decided now.
func (r *rereader) original(ctx context.Context, src *corpus.Source, text corpus.Text, file project.ImportedFile) (i intake.Import, err error) {
	var kept intake.Decisions
	if !r.options.DiscardDecisions {
		if kept, err = intake.ParseChoices(text.Choices); err != nil {
			return i, fmt.Errorf("it was read with %s: %w", intake.Flags(text.Choices), err)
		}
	}
	now := r.options.Reading.Decisions
	r.reader.Decisions = kept.With(now)
	key := file.SHA256 + " " + intake.Flags(r.reader.Choices())
	all, read := r.read[key]
	if !read {
		if all, err = r.readAgain(ctx, file); err != nil {
			return i, err
		}
	}
	if len(all) > 1 || all[0].Facts.Type == corpus.TypeSurvey {
		r.read[key] = all
		i, err = partOf(all, src, text)
	} else {
		i = all[0]
	}
	i.Choices = kept.With(now.For(i)).Choices()
	return i, err
}

// partOf is the source of a survey that has the words of src.
func partOf(all []intake.Import, src *corpus.Source, text corpus.Text) (i intake.Import, err error) {
	found := false
	for _, x := range all {
		if x.Document.Body == text.Body && (!found || strings.EqualFold(x.Facts.Name, src.Name)) {
			i, found = x, true
		}
	}
	if !found {
		return i, errors.New("it comes from a survey whose answers read otherwise now, or with other columns than when it was imported")
	}
	return i, nil
}

// readAgain reads a file that is kept in the project. A survey is read in both ways, as one
// source and as a source for each line.
func (r *rereader) readAgain(ctx context.Context, file project.ImportedFile) (all []intake.Import, err error) {
	data, err := r.session.Project.Original(ctx, file.SHA256)
	if err != nil && !errors.Is(err, coding.ErrUnknown) {
		return nil, err
	}
	if len(data) == 0 {
		return nil, errors.New("its file is not kept in the project")
	}
	ways := []string{r.reader.Columns.Each}
	if ways[0] == "" {
		ways = []string{"", "turn", "source"}
	}
	for _, r.reader.Columns.Each = range ways {
		imports, err := r.reader.Read(file.File, data)
		if err != nil {
			return nil, fmt.Errorf("its file cannot be read: %w", err)
		}
		if all = append(all, imports...); imports[0].Facts.Type != corpus.TypeSurvey {
			break
		}
	}
	return all, nil
}

// finish makes the edit, unless it is a dry run or nothing changes.
func (r *rereader) finish(ctx context.Context) (*Rereading, error) {
	var again []intake.Reread
	for _, x := range r.done.Changed {
		again = append(again, x.Reread)
	}
	r.done.Silent = r.again.Silenced(again)
	if len(again) == 0 || r.options.DryRun {
		return &r.done, nil
	}
	what := "read " + coding.Count(len(again), "source") + " again"
	if len(again) == 1 {
		what = "read source " + r.done.Changed[0].Source.Name + " again"
	}
	var err error
	r.done.Done, err = r.session.Apply(ctx, what, r.done.changes...)
	return &r.done, err
}

// Summary says how many sources are changed, unchanged and left alone.
func (r *Rereading) Summary() string {
	return fmt.Sprintf("%s; %d unchanged, %d left alone", coding.Count(len(r.Changed), "source"), len(r.Same), len(r.LeftAlone))
}

// NameOf is the name of a participant, of one who comes in by reading again, too; "" for
// nobody.
func (r *Rereading) NameOf(s *coding.Study, id corpus.ParticipantID) string {
	if p := s.Participant(id); p != nil {
		return p.Name
	}
	for _, c := range r.changes {
		if put, ok := c.(edit.PutParticipant); ok && put.Participant.ID == id {
			return put.Participant.Name
		}
	}
	return ""
}
