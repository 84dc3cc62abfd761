package coding

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// FindSource returns the source called name, as the person typed it: case does
// not matter, and the file's name will do. The error wraps [ErrUnknown] and
// suggests the nearest names; so do those of its siblings below.
func (s *Study) FindSource(name string) (*corpus.Source, error) {
	return find("source", name, s.Sources, func(x *corpus.Source) []string { return []string{x.Name, x.File} })
}

// FindParticipant finds a participant by name or alias.
func (s *Study) FindParticipant(name string) (*corpus.Participant, error) {
	return find("participant", name, s.Participants, func(x *corpus.Participant) []string {
		return append([]string{x.Name}, x.Aliases...)
	})
}

// FindOrganisation finds an organisation by name.
func (s *Study) FindOrganisation(name string) (*corpus.Organisation, error) {
	return find("organisation", name, s.Organisations, func(x *corpus.Organisation) []string { return []string{x.Name} })
}

// FindCase finds a case study by name.
func (s *Study) FindCase(name string) (*corpus.CaseStudy, error) {
	return find("case", name, s.Cases, func(x *corpus.CaseStudy) []string { return []string{x.Name} })
}

// FindCoder finds a coder by name.
func (s *Study) FindCoder(name string) (*Coder, error) {
	return find("coder", name, s.Coders, func(x *Coder) []string { return append([]string{x.Name}, x.Aliases...) })
}

// FindMatrix finds a saved matrix by name.
func (s *Study) FindMatrix(name string) (*SavedQuery, error) {
	return find("matrix", name, s.Matrices, func(q *SavedQuery) []string { return []string{q.Name} })
}

// FindSearch finds a saved search by name.
func (s *Study) FindSearch(name string) (*SavedQuery, error) {
	return find("search", strings.TrimPrefix(name, "@"), s.Searches, func(q *SavedQuery) []string { return []string{q.Name} })
}

// FindQuery finds a saved query by name.
func (s *Study) FindQuery(name string) (*SavedQuery, error) {
	return find("query", strings.TrimPrefix(name, "@"), s.Queries, func(q *SavedQuery) []string { return []string{q.Name} })
}

// FindPassage finds a passage by its identifier, or the beginning of it.
func (s *Study) FindPassage(id string) (int, error) {
	i, err := byPrefix("passage", id, len(s.Passages), func(i int) string { return string(s.Passages[i].ID) })
	if err != nil && Hint(err) == "" {
		err = WithHint(err, "crosscase passages --format json shows the identifiers of all, crosscase passages --detached those that "+
			"need a place")
	}
	return i, err
}

// FindQuestion finds a question that turns answer, by its words or its beginning,
// as "Q12" or "3".
func (s *Study) FindQuestion(words string) (string, error) {
	words = strings.TrimSpace(words)
	for _, fits := range []func(q string) bool{
		func(q string) bool { return strings.EqualFold(q, words) },
		func(q string) bool {
			rest, ok := corpus.CutPrefixFold(q, words)
			return ok && words != "" && !strings.ContainsRune("0123456789", rune((rest + " ")[0]))
		},
	} {
		var found []string
		for _, q := range s.questions {
			if fits(q) {
				found = append(found, q)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return "", ambiguous("question", words, found)
		}
	}
	return "", Unknown("question", words, s.questions, "crosscase matrix --rows question lists those that passages answer")
}

// FindTheme finds a theme by its path or, where that is enough to tell it apart,
// by the path's last parts. The error wraps [ErrUnknown] or, where it is not enough,
// [ErrAmbiguous] and lists the paths.
func (s *Study) FindTheme(path string) (*Theme, error) {
	typed := strings.TrimSpace(path)
	path = CleanPath(path)
	for _, t := range s.Themes { // one whose name is not spaced as a path is
		if t.Name == typed && strings.Contains(typed, ">") && typed != path {
			return t, nil
		}
	}
	for _, same := range []func(a, b string) bool{equal, strings.EqualFold, looksAlike} {
		var found []*Theme
		for _, t := range s.Themes {
			full := s.Path(t.ID)
			if same(full, path) {
				return t, nil
			}
			for _, below, ok := strings.Cut(full, Separator); ok; _, below, ok = strings.Cut(below, Separator) {
				if same(below, path) {
					found = append(found, t)
					break
				}
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			paths := make([]string, len(found))
			for i, t := range found {
				paths[i] = s.Path(t.ID)
			}
			return nil, ambiguous("theme", path, paths)
		}
	}
	var names []string
	for _, t := range s.Themes {
		names = append(names, s.Path(t.ID), t.Name)
	}
	return nil, Unknown("theme", path, names, "see crosscase theme list")
}

// CleanPath writes a theme's path with [Separator] between its parts, however
// the person spaced it.
func CleanPath(path string) string { return strings.Join(SplitPath(path), Separator) }

// SplitPath cuts a theme's path into names. A > that belongs to a name is written
// \>.
func SplitPath(path string) []string {
	const literal = "\x00"
	parts := strings.Split(strings.ReplaceAll(path, `\>`, literal), strings.TrimSpace(Separator))
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(p, literal, ">"))
	}
	return parts
}

// EscapedPath is a theme's path as [SplitPath] cuts it into the same names.
func (s *Study) EscapedPath(id ThemeID) string {
	i, ok := s.themes[id]
	if !ok {
		return ""
	}
	names := make([]string, len(s.ancestors[i]))
	for n, a := range s.ancestors[i] {
		names[len(names)-1-n] = strings.ReplaceAll(s.Themes[a].Name, ">", `\>`)
	}
	return strings.Join(names, Separator)
}

// SplitThemes cuts a list of themes at its commas. Where themes have commas in
// their names, as many parts as name one together are taken for it; \, is a comma
// in any case.
func (s *Study) SplitThemes(list string) []string {
	const literal = "\x00"
	parts := strings.Split(strings.ReplaceAll(list, `\,`, literal), ",")
	var themes []string
	for i := 0; i < len(parts); i++ {
		name := strings.TrimSpace(parts[i])
		for j := len(parts); j > i+1; j-- {
			joined := strings.TrimSpace(strings.Join(parts[i:j], ","))
			if _, err := s.FindTheme(strings.ReplaceAll(joined, literal, ",")); err == nil {
				name, i = joined, j-1
				break
			}
		}
		if name = strings.TrimSpace(strings.ReplaceAll(name, literal, ",")); name != "" {
			themes = append(themes, name)
		}
	}
	return themes
}

func equal(a, b string) bool { return a == b }

// looksAlike ignores what nobody can see, besides case.
func looksAlike(a, b string) bool { return strings.EqualFold(corpus.PlainName(a), corpus.PlainName(b)) }

// find finds one of all by a name, of which the first is its own. Case matters only where
// names differ in nothing else, and another name only where nobody has it for their own.
func find[T any](kind, name string, all []T, names func(T) []string) (found T, err error) {
	name = strings.TrimSpace(name)
	own := func(x T) []string { return names(x)[:1] }
	for _, of := range []func(T) []string{own, names} {
		for _, same := range []func(a, b string) bool{equal, strings.EqualFold, looksAlike} {
			var fit []T
			for _, x := range all {
				if slices.ContainsFunc(of(x), func(n string) bool { return n != "" && same(n, name) }) {
					fit = append(fit, x)
				}
			}
			if len(fit) == 1 || len(fit) > 1 && names(fit[0])[0] == names(fit[1])[0] { // nothing would tell these apart
				return fit[0], nil
			}
			if len(fit) > 1 {
				return found, ambiguous(kind, name, firstOf(fit, names))
			}
		}
	}
	return found, Unknown(kind, name, firstOf(all, names), "see crosscase "+kind+" list")
}

// firstOf is the first name of each.
func firstOf[T any](all []T, names func(T) []string) (first []string) {
	for _, x := range all {
		first = append(first, names(x)[0])
	}
	return first
}

// Unknown is the error for a name of nothing, with the nearest of those that are known; it
// wraps [ErrUnknown]. otherwise is what to do where none is near.
func Unknown(kind, name string, known []string, otherwise string) error {
	err := Wrapf("%s %q: %w", kind, name, ErrUnknown)
	if near := Nearest(name, known); len(near) > 0 {
		return WithHint(err, "did you mean %s?", Quoted(near, " or "))
	}
	return WithHint(err, "%s", otherwise)
}

// ambiguous is the error for what several are called, or begin with; it lists them, and
// wraps [ErrAmbiguous].
func ambiguous(kind, name string, which []string) error {
	const most = 10
	list := Quoted(which[:min(len(which), most)], " or ")
	if more := len(which) - most; more > 0 {
		list += fmt.Sprintf(", or one of %d more", more)
	}
	return WithHint(Wrapf("%s %q: %w: it could be any of %d", kind, name, ErrAmbiguous, len(which)), "say which one: %s", list)
}

// Quoted puts names in quotation marks, with something between them.
func Quoted(names []string, between string) string {
	q := make([]string, len(names))
	for i, n := range names {
		q[i] = Quote(n)
	}
	return strings.Join(q, between)
}

// Nearest returns up to three of known that name may have been meant to be,
// nearest first: a third of the letters of the name, or of a word of it, wrong at
// most, or a part of it.
func Nearest(name string, known []string) []string {
	type near struct {
		name string
		far  int
	}
	var found []near
	low := strings.ToLower(name)
	for _, k := range known {
		far := distance(low, strings.ToLower(k))
		if strings.Contains(strings.ToLower(k), low) && low != "" {
			far = min(far, 1)
		}
		for word := range strings.FieldsSeq(strings.ToLower(k)) { // "Northmoor" for "Northmoor Police"
			if len(word) > 3 && !strings.Contains(k, Separator) { // a path's parts are suggested as themes of their own
				far = min(far, 1+distance(low, word))
			}
		}
		if far <= max(1, utf8.RuneCountInString(name)/3) && !slices.ContainsFunc(found, func(n near) bool { return n.name == k }) {
			found = append(found, near{k, far})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.far, b.far) })
	var names []string
	for _, n := range found[:min(3, len(found))] {
		names = append(names, n.name)
	}
	return names
}

// OneLetterOff reports whether a name is another one with one letter added, left out,
// replaced or swapped with its neighbour, regardless of case; names of fewer than five letters
// never are, since others differ no more.
func OneLetterOff(name, other string) bool {
	return min(utf8.RuneCountInString(name), utf8.RuneCountInString(other)) >= 5 && distance(strings.ToLower(name), strings.ToLower(other)) == 1
}

// distance is how many letters must be added, left out, replaced or swapped with
// their neighbour to get from a to b (optimal string alignment).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			differ := 1
			if x[i] == y[j] {
				differ = 0
			}
			row[j+1] = min(last[j]+differ, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}

// shortestBeginning is how many characters of an identifier are enough to find something
// by; with fewer, what is found is found by chance.
const shortestBeginning = 4

// byPrefix finds one of n things by its identifier or the beginning of it. The error wraps
// [ErrUnknown], or [ErrAmbiguous] where several begin like that.
func byPrefix(kind, id string, n int, idOf func(i int) string) (int, error) {
	found, begin := -1, []string(nil)
	for i := range n {
		switch has := idOf(i); {
		case id == "" || !strings.HasPrefix(has, id):
		case has == id:
			return i, nil
		default:
			found, begin = i, append(begin, has)
		}
	}
	switch {
	case len(begin) > 0 && utf8.RuneCountInString(id) < shortestBeginning:
		err := Wrapf("%s %q: %w: too short for the beginning of an identifier", kind, id, ErrAmbiguous)
		return 0, WithHint(err, "give at least %d characters of it, as --format json shows it", shortestBeginning)
	case len(begin) > 1:
		return 0, ambiguous(kind, id, begin)
	case len(begin) == 0:
		return 0, Wrapf("%s %q: %w", kind, id, ErrUnknown)
	}
	return found, nil
}

// Count says how many of something there are: 1 passage, 1,200 passages.
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	switch {
	case strings.HasSuffix(what, "ch"):
		what += "e"
	case strings.HasSuffix(what, "y") && !strings.ContainsAny(what[max(0, len(what)-2):], "aeiou"):
		what = strings.TrimSuffix(what, "y") + "ie"
	}
	return Thousands(n) + " " + what + "s"
}

// Thousands writes 12345 as 12,345.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Shorten is a text in one line, with … where it was cut.
func Shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
