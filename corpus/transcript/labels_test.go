package transcript

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"crosscase/corpus"
)

// alternating is a conversation of two labels, four turns each, with what is written
// around them.
func alternating(before, first, second, after string) string {
	var b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&b, "%s%s%sWho said so, number %d?\n\n%s%s%sWe did say that in May.\n\n", before, first, after, i, before, second, after)
	}
	return b.String()
}

// cues are the paragraphs of a text as subtitles.
func cues(text string) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n\n")
	for i, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		fmt.Fprintf(&b, "00:%02d:00.000 --> 00:%02d:30.000\n%s\n\n", i, i, p)
	}
	return b.String()
}

// Labels of any form are speakers where they alternate, in text as in subtitles.
func TestLabelsOfAnyForm(t *testing.T) {
	for _, labels := range [][2]string{
		{"interviewer", "interviewee"}, {"anna", "berta"}, {"ian hare", "Petra Vogt"}, {"q", "a"},
		{"ihare@example.org", "Petra's iPhone (2)"}, {"+44 20 *****123", "Vogt, Petra (3rd floor)"}, {"Petra Vogt | Depot: North", "Ian Hare"},
		{"Interviewer/in", "Befragte/r"}, {"Moderator:in", "TN 1"}, {"Moderator*in", "TN 2"}, {"(Guest)", "iPhone von Petra"}, {"@ihare", "Roe"},
		{"李梅", "王强"}, {"花子", "太郎"}, {"수진", "민호"}, {"ليلى", "سامي"}, {"דנה", "יואב"}, {"अनिता", "रवि"}, {"Έλλη", "Νίκος"}, {"Ольга", "Пётр"},
		{"02-north", "03-south"}, {"AB_1", "AB_2"}, {"Ian O’Hare-Penn", "petra"},
	} {
		text := alternating("", labels[0], labels[1], ": ")
		for name, doc := range map[string]corpus.Document{"text": read(t, "a.txt", text), "subtitles": read(t, "a.vtt", cues(text))} {
			t.Run(labels[0]+" in "+name, func(t *testing.T) {
				found := find(t, doc, Options{})
				var got []string
				for _, s := range found.Speakers {
					got = append(got, s.Label)
				}
				if diff := cmp.Diff(labels[:], got); diff != "" || len(found.Turns) != 8 {
					t.Errorf("%d turns, speakers %s", len(found.Turns), diff)
				}
			})
		}
	}
}

// A line that may begin somebody's words is never a part of another person's turn, and what
// is a sentence is no person.
func TestDoubtfulLabels(t *testing.T) {
	const start = "Roe: We have none of it.\n\nPenn: No, we shall wait.\n\n"
	tests := []struct {
		name, line string
		as         As
	}{
		{"an abbreviation", "UK: It rained.", Nobody},
		{"a note", "Note: The tape ends.", Nobody},
		{"a noun that occurs elsewhere", "Money: It was about money.", Nobody},
		{"a lower-case label once", "jane: It rained.", Nobody},
		{"a full name once", "Helen Firth: It rained.", Person},
		{"a name with much beside it", "Cllr Helen Featherstonehaugh-Cole, Cabinet Member, Northmoor and Thornsea Borough Council: It rained.", Person},
		{"a long sentence about somebody", "Helen Featherstonehaugh-Cole, who at that time was the head of the council in Northmoor, said: it rained.", ""},
		{"a mail address once", "h.firth@example.org: It rained.", Person},
		{"a role once", "Interviewer: Why?", Researcher},
		{"an unknown speaker", "??: It rained.", Nobody},
		{"a phrase", "There were three things: trust, money and time.", Prose},
		{"a short phrase", "Three things: trust, money and time.", Prose},
		{"a sentence", "We knew. The question was: who holds the key?", Prose},
		{"a time", "9:30 We arrive.", ""},
		{"a score", "2:1 was the result.", ""},
		{"a verse", "John 3:16 was read.", ""},
		{"an address of a page", "https://example.org was down.", ""},
		{"a Chinese sentence", "问题是这样的：钥匙在谁手里？", Prose},
		{"a Korean sentence", "물음은 이랬어요: 열쇠는 누가 가지고 있습니까?", Prose},
		{"a Japanese sentence", "質問はこうでした：鍵は誰が持っていますか。", Prose},
		{"an Arabic sentence", "كان السؤال في ذلك اليوم: من يملك المفتاح؟", Prose},
		{"a Hebrew sentence", "השאלה הייתה באותו היום: מי מחזיק במפתח?", Prose},
		{"a Hindi sentence", "सवाल यह था: चाबी किसके पास है?", Prose},
		{"a German noun", "Fazit: Es regnete über Nacht.", Nobody},
		{"a second interviewer once", "IV2: Hm.", Researcher},
		{"a Chinese word", "结果：下雨了。", Nobody},
		{"somebody unknown", "Unidentified female: It rained.", Person},
		{"another who asks", "Second interviewer: Why?", Researcher},
		{"a voice", "Male voice: It rained.", Person},
		{"a voice in Spanish", "Voz masculina: Llovió.", Person},
		{"somebody who enters", "Nurse who enters: It rained.", Nobody},
		{"somebody from elsewhere", "A woman from the kitchen: It rained.", Nobody},
		{"somebody in German", "Frau aus dem Publikum: Es regnete.", Nobody},
		{"somebody's daughter", "Anna's daughter: It rained.", Nobody},
		{"a common noun", "the secretary: It rained.", Nobody},
		{"several at once", "Several participants at once: It rained.", Nobody},
		{"somebody in French", "Une femme au fond: Il a plu.", Nobody},
		{"what somebody said", "What the nurse said: it rained.", Prose},
		{"somebody spoken of", "And the manager: he was never there.", Prose},
		{"something of somebody", "The patient's view: it rained.", Prose},
		{"a view", "My view: it rained.", Prose},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", start+"Roe: So.\n\nPenn: Yes, we waited.\n\n"+tt.line+"\n\nRoe: Go on.\n")
			found := find(t, doc, Options{})
			text, _, _ := strings.Cut(tt.line, ":")
			var got As
			for _, l := range found.Labels {
				if l.Text == text || strings.HasPrefix(tt.line, l.Text+"：") {
					got = l.As
				}
			}
			said := turnsOf(doc, found)
			inside := strings.Contains(strings.Join(said, "\n"), "Penn: Yes, we waited. "+tt.line)
			if got != tt.as || inside != (tt.as == Prose || tt.as == "") {
				t.Errorf("%q is %q, want %q; in the turn before: %v", tt.line, got, tt.as, inside)
			}
		})
	}
}

// Days before the notes about them are nobody, and rounds of what was heard are no names.
func TestNobodysLabels(t *testing.T) {
	for _, text := range []string{
		"Observation\n\n4 March: We arrive.\n\n5 March: The guard opens.\n\n6 March: We walk.\n\n7 March: We leave.\n",
		"Beobachtung\n\n4. März: Ankunft.\n\n5. März: Der Wächter öffnet.\n\n6. März: Rundgang.\n\n7. März: Abfahrt.\n",
		"Observation\n\nMarch 4: We arrive.\n\nMarch 5: The guard opens.\n\nMarch 4: We walk.\n\nMarch 5: We leave.\n",
		"(Laughter) So it was.\n\n(Applause) And it rained.\n\n(Laughter) So it was.\n\n(Applause) And it rained.\n",
	} {
		if found := find(t, read(t, "a.txt", text), Options{}); len(found.Speakers) > 0 {
			t.Errorf("%q: %v", text, found.Speakers)
		}
	}
}

// A label that is longer than labels are is one where it recurs.
func TestLongLabels(t *testing.T) {
	for _, long := range []string{
		"Interviewer (Anna Schmidt, wissenschaftliche Mitarbeiterin am Institut für Soziologie)",
		"Respondent 4 (female, 54, social worker, lives in Thornsea with two children, no car)",
		"Teacher of the fourth class from the village school near the river in Thornsea",
	} {
		doc := read(t, "a.txt", strings.Repeat(long+": It rained.\n\nRoe: Did it?\n\n", 3))
		name, _, _ := strings.Cut(long, " (")
		for n, said := range turnsOf(doc, find(t, doc, Options{})) {
			if n%2 == 0 && (!strings.HasPrefix(said, name) || !strings.HasSuffix(said, ": It rained.")) || n%2 == 1 && said != "Roe: Did it?" {
				t.Errorf("%s: turn %d is %q", long, n, said)
			}
		}
	}
}

// Who speaks once has a label in brackets where the others have none.
func TestLabelsInBrackets(t *testing.T) {
	for line, want := range map[string]string{
		"[P4]: It rained.": "P4: It rained.", "[P4] It rained.": "P4: It rained.", "<TN 2> It rained.": "TN 2: It rained.",
		"(Unidentified male): It rained.": "(Unidentified male): It rained.", "[UK]: It rained.": "-: [UK]: It rained.",
		"[laughs] It rained.": "Penn: No. [laughs] It rained.", "[2] It rained.": "Penn: No. [2] It rained.",
	} {
		doc := read(t, "a.txt", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nPenn: No.\n\n"+line+"\n\nRoe: Yes.\n")
		if said := turnsOf(doc, find(t, doc, Options{})); said[len(said)-2] != want {
			t.Errorf("%q is %q, want %q", line, said[len(said)-2], want)
		}
	}
}

// Abbreviations of those who ask are such beside that of those who are asked.
func TestWhoAsks(t *testing.T) {
	tests := []struct {
		first, second string
		want          As // of the first
	}{
		{"F", "A", Researcher}, {"F", "M", Person}, {"В", "О", Researcher}, {"И", "Р", Researcher}, {"IR", "IE", Researcher},
		{"IR", "PV", Person}, {"문", "답", Researcher}, {"RA", "Woman", Researcher}, {"RA", "P1", Researcher}, {"RA", "DK", Person},
		{"RA", "Interviewer", Person}, {"I.K.", "B.M.", Person}, {"Fieldworker", "Villager", Researcher}, {"Badaczka", "Badana", Researcher},
		{"受访者", "采访者", Person},
	}
	for _, tt := range tests {
		t.Run(tt.first+" beside "+tt.second, func(t *testing.T) {
			found := find(t, read(t, "a.txt", alternating("", tt.first, tt.second, ": ")), Options{})
			if len(found.Labels) != 2 || found.Labels[0].As != tt.want {
				t.Errorf("labels %+v, want %q", found.Labels, tt.want)
			}
		})
	}
}

// The researcher's word stands, whatever the evidence.
func TestToldSpeakers(t *testing.T) {
	doc := read(t, "a.txt", "I: Why?\n\nR: So.\n\nI: And you?\n\nR: Yes.\n\nThree things: trust and time.\n\nUK: It rained.\n\nI: When?\n")
	found := find(t, doc, Options{Speakers: map[string]string{"r": "Petra Vogt", "UK": "Uma Kern"}, NotSpeakers: []string{"three things"}})
	want := []string{"I: Why?", "Petra Vogt: So.", "I: And you?", "Petra Vogt: Yes. Three things: trust and time.", "Uma Kern: It rained.", "I: When?"}
	if diff := cmp.Diff(want, turnsOf(doc, found)); diff != "" {
		t.Error(diff)
	}
	labels := []Label{
		{Text: "I", Speaker: "I", Times: 3, As: Researcher, Why: whyRole, First: "I: Why?"},
		{Text: "R", Speaker: "Petra Vogt", Times: 2, As: Person, Why: whyTold, First: "R: So."},
		{Text: "Three things", Times: 1, As: Prose, Why: whyTold, First: "Three things: trust and time."},
		{Text: "UK", Speaker: "Uma Kern", Times: 1, As: Person, Why: whyTold, First: "UK: It rained."},
	}
	if diff := cmp.Diff(labels, found.Labels); diff != "" {
		t.Error(diff)
	}
	not := find(t, doc, Options{NotSpeakers: []string{"R"}})
	if diff := cmp.Diff("I: Why? R: So.", turnsOf(doc, not)[0]); diff != "" {
		t.Error(diff)
	}
	voices := read(t, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v IH:>Why?\n\n00:02.000 --> 00:03.000\n<v ->So.\n\n00:03.000 --> 00:04.000\n<v IH>When?\n")
	found = find(t, voices, Options{Speakers: map[string]string{"IH": "Ian Hare"}})
	if diff := cmp.Diff([]string{"Ian Hare: Why?", "-: So.", "Ian Hare: When?"}, turnsOf(voices, found)); diff != "" {
		t.Error(diff)
	}
}

// A chosen layout accepts any label.
func TestChosenLayoutAcceptsLabels(t *testing.T) {
	doc := read(t, "a.txt", "and then: nothing.\n\nOne two three: four.\n\nand/or: five.\n")
	found := find(t, doc, Options{Layout: "colon"})
	if diff := cmp.Diff([]string{"and then: nothing.", "One two three: four.", "and/or: five."}, turnsOf(doc, found)); diff != "" {
		t.Error(diff)
	}
}

// What doubtful labels are is decided by other files.
func TestElsewhere(t *testing.T) {
	doc := read(t, "a.txt", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nPenn: No.\n\nUK: It rained.\n")
	found := find(t, doc, Options{})
	if !found.Doubtful() || len(found.Speakers) != 2 {
		t.Errorf("doubtful %v, speakers %v", found.Doubtful(), found.Speakers)
	}
	found = find(t, doc, Options{Elsewhere: func(label string) bool { return label == "UK" }})
	if found.Doubtful() || len(found.Speakers) != 3 {
		t.Errorf("doubtful %v, speakers %v", found.Doubtful(), found.Speakers)
	}
}

// The head of a transcript is no speech. It says who the labels are.
func TestHead(t *testing.T) {
	const talk = "%[1]s: Why?\n\n%[2]s: So.\n\n%[1]s: When?\n\n%[2]s: In May.\n"
	tests := []struct {
		name, text string
		speakers   []string
		facts      []corpus.Fact
	}{
		{"initials", "Interviewee: Petra Vogt\nInterviewer: Ian Hare\nDate: 4 March 2024\nPlace: The depot\n\n" + fmt.Sprintf(talk, "IH", "PV"),
			[]string{"Ian Hare", "Petra Vogt"}, []corpus.Fact{{Name: "interviewee", Value: "Petra Vogt"}, {Name: "interviewer", Value: "Ian Hare"},
				{Name: "date", Value: "4 March 2024"}, {Name: "place", Value: "The depot"}}},
		{"empty lines, question and answer", "Interviewee: Petra Vogt\n\nInterviewer: Ian Hare\n\nDuration: 40 minutes\n\n" + fmt.Sprintf(talk, "Q", "A"),
			[]string{"Ian Hare", "Petra Vogt"}, []corpus.Fact{{Name: "interviewee", Value: "Petra Vogt"}, {Name: "interviewer", Value: "Ian Hare"},
				{Name: "duration", Value: "40 minutes"}}},
		{"German", "Interviewpartnerin: Petra Vogt\nInterviewer/in: Jan Stein\nDatum: 4.3.2024\nOrt: Werkhof\nDauer: 40 min\n\n" + fmt.Sprintf(talk, "I", "B"),
			[]string{"Jan Stein", "Petra Vogt"}, []corpus.Fact{{Name: "interviewee", Value: "Petra Vogt"}, {Name: "interviewer", Value: "Jan Stein"},
				{Name: "date", Value: "4.3.2024"}, {Name: "place", Value: "Werkhof"}, {Name: "duration", Value: "40 min"}}},
		{"the same labels below", "Interviewer: Ian Hare\nInterviewee: Petra Vogt\nProject: Yards\n\n" + fmt.Sprintf(talk, "Interviewer", "Interviewee"),
			[]string{"Ian Hare", "Petra Vogt"}, []corpus.Fact{{Name: "interviewer", Value: "Ian Hare"}, {Name: "interviewee", Value: "Petra Vogt"},
				{Name: "project", Value: "Yards"}}},
		{"aliases", "Interviewer: Ian Hare (X)\nParticipant: Petra Vogt (Y)\n\n" + fmt.Sprintf(talk, "X", "Y"),
			[]string{"Ian Hare", "Petra Vogt"}, []corpus.Fact{{Name: "interviewer", Value: "Ian Hare (X)"}, {Name: "interviewee", Value: "Petra Vogt (Y)"}}},
		{"two who are asked", "Interviewer: Ian Hare\nInterviewees: Petra Vogt and Jan Stein\n\n" + fmt.Sprintf(talk, "I", "B1") + "\nB2: Yes.\n\nB2: No.\n",
			[]string{"Ian Hare", "B1", "B2"}, []corpus.Fact{{Name: "interviewer", Value: "Ian Hare"}, {Name: "interviewee", Value: "Petra Vogt and Jan Stein"}}},
		{"a role is no name", "Interviewee: Area manager\nDate: 2024\n\n" + fmt.Sprintf(talk, "I", "R"),
			[]string{"I", "R"}, []corpus.Fact{{Name: "interviewee", Value: "Area manager"}, {Name: "date", Value: "2024"}}},
		{"in Polish", "Rozmówca: Anna Kowalska\nBadacz: Jan Nowak\nData: 3.05.2024\n\n" + fmt.Sprintf(talk, "Badacz", "Rozmówca"),
			[]string{"Jan Nowak", "Anna Kowalska"}, []corpus.Fact{{Name: "interviewee", Value: "Anna Kowalska"}, {Name: "interviewer", Value: "Jan Nowak"},
				{Name: "date", Value: "3.05.2024"}}},
		{"in Spanish", "Entrevistadora: Ana Ruiz\nEntrevistado: Juan Gil\n\n" + fmt.Sprintf(talk, "E", "J"),
			[]string{"E", "J"}, []corpus.Fact{{Name: "interviewer", Value: "Ana Ruiz"}, {Name: "interviewee", Value: "Juan Gil"}}},
		{"attributes", "Participant ID: 14\nGender: f\nAge: 43\n\n" + fmt.Sprintf(talk, "Interviewer", "Participant"),
			[]string{"Interviewer", "Participant"}, []corpus.Fact{{Name: "participant id", Value: "14"}, {Name: "gender", Value: "f"}, {Name: "age", Value: "43"}}},
		{"one attribute", "Geschlecht: weiblich\n\n" + fmt.Sprintf(talk, "I", "B"), []string{"I", "B"}, []corpus.Fact{{Name: "gender", Value: "weiblich"}}},
		{"a table", "Interviewer\tIan Hare\nInterviewee\tPetra Vogt\nDate\t4 March 2024\n\n" + fmt.Sprintf(talk, "I", "B"),
			[]string{"Ian Hare", "Petra Vogt"}, []corpus.Fact{{Name: "interviewer", Value: "Ian Hare"}, {Name: "interviewee", Value: "Petra Vogt"},
				{Name: "date", Value: "4 March 2024"}}},
		{"initials that are labels", "Interviewer: IH\nInterviewee: PV\n\n" + fmt.Sprintf(talk, "IH", "PV"),
			[]string{"IH", "PV"}, []corpus.Fact{{Name: "interviewer", Value: "IH"}, {Name: "interviewee", Value: "PV"}}},
		{"a legend on lines", "I = Interviewer\nB = Anna Kern\n\n" + fmt.Sprintf(talk, "I", "B"), []string{"I", "Anna Kern"}, nil},
		{"a legend in German", "I: Interviewerin Petra Vogt\nB: Befragte Anna Kern\n\n" + fmt.Sprintf(talk, "I", "B"),
			[]string{"Petra Vogt", "Anna Kern"}, nil},
		{"a legend on one line", "Key: I – Interviewer; P – Participant (Anna Kern)\n\n" + fmt.Sprintf(talk, "I", "P"), []string{"I", "Anna Kern"}, nil},
		{"a legend of roles", "IV: Interviewer\nTN: Teilnehmer\n\n" + fmt.Sprintf(talk, "IV", "TN"), []string{"IV", "TN"}, nil},
		{"a legend of a group", "Participants: P1: nurse, P2: doctor\n\n" + fmt.Sprintf(talk, "Moderator", "P1") + "\nP2: So.\n",
			[]string{"Moderator", "P1", "P2"}, nil},
		{"a legend below a word", "Speakers:\nI = Ian Hare, interviewer\nP1 = Petra Vogt\n\n" + fmt.Sprintf(talk, "I", "P1"),
			[]string{"Ian Hare", "Petra Vogt"}, nil},
		{"people who talk are no head", fmt.Sprintf(talk, "Interviewer", "Interviewee"), []string{"Interviewer", "Interviewee"}, nil},
		{"people who say little are no head", "Interviewer: Hello Petra Vogt\nParticipant: Good Morning Ian\nInterviewer: Ready\nParticipant: Yes\n",
			[]string{"Interviewer", "Participant"}, nil},
		{"a note within", "Roe: Yes.\n\nPenn: No.\n\nDate: 3 March\n\nRoe: Yes.\n\nPenn: No.\n", []string{"Roe", "Penn"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := find(t, read(t, "a.txt", tt.text), Options{})
			var got []string
			for _, s := range found.Speakers {
				got = append(got, s.Label)
			}
			if diff := cmp.Diff(tt.speakers, got); diff != "" {
				t.Errorf("speakers %s", diff)
			}
			if diff := cmp.Diff(tt.facts, found.Facts, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("facts %s", diff)
			}
		})
	}
}

// Headings and a label above the head do not hide it; who asks is a researcher.
func TestHeadInMarkdown(t *testing.T) {
	doc := read(t, "a.md", "## About\n\nPETRA VOGT: An interview by Ian Hare.\n\n## Interview\n\nINTERVIEWEE: Petra Vogt\nINTERVIEWER: Ian Hare\n"+
		"**DATE:** 4 March 2024\n\n### Remarks\n\nQ: \n\nWhy?\n\nPetra Vogt: \n\nSo.\n\nQ: \n\nWhen?\n\nPetra Vogt: \n\nIn May.\n")
	found := find(t, doc, Options{})
	want := []string{"Ian Hare: Why?", "Petra Vogt: So.", "Ian Hare: When?", "Petra Vogt: In May."}
	said := turnsOf(doc, found)
	if diff := cmp.Diff(want, said[len(said)-4:]); diff != "" {
		t.Error(diff)
	}
	for _, s := range said[:len(said)-4] {
		if !strings.HasPrefix(s, "-: ") {
			t.Errorf("%q in the head", s)
		}
	}
	people := []corpus.Person{{Name: "Ian Hare", Role: corpus.Researcher}, {Name: "Petra Vogt"}}
	if diff := cmp.Diff(people, found.People); diff != "" {
		t.Error(diff)
	}
}

func TestSameLabel(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{{"Anna:", "anna", true}, {"Dr. Penn", "dr. penn:", true}, {"Anna", "Ann", false}, {"S1", "S2", false}} {
		if SameLabel(tt.a, tt.b) != tt.same {
			t.Errorf("SameLabel(%q, %q) = %v", tt.a, tt.b, !tt.same)
		}
	}
}

// All spellings of a label are one speaker, under the first of them.
func TestSpellingsOfOneSpeaker(t *testing.T) {
	for _, labels := range [][]string{
		{"P1", "P01", "P 1", "p1", "P#1"}, {"Mod", "Mod.", "MOD"}, {"Kowalska, Anna", "Anna Kowalska"}, {"Ian O’Hare", "Ian O'Hare"},
		{"I.K.", "IK", "I. K."}, {"SPEAKER_00", "SPEAKER_0", "Speaker 0"}, {"Participant 3", "Participant 03", "Participant_3"},
		{"Dr. Penn", "Dr. penn"}, {"Vogt-Kern, Petra", "Petra Vogt-Kern"},
	} {
		var b strings.Builder
		for _, l := range append(labels, labels...) {
			b.WriteString("Roe: Why?\n\n" + l + ": So it was.\n\n")
		}
		found := find(t, read(t, "a.txt", b.String()), Options{})
		var got []string
		for _, s := range found.Speakers {
			got = append(got, s.Label)
		}
		if diff := cmp.Diff([]string{"Roe", labels[0]}, got); diff != "" {
			t.Error(diff)
		}
	}
	for _, labels := range [][2]string{{"P1", "P11"}, {"P10", "P1"}, {"IK", "IKA"}, {"Kowalska, Anna", "Anna Kowalski"}, {"Roe, Chair (North)", "Chair (North) Roe"}} {
		if SameLabel(labels[0], labels[1]) {
			t.Errorf("%q is %q", labels[0], labels[1])
		}
	}
}

// A label that is nobody's begins a turn without a speaker, and is evidence for the others.
func TestLabelOfNobody(t *testing.T) {
	for _, nobody := range []string{"I", "i:"} {
		doc := read(t, "a.txt", "I: Is it so?\n\nR: It is.\n\nI: And now?\n\nR: Now it is, too.\n")
		found := find(t, doc, Options{Speakers: map[string]string{nobody: "", "R": "Petra"}})
		var who []string
		for _, turn := range found.Turns {
			if turn.Speaker < 0 {
				who = append(who, "")
				if words := doc.Body[turn.Body:turn.End]; words[0] == 'I' && words[1] == ':' {
					t.Errorf("the label is among the words %q", words)
				}
			} else {
				who = append(who, found.Speakers[turn.Speaker].Label)
			}
		}
		if diff := cmp.Diff([]string{"", "Petra", "", "Petra"}, who); diff != "" {
			t.Error(diff)
		}
	}
}

// A label that joins those of others is among the words that are nobody's, as the file has it.
func TestJointLabelIsAmongWords(t *testing.T) {
	for _, label := range []string{"R1/R2", "R1 & R2", "R1 and R2"} {
		body := "INT: Who are you?\nR1: Mark.\nR2: Dawn.\nINT: How is it?\n" + label + ": [laughing] Three weeks!\nINT: Why?\nR2: So.\nR1: Yes.\n"
		got := toldWith(t, body, Options{Joint: []string{label}})
		if got[4] != "-: "+label+": [laughing] Three weeks!" {
			t.Errorf("%s: %q", label, got)
		}
	}
}
