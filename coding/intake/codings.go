package intake

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// A Coding is one line of a file of codings, with everything but the place in
// names found in the study.
type Coding struct {
	Line   int
	Source *corpus.Source
	Themes []string // paths, as written
	Place  locate.Place
	Coder  string
	About  corpus.OrganisationID
	Weight float64
	Memo   string
	At     time.Time // zero for the time of the edit
}

// ReadCodings reads a table with the columns source, theme, and one of quote,
// turns, lines, or start and end (bytes); optional are occurrence, coder, about,
// weight and memo. It returns the rows that can be understood, and one error for
// each that cannot, with its line; where there is no table at all, err alone. A table
// of coded segments that another program exported is recognised by its headings;
// columns says what a heading is that is not known (see [ParseColumnNames]).
func ReadCodings(s *coding.Study, file string, from corpus.Table, columns map[string]string) (rows []Coding, bad []error, err error) {
	from, foreign, bad, err := AsCodings(file, from, columns, knownPaths(s))
	if err != nil {
		return nil, nil, err
	}
	t, err := ReadTable(file, from, "source", "theme")
	if err != nil {
		return nil, nil, err
	}
	if attrs := t.attributes(Row{Values: columnsAsValues(t.Columns)}, knownColumns...); len(attrs) > 0 {
		for name := range attrs {
			return nil, nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "%s: line 1: column %q", file, name),
				"columns are source, theme, quote (or turns, lines, start and end), occurrence, coder, about, weight, memo")
		}
	}
	for _, r := range t.Rows {
		c, err := codingOf(s, r, foreign)
		if err != nil {
			bad = append(bad, t.Wrong(r, err))
			continue
		}
		rows = append(rows, c)
	}
	return rows, bad, nil
}

// knownPaths returns a function that tells whether a path, or the end of one, is a theme's.
func knownPaths(s *coding.Study) func(path string) bool {
	known := map[string]bool{}
	for _, t := range s.Themes {
		for path, more := strings.ToLower(s.Path(t.ID)), true; more; _, path, more = strings.Cut(path, coding.Separator) {
			known[path] = true
		}
	}
	return func(path string) bool { return known[strings.ToLower(coding.CleanPath(path))] }
}

func columnsAsValues(columns []string) map[string]string {
	m := map[string]string{}
	for _, c := range columns {
		m[c] = c
	}
	return m
}

func codingOf(s *coding.Study, r Row, foreign bool) (c Coding, err error) {
	v := r.Values
	c = Coding{Line: r.Line, Coder: v["coder"], Memo: v["memo"],
		Place: locate.Place{Quote: v["quote"], Occurrence: v["occurrence"], Turns: v["turns"], Lines: v["lines"]}}
	find := s.FindSource
	if foreign {
		find = func(name string) (*corpus.Source, error) { return FindDocument(s, name) }
		c.Place.Near, _ = strconv.Atoi(v["near"])
	}
	if c.Source, err = find(v["source"]); err != nil {
		return c, err
	}
	if v["theme"] == "" {
		return c, coding.Errorf(coding.ErrInvalid, "no theme")
	}
	c.Themes = []string{v["theme"]} // commas belong to its name
	if v["start"] != "" || v["end"] != "" {
		c.Place.Span = v["start"] + ":" + v["end"]
	}
	if c.Place.Quote+c.Place.Turns+c.Place.Lines+c.Place.Span == "" {
		return c, coding.Errorf(coding.ErrInvalid, "no place: give a quote, turns, lines, or start and end")
	}
	if v["about"] != "" {
		o, err := s.FindOrganisation(v["about"])
		if err != nil {
			return c, err
		}
		c.About = o.ID
	}
	if v["weight"] != "" {
		var ok bool
		if c.Weight, ok = coding.ParseNumber(v["weight"]); !ok || c.Weight <= 0 {
			return c, coding.Errorf(coding.ErrInvalid, "weight %q: a number above 0", v["weight"])
		}
	}
	return c, nil
}

// A Tagger works out the changes that put themes on places.
type Tagger struct {
	Study  *coding.Study
	Texts  coding.Texts
	NewID  func() string
	Create bool // themes that do not exist are made

	apart   map[string]bool // paths in small letters that are written in several ways and not one theme
	made    map[string]coding.ThemeID
	found   map[string]coding.ThemeID
	count   int
	texts   map[corpus.TextID]*corpus.Finder
	Changes []edit.Change // so far
	Tags    int           // among them
	Made    []string      // paths of the themes among them
}

// KeepApart makes themes of their own of paths that differ only in case, as of tags of another
// program, and returns those that do.
func (t *Tagger) KeepApart(paths []string) (apart []string) {
	written := map[string][]string{}
	for _, path := range paths {
		names := coding.SplitPath(path)
		for n := range names {
			path := strings.Join(names[:n+1], coding.Separator)
			if key := strings.ToLower(path); !slices.Contains(written[key], path) {
				written[key] = append(written[key], path)
			}
		}
	}
	t.apart = map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(written)) {
		if len(written[key]) > 1 {
			t.apart[key] = true
			apart = append(apart, written[key]...)
		}
	}
	return apart
}

// key is what paths of one theme have in common.
func (t *Tagger) key(path string) string {
	if key := strings.ToLower(path); !t.apart[key] {
		return key
	}
	return path
}

// Theme returns the theme of this path. With Create it is made where it is
// missing, with those above it.
func (t *Tagger) Theme(path string) (coding.ThemeID, error) {
	clean := coding.CleanPath(path)
	if id, ok := t.made[t.key(clean)]; ok {
		return id, nil
	}
	if id, ok := t.found[path]; ok {
		return id, nil
	}
	theme, err := t.Study.FindTheme(path)
	if err == nil && t.Create && t.apart[strings.ToLower(clean)] && !strings.HasSuffix(t.Study.Path(theme.ID), clean) {
		return t.add(path)
	}
	if err == nil {
		if theme.Archived {
			return "", coding.WithHint(coding.Errorf(coding.ErrConflict, "theme %q: it is archived, not to be used any more",
				t.Study.Path(theme.ID)), "crosscase theme restore %q brings it back", t.Study.Path(theme.ID))
		}
		if t.found == nil {
			t.found = map[string]coding.ThemeID{}
		}
		t.found[path] = theme.ID
		return theme.ID, nil
	}
	if !t.Create || !errors.Is(err, coding.ErrUnknown) {
		if several := t.Study.SplitThemes(path); len(several) > 1 && errors.Is(err, coding.ErrUnknown) && t.allFound(several) {
			return "", coding.WithHint(err, "a cell holds one theme; give %s a line each", coding.Quoted(several, " and "))
		}
		if hint := coding.Hint(err); hint != "" && errors.Is(err, coding.ErrUnknown) && strings.HasPrefix(hint, "see ") {
			err = coding.WithHint(err, "make it with crosscase theme add %q, or let --create-themes do it", path)
		}
		return "", err
	}
	return t.add(path)
}

// allFound tells whether all paths are themes.
func (t *Tagger) allFound(paths []string) bool {
	return !slices.ContainsFunc(paths, func(p string) bool { _, err := t.Study.FindTheme(p); return err != nil })
}

// Add makes the theme of this path, even where one of that name stands
// elsewhere in the codebook; those above it are made where they are missing.
func (t *Tagger) Add(path string) error {
	_, err := t.add(path)
	return err
}

// add makes a theme. Its path is whole: what stands above it is looked for from
// the top, since the last part of a name is enough only for what is there.
func (t *Tagger) add(path string) (coding.ThemeID, error) {
	names := coding.SplitPath(path)
	return t.addBelow(names[:len(names)-1], names[len(names)-1])
}

func (t *Tagger) addBelow(above []string, name string) (id coding.ThemeID, err error) {
	name = corpus.PlainName(name)
	parent := coding.ThemeID("")
	if len(above) > 0 {
		if parent, err = t.whole(above); err != nil {
			return "", err
		}
	}
	path := strings.Join(append(above[:len(above):len(above)], name), coding.Separator)
	made := NewTheme(t.Study, coding.ThemeID(t.NewID()), parent, name)
	made.Position += t.count
	made.Colour = coding.Colour(len(t.Study.Themes) + t.count)
	t.count++
	if err := coding.CheckName("theme", name); err != nil {
		return "", err
	}
	if t.made == nil {
		t.made = map[string]coding.ThemeID{}
	}
	t.made[t.key(path)] = made.ID
	t.Made = append(t.Made, path)
	t.Changes = append(t.Changes, edit.PutTheme{Theme: made})
	return made.ID, nil
}

// whole finds the theme of a whole path, or makes it.
func (t *Tagger) whole(names []string) (coding.ThemeID, error) {
	path := strings.Join(names, coding.Separator)
	if id, ok := t.made[t.key(path)]; ok {
		return id, nil
	}
	for _, theme := range t.Study.Themes {
		if is := t.Study.Path(theme.ID); is == path || strings.EqualFold(is, path) && !t.apart[strings.ToLower(path)] {
			return theme.ID, nil
		}
	}
	return t.addBelow(names[:len(names)-1], names[len(names)-1])
}

// NewTheme is a theme at the end of those below parent, in the next colour.
func NewTheme(s *coding.Study, id, parent coding.ThemeID, name string) coding.Theme {
	t := coding.Theme{ID: id, Parent: parent, Name: name, Colour: coding.Colour(len(s.Themes))}
	for _, other := range s.Themes {
		if other.Parent == parent {
			t.Position = max(t.Position, other.Position+1)
		}
	}
	return t
}

// Text returns the words of src, read once.
func (t *Tagger) Text(ctx context.Context, src *corpus.Source) (*corpus.Finder, error) {
	if text, ok := t.texts[src.Text]; ok {
		return text, nil
	}
	text, err := t.Texts.Text(ctx, src.Text)
	if err != nil {
		return nil, err
	}
	if t.texts == nil {
		t.texts = map[corpus.TextID]*corpus.Finder{}
	}
	t.texts[src.Text] = &corpus.Finder{Text: text}
	return t.texts[src.Text], nil
}

// Tag puts the coding's themes on the places that it means.
func (t *Tagger) Tag(ctx context.Context, c Coding) error {
	text, err := t.Text(ctx, c.Source)
	if err != nil {
		return err
	}
	spans, err := locate.Find(text, t.Study.Transcript(c.Source), c.Place)
	if err != nil {
		return fmt.Errorf("source %q: %w", c.Source.Name, err)
	}
	return t.TagSpans(c, spans)
}

// TagSpans puts the coding's themes on spans of its source.
func (t *Tagger) TagSpans(c Coding, spans []corpus.Span) error {
	for _, path := range c.Themes {
		theme, err := t.Theme(path)
		if err != nil {
			return err
		}
		for _, span := range spans {
			tag := edit.TagPassage{
				Passage: coding.PassageID(t.NewID()), Text: c.Source.Text, Span: span, Tag: coding.TagID(t.NewID()), Theme: theme,
				About: c.About, Weight: c.Weight, Coder: c.Coder, Memo: c.Memo, At: c.At,
			}
			if c.Memo != "" {
				tag.MemoID = coding.MemoID(t.NewID())
			}
			t.Changes = append(t.Changes, tag)
			t.Tags++
		}
	}
	return nil
}

// A Tally says what tags that were worked out would do to a study.
type Tally struct {
	New     int // tags that are not there yet
	Updated int // tags that are there, and get another weight or a memo
	// Passages and Sources are those of the new tags; of the updated ones, where none is new.
	Passages, Sources int
	Changes           []edit.TagPassage // the new tags, then the updated ones
}

// placeKey is the words that a tag is on.
type placeKey struct {
	text corpus.TextID
	span corpus.Span
}

// tagKey names a tag by what a coder can have but once.
type tagKey struct {
	placeKey
	theme coding.ThemeID
	coder string
	about corpus.OrganisationID
}

// noteKey names a memo on a tag by what is kept but once.
type noteKey struct {
	tagKey
	memo string
}

// Tally compares the tags with those that the study has. coder is whose the tags are
// that name nobody.
func (t *Tagger) Tally(coder string) (x Tally) {
	weights, notes := t.there()
	var added, updated []edit.TagPassage
	for _, c := range t.Changes {
		c, ok := c.(edit.TagPassage)
		if !ok {
			continue
		}
		name := t.coder(cmp.Or(c.Coder, coder))
		k := tagKey{placeKey{c.Text, c.Span}, c.Theme, name, c.About}
		weight, there := weights[k]
		note := noteKey{k, c.Memo}
		isNew := c.Memo != "" && !notes[note]
		notes[note] = true
		switch {
		case !there:
			added = append(added, c)
		case isNew, c.Weight > 0 && c.Weight != weight:
			updated = append(updated, c)
		default:
			continue
		}
		if !there || c.Weight > 0 {
			weights[k] = c.Weight
		}
	}
	x.New, x.Updated, x.Changes = len(added), len(updated), slices.Concat(added, updated)
	if len(added) == 0 {
		added = updated
	}
	places, texts := map[placeKey]bool{}, map[corpus.TextID]bool{}
	for _, c := range added {
		places[placeKey{c.Text, c.Span}], texts[c.Text] = true, true
	}
	x.Passages, x.Sources = len(places), len(texts)
	return x
}

// there are the weights and the coders' own memos of the tags that the study has.
func (t *Tagger) there() (weights map[tagKey]float64, notes map[noteKey]bool) {
	weights, notes = map[tagKey]float64{}, map[noteKey]bool{}
	keys := map[string]tagKey{}
	for i, p := range t.Study.Passages {
		first, last := t.Study.TagsOf(i)
		for n, old := range t.Study.Tags[first:last] {
			k := tagKey{placeKey{p.Text, p.Span}, old.Theme, t.Study.Coders[t.Study.TagCoder(first+n)].Name, old.About}
			weights[k] = old.Weight
			keys[string(old.ID)] = k
		}
	}
	for _, m := range t.Study.Memos {
		if k, ok := keys[m.On]; ok && t.Study.CoderName(m.Coder) == k.coder {
			notes[noteKey{k, m.Text}] = true
		}
	}
	return weights, notes
}

// coder is the name that a coder has now, who may be named by an earlier one.
func (t *Tagger) coder(name string) string {
	for _, c := range t.Study.Coders {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c.Name
		}
	}
	return name
}
