package merge

import (
	"cmp"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

func (j *merger) memos() error {
	s, t := j.mine.Study, j.theirs.Study
	type key struct{ on, coder, text string }
	there := map[key]coding.MemoID{}
	byID := map[coding.MemoID]*coding.Memo{}
	for i := range s.Memos {
		m := &s.Memos[i]
		on := m.On
		if !j.isThing(on) {
			on = "" // the project, whatever identifier that has
		}
		there[key{on, s.CoderName(m.Coder), m.Text}] = m.ID
		byID[m.ID] = m
	}
	places := map[string]*coding.Passage{}
	for i := range t.Passages {
		places[string(t.Passages[i].ID)] = &t.Passages[i]
	}
	for _, m := range t.Memos {
		on, coder := j.subject(m.On), j.coder(m.Coder)
		if mine := byID[m.ID]; mine != nil {
			what := "memo " + coding.Shorten(mine.Text)
			text := j.pick(string(mine.ID), string(m.ID), what, mine.Text, m.Text)
			here := j.tags.now(mine.On)
			place := here
			if on != "" && places[m.On] == nil {
				place = j.pick(string(mine.ID), string(m.ID), what+": on", here, on)
			}
			put := edit.PutMemo{ID: mine.ID, Text: text}
			if place != here {
				put.On = place
			}
			j.taken("memo", text != mine.Text || place != here, put)
			continue
		}
		k := key{on, coder, m.Text}
		if twin := there[k]; twin != "" {
			j.same(string(m.ID), string(twin))
			j.count("memo").Same++
			continue
		}
		there[k] = m.ID
		j.count("memo").Added++
		if p := places[m.On]; p != nil {
			at, detached, err := j.locate(*p, map[corpus.TextID]bool{p.Text: true})
			if err != nil {
				return err
			}
			j.change(edit.NotePassage{Passage: p.ID, Text: at.text, Span: at.span, MemoID: m.ID, Memo: m.Text, Coder: coder, At: m.At,
				Detached: detached})
			continue
		}
		j.change(edit.PutMemo{ID: m.ID, On: on, Text: m.Text, Coder: coder, At: m.At})
	}
	return nil
}

// isThing tells whether an identifier is one of mine's things but the project.
func (j *merger) isThing(id string) bool {
	s := j.mine.Study
	if s.Theme(coding.ThemeID(id)) != nil || s.Source(corpus.SourceID(id)) != nil || s.Participant(corpus.ParticipantID(id)) != nil ||
		s.Organisation(corpus.OrganisationID(id)) != nil || s.Case(corpus.CaseID(id)) != nil {
		return true
	}
	_, marked := j.tags.stood[id]
	return marked
}

// subject is what a memo of theirs is on in mine; "" is the project.
func (j *merger) subject(on string) string {
	if to, ok := j.ids[on]; ok {
		return j.tags.now(to)
	}
	t := j.theirs.Study
	switch {
	case t.Theme(coding.ThemeID(on)) != nil, t.Source(corpus.SourceID(on)) != nil, t.Participant(corpus.ParticipantID(on)) != nil,
		t.Organisation(corpus.OrganisationID(on)) != nil, t.Case(corpus.CaseID(on)) != nil:
		return on
	}
	if on = j.tags.now(on); j.isMarked(on) {
		return on
	}
	return ""
}

// isMarked tells whether an identifier is that of a tag or passage of theirs.
func (j *merger) isMarked(id string) bool {
	if j.marked == nil {
		t := j.theirs.Study
		j.marked = make(map[string]bool, len(t.Tags)+len(t.Passages))
		for _, x := range t.Tags {
			j.marked[string(x.ID)] = true
		}
		for _, p := range t.Passages {
			j.marked[string(p.ID)] = true
		}
	}
	return j.marked[id]
}

func (j *merger) links() error {
	s, t := j.mine.Study, j.theirs.Study
	type key struct{ from, to, kind string }
	added := map[key]string{} // two of theirs may be one here
	for _, l := range t.Links {
		from, to := j.tags.now(mapped(j, l.From)), j.tags.now(mapped(j, l.To))
		mine := slices.IndexFunc(s.Links, func(o coding.Link) bool {
			return o.ID == l.ID || o.From == from && o.To == to && o.Kind == l.Kind
		})
		if mine >= 0 {
			is := s.Links[mine]
			j.same(string(l.ID), string(is.ID))
			what := "link " + is.Kind
			is.Kind = j.pick(string(is.ID), string(l.ID), what+": kind", is.Kind, l.Kind)
			is.Note = j.pick(string(is.ID), string(l.ID), what+": note", is.Note, l.Note)
			j.taken("link", is != s.Links[mine], edit.PutLink{Link: is})
			continue
		}
		if from == to {
			continue
		}
		k := key{from, to, l.Kind}
		if twin := added[k]; twin != "" {
			j.same(string(l.ID), twin)
			if l.Note != "" {
				j.change(edit.PutLink{Link: coding.Link{ID: l.ID, From: from, To: to, Kind: l.Kind, Note: l.Note}, Coder: j.coder(l.Coder)})
			}
			continue
		}
		added[k] = string(l.ID)
		is := l
		is.From, is.To = from, to
		j.count("link").Added++
		j.change(edit.PutLink{Link: is, Coder: j.coder(l.Coder)})
	}
	return nil
}

// allSaved are all that was given a name, of whatever kind.
func allSaved(s *coding.Study) []*coding.SavedQuery {
	return slices.Concat(s.Queries, s.Matrices, s.Searches)
}

func (j *merger) queries() error {
	s := j.mine.Study
	saved := allSaved(s)
	for _, q := range allSaved(j.theirs.Study) {
		mine := named(saved, q.Name, func(x *coding.SavedQuery) string { return x.Name })
		for _, x := range saved {
			if x.ID == q.ID {
				mine = x
			}
		}
		if mine == nil {
			j.count("query").Added++
			j.change(edit.PutQuery{Query: *q})
			continue
		}
		is := *mine
		what := "query " + mine.Name
		is.Name = j.name(string(mine.ID), string(q.ID), what, mine.Name, q.Name, func(name string) bool {
			return named(saved, name, func(x *coding.SavedQuery) string { return x.Name }) != nil
		})
		// One name may be a query here and a matrix there: all of it goes together.
		is.Kind, is.Expression, _ = strings.Cut(j.pick(string(mine.ID), string(q.ID), what, mine.Kind+"\n"+mine.Expression,
			q.Kind+"\n"+q.Expression), "\n")
		j.taken("query", is != *mine, edit.PutQuery{Query: is})
	}
	return nil
}

// summaries brings in what was said of themes and participants, organisations, case
// studies or sources. Where themes become one, several of them may be of one cell:
// then all that is said stays.
func (j *merger) summaries() error {
	type cell struct {
		theme coding.ThemeID
		on    string
	}
	mine, theirs := map[cell][]*coding.Summary{}, map[cell][]*coding.Summary{}
	var cells []cell
	add := func(to map[cell][]*coding.Summary, c cell, x *coding.Summary) {
		if len(mine[c])+len(theirs[c]) == 0 {
			cells = append(cells, c)
		}
		to[c] = append(to[c], x)
	}
	into := map[coding.ThemeID]coding.ThemeID{} // of themes that are made one as theirs did
	for _, c := range j.result.Changes {
		if m, ok := c.(edit.MergeThemes); ok {
			into[m.From] = m.Into
		}
	}
	now := func(theme coding.ThemeID) coding.ThemeID {
		for range len(into) {
			if next, ok := into[theme]; ok {
				theme = next
			}
		}
		return theme
	}
	for i := range j.mine.Study.Summaries {
		x := &j.mine.Study.Summaries[i]
		add(mine, cell{now(x.Theme), x.On}, x)
	}
	for i := range j.theirs.Study.Summaries {
		x := &j.theirs.Study.Summaries[i]
		add(theirs, cell{now(mapped(j, x.Theme)), mapped(j, x.On)}, x)
	}
	for _, c := range cells {
		m, t := mine[c], theirs[c]
		switch {
		case len(m)+len(t) == 1 && len(t) == 1:
			j.count("summary").Added++
			j.change(edit.PutSummary{ID: t[0].ID, Theme: c.theme, On: c.on, Text: t[0].Text, Coder: j.coder(t[0].Coder), At: t[0].At})
		case len(m) == 1 && len(t) == 1:
			text := j.pick(m[0].ID, t[0].ID, "summary "+coding.Shorten(m[0].Text), m[0].Text, t[0].Text)
			j.taken("summary", text != m[0].Text, edit.PutSummary{Theme: c.theme, On: c.on, Text: text, Coder: j.coder(t[0].Coder),
				At: t[0].At})
		case len(m)+len(t) > 2:
			last := slices.MaxFunc(slices.Concat(m, t), func(a, b *coding.Summary) int { return a.At.Compare(b.At) })
			text := allSaid(slices.Concat(m, t))
			j.taken("summary", len(m) != 1 || text != m[0].Text, edit.PutSummary{Theme: c.theme, On: c.on, Text: text, At: last.At})
		}
	}
	return nil
}

// allSaid joins what summaries say; what another says as well is not said twice.
func allSaid(all []*coding.Summary) string {
	var texts []string
	for i, x := range all {
		if !slices.ContainsFunc(all, func(y *coding.Summary) bool { return x.Text != y.Text && strings.Contains(y.Text, x.Text) }) &&
			!slices.ContainsFunc(all[:i], func(y *coding.Summary) bool { return x.Text == y.Text }) {
			texts = append(texts, x.Text)
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n\n")
}

// readings brings in how far coders are, what was said last, and what they
// rejected.
func (j *merger) readings() error {
	s, t := j.mine.Study, j.theirs.Study
	type key struct {
		source corpus.SourceID
		coder  string
	}
	mine := map[key]coding.Reading{}
	for _, r := range s.Readings {
		mine[key{r.Source, s.CoderName(r.Coder)}] = r
	}
	for _, r := range t.Readings {
		k := key{mapped(j, r.Source), j.coder(r.Coder)}
		if is, there := mine[k]; !there || r.At.After(is.At) || r.At.Equal(is.At) && cmp.Compare(r.State, is.State) < 0 {
			j.change(edit.MarkSource{Source: k.source, Coder: k.coder, State: r.State, Turn: r.Turn, At: r.At})
		}
	}
	type rejected struct {
		theme  coding.ThemeID
		source corpus.SourceID
		words  string
		coder  string
	}
	there := map[rejected]bool{}
	ids := map[string]bool{}
	for _, r := range s.Rejections {
		ids[r.ID] = true
		there[rejected{r.Theme, r.Source, r.Words, s.CoderName(r.Coder)}] = true
	}
	for _, r := range t.Rejections {
		k := rejected{mapped(j, r.Theme), mapped(j, r.Source), r.Words, j.coder(r.Coder)}
		if !there[k] && !ids[r.ID] {
			there[k] = true
			j.change(edit.Reject{ID: r.ID, Theme: k.theme, Source: k.source, Words: k.words, Coder: k.coder})
		}
	}
	return nil
}
