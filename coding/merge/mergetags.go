package merge

import (
	"crosscase/coding"
	"crosscase/corpus"
)

// A tagIndex knows where the tags of mine will be after the changes so far, and
// which of them will have become one: of two tags of one theme by one coder about
// one organisation on one passage the project keeps one.
type tagIndex struct {
	at     map[tagKey]coding.TagID
	key    map[coding.TagID]tagKey
	on     map[coding.PassageID][]coding.TagID
	folded map[string]string // tags and passages that become others, to those

	passages map[location]coding.PassageID
	stood    map[string]coding.Passage    // where passages, and tags, were before
	tags     map[coding.TagID]*coding.Tag // as they were before
}

// A tagKey tells tags apart.
type tagKey struct {
	location
	theme coding.ThemeID
	coder string // by name
	about corpus.OrganisationID
}

// A location is where a passage is.
type location struct {
	text corpus.TextID
	span corpus.Span
}

func newTagIndex(s *coding.Study) *tagIndex {
	b := &tagIndex{at: map[tagKey]coding.TagID{}, key: map[coding.TagID]tagKey{}, on: map[coding.PassageID][]coding.TagID{},
		folded:   map[string]string{},
		passages: map[location]coding.PassageID{}, stood: map[string]coding.Passage{}, tags: map[coding.TagID]*coding.Tag{}}
	for i, p := range s.Passages {
		b.passages[location{p.Text, p.Span}] = p.ID
		b.stood[string(p.ID)] = p
		first, last := s.TagsOf(i)
		for n := first; n < last; n++ {
			x := &s.Tags[n]
			k := tagKey{location{p.Text, p.Span}, x.Theme, s.CoderName(x.Coder), x.About}
			b.at[k], b.key[x.ID], b.tags[x.ID] = x.ID, k, x
			b.on[p.ID] = append(b.on[p.ID], x.ID)
			b.stood[string(x.ID)] = p
		}
	}
	return b
}

// move puts a tag elsewhere; where there is one like it, it becomes that. It
// returns the tag that is there then.
func (b *tagIndex) move(id coding.TagID, to tagKey) coding.TagID {
	id = coding.TagID(b.now(string(id)))
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
func (b *tagIndex) now(id string) string {
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
func (b *tagIndex) retheme(from, into coding.ThemeID) {
	var all []coding.TagID
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

// movePassage puts a passage elsewhere, with its tags; where there is one, the two
// become one.
func (b *tagIndex) movePassage(p coding.Passage, to location) {
	delete(b.passages, location{p.Text, p.Span})
	if there, taken := b.passages[to]; taken {
		b.folded[string(p.ID)] = string(there)
	} else {
		b.passages[to] = p.ID
	}
	for _, tag := range b.on[p.ID] {
		if k, stays := b.key[tag]; stays {
			k.location = to
			b.move(tag, k)
		}
	}
}
