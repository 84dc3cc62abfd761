package coding

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"crosscase/corpus"
)

// A Study is one consistent moment of a whole project, all but the words. Its
// slices are what a literal gives; [NewStudy] orders them and makes the study
// ready to be asked. It must not be changed afterwards.
type Study struct {
	Title         string
	Sources       []*corpus.Source // in the order of import
	Transcripts   map[corpus.TextID]*corpus.Transcript
	Earlier       map[corpus.TextID]corpus.SourceID // texts that a correction has replaced
	Assigned      map[corpus.TextID][]int           // turns, from 0, ascending, whose speakers were assigned by hand
	Participants  []*corpus.Participant
	Organisations []*corpus.Organisation
	Cases         []*corpus.CaseStudy
	Coders        []*Coder
	Themes        []*Theme  // NewStudy: as the codebook reads, parents before what is below them
	Passages      []Passage // NewStudy: by source, start, end
	// Changed are passages whose words a correction has changed, until somebody accepts them.
	Changed    map[PassageID]Changed `json:",omitempty"`
	Tags       []Tag                 // NewStudy: by passage, theme, coder
	Memos      []Memo
	Links      []Link
	Queries    []*SavedQuery
	Matrices   []*SavedQuery // those of kind matrix
	Searches   []*SavedQuery // and those of kind search
	Summaries  []Summary
	Readings   []Reading
	Rejections []Rejection
	Merged     map[ThemeID]Merged // themes that were made one with another
	Preserved  []Preserved        // what came with projects of other programs

	derived
}

// derived is what [NewStudy] works out from the parts of a study.
type derived struct {
	themes        map[ThemeID]int
	ancestors     [][]int32 // of each theme: itself, then its parents upwards
	sources       map[corpus.SourceID]int
	sourceOf      map[corpus.TextID]int
	participants  map[corpus.ParticipantID]int
	organisations map[corpus.OrganisationID]int
	cases         map[corpus.CaseID]int
	coders        map[CoderID]int
	speakers      [][]int32 // for each source: the participants behind its speakers
	// Numbers of what is named by identifiers, since to look one up takes as long as
	// all the rest of an attribution.
	organisationOf           []int32 // for each participant
	ownOrganisation, ownCase []int32 // for each source
	caseOf                   []int32 // for each organisation: the one case study that it takes part in, -1 for none or several

	questions  []string  // of all transcripts, in the order in which sources have them
	questionOf [][]int32 // for each source: the numbers of its transcript's questions among those

	memosOn       map[string][]int
	passageSource []int32 // for each passage; -1 where it is detached
	tagsOf        []int32 // passage i has the tags [tagsOf[i], tagsOf[i+1])
	tagTheme      []int32
	tagCoder      []int32
	tagAbout      []int32
}

// NewStudy makes s ready: its parts are put in order and indexed. It takes time
// in step with what s holds.
func NewStudy(s Study) *Study {
	st := &s
	st.derived = derived{}
	st.Themes = codebookOrder(st.Themes)
	st.themes = index(st.Themes, func(t *Theme) ThemeID { return t.ID })
	st.sources = index(st.Sources, func(x *corpus.Source) corpus.SourceID { return x.ID })
	st.sourceOf = index(st.Sources, func(x *corpus.Source) corpus.TextID { return x.Text })
	st.participants = index(st.Participants, func(x *corpus.Participant) corpus.ParticipantID { return x.ID })
	st.organisations = index(st.Organisations, func(x *corpus.Organisation) corpus.OrganisationID { return x.ID })
	st.cases = index(st.Cases, func(x *corpus.CaseStudy) corpus.CaseID { return x.ID })
	st.coders = index(st.Coders, func(x *Coder) CoderID { return x.ID })

	st.ancestors = make([][]int32, len(st.Themes))
	for i, t := range st.Themes {
		st.ancestors[i] = []int32{int32(i)}
		if p, ok := st.themes[t.Parent]; ok {
			st.ancestors[i] = append(st.ancestors[i], st.ancestors[p]...)
		}
	}
	for _, p := range st.Participants {
		st.organisationOf = append(st.organisationOf, at(st.organisations, p.Organisation))
	}
	for _, src := range st.Sources {
		st.ownOrganisation = append(st.ownOrganisation, at(st.organisations, src.Organisation))
		st.ownCase = append(st.ownCase, at(st.cases, src.Case))
	}
	for _, o := range st.Organisations {
		of := int32(NoIndex)
		if len(o.Cases) == 1 {
			of = at(st.cases, o.Cases[0])
		}
		st.caseOf = append(st.caseOf, of)
	}
	st.speakers = make([][]int32, len(st.Sources))
	for i, src := range st.Sources {
		st.speakers[i] = st.countingSpeakers(st.Transcript(src))
	}
	st.numberQuestions()
	st.memosOn = map[string][]int{}
	for i, m := range st.Memos {
		st.memosOn[m.On] = append(st.memosOn[m.On], i)
	}
	if st.Merged == nil {
		st.Merged = map[ThemeID]Merged{}
	}
	st.orderPassages()
	st.orderTags()
	return st
}

// numberQuestions gives questions that read alike, in whatever case, one number.
func (s *Study) numberQuestions() {
	numbers := map[string]int32{}
	s.questionOf = make([][]int32, len(s.Sources))
	for i, src := range s.Sources {
		for _, q := range s.Transcript(src).Questions {
			key := strings.ToLower(q)
			n, ok := numbers[key]
			if !ok {
				n = int32(len(s.questions))
				numbers[key] = n
				s.questions = append(s.questions, q)
			}
			s.questionOf[i] = append(s.questionOf[i], n)
		}
	}
}

// Questions lists the questions that turns answer, in the order in which sources
// have them; a [Voice] names one by its place here.
func (s *Study) Questions() []string { return s.questions }

// orderPassages sorts by source, start and end; detached passages come last.
func (s *Study) orderPassages() {
	type key struct{ source, start, end, passage int }
	keys := make([]key, len(s.Passages))
	for i, p := range s.Passages {
		keys[i] = key{len(s.Sources), p.Span.Start, p.Span.End, i}
		if src, ok := s.sourceOf[p.Text]; ok {
			keys[i].source = src
		}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.source != b.source {
			return cmp.Compare(a.source, b.source)
		}
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.passage, b.passage))
	})
	passages := make([]Passage, len(keys))
	s.passageSource = make([]int32, len(keys))
	for i, k := range keys {
		passages[i] = s.Passages[k.passage]
		s.passageSource[i] = at(s.sourceOf, passages[i].Text)
	}
	s.Passages = passages
}

// PassagesOf returns the passages of a source, an index into Sources, as indices
// [first, last) into Passages; detached ones are not among them.
func (s *Study) PassagesOf(source int) (first, last int) {
	from := func(source int) int {
		return sort.Search(len(s.passageSource), func(i int) bool { return s.passageSource[i] < 0 || int(s.passageSource[i]) >= source })
	}
	return from(source), from(source + 1)
}

// orderTags sorts tags by passage, theme, coder, about. It sorts numbers, since
// comparing identifiers of a million tags takes longer than all else.
func (s *Study) orderTags() {
	passages := make(map[PassageID]int, len(s.Passages))
	for i, p := range s.Passages {
		passages[p.ID] = i
	}
	type key struct{ passage, theme, coder, about, tag int32 }
	keys := make([]key, 0, len(s.Tags))
	var last Tag // tags on one passage, or by one coder, mostly come together
	var k key
	for i := range s.Tags {
		t := &s.Tags[i]
		if k.tag = int32(i); i == 0 || t.Passage != last.Passage {
			k.passage = at(passages, t.Passage)
		}
		if i == 0 || t.Theme != last.Theme {
			k.theme = at(s.themes, t.Theme)
		}
		if i == 0 || t.Coder != last.Coder {
			k.coder = at(s.coders, t.Coder)
		}
		if i == 0 || t.About != last.About {
			k.about = at(s.organisations, t.About)
		}
		last = *t
		if k.passage >= 0 && k.theme >= 0 {
			keys = append(keys, k)
		}
	}
	order := func(a, b key) int {
		if a.passage != b.passage {
			return cmp.Compare(a.passage, b.passage)
		}
		return cmp.Or(cmp.Compare(a.theme, b.theme), cmp.Compare(a.coder, b.coder), cmp.Compare(a.about, b.about))
	}
	if !slices.IsSortedFunc(keys, order) {
		slices.SortFunc(keys, order)
	}
	n := len(keys)
	tags := make([]Tag, n)
	s.tagTheme, s.tagCoder, s.tagAbout = make([]int32, n), make([]int32, n), make([]int32, n)
	s.tagsOf = make([]int32, len(s.Passages)+1)
	for i, k := range keys {
		tags[i] = s.Tags[k.tag]
		s.tagTheme[i], s.tagCoder[i], s.tagAbout[i] = k.theme, k.coder, k.about
		s.tagsOf[k.passage+1]++
	}
	for i := range s.Passages {
		s.tagsOf[i+1] += s.tagsOf[i]
	}
	s.Tags = tags
}

// codebookOrder puts themes as the codebook reads: by position and name below
// one parent, what is below a theme after it. Themes whose parents are missing
// stand at the top.
func codebookOrder(themes []*Theme) []*Theme {
	below := map[ThemeID][]*Theme{}
	known := index(themes, func(t *Theme) ThemeID { return t.ID })
	for _, t := range themes {
		parent := t.Parent
		if _, ok := known[parent]; !ok {
			parent = ""
		}
		below[parent] = append(below[parent], t)
	}
	ordered := make([]*Theme, 0, len(themes))
	var add func(parent ThemeID)
	add = func(parent ThemeID) {
		slices.SortStableFunc(below[parent], func(a, b *Theme) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Name, b.Name))
		})
		for _, t := range below[parent] {
			ordered = append(ordered, t)
			add(t.ID)
		}
	}
	add("")
	for _, t := range themes { // a ring of parents hangs on nothing; nobody's theme is lost for that
		if len(ordered) < len(themes) && !slices.Contains(ordered, t) {
			ordered = append(ordered, t)
		}
	}
	return ordered
}

func index[T any, K comparable](all []T, id func(T) K) map[K]int {
	m := make(map[K]int, len(all))
	for i, x := range all {
		m[id(x)] = i
	}
	return m
}

// at is the index of id in m, -1 where it is not.
func at[K comparable](m map[K]int, id K) int32 {
	if i, ok := m[id]; ok {
		return int32(i)
	}
	return -1
}

func get[T any, K comparable](all []*T, m map[K]int, id K) *T {
	if i, ok := m[id]; ok {
		return all[i]
	}
	return nil
}

// Source returns the source with this id, nil if there is none. So do its
// siblings below.
func (s *Study) Source(id corpus.SourceID) *corpus.Source { return get(s.Sources, s.sources, id) }

// SourceIndex is where in s.Sources the source with this id is, or [NoIndex].
func (s *Study) SourceIndex(id corpus.SourceID) int { return int(at(s.sources, id)) }

// ThemeIndex is where in s.Themes the theme with this id is, or [NoIndex].
func (s *Study) ThemeIndex(id ThemeID) int { return int(at(s.themes, id)) }

// Participant returns the participant with this id.
func (s *Study) Participant(id corpus.ParticipantID) *corpus.Participant {
	return get(s.Participants, s.participants, id)
}

// Organisation returns the organisation with this id.
func (s *Study) Organisation(id corpus.OrganisationID) *corpus.Organisation {
	return get(s.Organisations, s.organisations, id)
}

// Case returns the case study with this id.
func (s *Study) Case(id corpus.CaseID) *corpus.CaseStudy { return get(s.Cases, s.cases, id) }

// Theme returns the theme with this id.
func (s *Study) Theme(id ThemeID) *Theme { return get(s.Themes, s.themes, id) }

// Coder returns the coder with this id.
func (s *Study) Coder(id CoderID) *Coder { return get(s.Coders, s.coders, id) }

// CoderName returns the name of the coder with this id, "" where there is none.
func (s *Study) CoderName(id CoderID) string {
	if c := s.Coder(id); c != nil {
		return c.Name
	}
	return ""
}

// Transcript returns who speaks in a source as it stands now.
func (s *Study) Transcript(src *corpus.Source) *corpus.Transcript {
	if tr := s.Transcripts[src.Text]; tr != nil {
		return tr
	}
	return &corpus.Transcript{}
}

// SourceOf returns the source whose words p is on, nil where p is detached: on
// words that a correction replaced.
func (s *Study) SourceOf(p Passage) *corpus.Source { return get(s.Sources, s.sourceOf, p.Text) }

// Path returns a theme's path, "" for an unknown theme.
func (s *Study) Path(id ThemeID) string {
	i, ok := s.themes[id]
	if !ok {
		return ""
	}
	names := make([]string, len(s.ancestors[i]))
	for n, a := range s.ancestors[i] {
		names[len(names)-1-n] = s.Themes[a].Name
	}
	return strings.Join(names, Separator)
}

// Level returns how many themes stand above this one: 0 at the top.
func (s *Study) Level(id ThemeID) int {
	if i, ok := s.themes[id]; ok {
		return len(s.ancestors[i]) - 1
	}
	return 0
}

// Below tells whether theme is id or stands below it.
func (s *Study) Below(theme, id ThemeID) bool {
	i, ok := s.themes[theme]
	return ok && slices.Contains(s.ancestors[i], at(s.themes, id))
}

// MemosOn returns the notes on the thing with this id.
func (s *Study) MemosOn(id string) []Memo {
	var found []Memo
	for _, i := range s.memosOn[id] {
		found = append(found, s.Memos[i])
	}
	return found
}

// Things are the identifiers of all that a note can be on but the project itself:
// themes, passages, tags, sources, participants, organisations and case studies.
func (s *Study) Things() map[string]bool {
	things := make(map[string]bool, len(s.Tags)+len(s.Passages)+len(s.Themes)+len(s.Sources))
	for _, x := range s.Themes {
		things[string(x.ID)] = true
	}
	for i := range s.Passages {
		things[string(s.Passages[i].ID)] = true
	}
	for i := range s.Tags {
		things[string(s.Tags[i].ID)] = true
	}
	for _, x := range s.Sources {
		things[string(x.ID)] = true
	}
	for _, x := range s.Participants {
		things[string(x.ID)] = true
	}
	for _, x := range s.Organisations {
		things[string(x.ID)] = true
	}
	for _, x := range s.Cases {
		things[string(x.ID)] = true
	}
	return things
}

// SummaryOf returns what was said of a theme and a participant, organisation, case
// study or source, nil where nothing was.
func (s *Study) SummaryOf(theme ThemeID, on string) *Summary {
	for i := range s.Summaries {
		if s.Summaries[i].Theme == theme && s.Summaries[i].On == on {
			return &s.Summaries[i]
		}
	}
	return nil
}

// FindMemo finds a note by its identifier or the beginning of it.
func (s *Study) FindMemo(id string) (*Memo, error) {
	i, err := byPrefix("memo", id, len(s.Memos), func(i int) string { return string(s.Memos[i].ID) })
	if err != nil {
		return nil, err
	}
	return &s.Memos[i], nil
}

// FindTag finds a tag by its identifier or the beginning of it.
func (s *Study) FindTag(id string) (*Tag, error) {
	i, err := byPrefix("tag", id, len(s.Tags), func(i int) string { return string(s.Tags[i].ID) })
	if err != nil {
		return nil, err
	}
	return &s.Tags[i], nil
}

// A Texts gives the words of a source.
type Texts interface {
	Text(ctx context.Context, id corpus.TextID) (corpus.Text, error)
}
