// Package pseudonym replaces names of people and places by pseudonyms.
//
// A [Mask] finds whole names in a text, and replaces them; it also says where each
// span of the old text is in the new one, so that passages stay on their words. A
// [Suggester] lists what may be a name and is not replaced yet.
package pseudonym

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/intake"
	"crosscase/corpus"
)

// A Pseudonym stands for a name.
type Pseudonym struct {
	Name, Pseudonym string
	Exact           bool // only in the case in which the name is written
}

// ReadPseudonyms reads a table with the columns name and pseudonym; a column exact
// that says yes limits a name to the case in which it is written, as for one that
// is a common word, too. The error wraps [ErrInvalid] and names the line.
func ReadPseudonyms(file string, from corpus.Table) ([]Pseudonym, error) {
	t, err := intake.ReadTable(file, from, "name", "pseudonym")
	if err != nil {
		return nil, err
	}
	var names []Pseudonym
	lines := map[string]int{}
	for _, r := range t.Rows {
		p := Pseudonym{Name: r.Values["name"], Pseudonym: r.Values["pseudonym"], Exact: r.Values["exact"] != "" && !strings.EqualFold(r.Values["exact"], "no")}
		if p.Name == "" && p.Pseudonym == "" {
			continue
		}
		if err := coding.CheckName("name", p.Name); err != nil {
			return nil, t.Wrong(r, err)
		}
		if err := coding.CheckName("pseudonym", p.Pseudonym); err != nil {
			return nil, t.Wrong(r, fmt.Errorf("%q: %w", p.Name, err))
		}
		if line, ok := lines[strings.ToLower(p.Name)]; ok {
			return nil, t.Wrong(r, coding.Errorf(coding.ErrInvalid, "%q is named in line %d too", p.Name, line))
		}
		lines[strings.ToLower(p.Name)] = r.Line
		names = append(names, p)
	}
	if len(names) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: no names in it", file)
	}
	return names, nil
}

// A Mask replaces names by pseudonyms: whole words only, whatever their case,
// white space and quotation marks, with a possessive or plural s if there is one.
// Of names that overlap, the longer one counts. A pseudonym takes the case of what
// it replaces: ROE becomes PENN.
type Mask struct{ names []Pseudonym }

// NewMask makes a mask of names.
func NewMask(names []Pseudonym) *Mask { return &Mask{names} }

// A Replacement is a place in a text where a pseudonym takes the place of a name.
type Replacement struct {
	Span corpus.Span // in the text before
	With string
}

// Find lists what would be replaced in a text, in order.
func (m *Mask) Find(body string) []Replacement {
	finder := &corpus.Finder{Text: corpus.Text{Body: body}}
	var all []Replacement
	for _, n := range m.names {
		for _, s := range []string{"", "s"} {
			if s != "" && strings.HasSuffix(strings.ToLower(n.Name), "s") {
				continue
			}
			for _, span := range finder.Find(n.Name + s) {
				is := body[span.Start:span.End]
				if n.Exact && is != n.Name+s {
					continue
				}
				with := n.Pseudonym + s
				if last, _ := utf8.DecodeLastRuneInString(n.Pseudonym); s != "" && strings.ContainsRune("sxzSXZ", last) {
					with = n.Pseudonym // "the Moss", rather than a word that is none
				}
				all = append(all, Replacement{span, inCaseOf(is, n.Name+s, with)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Replacement) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	kept, end := all[:0], 0
	for _, r := range all {
		if r.Span.Start >= end {
			kept = append(kept, r)
			end = r.Span.End
		}
	}
	return kept
}

// inCaseOf writes a pseudonym in the case in which a name stands: in capitals, in
// small letters, or as it is.
func inCaseOf(is, name, pseudonym string) string {
	switch {
	case is == strings.ToUpper(is) && name != strings.ToUpper(name) && utf8.RuneCountInString(is) > 1:
		return strings.ToUpper(pseudonym)
	case is == strings.ToLower(is) && name != strings.ToLower(name):
		return strings.ToLower(pseudonym)
	}
	return pseudonym
}

// Text returns a text with its names replaced.
func (m *Mask) Text(body string) string { return masked(body, m.Find(body)) }

func masked(body string, all []Replacement) string {
	if len(all) == 0 {
		return body
	}
	var b strings.Builder
	at := 0
	for _, r := range all {
		b.WriteString(body[at:r.Span.Start])
		b.WriteString(r.With)
		at = r.Span.End
	}
	b.WriteString(body[at:])
	return b.String()
}

// Transcript returns a text with its names replaced, who speaks in it, and a
// function that says where a span of the text stands then. One that begins or ends
// inside a name takes in the whole pseudonym.
func (m *Mask) Transcript(text corpus.Text, tr corpus.Transcript) (corpus.Text, corpus.Transcript, func(corpus.Span) corpus.Span) {
	all := m.Find(text.Body)
	out := corpus.Text{ID: text.ID, Body: masked(text.Body, all)}
	shifts := make([]int, len(all)+1) // how much longer the text is before each replacement
	for i, r := range all {
		shifts[i+1] = shifts[i] + len(r.With) - r.Span.Len()
	}
	place := func(at int, end bool) int {
		i, inside := slices.BinarySearchFunc(all, at, func(r Replacement, at int) int {
			switch {
			case r.Span.End <= at:
				return -1
			case r.Span.Start >= at:
				return 1
			}
			return 0
		})
		if inside {
			if at = all[i].Span.Start + shifts[i]; end {
				at += len(all[i].With)
			}
			return at
		}
		return at + shifts[i]
	}
	move := func(s corpus.Span) corpus.Span {
		return corpus.Span{Start: place(s.Start, false), End: place(s.End, true)}
	}
	tr.Turns = slices.Clone(tr.Turns)
	for i, t := range tr.Turns {
		span := move(t.Span())
		tr.Turns[i].Start, tr.Turns[i].End = span.Start, span.End
		tr.Turns[i].Body = min(max(place(t.Body, true), span.Start), span.End)
	}
	tr.Speakers = slices.Clone(tr.Speakers)
	for i, s := range tr.Speakers {
		tr.Speakers[i].Label = m.Text(s.Label)
	}
	tr.Questions = slices.Clone(tr.Questions)
	for i, q := range tr.Questions {
		tr.Questions[i] = m.Text(q)
	}
	tr.Pages = slices.Clone(tr.Pages)
	for i, p := range tr.Pages {
		tr.Pages[i] = int32(place(int(p), false))
	}
	tr.Words = corpus.WordStarts(out.Body)
	return out, tr, move
}

// Covers tells whether something of a name would be replaced.
func (m *Mask) Covers(name string) bool { return len(m.Find(name)) > 0 }

// A Suggestion is a name that recurs in texts.
type Suggestion struct {
	Name    string
	Count   int
	Sources []string // that it stands in
	Context string   // where it stands first
}

// A Suggester collects names that recur and that a mask does not cover: words with
// capitals, one or several, that never stand in small letters.
type Suggester struct {
	mask  *Mask
	found map[string]*Suggestion
	small map[string]bool // words that stand in small letters somewhere
	sure  map[string]bool // that begin no sentence somewhere
}

// NewSuggester starts with nothing found; a nil mask covers nothing.
func NewSuggester(mask *Mask) *Suggester {
	if mask == nil {
		mask = NewMask(nil)
	}
	return &Suggester{mask, map[string]*Suggestion{}, map[string]bool{}, map[string]bool{}}
}

// Add looks through a source's text.
func (s *Suggester) Add(source string, text corpus.Text) {
	covered := s.mask.Find(text.Body)
	next := 0
	var name []string
	var from, end int
	starts := true // a sentence, with the next word
	flush := func() {
		if len(name) > 0 {
			s.note(source, text, strings.Join(name, " "), corpus.Span{Start: from, End: end})
		}
		name = nil
	}
	for i := 0; i < len(text.Body); {
		r, n := utf8.DecodeRuneInString(text.Body[i:])
		if !unicode.IsLetter(r) {
			if r != ' ' && r != '\'' && r != '’' && r != '-' {
				flush()
			}
			if strings.ContainsRune(".!?:\n“\"„[(", r) {
				starts = true
			}
			i += n
			continue
		}
		j := i
		for j < len(text.Body) {
			r, n := utf8.DecodeRuneInString(text.Body[j:])
			if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
				break
			}
			j += n
		}
		word := text.Body[i:j]
		for next < len(covered) && covered[next].Span.End <= i {
			next++
		}
		masked := next < len(covered) && covered[next].Span.Start < j
		capital := unicode.IsUpper(r) && j-i > 1 && word != strings.ToUpper(word) && !calendar[word]
		switch {
		case !unicode.IsUpper(r):
			s.small[word] = true
			if !particle[word] || len(name) == 0 {
				flush()
			}
		case masked || !capital:
			flush()
		default:
			if starts && len(name) > 0 {
				flush()
			}
			if len(name) == 0 {
				from = i
			}
			if !starts {
				s.sure[word] = true
			}
			name, end = append(name, word), j
		}
		starts = false
		i = j
	}
	flush()
}

// calendar holds words that are written like names in many languages.
var calendar = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
		August September October November December Christmas Easter Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
		Januar Februar März Mai Juni Juli Oktober Dezember`) {
		m[w] = true
	}
	return m
}()

var particle = map[string]bool{"van": true, "von": true, "de": true, "der": true, "den": true, "la": true, "du": true, "bin": true, "al": true}

func (s *Suggester) note(source string, text corpus.Text, name string, span corpus.Span) {
	x := s.found[name]
	if x == nil {
		before, after := text.Around(span, 30)
		x = &Suggestion{Name: name, Context: strings.Join(strings.Fields(before+text.Body[span.Start:span.End]+after), " ")}
		s.found[name] = x
	}
	x.Count++
	if n := len(x.Sources); n == 0 || x.Sources[n-1] != source {
		x.Sources = append(x.Sources, source)
	}
}

// List returns the names that stand at least twice, most often first.
func (s *Suggester) List() []Suggestion {
	var list []Suggestion
	for name, x := range s.found {
		common, known := true, false
		for w := range strings.FieldsSeq(name) {
			common = common && s.small[strings.ToLower(w)]
			known = known || s.sure[w]
		}
		if x.Count > 1 && !common && known {
			list = append(list, *x)
		}
	}
	slices.SortFunc(list, func(a, b Suggestion) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name)) })
	return list
}
