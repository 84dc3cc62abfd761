package app

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/exchange"
	"crosscase/coding/intake"
	"crosscase/coding/locate"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// A Tagging is which themes to put on passages, and what else the tags say.
type Tagging struct {
	Themes []string // paths, as typed
	Create bool     // make themes that do not exist
	About  string   // name of the organisation that passages are about
	Weight float64
	Memo   string // kept on each tag
}

// Tags are tags that were worked out. [Session.Tag] makes them.
type Tags struct {
	Count    int      // of them
	Fresh    int      // that are not there yet
	Updated  int      // that are there, and get another weight or a memo
	Passages int      // that the new ones are on; where none is new, the updated ones
	Sources  int      // that those are in
	Made     []string // paths of themes that are made for them
	Left     int      // matches in researchers' turns, which were left out
	Notes    int      // memos on passages that come along
	Guesses  []string // what was guessed, to be told

	with    string // which themes, or from where, as typed
	what    string // the same for the log
	tagger  *intake.Tagger
	planned []edit.Change
	changes []edit.TagPassage // of the planned ones: those that are new or updated
}

// Said says how much is tagged, as "3 passages with Trust in 2 sources", or of how many
// tags only the weight or the memo changes.
func (t Tags) Said() string {
	var besides []string
	if t.Fresh > 0 && t.Updated > 0 {
		besides = append(besides, coding.Count(t.Updated, "tag")+" updated")
	}
	if n := t.Count - t.Fresh - t.Updated; n > 0 {
		besides = append(besides, coding.Count(n, "tag")+" there already")
	}
	said := fmt.Sprintf("%s %s in %s", coding.Count(t.Passages, "passage"), t.with, coding.Count(t.Sources, "source"))
	if t.Fresh == 0 && t.Updated > 0 {
		said = fmt.Sprintf("%s on %s", coding.Count(t.Updated, "tag"), said)
	}
	if len(besides) > 0 {
		said += " (" + strings.Join(besides, ", ") + ")"
	}
	return said
}

// Changed are the places of the tags that are new or updated, as [Tags.Places].
func (t Tags) Changed(ctx context.Context) (places []Place, err error) {
	for _, tag := range t.changes {
		if places, err = t.place(ctx, places, tag); err != nil {
			return nil, err
		}
	}
	return places, nil
}

// Places are where the tags are, one for each, with the words around.
func (t Tags) Places(ctx context.Context) (places []Place, err error) {
	for _, c := range t.planned {
		if tag, ok := c.(edit.TagPassage); ok {
			if places, err = t.place(ctx, places, tag); err != nil {
				return nil, err
			}
		}
	}
	return places, nil
}

// place adds where a tag is.
func (t Tags) place(ctx context.Context, places []Place, tag edit.TagPassage) ([]Place, error) {
	src := t.source(tag)
	text, err := t.tagger.Text(ctx, src)
	if err != nil {
		return nil, err
	}
	if err := text.Check(tag.Span); err != nil {
		return nil, err
	}
	return append(places, placeAt(t.tagger.Study, src, tag.Span, text.Text)), nil
}

// source is the source that a tag is in.
func (t Tags) source(tag edit.TagPassage) *corpus.Source {
	return t.tagger.Study.SourceOf(coding.Passage{Text: tag.Text})
}

// Tag makes tags that were worked out.
func (s *Session) Tag(ctx context.Context, t Tags) (Done, error) {
	return s.Apply(ctx, t.sentence(), t.planned...)
}

// sentence is what the log says of tags.
func (t Tags) sentence() string {
	where := coding.Count(t.Sources, "source")
	if t.Sources == 1 && len(t.changes) > 0 {
		where = t.source(t.changes[0]).Name
	}
	if t.Passages == 1 {
		return fmt.Sprintf("tag %s in %s", t.what, where)
	}
	return fmt.Sprintf("tag %s %s in %s", coding.Count(t.Passages, "passage"), t.what, where)
}

// tagger begins to work out tags. The error is that of a theme or an organisation that
// is not there.
func (s *Session) tagger(t Tagging) (*intake.Tagger, intake.Coding, error) {
	tagger := &intake.Tagger{Study: s.Seen(), Texts: s.Texts, NewID: s.NewID, Create: t.Create}
	c := intake.Coding{Themes: t.Themes, Weight: t.Weight, Memo: t.Memo}
	for _, theme := range c.Themes {
		if _, err := tagger.Theme(theme); err != nil {
			return nil, c, err
		}
	}
	if t.About != "" {
		about, err := s.Seen().FindOrganisation(t.About)
		if err != nil {
			return nil, c, err
		}
		c.About = about.ID
	}
	return tagger, c, nil
}

// worked counts what a tagger has worked out.
func (s *Session) worked(tagger *intake.Tagger, with, what string) Tags {
	x := tagger.Tally(s.Coder)
	return Tags{Count: tagger.Tags, Fresh: x.New, Updated: x.Updated, Passages: x.Passages, Sources: x.Sources, Made: tagger.Made,
		tagger: tagger, planned: tagger.Changes, changes: x.Changes, with: with, what: what}
}

// with names themes: as typed, and by their whole paths.
func (s *Session) with(themes []string) (typed, whole string) {
	paths := slices.Clone(themes)
	for i, name := range paths {
		if t, err := s.Seen().FindTheme(name); err == nil {
			paths[i] = s.Seen().Path(t.ID)
		}
	}
	return "with " + strings.Join(themes, ", "), "with " + strings.Join(paths, ", ")
}

// TagPlace works out tags on a place in a source, by its name. The error wraps
// [coding.ErrUnknown], [coding.ErrInvalid] or [coding.ErrConflict], as that of
// [locate.Find] does.
func (s *Session) TagPlace(ctx context.Context, t Tagging, source string, place locate.Place) (Tags, error) {
	tagger, c, err := s.tagger(t)
	if err != nil {
		return Tags{}, err
	}
	if c.Source, err = s.Seen().FindSource(source); err != nil {
		return Tags{}, err
	}
	c.Place = place
	if err := tagger.Tag(ctx, c); err != nil {
		return Tags{}, err
	}
	with, what := s.with(t.Themes)
	return s.worked(tagger, with, what), nil
}

// Widening says what to tag of matches.
type Widening struct {
	Unit        locate.Unit // the match, or the sentences or turns that it is in
	Researchers bool        // matches in what researchers say, too
}

// TagFound works out tags on what a search finds. Errors are those of [Session.Search].
func (s *Session) TagFound(ctx context.Context, t Tagging, q Search, w Widening, progress func(done, of int)) (Tags, error) {
	tagger, c, err := s.tagger(t)
	if err != nil {
		return Tags{}, err
	}
	found, err := s.Search(ctx, q, progress)
	if err != nil {
		return Tags{}, err
	}
	matches := make([][]corpus.Span, len(s.Seen().Sources))
	for _, h := range found.Hits {
		matches[h.Source] = append(matches[h.Source], h.Spans...)
	}
	return s.tagMatches(ctx, t, tagger, c, matches, w)
}

// TagMatching works out tags on what a regular expression (RE2) matches in the words of
// turns, where filters say; labels are not said by anybody. The error wraps
// [coding.ErrInvalid] where it cannot be read.
func (s *Session) TagMatching(ctx context.Context, t Tagging, pattern string, filters query.Names, w Widening) (Tags, error) {
	tagger, c, err := s.tagger(t)
	if err != nil {
		return Tags{}, err
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return Tags{}, coding.Errorf(coding.ErrInvalid, "--regex: %w", err)
	}
	study := s.Seen()
	filter, err := filters.Resolve(ctx, study, s.Texts)
	if err != nil {
		return Tags{}, err
	}
	lets := study.Places(filter)
	matches := make([][]corpus.Span, len(study.Sources))
	for i, src := range study.Sources {
		text, err := tagger.Text(ctx, src)
		if err != nil {
			return Tags{}, err
		}
		for _, turn := range study.Transcript(src).Turns {
			if v, _ := study.Owner(i, turn); !lets(i, v) {
				continue
			}
			for _, m := range re.FindAllStringIndex(text.Body[turn.Body:turn.End], -1) {
				if m[0] < m[1] {
					matches[i] = append(matches[i], corpus.Span{Start: turn.Body + m[0], End: turn.Body + m[1]})
				}
			}
		}
	}
	return s.tagMatches(ctx, t, tagger, c, matches, w)
}

// TagSpans works out tags on chosen spans of texts, in any order.
func (s *Session) TagSpans(ctx context.Context, t Tagging, spans map[corpus.TextID][]corpus.Span, w Widening) (Tags, error) {
	tagger, c, err := s.tagger(t)
	if err != nil {
		return Tags{}, err
	}
	matches, known := make([][]corpus.Span, len(s.Seen().Sources)), 0
	for i, src := range s.Seen().Sources {
		if chosen, ok := spans[src.Text]; ok {
			known++
			text, err := tagger.Text(ctx, src)
			if err != nil {
				return Tags{}, err
			}
			for _, span := range chosen {
				if err := text.Check(span); err != nil {
					return Tags{}, coding.Errorf(coding.ErrInvalid, "%s: %w", src.Name, err)
				}
			}
			matches[i] = slices.SortedFunc(slices.Values(chosen), func(a, b corpus.Span) int { return a.Start - b.Start })
		}
	}
	if known < len(spans) {
		return Tags{}, gone()
	}
	return s.tagMatches(ctx, t, tagger, c, matches, w)
}

// tagMatches tags matches, given for each source in order, widened to a unit.
func (s *Session) tagMatches(ctx context.Context, t Tagging, tagger *intake.Tagger, c intake.Coding, matches [][]corpus.Span,
	w Widening) (Tags, error) {
	if w.Unit != locate.UnitMatch && w.Unit != locate.UnitSentence && w.Unit != locate.UnitTurn {
		return Tags{}, coding.Errorf(coding.ErrInvalid, "--unit %q: match, sentence or turn", w.Unit)
	}
	left := 0
	for i, spans := range matches {
		if !w.Researchers {
			answers := s.answers(i, spans)
			left += len(spans) - len(answers)
			spans = answers
		}
		if len(spans) == 0 {
			continue
		}
		c.Source = s.Seen().Sources[i]
		text, err := tagger.Text(ctx, c.Source)
		if err != nil {
			return Tags{}, err
		}
		if err := tagger.TagSpans(c, locate.Widen(text.Text, s.Seen().Transcript(c.Source), spans, w.Unit)); err != nil {
			return Tags{}, err
		}
	}
	with, what := s.with(t.Themes)
	tags := s.worked(tagger, with, what)
	tags.Left = left
	return tags, nil
}

// answers are the spans of a source that are not in turns of researchers.
func (s *Session) answers(source int, spans []corpus.Span) (answers []corpus.Span) {
	tr := s.Seen().Transcript(s.Seen().Sources[source])
	for _, span := range spans {
		turn, last := tr.TurnsIn(span)
		if turn == last { // between turns
			answers = append(answers, span)
		} else if _, ok := s.Seen().Owner(source, tr.Turns[turn]); ok {
			answers = append(answers, span)
		}
	}
	return answers
}

// TagTable works out the tags that a table lists; bad are its rows that cannot be
// tagged, each with its line. columns says which of its headings are what (see
// [intake.ParseColumnNames]). The error wraps [coding.ErrInvalid] where it is no table
// of codings.
func (s *Session) TagTable(ctx context.Context, file string, table corpus.Table, columns map[string]string, create bool) (
	t Tags, bad []error, err error) {
	tagger, _, err := s.tagger(Tagging{Create: create})
	if err != nil {
		return Tags{}, nil, err
	}
	rows, bad, err := intake.ReadCodings(s.Seen(), file, table, columns)
	if err != nil {
		return Tags{}, nil, err
	}
	for _, c := range rows {
		if err := tagger.Tag(ctx, c); err != nil {
			bad = append(bad, fmt.Errorf("%s: line %d: %w", file, c.Line, err))
		}
	}
	return s.worked(tagger, "from "+file, "from "+file), bad, nil
}

// TagAnnotations works out the tags, and the memos on passages, that annotations of the Web
// say (see [exchange.ReadAnnotations]); bad are those that say none or have no place here.
func (s *Session) TagAnnotations(ctx context.Context, file string, data []byte, create bool) (t Tags, bad []error, err error) {
	tagger, _, err := s.tagger(Tagging{Create: create})
	if err != nil {
		return Tags{}, nil, err
	}
	all, bad, err := exchange.ReadAnnotations(data)
	if err != nil {
		return Tags{}, nil, fmt.Errorf("%s: %w", file, err)
	}
	a, without := exchange.Annotate(ctx, tagger, all)
	bad = append(bad, without...)
	for i, err := range bad {
		bad[i] = fmt.Errorf("%s: %w", file, err)
	}
	t = s.worked(tagger, "from "+file, "from "+file)
	t.Notes, t.Guesses = a.Notes, a.Said
	return t, bad, nil
}

// Untagging is which tags to remove.
type Untagging struct {
	Themes  []string     // paths; subthemes are not meant
	Filters query.Names  // which passages, by any filter
	Source  string       // with Place: only the passage there
	Place   locate.Place // zero for all that filters leave
	Coder   string       // whose tags
}

// Untag removes tags of themes from passages; removed is how many. The error wraps
// [coding.ErrUnknown] where there are none.
func (s *Session) Untag(ctx context.Context, u Untagging) (d Done, removed int, err error) {
	filters := query.Names{}
	for name, values := range u.Filters {
		filters[name] = values
	}
	filters["theme"], filters["exact"], filters["coder"] = u.Themes, []string{"true"}, []string{u.Coder}
	study := s.Seen()
	filter, err := filters.Resolve(ctx, study, s.Texts)
	if err != nil {
		return Done{}, 0, err
	}
	var spans []corpus.Span
	if u.Place != (locate.Place{}) {
		if _, spans, err = s.Locate(ctx, u.Source, u.Place); err != nil {
			return Done{}, 0, err
		}
	}
	var tags []coding.Tag
	for _, sel := range study.Select(filter).Passages {
		if u.Place == (locate.Place{}) || slices.Contains(spans, study.Passages[sel.Index].Span) {
			for _, t := range sel.Tags {
				tags = append(tags, study.Tags[t])
			}
		}
	}
	names := strings.Join(u.Themes, ", ")
	if len(tags) == 0 {
		return Done{}, 0, coding.WithHint(fmt.Errorf("no tag of %s by %s there: %w", names, u.Coder, coding.ErrUnknown),
			"crosscase passages lists what is tagged; --coder takes off another's")
	}
	d, err = s.untag(ctx, u.Coder, names, tags...)
	return d, len(tags), err
}

// untag removes tags of a coder.
func (s *Session) untag(ctx context.Context, coder, themes string, tags ...coding.Tag) (Done, error) {
	var changes []edit.Change
	for _, t := range tags {
		changes = append(changes, edit.Untag{Tag: t.ID})
	}
	if len(tags) == 1 && tags[0].Coder == s.CoderID() {
		return s.Apply(ctx, "untag "+s.Study.Path(tags[0].Theme)+s.in(tags[0].Passage), changes...)
	}
	return s.Apply(ctx, fmt.Sprintf("untag %s: %s by %s", themes, coding.Count(len(tags), "tag"), coder), changes...)
}
