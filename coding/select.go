package coding

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"crosscase/corpus"
)

// A Filter says which passages are meant. What a field lists is joined by or, the
// fields by and; a field that lists nothing lets everything through. The empty
// identifier stands for (none). A tag and a voice must each pass as a whole:
// coder and theme are asked of one tag, organisation and participant of one
// voice.
type Filter struct {
	Themes        []ThemeID // with what is below them, unless Exact
	Exact         bool
	Coders        []CoderID
	About         []corpus.OrganisationID
	Cases         []corpus.CaseID
	Organisations []corpus.OrganisationID
	Sources       []corpus.SourceID
	Participants  []corpus.ParticipantID
	Roles         []string
	Questions     []string    // that turns answer; "" for none
	Since, Until  corpus.Date // of the source, both included
	Facts         []FactValue // of the source; see [SourceFacts]
	Attributes    []AttributeValue
	AndAttributes []AttributeValue // all of these, too
	Straddle      Straddle
	Where         *Where // a code query, resolved for the same study; nil lets everything through
	// Detached asks for the passages on words that a correction has replaced, which
	// count nowhere. Who spoke there is not known any more, so that only tags and
	// what is known of sources is asked of them.
	Detached bool
	// Changed asks for the passages that wait for somebody to accept their words alone.
	Changed bool
}

// A Selected is a passage that a filter lets through, with those of its tags and
// voices that do.
type Selected struct {
	Index  int   // in Study.Passages
	Source int   // in Study.Sources
	Tags   []int // in Study.Tags
	Voices []Voice
}

// A Selection is what a filter lets through.
type Selection struct {
	Passages []Selected // in the order of Study.Passages
	// Straddling counts passages over several organisations; those that
	// StraddleExclude left out are among them. WithoutOrganisation counts
	// those that no organisation has, Detached those that would pass, but are
	// on words that a correction has replaced, and count nowhere.
	Straddling, WithoutOrganisation, Detached int
	// Changed counts those of Passages whose words a correction has changed, and which
	// nobody has accepted yet.
	Changed int
}

// Notes says below a result which passages it does not count, and which it counts though
// nobody has accepted their words yet.
func (sel Selection) Notes() (notes []string) {
	if sel.Detached > 0 {
		notes = append(notes, fmt.Sprintf("%s on words that were corrected since: not counted.", Count(sel.Detached, "passage")))
	}
	if sel.Changed > 0 {
		notes = append(notes, Count(sel.Changed, "passage")+" changed with their text and await review: crosscase passages --changed.")
	}
	return notes
}

// Select finds the passages that f lets through, in time in step with the
// passages and tags of the study.
func (s *Study) Select(f Filter) Selection {
	c := s.compile(f)
	parts := make([]Selection, min(runtime.GOMAXPROCS(0), 1+len(s.Passages)/10_000))
	var wait sync.WaitGroup
	for i := range parts {
		from, to := i*len(s.Passages)/len(parts), (i+1)*len(s.Passages)/len(parts)
		wait.Go(func() { parts[i] = c.passages(f, from, to) })
	}
	wait.Wait()
	sel := parts[0]
	for _, p := range parts[1:] {
		sel.Passages = append(sel.Passages, p.Passages...)
		sel.Straddling += p.Straddling
		sel.WithoutOrganisation += p.WithoutOrganisation
		sel.Detached += p.Detached
		sel.Changed += p.Changed
	}
	return sel
}

// Tagged counts the passages that lists and tables count if nothing is filtered: those
// with a tag, on the words of a source as they are now. A passage that only has a memo or
// a link is none of them.
func (s *Study) Tagged() (n int) {
	for i := range s.Passages {
		if s.passageSource[i] >= 0 && s.tagsOf[i] < s.tagsOf[i+1] {
			n++
		}
	}
	return n
}

// passages selects among the passages [from, to).
func (c *compiled) passages(f Filter, from, to int) (sel Selection) {
	s := c.s
	// Large slices that passages share, instead of small ones each.
	tags := make([]int, 0, s.tagsOf[to]-s.tagsOf[from])
	voices := make([]Voice, 0, (to-from)*5/4)
	sel.Passages = make([]Selected, 0, to-from)
	for i := from; i < to; i++ {
		source, now := s.passageSource[i], true
		if source < 0 {
			source, now = at(s.sources, s.Earlier[s.Passages[i].Text]), false
		}
		if source >= 0 && (!c.source(source) || !now && !c.cases.has(at(s.cases, s.Sources[source].Case))) {
			continue
		}
		_, changed := s.Changed[s.Passages[i].ID]
		if f.Changed && !changed {
			continue
		}
		first := len(tags)
		for t := int(s.tagsOf[i]); t < int(s.tagsOf[i+1]); t++ {
			if c.tag(t) {
				tags = append(tags, t)
			}
		}
		if len(tags) == first {
			continue
		}
		switch {
		case !now && f.Detached && source >= 0:
			sel.Passages = append(sel.Passages, Selected{i, int(source), tags[first:len(tags):len(tags)], nil})
			continue
		case !now, f.Detached:
			if !now {
				sel.Detached++
			}
			tags = tags[:first]
			continue
		}
		mark := len(voices)
		a := s.attribute(voices, source, s.Passages[i].Span, f.Straddle)
		n := mark
		for _, v := range a.voices[mark:] {
			if c.voice(source, v) {
				a.voices[n] = v
				n++
			}
		}
		if voices = a.voices[:n]; n == mark {
			tags = tags[:first]
			continue
		}
		if a.straddles {
			sel.Straddling++
			if f.Straddle == StraddleExclude {
				tags, voices = tags[:first], voices[:mark]
				continue
			}
		}
		mine := voices[mark:n:n]
		if !slices.ContainsFunc(mine, func(v Voice) bool { return v.Organisation != NoIndex }) {
			sel.WithoutOrganisation++
		}
		if changed {
			sel.Changed++
		}
		sel.Passages = append(sel.Passages, Selected{i, int(source), tags[first:len(tags):len(tags)], mine})
	}
	return sel
}

// Turn is a turn of a source, with whose words it holds.
type Turn struct {
	Source int // in Study.Sources
	Index  int // in its transcript
	Voice
}

// Turns yields every turn whose words may be counted and whose place f lets
// through: what a filter says about tags does not matter here.
func (s *Study) Turns(f Filter) func(yield func(Turn) bool) {
	c := s.compile(f)
	return func(yield func(Turn) bool) {
		for i, src := range s.Sources {
			if !c.source(int32(i)) {
				continue
			}
			for n, turn := range s.Transcript(src).Turns {
				v, ok := s.Owner(i, turn)
				if ok && c.voice(int32(i), v) && !yield(Turn{i, n, v}) {
					return
				}
			}
		}
	}
}

// compiled is a filter in terms of indices.
type compiled struct {
	s                                                *Study
	themes, coders, about, cases, orgs, participants oneOf
	questions                                        oneOf
	sources                                          []bool // nil: all
	roles                                            []string
	attributes, andAttributes                        []AttributeValue
	where                                            []bool // nil: all
}

// oneOf is a set of indices with a place for none; nil holds everything.
type oneOf []bool

func (o oneOf) has(i int32) bool { return o == nil || i >= NoIndex && o[i+1] }

func indices[K ~string](ids []K, m map[K]int) oneOf {
	if len(ids) == 0 {
		return nil
	}
	o := make(oneOf, len(m)+1)
	for _, id := range ids {
		if i, ok := m[id]; ok || id == "" {
			if id == "" {
				i = NoIndex
			}
			o[i+1] = true
		}
	}
	return o
}

func (s *Study) compile(f Filter) compiled {
	c := compiled{
		s: s, themes: indices(f.Themes, s.themes), coders: indices(f.Coders, s.coders), about: indices(f.About, s.organisations),
		cases: indices(f.Cases, s.cases), orgs: indices(f.Organisations, s.organisations),
		participants: indices(f.Participants, s.participants), roles: f.Roles, attributes: f.Attributes, andAttributes: f.AndAttributes,
	}
	if f.Where != nil && f.Where.study == s { // of another study it would say nothing
		c.where = f.Where.tags
	} else if f.Where != nil {
		c.where = make([]bool, len(s.Tags))
	}
	if len(f.Questions) > 0 {
		c.questions = make(oneOf, len(s.questions)+1)
		for _, q := range f.Questions {
			for i := range s.questions {
				c.questions[i+1] = c.questions[i+1] || strings.EqualFold(q, s.questions[i])
			}
			c.questions[0] = c.questions[0] || q == ""
		}
	}
	if c.themes != nil && !f.Exact {
		for i := range s.Themes { // parents come first
			for _, above := range s.ancestors[i] {
				c.themes[i+1] = c.themes[i+1] || c.themes[above+1]
			}
		}
	}
	if facts := f.factTests(); len(facts)+len(f.Sources) > 0 || f.Since != "" || f.Until != "" {
		c.sources = make([]bool, len(s.Sources))
		for i, src := range s.Sources {
			c.sources[i] = among(f.Sources, src.ID) && src.Date.Within(f.Since, f.Until) &&
				!slices.ContainsFunc(facts, func(t factTest) bool { return !t.lets(src) })
		}
	}
	return c
}

// among tells whether list lets x through; an empty one lets everything.
func among[T comparable](list []T, x T) bool { return len(list) == 0 || slices.Contains(list, x) }

func (c *compiled) source(i int32) bool { return c.sources == nil || c.sources[i] }

func (c *compiled) tag(i int) bool {
	return (c.where == nil || c.where[i]) && c.themes.has(c.s.tagTheme[i]) && c.coders.has(c.s.tagCoder[i]) && c.about.has(c.s.tagAbout[i])
}

func (c *compiled) voice(source int32, v Voice) bool {
	if !c.cases.has(v.Case) || !c.orgs.has(v.Organisation) || !c.participants.has(v.Participant) || !c.questions.has(v.Question) {
		return false
	}
	if len(c.roles) > 0 && !slices.ContainsFunc(c.roles, func(r string) bool { return SameValue(r, c.s.Role(v)) }) {
		return false
	}
	for _, a := range c.attributes {
		has := c.s.Attribute(int(source), v, a.Name)
		if !slices.ContainsFunc(c.attributes, func(b AttributeValue) bool { return strings.EqualFold(a.Name, b.Name) && b.Matches(has) }) {
			return false
		}
	}
	return !slices.ContainsFunc(c.andAttributes, func(a AttributeValue) bool { return !a.Matches(c.s.Attribute(int(source), v, a.Name)) })
}

// TagTheme returns the index of a tag's theme in Study.Themes, TagCoder of its
// coder in Study.Coders, TagAbout of its organisation, or NoIndex.
func (s *Study) TagTheme(tag int) int { return int(s.tagTheme[tag]) }

// TagCoder: see [Study.TagTheme].
func (s *Study) TagCoder(tag int) int { return int(s.tagCoder[tag]) }

// TagAbout: see [Study.TagTheme].
func (s *Study) TagAbout(tag int) int { return int(s.tagAbout[tag]) }

// Ancestors returns the indices of a theme and of those above it, upwards.
func (s *Study) Ancestors(theme int) []int32 { return s.ancestors[theme] }

// TagsOf returns the indices [first, last) of the tags on a passage.
func (s *Study) TagsOf(passage int) (first, last int) {
	return int(s.tagsOf[passage]), int(s.tagsOf[passage+1])
}

// Places returns a function that tells whether what f says of places lets a
// voice in a source through; what it says of tags does not matter there.
func (s *Study) Places(f Filter) func(source int, v Voice) bool {
	c := s.compile(f)
	return func(source int, v Voice) bool { return c.source(int32(source)) && c.voice(int32(source), v) }
}
