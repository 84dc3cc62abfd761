package coding

import (
	"strings"

	"crosscase/corpus"
)

// A tagBoard knows where the tags of mine will be after the changes so far, and
// which of them will have become one: of two tags of one theme by one coder about
// one organisation on one passage the project keeps one.
type tagBoard struct {
	at     map[tagKey]TagID
	key    map[TagID]tagKey
	on     map[PassageID][]TagID
	folded map[string]string // tags and passages that become others, to those
}

// A tagKey tells tags apart.
type tagKey struct {
	spot
	theme ThemeID
	coder string // by name
	about corpus.OrganisationID
}

// A spot is where a passage is.
type spot struct {
	text corpus.TextID
	span corpus.Span
}

func newTagBoard(s *Study) *tagBoard {
	b := &tagBoard{at: map[tagKey]TagID{}, key: map[TagID]tagKey{}, on: map[PassageID][]TagID{}, folded: map[string]string{}}
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		for _, x := range s.Tags[first:last] {
			k := tagKey{spot{p.Text, p.Span}, x.Theme, s.coderName(x.Coder), x.About}
			b.at[k], b.key[x.ID] = x.ID, k
			b.on[p.ID] = append(b.on[p.ID], x.ID)
		}
	}
	return b
}

// move puts a tag elsewhere; where there is one like it, it becomes that. It
// returns the tag that is there then.
func (b *tagBoard) move(id TagID, to tagKey) TagID {
	id = TagID(b.now(string(id)))
	old, there := b.key[id]
	if !there || old == to {
		return id
	}
	if b.at[old] == id {
		delete(b.at, old)
	}
	if twin, taken := b.at[to]; taken && twin != id {
		delete(b.key, id)
		b.folded[string(id)] = string(twin)
		return twin
	}
	b.at[to], b.key[id] = id, to
	return id
}

// now is what a tag or passage has become.
func (b *tagBoard) now(id string) string {
	for range len(b.folded) + 1 {
		next, folded := b.folded[id]
		if !folded {
			break
		}
		id = next
	}
	return id
}

// retheme gives all tags of one theme another one.
func (b *tagBoard) retheme(from, into ThemeID) {
	var all []TagID
	for id, k := range b.key {
		if k.theme == from {
			all = append(all, id)
		}
	}
	for _, id := range all { // no two of them become one: they differ in something else than the theme
		k := b.key[id]
		k.theme = into
		b.move(id, k)
	}
}

// mergeTheme notes what becomes of a theme of mine, and of those below it, when it
// is merged into another one.
func (j *joiner) mergeTheme(will map[ThemeID]Theme, from, into ThemeID) {
	for _, c := range j.mine.Study.Themes {
		child, there := will[c.ID]
		if !there || child.Parent != from || c.ID == into {
			continue
		}
		twin := ThemeID("")
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
	j.board.retheme(from, into)
	j.same(string(from), string(into))
	for theirs, to := range j.ids {
		if to == string(from) {
			j.ids[theirs] = string(into)
		}
	}
}
