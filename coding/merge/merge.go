// Package merge brings two copies of a project together.
//
// [Merge] compares mine with theirs and works out the changes that bring what is new
// in theirs into mine. Things are the same if they have the same identifier or, where
// that differs, the same name or words.
//
// The laws of this package, each in laws_test.go:
//
//   - Twice is once: merging the same copy again changes nothing.
//   - Either way round: mine into theirs, where conflicts are decided for mine, gives what
//     theirs into mine gives.
//   - A copy of itself: merging what is the same changes nothing, and counts nothing as new.
//   - Fields: whatever field of a theme a copy fills where mine is empty is taken from it.
//   - Nothing of mine goes: what was tagged stays tagged by the same coder.
package merge

import (
	"context"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// A Side is one of two projects that are brought together.
type Side struct {
	Study    *coding.Study
	Texts    coding.Texts
	Original func(ctx context.Context, sha256 string) ([]byte, error)
	// Touched holds the identifiers of what was added or changed since the two
	// projects were one; nil where they never were, or nobody knows.
	Touched map[string]bool
	// Removed holds the identifiers of what was there and was removed since.
	Removed map[string]bool
}

// A Conflict is something that two projects say differently.
type Conflict struct {
	What   string // as "theme Trust: definition"
	Mine   string
	Theirs string
	Taken  string // mine or theirs
}

// A Result is what it takes to merge another project into this one.
type Result struct {
	Changes   []edit.Change
	Counts    []Count // of what comes in
	Conflicts []Conflict
	Back      int      // tags that were removed here since and come back with it
	Plain     []string // names that come without characters in them that nobody can see
	// IDs are the identifiers here of what has another one in the other project.
	IDs map[string]string
}

// A Count counts things of one kind that come in.
type Count struct {
	Kind  string
	Added int
	Same  int // there already
	Taken int // changed to what the other one says
}

// Merge works out how to merge theirs into mine: sources, participants,
// organisations, case studies, themes, passages, tags, memos, links, queries, summaries,
// readings and coders. Sources are the same by identifier or by their SHA-256,
// themes by identifier, also through merges, then by path, people and bodies by
// identifier, then by name. Tags are united: nothing of mine goes.
//
// Where both say something different, the side that was changed since the two
// were one is taken; where both were, or nobody knows, it is a conflict, and theirs
// is taken where choose says so. What one side leaves empty is taken from the
// other. To bring the same one in again changes nothing; to bring A into B with
// theirs chosen gives what B into A gives with mine chosen.
func Merge(ctx context.Context, mine, theirs Side, choose func(what string) bool, newID func() string) (*Result, error) {
	var known, came []string // names with characters that nobody can see
	mine.Study, known = visible(mine.Study)
	theirs.Study, came = visible(theirs.Study)
	j := &merger{ctx: ctx, mine: mine, theirs: theirs, choose: choose, newID: newID, ids: map[string]string{},
		counts: map[string]*Count{}, replaced: map[corpus.TextID]bool{}, tags: newTagIndex(mine.Study),
		texts: map[corpus.TextID]func(corpus.Span) (corpus.Span, bool){}, carried: map[coding.PassageID]string{}}
	for _, step := range []func() error{j.coders, j.cases, j.organisations, j.participants, j.themes, j.sources, j.passages, j.memos,
		j.changedPassages, j.links, j.queries, j.summaries, j.readings, j.preserved} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for _, kind := range []string{"source", "participant", "organisation", "case", "theme", "tag", "memo", "link", "query", "summary",
		"coder"} {
		if c := j.counts[kind]; c != nil {
			j.result.Counts = append(j.result.Counts, *c)
		}
	}
	j.result.Plain = slices.DeleteFunc(came, func(name string) bool { return slices.Contains(known, name) })
	j.result.IDs = map[string]string{}
	for theirs, mine := range j.ids {
		if now := j.tags.now(mine); now != theirs {
			j.result.IDs[theirs] = now
		}
	}
	return &j.result, nil
}

type merger struct {
	ctx          context.Context
	mine, theirs Side
	choose       func(what string) bool
	newID        func() string
	result       Result
	counts       map[string]*Count
	ids          map[string]string // of what is the same, from theirs to mine
	// texts says for each of their texts where a span of it is in mine; false where
	// it stands nowhere, and stays on their words.
	texts map[corpus.TextID]func(corpus.Span) (corpus.Span, bool)
	into  map[corpus.TextID]corpus.TextID // of their texts, the one of mine that passages go to
	// replaced are texts of mine in whose place those of theirs are taken.
	replaced map[corpus.TextID]bool
	tags     *tagIndex // where tags of mine will be
	// carried are passages of theirs that are carried to words of mine, with the words that
	// were marked where those are others, "" where they are not.
	carried map[coding.PassageID]string
	changed []edit.MarkChanged // of passages
	marked  map[string]bool    // tags and passages of theirs, nil as long as nobody asked
}

func (j *merger) change(c ...edit.Change) { j.result.Changes = append(j.result.Changes, c...) }

func (j *merger) count(kind string) *Count {
	if j.counts[kind] == nil {
		j.counts[kind] = &Count{Kind: kind}
	}
	return j.counts[kind]
}

// mapped is the identifier in mine of what theirs calls id.
func mapped[T ~string](j *merger, id T) T {
	if to, ok := j.ids[string(id)]; ok {
		return T(to)
	}
	return id
}

// same notes that what theirs calls one identifier is another of mine.
func (j *merger) same(theirs, mine string) { j.ids[theirs] = mine }

// pick decides what stands where two sides differ.
func (j *merger) pick(idMine, idTheirs, what, mine, theirs string) string {
	if mine == theirs {
		return mine
	}
	known := j.mine.Touched != nil && j.theirs.Touched != nil
	touchedMine, touchedTheirs := j.mine.Touched[idMine], j.theirs.Touched[idTheirs]
	switch {
	case known && touchedMine && !touchedTheirs:
		return mine
	case known && touchedTheirs && !touchedMine:
		return theirs
	case theirs == "":
		return mine
	case mine == "":
		return theirs
	}
	c := Conflict{What: what, Mine: j.called(mine), Theirs: j.called(theirs), Taken: "mine"}
	if j.choose(what) {
		c.Taken = "theirs"
	}
	j.result.Conflicts = append(j.result.Conflicts, c)
	if c.Taken == "theirs" {
		return theirs
	}
	return mine
}

// called is a value of which a conflict tells, as people know it: what an
// identifier is of, else the value itself.
func (j *merger) called(value string) string {
	for _, s := range []*coding.Study{j.mine.Study, j.theirs.Study} {
		if path := s.Path(coding.ThemeID(value)); path != "" {
			return path
		}
		if x := s.Organisation(corpus.OrganisationID(value)); x != nil {
			return x.Name
		}
		if x := s.Case(corpus.CaseID(value)); x != nil {
			return x.Name
		}
		if x := s.Participant(corpus.ParticipantID(value)); x != nil {
			return x.Name
		}
		if x := s.Source(corpus.SourceID(value)); x != nil {
			return x.Name
		}
		if t, err := s.FindTag(value); err == nil && string(t.ID) == value {
			return "a tag of " + s.Path(t.Theme)
		}
	}
	return value
}

// attributes unites attributes, by their names.
func (j *merger) attributes(idMine, idTheirs, what string, mine, theirs map[string]string) map[string]string {
	all := maps.Clone(mine)
	if all == nil {
		all = map[string]string{}
	}
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		all[name] = j.pick(idMine, idTheirs, what+": "+name, mine[name], theirs[name])
	}
	for name := range mine {
		if _, both := theirs[name]; !both {
			all[name] = j.pick(idMine, idTheirs, what+": "+name, mine[name], "")
		}
	}
	maps.DeleteFunc(all, func(_, v string) bool { return v == "" })
	return all
}

// united unites lists, in mine's order.
func united[T comparable](mine, theirs []T) []T {
	all := slices.Clone(mine)
	for _, x := range theirs {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func (j *merger) coders() error {
	s := j.mine.Study
	for _, c := range j.theirs.Study.Coders {
		mine := s.Coder(c.ID)
		if other, err := s.FindCoder(c.Name); mine == nil && err == nil {
			mine = other
		}
		for _, was := range c.Aliases { // here they still are who they were there; a name that both have left behind says nothing
			if other, err := s.FindCoder(was); mine == nil && err == nil && strings.EqualFold(other.Name, was) {
				mine = other
			}
		}
		if mine == nil {
			j.count("coder").Added++
			j.change(edit.PutCoder{Coder: coding.Coder{ID: c.ID, Name: c.Name}, IfNew: true})
			continue
		}
		j.same(string(c.ID), string(mine.ID))
		name := j.name(string(mine.ID), string(c.ID), "coder "+mine.Name, mine.Name, c.Name, func(name string) bool {
			other, err := s.FindCoder(name)
			return err == nil && other != mine
		})
		j.taken("coder", name != mine.Name, edit.PutCoder{Coder: coding.Coder{ID: mine.ID, Name: name}})
	}
	return nil
}

// coder is the name in mine of one of their coders.
func (j *merger) coder(id coding.CoderID) string {
	if name := j.mine.Study.CoderName(mapped(j, id)); name != "" {
		return name
	}
	return j.theirs.Study.CoderName(id)
}

// taken counts something that is there, and changes it where it differs.
func (j *merger) taken(kind string, differs bool, c edit.Change) {
	if !differs {
		j.count(kind).Same++
		return
	}
	j.count(kind).Taken++
	j.change(c)
}

// name picks a name, unless another thing of mine has it.
func (j *merger) name(idMine, idTheirs, what, mine, theirs string, there func(name string) bool) string {
	if mine != theirs && there(theirs) && !strings.EqualFold(mine, theirs) {
		return mine
	}
	return j.pick(idMine, idTheirs, what+": name", mine, theirs)
}

func named[T any](all []*T, name string, of func(*T) string) *T {
	for _, x := range all {
		if strings.EqualFold(of(x), name) {
			return x
		}
	}
	return nil
}
