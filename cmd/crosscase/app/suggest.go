package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/edit"
	"crosscase/coding/locate"
	"crosscase/coding/query"
	"crosscase/coding/reading"
	"crosscase/coding/words"
	"crosscase/corpus"
)

// Units are what suggestions and similar passages are looked for among.
type Units struct {
	Unit    locate.Unit // turns or sentences
	Filters query.Names // where, by [query.PlaceNames]
	Limit   int         // so many of them at most
}

// A Place is where words are in a source.
type Place struct {
	Ref  string        // as int-03:12 for turn 12, or int-03:12.2 for a sentence of it
	Text corpus.TextID // that it is in
	reading.Quote
}

// placeAt is a place with the words around it.
func placeAt(s *coding.Study, src *corpus.Source, span corpus.Span, text corpus.Text) Place {
	tr := s.Transcript(src)
	turn, _ := tr.TurnsIn(span)
	p := Place{Ref: fmt.Sprintf("%s:%d", src.Name, turn+1), Text: src.Text}
	if turn == len(tr.Turns) { // behind the last one
		p.Quote = reading.Quote{Source: src.Name, Span: span, Start: span.Start, End: span.End, Quote: text.Body[span.Start:span.End]}
	} else {
		p.Quote = reading.NewHit(s, slices.Index(s.Sources, src), turn, span, text)
	}
	return p
}

// A Suggestion is a place that may have a theme.
type Suggestion struct {
	Place
	Probability float64  // 0 to 1
	Because     []string // words that weigh most
}

// Suggestions are places without a theme, the likeliest to have it first.
type Suggestions struct {
	Theme  *coding.Theme
	List   []Suggestion
	Learnt int // units with the theme that it was learnt from
	Unit   locate.Unit
	Top    []string // words that speak most for the theme
}

// Said is what suggestions were learnt from.
func (x Suggestions) Said(s *coding.Study) string {
	return fmt.Sprintf("learnt from %s; the words that speak most for %s: %s",
		coding.Count(x.Learnt, string(x.Unit)), s.Path(x.Theme.ID), strings.Join(x.Top, ", "))
}

// Suggest ranks places that a theme is not on by how likely they have it. The error
// wraps [coding.ErrUnknown], or [coding.ErrInvalid] where there is too little to learn
// from.
func (s *Session) Suggest(ctx context.Context, theme string, in Units) (Suggestions, error) {
	study := s.Seen()
	filter, err := in.Filters.Resolve(ctx, study, s.Texts)
	if err != nil {
		return Suggestions{}, err
	}
	lets := study.Places(filter)
	c, err := s.cut(ctx, in.Unit, nil)
	if err != nil {
		return Suggestions{}, err
	}
	t, err := study.FindTheme(theme)
	if err != nil {
		return Suggestions{}, err
	}
	_, describes, err := c.describe(t)
	if err != nil {
		return Suggestions{}, err
	}
	labels, candidates := words.Label(study, c.units, t.ID, c.words)
	m, err := words.Train(c.units, labels, describes)
	if err != nil {
		return Suggestions{}, fmt.Errorf("suggest %s: %w", study.Path(t.ID), err)
	}
	candidates = slices.DeleteFunc(candidates, func(i int) bool { return !lets(c.units[i].Source, c.units[i].Voice) })
	found := Suggestions{Theme: t, Unit: in.Unit, Top: m.Top(8)}
	for _, l := range labels {
		if l > 0 {
			found.Learnt++
		}
	}
	ranked := m.Rank(candidates)
	for _, x := range ranked[:min(len(ranked), max(in.Limit, 0))] {
		m.Because(&x)
		found.List = append(found.List, Suggestion{c.place(c.units[x.Unit]), x.Probability, x.Because})
	}
	return found, nil
}

// A ThemeEvaluation says how well suggestions of a theme work.
type ThemeEvaluation struct {
	Theme *coding.Theme
	words.Evaluation
}

// Evaluate says how well suggestions work, for one theme or, where that is "", for all
// with enough units to learn from; mean is the mean over them.
func (s *Session) Evaluate(ctx context.Context, theme string, unit locate.Unit) (all []ThemeEvaluation, mean words.Evaluation, err error) {
	c, err := s.cut(ctx, unit, nil)
	if err != nil {
		return nil, mean, err
	}
	themes := c.study.Themes
	if theme != "" {
		t, err := c.study.FindTheme(theme)
		if err != nil {
			return nil, mean, err
		}
		themes = []*coding.Theme{t}
	}
	for _, t := range themes {
		name, describes, err := c.describe(t)
		if err != nil {
			return nil, mean, err
		}
		labels, _ := words.Label(c.study, c.units, t.ID, c.words)
		if e, ok := words.Evaluate(c.units, labels, describes, name); ok {
			all = append(all, ThemeEvaluation{t, e})
		}
	}
	return all, meanOf(all), nil
}

// meanOf is the mean quality of evaluations.
func meanOf(all []ThemeEvaluation) (mean words.Evaluation) {
	qualities := func(e *words.Evaluation) []*words.Quality { return []*words.Quality{&e.Model, &e.Search, &e.Random} }
	for i, q := range qualities(&mean) {
		for _, e := range all {
			q.At10 += qualities(&e.Evaluation)[i].At10
			q.Average += qualities(&e.Evaluation)[i].Average
		}
		q.At10, q.Average = q.At10/float64(len(all)), q.Average/float64(len(all))
	}
	return mean
}

// A SimilarPlace is a place that resembles another one.
type SimilarPlace struct {
	Place
	Similarity float64  // 0 to 1
	Common     []string // words that both have
}

// Similar ranks places by how much their words are like those of a span of a source,
// without the ones that overlap it. Limit 0 is all.
func (s *Session) Similar(ctx context.Context, src *corpus.Source, span corpus.Span, in Units) ([]SimilarPlace, error) {
	study := s.Seen()
	filter, err := in.Filters.Resolve(ctx, study, s.Texts)
	if err != nil {
		return nil, err
	}
	c, err := s.cut(ctx, in.Unit, study.Places(filter))
	if err != nil {
		return nil, err
	}
	text, err := s.Texts.Text(ctx, src.Text)
	if err != nil {
		return nil, err
	}
	of, err := c.tokenize(src.Language, text.Body[span.Start:span.End])
	if err != nil {
		return nil, err
	}
	var found []SimilarPlace
	for _, x := range words.Similar(c.units, of) {
		u := c.units[x.Unit]
		if study.Sources[u.Source] == src && u.Span.Overlaps(span) {
			continue
		}
		found = append(found, SimilarPlace{c.place(u), x.Similarity, x.Common})
		if len(found) == in.Limit {
			break
		}
	}
	return found, nil
}

// Places finds turns or sentences by what lists of suggestions call them. The error
// wraps [coding.ErrUnknown].
func (s *Session) Places(ctx context.Context, unit locate.Unit, refs ...string) ([]Place, error) {
	c, err := s.cut(ctx, unit, nil)
	if err != nil {
		return nil, err
	}
	var all []Place
	for _, ref := range refs {
		i := slices.IndexFunc(c.units, func(u words.Unit) bool { return strings.EqualFold(u.Ref(c.study), strings.TrimSpace(ref)) })
		if i < 0 {
			return nil, coding.WithHint(fmt.Errorf("place %q: %w", ref, coding.ErrUnknown),
				"write it as it stands in the list, as int-03:12; --unit must be the same as there")
		}
		all = append(all, c.place(c.units[i]))
	}
	return all, nil
}

// A Judgement is what a person makes of a suggestion.
type Judgement struct {
	Text   corpus.TextID
	Span   corpus.Span
	Accept bool // else it is rejected, and not suggested again
}

// Judge tags what is accepted with a theme, as suggested, and remembers what is
// rejected. The error wraps [coding.ErrUnknown] or [coding.ErrConflict] where the theme
// or the words are no longer there.
func (s *Session) Judge(ctx context.Context, theme *coding.Theme, judgements ...Judgement) (Done, error) {
	var changes []edit.Change
	verb, accepted, source := "rejected", 0, ""
	for _, j := range judgements {
		src := s.Study.SourceOf(coding.Passage{Text: j.Text})
		if src == nil {
			return Done{}, gone()
		}
		source = src.Name
		text, err := s.Texts.Text(ctx, j.Text)
		if err != nil {
			return Done{}, err
		}
		quote, err := text.Quote(j.Span)
		if err != nil {
			return Done{}, coding.Errorf(coding.ErrInvalid, "%s: %w", src.Name, err)
		}
		if j.Accept {
			verb = "accepted"
			accepted++
			changes = append(changes, edit.TagPassage{Passage: coding.PassageID(s.NewID()), Text: j.Text, Span: j.Span,
				Tag: coding.TagID(s.NewID()), Theme: theme.ID, Suggested: true})
		} else {
			changes = append(changes, edit.Reject{ID: s.NewID(), Theme: theme.ID, Source: src.ID, Words: coding.WordsKey(quote)})
		}
	}
	path := s.Study.Path(theme.ID)
	if len(judgements) == 1 {
		return s.Apply(ctx, fmt.Sprintf("suggestion of %s %s in %s", path, verb, source), changes...)
	}
	return s.Apply(ctx, fmt.Sprintf("suggestions of %s: %d accepted, %d rejected", path, accepted, len(judgements)-accepted), changes...)
}

// ReadDecisions reads a table of suggestions in which people wrote yes or no: the places
// of each. The error wraps [coding.ErrInvalid] and names the line.
func ReadDecisions(file string, t corpus.Table) (yes, no []string, err error) {
	at := func(name string) int {
		return slices.IndexFunc(t.Columns, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), name) })
	}
	place, decision := at("place"), at("decision")
	if place < 0 || decision < 0 {
		err := coding.Errorf(coding.ErrInvalid, "%s: line 1: columns \"place\" and \"decision\" are needed", file)
		return nil, nil, coding.WithHint(err, "write the table with crosscase suggest THEME --format csv")
	}
	for _, r := range t.Rows {
		if place >= len(r.Values) || decision >= len(r.Values) {
			continue
		}
		ref := coding.Unharmed(r.Values[place])
		switch d := strings.ToLower(strings.TrimSpace(r.Values[decision])); d {
		case "yes", "y", "1", "accept", "ja":
			yes = append(yes, ref)
		case "no", "n", "0", "reject", "nein":
			no = append(no, ref)
		case "":
		default:
			return nil, nil, coding.Errorf(coding.ErrInvalid, "%s: line %d: decision %q: yes, no or nothing", file, r.Line, d)
		}
	}
	return yes, no, nil
}

// gone is the error where a page or a list names words that are no longer there.
func gone() error {
	err := coding.Errorf(coding.ErrConflict, "the source was given other words, or removed, since this was shown")
	return coding.WithHint(err, "load it anew")
}

// cutUnits are the turns or sentences of a study, cut into words.
type cutUnits struct {
	study    *coding.Study
	tokenize words.Tokenizer
	units    []words.Unit
	texts    map[int]corpus.Text
}

// cut cuts what participants say and documents hold into units; keep, if not nil,
// selects the turns. The error wraps [coding.ErrInvalid] where unit is none.
func (s *Session) cut(ctx context.Context, unit locate.Unit, keep func(int, coding.Voice) bool) (*cutUnits, error) {
	if unit != locate.UnitSentence && unit != locate.UnitTurn {
		return nil, coding.Errorf(coding.ErrInvalid, "--unit %q: turn or sentence", unit)
	}
	c := &cutUnits{study: s.Seen(), tokenize: Tokenizer(), texts: map[int]corpus.Text{}}
	var err error
	if c.units, err = words.Units(ctx, c.study, s.Texts, c.tokenize, unit, keep); err != nil {
		return nil, err
	}
	for i, src := range c.study.Sources {
		if c.texts[i], err = s.Texts.Text(ctx, src.Text); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// words are the words of a unit as they stand.
func (c *cutUnits) words(u words.Unit) string { return c.texts[u.Source].Body[u.Span.Start:u.Span.End] }

// describe cuts a theme's name, and all that describes it, into words.
func (c *cutUnits) describe(t *coding.Theme) (name, all []words.Word, err error) {
	language := analysis.MostSpoken(c.study)
	if name, err = c.tokenize(language, t.Name); err != nil {
		return nil, nil, err
	}
	all, err = c.tokenize(language, strings.Join([]string{t.Name, t.Definition, t.Include, t.Example}, ". "))
	return name, all, err
}

// place is a unit as people see it, without the words around.
func (c *cutUnits) place(u words.Unit) Place {
	p := placeAt(c.study, c.study.Sources[u.Source], u.Span, c.texts[u.Source])
	p.Ref, p.Before, p.After = u.Ref(c.study), "", ""
	return p
}
