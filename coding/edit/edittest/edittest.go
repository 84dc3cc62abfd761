// Package edittest applies changes to a study in memory, for tests of what works changes
// out: merges, codebooks, borders, corrections.
//
// A [Memory] does what a project does with a change, without a file, log or undo; that the
// two agree is a law of package project. An [Editor] makes random changes that fit a study,
// so that laws can be tried on studies that nobody would think of.
package edittest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// A Memory is a project in memory. The zero value is an empty one.
type Memory struct {
	study     coding.Study // its slices in the order in which things came
	texts     map[corpus.TextID]corpus.Text
	sourceOf  map[corpus.TextID]corpus.SourceID
	originals map[string][]byte
	at        time.Time      // of the edit
	coder     coding.CoderID // who makes it
	noting    bool           // is a copy, which notes what is touched
	touched   map[string]bool
	removed   map[string]bool
	seen      map[string]any // things as they were after the last change, if known
}

// Of returns a project that holds a study; the words of its texts are those of bodies.
func Of(s *coding.Study, bodies map[corpus.TextID]string) *Memory {
	m := &Memory{study: clone(s)}
	m.init()
	for _, src := range m.study.Sources {
		m.sourceOf[src.Text] = src.ID
	}
	maps.Copy(m.sourceOf, m.study.Earlier)
	for id, body := range bodies {
		m.texts[id] = corpus.Text{ID: id, Body: body}
	}
	return m
}

func (m *Memory) init() {
	if m.texts == nil {
		m.texts, m.sourceOf, m.originals = map[corpus.TextID]corpus.Text{}, map[corpus.TextID]corpus.SourceID{}, map[string][]byte{}
	}
	if m.study.Transcripts == nil {
		m.study.Transcripts = map[corpus.TextID]*corpus.Transcript{}
	}
	if m.study.Assigned == nil {
		m.study.Assigned = map[corpus.TextID][]int{}
	}
	if m.study.Changed == nil {
		m.study.Changed = map[coding.PassageID]coding.Changed{}
	}
	if m.study.Merged == nil {
		m.study.Merged = map[coding.ThemeID]coding.Merged{}
	}
}

// Study returns what the project holds; later edits do not change it.
func (m *Memory) Study() *coding.Study {
	m.init()
	s := clone(&m.study)
	s.Earlier = map[corpus.TextID]corpus.SourceID{}
	for text, source := range m.sourceOf {
		if x := m.source(source); x == nil || x.Text != text {
			s.Earlier[text] = source
		}
	}
	return coding.NewStudy(s)
}

// Text implements [coding.Texts]. The error wraps [coding.ErrUnknown].
func (m *Memory) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	t, ok := m.texts[id]
	if !ok {
		return t, fmt.Errorf("text %s: %w", id, coding.ErrUnknown)
	}
	return t, nil
}

// Original returns the bytes of an imported file. The error wraps [coding.ErrUnknown].
func (m *Memory) Original(_ context.Context, sha256 string) ([]byte, error) {
	data, ok := m.originals[sha256]
	if !ok {
		return nil, fmt.Errorf("original %s: %w", sha256, coding.ErrUnknown)
	}
	return data, nil
}

// Copy returns a project that holds the same, and that notes what is touched in it.
func (m *Memory) Copy() *Memory {
	m.init()
	c := &Memory{study: clone(&m.study), texts: maps.Clone(m.texts), sourceOf: maps.Clone(m.sourceOf), originals: maps.Clone(m.originals)}
	c.noting, c.touched, c.removed = true, map[string]bool{}, map[string]bool{}
	return c
}

// Touched returns the identifiers of what was added or changed, and of what was removed,
// since the project was copied. The test t fails where it is no copy.
func (m *Memory) Touched(t interface{ Fatal(...any) }) (touched, removed map[string]bool) {
	if !m.noting {
		t.Fatal("only a copy notes what is touched")
	}
	return m.touched, m.removed
}

// Apply makes all changes of an edit. The error says which one is not valid, names
// something that is not there, or is of a kind that is not modelled; what was done until
// then stays done.
func (m *Memory) Apply(e edit.Edit) error {
	m.init()
	m.at, m.coder = e.At, m.coderOf(e.Coder)
	for _, c := range e.Changes {
		if err := c.Validate(); err != nil {
			return err
		}
		if err := m.noted(c); err != nil {
			return fmt.Errorf("%T: %w", c, err)
		}
	}
	return nil
}

// noted makes a change, and notes what it did to the things that were there.
func (m *Memory) noted(c edit.Change) error {
	if !m.noting {
		return m.apply(c)
	}
	before := m.seen
	if before == nil {
		before = m.things()
	}
	m.seen = nil
	if err := m.apply(c); err != nil {
		return err
	}
	m.seen = m.things()
	m.note(before, m.seen)
	return nil
}

// Make is Apply for changes by one coder, at a time that does not matter.
func (m *Memory) Make(coder string, changes ...edit.Change) error {
	return m.Apply(edit.Edit{Coder: coder, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), What: "edit", Changes: changes})
}

// note notes what differs between the things before a change and after it.
func (m *Memory) note(before, after map[string]any) {
	for id, now := range after {
		if was, there := before[id]; !there || was != now {
			m.touched[id] = true
			delete(m.removed, id)
		}
	}
	for id := range before {
		if _, there := after[id]; !there {
			m.removed[id] = true
			delete(m.touched, id)
		}
	}
}

// things are all things by identifier, as something that can be compared.
func (m *Memory) things() map[string]any {
	s, all := &m.study, make(map[string]any, len(m.seen))
	addAll(all, s.Sources, func(x *corpus.Source) string { return string(x.ID) })
	addAll(all, s.Participants, func(x *corpus.Participant) string { return string(x.ID) })
	addAll(all, s.Organisations, func(x *corpus.Organisation) string { return string(x.ID) })
	addAll(all, s.Cases, func(x *corpus.CaseStudy) string { return string(x.ID) })
	addAll(all, s.Coders, func(x *coding.Coder) string { return string(x.ID) })
	addAll(all, s.Queries, func(x *coding.SavedQuery) string { return string(x.ID) })
	for _, x := range s.Themes {
		all[string(x.ID)] = same(*x)
	}
	for _, x := range s.Passages {
		all[string(x.ID)] = same(x)
	}
	for _, x := range s.Tags {
		all[string(x.ID)] = same(x)
	}
	for _, x := range s.Memos {
		all[string(x.ID)] = same(x)
	}
	for _, x := range s.Links {
		all[string(x.ID)] = same(x)
	}
	for _, x := range s.Summaries {
		all[x.ID] = same(x)
	}
	for text, tr := range s.Transcripts {
		for i, turn := range tr.Turns {
			all[string(text)+"/"+strconv.Itoa(i)] = same(turn.Speaker)
		}
	}
	return all
}

// same is a thing that compares as it is, which takes far less than to write it.
func same[T comparable](x T) any { return x }

// addAll adds what has lists in it, as text.
func addAll[T any](all map[string]any, list []*T, id func(*T) string) {
	for _, x := range list {
		all[id(x)] = fmt.Sprint(*x)
	}
}

// clone copies what an edit may change. Saved queries of all kinds are in Queries.
func clone(s *coding.Study) coding.Study {
	c := s.Clone()
	c.Sources, c.Participants, c.Organisations = pointers(s.Sources), pointers(s.Participants), pointers(s.Organisations)
	c.Cases, c.Coders, c.Themes = pointers(s.Cases), pointers(s.Coders), pointers(s.Themes)
	c.Queries, c.Matrices, c.Searches = nil, nil, nil
	for _, q := range pointers(slices.Concat(s.Queries, s.Matrices, s.Searches)) {
		switch q.Kind {
		case coding.SavedMatrix:
			c.Matrices = append(c.Matrices, q)
		case coding.SavedSearch:
			c.Searches = append(c.Searches, q)
		default:
			c.Queries = append(c.Queries, q)
		}
	}
	for id, tr := range s.Transcripts {
		t := *tr
		t.Turns, t.Speakers = slices.Clone(tr.Turns), slices.Clone(tr.Speakers)
		c.Transcripts[id] = &t
	}
	return c
}

func pointers[T any](list []*T) (copies []*T) {
	for _, x := range list {
		y := *x
		copies = append(copies, &y)
	}
	return copies
}

// put replaces the one that is the same, or adds it.
func put[T any](list *[]*T, x T, same func(*T) bool) {
	for i, y := range *list {
		if same(y) {
			(*list)[i] = &x
			return
		}
	}
	*list = append(*list, &x)
}

// find returns where the first one is that matches, nil for none.
func find[T any](list []T, is func(T) bool) *T {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return &list[i]
	}
	return nil
}

func (m *Memory) source(id corpus.SourceID) *corpus.Source {
	if x := find(m.study.Sources, func(x *corpus.Source) bool { return x.ID == id }); x != nil {
		return *x
	}
	return nil
}

func (m *Memory) theme(id coding.ThemeID) *coding.Theme {
	if x := find(m.study.Themes, func(x *coding.Theme) bool { return x.ID == id }); x != nil {
		return *x
	}
	return nil
}

// coderOf is a coder by name, who is added if there is none; "" is who makes the edit.
func (m *Memory) coderOf(name string) coding.CoderID {
	if name == "" {
		return m.coder
	}
	for _, c := range m.study.Coders {
		if c.Name == name || slices.Contains(c.Aliases, name) {
			return c.ID
		}
	}
	c := &coding.Coder{ID: coding.CoderID("coder " + name), Name: name}
	m.study.Coders = append(m.study.Coders, c)
	return c.ID
}

// time is that of the edit where none is given.
func (m *Memory) time(at time.Time) time.Time {
	if at.IsZero() {
		return m.at
	}
	return at
}

// path is where a theme stands in the codebook.
func (m *Memory) path(t *coding.Theme) string {
	names := []string{t.Name}
	for t = m.theme(t.Parent); t != nil; t = m.theme(t.Parent) {
		names = slices.Insert(names, 0, t.Name)
	}
	return strings.Join(names, coding.Separator)
}
