package workbench

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
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
	}
	markView struct {
		Passage string     `json:"passage"`
		Start   position   `json:"start"`
		End     position   `json:"end"`
		Turn    int        `json:"turn"`
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
			Tags: []tagView{}, Notes: b.notesOn(s, string(p.ID))}
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
	all := b.counts(s)
	for i, t := range s.Themes {
		v.Themes = append(v.Themes, themeView{ID: string(t.ID), Parent: string(t.Parent), Name: t.Name, Path: s.Path(t.ID), Key: s.EscapedPath(t.ID), Level: s.Level(t.ID), Colour: t.Colour,
			Definition: excerpt(t.Definition, 200), Archived: t.Archived, Here: here[i], Everywhere: all[i].Passages})
	}
	v.Recent, v.Frequent = b.used(s)
	for _, o := range s.Organisations {
		v.Organisations = append(v.Organisations, namedView{string(o.ID), o.Name})
	}
	return v
}

// findHere finds a query in one source.
func (b *Workbench) findHere(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	src, _, l, err := b.opened(r, s)
	if err != nil {
		return err
	}
	shown, err := b.Run(r.Context(), s, nil, "search", "--source="+src.Name, "--limit=2000", "--", r.FormValue("q"))
	if err != nil {
		return err
	}
	type hit struct {
		Start position `json:"start"`
		End   position `json:"end"`
		Turn  int      `json:"turn"`
	}
	hits := []hit{}
	for _, q := range shown.Quotes {
		hits = append(hits, hit{l.position(q.Start, false), l.position(q.End, true), q.Turn})
	}
	return answer(w, map[string]any{"hits": hits})
}

func (b *Workbench) tagView(s *coding.Study, t coding.Tag) tagView {
	v := tagView{ID: string(t.ID), Theme: string(t.Theme), Weight: t.Weight, About: string(t.About), Suggested: t.Suggested, At: t.At, Notes: b.notesOn(s, string(t.ID)), Mine: t.Coder == b.me(s)}
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

// decode reads what a script sends.
func decode(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return coding.Errorf(coding.ErrInvalid, "the page sent what is not understood here; load it anew (%w)", err)
	}
	return nil
}

// A selected is a stretch of words as a page sends it.
type selected struct {
	Text  corpus.TextID `json:"text"`
	Start position      `json:"start"`
	End   position      `json:"end"`
	Words string        `json:"words"` // that stand there
}

// span finds the words that were selected; the source is the one that has them now.
func (b *Workbench) span(ctx context.Context, s *coding.Study, x selected) (*corpus.Source, corpus.Span, error) {
	for _, src := range s.Sources {
		if src.Text == x.Text {
			l, err := b.layOut(ctx, s, src)
			if err != nil {
				return nil, corpus.Span{}, err
			}
			span, err := l.span(x.Start, x.End, x.Words)
			return src, span, err
		}
	}
	return nil, corpus.Span{}, coding.WithHint(coding.Errorf(coding.ErrConflict, "the source was given other words, or removed, since this page was opened"), "load the page anew")
}

// tag puts a theme on words.
func (b *Workbench) tag(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	var in struct {
		selected
		Theme     coding.ThemeID        `json:"theme"` // or
		Path      string                `json:"path"`  // of a new one
		Weight    float64               `json:"weight"`
		About     corpus.OrganisationID `json:"about"`
		Memo      string                `json:"memo"`
		Suggested bool                  `json:"suggested"`
	}
	if err := decode(r, &in); err != nil {
		return err
	}
	if s.Theme(in.Theme) == nil { // it was made a moment ago
		var err error
		if s, err = b.whole(r.Context()); err != nil {
			return err
		}
	}
	src, span, err := b.span(r.Context(), s, in.selected)
	if err != nil {
		return err
	}
	t := &intake.Tagger{Study: s, NewID: b.NewID, Create: true}
	theme := in.Theme
	if theme == "" {
		if theme, err = t.Theme(in.Path); err != nil {
			return err
		}
	} else if s.Theme(theme) == nil {
		return coding.Errorf(coding.ErrUnknown, "this theme is not there any more")
	}
	change := edit.TagPassage{Passage: coding.PassageID(b.NewID()), Text: src.Text, Span: span, Tag: coding.TagID(b.NewID()), Theme: theme,
		Weight: in.Weight, About: in.About, Suggested: in.Suggested}
	if memo := strings.TrimSpace(in.Memo); memo != "" {
		change.Memo, change.MemoID = memo, coding.MemoID(b.NewID())
	}
	name := in.Path
	if x := s.Theme(theme); x != nil {
		name = s.Path(theme)
	}
	step, err := b.apply(r.Context(), "tag with "+name+" in "+src.Name, append(t.Changes, change)...)
	if err != nil {
		return err
	}
	out := struct {
		Step   int        `json:"step"`
		Mark   markView   `json:"mark"`
		Theme  *themeView `json:"theme,omitempty"` // a new one
		Before bool       `json:"before"`          // it was so already
	}{Step: step, Before: step == 0}
	tag := tagView{ID: string(change.Tag), Theme: string(theme), Coder: b.Coder, Mine: true, Weight: in.Weight, About: string(in.About),
		Suggested: in.Suggested, At: b.Now(), Notes: []noteView{}}
	if change.Memo != "" {
		tag.Notes = []noteView{{string(change.MemoID), b.Coder, change.Memo}}
	}
	turn, _ := s.Transcript(src).TurnsIn(span)
	out.Mark = markView{Passage: string(change.Passage), Start: in.Start, End: in.End, Turn: turn + 1,
		Tags: []tagView{tag}, Notes: []noteView{}}
	for i := len(t.Changes) - 1; i >= 0 && out.Theme == nil; i-- {
		if p, ok := t.Changes[i].(edit.PutTheme); ok && p.Theme.ID == theme {
			out.Theme = &themeView{ID: string(theme), Parent: string(p.Theme.Parent), Name: p.Theme.Name, Path: coding.CleanPath(in.Path), Key: in.Path, Colour: p.Theme.Colour}
		}
	}
	return answer(w, out)
}

// changeTag takes a tag off, or changes it.
func (b *Workbench) changeTag(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	var in struct {
		Do     string                `json:"do"` // untag, retag or set
		Theme  coding.ThemeID        `json:"theme"`
		Path   string                `json:"path"`
		Weight float64               `json:"weight"`
		About  corpus.OrganisationID `json:"about"`
	}
	if err := decode(r, &in); err != nil {
		return err
	}
	tag, err := s.FindTag(r.PathValue("tag"))
	if err != nil {
		return err
	}
	path := s.Path(tag.Theme)
	if tag.Coder != b.me(s) {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "this tag of %s is another coder's", path), "what others have tagged is theirs to change; the consensus page records what you agree on")
	}
	where := ""
	if i, err := s.FindPassage(string(tag.Passage)); err == nil {
		if src := s.SourceOf(s.Passages[i]); src != nil {
			where = " in " + src.Name
		}
	}
	var step int
	switch in.Do {
	case "untag":
		step, err = b.apply(r.Context(), "untag "+path+where, edit.Untag{Tag: tag.ID})
	case "retag":
		t := &intake.Tagger{Study: s, NewID: b.NewID, Create: true}
		to := in.Theme
		if to == "" {
			if to, err = t.Theme(in.Path); err != nil {
				return err
			}
		}
		name := in.Path
		if s.Theme(to) != nil {
			name = s.Path(to)
		}
		step, err = b.apply(r.Context(), "retag "+path+" as "+name+where, append(t.Changes, edit.Retag{Tag: tag.ID, Theme: to})...)
	case "set":
		step, err = b.apply(r.Context(), "set a tag of "+path+where, edit.PutTag{Tag: tag.ID, Weight: in.Weight, About: in.About})
	default:
		return coding.Errorf(coding.ErrInvalid, "%q cannot be done with a tag", in.Do)
	}
	if err != nil {
		return err
	}
	return answer(w, map[string]int{"step": step})
}

// A noteForm is a note as a page sends it: on words, or on a tag or another thing, or in the
// place of one that is there; an empty one is taken away.
type noteForm struct {
	selected
	On   string `json:"on"`
	ID   string `json:"id"`
	Memo string `json:"memo"`
}

// note keeps a note.
func (b *Workbench) note(w http.ResponseWriter, r *http.Request) error {
	var in noteForm
	if err := decode(r, &in); err != nil {
		return err
	}
	done, err := b.edit(r.Context(), func(a *app.Session) (app.Done, error) { return b.keepNote(r.Context(), a, in) })
	if err != nil {
		return err
	}
	return answer(w, map[string]int{"step": done.Step})
}

func (b *Workbench) keepNote(ctx context.Context, a *app.Session, in noteForm) (app.Done, error) {
	switch empty := strings.TrimSpace(in.Memo) == ""; {
	case in.ID != "" && empty:
		return a.RemoveMemo(ctx, in.ID)
	case in.ID != "":
		return a.EditMemo(ctx, in.ID, in.Memo)
	case empty:
		return app.Done{}, coding.Errorf(coding.ErrInvalid, "there is nothing in this memo")
	}
	on, err := b.subject(ctx, a, in)
	if err != nil {
		return app.Done{}, err
	}
	return a.AddMemo(ctx, on, in.Memo)
}

// subject is what a new note is on.
func (b *Workbench) subject(ctx context.Context, a *app.Session, in noteForm) (app.Subject, error) {
	if in.On != "" {
		return a.SubjectOf(in.On)
	}
	src, span, err := b.span(ctx, a.Study, in.selected)
	if err != nil {
		return app.Subject{}, err
	}
	return app.SubjectIn(src, span), nil
}

// moveBorders gives a passage other borders.
func (b *Workbench) moveBorders(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	var in selected
	if err := decode(r, &in); err != nil {
		return err
	}
	i, err := s.FindPassage(r.PathValue("passage"))
	if err != nil {
		return err
	}
	src, span, err := b.span(r.Context(), s, in)
	if err != nil {
		return err
	}
	if s.Passages[i].Text != src.Text {
		return coding.Errorf(coding.ErrConflict, "a passage cannot move to another source")
	}
	changes := edit.MoveBorders(s, i, b.me(s), span, b.NewID)
	if len(changes) == 0 {
		if s.Passages[i].Span == span {
			return answer(w, map[string]int{"step": 0})
		}
		return coding.Errorf(coding.ErrConflict, "this passage holds no tag of yours, and others' are theirs to move")
	}
	step, err := b.apply(r.Context(), "move the borders of a passage in "+src.Name, changes...)
	if err != nil {
		return err
	}
	return answer(w, map[string]int{"step": step})
}

// keepPlace keeps how far the coder has read, or says that a source is complete.
func (b *Workbench) keepPlace(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	var in struct {
		Turn  int    `json:"turn"`
		State string `json:"state"` // "" only keeps the turn
	}
	if err := decode(r, &in); err != nil {
		return err
	}
	src, _, err := sourceOf(s, r)
	if err != nil {
		return err
	}
	turns := len(s.Transcript(src).Turns)
	mark := edit.MarkSource{Source: src.ID, State: coding.InProgress, Turn: min(max(in.Turn, 0), turns)}
	was := b.place(s, src)
	if in.State == "" {
		if was.State == coding.Complete || was.Turn >= mark.Turn {
			return answer(w, map[string]int{"step": 0})
		}
		mark.Quiet = true
		_, err := b.Project.Apply(r.Context(), edit.Edit{Coder: b.Coder, At: b.Now(), What: "read " + src.Name, Changes: []edit.Change{mark}})
		b.mu.Lock()
		b.stale = true
		b.mu.Unlock()
		if err != nil {
			return err
		}
		return answer(w, map[string]int{"step": 0})
	}
	if mark.State, err = coding.ParseState(in.State); err != nil {
		return err
	}
	step, err := b.apply(r.Context(), "mark "+src.Name+" "+string(mark.State), mark)
	if err != nil {
		return err
	}
	return answer(w, map[string]int{"step": step})
}
