package merge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// A pathKey is a place in the codebook: a name under a parent.
type pathKey struct {
	parent coding.ThemeID
	name   string
}

// A bookJoin is the codebook of mine as it will be.
type bookJoin struct {
	will map[coding.ThemeID]coding.Theme
	at   map[pathKey]coding.ThemeID
	last map[coding.ThemeID]int // the position behind the last theme below one
}

// themes brings in the codebook. What one side made of two themes, the other does,
// too.
func (j *merger) themes() error {
	b := &bookJoin{map[coding.ThemeID]coding.Theme{}, map[pathKey]coding.ThemeID{}, map[coding.ThemeID]int{}}
	for _, x := range j.mine.Study.Themes {
		b.at[pathKey{x.Parent, x.Name}] = x.ID
		b.will[x.ID] = *x
		b.last[x.Parent] = max(b.last[x.Parent], x.Position+1)
	}
	var merged []*coding.Theme
	for _, x := range j.theirs.Study.Themes { // parents come first
		mine, is := j.themeOf(b, x)
		switch {
		case is: // it is another one now
			j.same(string(x.ID), string(mine.ID))
			j.count("theme").Same++
			merged = append(merged, x)
		case mine == nil:
			j.addTheme(b, *x)
		default:
			j.sameTheme(b, mine, x)
		}
	}
	for _, x := range merged {
		j.saySince(b, x)
	}
	j.theirMerges(b.will)
	return nil
}

// noted tells whether a memo on a theme says what another said that was merged into it.
func noted(s *coding.Study, theme coding.ThemeID, name, text string) bool {
	return slices.ContainsFunc(s.MemosOn(string(theme)), func(m coding.Memo) bool {
		return strings.Contains(m.Text, "\n\n"+name+": "+text)
	})
}

// saySince adds to a theme what theirs says of one that was merged into it here, and that
// it did not say then: as a merge does, where the theme is silent, else as a memo.
func (j *merger) saySince(b *bookJoin, x *coding.Theme) {
	into := mapped(j, x.ID)
	is, more := b.will[into], ""
	for _, text := range coding.ThemeWords {
		to, from := text.Of(&is), *text.Of(x)
		switch {
		case from == "" || from == *to || noted(j.mine.Study, into, text.Name, from):
		case *to == "":
			*to = from
		case text.Form == coding.Paragraphs: // another word or two are not worth a memo
			more += "\n\n" + text.Name + ": " + from
		}
	}
	if is != b.will[into] {
		b.will[into] = is
		j.change(edit.PutTheme{Theme: is})
	}
	if more != "" {
		text := fmt.Sprintf("Merged from %s, which said%s", j.theirs.Study.Path(x.ID), more)
		j.change(edit.PutMemo{ID: coding.MemoID(j.newID()), On: string(into), Text: text})
	}
}

// unsay takes from themes of mine that theirs has merged what theirs has kept of them, so
// that merging them here does not say it twice.
func (j *merger) unsay(will map[coding.ThemeID]coding.Theme) {
	t := j.theirs.Study
	for _, id := range slices.Sorted(maps.Keys(t.Merged)) {
		is, mine := will[id]
		into := mapped(j, t.Merged[id].Into)
		if _, there := will[into]; !mine || !there || below(will, into, id) {
			continue
		}
		one := will[into]
		for _, x := range is.Said(coding.ThemeWords) {
			if x.Text != *x.Of(&one) && noted(t, t.Merged[id].Into, x.Name, x.Text) {
				*x.Of(&is) = ""
			}
		}
		if is != will[id] {
			j.change(edit.PutTheme{Theme: is})
		}
	}
}

// themeOf is the theme of mine that theirs means: by its identifier, by what it was
// merged into, or by its path where that is no other one of theirs; nil if there is
// none.
func (j *merger) themeOf(b *bookJoin, x *coding.Theme) (mine *coding.Theme, merged bool) {
	s, t := j.mine.Study, j.theirs.Study
	if mine = s.Theme(x.ID); mine != nil {
		return mine, false
	}
	if m, ok := s.Merged[x.ID]; ok && s.Theme(m.Into) != nil {
		return s.Theme(m.Into), true
	}
	parent := mapped(j, x.Parent)
	mine = s.Theme(b.at[pathKey{parent, x.Name}])
	for _, other := range s.Themes {
		if mine == nil && other.Parent == parent && strings.EqualFold(other.Name, x.Name) {
			mine = other
		}
	}
	if mine != nil && t.Theme(mine.ID) != nil {
		return nil, false
	}
	return mine, false
}

// addTheme adds one that mine does not have, behind those that it stands with.
func (j *merger) addTheme(b *bookJoin, x coding.Theme) {
	name := x.Name
	x.Parent = mapped(j, x.Parent)
	x.Position = b.last[x.Parent]
	b.last[x.Parent]++
	for n := 2; b.at[pathKey{x.Parent, x.Name}] != ""; n++ {
		x.Name = fmt.Sprintf("%s (%d)", name, n)
	}
	b.at[pathKey{x.Parent, x.Name}] = x.ID
	b.will[x.ID] = x
	j.count("theme").Added++
	j.change(edit.PutTheme{Theme: x})
}

// sameTheme settles what is said of a theme that both have.
func (j *merger) sameTheme(b *bookJoin, mine, theirs *coding.Theme) {
	j.same(string(theirs.ID), string(mine.ID))
	is := b.will[mine.ID]
	id, other := string(mine.ID), string(theirs.ID)
	what := "theme " + j.mine.Study.Path(mine.ID)
	if name := j.pick(id, other, what+": name", mine.Name, theirs.Name); b.at[pathKey{mine.Parent, name}] == "" {
		is.Name = name
	}
	up := coding.ThemeID(j.pick(id, other, what+": parent", string(mine.Parent), string(mapped(j, theirs.Parent))))
	if up != mine.Parent && b.at[pathKey{up, is.Name}] == "" && !below(b.will, up, mine.ID) {
		is.Parent = up
	}
	for _, x := range coding.ThemeWords {
		*x.Of(&is) = j.pick(id, other, what+": "+x.Name, *x.Of(mine), *x.Of(theirs))
	}
	if !coding.SameMeaning(&is, mine) {
		is.Described = theirs.Described
	}
	switch {
	case j.mine.Touched == nil || !j.theirs.Touched[other]:
	case !j.mine.Touched[id]:
		is.Colour, is.Archived = theirs.Colour, theirs.Archived
	default: // as with texts, what one says goes before what the other does not
		is.Archived = mine.Archived || theirs.Archived
	}
	if is != *mine {
		delete(b.at, pathKey{mine.Parent, mine.Name})
		b.at[pathKey{is.Parent, is.Name}] = mine.ID
		b.will[mine.ID] = is
	}
	j.taken("theme", is != *mine, edit.PutTheme{Theme: is})
}

// theirMerges merges themes of mine that theirs has merged.
func (j *merger) theirMerges(will map[coding.ThemeID]coding.Theme) {
	s, t := j.mine.Study, j.theirs.Study
	j.unsay(will)
	conflict := func(path string, mine, theirs coding.ThemeID) {
		j.result.Conflicts = append(j.result.Conflicts, Conflict{What: "theme " + path + ": merged", Mine: s.Path(mine),
			Theirs: t.Path(theirs), Taken: "mine"})
	}
	for _, id := range slices.Sorted(maps.Keys(t.Merged)) {
		into := mapped(j, t.Merged[id].Into)
		_, there := will[into]
		_, mine := will[id]
		if m, both := s.Merged[id]; both && m.Into != into && there { // here into one, there into another: tags say each where they are
			conflict(m.Path, m.Into, t.Merged[id].Into)
		}
		switch {
		case !mine || !there: // it was never here, or went with another one
		case below(will, into, id):
			// What stands here went there, and the other way round, or into what
			// stands below it: either is one theme already, under another name.
			conflict(s.Path(id), id, t.Merged[id].Into)
		default:
			j.change(edit.MergeThemes{From: id, Into: into})
			j.count("theme").Taken++
			j.mergeTheme(will, id, into)
		}
	}
}

// below tells whether a theme stands below another, or is it, as it will be.
func below(will map[coding.ThemeID]coding.Theme, theme, above coding.ThemeID) bool {
	for range len(will) + 1 {
		if theme == above {
			return true
		}
		t, ok := will[theme]
		if !ok {
			return false
		}
		theme = t.Parent
	}
	return true
}

// mergeTheme notes what becomes of a theme of mine, and of those below it, when it
// is merged into another one.
func (j *merger) mergeTheme(will map[coding.ThemeID]coding.Theme, from, into coding.ThemeID) {
	for _, c := range j.mine.Study.Themes {
		child, there := will[c.ID]
		if !there || child.Parent != from || c.ID == into {
			continue
		}
		twin := coding.ThemeID("")
		for _, o := range j.mine.Study.Themes {
			if other, there := will[o.ID]; there && other.Parent == into && o.ID != c.ID && strings.EqualFold(other.Name, child.Name) {
				twin = o.ID
			}
		}
		if twin != "" {
			j.mergeTheme(will, c.ID, twin)
			continue
		}
		child.Parent = into
		will[c.ID] = child
	}
	delete(will, from)
	j.tags.retheme(from, into)
	j.same(string(from), string(into))
	for theirs, to := range j.ids {
		if to == string(from) {
			j.ids[theirs] = string(into)
		}
	}
}
