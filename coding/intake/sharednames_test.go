package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/intake"
	"crosscase/corpus"
	"crosscase/corpus/format"
	talk "crosscase/corpus/transcript"
)

// interview is a transcript in which a label answers, below a head if there is one.
func interview(head, asks, answers string, n int) string {
	var b strings.Builder
	if b.WriteString(head); head != "" {
		b.WriteString("\n")
	}
	other := strings.Repeat("e", n+2) // so that no file has the words of another
	for range 3 {
		fmt.Fprintf(&b, "%s: What was it like in %s and later?\n\n%s: It rained, %s, all day, and %s nobody came to %s of them.\n\n",
			asks, other, answers, other, other, other)
	}
	return b.String()
}

// speakersOf are the names of those who speak in each source, by its name.
func speakersOf(s *coding.Study) map[string]string {
	who := map[string]string{}
	for _, src := range s.Sources {
		var names []string
		for _, share := range s.Transcript(src).Shares() {
			names = append(names, s.Participant(share.Participant).Name)
		}
		who[src.Name] = strings.Join(names, ", ")
	}
	return who
}

// Whom the head of a file names is who its labels mean, whoever had them in the files before;
// a list of participants says who a label is where the file says nothing else.
func TestFileSaysWhoItsLabelsAre(t *testing.T) {
	heike := file{"in/b.txt", interview("Interviewee: Heike Blum (HB)\nDate: 2024-03-01\n", "Interviewer", "HB", 1)}
	hollis := file{"in/a.txt", interview("Interviewee: Hollis Brandt (HB)\nDate: 2024-03-02\n", "Interviewer", "HB", 2)}
	bare := file{"in/c.txt", interview("", "Interviewer", "HB", 3)}
	asked := func(name string, n int) file {
		head := "Interviewer: " + name + "\nInterviewee: " + []string{"Eva Zorn", "Jan Stein"}[n-1] + "\nDate: 2024-03-01\n"
		return file{"in/" + name + ".txt", interview(head, "I", "R", n)}
	}
	list := []corpus.Person{{Name: "Hollis Brandt", Aliases: []string{"HB"}}}
	for _, tt := range []struct {
		name   string
		people []corpus.Person
		files  []file
		want   map[string]string
		note   string
	}{
		{"initials", nil, []file{bare, heike, hollis}, map[string]string{"a": "Interviewer, Hollis Brandt", "b": "Interviewer, Heike Blum", "c": "Interviewer, HB"}, ""},
		{"roles", nil, []file{{"in/c.txt", interview("", "I", "R", 3)}, asked("Ian Hare", 1), asked("Una Kay", 2)},
			map[string]string{"Ian Hare": "Ian Hare, Eva Zorn", "Una Kay": "Una Kay, Jan Stein", "c": "I, R (c)"}, ""},
		{"first names", nil, []file{{"in/c.txt", interview("", "Q", "Anna", 3)}, {"in/d.txt", interview("Interviewee: Anna Kern\nDate: 2024-03-01\n", "Q", "Anna", 4)}},
			map[string]string{"c": "Q, Anna", "d": "Q, Anna Kern"}, ""},
		{"a list", list, []file{bare, heike, hollis}, map[string]string{"a": "Interviewer, Hollis Brandt", "b": "Interviewer, Heike Blum", "c": "Interviewer, Hollis Brandt"},
			`in/b.txt: "HB" is Heike Blum and not Hollis Brandt, as the file itself says (if that is wrong, undo and set the labels: --speaker LABEL=NAME)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p := newImporter(t)
				p.people = tt.people
				var notes []string
				for _, f := range rapid.Permutation(tt.files).Draw(t, "order") {
					for _, n := range p.take([]file{f}).Notes {
						notes = append(notes, n.String())
					}
				}
				if got := speakersOf(p.Study()); fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Errorf("speakers %v, want %v", got, tt.want)
				}
				if got := strings.Join(notes, "\n"); got != tt.note {
					t.Errorf("notes %s, want %s", got, tt.note)
				}
			})
		})
	}
}

// In whatever order files are imported one by one, the same people speak as often.
func TestOrderOfImportsDoesNotMatter(t *testing.T) {
	heads := rapid.SampledFrom([]string{"", "Interviewee: Heike Blum (HB)\nDate: 2024-03-01\n", "Interviewee: Hollis Brandt (HB)\nDate: 2024-03-01\n",
		"Interviewer: Ian Hare\nInterviewee: Anna Kern\nDate: 2024-03-01\n", "Interviewer: Una Kay\nInterviewee: Anna Berg\nDate: 2024-03-01\n",
		"Legend: HB = Hanna Bohm, I = Interviewer\n"})
	rapid.Check(t, func(t *rapid.T) {
		var files []file
		for n := range rapid.IntRange(2, 4).Draw(t, "files") {
			asks := rapid.SampledFrom([]string{"I", "Interviewer", "IH", "Una"}).Draw(t, "asks")
			answers := rapid.SampledFrom([]string{"HB", "R", "Anna", "Kern", "Heike Blum"}).Draw(t, "answers")
			files = append(files, file{fmt.Sprintf("in/%d.txt", n), interview(heads.Draw(t, "head"), asks, answers, n)})
		}
		one, two := newImporter(t), newImporter(t)
		for _, f := range files {
			one.take([]file{f})
		}
		for _, f := range rapid.Permutation(files).Draw(t, "in another order") {
			two.take([]file{f})
		}
		if a, b := edittest.Canonical(one.Study()), edittest.Canonical(two.Study()); a != b {
			t.Errorf("%v", edittest.Difference(a, b))
		}
	})
}

// Initials and first names that speak in several files are one person, which is said once for
// an import; of somebody who is known otherwise, nothing is said.
func TestShortNamesInSeveralFiles(t *testing.T) {
	said := func(n int, answers string) file {
		return file{fmt.Sprintf("in/%d.txt", n), interview("", "Interviewer", answers, n)}
	}
	for _, tt := range []struct {
		name          string
		people        []corpus.Person
		before, files []file
		want          []string
	}{
		{"one each", nil, nil, []file{said(1, "HB"), said(2, "Anna")}, nil},
		{"initials", nil, nil, []file{said(1, "HB"), said(2, "HB")}, []string{`"HB" in 2 files`}},
		{"first names", nil, nil, []file{said(1, "Anna"), said(2, "HB"), said(3, "Anna"), said(4, "HB"), said(5, "HB")}, []string{`"Anna" in 2 files, "HB" in 3 files`}},
		{"an earlier import", nil, []file{said(1, "Anna")}, []file{said(2, "Anna")}, []string{`"Anna" in 2 files`}},
		{"only earlier", nil, []file{said(1, "Anna"), said(2, "Anna")}, []file{said(3, "HB")}, nil},
		{"listed", []corpus.Person{{Name: "Anna"}}, nil, []file{said(1, "Anna"), said(2, "Anna")}, nil},
		{"full names", nil, nil, []file{said(1, "Anna Kern"), said(2, "Anna Kern")}, nil},
		{"roles", nil, nil, []file{said(1, "R"), said(2, "R")}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newImporter(t)
			p.people = tt.people
			p.take(tt.before)
			var got []string
			for _, n := range p.take(tt.files).Notes {
				got = append(got, strings.TrimPrefix(n.Reason, "short names in several files, each taken for one person: "))
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("notes %q, want %q", got, tt.want)
			}
		})
	}
}

// Labels that occur once are named, with the label that they may be a slip of, in many files
// as in one.
func TestRareLabelsAreNamed(t *testing.T) {
	once := func(n int) file {
		return file{fmt.Sprintf("in/%d.txt", n), interview("", "Interviewer", "Anna Kern", n) + "Itnerviewer: And then?\n\nAnna Kern: It stopped.\n"}
	}
	const hint = " (if that is wrong, undo and set the labels or the layout: --speaker LABEL=NAME, --not-speaker LABEL or --layout NAME; --dry-run lists the labels)"
	for _, tt := range []struct {
		files []file
		want  string
	}{
		{[]file{once(1)}, `in/1.txt: labels that occur only once were taken for people: "Itnerviewer", one letter off "Interviewer"` + hint},
		{[]file{once(1), once(2), once(3), once(4), once(5)}, `5 files: labels that occur only once were taken for people (in/1.txt: "Itnerviewer", one letter off "Interviewer"; ` +
			`in/2.txt: "Itnerviewer", one letter off "Interviewer"; in/3.txt: "Itnerviewer", one letter off "Interviewer" and 2 more)` + hint},
	} {
		notes := newImporter(t).take(tt.files).Notes
		if len(notes) == 0 || notes[0].String() != tt.want {
			t.Errorf("%v, want %s", notes, tt.want)
		}
	}
}

// Only of labels that others have it is said that they speak in other files.
func TestSpeaksInOtherFiles(t *testing.T) {
	label := func(text string, as talk.As) talk.Label { return talk.Label{Text: text, As: as} }
	one := intake.Import{Labels: []talk.Label{label("Anna", talk.Person), label("Ben", talk.Person), label("Cara", talk.Nobody)}}
	two := intake.Import{Labels: []talk.Label{label("Ben", talk.Person), label("Cara", talk.Researcher)}}
	var all intake.SpeakersElsewhere
	all.Note(one)
	all.Note(two)
	for label, want := range map[string][2]bool{"Anna": {false, true}, "Ben": {true, true}, "Cara": {true, false}, "Dan": {false, false}} {
		if got := [2]bool{all.Than(one)(label), all.Than(two)(label)}; got != want {
			t.Errorf("%s: %v, want %v", label, got, want)
		}
	}
}

// Whom a researcher names with a label speaks, also where nothing else in the file does.
func TestToldLabelSpeaks(t *testing.T) {
	prose := "It was a long day at the depot and nobody said much of it.\n\n"
	p := newImporter(t)
	p.decided.Labels.Speakers = map[string]string{"JT": "Jane Thorne"}
	p.take([]file{{"in/a.txt", prose + "JT: We had it all ready by then.\n\n" + prose}, {"in/b.txt", prose + prose}})
	if got := speakersOf(p.Study()); got["a"] != "Jane Thorne" || got["b"] != "" {
		t.Errorf("speakers %v, want Jane Thorne in a alone", got)
	}
}

// A dry run calls those researchers who are.
func TestLabelsOfResearchers(t *testing.T) {
	p := newImporter(t)
	b := intake.NewBatch(p.Study(), p.newID)
	b.People([]corpus.Person{{Name: "Una Kay", Role: corpus.Researcher}})
	reader := intake.Reader{Format: &format.Reader{}, Known: b.Known()}
	defer reader.Format.Close()
	read := intake.File{Name: "in/a.txt"}
	read.Imports, read.Err = reader.Read(read.Name, []byte(interview("", "Una Kay", "Jan Stein", 1)))
	plan, ok := b.Plan(read)
	if !ok {
		t.Fatal(b.Outcome())
	}
	listed, _ := b.Labels(plan, 0)
	as := map[string]talk.As{}
	for _, l := range listed {
		as[l.Name] = l.As
	}
	if as["Una Kay"] != talk.Researcher || as["Jan Stein"] != talk.Person {
		t.Errorf("labels %v", as)
	}
}

// A source that has the words of another, in this import or before, under any name, is noted.
func TestTwins(t *testing.T) {
	long := func(n int) string { return strings.Repeat(interview("", "Interviewer", "Anna Kern", n), 4) }
	other := "The depot stood where the river bends and everybody who lived there worked in it. "
	ashdown, same, changed := file{"in/Ashdown.txt", long(1)}, file{"in/Confidential.md", long(1) + "\n\n"}, file{"in/second.txt", "Interviewer: Once more?\n\n" + long(1) + "Anna Kern: Goodbye."}
	const note, version = `has nearly all words of "Ashdown", which count twice`, `has nearly all words of "amin", which count twice`
	misheard := strings.NewReplacer("the", "that", "was", "is", "long", "late").Replace(long(1))
	short := "Brace: Why?\n\nAmin: They are far.\n\nBrace: Why?\n\nAmin: They never [unclear].\n"
	corrected := strings.Replace(short, "[unclear]", "answer", 1)
	for _, tt := range []struct {
		name          string
		before, files []file
		want          []string
	}{
		{"one import", nil, []file{ashdown, same}, []string{note}},
		{"an earlier import", []file{ashdown}, []file{same}, []string{note}},
		{"a few words more", []file{ashdown}, []file{changed}, []string{note}},
		{"other words", []file{ashdown}, []file{{"in/b.txt", long(2)}, {"in/c.txt", strings.Repeat(other, 20)}}, nil},
		{"corrected throughout", []file{ashdown}, []file{{"in/other.txt", misheard}}, []string{note}},
		{"a second version", nil, []file{{"in/amin.txt", short}, {"in/amin_v2.txt", corrected}}, []string{version}},
		{"a corrected version", []file{{"in/amin.txt", short}}, []file{{"in/Amin (korrigiert).txt", corrected}}, []string{version}},
		{"the next interview", []file{{"in/amin_1.txt", short}}, []file{{"in/amin_2.txt", "Brace: Why?\n\nAmin: We were busy.\n\nBrace: And?\n\nAmin: We went home.\n"}}, nil},
		{"few words", []file{{"in/a.txt", "Anna Kern: Yes, it was."}}, []file{{"in/b.md", "Anna Kern: Yes, it was.\n"}}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newImporter(t)
			p.take(tt.before)
			var got []string
			for _, n := range p.take(tt.files).Notes {
				if strings.Contains(n.Reason, "count twice") {
					got = append(got, n.Reason)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("notes %q, want %q", got, tt.want)
			}
		})
	}
}
