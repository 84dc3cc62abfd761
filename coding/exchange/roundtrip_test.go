package exchange_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/exchange/refi/refitest"
	"crosscase/coding/merge"
	"crosscase/coding/project"
	"crosscase/corpus"
)

var (
	ctx    = context.Background()
	monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// A tester is a test, or one try of a law.
type tester interface {
	Fatal(...any)
	Fatalf(string, ...any)
	Helper()
}

var made int

// empty makes an empty project in a folder.
func empty(t tester, folder string) *project.Project {
	t.Helper()
	made++
	p, err := project.Init(ctx, filepath.Join(folder, fmt.Sprintf("p%d.crosscase", made)), project.NewID(), "A study", monday)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func study(t tester, p *project.Project) *coding.Study {
	t.Helper()
	s, err := p.Study(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// bring brings a document into a project, as crosscase import-project does.
func bring(t tester, p *project.Project, doc *refi.Project, files exchange.Files, options exchange.Options) *exchange.Imported {
	t.Helper()
	return bringAt(t, p, doc, files, options, monday)
}

func bringAt(t tester, p *project.Project, doc *refi.Project, files exchange.Files, options exchange.Options, at time.Time) *exchange.Imported {
	t.Helper()
	a, err := exchange.Import(doc, files, "file.qdpx", options, at)
	if err != nil {
		t.Fatal(err)
	}
	j, err := a.Merge(ctx, merge.Side{Study: study(t, p), Texts: p, Original: p.Original}, func(string) bool { return false }, project.NewID)
	if err != nil {
		t.Fatal(err)
	}
	j.Changes = append(j.Changes, edit.PutTitle{Title: exchange.CleanTitle(a.Title)})
	if _, err := p.Apply(ctx, edit.Edit{Coder: "BM", At: monday, What: "import", Changes: j.Changes}); err != nil {
		t.Fatal(err)
	}
	if problems, err := p.Check(ctx); err != nil || len(problems) > 0 {
		t.Fatalf("after the import: %v %v", problems, err)
	}
	return a
}

// give gives a project as a package for a program, read again as it would be from the
// file.
func give(t tester, p *project.Project, profile refi.Profile) (*refi.Package, []byte) {
	t.Helper()
	doc, files, _, err := exchange.Export(ctx, exchange.Contents{Study: study(t, p), Texts: p, Original: p.Original}, profile, "crosscase test")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := refi.WritePackage(&b, doc, files); err != nil {
		t.Fatal(err)
	}
	back, err := refi.ReadPackage(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Found) > 0 {
		t.Fatalf("%s: what was written had to be mended: %v", profile.Name, back.Found)
	}
	return back, b.Bytes()
}

// bare is a package without what crosscase keeps beside the project, as another
// program would hand it on.
type bare struct{ *refi.Package }

func (b bare) File(path string, most int64) ([]byte, error) { return b.Package.File(path, most) }

// A model is everything that a package says, in lines that do not depend on how it is
// written: positions are the letters that they cover.
type model struct {
	t     tester
	files exchange.Files
	c     func(name string) refi.Convention
	lines []string
}

func modelOf(t tester, p *refi.Project, files exchange.Files, c func(name string) refi.Convention) string {
	m := &model{t: t, files: files, c: c}
	m.say("project %q %q %v %q %v", p.Name, p.BasePath, p.Audit, p.Description, keys(p.NoteRefs))
	for _, u := range p.Users {
		m.say("user %s %q %q", refi.Key(u.GUID), u.Name, u.ID)
	}
	var codes func(parent string, all []*refi.Code)
	codes = func(parent string, all []*refi.Code) {
		for i, c := range all {
			m.say("code %s %s %d %q %v %s %q %v", refi.Key(c.GUID), parent, i, c.Name, c.Codable, strings.ToLower(c.Colour), c.Description, keys(c.NoteRefs))
			codes(refi.Key(c.GUID), c.Below)
		}
	}
	codes("", p.Codes)
	for _, v := range p.Variables {
		m.say("variable %v", v)
	}
	for _, c := range p.Cases {
		m.say("case %s %q %q %v %v %v %v", refi.Key(c.GUID), c.Name, c.Description, keys(c.CodeRefs), keys(c.SourceRefs), keys(c.SelectionRefs), c.Values)
	}
	for _, s := range p.Sources {
		m.source(s)
	}
	for _, n := range p.Notes {
		m.text("note", n, n.Name)
	}
	for _, l := range p.Links {
		m.say("link %s %q %s %s %s %s %v", refi.Key(l.GUID), l.Name, l.Direction, l.Colour, refi.Key(l.Origin), refi.Key(l.Target), keys(l.NoteRefs))
	}
	for _, s := range p.Sets {
		m.say("set %s %q %q %v %v %v", refi.Key(s.GUID), s.Name, s.Description, keys(s.Codes), keys(s.Sources), keys(s.Notes))
	}
	for _, g := range p.Graphs {
		m.say("graph %+v", *g)
	}
	return strings.Join(m.lines, "\n")
}

func (m *model) say(format string, args ...any) {
	m.lines = append(m.lines, fmt.Sprintf(format, args...))
}

func keys(all []string) (keys []string) {
	for _, x := range all {
		keys = append(keys, refi.Key(x))
	}
	return keys
}

// file is what a path leads to: a checksum, or the path of what lies elsewhere.
func (m *model) file(path string) string {
	if _, _, outside := refi.External(path); outside || path == "" {
		return path
	}
	data, err := m.files.File(path, refi.MaxMedia)
	if err != nil {
		return "missing"
	}
	return fmt.Sprintf("%x", sha256.Sum256(data))[:12]
}

// body is a text's words, folded, and as positions are counted in them.
func (m *model) body(plain string, content *string) (raw string, ok bool) {
	if plain != "" {
		data, err := m.files.File(plain, refi.MaxText)
		if err == nil {
			return strings.TrimPrefix(string(data), "\ufeff"), true
		}
	}
	if content != nil {
		return *content, true
	}
	return "", false
}

func (m *model) source(s *refi.Source) {
	m.say("source %s %s path %s %q", s.Kind, refi.Key(s.GUID), m.file(s.Path), s.CurrentPath)
	if s.Kind == refi.TextSource {
		m.text("source", &s.Text, s.Name)
	} else {
		m.said("source", &s.Text)
		m.selections(s.GUID, s.Selections, "", refi.Convention{}, false)
	}
	if s.Representation != nil {
		m.text("representation", s.Representation, s.Name)
	}
	if s.TextDescription != nil {
		m.text("text description", s.TextDescription, "")
	}
	for _, t := range s.Transcripts {
		raw, ok := m.body(t.Plain, t.Content)
		name := t.Name
		if name == "" {
			name = s.Name
		}
		m.say("transcript %s %q %v %q %v %q", refi.Key(t.GUID), t.Name, t.Audit, t.Description, keys(t.NoteRefs), refi.Fold(raw))
		at := map[string]string{}
		for _, p := range t.Points {
			place := fmt.Sprint(p.Position)
			if l := m.c(name).Locate(raw, []*refi.Selection{{Start: p.Position, End: p.Position + 1}})[0]; ok && l.Damaged == "" {
				place = fmt.Sprint("byte ", l.Start)
			} else if ok {
				place = l.Damaged
			}
			at[refi.Key(p.GUID)] = place
			m.say("sync point %s %d %s", refi.Key(p.GUID), p.Time, place)
		}
		for _, x := range t.Selections {
			m.say("selection %s in %s %q from %s to %s", refi.Key(x.GUID), refi.Key(t.GUID), x.Name, at[refi.Key(x.From)], at[refi.Key(x.To)])
			m.inSelection(x)
		}
	}
}

func (m *model) said(kind string, t *refi.Text) {
	m.say("%s %s %q %v %q %v %v rich %s", kind, refi.Key(t.GUID), t.Name, t.Audit, t.Description, keys(t.NoteRefs), t.Values, m.file(t.Rich))
	m.codings(t.GUID, t.Codings)
}

func (m *model) text(kind string, t *refi.Text, name string) {
	m.said(kind, t)
	raw, ok := m.body(t.Plain, t.Content)
	m.say("text of %s %q %v", refi.Key(t.GUID), refi.Fold(raw), ok)
	m.selections(t.GUID, t.Selections, raw, m.c(name), ok)
}

func (m *model) selections(owner string, all []*refi.Selection, raw string, c refi.Convention, inText bool) {
	var lines []string
	places := c.Locate(raw, all)
	for i, s := range all {
		at := places[i]
		before := len(m.lines)
		switch {
		case !inText:
			m.say("selection %s in %s %q %d %d %v %d", refi.Key(s.GUID), refi.Key(owner), s.Name, s.Start, s.End, s.Box, s.Page)
		case at.Damaged != "":
			m.say("selection %s in %s %q: %s", refi.Key(s.GUID), refi.Key(owner), s.Name, at.Damaged)
		default:
			m.say("selection %s in %s %q at %d to %d", refi.Key(s.GUID), refi.Key(owner), s.Name, at.Start, at.End)
		}
		m.inSelection(s)
		lines = append(lines, strings.Join(m.lines[before:], "\n"))
		m.lines = m.lines[:before]
	}
	slices.Sort(lines) // in a text they are sorted by where they are
	m.lines = append(m.lines, lines...)
}

func (m *model) inSelection(s *refi.Selection) {
	m.say("  of %s %v %q %v", refi.Key(s.GUID), s.Audit, s.Description, keys(s.NoteRefs))
	if s.Representation != nil {
		m.text("representation", s.Representation, "")
	}
	m.codings(s.GUID, s.Codings)
}

func (m *model) codings(owner string, all []*refi.Coding) {
	for _, c := range all {
		m.say("coding %s on %s by %s at %q with %s %v", refi.Key(c.GUID), refi.Key(owner), refi.Key(c.Creator), c.Created, refi.Key(c.Code), keys(c.NoteRefs))
	}
}

func always(c refi.Convention) func(string) refi.Convention {
	return func(string) refi.Convention { return c }
}

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
	was := modelOf(t, doc, files, func(name string) refi.Convention {
		if c, forced := options.Positions[""]; forced {
			return c
		}
		if c, ok := read[name]; ok {
			return c
		}
		return refi.Expected(doc.Origin)
	})
	for _, profile := range refi.Profiles() {
		back, data := give(t, p, profile)
		was, is := was, modelOf(t, back.Project, back, always(profile.Convention))
		if profile.Name == "atlasti" { // which cannot read a second plain text
			was, is = withoutRich(was), withoutRich(strings.ReplaceAll(is, `"unnamed code`, `"`)) // nor a code without a name
			was, is = unnumbered.ReplaceAllString(was, `""`), unnumbered.ReplaceAllString(is, `""`)
		}
		if diff := cmp.Diff(strings.Split(was, "\n"), strings.Split(is, "\n")); diff != "" {
			t.Fatalf("%s: (-came +went)\n%s", profile.Name, diff)
		}
		again := empty(t, folder)
		bring(t, again, back.Project, bare{back}, exchange.Options{Positions: map[string]refi.Convention{"": profile.Convention}, Cases: options.Cases})
		_, twice := give(t, again, profile)
		again.Close()
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

var unnumbered = regexp.MustCompile(`" \(\d+\)"`)

func withoutRich(model string) string {
	lines := strings.Split(model, "\n")
	for i, l := range lines {
		lines[i], _, _ = strings.Cut(l, " rich ")
	}
	return strings.Join(lines, "\n")
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

// Nothing is lost of files that other programs wrote.
func TestSamplesRoundTrip(t *testing.T) {
	files := map[string]string{}
	folders := []string{"refi/testdata"}
	if more := os.Getenv("CROSSCASE_REFI"); more != "" {
		folders = append(folders, filepath.Join(more, "samples"))
	}
	for _, folder := range folders {
		found, _ := filepath.Glob(filepath.Join(folder, "*.qd[pe]*"))
		for _, f := range found {
			if !strings.Contains(f, "not-a-zip") {
				files[filepath.Base(f)] = f
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(files[name])
			if err != nil {
				t.Fatal(err)
			}
			p, err := refi.ReadPackage(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			loseNothing(t, t.TempDir(), p.Project, p, exchange.Options{})
		})
	}
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
		tr := corpus.Transcript{Words: corpus.WordStarts(body)}
		if body != "" && len(people) > 0 {
			tr.Speakers = []corpus.Speaker{{Label: "A", Participant: people[0]}}
			tr.Turns = []corpus.Turn{{Start: 0, End: len(body), Speaker: 0, From: time.Second, To: corpus.NoTime}}
		}
		things = append(things, string(src.ID))
		changes = append(changes, edit.AddSource{Source: src, Text: corpus.Text{ID: src.Text, Body: body}, Transcript: tr, Original: original})
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

// said is a study in lines that do not depend on identifiers that are made anew;
// standard leaves out what the standard has no place for.
func said(t tester, p *project.Project, standard bool) string {
	s := study(t, p)
	if !standard {
		for i := range s.Themes {
			s.Themes[i].Position, s.Themes[i].Made, s.Themes[i].Described = i, time.Time{}, time.Time{}
		}
		for i := range s.Memos {
			if !strings.Contains(s.Memos[i].On, "-9000-") { // an identifier that the test gave
				s.Memos[i].On = "project"
			}
		}
		slices.SortFunc(s.Memos, func(a, b coding.Memo) int { return strings.Compare(string(a.ID), string(b.ID)) })
		data, err := json.MarshalIndent([]any{s.Title, s.Sources, s.Transcripts, s.Participants, s.Organisations, s.Cases, s.Themes, s.Passages, s.Tags, s.Memos, s.Links, s.Summaries}, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, x := range s.Themes {
		say("theme %s %s %q %q %s %v", x.ID, x.Parent, s.Path(x.ID), x.Definition+x.Include, x.Colour, x.Archived)
	}
	for _, x := range s.Participants {
		say("participant %s %q %s %s %v %v", x.ID, x.Name, x.Role, x.Organisation, x.Aliases, x.Attributes)
	}
	for _, x := range s.Organisations {
		say("organisation %s %q %s %v %v", x.ID, x.Name, x.Kind, x.Cases, x.Attributes)
	}
	for _, x := range s.Cases {
		say("case %s %q %q %v", x.ID, x.Name, x.Description, x.Attributes)
	}
	for _, x := range s.Sources {
		body, err := p.Text(ctx, x.Text)
		if err != nil {
			t.Fatal(err)
		}
		say("source %s %q %s %s %s %s %s %v %q", x.ID, x.Name, x.Type, x.Case, x.Organisation, x.Date, x.Language, x.Attributes, body.Body)
	}
	for i, x := range s.Passages {
		say("passage %s %s %s", s.SourceOf(x).ID, x.Span, x.ID)
		first, last := s.TagsOf(i)
		for n := first; n < last; n++ {
			say("tag %s %s by %s at %s", s.Tags[n].ID, s.Tags[n].Theme, s.Coders[s.TagCoder(n)].Name, s.Tags[n].At)
		}
	}
	for _, x := range s.Memos {
		say("memo %s %q", x.ID, x.Text)
	}
	for _, x := range s.Links {
		say("link %s %s %s %q %q", x.ID, x.From, x.To, x.Kind, x.Note)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
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
			other := empty(t, folder)
			bring(t, other, back.Project, bare{back}, exchange.Options{})
			if diff := cmp.Diff(strings.Split(said(t, p, true), "\n"), strings.Split(said(t, other, true), "\n")); diff != "" {
				t.Fatalf("%s: (-was +came back)\n%s", profile.Name, diff)
			}
			_, again := give(t, other, profile)
			other.Close()
			if one, two := withoutExtra(t, data), withoutExtra(t, again); !bytes.Equal(one, two) {
				t.Fatalf("%s: a second time gives another project\n%s", profile.Name, cmp.Diff(strings.Split(string(one), "\n"), strings.Split(string(two), "\n")))
			}
		}
	})
}

// A codebook that came from another program goes out with its identifiers' letters and
// its sets of codes, and the same one twice adds nothing.
func TestCodebookKept(t *testing.T) {
	books := map[string][]byte{"sets.qdc": []byte(`<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="AAAAAAAA-0000-4000-8000-00000000000A" name="Trust" isCodable="true" color="#AbC"><Code guid="{BBBBBBBB-0000-4000-8000-00000000000B}" name="Lost" isCodable="true"/></Code></Codes>
<Sets><Set guid="CCCCCCCC-0000-4000-8000-00000000000C" name="first"><MemberCode guid="BBBBBBBB-0000-4000-8000-00000000000B"/></Set></Sets></CodeBook>`)}
	codes := map[string]int{"sets.qdc": 2, "taguette-0.9.2_Steeves_FocusGroup.qdc": 42, "taguette-0.9.2_Steeves_Interview.qdc": 58, "taguette-1.4.1_uto_tag.qdc": 3}
	if more := os.Getenv("CROSSCASE_REFI"); more != "" {
		found, _ := filepath.Glob(filepath.Join(more, "samples", "taguette*.qdc"))
		for _, f := range found {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			books[filepath.Base(f)] = data
		}
	}
	for name, data := range books {
		p := empty(t, t.TempDir())
		take := func() int {
			s := study(t, p)
			entries, err := exchange.ReadCodebook(data, exchange.QDC)
			if err != nil {
				t.Fatal(err)
			}
			r, err := codebook.Revise(s, entries, false, project.NewID)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := exchange.KeepCodebook(s, data, name, monday)
			if err != nil {
				t.Fatal(err)
			}
			n, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "import", Changes: append(r.Changes, kept...)})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if take() == 0 || take() != 0 {
			t.Errorf("%s: the same one twice is not once", name)
		}
		if s := study(t, p); len(s.Themes) != codes[name] {
			t.Errorf("%s: %d themes, want %d", name, len(s.Themes), codes[name])
		}
		var b bytes.Buffer
		if err := exchange.WriteCodebook(ctx, &b, exchange.Contents{Study: study(t, p), Texts: p, Original: p.Original}, exchange.QDC, "crosscase"); err != nil {
			t.Fatal(err)
		}
		was, _, err := refi.ReadProject(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		is, problems, err := refi.ReadProject(bytes.NewReader(b.Bytes()))
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		if diff := cmp.Diff([]any{was.Codes, was.Sets}, []any{is.Codes, is.Sets}); diff != "" {
			t.Errorf("%s: (-came +went)\n%s", name, diff)
		}
		p.Close()
	}
}

// NVivo keeps each case as a code of the same identifier, too, with a coding for each
// source that is in it; here they are cases alone.
func TestTwins(t *testing.T) {
	p := empty(t, t.TempDir())
	defer p.Close()
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte("a")))
	if _, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, What: "a case", Changes: []edit.Change{
		edit.PutCase{Case: corpus.CaseStudy{ID: "00000001-0000-4000-8000-000000000000", Name: "Docks"}},
		edit.AddSource{Source: corpus.Source{ID: "00000002-0000-4000-8000-000000000000", Name: "a", Case: "00000001-0000-4000-8000-000000000000", Text: "x", SHA256: sum, MediaType: "text/plain"}, Text: corpus.Text{ID: "x", Body: "a"}, Original: []byte("a")},
	}}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"nvivo-windows": 1, "nvivo-mac": 1, "atlasti": 0} {
		profile, err := refi.ParseProfile(name)
		if err != nil {
			t.Fatal(err)
		}
		back, _ := give(t, p, profile)
		if codes, codings := back.Project.Counts()["codes"], back.Project.Counts()["codings"]; codes != want || codings != want {
			t.Errorf("%s: %d codes and %d codings, want %d", name, codes, codings, want)
		}
		in := empty(t, t.TempDir())
		bring(t, in, back.Project, bare{back}, exchange.Options{})
		if s := study(t, in); len(s.Themes) != 0 || len(s.Cases) != 1 || s.Sources[0].Case != s.Cases[0].ID {
			t.Errorf("%s: %d themes, %d cases, the source in %q", name, len(s.Themes), len(s.Cases), s.Sources[0].Case)
		}
		in.Close()
	}
}

// A large codebook, nested deep, comes back as it was.
func TestDeep(t *testing.T) {
	doc := &refi.Project{Name: "deep"}
	n := 0
	var chain func(depth int) *refi.Code
	chain = func(depth int) *refi.Code {
		n++
		c := &refi.Code{GUID: refi.NewGUID("deep", fmt.Sprint(n)), Name: fmt.Sprint("Code ", n), Codable: true}
		if depth < 12 {
			c.Below = append(c.Below, chain(depth+1))
		}
		return c
	}
	for n < 2000 {
		doc.Codes = append(doc.Codes, chain(1))
	}
	p := empty(t, t.TempDir())
	defer p.Close()
	bring(t, p, doc, exchange.Memory{}, exchange.Options{})
	back, data := give(t, p, refi.Standard)
	if was, is := modelOf(t, doc, exchange.Memory{}, always(refi.Convention{})), modelOf(t, back.Project, back, always(refi.Convention{})); was != is {
		t.Errorf("(-came +went)\n%s", cmp.Diff(strings.Split(was, "\n"), strings.Split(is, "\n")))
	}
	again := empty(t, t.TempDir())
	defer again.Close()
	bring(t, again, back.Project, back, exchange.Options{})
	if _, twice := give(t, again, refi.Standard); !bytes.Equal(data, twice) {
		t.Error("a second time gives another file")
	}
}

// A file that crosscase wrote, and that brings nothing which a project shows, is kept
// all the same where it holds more: here a case that is described, and a variable.
func TestOwnFileWithMore(t *testing.T) {
	doc := &refi.Project{
		Origin:    "crosscase test for NVivo Windows",
		Variables: []refi.Variable{{GUID: "00001eef-0000-4000-8000-000000000001", Type: "Text"}},
		Cases:     []*refi.Case{{GUID: "0000b99a-0000-4000-8000-000000000006", Name: "a", Description: "b", Values: []refi.Value{{Variable: "00001eef-0000-4000-8000-000000000001", Type: "Text", Value: " as it is "}}}},
	}
	loseNothing(t, t.TempDir(), doc, exchange.Memory{}, exchange.Options{})
}
