package workbench

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"crosscase/coding"
	"crosscase/corpus"
)

// What the reader's script gets. A list that is empty is [], never null, so that the
// script can walk it: each is made where its view is.
type (
	marksView struct {
		Text          corpus.TextID `json:"text"`
		Change        int           `json:"change"`
		Coder         string        `json:"coder"`
		Marks         []markView    `json:"marks"`
		Themes        []themeView   `json:"themes"`
		Recent        []string      `json:"recent"`   // themes used last, the last one first
		Frequent      []string      `json:"frequent"` // and most
		Organisations []namedView   `json:"organisations"`
		State         coding.State  `json:"state"`
		Coders        int           `json:"coders"`   // who have tagged here
		Detached      int           `json:"detached"` // passages on words that a correction has replaced
		Changed       int           `json:"changed"`  // and those whose words it has changed, to be reviewed
	}
	markView struct {
		Passage string     `json:"passage"`
		Start   position   `json:"start"`
		End     position   `json:"end"`
		Turn    int        `json:"turn"`
		Was     string     `json:"was,omitempty"` // the words that were marked, where they changed with the text
		Tags    []tagView  `json:"tags"`
		Notes   []noteView `json:"notes"`
	}
	tagView struct {
		ID        string     `json:"id"`
		Theme     string     `json:"theme"`
		Coder     string     `json:"coder"`
		Mine      bool       `json:"mine,omitempty"`
		Weight    float64    `json:"weight,omitempty"`
		About     string     `json:"about,omitempty"`
		Suggested bool       `json:"suggested,omitempty"`
		At        time.Time  `json:"at"`
		Notes     []noteView `json:"notes"`
	}
	noteView struct {
		ID    string `json:"id"`
		Coder string `json:"coder"`
		Text  string `json:"text"`
	}
	themeView struct {
		ID         string `json:"id"`
		Parent     string `json:"parent,omitempty"`
		Name       string `json:"name"`
		Path       string `json:"path"`
		Key        string `json:"key"` // the path, as commands take it
		Level      int    `json:"level"`
		Colour     string `json:"colour"`
		Definition string `json:"definition,omitempty"`
		Archived   bool   `json:"archived,omitempty"`
		Here       int    `json:"here"` // passages in this source, with those of themes below
		Everywhere int    `json:"all"`  // and in all
	}
	namedView struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
)

// marks sends what is marked in a source, and what can be marked with.
func (b *Workbench) marks(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	_, index, l, err := b.opened(r, s)
	if err != nil {
		return err
	}
	return answer(w, b.marksOf(s, index, l))
}

func (b *Workbench) marksOf(s *coding.Study, source int, l layout) marksView {
	src := s.Sources[source]
	tr := s.Transcript(src)
	v := marksView{Text: src.Text, Change: b.changeNumber(), Coder: b.Coder, State: b.place(s, src).State,
		Marks: []markView{}, Themes: []themeView{}, Organisations: []namedView{}}
	first, last := s.PassagesOf(source)
	here := make([]int, len(s.Themes))
	seen := make([]int, len(s.Themes)) // passage counted last, one more than its index
	coders := map[coding.CoderID]bool{}
	for i := first; i < last; i++ {
		p := s.Passages[i]
		turn, _ := tr.TurnsIn(p.Span)
		m := markView{Passage: string(p.ID), Start: l.position(p.Span.Start, false), End: l.position(p.Span.End, true), Turn: turn + 1,
			Was: s.Changed[p.ID].Was, Tags: []tagView{}, Notes: b.notesOn(s, string(p.ID))}
		from, to := s.TagsOf(i)
		for t := from; t < to; t++ {
			m.Tags = append(m.Tags, b.tagView(s, s.Tags[t]))
			coders[s.Tags[t].Coder] = true
			for _, theme := range s.Ancestors(s.TagTheme(t)) {
				if seen[theme] != i+1 {
					seen[theme] = i + 1
					here[theme]++
				}
			}
		}
		if len(m.Tags)+len(m.Notes) > 0 {
			v.Marks = append(v.Marks, m)
		}
	}
	v.Coders = len(coders)
	if n := len(s.Passages); n > 0 && s.SourceOf(s.Passages[n-1]) == nil { // they come last
		v.Detached = len(s.Select(coding.Filter{Sources: []corpus.SourceID{src.ID}, Detached: true}).Passages)
	}
	if len(s.Changed) > 0 {
		v.Changed = len(s.Select(coding.Filter{Sources: []corpus.SourceID{src.ID}, Changed: true}).Passages)
	}
	all := b.counts(s)
	for i, t := range s.Themes {
		v.Themes = append(v.Themes, themeView{ID: string(t.ID), Parent: string(t.Parent), Name: t.Name, Path: s.Path(t.ID),
			Key: s.EscapedPath(t.ID), Level: s.Level(t.ID), Colour: t.Colour,
			Definition: excerpt(t.Definition, 200), Archived: t.Archived, Here: here[i], Everywhere: all[i].Passages})
	}
	v.Recent, v.Frequent = b.used(s)
	for _, o := range s.Organisations {
		v.Organisations = append(v.Organisations, namedView{string(o.ID), o.Name})
	}
	return v
}

// maxFound is how many matches the reader shows in a source.
const maxFound = 2000

// findHere finds a query in one source.
func (b *Workbench) findHere(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, _, l, err := b.opened(r, s)
	if err != nil {
		return err
	}
	spans, err := b.worker(s).FindIn(r.Context(), src, r.FormValue("q"))
	if err != nil {
		return err
	}
	type hit struct {
		Start position `json:"start"`
		End   position `json:"end"`
		Turn  int      `json:"turn"`
	}
	hits := []hit{}
	for _, span := range spans[:min(len(spans), maxFound)] {
		turn, _ := s.Transcript(src).TurnsIn(span)
		hits = append(hits, hit{l.position(span.Start, false), l.position(span.End, true), turn + 1})
	}
	return answer(w, map[string]any{"hits": hits})
}

func (b *Workbench) tagView(s *coding.Study, t coding.Tag) tagView {
	v := tagView{ID: string(t.ID), Theme: string(t.Theme), Weight: t.Weight, About: string(t.About), Suggested: t.Suggested, At: t.At,
		Notes: b.notesOn(s, string(t.ID)), Mine: t.Coder == b.me(s)}
	if c := s.Coder(t.Coder); c != nil {
		v.Coder = c.Name
	}
	return v
}

func (b *Workbench) notesOn(s *coding.Study, id string) []noteView {
	notes := []noteView{}
	for _, m := range s.MemosOn(id) {
		n := noteView{ID: string(m.ID), Text: m.Text}
		if c := s.Coder(m.Coder); c != nil {
			n.Coder = c.Name
		}
		notes = append(notes, n)
	}
	return notes
}

// used are the themes that the coder has used last, and most.
func (b *Workbench) used(s *coding.Study) (recent, frequent []string) {
	me := b.me(s)
	last, times := map[coding.ThemeID]time.Time{}, map[coding.ThemeID]int{}
	for i := range s.Tags {
		if t := &s.Tags[i]; t.Coder == me {
			times[t.Theme]++
			if t.At.After(last[t.Theme]) {
				last[t.Theme] = t.At
			}
		}
	}
	var ids []coding.ThemeID
	for _, t := range s.Themes {
		if times[t.ID] > 0 && !t.Archived {
			ids = append(ids, t.ID)
		}
	}
	nine := func(order func(a, b coding.ThemeID) int) []string {
		all := []string{}
		slices.SortStableFunc(ids, order)
		for _, id := range ids[:min(len(ids), 9)] {
			all = append(all, string(id))
		}
		return all
	}
	recent = nine(func(a, b coding.ThemeID) int { return last[b].Compare(last[a]) })
	frequent = nine(func(a, b coding.ThemeID) int { return cmp.Compare(times[b], times[a]) })
	return recent, frequent
}
