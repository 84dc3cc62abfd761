// Package codebook turns a codebook that was edited as a file into changes.
//
// [Entries] is the codebook of a study as a tree of entries, which a file can hold and
// people can edit; [Revise] compares such a tree with the study and works out what to
// add, rename, move, merge or remove, with a line on each for whoever asks first. An
// entry is known by its short identifier, so that a renamed theme keeps its tags.
//
// The laws of this package, each in laws_test.go:
//
//   - What was saved is what it is: after the changes the codebook reads as the file says.
//   - Tags stay: a theme that is only renamed, moved or described keeps its tags.
//   - Saved as it is, a codebook changes nothing.
//   - Merged into, nothing goes: where the file is not the whole codebook, every theme stays.
package codebook

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// An Entry is a theme in a codebook file, with those below it.
type Entry struct {
	Line         int            // of the file, from 1, for errors; 0 is unknown
	ID           coding.ThemeID // whole, or as much of its beginning as tells it apart; "" is unknown
	coding.Theme                // what the file says of it, but for ID, Parent and Position
	Below        []Entry
	Folder       bool // is there to hold others, and not to be tagged with
}

// Entries are the codebook as a file has it.
func Entries(s *coding.Study) []Entry {
	below := map[coding.ThemeID][]*coding.Theme{}
	for _, t := range s.Themes {
		parent := t.Parent
		if s.Theme(parent) == nil {
			parent = ""
		}
		below[parent] = append(below[parent], t)
	}
	var entries func(parent coding.ThemeID) []Entry
	entries = func(parent coding.ThemeID) []Entry {
		var all []Entry
		for _, t := range below[parent] {
			all = append(all, Entry{ID: t.ID, Theme: *t, Below: entries(t.ID)})
		}
		return all
	}
	return entries("")
}

// ShortIDs are the beginnings of identifiers that tell themes apart, eight
// letters or as many more as it takes.
func ShortIDs(s *coding.Study) map[coding.ThemeID]string {
	short := make(map[coding.ThemeID]string, len(s.Themes))
	for n := 8; len(short) < len(s.Themes); n++ {
		count := map[string]int{}
		for _, t := range s.Themes {
			count[string(t.ID[:min(n, len(t.ID))])]++
		}
		for _, t := range s.Themes {
			if key := string(t.ID[:min(n, len(t.ID))]); short[t.ID] == "" && (count[key] == 1 || n >= len(t.ID)) {
				short[t.ID] = key
			}
		}
	}
	return short
}

// A Revision is what it takes to make the codebook of a study what a file says.
type Revision struct {
	Changes []edit.Change
	Said    []string         // what is done to which theme, a line each
	Removed []coding.ThemeID // themes that go, those below them left out
	Tags    int              // that go with them
	Same    int              // themes that are as the file says already
}

// Revise works out how the codebook becomes what entries say. A theme is
// recognised by its identifier, also by that of one that was merged into it, then
// by its path.
//
// Where whole is true, entries are the whole codebook: themes that are missing
// go, and so does what an entry leaves out. Else they are merged into it: nothing
// goes, and what an entry leaves out stays. The error wraps [coding.ErrInvalid] where a
// name is none, or two themes would have one path.
func Revise(s *coding.Study, entries []Entry, whole bool, newID func() string) (Revision, error) {
	r := reviser{study: s, whole: whole, newID: newID, matched: map[coding.ThemeID]bool{}, short: ShortIDs(s),
		there: map[themePlace]coding.ThemeID{}, settled: map[coding.ThemeID]bool{}}
	for _, t := range s.Themes {
		r.there[themePlace{t.Parent, t.Name}] = t.ID
	}
	r.identify(entries)
	if err := r.below("", "", entries); err != nil {
		return Revision{}, err
	}
	r.remove()
	return r.Revision, nil
}

type reviser struct {
	Revision
	study   *coding.Study
	whole   bool
	newID   func() string
	matched map[coding.ThemeID]bool // themes that an entry means
	short   map[coding.ThemeID]string
	byID    map[*Entry]*coding.Theme
	merged  map[*Entry]*coding.Theme      // of entries for themes that were merged, what they were merged into
	there   map[themePlace]coding.ThemeID // which theme stands where, after the changes so far
	settled map[coding.ThemeID]bool       // they are where they will be
	made    int
}

type themePlace struct {
	parent coding.ThemeID
	name   string
}

// identify finds the themes that entries mean by their identifiers; those are not
// to be taken for others of the same path. It makes the names of entries such as can be seen.
func (r *reviser) identify(entries []Entry) {
	r.byID, r.merged = map[*Entry]*coding.Theme{}, map[*Entry]*coding.Theme{}
	full := map[string]*coding.Theme{}
	for _, t := range r.study.Themes {
		full[strings.ToLower(string(t.ID))] = t
		full[strings.ToLower(r.short[t.ID])] = t
	}
	var each func(entries []Entry)
	each = func(entries []Entry) {
		for i := range entries {
			e := &entries[i]
			e.Name = corpus.PlainName(e.Name)
			if t := full[strings.ToLower(string(e.ID))]; e.ID != "" && t != nil && !r.matched[t.ID] {
				r.byID[e] = t
				r.matched[t.ID] = true
			} else if m, ok := r.study.Merged[coding.ThemeID(strings.ToLower(string(e.ID)))]; ok && t == nil {
				r.merged[e] = r.study.Theme(m.Into)
			}
			each(e.Below)
		}
	}
	each(entries)
}

// below works out what stands below one theme. path is where it will stand, for
// people.
func (r *reviser) below(parent coding.ThemeID, path string, entries []Entry) error {
	names := map[string]bool{}
	at := place{last: r.lastPosition(parent)}
	for i := range entries {
		e := &entries[i]
		if err := coding.CheckName("theme", e.Name); err != nil {
			return atLine(e, err)
		}
		if names[e.Name] {
			return atLine(e, coding.Errorf(coding.ErrInvalid, "theme %q: stands twice below %s", e.Name, orTop(path)))
		}
		if t := r.merged[e]; t != nil { // what it says was said when it was merged
			r.matched[t.ID] = true
			r.Same++
			if err := r.below(t.ID, r.study.Path(t.ID), e.Below); err != nil {
				return err
			}
			continue
		}
		names[e.Name] = true
		here := e.Name
		if path != "" {
			here = path + coding.Separator + e.Name
		}
		if err := r.below(r.entry(parent, here, e, &at), here, e.Below); err != nil {
			return err
		}
	}
	return nil
}

// lastPosition is the highest position below a theme; -1 where the file says all of them.
func (r *reviser) lastPosition(parent coding.ThemeID) int {
	last := -1
	for _, t := range r.study.Themes {
		if t.Parent == parent && !r.whole {
			last = max(last, t.Position)
		}
	}
	return last
}

// A place is how far the themes below one parent are worked out: the last position, and the
// name of the theme there.
type place struct {
	last int
	name string
}

// entry adds the theme that an entry means, or makes it what the entry says, behind the
// one before. It returns the theme.
func (r *reviser) entry(parent coding.ThemeID, path string, e *Entry, before *place) coding.ThemeID {
	name := before.name
	before.name = e.Name
	t := r.byID[e]
	if t == nil {
		t = r.byPath(parent, e.Name)
	}
	switch {
	case t == nil:
		before.last++
		return r.add(parent, e, path, before.last)
	// In its place it stays, if that is behind the one before.
	case t.Parent != parent || r.whole && (t.Position < before.last || t.Position == before.last && e.Name < name):
		before.last++
		r.put(t, parent, e, path, before.last)
	default:
		before.last = max(before.last, t.Position)
		r.put(t, parent, e, path, t.Position)
	}
	return t.ID
}

func atLine(e *Entry, err error) error {
	if e.Line == 0 {
		return err
	}
	return fmt.Errorf("line %d: %w", e.Line, err)
}

func orTop(path string) string {
	if path == "" {
		return "the top"
	}
	return path
}

// byPath finds a theme that no entry means by its identifier.
func (r *reviser) byPath(parent coding.ThemeID, name string) *coding.Theme {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		for _, t := range r.study.Themes {
			if t.Parent == parent && same(t.Name, name) && !r.matched[t.ID] {
				r.matched[t.ID] = true
				return t
			}
		}
	}
	return nil
}

func (r *reviser) add(parent coding.ThemeID, e *Entry, path string, position int) coding.ThemeID {
	t := e.Theme
	t.ID, t.Parent, t.Position = coding.ThemeID(r.newID()), parent, position
	if IsID(string(e.ID)) && r.study.Theme(e.ID) == nil { // that of the copy that it comes from, so that it is known again
		t.ID = coding.ThemeID(strings.ToLower(string(e.ID)))
	}
	if t.Colour == "" {
		t.Colour = coding.Colour(len(r.study.Themes) + r.made)
	}
	r.made++
	r.matched[t.ID] = true
	r.makeRoom(t)
	r.Changes = append(r.Changes, edit.PutTheme{Theme: t})
	r.say("added", path)
	return t.ID
}

// IsID tells whether s has the form of a GUID.
func IsID(s string) bool {
	for i, c := range s {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if !strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return false
		}
	}
	return len(s) == 36
}

func (r *reviser) say(verb, what string) {
	r.Said = append(r.Said, fmt.Sprintf("%-10s %s", verb, what))
}

// put makes a theme what an entry says.
func (r *reviser) put(old *coding.Theme, parent coding.ThemeID, e *Entry, path string, position int) {
	t := *old
	t.Parent, t.Name, t.Position = parent, e.Name, position
	for _, x := range coding.ThemeTexts {
		from := *x.Of(&e.Theme)
		if from != "" || r.whole && x.Form != coding.ColourCode { // a theme keeps its colour where the file has none
			*x.Of(&t) = from
		}
	}
	if r.whole {
		t.Archived = e.Archived
	}
	if t == *old {
		r.settled[t.ID] = true
		r.Same++
		return
	}
	r.sayWhat(old, t, path)
	r.makeRoom(t)
	r.Changes = append(r.Changes, edit.PutTheme{Theme: t})
}

// sayWhat says what becomes of a theme.
func (r *reviser) sayWhat(old *coding.Theme, t coding.Theme, path string) {
	was := r.study.Path(old.ID)
	switch {
	case t.Name != old.Name:
		r.say("renamed", was+" → "+path)
	case t.Parent != old.Parent:
		r.say("moved", was+" → "+path)
	}
	described := t
	described.Parent, described.Name, described.Position = old.Parent, old.Name, old.Position
	switch moved := t.Name != old.Name || t.Parent != old.Parent; {
	case described != *old:
		r.say("described", path)
	case !moved:
		r.say("ordered", path)
	}
}

// makeRoom gives another name, for the time being, to a theme that still stands
// where t will: it is renamed, moved or removed later.
func (r *reviser) makeRoom(t coding.Theme) {
	here := themePlace{t.Parent, t.Name}
	if other := r.study.Theme(r.there[here]); other != nil && other.ID != t.ID && !r.settled[other.ID] {
		aside := *other
		aside.Name = "(" + string(other.ID) + ")"
		r.there[themePlace{aside.Parent, aside.Name}] = other.ID
		r.Changes = append(r.Changes, edit.PutTheme{Theme: aside})
	}
	r.there[here], r.settled[t.ID] = t.ID, true
}

// remove removes the themes that no entry means.
func (r *reviser) remove() {
	if !r.whole {
		return
	}
	gone := map[coding.ThemeID]bool{}
	for _, t := range slices.Backward(r.study.Themes) { // what stands below goes first
		if r.matched[t.ID] {
			continue
		}
		gone[t.ID] = true
		r.Changes = append(r.Changes, edit.RemoveTheme{ID: t.ID})
	}
	for _, t := range r.study.Themes {
		if gone[t.ID] {
			r.say("removed", r.study.Path(t.ID))
			if !gone[t.Parent] {
				r.Removed = append(r.Removed, t.ID)
			}
		}
	}
	for i := range r.study.Tags {
		if gone[r.study.Tags[i].Theme] {
			r.Tags++
		}
	}
}

// ThemeCounts tells of each theme, in the order of Themes, how many distinct passages
// and how many tags it has, with those of themes below it.
func ThemeCounts(s *coding.Study) (passages, tags []int) {
	passages, tags = make([]int, len(s.Themes)), make([]int, len(s.Themes))
	last := make([]int, len(s.Themes)) // passage counted last, one more than its index
	for _, p := range s.Select(coding.Filter{}).Passages {
		for _, t := range p.Tags {
			for _, theme := range s.Ancestors(s.TagTheme(t)) {
				tags[theme]++
				if last[theme] != p.Index+1 {
					last[theme] = p.Index + 1
					passages[theme]++
				}
			}
		}
	}
	return passages, tags
}
