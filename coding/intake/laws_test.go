package intake_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// A file is a name and its bytes.
type file struct{ name, body string }

var (
	people    = rapid.SampledFrom([]string{"Interviewer", "Anna Roe", "James Penn", "Interviewee", "P1", "Chair"})
	sentences = rapid.SampledFrom([]string{"We had no money.", "And then we waited for a year.", "Why?", "Trust takes years to build, and it did.",
		"There was no money in the two services then, so that we had to wait for all of it.",
		"There was no money in the two services before, so that we had to wait for all of it."})
	studies  = rapid.SampledFrom([]string{"", "Records", "Control room"})
	services = rapid.SampledFrom([]string{"", "Northmoor Police", "Aldenshire Fire"})
)

// transcript is a file in which people speak, with words that no other file has.
func transcript(t *rapid.T, n int) file { return talkOf(t, n, rapid.Bool().Draw(t, "subtitles")) }

// talkOf is a transcript as subtitles or as a text.
func talkOf(t *rapid.T, n int, vtt bool) file {
	var b strings.Builder
	if vtt {
		b.WriteString("WEBVTT\n")
	}
	for i := range rapid.IntRange(1, 5).Draw(t, "turns") {
		who, words := people.Draw(t, "who"), fmt.Sprint(sentences.Draw(t, "words"), " Number ", n, ".")
		if vtt {
			fmt.Fprintf(&b, "\n00:00:0%d.000 --> 00:00:0%d.900\n<v %s>%s\n", i, i, who, words)
			continue
		}
		fmt.Fprintf(&b, "%s: %s\n\n", who, words)
	}
	return file{fmt.Sprintf("in/file %d%s", n, map[bool]string{true: ".vtt", false: ".txt"}[vtt]), b.String()}
}

// survey is a table of answers; each line is a source where it says what case study the
// line is of.
func survey(t *rapid.T, n int) file {
	var b strings.Builder
	b.WriteString("respondent,case,answer\n")
	for i := range rapid.IntRange(1, 3).Draw(t, "lines") {
		fmt.Fprintf(&b, "R%d of %d,%s,We would have liked to be asked before it began\n", i, n, studies.Draw(t, "case"))
	}
	return file{fmt.Sprintf("in/survey %d.csv", n), b.String()}
}

// bad is a file that cannot be imported, or is passed over.
func bad(t *rapid.T, n int) file {
	return rapid.SampledFrom([]file{
		{fmt.Sprintf("in/broken %d.docx", n), "PK not really"},
		{fmt.Sprintf("in/empty %d.txt", n), " \n"},
		{fmt.Sprintf("in/numbers %d.csv", n), "a,b\n1,2\n"},
		{fmt.Sprintf("in/codings %d.csv", n), "source,theme\na,b\n"},
		{fmt.Sprintf("in/times %d.vtt", n), "WEBVTT\n\n00:00:0x.000 --> 00:00:02.000\nhello\n"},
	}).Draw(t, "bad")
}

// folder is some files.
func folder(t *rapid.T) (files []file) {
	for n := range rapid.IntRange(1, 5).Draw(t, "files") {
		kind := rapid.SampledFrom([]func(*rapid.T, int) file{transcript, transcript, survey}).Draw(t, "kind")
		files = append(files, kind(t, n))
	}
	return files
}

// listed is a table of sources that says something of some of the files, and of one that
// is not there.
func listed(t *rapid.T, files []file) intake.SourceList {
	table := corpus.Table{Columns: []string{"file", "type", "case", "organisation"}}
	for n, f := range append(slices.Clone(files), file{name: "gone.txt"}) {
		if rapid.Bool().Draw(t, "listed") {
			row := []string{strings.TrimPrefix(f.name, "in/"), "interview", studies.Draw(t, "case"), services.Draw(t, "organisation")}
			table.Rows = append(table.Rows, corpus.Row{Line: n + 2, Values: row})
		}
	}
	list, err := intake.ReadSources("sources.csv", table)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A project takes files.
type importer struct {
	t rapid.TB
	*edittest.Memory
	newID  func() string
	list   intake.SourceList
	people []corpus.Person
	dryRun bool

	decided intake.Decisions        // with which files are read
	known   func(label string) bool // of the people who were known then
}

func newImporter(t rapid.TB) *importer {
	return &importer{t: t, Memory: &edittest.Memory{}, newID: edittest.IDs()}
}

// take imports files as one batch.
func (p *importer) take(files []file) intake.Outcome {
	b := intake.NewBatch(p.Study(), p.newID)
	b.List = p.list
	b.Kept.Body = func(id corpus.TextID) (string, error) {
		text, err := p.Text(context.Background(), id)
		return text.Body, err
	}
	p.store(b.People(p.people))
	p.known = b.Known()
	reader := intake.Reader{Format: &format.Reader{}, Known: p.known, Decisions: p.decided}
	defer reader.Format.Close()
	for _, f := range files {
		if !b.Meet(f.name, false) {
			continue
		}
		read := intake.File{Name: f.name}
		read.Imports, read.Err = reader.Read(f.name, []byte(f.body))
		if plan, ok := b.Plan(read); ok {
			p.store(plan.Changes)
			b.Done(plan)
		}
	}
	b.Missing()
	return b.Outcome()
}

func (p *importer) store(changes []edit.Change) {
	if p.dryRun {
		return
	}
	if err := p.Make("AK", changes...); err != nil {
		p.t.Fatal(err)
	}
}

// Twice is once: files that were imported are skipped the next time, also under another
// name, and nothing changes.
func TestTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newImporter(t)
		files := folder(t)
		first := p.take(files)
		before := edittest.Canonical(p.Study())
		for i := range files {
			files[i].name = strings.Replace(files[i].name, "in/", "in/again ", rapid.IntRange(0, 1).Draw(t, "another name"))
		}
		second := p.take(files)
		if len(first.Sources) == 0 || len(second.Sources) > 0 || len(second.Skipped) != len(files) || len(second.Failed) > 0 {
			t.Errorf("%d sources at first; then %+v", len(first.Sources), second)
		}
		if after := edittest.Canonical(p.Study()); after != before {
			t.Errorf("%v", edittest.Difference(before, after))
		}
	})
}

// The order of the files does not matter: the same sources come in, with the same turns of
// the same people.
func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := folder(t)
		files = append(files, bad(t, 7))
		one := newImporter(t)
		one.list = listed(t, files)
		one.people = []corpus.Person{{Name: "James Penn", Aliases: []string{"P1"}, Organisation: "Northmoor Police"}}
		two := newImporter(t)
		two.list, two.people = one.list, one.people
		one.take(files)
		two.take(rapid.Permutation(files).Draw(t, "in another order"))
		if a, b := edittest.Canonical(one.Study()), edittest.Canonical(two.Study()); a != b {
			t.Errorf("%v", edittest.Difference(a, b))
		}
	})
}

// What is said is what was done: the sources, turns, words and people of the outcome are
// those that the project has then.
func TestOutcomeIsWhatWasDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newImporter(t)
		said := p.take(folder(t))
		s := p.Study()
		turns, words, speakers := 0, 0, map[corpus.ParticipantID]bool{}
		for i, src := range s.Sources {
			tr := s.Transcript(src)
			want := intake.ImportedSource{ID: src.ID, Name: src.Name, Type: src.Type, Turns: len(tr.Turns), Words: tr.AllWords(), Speakers: len(tr.Speakers)}
			want.Guessed = src.Type != corpus.TypeOther && src.Type != corpus.TypeSurvey
			if !slices.Contains(said.Sources, want) {
				t.Errorf("source %d is %+v; said was %+v", i, want, said.Sources)
			}
			turns += len(tr.Turns)
			words += tr.AllWords()
			for _, turn := range tr.Turns {
				if turn.Speaker >= 0 {
					speakers[tr.Speakers[turn.Speaker].Participant] = true
				}
			}
		}
		if len(said.Sources) != len(s.Sources) || said.Turns != turns || said.Words != words || said.Speakers != len(speakers) {
			t.Errorf("%d sources, %d turns, %d words, %d speakers; said was %+v", len(s.Sources), turns, words, len(speakers), said)
		}
	})
}

// A dry run and an import agree: the same sources, skipped files, notes and failures.
func TestDryRunAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := folder(t)
		if twin := rapid.IntRange(-1, len(files)-1).Draw(t, "twin"); twin >= 0 { // another file of the same name
			files = append(files, bad(t, 7), file{strings.TrimSuffix(files[twin].name, path.Ext(files[twin].name)) + ".md", files[twin].body + "\n\nMore.\n"}, transcript(t, 8))
		}
		p := newImporter(t)
		p.list = listed(t, files)
		p.dryRun = true
		would := p.take(files)
		if n := len(p.Study().Sources); n > 0 {
			t.Fatalf("a dry run has stored %d sources", n)
		}
		p.dryRun = false
		does := p.take(files)
		for _, o := range []*intake.Outcome{&would, &does} {
			for i := range o.Sources {
				o.Sources[i].ID = ""
			}
		}
		if a, b := fmt.Sprintf("%+v", would), fmt.Sprintf("%+v", does); a != b {
			t.Errorf("the dry run says\n%s, the import\n%s", a, b)
		}
	})
}

// A file that cannot be imported leaves no trace: the others come in as they would without
// it, and the file is named.
func TestBadFileLeavesNoTrace(t *testing.T) {
	answer := ",Only here,We would have liked to be asked before it began\n"
	clash := file{"in/survey 7.csv", "respondent,case,answer\nBob" + answer + "Ann" + answer} // its second source has a name that is taken
	rapid.Check(t, func(t *rapid.T) {
		good := append(folder(t), file{"in/survey 7 Ann.txt", "Ann: Seven."}, transcript(t, 8), file{"in/survey 9.csv", "respondent,case,answer\nBob" + answer})
		wrong, where := clash, len(good)-2
		if rapid.Bool().Draw(t, "bad from the start") {
			wrong, where = bad(t, 7), rapid.IntRange(0, len(good)).Draw(t, "where")
		}
		one, two := newImporter(t), newImporter(t)
		one.take(good)
		said := two.take(slices.Insert(slices.Clone(good), where, wrong))
		if a, b := edittest.Canonical(one.Study()), edittest.Canonical(two.Study()); a != b {
			t.Errorf("%v", edittest.Difference(a, b))
		}
		if a, b := len(one.Study().Participants), len(two.Study().Participants); a != b {
			t.Errorf("%d participants, %d without the bad file", b, a)
		}
		if len(said.Skipped)+len(said.Failed) != 1 || append(said.Skipped, said.Failed...)[0].File != wrong.name {
			t.Errorf("%s: %+v", wrong.name, said)
		}
	})
}

// Correcting keeps words: each passage stands on the words that it was on, up to white
// space and case; or on nearly the same words of the same speakers, and is listed as
// changed with those that were marked; or is detached. No tag goes. What is accepted is
// listed no more.
func TestCorrectingKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newImporter(t)
		f := talkOf(t, 1, false)
		f.name = "a.txt"
		p.take([]file{f})
		s := p.Study()
		src := s.Sources[0]
		words := s.Transcript(src).Words
		p.store([]edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "theme", Name: "Theme"}}})
		for range rapid.IntRange(1, 4).Draw(t, "passages") {
			a := rapid.IntRange(0, len(words)-2).Draw(t, "from")
			b := rapid.IntRange(a+1, len(words)-1).Draw(t, "to")
			span := corpus.Span{Start: int(words[a]), End: int(words[b]) - 1}
			p.store([]edit.Change{edit.TagPassage{Passage: coding.PassageID(p.newID()), Text: src.Text, Span: span, Tag: coding.TagID(p.newID()), Theme: "theme"}})
		}
		s = p.Study()
		body := strings.Join(strings.Fields(f.body), " ")
		for range rapid.IntRange(1, 3).Draw(t, "corrections") {
			was, is := sentences.Draw(t, "was"), sentences.Draw(t, "is")
			body = strings.Replace(body, was, is, 1) + rapid.SampledFrom([]string{"", " So.", "\n\nAnna Roe: Yes."}).Draw(t, "more")
		}
		reader := intake.Reader{Format: &format.Reader{}}
		read, err := reader.Read("a.txt", []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		c, err := intake.NewIntake(s, p.newID).Correct(context.Background(), s, p, src, read[0])
		if errors.Is(err, coding.ErrConflict) {
			t.Skip("the words are the same")
		}
		if err != nil {
			t.Fatal(err)
		}
		p.store(c.Changes)
		now := p.Study()
		count := c.Count()
		listed := now.Select(coding.Filter{Changed: true}).Passages
		if len(listed) != count[corpus.Changed] || len(now.Changed) != count[corpus.Changed] {
			t.Errorf("%d passages are changed, %d of them marked, %d listed", count[corpus.Changed], len(now.Changed), len(listed))
		}
		if len(c.Passages) != len(s.Passages) || len(now.Tags) != len(s.Tags) || len(c.Update.Carried)+count[corpus.Detached] != len(s.Passages) {
			t.Fatalf("%d passages before, %d now; %d tags before, %d now", len(s.Passages), len(c.Passages), len(s.Tags), len(now.Tags))
		}
		for _, x := range c.Passages {
			old := f.body[s.Passages[x.Index].Span.Start:s.Passages[x.Index].Span.End]
			if x.Outcome == corpus.Detached {
				continue
			}
			is := body[x.Span.Start:x.Span.End]
			marked := now.Changed[s.Passages[x.Index].ID].Was
			changed := marked == old && corpus.SharePercent(old, is) >= corpus.ChangedPercent &&
				corpus.SameSpeakers(s.Transcript(src), s.Passages[x.Index].Span, now.Transcript(now.Sources[0]), x.Span)
			if changed != (x.Outcome == corpus.Changed) || !changed && (marked != "" || !corpus.SameWords(old, is)) {
				t.Errorf("%s: %q is on %q now, marked as having been %q", x.Outcome, old, is, marked)
			}
		}
		for _, x := range listed {
			y := now.Passages[x.Index]
			p.store([]edit.Change{edit.MarkChanged{Text: y.Text, Span: y.Span}})
		}
		if left := p.Study().Changed; len(left) > 0 {
			t.Errorf("after all were accepted, %v are left", left)
		}
	})
}

// readAgain reads each source of a project again as was decided before, or as is now, with
// the people who were known then.
func (p *importer) readAgain(now intake.Decisions) (all []intake.Reread) {
	s := p.Study()
	a := &intake.Rereader{Intake: intake.NewIntake(s, p.newID), Study: s, Texts: p}
	reader := intake.Reader{Format: &format.Reader{}, Known: p.known}
	defer reader.Format.Close()
	var changes []edit.Change
	for _, src := range s.Sources {
		data, err := p.Original(context.Background(), src.SHA256)
		if err != nil {
			p.t.Fatal(err)
		}
		text, err := p.Text(context.Background(), src.Text)
		if err != nil {
			p.t.Fatal(err)
		}
		kept, err := intake.ParseChoices(text.Choices)
		if err != nil {
			p.t.Fatal(err)
		}
		reader.Decisions = kept.With(now)
		imports, err := reader.Read("in/"+src.File, data)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, i := range imports {
			if len(imports) > 1 && i.Document.Body != text.Body {
				continue
			}
			i.Choices = kept.With(now.For(i)).Choices()
			r, err := a.Source(context.Background(), src, i)
			if err != nil {
				p.t.Fatal(err)
			}
			all, changes = append(all, r), append(changes, r.Changes...)
			break
		}
	}
	p.store(changes)
	return all
}

// editPeople renames, merges and assigns people as a person does.
func (p *importer) editPeople(t *rapid.T) {
	for range rapid.IntRange(0, 4).Draw(t, "edits") {
		s := p.Study()
		if len(s.Participants) == 0 {
			return
		}
		who := rapid.SampledFrom(s.Participants)
		one, other := who.Draw(t, "one"), who.Draw(t, "other")
		src := rapid.SampledFrom(s.Sources).Draw(t, "source")
		turns := len(s.Transcript(src).Turns)
		switch what := rapid.IntRange(0, 3).Draw(t, "edit"); {
		case what == 0:
			renamed := *one
			renamed.Name = "Renamed " + p.newID()
			p.store([]edit.Change{edit.PutParticipant{Participant: renamed}})
		case what == 1 && one != other:
			p.store([]edit.Change{edit.MergeParticipants{From: one.ID, Into: other.ID}})
		case turns > 0:
			turn := rapid.IntRange(0, turns-1).Draw(t, "turn")
			p.store([]edit.Change{edit.AssignTurns{Text: src.Text, Turns: []int{turn}, Participant: one.ID}})
		}
	}
}

// Reading again what was imported changes nothing, whatever was decided then and whoever was
// renamed, merged or given turns since. What is decided now is read so the next time.
func TestReadingAgainChangesNothing(t *testing.T) {
	name := rapid.SampledFrom([]string{"", "Petra", "Anna Roe"})
	decisions := rapid.Custom(func(t *rapid.T) (d intake.Decisions) {
		d.Labels.Speakers = map[string]string{"Chair": name.Draw(t, "chair")}
		if rapid.Bool().Draw(t, "text") {
			d.Labels.NotSpeakers = []string{"P1"}
		}
		return d
	})
	rapid.Check(t, func(t *rapid.T) {
		p := newImporter(t)
		p.decided = decisions.Draw(t, "decided")
		p.take(folder(t))
		p.editPeople(t)
		if rapid.Bool().Draw(t, "again") {
			p.readAgain(decisions.Draw(t, "decided now"))
			p.editPeople(t)
		}
		before := edittest.Canonical(p.Study())
		all := p.readAgain(intake.Decisions{})
		for _, r := range all {
			if !r.Same || len(r.Changes) > 0 {
				t.Errorf("%s: %d turns, then %d; %d changes", r.Old.ID, len(r.Before.Turns), len(r.After.Turns), len(r.Changes))
			}
		}
		if len(all) != len(p.Study().Sources) {
			t.Errorf("%d of %d sources were read again", len(all), len(p.Study().Sources))
		}
		if after := edittest.Canonical(p.Study()); after != before {
			t.Errorf("%v", edittest.Difference(before, after))
		}
	})
}

// Reading the same words otherwise leaves each passage at the bytes where it is, and turns
// whose speakers were assigned by hand with those speakers.
func TestReadingOtherwiseLeavesPassages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newImporter(t)
		f := transcript(t, 1)
		f.name = "in/a.txt"
		f.body = strings.TrimPrefix(f.body, "WEBVTT\n")
		p.take([]file{f})
		s := p.Study()
		src := s.Sources[0]
		p.store([]edit.Change{edit.PutTheme{Theme: coding.Theme{ID: "theme", Name: "Theme"}}, edit.PutParticipant{Participant: corpus.Participant{ID: "hand", Name: "By Hand"}}})
		words := s.Transcript(src).Words
		for range rapid.IntRange(1, 4).Draw(t, "passages") {
			a := rapid.IntRange(0, len(words)-2).Draw(t, "from")
			b := rapid.IntRange(a+1, len(words)-1).Draw(t, "to")
			p.store([]edit.Change{edit.TagPassage{Passage: coding.PassageID(p.newID()), Text: src.Text,
				Span: corpus.Span{Start: int(words[a]), End: int(words[b]) - 1}, Tag: coding.TagID(p.newID()), Theme: "theme"}})
		}
		turn := rapid.IntRange(0, len(s.Transcript(src).Turns)-1).Draw(t, "by hand")
		p.store([]edit.Change{edit.AssignTurns{Text: src.Text, Turns: []int{turn}, Participant: "hand"}})
		s = p.Study()
		r := p.readAgain(intake.Decisions{Layout: "plain"})[0]
		now := p.Study()
		for i, was := range s.Passages {
			is := now.Passages[i]
			if is.ID != was.ID || is.Span != was.Span || is.Text != now.Sources[0].Text {
				t.Errorf("passage %d was at %v of %s, is at %v of %s", i, was.Span, was.Text, is.Span, is.Text)
			}
		}
		if len(now.Passages) != len(s.Passages) || r.Same != (len(r.Changes) == 0) {
			t.Errorf("%d passages, then %d", len(s.Passages), len(now.Passages))
		}
		byHand := 0
		tr := now.Transcript(now.Sources[0])
		for _, x := range tr.Turns {
			if x.Speaker >= 0 && tr.Speakers[x.Speaker].Participant == "hand" {
				byHand++
			} else if x.Speaker >= 0 {
				t.Errorf("somebody else speaks in a plain text: %v", tr.Speakers[x.Speaker])
			}
		}
		if byHand == 0 || r.Recut > 0 {
			t.Errorf("%d turns by hand, %d cut otherwise", byHand, r.Recut)
		}
	})
}

// Facts go in order: what is known first stands, what it lacks comes from the next, and
// what neither says stays unknown.
func TestFactsGoInOrder(t *testing.T) {
	word := rapid.SampledFrom([]string{"", "a", "b"})
	rapid.Check(t, func(t *rapid.T) {
		draw := func() intake.Facts {
			return intake.Facts{Name: word.Draw(t, "name"), Type: corpus.SourceType(word.Draw(t, "type")), Case: word.Draw(t, "case"), Organisation: word.Draw(t, "organisation"),
				Date: corpus.Date(word.Draw(t, "date")), Language: word.Draw(t, "language"), Attributes: map[string]string{word.Draw(t, "attribute"): word.Draw(t, "value")}}
		}
		list := func(f intake.Facts) []string {
			return []string{f.Name, string(f.Type), f.Case, f.Organisation, string(f.Date), f.Language}
		}
		f, g := draw(), draw()
		both := f.Or(g)
		for i, got := range list(both) {
			want := list(f)[i]
			if want == "" {
				want = list(g)[i]
			}
			if got != want {
				t.Errorf("fact %d of %+v or %+v is %q, want %q", i, f, g, got, want)
			}
		}
		for k := range g.Attributes {
			want, own := f.Attributes[k]
			if !own {
				want = g.Attributes[k]
			}
			if both.Attributes[k] != want {
				t.Errorf("attribute %q of %+v or %+v is %q", k, f, g, both.Attributes[k])
			}
		}
	})
}

// Tables: each value of a table is in a turn, names or describes somebody or the source, or
// is left out.
func TestTablesAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.SampledFrom([]string{"", "", "Roe", "Penn", "IH", "PV:", "P07", "4", "12.5", "00:01:02", "[00:03:43]", "2024-03-04", "3/4/24 10:00:00",
			"Less paper and more time for us", "A key for everybody who comes", "Response", "Open-Ended Response", `{"ImportId":"QID1"}`})
		name := rapid.SampledFrom([]string{"", "ID", "Name", "participant", "Site", "case", "organisation", "date", "timestamp", "Start", "End", "speaker",
			"answer", "What would you change?", "Why?", "StartDate", "IPAddress", "text", "Respondent ID", "tags", "Why?"})
		width := rapid.IntRange(2, 6).Draw(t, "width")
		table := corpus.Table{Columns: rapid.SliceOfN(name, width, width).Draw(t, "names"), Encoding: "utf-8"}
		for n := range rapid.IntRange(1, 9).Draw(t, "rows") {
			row := rapid.SliceOfN(cell, width, width).Draw(t, "row")
			table.Rows = append(table.Rows, corpus.Row{Line: n + 2, Values: row})
		}
		columns := intake.SurveyColumns{Each: rapid.SampledFrom([]string{"", "turn", "source"}).Draw(t, "each")}
		all, err := readAny(table, columns)
		if err != nil {
			return
		}
		var kept []string
		for _, a := range all {
			for _, b := range a.Document.Blocks {
				kept = append(kept, a.Document.Body[b.Span.Start:b.Span.End], b.Voice, corpus.FormatTime(b.From), corpus.FormatTime(b.To))
			}
			for _, p := range a.People {
				kept = append(kept, p.Name, p.Organisation)
				if p.Organisation != "" { // which takes part in it; else nobody does
					kept = append(kept, p.Case)
				}
				kept = append(kept, slices.Collect(maps.Values(p.Attributes))...)
			}
			for _, l := range a.Document.LeftOut {
				kept = append(kept, l.Text)
			}
			kept = append(kept, string(a.Facts.Date), a.Facts.Case, a.Facts.Organisation)
		}
		times := map[string]string{"[00:03:43]": "00:03:43", "12.5": "00:00:12", "4": "00:00:04", "PV:": "PV"}
		found := func(v string) int {
			n := 0
			for _, k := range kept {
				n += strings.Count(k, v)
			}
			return n
		}
		for _, r := range table.Rows {
			for _, v := range r.Values {
				if v != "" && found(v) == 0 && (times[v] == "" || found(times[v]) == 0) {
					t.Fatalf("%q is lost; kept: %q", v, kept)
				}
			}
		}
	})
}

// readAny reads a table as what it is.
func readAny(t corpus.Table, c intake.SurveyColumns) ([]*intake.Answers, error) {
	if a, ok := intake.ReadTalk(t, c); ok {
		return []*intake.Answers{a}, nil
	}
	return intake.ReadSurvey("s", t, c)
}
