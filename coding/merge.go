package coding

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/corpus"
)

// A Side is one of two projects that are brought together.
type Side struct {
	Study    *Study
	Texts    Texts
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

// A Join is what it takes to bring another project into this one.
type Join struct {
	Changes   []Change
	Counts    []JoinCount // of what comes in
	Conflicts []Conflict
	Back      int // tags that were removed here since and come back with it
}

// A JoinCount counts things of one kind that come in.
type JoinCount struct {
	Kind  string
	Added int
	Same  int // there already
	Taken int // changed to what the other one says
}

// Bring works out how to bring theirs into mine: sources, participants,
// organisations, case studies, themes, passages, tags, memos, links, queries,
// readings and coders. Sources are the same by identifier or by their SHA-256,
// themes by identifier, also through merges, then by path, people and bodies by
// identifier, then by name. Tags are united: nothing of mine goes.
//
// Where both say something different, the side that was changed since the two
// were one is taken; where both were, or nobody knows, it is a conflict, and theirs
// is taken where choose says so. What one side leaves empty is taken from the
// other. To bring the same one in again changes nothing; to bring A into B with
// theirs chosen gives what B into A gives with mine chosen.
func Bring(ctx context.Context, mine, theirs Side, choose func(what string) bool, newID func() string) (*Join, error) {
	j := &joiner{ctx: ctx, mine: mine, theirs: theirs, choose: choose, newID: newID, ids: map[string]string{}, counts: map[string]*JoinCount{},
		texts: map[corpus.TextID]func(corpus.Span) (corpus.Span, bool){}}
	for _, step := range []func() error{j.coders, j.cases, j.organisations, j.participants, j.themes, j.sources, j.passages, j.memos, j.links, j.queries, j.readings} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	for _, kind := range []string{"source", "participant", "organisation", "case", "theme", "tag", "memo", "link", "query", "coder"} {
		if c := j.counts[kind]; c != nil {
			j.join.Counts = append(j.join.Counts, *c)
		}
	}
	return &j.join, nil
}

type joiner struct {
	ctx          context.Context
	mine, theirs Side
	choose       func(what string) bool
	newID        func() string
	join         Join
	counts       map[string]*JoinCount
	ids          map[string]string // of what is the same, from theirs to mine
	// texts says for each of their texts where a span of it is in mine; false where
	// it stands nowhere, and stays on their words.
	texts map[corpus.TextID]func(corpus.Span) (corpus.Span, bool)
	into  map[corpus.TextID]corpus.TextID // of their texts, the one of mine that passages go to
}

func (j *joiner) change(c ...Change) { j.join.Changes = append(j.join.Changes, c...) }

func (j *joiner) count(kind string) *JoinCount {
	if j.counts[kind] == nil {
		j.counts[kind] = &JoinCount{Kind: kind}
	}
	return j.counts[kind]
}

// mapped is the identifier in mine of what theirs calls id.
func mapped[T ~string](j *joiner, id T) T {
	if to, ok := j.ids[string(id)]; ok {
		return T(to)
	}
	return id
}

// same notes that what theirs calls one identifier is another of mine.
func (j *joiner) same(theirs, mine string) { j.ids[theirs] = mine }

// pick decides what stands where two sides differ.
func (j *joiner) pick(idMine, idTheirs, what, mine, theirs string) string {
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
	c := Conflict{What: what, Mine: mine, Theirs: theirs, Taken: "mine"}
	if j.choose(what) {
		c.Taken = "theirs"
	}
	j.join.Conflicts = append(j.join.Conflicts, c)
	if c.Taken == "theirs" {
		return theirs
	}
	return mine
}

// attributes unites attributes, by their names.
func (j *joiner) attributes(idMine, idTheirs, what string, mine, theirs map[string]string) map[string]string {
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

// list unites lists, in mine's order.
func united[T comparable](mine, theirs []T) []T {
	all := slices.Clone(mine)
	for _, x := range theirs {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func (j *joiner) coders() error {
	s := j.mine.Study
	for _, c := range j.theirs.Study.Coders {
		if mine := s.Coder(c.ID); mine != nil {
			name := j.name(string(c.ID), string(c.ID), "coder "+mine.Name, mine.Name, c.Name, func(name string) bool {
				other, err := s.FindCoder(name)
				return err == nil && other != mine
			})
			j.taken("coder", name != mine.Name, PutCoder{Coder{ID: c.ID, Name: name}, false})
		} else if mine, err := s.FindCoder(c.Name); err == nil {
			j.same(string(c.ID), string(mine.ID))
			j.count("coder").Same++
		} else {
			j.count("coder").Added++
			j.change(PutCoder{Coder{ID: c.ID, Name: c.Name}, true})
		}
	}
	return nil
}

// coder is the name in mine of one of their coders.
func (j *joiner) coder(id CoderID) string {
	if name := j.mine.Study.coderName(mapped(j, id)); name != "" {
		return name
	}
	return j.theirs.Study.coderName(id)
}

func (j *joiner) cases() error {
	s := j.mine.Study
	for _, x := range j.theirs.Study.Cases {
		mine := s.Case(x.ID)
		if mine == nil {
			mine = named(s.Cases, x.Name, func(c *corpus.CaseStudy) string { return c.Name })
		}
		if mine == nil {
			j.count("case").Added++
			j.change(PutCase{*x})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		what := "case " + mine.Name
		is.Name = j.name(string(mine.ID), string(x.ID), what, mine.Name, x.Name, func(name string) bool {
			return named(s.Cases, name, func(c *corpus.CaseStudy) string { return c.Name }) != nil
		})
		is.Description = j.pick(string(mine.ID), string(x.ID), what+": description", mine.Description, x.Description)
		is.Attributes = j.attributes(string(mine.ID), string(x.ID), what, mine.Attributes, x.Attributes)
		j.taken("case", is.Name != mine.Name || is.Description != mine.Description || !maps.Equal(is.Attributes, mine.Attributes), PutCase{is})
	}
	return nil
}

// taken counts something that is there, and changes it where it differs.
func (j *joiner) taken(kind string, differs bool, c Change) {
	if !differs {
		j.count(kind).Same++
		return
	}
	j.count(kind).Taken++
	j.change(c)
}

// name picks a name, unless another thing of mine has it.
func (j *joiner) name(idMine, idTheirs, what, mine, theirs string, there func(name string) bool) string {
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

func (j *joiner) organisations() error {
	s := j.mine.Study
	nameOf := func(o *corpus.Organisation) string { return o.Name }
	for _, x := range j.theirs.Study.Organisations {
		mine := s.Organisation(x.ID)
		if mine == nil {
			mine = named(s.Organisations, x.Name, nameOf)
		}
		theirs := *x
		theirs.Cases = make([]corpus.CaseID, len(x.Cases))
		for i, c := range x.Cases {
			theirs.Cases[i] = mapped(j, c)
		}
		if mine == nil {
			j.count("organisation").Added++
			j.change(PutOrganisation{theirs})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		what := "organisation " + mine.Name
		is.Name = j.name(string(mine.ID), string(x.ID), what, mine.Name, x.Name, func(name string) bool { return named(s.Organisations, name, nameOf) != nil })
		is.Kind = j.pick(string(mine.ID), string(x.ID), what+": kind", mine.Kind, x.Kind)
		is.Cases = united(mine.Cases, theirs.Cases)
		is.Attributes = j.attributes(string(mine.ID), string(x.ID), what, mine.Attributes, x.Attributes)
		j.taken("organisation", is.Name != mine.Name || is.Kind != mine.Kind || len(is.Cases) != len(mine.Cases) || !maps.Equal(is.Attributes, mine.Attributes), PutOrganisation{is})
	}
	return nil
}

func (j *joiner) participants() error {
	s := j.mine.Study
	there := func(name string) *corpus.Participant {
		for _, p := range s.Participants {
			if slices.ContainsFunc(append([]string{p.Name}, p.Aliases...), func(n string) bool { return strings.EqualFold(n, name) }) {
				return p
			}
		}
		return nil
	}
	for _, x := range j.theirs.Study.Participants {
		mine := s.Participant(x.ID)
		if mine == nil {
			mine = there(x.Name)
		}
		theirs := *x
		theirs.Organisation = mapped(j, x.Organisation)
		if mine == nil {
			theirs.Aliases = slices.DeleteFunc(slices.Clone(theirs.Aliases), func(a string) bool { return there(a) != nil })
			j.count("participant").Added++
			j.change(PutParticipant{theirs})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		what := "participant " + mine.Name
		id, other := string(mine.ID), string(x.ID)
		is.Name = j.name(id, other, what, mine.Name, x.Name, func(name string) bool { return there(name) != nil })
		is.Role = j.pick(id, other, what+": role", mine.Role, x.Role)
		is.Organisation = corpus.OrganisationID(j.pick(id, other, what+": organisation", string(mine.Organisation), string(theirs.Organisation)))
		is.Aliases = united(mine.Aliases, slices.DeleteFunc(slices.Clone(x.Aliases), func(a string) bool { return there(a) != nil }))
		is.Attributes = j.attributes(id, other, what, mine.Attributes, x.Attributes)
		j.taken("participant", is.Name != mine.Name || is.Role != mine.Role || is.Organisation != mine.Organisation || len(is.Aliases) != len(mine.Aliases) || !maps.Equal(is.Attributes, mine.Attributes), PutParticipant{is})
	}
	return nil
}

// themes brings in the codebook. What one side made of two themes, the other does,
// too.
func (j *joiner) themes() error {
	s, t := j.mine.Study, j.theirs.Study
	type place struct {
		parent ThemeID
		name   string
	}
	places := map[place]ThemeID{} // where themes stand, as it will be
	will := map[ThemeID]Theme{}
	for _, x := range s.Themes {
		places[place{x.Parent, x.Name}] = x.ID
		will[x.ID] = *x
	}
	last := map[ThemeID]int{}
	for _, x := range s.Themes {
		last[x.Parent] = max(last[x.Parent], x.Position+1)
	}
	for _, x := range t.Themes { // parents come first
		parent := mapped(j, x.Parent)
		mine := s.Theme(x.ID)
		if mine == nil {
			if m, ok := s.Merged[x.ID]; ok {
				mine = s.Theme(m.Into)
				if mine != nil { // it is another one now, and said what it had to say
					j.same(string(x.ID), string(mine.ID))
					j.count("theme").Same++
					continue
				}
			}
		}
		if mine == nil {
			mine = s.Theme(places[place{parent, x.Name}])
			for _, other := range s.Themes {
				if mine == nil && other.Parent == parent && strings.EqualFold(other.Name, x.Name) && t.Theme(other.ID) == nil {
					mine = other
				}
			}
			if mine != nil && t.Theme(mine.ID) != nil { // that one is another of theirs
				mine = nil
			}
		}
		if mine == nil {
			theirs := *x
			theirs.Parent = parent
			theirs.Position = last[parent]
			last[parent]++
			for n := 2; places[place{parent, theirs.Name}] != ""; n++ {
				theirs.Name = fmt.Sprintf("%s (%d)", x.Name, n)
			}
			places[place{parent, theirs.Name}] = theirs.ID
			will[theirs.ID] = theirs
			j.count("theme").Added++
			j.change(PutTheme{theirs})
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := will[mine.ID]
		id, other := string(mine.ID), string(x.ID)
		what := "theme " + s.Path(mine.ID)
		if name := j.pick(id, other, what+": name", mine.Name, x.Name); places[place{mine.Parent, name}] == "" {
			is.Name = name
		}
		if up := ThemeID(j.pick(id, other, what+": parent", string(mine.Parent), string(parent))); up != mine.Parent && places[place{up, is.Name}] == "" && !below(will, up, mine.ID) {
			is.Parent = up
		}
		is.Definition = j.pick(id, other, what+": definition", mine.Definition, x.Definition)
		is.Include = j.pick(id, other, what+": include", mine.Include, x.Include)
		is.Exclude = j.pick(id, other, what+": exclude", mine.Exclude, x.Exclude)
		if is.Definition != mine.Definition || is.Include != mine.Include || is.Exclude != mine.Exclude {
			is.Described = x.Described
		}
		is.Example = j.pick(id, other, what+": example", mine.Example, x.Example)
		is.Kind = j.pick(id, other, what+": kind", mine.Kind, x.Kind)
		if j.mine.Touched != nil && j.theirs.Touched[other] && !j.mine.Touched[id] {
			is.Colour, is.Archived = x.Colour, x.Archived
		}
		if is != *mine {
			delete(places, place{mine.Parent, mine.Name})
			places[place{is.Parent, is.Name}] = mine.ID
			will[mine.ID] = is
		}
		j.taken("theme", is != *mine, PutTheme{is})
	}
	for _, id := range slices.Sorted(maps.Keys(t.Merged)) {
		into := mapped(j, t.Merged[id].Into)
		if s.Theme(id) != nil && id == into { // what stands here went there, and the other way round: either is one theme
			j.join.Conflicts = append(j.join.Conflicts, Conflict{What: "theme " + s.Path(id) + ": merged", Mine: s.Path(id), Theirs: t.Path(t.Merged[id].Into), Taken: "mine"})
		}
		if s.Theme(id) != nil && id != into {
			if _, there := will[into]; there && !below(will, into, id) {
				j.change(MergeThemes{From: id, Into: into})
				j.same(string(id), string(into))
				for theirs, to := range j.ids {
					if to == string(id) {
						j.ids[theirs] = string(into)
					}
				}
				j.count("theme").Taken++
			}
		}
	}
	return nil
}

// below tells whether a theme stands below another, or is it, as it will be.
func below(will map[ThemeID]Theme, theme, above ThemeID) bool {
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

func (j *joiner) sources() error {
	s, t := j.mine.Study, j.theirs.Study
	j.into = map[corpus.TextID]corpus.TextID{}
	names := map[string]bool{}
	for _, x := range s.Sources {
		names[x.Name] = true
	}
	for _, x := range t.Sources {
		mine := s.Source(x.ID)
		for _, other := range s.Sources {
			if mine == nil && x.SHA256 != "" && other.SHA256 == x.SHA256 && t.Source(other.ID) == nil {
				mine = other
			}
		}
		if mine == nil {
			if err := j.addSource(x, names); err != nil {
				return err
			}
			continue
		}
		j.same(string(x.ID), string(mine.ID))
		is := *mine
		id, other := string(mine.ID), string(x.ID)
		what := "source " + mine.Name
		is.Name = j.name(id, other, what, mine.Name, x.Name, func(name string) bool { return names[name] })
		is.Type = corpus.SourceType(j.pick(id, other, what+": type", string(mine.Type), string(x.Type)))
		is.Case = corpus.CaseID(j.pick(id, other, what+": case", string(mine.Case), string(mapped(j, x.Case))))
		is.Organisation = corpus.OrganisationID(j.pick(id, other, what+": organisation", string(mine.Organisation), string(mapped(j, x.Organisation))))
		is.Date = corpus.Date(j.pick(id, other, what+": date", string(mine.Date), string(x.Date)))
		is.Language = j.pick(id, other, what+": language", mine.Language, x.Language)
		is.Attributes = j.attributes(id, other, what, mine.Attributes, x.Attributes)
		differs := is.Name != mine.Name || is.Type != mine.Type || is.Case != mine.Case || is.Organisation != mine.Organisation ||
			is.Date != mine.Date || is.Language != mine.Language || !maps.Equal(is.Attributes, mine.Attributes)
		j.taken("source", differs, PutSource{is})
		if err := j.words(mine, x, what); err != nil {
			return err
		}
	}
	return nil
}

// transcript is one of theirs, with the participants of mine.
func (j *joiner) transcript(x *corpus.Source) corpus.Transcript {
	tr := *j.theirs.Study.Transcript(x)
	tr.Speakers = slices.Clone(tr.Speakers)
	for i := range tr.Speakers {
		tr.Speakers[i].Participant = mapped(j, tr.Speakers[i].Participant)
	}
	return tr
}

func (j *joiner) addSource(x *corpus.Source, names map[string]bool) error {
	text, err := j.theirs.Texts.Text(j.ctx, x.Text)
	if err != nil {
		return err
	}
	original, err := j.theirs.Original(j.ctx, x.SHA256)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return err
	}
	src := *x
	for n := 2; names[src.Name]; n++ {
		src.Name = fmt.Sprintf("%s (%d)", x.Name, n)
	}
	names[src.Name] = true
	src.Case, src.Organisation = mapped(j, x.Case), mapped(j, x.Organisation)
	j.change(AddSource{Source: src, Text: text, Transcript: j.transcript(x), Original: original})
	j.count("source").Added++
	return nil
}

// words settles which words of two sources that are the same stand, and where
// passages of the others go.
func (j *joiner) words(mine, theirs *corpus.Source, what string) error {
	if mine.Text == theirs.Text {
		j.speakers(mine, theirs, what)
		return nil
	}
	a, err := j.mine.Texts.Text(j.ctx, mine.Text)
	if err != nil {
		return err
	}
	b, err := j.theirs.Texts.Text(j.ctx, theirs.Text)
	if err != nil {
		return err
	}
	if a.Body == b.Body {
		j.into[b.ID] = a.ID
		j.texts[b.ID] = func(s corpus.Span) (corpus.Span, bool) { return s, true }
		return nil
	}
	known := j.mine.Study.Earlier[b.ID] == mine.ID // that mine had before it was corrected
	if !known && j.theirs.Study.Earlier[a.ID] != theirs.ID {
		c := Conflict{What: what + ": text", Mine: fmt.Sprintf("%d letters", len(a.Body)), Theirs: fmt.Sprintf("%d letters", len(b.Body)), Taken: "mine"}
		if j.choose(c.What) {
			c.Taken = "theirs"
		}
		j.join.Conflicts = append(j.join.Conflicts, c)
		known = c.Taken == "mine"
	}
	if known { // mine stands
		if _, there := j.mine.Study.Earlier[b.ID]; !there {
			j.change(KeepText{Source: mine.ID, Text: b})
		}
		j.into[b.ID] = a.ID
		j.carry(b, a)
		return nil
	}
	// Theirs stands; passages of mine go along.
	if _, there := j.mine.Study.Earlier[b.ID]; there { // kept when mine was taken the last time
		j.into[b.ID] = corpus.TextID(j.newID())
		j.texts[b.ID] = func(s corpus.Span) (corpus.Span, bool) { return s, true }
		b.ID = j.into[b.ID]
	}
	original, err := j.theirs.Original(j.ctx, theirs.SHA256)
	if err != nil && !errors.Is(err, ErrUnknown) {
		return err
	}
	update := UpdateText{Source: mine.ID, Text: b, Transcript: j.transcript(theirs), Original: original, File: theirs.File, MediaType: theirs.MediaType, SHA256: theirs.SHA256}
	var spans []corpus.Span
	var passages []PassageID
	for _, p := range j.mine.Study.Passages {
		if p.Text == a.ID {
			spans, passages = append(spans, p.Span), append(passages, p.ID)
		}
	}
	for i, c := range corpus.Carry(a, b, spans) {
		if c.Fate != corpus.Detached {
			update.Carried = append(update.Carried, AttachPassage{Passage: passages[i], Text: b.ID, Span: c.Span})
		}
	}
	j.change(update)
	j.count("source").Taken++
	return nil
}

// speakers settles turns of one text that two sides give to different people.
func (j *joiner) speakers(mine, theirs *corpus.Source, what string) {
	a, b := j.mine.Study.Transcript(mine), j.theirs.Study.Transcript(theirs)
	who := func(tr *corpus.Transcript, turn int) corpus.ParticipantID {
		if sp := tr.Turns[turn].Speaker; sp >= 0 {
			return tr.Speakers[sp].Participant
		}
		return ""
	}
	for i := range min(len(a.Turns), len(b.Turns)) {
		is, other := who(a, i), mapped(j, who(b, i))
		id := fmt.Sprintf("%s/%d", mine.Text, i)
		if to := corpus.ParticipantID(j.pick(id, id, fmt.Sprintf("%s: speaker of turn %d", what, i+1), string(is), string(other))); to != is {
			j.change(AssignTurns{Text: mine.Text, Turns: []int{i}, Participant: to})
		}
	}
}

// carry says where spans of one text are in another.
func (j *joiner) carry(from, to corpus.Text) {
	var spans []corpus.Span
	for _, p := range j.theirs.Study.Passages {
		if p.Text == from.ID {
			spans = append(spans, p.Span)
		}
	}
	where := map[corpus.Span]corpus.Span{}
	for i, c := range corpus.Carry(from, to, spans) {
		if c.Fate != corpus.Detached {
			where[spans[i]] = c.Span
		}
	}
	j.texts[from.ID] = func(s corpus.Span) (corpus.Span, bool) {
		to, ok := where[s]
		return to, ok
	}
}

// passages brings in passages with their tags. Of mine and theirs on the same
// words, mine stays.
func (j *joiner) passages() error {
	s, t := j.mine.Study, j.theirs.Study
	type spot struct {
		text corpus.TextID
		span corpus.Span
	}
	type key struct {
		spot
		theme ThemeID
		coder string
		about corpus.OrganisationID
	}
	passages := map[spot]PassageID{}
	tags := map[key]*Tag{}
	byID := map[TagID]*Tag{}
	for i, p := range s.Passages {
		at := spot{p.Text, p.Span}
		passages[at] = p.ID
		first, last := s.TagsOf(i)
		for n := first; n < last; n++ {
			x := &s.Tags[n]
			tags[key{at, x.Theme, s.coderName(x.Coder), x.About}] = x
			byID[x.ID] = x
		}
	}
	kept, moved := map[corpus.TextID]bool{}, map[PassageID]bool{}
	stands := map[string]Passage{} // where passages and tags of mine are
	for i, p := range s.Passages {
		stands[string(p.ID)] = p
		first, last := s.TagsOf(i)
		for _, x := range s.Tags[first:last] {
			stands[string(x.ID)] = p
		}
	}
	linked := map[string]bool{}
	for _, l := range t.Links {
		linked[l.From], linked[l.To] = true, true
	}
	for i, p := range t.Passages {
		at, detached, err := j.spot(p, kept)
		if err != nil {
			return err
		}
		here := spot(at)
		first, last := t.TagsOf(i)
		ids := []string{string(p.ID)}
		for _, x := range t.Tags[first:last] {
			ids = append(ids, string(x.ID))
		}
		for _, id := range ids { // a passage that one side gave another place
			if mine, there := stands[id]; there && !detached && !moved[mine.ID] && (spot{mine.Text, mine.Span}) != here {
				moved[mine.ID] = true
				if j.elsewhere(mine, id, here.text, here.span) {
					j.change(AttachPassage{Passage: mine.ID, Text: here.text, Span: here.span})
				}
			}
		}
		if mine, there := passages[here]; there {
			j.same(string(p.ID), string(mine))
		} else if _, known := stands[string(p.ID)]; !known {
			passages[here] = p.ID
			if first == last && linked[string(p.ID)] {
				j.change(KeepPassage{Passage: p.ID, Text: here.text, Span: here.span, Detached: detached})
			}
		}
		for n := first; n < last; n++ {
			x := t.Tags[n]
			coder, theme, about := j.coder(x.Coder), mapped(j, x.Theme), mapped(j, x.About)
			k := key{here, theme, coder, about}
			mine := byID[x.ID]
			if mine == nil {
				mine = tags[k]
			}
			if mine != nil {
				j.same(string(x.ID), string(mine.ID))
				j.sameTag(mine, x, theme, about)
				continue
			}
			add := TagPassage{Passage: p.ID, Text: here.text, Span: here.span, Tag: x.ID, Theme: theme, About: about, Weight: x.Weight,
				Coder: coder, At: x.At, Suggested: x.Suggested, Detached: detached}
			tags[k] = &x
			if j.mine.Removed[string(x.ID)] {
				j.join.Back++
			}
			j.count("tag").Added++
			j.change(add)
		}
	}
	return nil
}

// elsewhere tells whether a passage of mine goes to where theirs has it.
func (j *joiner) elsewhere(mine Passage, theirs string, text corpus.TextID, span corpus.Span) bool {
	s := j.mine.Study
	src := s.SourceOf(mine)
	if src == nil { // detached: any place is better
		return true
	}
	id := string(mine.ID)
	if !j.mine.Touched[id] {
		id = theirs
	}
	other := theirs
	for _, p := range j.theirs.Study.Passages {
		if p.ID == mine.ID && j.theirs.Touched[string(p.ID)] {
			other = string(p.ID)
		}
	}
	here, there := mine.Span.String(), fmt.Sprint(text, " ", span)
	if mine.Text == text {
		there = span.String()
	}
	return j.pick(id, other, fmt.Sprintf("passage of %s at %s", src.Name, mine.Span), here, there) == there
}

// sameTag settles a tag that is there.
func (j *joiner) sameTag(mine *Tag, theirs Tag, theme ThemeID, about corpus.OrganisationID) {
	id, other := string(mine.ID), string(theirs.ID)
	what := "tag of " + j.mine.Study.Path(mine.Theme)
	changed := false
	if to := ThemeID(j.pick(id, other, what+": theme", string(mine.Theme), string(theme))); to != mine.Theme {
		changed = true
		j.change(Retag{Tag: mine.ID, Theme: to})
	}
	number := func(w float64) string {
		if w == 0 {
			return ""
		}
		return fmt.Sprint(w)
	}
	weight := mine.Weight
	if j.pick(id, other, what+": weight", number(mine.Weight), number(theirs.Weight)) != number(mine.Weight) {
		weight = theirs.Weight
	}
	whom := corpus.OrganisationID(j.pick(id, other, what+": about", string(mine.About), string(about)))
	if weight != mine.Weight || whom != mine.About {
		changed = true
		j.change(PutTag{Tag: mine.ID, Weight: weight, About: whom})
	}
	if changed {
		j.count("tag").Taken++
	} else {
		j.count("tag").Same++
	}
}

// spot is where a passage of theirs goes. On words that stand in none of mine it
// stays detached, on their words.
func (j *joiner) spot(p Passage, kept map[corpus.TextID]bool) (at struct {
	text corpus.TextID
	span corpus.Span
}, detached bool, err error) {
	at.text, at.span = p.Text, p.Span
	if where := j.texts[p.Text]; where != nil {
		if span, ok := where(p.Span); ok {
			at.text, at.span = j.into[p.Text], span
			return at, false, nil
		}
		return at, true, nil
	}
	source, earlier := j.theirs.Study.Earlier[p.Text]
	if !earlier {
		return at, false, nil
	}
	// Of a text that theirs has corrected since.
	mine := mapped(j, source)
	src := j.mine.Study.Source(mine)
	if src != nil && src.Text == p.Text { // which is how it still stands here
		return at, false, nil
	}
	if _, there := j.mine.Study.Earlier[p.Text]; !there && !kept[p.Text] {
		text, err := j.theirs.Texts.Text(j.ctx, p.Text)
		if err != nil {
			return at, false, err
		}
		j.change(KeepText{Source: mine, Text: text})
		kept[p.Text] = true
	}
	return at, true, nil
}

func (j *joiner) memos() error {
	s, t := j.mine.Study, j.theirs.Study
	type key struct{ on, coder, text string }
	there := map[key]bool{}
	byID := map[MemoID]*Memo{}
	for i := range s.Memos {
		m := &s.Memos[i]
		there[key{m.On, s.coderName(m.Coder), m.Text}] = true
		byID[m.ID] = m
	}
	places := map[string]*Passage{}
	for i := range t.Passages {
		places[string(t.Passages[i].ID)] = &t.Passages[i]
	}
	for _, m := range t.Memos {
		on, coder := j.subject(m.On), j.coder(m.Coder)
		if mine := byID[m.ID]; mine != nil {
			text := j.pick(string(mine.ID), string(m.ID), "memo "+shorten(mine.Text), mine.Text, m.Text)
			j.taken("memo", text != mine.Text, PutMemo{ID: mine.ID, Text: text})
			continue
		}
		k := key{on, coder, m.Text}
		if there[k] {
			j.count("memo").Same++
			continue
		}
		there[k] = true
		j.count("memo").Added++
		if p := places[m.On]; p != nil {
			at, detached, err := j.spot(*p, map[corpus.TextID]bool{p.Text: true})
			if err != nil {
				return err
			}
			j.change(NotePassage{Passage: p.ID, Text: at.text, Span: at.span, MemoID: m.ID, Memo: m.Text, Coder: coder, At: m.At, Detached: detached})
			continue
		}
		j.change(PutMemo{ID: m.ID, On: on, Text: m.Text, Coder: coder, At: m.At})
	}
	return nil
}

// subject is what a memo of theirs is on in mine; "" is the project.
func (j *joiner) subject(on string) string {
	if to, ok := j.ids[on]; ok {
		return to
	}
	t := j.theirs.Study
	switch {
	case t.Theme(ThemeID(on)) != nil, t.Source(corpus.SourceID(on)) != nil, t.Participant(corpus.ParticipantID(on)) != nil,
		t.Organisation(corpus.OrganisationID(on)) != nil, t.Case(corpus.CaseID(on)) != nil:
		return on
	}
	if slices.ContainsFunc(t.Tags, func(x Tag) bool { return string(x.ID) == on }) || slices.ContainsFunc(t.Passages, func(p Passage) bool { return string(p.ID) == on }) {
		return on
	}
	return ""
}

func (j *joiner) links() error {
	s, t := j.mine.Study, j.theirs.Study
	for _, l := range t.Links {
		from, to := mapped(j, l.From), mapped(j, l.To)
		mine := slices.IndexFunc(s.Links, func(o Link) bool {
			return o.ID == l.ID || o.From == from && o.To == to && o.Kind == l.Kind
		})
		if mine >= 0 {
			is := s.Links[mine]
			what := "link " + is.Kind
			is.Kind = j.pick(string(is.ID), string(l.ID), what+": kind", is.Kind, l.Kind)
			is.Note = j.pick(string(is.ID), string(l.ID), what+": note", is.Note, l.Note)
			j.taken("link", is != s.Links[mine], PutLink{Link: is})
			continue
		}
		if from == to {
			continue
		}
		is := l
		is.From, is.To = from, to
		j.count("link").Added++
		j.change(PutLink{Link: is, Coder: j.coder(l.Coder)})
	}
	return nil
}

func (j *joiner) queries() error {
	s := j.mine.Study
	for _, q := range j.theirs.Study.Queries {
		mine := named(s.Queries, q.Name, func(x *SavedQuery) string { return x.Name })
		for _, x := range s.Queries {
			if x.ID == q.ID {
				mine = x
			}
		}
		if mine == nil {
			j.count("query").Added++
			j.change(PutQuery{*q})
			continue
		}
		is := *mine
		what := "query " + mine.Name
		is.Name = j.name(string(mine.ID), string(q.ID), what, mine.Name, q.Name, func(name string) bool {
			return named(s.Queries, name, func(x *SavedQuery) string { return x.Name }) != nil
		})
		is.Expression = j.pick(string(mine.ID), string(q.ID), what, mine.Expression, q.Expression)
		j.taken("query", is != *mine, PutQuery{is})
	}
	return nil
}

// readings brings in how far coders are, what was said last, and what they
// rejected.
func (j *joiner) readings() error {
	s, t := j.mine.Study, j.theirs.Study
	type key struct {
		source corpus.SourceID
		coder  string
	}
	mine := map[key]Reading{}
	for _, r := range s.Readings {
		mine[key{r.Source, s.coderName(r.Coder)}] = r
	}
	for _, r := range t.Readings {
		k := key{mapped(j, r.Source), j.coder(r.Coder)}
		if is, there := mine[k]; !there || r.At.After(is.At) || r.At.Equal(is.At) && cmp.Compare(r.State, is.State) < 0 {
			j.change(MarkSource{Source: k.source, Coder: k.coder, State: r.State, Turn: r.Turn, At: r.At})
		}
	}
	type rejected struct {
		theme  ThemeID
		source corpus.SourceID
		words  string
		coder  string
	}
	there := map[rejected]bool{}
	ids := map[string]bool{}
	for _, r := range s.Rejections {
		ids[r.ID] = true
		there[rejected{r.Theme, r.Source, r.Words, s.coderName(r.Coder)}] = true
	}
	for _, r := range t.Rejections {
		k := rejected{mapped(j, r.Theme), mapped(j, r.Source), r.Words, j.coder(r.Coder)}
		if !there[k] && !ids[r.ID] {
			there[k] = true
			j.change(Reject{ID: r.ID, Theme: k.theme, Source: k.source, Words: k.words, Coder: k.coder})
		}
	}
	return nil
}
