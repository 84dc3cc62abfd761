package edittest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

// An Editor makes random changes of every kind, as far as a study has something to change.
// The same random numbers make the same changes.
type Editor struct {
	Rand  *rand.Rand
	NewID func() string
	Odd   []string // what names and texts may end with besides
	names int
}

// NewEditor returns an editor that makes the same changes for the same seed, with
// identifiers that count up.
func NewEditor(seed uint64) *Editor {
	return &Editor{Rand: rand.New(rand.NewPCG(seed, 1)), NewID: IDs()}
}

// IDs returns a function that counts identifiers up.
func IDs() func() string {
	n := 0
	return func() string { n++; return fmt.Sprintf("id-%04d", n) }
}

// name makes a name that nothing has yet.
func (e *Editor) name(kind string) string {
	e.names++
	odd, _ := some(e, e.Odd)
	return fmt.Sprint(kind, " ", e.names) + odd
}

// some is one of several, the zero value of none.
func some[T any](e *Editor, all []T) (x T, ok bool) {
	if len(all) == 0 {
		return x, false
	}
	return all[e.Rand.IntN(len(all))], true
}

// Change returns a change that fits a study. The error is that of texts.
func (e *Editor) Change(s *coding.Study, texts coding.Texts) (edit.Change, error) {
	makers := []func(*coding.Study, coding.Texts) (edit.Change, error){e.people, e.sources, e.tags, e.tags, e.passages, e.themes,
		e.themes, e.notes, e.coders}
	for range 3 {
		if c, err := makers[e.Rand.IntN(len(makers))](s, texts); c != nil || err != nil {
			return c, err
		}
	}
	parent := coding.ThemeID("")
	if t, ok := some(e, s.Themes); ok && e.Rand.IntN(2) == 0 {
		parent = t.ID
	}
	return edit.PutTheme{Theme: intake.NewTheme(s, coding.ThemeID(e.NewID()), parent, e.name("theme"))}, nil
}

// about is one of the organisations, or none.
func (e *Editor) about(s *coding.Study) corpus.OrganisationID {
	if o, ok := some(e, s.Organisations); ok && e.Rand.IntN(2) == 0 {
		return o.ID
	}
	return ""
}

// people changes participants, organisations, case studies and the title.
func (e *Editor) people(s *coding.Study, _ coding.Texts) (edit.Change, error) {
	person, hasPerson := some(e, s.Participants)
	switch k := e.Rand.IntN(8); {
	case k == 7:
		return e.unused(s), nil
	case k == 0 && hasPerson:
		x := *person
		x.Role, x.Organisation = e.name("role"), e.about(s)
		return edit.PutParticipant{Participant: x}, nil
	case k == 1 && len(s.Participants) > 1:
		return edit.MergeParticipants{From: s.Participants[0].ID, Into: s.Participants[1].ID}, nil
	case k == 2 && len(s.Organisations) > 1:
		return edit.MergeOrganisations{From: s.Organisations[1].ID, Into: s.Organisations[0].ID}, nil
	case k == 3 && len(s.Cases) > 1:
		return edit.MergeCases{From: s.Cases[0].ID, Into: s.Cases[1].ID}, nil
	case k == 4:
		return edit.PutCase{Case: corpus.CaseStudy{ID: corpus.CaseID(e.NewID()), Name: e.name("case")}}, nil
	case k == 5:
		o := corpus.Organisation{ID: corpus.OrganisationID(e.NewID()), Name: e.name("organisation")}
		if c, ok := some(e, s.Cases); ok {
			o.Cases = []corpus.CaseID{c.ID}
		}
		return edit.PutOrganisation{Organisation: o}, nil
	case k == 6:
		return edit.PutTitle{Title: e.name("title")}, nil
	}
	return nil, nil
}

// unused removes somebody or something that nothing refers to, or adds one.
func (e *Editor) unused(s *coding.Study) edit.Change {
	for _, x := range s.Participants {
		if len(s.Uses(string(x.ID))) == 0 {
			return edit.RemoveParticipant{ID: x.ID}
		}
	}
	for _, x := range s.Organisations {
		if len(s.Uses(string(x.ID))) == 0 {
			return edit.RemoveOrganisation{ID: x.ID}
		}
	}
	for _, x := range s.Cases {
		if len(s.Uses(string(x.ID))) == 0 {
			return edit.RemoveCase{ID: x.ID}
		}
	}
	return edit.PutParticipant{Participant: corpus.Participant{ID: corpus.ParticipantID(e.NewID()), Name: e.name("person")}}
}

// sources changes sources, their words and who speaks in them.
func (e *Editor) sources(s *coding.Study, texts coding.Texts) (edit.Change, error) {
	src, hasSource := some(e, s.Sources)
	switch k := e.Rand.IntN(6); {
	case k == 0:
		return e.source(e.about(s)), nil
	case k == 1 && hasSource:
		x := *src
		x.Name, x.Date, x.Attributes = e.name("source"), "2019", map[string]string{"phase": "build"}
		return edit.PutSource{Source: x}, nil
	case k == 2 && hasSource && e.Rand.IntN(4) == 0:
		return edit.RemoveSource{ID: src.ID}, nil
	case k == 3 && hasSource && len(s.Transcript(src).Turns) > 0:
		c := edit.AssignTurns{Text: src.Text, Turns: []int{e.Rand.IntN(len(s.Transcript(src).Turns))}}
		if p, ok := some(e, s.Participants); ok && e.Rand.IntN(3) > 0 {
			c.Participant = p.ID
		}
		return c, nil
	case k >= 4 && hasSource:
		return e.correct(s, texts, src)
	}
	return nil, nil
}

// source is a new one, with words that nobody speaks.
func (e *Editor) source(of corpus.OrganisationID) edit.AddSource {
	body := e.name("words") + " that nobody speaks"
	sum := sha256.Sum256([]byte(body))
	text := corpus.TextID(e.NewID())
	return edit.AddSource{
		Source: corpus.Source{ID: corpus.SourceID(e.NewID()), Name: e.name("source"), Text: text, Organisation: of,
			SHA256: hex.EncodeToString(sum[:])},
		Text: corpus.Text{ID: text, Body: body}, Original: []byte(body),
		Transcript: corpus.Transcript{Turns: []corpus.Turn{{End: len(body), Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}},
			Words: corpus.WordStarts(body)},
	}
}

// correct gives a source its words with some of them left out, doubled or in another case.
func (e *Editor) correct(s *coding.Study, texts coding.Texts, src *corpus.Source) (edit.Change, error) {
	old, err := texts.Text(context.Background(), src.Text)
	if err != nil {
		return nil, err
	}
	lines := strings.SplitAfter(old.Body, "\n\n")
	switch i := e.Rand.IntN(len(lines)); e.Rand.IntN(4) {
	case 0:
		lines = append(lines, "\n\n"+lines[i])
	case 1:
		lines[i] = strings.ToUpper(lines[i])
	case 2:
		lines[i] = strings.Replace(lines[i], " ", " so ", 1)
	case 3:
		lines[i], lines[0] = lines[0], lines[i]
	}
	return Correction(s, texts, src, strings.Join(lines, "")+e.name("\n\nRoe: And"), e.NewID)
}

// Correction gives a source other words, as an import of a corrected file does. Where
// somebody new speaks in them, it is the change that adds them.
func Correction(s *coding.Study, texts coding.Texts, src *corpus.Source, body string, newID func() string) (edit.Change, error) {
	i, err := read("a.txt", body)
	if err != nil {
		return nil, err
	}
	c, err := intake.NewIntake(s, newID).Correct(context.Background(), s, texts, src, i)
	if err != nil {
		return nil, err
	}
	if len(c.Changes) > 1 {
		return c.Changes[0], nil
	}
	return c.Update, nil
}

// Import are the changes that import a transcript under a name.
func Import(s *coding.Study, name, body string, facts intake.Facts, newID func() string) ([]edit.Change, error) {
	i, err := read(name+".txt", body)
	if err != nil {
		return nil, err
	}
	facts.Name = name
	i.People, i.Facts = nil, facts
	_, changes, err := intake.NewIntake(s, newID).Add(i)
	return changes, err
}

func read(file, body string) (intake.Import, error) {
	doc, err := format.Read(file, []byte(body))
	if err != nil {
		return intake.Import{}, err
	}
	found, err := transcript.Find(doc, transcript.Options{})
	return intake.Import{File: file, Data: []byte(body), Document: doc, Transcript: found.Transcript, People: found.People}, err
}

// tags puts a tag somewhere.
func (e *Editor) tags(s *coding.Study, texts coding.Texts) (edit.Change, error) {
	src, hasSource := some(e, s.Sources)
	theme, hasTheme := some(e, s.Themes)
	if !hasSource || !hasTheme {
		return nil, nil
	}
	text, err := texts.Text(context.Background(), src.Text)
	if err != nil {
		return nil, err
	}
	words := s.Transcript(src).Words
	if len(words) == 0 {
		return nil, nil
	}
	start := int(words[e.Rand.IntN(len(words))])
	_, after := text.Around(corpus.Span{Start: start, End: start}, 1+e.Rand.IntN(20))
	return edit.TagPassage{Passage: coding.PassageID(e.NewID()), Text: src.Text, Span: corpus.Span{Start: start, End: start + len(after)},
		Tag: coding.TagID(e.NewID()), Theme: theme.ID, About: e.about(s), Weight: float64(e.Rand.IntN(3)),
		Memo: []string{"", "why"}[e.Rand.IntN(2)], MemoID: coding.MemoID(e.NewID())}, nil
}

// passages changes passages and what is on them.
func (e *Editor) passages(s *coding.Study, _ coding.Texts) (edit.Change, error) {
	if len(s.Passages) == 0 {
		return nil, nil
	}
	x, y := s.Passages[e.Rand.IntN(len(s.Passages))], s.Passages[e.Rand.IntN(len(s.Passages))]
	tag, hasTag := some(e, s.Tags)
	switch k := e.Rand.IntN(6); {
	case k == 5:
		return edit.MarkChanged{Text: x.Text, Span: x.Span, Was: []string{"", e.name("was")}[e.Rand.IntN(2)]}, nil
	case k == 0 && s.SourceOf(x) != nil:
		return edit.NotePassage{Passage: coding.PassageID(e.NewID()), Text: x.Text, Span: x.Span, MemoID: coding.MemoID(e.NewID()),
			Memo: e.name("note")}, nil
	case k == 1: // on the same words as another, or off them
		if src := s.SourceOf(y); src != nil && (s.SourceOf(x) == src || s.Earlier[x.Text] == src.ID) {
			return edit.AttachPassage{Passage: x.ID, Text: y.Text, Span: y.Span, Was: []string{"", "other words"}[e.Rand.IntN(2)]}, nil
		}
	case k == 2 && hasTag:
		return edit.Untag{Tag: tag.ID}, nil
	case k == 3 && hasTag:
		theme, _ := some(e, s.Themes)
		return edit.Retag{Tag: tag.ID, Theme: theme.ID}, nil
	case k == 4 && hasTag:
		return edit.PutTag{Tag: tag.ID, Weight: float64(e.Rand.IntN(3)), About: e.about(s)}, nil
	}
	return nil, nil
}

// themes changes the codebook.
func (e *Editor) themes(s *coding.Study, _ coding.Texts) (edit.Change, error) {
	theme, ok := some(e, s.Themes)
	if !ok {
		return nil, nil
	}
	other, _ := some(e, s.Themes)
	switch e.Rand.IntN(8) {
	case 0, 1:
		if !s.Below(other.ID, theme.ID) {
			return edit.MergeThemes{From: theme.ID, Into: other.ID}, nil
		}
	case 2:
		return edit.RemoveTheme{ID: theme.ID}, nil
	case 3:
		return edit.PutTheme{Theme: e.described(*theme)}, nil
	}
	return nil, nil
}

// described gives a theme another name and other texts, some of them none.
func (e *Editor) described(x coding.Theme) coding.Theme {
	x.Name = e.name("theme")
	for _, text := range coding.ThemeWords {
		switch e.Rand.IntN(3) {
		case 0:
			*text.Of(&x) = e.name(text.Name)
		case 1:
			*text.Of(&x) = ""
		}
	}
	x.Archived = e.Rand.IntN(4) == 0
	return x
}

// notes changes memos, links, summaries, saved queries and what came with other projects.
func (e *Editor) notes(s *coding.Study, _ coding.Texts) (edit.Change, error) {
	one, hasThing := some(e, linkable(s))
	two, _ := some(e, linkable(s))
	link, hasLink := some(e, s.Links)
	switch k := e.Rand.IntN(8); {
	case k == 0:
		return edit.PutMemo{ID: coding.MemoID(e.NewID()), On: one, Text: e.name("memo")}, nil
	case k == 1 && len(s.Memos) > 0:
		m := s.Memos[e.Rand.IntN(len(s.Memos))]
		if e.Rand.IntN(2) == 0 {
			return edit.RemoveMemo{ID: m.ID}, nil
		}
		return edit.PutMemo{ID: m.ID, Text: e.name("memo")}, nil
	case k <= 3 && hasThing && one != two:
		return edit.PutLink{Link: coding.Link{ID: coding.LinkID(e.NewID()), From: one, To: two,
			Kind: []string{"explains", "contradicts"}[e.Rand.IntN(2)], Note: []string{"", "why"}[e.Rand.IntN(2)]}}, nil
	case k == 4 && hasLink:
		return edit.RemoveLink{ID: link.ID}, nil
	case k == 5:
		return e.query(s), nil
	case k == 6:
		return e.summary(s), nil
	case k == 7:
		return e.preserved(), nil
	}
	return nil, nil
}

// linkable are identifiers of what a link can join.
func linkable(s *coding.Study) (things []string) {
	for _, t := range s.Themes {
		things = append(things, string(t.ID))
	}
	for _, p := range s.Passages {
		things = append(things, string(p.ID))
	}
	for _, c := range s.Cases {
		things = append(things, string(c.ID))
	}
	return things
}

func (e *Editor) query(s *coding.Study) edit.Change {
	if len(s.Queries) > 0 && e.Rand.IntN(2) == 0 {
		return edit.RemoveQuery{ID: s.Queries[0].ID}
	}
	q := coding.SavedQuery{ID: coding.QueryID(e.NewID()), Name: e.name("query"), Expression: "Trust AND coder:AK"}
	if e.Rand.IntN(3) == 0 {
		q.Kind, q.Expression = coding.SavedMatrix, "--rows role"
	}
	return edit.PutQuery{Query: q}
}

func (e *Editor) summary(s *coding.Study) edit.Change {
	var on []string
	for _, x := range s.Sources {
		on = append(on, string(x.ID))
	}
	for _, x := range s.Participants {
		on = append(on, string(x.ID))
	}
	for _, x := range s.Organisations {
		on = append(on, string(x.ID))
	}
	theme, hasTheme := some(e, s.Themes)
	thing, hasThing := some(e, on)
	if !hasTheme || !hasThing {
		return nil
	}
	return edit.PutSummary{ID: e.NewID(), Theme: theme.ID, On: thing,
		Text:  []string{"", "Money, above all.", "They do not say."}[e.Rand.IntN(3)],
		Coder: e.coder()}
}

// preserved keeps one of three projects of another program.
func (e *Editor) preserved() edit.Change {
	id := fmt.Sprint("preserved ", e.Rand.IntN(3))
	data := "a project of another program: " + id
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(data)))
	return edit.PutPreserved{
		Preserved: coding.Preserved{ID: id, Name: "a.qdpx", Document: sum, Files: map[string]string{"a.txt": sum},
			How: fmt.Sprint(e.Rand.IntN(3))},
		Files: []coding.PreservedFile{{SHA256: sum, Data: func() ([]byte, error) { return []byte(data), nil }}}}
}

// coder is who makes the edit, or another one.
func (e *Editor) coder() string { return []string{"", "Second coder"}[e.Rand.IntN(2)] }

// coders changes coders, how far they are, and what they rejected.
func (e *Editor) coders(s *coding.Study, _ coding.Texts) (edit.Change, error) {
	src, hasSource := some(e, s.Sources)
	theme, hasTheme := some(e, s.Themes)
	coder, hasCoder := some(e, s.Coders)
	switch k := e.Rand.IntN(5); {
	case k == 0 && hasSource:
		return edit.MarkSource{Source: src.ID, State: []coding.State{coding.Unread, coding.InProgress, coding.Complete}[e.Rand.IntN(3)],
			Turn: e.Rand.IntN(3), Coder: e.coder()}, nil
	case k == 1 && hasSource && hasTheme:
		return edit.Reject{ID: e.NewID(), Theme: theme.ID, Source: src.ID, Words: coding.WordsKey("With money"), Coder: e.coder()}, nil
	case k == 2 && hasCoder:
		return edit.PutCoder{Coder: coding.Coder{ID: coder.ID, Name: e.name("coder")}}, nil
	case k == 3:
		return edit.PutCoder{Coder: coding.Coder{ID: coding.CoderID(e.NewID()), Name: e.name("coder")}}, nil
	case k == 4 && len(s.Coders) > 1:
		return edit.MergeCoders{From: s.Coders[0].ID, Into: s.Coders[1].ID}, nil
	}
	return nil, nil
}
