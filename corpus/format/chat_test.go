package format

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

const chatHead = "@UTF8\n@Begin\n@Participants:\tPET Petra Participant, INV Ian Investigator\n"

func TestCHAT(t *testing.T) {
	const none = corpus.NoTime
	tests := []struct {
		name, file, data string
		want             []cue
	}{
		{"times", "a.cha", chatHead + "*INV:\twhere did you start ? \x150_1500\x15\n*PET:\tat the depot . \x151500_4200\x15\n*INV:\tand after ?\n@End\n", []cue{
			{"Ian", 0, 1500 * ms, "where did you start ?"},
			{"Petra", 1500 * ms, 4200 * ms, "at the depot ."},
			{"Ian", none, none, "and after ?"},
		}},
		{"an older head", "a.cha", "@Font:\tMonaco:12:0\n@Begin\n*MOT:\thello .\n", []cue{{"MOT", none, none, "hello ."}}},
		{"lines that continue a turn", "a.cha", chatHead + "*PET:\twe took\n\tthe bus\n\t. \x151_2\x15\n", []cue{{"Petra", 1 * ms, 2 * ms, "we took the bus ."}}},
		{"a line that lost its tab", "a.cha", chatHead + "*PET:\twe took\nthe bus .\n", []cue{{"Petra", none, none, "we took the bus ."}}},
		{"several bullets in a turn", "a.cha", "*PET:\tone \x1510_20\x15 two . \x1530_40\x15\n", []cue{{"PET", 10 * ms, 40 * ms, "one two ."}}},
		{"an older bullet", "a.cha", "*PET:\tyes . \x15%snd:\"talk.wav\"_10_20\x15\n", []cue{{"PET", 10 * ms, 20 * ms, "yes ."}}},
		{"bullets that are drawn", "a.cha", "*PET:\tyes . •10_20•\n", []cue{{"PET", 10 * ms, 20 * ms, "yes ."}}},
		{"underlined words", "a.cha", "*PET:\tvery \x02\x01late\x02\x02 .\n", []cue{{"PET", none, none, "very late ."}}},
		{"codes within the words", "a.cha", "*PET:\t<my aunt> [//] &-uh my uncle (.) went 0to +...\n",
			[]cue{{"PET", none, none, "<my aunt> [//] &-uh my uncle (.) went 0to +..."}}},
		{"a tab between speaker and words that became a blank", "a.cha", "*PET: yes .\n", []cue{{"PET", none, none, "yes ."}}},
		{"no colon after the speaker", "a.cha", "*PET yes : I do .\n", []cue{{"PET", none, none, "yes : I do ."}}},
		{"a line that begins with * alone", "a.cha", "*PET:\tyes\n* and no .\n", []cue{{"PET", none, none, "yes * and no ."}}},
		{"an annotation without a colon", "a.cha", "*PET:\tyes .\n%mor " + strings.Repeat("x", 90) + "\n", []cue{{"PET", none, none, "yes ."}}},
		{"a name of two words", "a.cha", "@Begin\n@Participants:\tROE Anna_Roe Participant\n*ROE:\tyes .\n", []cue{{"Anna Roe", none, none, "yes ."}}},
		{"two of one name", "a.cha", "@Begin\n@Participants:\tAN1 Anna Participant, AN2 Anna Participant\n*AN1:\tyes .\n*AN2:\tno .\n",
			[]cue{{"Anna", none, none, "yes ."}, {"Anna (AN2)", none, none, "no ."}}},
		{"without its head, called .txt", "a.txt", "*INV:\twhere ? \x150_1500\x15\n*PET:\tat the depot . \x151500_4200\x15\n",
			[]cue{{"INV", 0, 1500 * ms, "where ?"}, {"PET", 1500 * ms, 4200 * ms, "at the depot ."}}},
		{"with a byte order mark, called .txt", "a.txt", "\ufeff" + chatHead + "*PET:\tyes .\n", []cue{{"Petra", none, none, "yes ."}}},
		{"in Latin-1", "a.cha", "@Begin\n*PET:\tdas war sp\xe4t und \xfcberall dunkel .\n", []cue{{"PET", none, none, "das war spät und überall dunkel ."}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, cuesOf(readOK(t, tt.file, []byte(tt.data)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A list in plain text is no CHAT, though its lines begin with *.
func TestPlainTextIsNoCHAT(t *testing.T) {
	const list = "* Roe: yes\n* Penn: no\n"
	if doc := readOK(t, "a.txt", []byte(list)); doc.Body != list || len(doc.LeftOut) > 0 {
		t.Errorf("text %q, left out %v", doc.Body, doc.LeftOut)
	}
}

// pylangacq reads this file as four utterances, of INV (0-1400), ROE (1400-4250), INV
// (no time) and ROE (5000-6000).
func TestCHATOfPylangacq(t *testing.T) {
	data, err := os.ReadFile("testdata/score/pylangacq.cha")
	if err != nil {
		t.Fatal(err)
	}
	doc := readOK(t, "a.cha", data)
	want := []cue{
		{"INV", 0, 1400 * ms, "where did you start ?"},
		{"Anna Roe", 1400 * ms, 4250 * ms, "we took the &-um bus (.) my <aunt Joe> [//] uncle Joe and I ."},
		{"INV", corpus.NoTime, corpus.NoTime, "and after ?"},
		{"Anna Roe", 5000 * ms, 6000 * ms, "on the boats ."},
	}
	if diff := cmp.Diff(want, cuesOf(doc)); diff != "" {
		t.Error(diff)
	}
	people := []corpus.Person{
		{Name: "Anna Roe", Role: "participant", Attributes: map[string]string{"age": "41;", "sex": "female"}},
		{Name: "INV", Role: corpus.Researcher},
	}
	if diff := cmp.Diff(people, doc.People); diff != "" {
		t.Error(diff)
	}
	if doc.Date != "2026-05-17" || doc.Language != "en" {
		t.Errorf("date %q, language %q", doc.Date, doc.Language)
	}
	leftOut := []corpus.LeftOut{
		{Why: corpus.Header, Where: "line 3", Text: "@Languages: eng"},
		{Why: corpus.Header, Where: "line 4", Text: "@Participants: ROE Anna_Roe Participant, INV Investigator"},
		{Why: corpus.Header, Where: "line 5", Text: "@ID: eng|depot|ROE|41;|female|||Participant|||"},
		{Why: corpus.Header, Where: "line 6", Text: "@ID: eng|depot|INV|||||Investigator|||"},
		{Why: corpus.Header, Where: "line 7", Text: "@Media: bus, audio"},
		{Why: corpus.Header, Where: "line 8", Text: "@Date: 17-MAY-2026"},
		{Why: corpus.Annotation, Where: "line 11", Text: "%mor: pro|we v|take&PAST det|the n|bus pro|my n|uncle n|Joe conj|and pro|I ."},
	}
	if diff := cmp.Diff(leftOut, doc.LeftOut); diff != "" {
		t.Error(diff)
	}
}

// Lines beside the words are kept as they are written, whether or not they have a text.
func TestCHATLeftOut(t *testing.T) {
	doc := readOK(t, "a.cha", []byte("@Begin\n*PET:\tyes . \x15%pic:\"bus.jpg\"\x15\n%com laughs\n%xtim:\t\x1510_20\x15\n@New Episode\n@G:\tbus\n@End\n"))
	want := []corpus.LeftOut{
		{Why: corpus.Annotation, Where: "line 2", Text: `%pic:"bus.jpg"`},
		{Why: corpus.Annotation, Where: "line 3", Text: "%com laughs"},
		{Why: corpus.Annotation, Where: "line 4", Text: "%xtim"},
		{Why: corpus.Header, Where: "line 5", Text: "@New Episode"},
		{Why: corpus.Header, Where: "line 6", Text: "@G: bus"},
	}
	if diff := cmp.Diff(want, doc.LeftOut); diff != "" {
		t.Error(diff)
	}
}

func TestCHATWithoutSpeakers(t *testing.T) {
	_, err := Read("a.cha", []byte("@UTF8\n@Begin\n@End\n"))
	if err == nil || !strings.Contains(err.Error(), `no line of a speaker (as "*PET:", a tab, "we took the bus .")`) {
		t.Error(err)
	}
}
