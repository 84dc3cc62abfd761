package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/refi/refitest"
	"crosscase/coding/project"
	"crosscase/corpus"
)

// loseNothing brings a document in and gives it back for every program: nothing of
// what the standard can say is missing or otherwise then, and a second time gives the
// same bytes.
func loseNothing(t tester, folder string, doc *refi.Project, files exchange.Files, options exchange.Options) {
	t.Helper()
	p := empty(t, folder)
	defer p.Close()
	a := bring(t, p, doc, files, options)
	read := map[string]refi.Convention{}
	for _, x := range a.Report.Positions {
		read[x.Source] = x.Convention
	}
	counted := func(name string) refi.Convention {
		if c, forced := options.Positions[""]; forced {
			return c
		}
		if c, ok := read[name]; ok {
			return c
		}
		return refi.Expected(doc.Origin)
	}
	came := modelOf(t, doc, files, counted)
	for _, profile := range refi.Profiles() {
		back, data := give(t, p, profile)
		was, is := came, modelOf(t, back.Project, back, always(profile.Convention))
		if profile.Name == "qualcoder" { // which reads a coding's facts from its selection
			was = modelOf(t, exchange.ForQualCoder(doc, files), files, counted)
		}
		if profile.Name == "atlasti" { // which cannot read a second plain text
			was, is = withoutRich(was), withoutRich(strings.ReplaceAll(is, `"unnamed code`, `"`)) // nor a code without a name
			was, is = unnumbered.ReplaceAllString(was, `""`), unnumbered.ReplaceAllString(is, `""`)
		}
		if diff := cmp.Diff(strings.Split(was, "\n"), strings.Split(is, "\n")); diff != "" {
			t.Fatalf("%s: (-came +went)\n%s", profile.Name, diff)
		}
		again := &edittest.Memory{}
		bring(t, again, back.Project, bare{back}, exchange.Options{Positions: map[string]refi.Convention{"": profile.Convention}, Cases: options.Cases})
		_, twice := give(t, again, profile)
		if !bytes.Equal(withoutExtra(t, data), withoutExtra(t, twice)) {
			one, two := withoutExtra(t, data), withoutExtra(t, twice)
			t.Fatalf("%s: a second time gives another file (-first +second)\n%s", profile.Name, cmp.Diff(strings.Split(string(one), "\n"), strings.Split(string(two), "\n")))
		}
	}
	counts := study(t, p)
	bring(t, p, doc, files, options)
	if now := study(t, p); len(now.Tags) != len(counts.Tags) || len(now.Passages) != len(counts.Passages) || len(now.Themes) != len(counts.Themes) || len(now.Memos) != len(counts.Memos) || len(now.Sources) != len(counts.Sources) {
		t.Fatalf("brought in again: %d tags, %d themes, %d memos; were %d, %d, %d", len(now.Tags), len(now.Themes), len(now.Memos), len(counts.Tags), len(counts.Themes), len(counts.Memos))
	}
}

// withoutExtra is the project and the sources of an archive, in one text.
func withoutExtra(t tester, data []byte) []byte {
	p, err := refi.ReadPackage(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	p.Project.Write(&b)
	return b.Bytes()
}

// letters are what is hard about positions and names.
var letters = []string{"word", "Ärger", "x", " ", " ", "\n", "\r\n", "𝕏", "🙂", "👩‍👩‍👧", "é", "שלום", "\u00a0", "\t", ". ", "日本語", "Anna: ", "\n\n"}

// foreign draws a project as another program would write it: files with a byte order
// mark or not, lines ended in either way, positions counted as it does.
func foreign(t *rapid.T) (*refi.Project, exchange.Memory, refi.Convention) {
	p := refitest.Project(t)
	files := exchange.Memory{}
	conventions := []refi.Convention{{Unit: refi.CodePoints, LineEnd: refi.AsWritten}, {Unit: refi.CodePoints, LineEnd: refi.AsOne}, {Unit: refi.UTF16, LineEnd: refi.AsWritten}, {Unit: refi.UTF16, LineEnd: refi.AsOne}}
	c := rapid.SampledFrom(conventions).Draw(t, "convention")
	for i, s := range p.Sources {
		if s.Kind != refi.TextSource {
			continue
		}
		if s.Content != nil && rapid.Bool().Draw(t, "inline") { // words in the document, styled ones beside it
			s.Rich = "internal://inline.docx"
			files["inline.docx"] = []byte("PK inline")
			continue
		}
		raw := strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 25).Draw(t, "text"), "")
		s.Content = nil
		name := fmt.Sprintf("text%d.txt", i)
		s.Plain = "internal://" + name
		bom := ""
		if rapid.Bool().Draw(t, "bom") {
			bom = "\ufeff"
		}
		files[name] = []byte(bom + raw)
		if rapid.Bool().Draw(t, "rich") {
			s.Rich = "internal://styled.docx"
			files["styled.docx"] = []byte("PK styled")
		}
		places := []int{}
		for i := range refi.Fold(raw) {
			places = append(places, i)
		}
		places = append(places, len(refi.Fold(raw)))
		for _, x := range s.Selections {
			from, to := rapid.IntRange(0, len(places)-1).Draw(t, "from"), rapid.IntRange(0, len(places)-1).Draw(t, "to")
			positions := c.Positions(raw, []int{places[min(from, to)], places[max(from, to)]})
			x.Start, x.End = positions[0], positions[1]
			switch rapid.IntRange(0, 9).Draw(t, "damage") {
			case 0:
				x.Start, x.End = x.End+1, x.Start
			case 1:
				x.Start, x.End = 10_000, 10_009
			}
		}
	}
	// What has no text is in the document itself, and counted as the program does.
	return p, files, c
}

// Nothing is lost of any project that the standard can describe.
func TestForeignRoundTrip(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		doc, files, c := foreign(t)
		options := exchange.Options{Positions: map[string]refi.Convention{"": c}}
		loseNothing(t, folder, doc, files, options)
	})
}

// randomStudy edits a project at random: names with every character of XML, texts
// with what is hard about positions.
func randomStudy(t *rapid.T, p *project.Project) {
	n := 0
	guid := func() string { n++; return fmt.Sprintf("%08x-0000-4000-9000-%012x", n*104729, n) }
	name := func(kind string) string {
		return fmt.Sprintf("%s %d %s", kind, n, rapid.SampledFrom([]string{"& <b> \"q\" 'a'", "🙂", "שלום", "é", "]]>", "=1+1", "a  b", "::"}).Draw(t, "name"))
	}
	var changes []edit.Change
	var cases []corpus.CaseID
	var organisations []corpus.OrganisationID
	var people []corpus.ParticipantID
	var themes []coding.ThemeID
	var things []string
	some := func(most int, do func()) {
		for range rapid.IntRange(0, most).Draw(t, "some") {
			do()
		}
	}
	attributes := func() map[string]string {
		all := map[string]string{}
		some(2, func() {
			all[rapid.SampledFrom([]string{"age", "site", "a & b"}).Draw(t, "attribute")] = rapid.SampledFrom([]string{"12", "1.50", "2020-01-01", "x < y", " 7 a"}).Draw(t, "value")
		})
		return all
	}
	some(2, func() {
		c := corpus.CaseStudy{ID: corpus.CaseID(guid()), Name: name("case"), Attributes: attributes()}
		if rapid.Bool().Draw(t, "described") {
			c.Description = "Two\nlines & more"
		}
		cases, things = append(cases, c.ID), append(things, string(c.ID))
		changes = append(changes, edit.PutCase{Case: c})
	})
	some(2, func() {
		o := corpus.Organisation{ID: corpus.OrganisationID(guid()), Name: name("organisation"), Kind: "police", Cases: cases, Attributes: attributes()}
		organisations, things = append(organisations, o.ID), append(things, string(o.ID))
		changes = append(changes, edit.PutOrganisation{Organisation: o})
	})
	some(3, func() {
		x := corpus.Participant{ID: corpus.ParticipantID(guid()), Name: name("person"), Attributes: attributes(), Aliases: []string{fmt.Sprint("alias", n)}}
		if len(organisations) > 0 && rapid.Bool().Draw(t, "belongs") {
			x.Organisation = organisations[0]
		}
		people, things = append(people, x.ID), append(things, string(x.ID))
		changes = append(changes, edit.PutParticipant{Participant: x})
	})
	some(6, func() {
		x := coding.Theme{ID: coding.ThemeID(guid()), Name: name("theme"), Position: n, Colour: coding.Colour(n), Definition: rapid.SampledFrom([]string{"", "What & <why>", "Include: not a mark"}).Draw(t, "definition"), Archived: rapid.IntRange(0, 5).Draw(t, "archived") == 0}
		if len(themes) > 0 && rapid.Bool().Draw(t, "below") {
			x.Parent = rapid.SampledFrom(themes).Draw(t, "parent")
		}
		themes, things = append(themes, x.ID), append(things, string(x.ID))
		changes = append(changes, edit.PutTheme{Theme: x})
	})
	type text struct {
		id   corpus.TextID
		body string
	}
	var texts []text
	some(3, func() {
		body := refi.Fold(strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters), 0, 25).Draw(t, "text"), ""))
		src := corpus.Source{ID: corpus.SourceID(guid()), Name: name("source"), Type: rapid.SampledFrom(corpus.SourceTypes).Draw(t, "type"), Date: "2020-02", Language: "en", Attributes: attributes(), Text: corpus.TextID(guid()), File: "a.txt", MediaType: "text/plain"}
		original := []byte("original " + body)
		src.SHA256 = fmt.Sprintf("%x", sha256.Sum256(original))
		if len(cases) > 0 {
			src.Case = cases[0]
		}
		var leftOut []corpus.LeftOut
		some(2, func() {
			leftOut = append(leftOut, corpus.LeftOut{Why: corpus.PageNumber, Where: fmt.Sprint("p. ", n), Text: "7"})
		})
		var choices []corpus.Choice
		some(2, func() { choices = append(choices, corpus.Choice{What: "speaker", Value: fmt.Sprint("R=", n)}) })
		tr := corpus.Transcript{Words: corpus.WordStarts(body)}
		if body != "" && len(people) > 0 {
			tr.Speakers = []corpus.Speaker{{Label: "A", Participant: people[0]}}
			tr.Turns = []corpus.Turn{{Start: 0, End: len(body), Speaker: 0, From: time.Second, To: corpus.NoTime}}
		}
		things = append(things, string(src.ID))
		changes = append(changes, edit.AddSource{Source: src, Text: corpus.Text{ID: src.Text, Body: body, LeftOut: leftOut, Choices: choices}, Transcript: tr, Original: original})
		if body != "" {
			texts = append(texts, text{src.Text, body})
		}
	})
	span := func(body string) corpus.Span {
		places := []int{}
		for i := range body {
			places = append(places, i)
		}
		places = append(places, len(body))
		from := rapid.IntRange(0, len(places)-2).Draw(t, "from")
		return corpus.Span{Start: places[from], End: places[rapid.IntRange(from+1, len(places)-1).Draw(t, "to")]}
	}
	if len(texts) > 0 {
		some(6, func() {
			x := rapid.SampledFrom(texts).Draw(t, "in")
			switch {
			case len(themes) == 0 || rapid.IntRange(0, 4).Draw(t, "what") == 0:
				changes = append(changes, edit.NotePassage{Passage: coding.PassageID(guid()), Text: x.id, Span: span(x.body), MemoID: coding.MemoID(guid()), Memo: "Note & <more>\nhere", At: monday})
			default:
				tag := edit.TagPassage{Passage: coding.PassageID(guid()), Text: x.id, Span: span(x.body), Tag: coding.TagID(guid()), Theme: rapid.SampledFrom(themes).Draw(t, "theme"), Coder: rapid.SampledFrom([]string{"AK", "JM"}).Draw(t, "coder"), At: monday}
				if rapid.Bool().Draw(t, "weight") {
					tag.Weight = 2.5
				}
				if len(organisations) > 0 && tag.Theme == themes[0] { // the standard cannot tell tags apart by it
					tag.About = organisations[0]
				}
				if rapid.Bool().Draw(t, "memo") {
					tag.Memo, tag.MemoID = "On the tag 🙂", coding.MemoID(guid())
				}
				changes = append(changes, tag)
			}
		})
	}
	some(3, func() {
		on := ""
		if len(things) > 0 && rapid.Bool().Draw(t, "on something") {
			on = rapid.SampledFrom(things).Draw(t, "on")
		}
		changes = append(changes, edit.PutMemo{ID: coding.MemoID(guid()), On: on, Text: fmt.Sprintf("Memo %d & so on", n), At: monday})
	})
	if len(themes) > 1 {
		changes = append(changes, edit.PutLink{Link: coding.Link{ID: coding.LinkID(guid()), From: string(themes[0]), To: string(themes[1]), Kind: "leads <to>", Note: "why", At: monday}})
	}
	if len(themes) > 0 && len(people) > 0 {
		changes = append(changes, edit.PutSummary{ID: guid(), Theme: themes[0], On: string(people[0]), Text: "In short", At: monday})
	}
	if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "random", Changes: changes}); err != nil {
		t.Fatal(err)
	}
}

// A study of crosscase's own comes back whole from its file, and without what is kept
// beside the project, and in every program's way, all that the standard can say.
func TestOwnRoundTrip(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		p := empty(t, folder)
		defer p.Close()
		randomStudy(t, p)
		back, data := give(t, p, refi.Standard)
		whole := empty(t, folder)
		defer whole.Close()
		bring(t, whole, back.Project, back, exchange.Options{})
		if diff := cmp.Diff(strings.Split(said(t, p, false), "\n"), strings.Split(said(t, whole, false), "\n")); diff != "" {
			t.Fatalf("(-was +came back)\n%s", diff)
		}
		if _, again := give(t, whole, refi.Standard); !bytes.Equal(data, again) {
			one, _ := back.Entry(refi.ExtraFile, 1<<20)
			b2, _ := refi.ReadPackage(bytes.NewReader(again), int64(len(again)))
			two, _ := b2.Entry(refi.ExtraFile, 1<<20)
			t.Fatalf("a second time gives another file\n%s", cmp.Diff(strings.Split(string(one), ","), strings.Split(string(two), ",")))
		}
		for _, profile := range refi.Profiles() {
			back, data := give(t, p, profile)
			other := &edittest.Memory{}
			bring(t, other, back.Project, bare{back}, exchange.Options{})
			if diff := cmp.Diff(strings.Split(said(t, p, true), "\n"), strings.Split(said(t, other, true), "\n")); diff != "" {
				t.Fatalf("%s: (-was +came back)\n%s", profile.Name, diff)
			}
			_, again := give(t, other, profile)
			if one, two := withoutExtra(t, data), withoutExtra(t, again); !bytes.Equal(one, two) {
				t.Fatalf("%s: a second time gives another project\n%s", profile.Name, cmp.Diff(strings.Split(string(one), "\n"), strings.Split(string(two), "\n")))
			}
		}
	})
}

// codedWords are the tags of a project: the theme's path, the coder, and the words, where they stand.
func codedWords(t tester, m *edittest.Memory) (all []string) {
	t.Helper()
	s := m.Study()
	for i, p := range s.Passages {
		src := s.SourceOf(p)
		if src == nil {
			continue
		}
		text, err := m.Text(ctx, p.Text)
		if err != nil {
			t.Fatal(err)
		}
		first, last := s.TagsOf(i)
		for n := first; n < last; n++ {
			x := s.Tags[n]
			all = append(all, fmt.Sprintf("%s by %s on %q at %d of %q", s.Path(x.Theme), s.CoderName(x.Coder), text.Body[p.Span.Start:p.Span.End], p.Span.Start, text.Body))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// named gives all codes, users and texts of a document names that are used once.
func named(p *refi.Project) {
	n := 0
	name := func(kind string) string { n++; return fmt.Sprint(kind, " ", n) }
	var walk func(all []*refi.Code)
	walk = func(all []*refi.Code) {
		for _, c := range all {
			c.Name = name("Code")
			walk(c.Below)
		}
	}
	walk(p.Codes)
	for i := range p.Users {
		p.Users[i].Name = name("User")
	}
	for _, s := range p.Sources {
		for _, t := range s.Texts() {
			t.Name = name("Source")
		}
	}
}

// What another program wrote, was imported, edited at random and exported has the same themes
// on the same words, by the same coders, when it is imported again.
func TestEditedRoundTrip(t *testing.T) {
	tries, kept := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		tries++
		doc, files, c := foreign(t)
		named(doc)
		m := &edittest.Memory{}
		a := importInto(t, m, doc, files, exchange.Options{Positions: map[string]refi.Convention{"": c}})
		if slices.ContainsFunc(a.Report.Kept, func(p refi.Problem) bool { return p.What == "codings of sources without words" }) {
			return // they are on words once there are any
		}
		e := edittest.NewEditor(rapid.Uint64Range(0, 1000).Draw(t, "seed"))
		for range rapid.IntRange(0, 12).Draw(t, "edits") {
			change, err := e.Change(m.Study(), m)
			if err != nil {
				t.Fatal(err)
			}
			if _, is := change.(edit.PutPreserved); is { // which the editor makes of nothing
				continue
			}
			if err := m.Apply(edit.Edit{Coder: "AK", At: monday, What: "edit", Changes: []edit.Change{change}}); err != nil {
				continue // that this study does not allow
			}
		}
		for _, profile := range refi.Profiles() {
			archive, _ := exported(t, m, profile)
			again := &edittest.Memory{}
			importInto(t, again, archive.Project, archive, exchange.Options{Positions: map[string]refi.Convention{"": profile.Convention}})
			want := codedWords(t, m)
			kept += len(want)
			if diff := cmp.Diff(want, codedWords(t, again)); diff != "" {
				t.Fatalf("%s (-here +came back)\n%s", profile.Name, diff)
			}
		}
	})
	if kept == 0 && tries >= 20 { // with -short there are six, of which each may be of an empty study
		t.Error("there was never a tag")
	}
}
