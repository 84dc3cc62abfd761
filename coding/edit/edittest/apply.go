package edittest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// errMissing says that a change names what is not there.
var errMissing = errors.New("names something that is not there")

func (m *Memory) apply(c edit.Change) error {
	s := &m.study
	switch c := c.(type) {
	case edit.PutTitle:
		s.Title = c.Title
	case edit.PutParticipant:
		put(&s.Participants, c.Participant, func(x *corpus.Participant) bool { return x.ID == c.Participant.ID })
	case edit.MergeParticipants:
		return m.mergeParticipants(c)
	case edit.RemoveParticipant:
		return remove(m, &s.Participants, string(c.ID), func(x *corpus.Participant) bool { return x.ID == c.ID })
	case edit.RemoveOrganisation:
		return remove(m, &s.Organisations, string(c.ID), func(x *corpus.Organisation) bool { return x.ID == c.ID })
	case edit.RemoveCase:
		return remove(m, &s.Cases, string(c.ID), func(x *corpus.CaseStudy) bool { return x.ID == c.ID })
	case edit.PutOrganisation:
		put(&s.Organisations, c.Organisation, func(x *corpus.Organisation) bool { return x.ID == c.Organisation.ID })
	case edit.PutCase:
		put(&s.Cases, c.Case, func(x *corpus.CaseStudy) bool { return x.ID == c.Case.ID })
	case edit.PutCoder:
		m.putCoder(c)
	case edit.PutPreserved:
		return m.putPreserved(c)
	case edit.PutQuery:
		m.removeQuery(c.Query.ID)
		m.putQuery(c.Query)
	case edit.RemoveQuery:
		m.removeQuery(c.ID)
	case edit.AddSource, edit.PutSource, edit.RemoveSource, edit.UpdateText, edit.KeepText, edit.AssignTurns:
		return m.applySource(c)
	case edit.PutTheme, edit.RemoveTheme, edit.MergeThemes:
		return m.applyTheme(c)
	case edit.TagPassage, edit.NotePassage, edit.KeepPassage, edit.AttachPassage, edit.MarkChanged, edit.Untag, edit.Retag, edit.PutTag:
		return m.applyPassage(c)
	default:
		return m.applyNote(c)
	}
	return nil
}

// remove removes what nothing in the study refers to.
func remove[T any](m *Memory, from *[]*T, id string, is func(x *T) bool) error {
	if !slices.ContainsFunc(*from, is) || len(m.study.Uses(id)) > 0 {
		return errMissing
	}
	*from = slices.DeleteFunc(*from, is)
	return nil
}

func (m *Memory) mergeParticipants(c edit.MergeParticipants) error {
	s := &m.study
	at := func(id corpus.ParticipantID) int {
		return slices.IndexFunc(s.Participants, func(x *corpus.Participant) bool { return x.ID == id })
	}
	from, into := at(c.From), at(c.Into)
	if from < 0 || into < 0 {
		return errMissing
	}
	was, is := s.Participants[from], *s.Participants[into]
	is.Aliases = slices.Clone(is.Aliases)
	for _, name := range append([]string{was.Name}, was.Aliases...) {
		if !slices.Contains(is.Aliases, name) {
			is.Aliases = append(is.Aliases, name)
		}
	}
	is.Role, is.Organisation = cmp.Or(is.Role, was.Role), cmp.Or(is.Organisation, was.Organisation)
	attributes := maps.Clone(was.Attributes)
	if attributes == nil {
		attributes = map[string]string{}
	}
	maps.Copy(attributes, is.Attributes)
	is.Attributes = attributes
	for _, tr := range s.Transcripts {
		for n := range tr.Speakers {
			if tr.Speakers[n].Participant == c.From {
				tr.Speakers[n].Participant = c.Into
			}
		}
	}
	m.moveNotes(string(c.From), string(c.Into))
	s.Participants[into] = &is
	s.Participants = slices.Delete(s.Participants, from, from+1)
	return nil
}

func (m *Memory) putPreserved(c edit.PutPreserved) error {
	s := &m.study
	for _, f := range c.Files {
		data, err := f.Data()
		if errors.Is(err, coding.ErrUnknown) { // of a study that was made without its files
			continue
		}
		if err != nil {
			return err
		}
		m.originals[f.SHA256] = data
	}
	if x := find(s.Preserved, func(p coding.Preserved) bool { return p.ID == c.Preserved.ID }); x != nil {
		*x = c.Preserved
	} else {
		s.Preserved = append(s.Preserved, c.Preserved)
	}
	return nil
}

func (m *Memory) applySource(c edit.Change) error {
	s := &m.study
	switch c := c.(type) {
	case edit.AddSource:
		src, tr := c.Source, c.Transcript
		s.Sources = append(s.Sources, &src)
		m.addText(src.ID, c.Text, tr)
		m.originals[src.SHA256] = c.Original
	case edit.PutSource:
		src := m.source(c.Source.ID)
		if src == nil {
			return errMissing
		}
		is := c.Source
		is.Text, is.File, is.MediaType, is.SHA256 = src.Text, src.File, src.MediaType, src.SHA256
		*src = is
	case edit.RemoveSource:
		m.removeSource(c.ID)
	case edit.UpdateText:
		return m.updateText(c)
	case edit.KeepText:
		if _, there := m.texts[c.Text.ID]; !there {
			m.texts[c.Text.ID], m.sourceOf[c.Text.ID] = c.Text, c.Source
		}
	case edit.AssignTurns:
		m.assign(c)
	}
	return nil
}

func (m *Memory) applyTheme(c edit.Change) error {
	s := &m.study
	switch c := c.(type) {
	case edit.PutTheme:
		if c.Theme.Parent != "" && m.theme(c.Theme.Parent) == nil {
			return errMissing
		}
		for _, x := range s.Themes {
			if x.ID != c.Theme.ID && x.Parent == c.Theme.Parent && x.Name == c.Theme.Name {
				return fmt.Errorf("there is a theme %q already", c.Theme.Name)
			}
		}
		t := c.Theme
		put(&s.Themes, t, func(x *coding.Theme) bool { return x.ID == t.ID })
	case edit.RemoveTheme:
		m.removeTheme(c.ID)
	case edit.MergeThemes:
		return m.mergeThemes(c.From, c.Into)
	}
	return nil
}

func (m *Memory) applyNote(c edit.Change) error {
	s := &m.study
	switch c := c.(type) {
	case edit.PutMemo:
		m.putMemo(c)
	case edit.RemoveMemo:
		if x := find(s.Memos, func(x coding.Memo) bool { return x.ID == c.ID }); x != nil {
			on := x.On
			s.Memos = slices.DeleteFunc(s.Memos, func(x coding.Memo) bool { return x.ID == c.ID })
			m.prune(coding.PassageID(on))
		}
	case edit.PutLink:
		m.putLink(c)
	case edit.RemoveLink:
		if x := find(s.Links, func(x coding.Link) bool { return x.ID == c.ID }); x != nil {
			from, to := x.From, x.To
			s.Links = slices.DeleteFunc(s.Links, func(x coding.Link) bool { return x.ID == c.ID })
			m.prune(coding.PassageID(from))
			m.prune(coding.PassageID(to))
		}
	case edit.PutSummary:
		m.putSummary(c)
	case edit.MarkSource:
		coder := m.coderOf(c.Coder)
		s.Readings = slices.DeleteFunc(s.Readings, func(r coding.Reading) bool { return r.Source == c.Source && r.Coder == coder })
		if c.State != coding.Unread {
			s.Readings = append(s.Readings, coding.Reading{Source: c.Source, Coder: coder, State: c.State, Turn: c.Turn, At: m.time(c.At)})
		}
	case edit.Reject:
		x := coding.Rejection{ID: c.ID, Theme: c.Theme, Source: c.Source, Words: c.Words, Coder: m.coderOf(c.Coder)}
		if !m.rejected(x) {
			s.Rejections = append(s.Rejections, x)
		}
	default:
		return errors.New("is not modelled")
	}
	return nil
}

// rejected tells whether there is a rejection that says the same.
func (m *Memory) rejected(x coding.Rejection) bool {
	return slices.ContainsFunc(m.study.Rejections, func(y coding.Rejection) bool {
		y.ID = x.ID
		return x == y
	})
}

func (m *Memory) putCoder(c edit.PutCoder) {
	is := find(m.study.Coders, func(x *coding.Coder) bool { return x.ID == c.Coder.ID })
	taken := slices.ContainsFunc(m.study.Coders, func(x *coding.Coder) bool {
		return x.Name == c.Coder.Name || slices.Contains(x.Aliases, c.Coder.Name)
	})
	switch {
	case c.IfNew && taken, is != nil && (*is).Name == c.Coder.Name:
	case is == nil:
		m.study.Coders = append(m.study.Coders, &coding.Coder{ID: c.Coder.ID, Name: c.Coder.Name})
	default:
		old := (*is).Name
		(*is).Aliases = append(slices.DeleteFunc(slices.Clone((*is).Aliases), func(a string) bool { return a == c.Coder.Name }), old)
		(*is).Name = c.Coder.Name
	}
}

func (m *Memory) putQuery(q coding.SavedQuery) {
	switch q.Kind {
	case coding.SavedMatrix:
		m.study.Matrices = append(m.study.Matrices, &q)
	case coding.SavedSearch:
		m.study.Searches = append(m.study.Searches, &q)
	default:
		m.study.Queries = append(m.study.Queries, &q)
	}
}

func (m *Memory) removeQuery(id coding.QueryID) {
	for _, list := range []*[]*coding.SavedQuery{&m.study.Queries, &m.study.Matrices, &m.study.Searches} {
		*list = slices.DeleteFunc(*list, func(q *coding.SavedQuery) bool { return q.ID == id })
	}
}

func (m *Memory) addText(source corpus.SourceID, text corpus.Text, tr corpus.Transcript) {
	tr.Turns, tr.Speakers = slices.Clone(tr.Turns), slices.Clone(tr.Speakers)
	m.texts[text.ID], m.sourceOf[text.ID], m.study.Transcripts[text.ID] = text, source, &tr
}

func (m *Memory) updateText(c edit.UpdateText) error {
	src := m.source(c.Source)
	if src == nil {
		return errMissing
	}
	m.addText(c.Source, c.Text, c.Transcript)
	m.originals[c.SHA256] = c.Original
	src.Text, src.File, src.MediaType, src.SHA256 = c.Text.ID, c.File, c.MediaType, c.SHA256
	for _, p := range c.Carried {
		if err := m.movePassage(p); err != nil {
			return err
		}
	}
	for _, a := range c.Assigned {
		m.assign(a)
	}
	return nil
}

func (m *Memory) assign(c edit.AssignTurns) {
	tr, speaker := m.study.Transcripts[c.Text], -1
	if c.Participant != "" {
		speaker = slices.IndexFunc(tr.Speakers, func(x corpus.Speaker) bool { return x.Participant == c.Participant })
		if speaker < 0 {
			name := ""
			for _, p := range m.study.Participants {
				if p.ID == c.Participant {
					name = p.Name
				}
			}
			speaker = len(tr.Speakers)
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: name, Participant: c.Participant})
		}
	}
	assigned := m.study.Assigned[c.Text]
	for _, turn := range c.Turns {
		tr.Turns[turn].Speaker = speaker
		if at, there := slices.BinarySearch(assigned, turn); !there {
			assigned = slices.Insert(slices.Clone(assigned), at, turn)
		}
	}
	m.study.Assigned[c.Text] = assigned
}

func (m *Memory) removeSource(id corpus.SourceID) {
	s := &m.study
	for _, p := range slices.Clone(s.Passages) {
		if m.sourceOf[p.Text] == id {
			m.removeTags(func(t coding.Tag) bool { return t.Passage == p.ID })
			m.removeNotes(string(p.ID))
			s.Passages = slices.DeleteFunc(s.Passages, func(q coding.Passage) bool { return q.ID == p.ID })
			delete(s.Changed, p.ID)
		}
	}
	s.Readings = slices.DeleteFunc(s.Readings, func(r coding.Reading) bool { return r.Source == id })
	s.Rejections = slices.DeleteFunc(s.Rejections, func(r coding.Rejection) bool { return r.Source == id })
	m.removeNotes(string(id))
	s.Sources = slices.DeleteFunc(s.Sources, func(x *corpus.Source) bool { return x.ID == id })
}

func (m *Memory) putMemo(c edit.PutMemo) {
	if x := find(m.study.Memos, func(x coding.Memo) bool { return x.ID == c.ID }); x != nil {
		x.Text = c.Text
		if c.On != "" {
			x.On = c.On
		}
		return
	}
	on := c.On
	if on == "" {
		on = "project"
	}
	m.study.Memos = append(m.study.Memos, coding.Memo{ID: c.ID, On: on, Coder: m.coderOf(c.Coder), At: m.time(c.At), Text: c.Text})
}

func (m *Memory) putLink(c edit.PutLink) {
	l := c.Link
	if x := find(m.study.Links, func(x coding.Link) bool { return x.ID == l.ID }); x != nil {
		x.Kind, x.Note = l.Kind, l.Note
		return
	}
	if x := find(m.study.Links, func(x coding.Link) bool { return x.From == l.From && x.To == l.To && x.Kind == l.Kind }); x != nil {
		if l.Note != "" {
			x.Note = l.Note
		}
		return
	}
	l.Coder, l.At = m.coderOf(c.Coder), m.time(l.At)
	m.study.Links = append(m.study.Links, l)
}

func (m *Memory) putSummary(c edit.PutSummary) {
	s := &m.study
	is := func(x coding.Summary) bool { return x.Theme == c.Theme && x.On == c.On }
	x := find(s.Summaries, is)
	switch {
	case x == nil && c.Text == "":
	case c.Text == "":
		s.Summaries = slices.DeleteFunc(s.Summaries, is)
	case x == nil:
		s.Summaries = append(s.Summaries, coding.Summary{ID: c.ID, Theme: c.Theme, On: c.On, Coder: m.coderOf(c.Coder),
			At: m.time(c.At), Text: c.Text})
	case x.Text != c.Text:
		x.Text, x.Coder, x.At = c.Text, m.coderOf(c.Coder), m.time(c.At)
	}
}

func (m *Memory) removeTheme(id coding.ThemeID) {
	s := &m.study
	for _, t := range slices.Clone(s.Themes) {
		if t.Parent == id {
			m.removeTheme(t.ID)
		}
	}
	m.removeTags(func(t coding.Tag) bool { return t.Theme == id })
	m.removeNotes(string(id))
	s.Rejections = slices.DeleteFunc(s.Rejections, func(r coding.Rejection) bool { return r.Theme == id })
	for from, into := range s.Merged {
		if into.Into == id {
			delete(s.Merged, from)
		}
	}
	s.Themes = slices.DeleteFunc(s.Themes, func(t *coding.Theme) bool { return t.ID == id })
}

func (m *Memory) mergeThemes(from, into coding.ThemeID) error {
	s := &m.study
	f, i := m.theme(from), m.theme(into)
	if f == nil || i == nil {
		return errMissing
	}
	for above := i; above != nil; above = m.theme(above.Parent) {
		if above.ID == from {
			return errors.New("merges a theme into one below it")
		}
	}
	path := m.path(f)
	m.moveTags(func(t coding.Tag) bool { return t.Theme == from }, func(t *coding.Tag) { t.Theme = into })
	m.moveNotes(string(from), string(into))
	rejections := s.Rejections
	s.Rejections = nil
	for _, r := range rejections {
		if r.Theme == from {
			r.Theme = into
		}
		if !m.rejected(r) {
			s.Rejections = append(s.Rejections, r)
		}
	}
	if err := m.mergeBelow(from, into); err != nil {
		return err
	}
	for id, x := range s.Merged {
		if x.Into == from {
			x.Into = into
			s.Merged[id] = x
		}
	}
	m.keepDescription(f, i, path)
	s.Merged[from] = coding.Merged{ID: from, Path: path, Into: into, At: m.at}
	s.Themes = slices.DeleteFunc(s.Themes, func(t *coding.Theme) bool { return t.ID == from })
	return nil
}

func (m *Memory) mergeBelow(from, into coding.ThemeID) error {
	last := -1
	for _, t := range m.study.Themes {
		if t.Parent == into {
			last = max(last, t.Position)
		}
	}
	below := slices.DeleteFunc(slices.Clone(m.study.Themes), func(t *coding.Theme) bool { return t.Parent != from || t.ID == into })
	slices.SortStableFunc(below, func(a, b *coding.Theme) int { return a.Position - b.Position })
	for _, t := range below {
		twin := find(m.study.Themes, func(x *coding.Theme) bool { return x.Parent == into && x != t && strings.EqualFold(x.Name, t.Name) })
		if twin == nil {
			last++
			t.Parent, t.Position = into, last
		} else if err := m.mergeThemes(t.ID, (*twin).ID); err != nil {
			return err
		}
	}
	return nil
}

// keepDescription gives a theme what another says and it does not; else a memo keeps it.
func (m *Memory) keepDescription(from, into *coding.Theme, path string) {
	said := ""
	for _, x := range from.Said(coding.ThemeWords) {
		switch to := x.Of(into); {
		case x.Text == *to:
		case *to == "":
			*to = x.Text
		case x.Form == coding.Paragraphs:
			said += fmt.Sprintf("\n\n%s: %s", x.Name, x.Text)
		}
	}
	if said != "" {
		id := coding.MemoID(fmt.Sprint("merged ", from.ID, " by ", m.coder, " ", len(m.study.Memos))) // other copies make others
		m.addMemo(coding.Memo{ID: id, On: string(into.ID), Coder: m.coder, At: m.at,
			Text: fmt.Sprintf("Merged from %s, which said%s", path, said)})
	}
}
