package workbench

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

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
	err := coding.Errorf(coding.ErrConflict, "the source was given other words, or removed, since this page was opened")
	return nil, corpus.Span{}, coding.WithHint(err, "load the page anew")
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
	done, err := b.worker(s).TagWords(r.Context(), app.Mark{Text: src.Text, Span: span, Theme: in.Theme, Path: in.Path,
		About: in.About, Weight: in.Weight, Memo: in.Memo, Suggested: in.Suggested})
	if _, err := b.made(done.Done, err); err != nil {
		return err
	}
	out := struct {
		Step   int        `json:"step"`
		Mark   markView   `json:"mark"`
		Theme  *themeView `json:"theme,omitempty"` // a new one
		Before bool       `json:"before"`          // it was so already
	}{Step: done.Step, Before: done.Step == 0}
	out.Mark = b.newMark(s, in.selected, src, done.Tag)
	if t := done.Made; t != nil {
		out.Theme = &themeView{ID: string(t.ID), Parent: string(t.Parent), Name: t.Name, Path: coding.CleanPath(in.Path), Key: in.Path,
			Colour: t.Colour}
	}
	return answer(w, out)
}

// newMark is a tag that was just put on words, as the script shows it.
func (b *Workbench) newMark(s *coding.Study, at selected, src *corpus.Source, c edit.TagPassage) markView {
	tag := tagView{ID: string(c.Tag), Theme: string(c.Theme), Coder: b.Coder, Mine: true, Weight: c.Weight, About: string(c.About),
		Suggested: c.Suggested, At: b.Now(), Notes: []noteView{}}
	if c.Memo != "" {
		tag.Notes = []noteView{{string(c.MemoID), b.Coder, c.Memo}}
	}
	turn, _ := s.Transcript(src).TurnsIn(c.Span)
	return markView{Passage: string(c.Passage), Start: at.Start, End: at.End, Turn: turn + 1, Tags: []tagView{tag}, Notes: []noteView{}}
}

// changeTag takes a tag off, or changes it.
func (b *Workbench) changeTag(w http.ResponseWriter, r *http.Request) error {
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
	id := coding.TagID(r.PathValue("tag"))
	return b.answerEdit(w, r, func(a *app.Session) (app.Done, error) {
		switch in.Do {
		case "untag":
			return a.RemoveTag(r.Context(), id)
		case "retag":
			return a.Retag(r.Context(), id, in.Theme, in.Path)
		case "set":
			return a.SetTag(r.Context(), id, in.Weight, in.About)
		}
		return app.Done{}, coding.Errorf(coding.ErrInvalid, "%q cannot be done with a tag", in.Do)
	})
}

// answerEdit makes an edit and answers a script with its step, which undo takes back.
func (b *Workbench) answerEdit(w http.ResponseWriter, r *http.Request, do func(a *app.Session) (app.Done, error)) error {
	d, err := b.edit(r.Context(), do)
	if err != nil {
		return err
	}
	return answer(w, map[string]int{"step": d.Step})
}

// note keeps a note: on words, on a tag or another thing, or in the place of one that
// is there; an empty one is taken away.
func (b *Workbench) note(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		selected
		On   string `json:"on"`
		ID   string `json:"id"`
		Memo string `json:"memo"`
	}
	if err := decode(r, &in); err != nil {
		return err
	}
	return b.answerEdit(w, r, func(a *app.Session) (app.Done, error) {
		switch memo := strings.TrimSpace(in.Memo); {
		case in.ID != "" && memo == "":
			return a.RemoveMemo(r.Context(), in.ID)
		case in.ID != "":
			return a.EditMemo(r.Context(), in.ID, memo)
		case memo == "":
			return app.Done{}, coding.Errorf(coding.ErrInvalid, "there is nothing in this memo")
		}
		on, err := b.subject(r.Context(), a, in.On, in.selected)
		if err != nil {
			return app.Done{}, err
		}
		return a.AddMemo(r.Context(), on, in.Memo)
	})
}

// subject is what a memo is on: a thing with an identifier, else selected words.
func (b *Workbench) subject(ctx context.Context, a *app.Session, id string, x selected) (app.Subject, error) {
	if id != "" {
		return a.SubjectOf(id)
	}
	src, span, err := b.span(ctx, a.Study, x)
	if err != nil {
		return app.Subject{}, err
	}
	return app.SubjectIn(src, span), nil
}

// moveBorders gives a passage other borders.
func (b *Workbench) moveBorders(w http.ResponseWriter, r *http.Request) error {
	var in selected
	if err := decode(r, &in); err != nil {
		return err
	}
	return b.answerEdit(w, r, func(a *app.Session) (app.Done, error) {
		src, span, err := b.span(r.Context(), a.Study, in)
		if err != nil {
			return app.Done{}, err
		}
		return a.MoveBorders(r.Context(), coding.PassageID(r.PathValue("passage")), src.Text, span)
	})
}

// acceptPassage accepts the words of a passage that changed with its text.
func (b *Workbench) acceptPassage(w http.ResponseWriter, r *http.Request) error {
	return b.answerEdit(w, r, func(a *app.Session) (app.Done, error) {
		d, _, err := a.AcceptPassages(r.Context(), app.Review{IDs: []string{r.PathValue("passage")}})
		return d, err
	})
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
	if in.State == "" {
		kept, err := b.worker(s).KeepPlace(r.Context(), src, in.Turn)
		if kept {
			b.mu.Lock()
			b.stale = true
			b.mu.Unlock()
		}
		if err != nil {
			return err
		}
		return answer(w, map[string]int{"step": 0})
	}
	state, err := coding.ParseState(in.State)
	if err != nil {
		return err
	}
	return b.answerEdit(w, r, func(a *app.Session) (app.Done, error) {
		return a.MarkSources(r.Context(), state, min(max(in.Turn, 0), len(s.Transcript(src).Turns)), src)
	})
}
