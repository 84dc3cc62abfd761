package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whether labels are speakers is decided on the whole document.
func TestWhoSpeaks(t *testing.T) {
	prose := strings.Repeat("The board met in May and agreed on the plan that it had made.\n\n", 8)
	tests := []struct {
		name, text string
		want       []string // labels; none if nobody speaks
	}{
		{"two who recur", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nPenn: No.\n", []string{"Roe", "Penn"}},
		{"one who recurs in half of the text", "Roe: Yes.\n\nSo it was.\n\nRoe: No.\n\nSo it was.\n\nRoe: Yes.\n\nSo.\n", []string{"Roe"}},
		{"labels that occur once", "Roe: Yes.\n\nPenn: No.\n", nil},
		{"an interviewer is certain", "Interviewer: Why?\n\nParticipant: So.\n", []string{"Interviewer", "Participant"}},
		{"numbered participants are certain", "P1: Why?\n\nP2: So.\n", []string{"P1", "P2"}},
		{"one who speaks once among many", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nHelen Firth: Hm.\n\nPenn: No.\n",
			[]string{"Roe", "Penn", "Helen Firth"}},
		{"a note among speakers", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nNote: The tape ends.\n\nPenn: No.\n", []string{"Roe", "Penn"}},
		{"an abbreviation among speakers", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nUK: It rained.\n\nPenn: No.\n", []string{"Roe", "Penn"}},
		{"a sentence among speakers", "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nWhat he meant by that: nothing.\n\nPenn: No.\n",
			[]string{"Roe", "Penn"}},
		{"colons in prose", prose + "Result: it rained.\n\n" + prose + "Result: it snowed.\n\n" + prose, nil},
		{"enumerated labels", "Objective 1: Trust.\n\nObjective 2: Money.\n\nObjective 1: Trust.\n\nObjective 2: Money.\n", nil},
		{"headed by front matter", "Date: 6 March\nInterviewee: Roe\n\nInt: Why?\n\nRoe: So.\n\nInt: When?\n\nRoe: Then.\n",
			[]string{"Int", "Roe"}},
		{"sounds", "Roe: Yes.\n\nLaughter: loud.\n\nPenn: No.\n\nRoe: Yes.\n\nLaughter: loud.\n\nPenn: No.\n", []string{"Roe", "Penn"}},
		{"a program that signs", "Roe   0:04\nYes.\n\nPenn   0:09\nNo.\n\nRoe stopped transcription\n", []string{"Roe", "Penn"}},
		{"different case", "ROE: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nPENN: No.\n", []string{"ROE", "Penn"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range find(t, read(t, "a.txt", tt.text), Options{}).Speakers {
				got = append(got, s.Label)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWording(t *testing.T) {
	tests := []struct {
		want   wording
		labels []string
	}{
		{nameWording, []string{"Roe", "Dr. Jane Roe-Penn", "P1", "3", "SPEAKER_00", "Ludwig van der Berg", "Vogt, Petra", "Jane Roe (Guest)",
			"+44 20 *****123", "a.roe@example.org", "李梅", "花子", "محمد", "דוד", "अनिता शर्मा", "김철수", "Supt. Roe", "亚历山大·彼得罗夫", "Γιώργος"}},
		{doubtfulWording, []string{"roe", "and so", "Here is the thing", "Interviewer/in", "Roe | Depot"}},
		{sentenceWording, []string{"What?", "No; yes", "“Roe", "Well…", "Well...", "One two three four five six seven eight nine",
			"Yes, I do. The question was", "네, 압니다. 물음은 이랬어요", "물음은 이랬어요", "はい、覚えています。質問はこうでした", "質問はこうでした",
			"是的，我记得。问题是这样的", "问题是这样的", "نعم أتذكر وكان السؤال هو", "כן, אני זוכר. השאלה הייתה", "सवाल यह था"}},
	}
	for _, tt := range tests {
		for _, label := range tt.labels {
			if got := wordingOf(label); got != tt.want {
				t.Errorf("wordingOf(%q) = %v, want %v", label, got, tt.want)
			}
		}
	}
}

func TestNameLike(t *testing.T) {
	tests := map[string]bool{
		"Roe": true, "Jane Roe": true, "Ludwig van der Berg": true, "Chair of the Board": true, "JOHANNA": true,
		"OK": false, "NATO": false, "The plan we made": false, "A B C D E F G": false,
	}
	for name, want := range tests {
		if got := nameLike(name); got != want {
			t.Errorf("nameLike(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestEnumerated(t *testing.T) {
	tests := map[string]bool{"section 1": true, "part 2.": true, "figure 3.1": true, "section": false, "roe 1": false, "1": false}
	for key, want := range tests {
		if got := enumerated(key); got != want {
			t.Errorf("enumerated(%q) = %v, want %v", key, got, want)
		}
	}
}

// Paragraphs without speakers are found by empty lines, long lines and headings.
func TestPlainParagraphs(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("a long line of a paragraph ", 6)) + "."
	tests := []struct {
		name, file, text string
		want             []string
	}{
		{"empty lines", "a.txt", "one\ntwo\n\nthree.\n", []string{"-: one two", "-: three."}},
		{"long lines", "a.txt", long + "\n" + long + "\n", []string{"-: " + long, "-: " + long}},
		{"numbered headings", "a.txt", "1. Money\n\nIt was tight.\n\n2. Trust\n\nIt was rare.\n",
			[]string{"#: 1. Money", "-: It was tight.", "#: 2. Trust", "-: It was rare."}},
		{"short lines are headings", "a.txt", "Money and trust\n\nIt was tight.\n", []string{"#: Money and trust", "-: It was tight."}},
		{"the last line is none", "a.txt", "It was tight.\n\nThe end\n", []string{"-: It was tight.", "-: The end"}},
		{"marked headings", "a.md", "# Money\ntext\nmore\n", []string{"#: # Money", "-: text more"}},
		{"cues end with sentences", "a.srt", "00:00:01,000 --> 00:00:02,000\nWe waited\n\n00:00:02,000 --> 00:00:03,000\nfor years.\n\n" +
			"00:00:03,000 --> 00:00:04,000\nThen\n\n00:00:09,000 --> 00:00:10,000\nit came.\n", []string{"-: We waited for years.",
			"-: Then", "-: it came."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, tt.file, tt.text)
			f := find(t, doc, Options{})
			got := turnsOf(doc, f)
			for i, u := range f.Turns {
				if u.Kind != 0 {
					got[i] = "#" + got[i][1:]
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Footers of programs and headings end the turn before them.
func TestTurnsEnd(t *testing.T) {
	const spoken = "Roe: Yes.\n\nPenn: No.\n\nRoe: Yes.\n\nPenn: No.\n\n"
	tests := []struct {
		name, text, want string
	}{
		{"a paragraph goes on", spoken + "And so on.\n", "Penn: No. And so on."},
		{"a footer", spoken + "Transcribed by Kestrel Ltd.\n", "-: Transcribed by Kestrel Ltd."},
		{"the end of the recording", spoken + "[End of recording]\n", "-: [End of recording]"},
		{"a heading", spoken + "2. The end of it\n\nRoe: So.\n", "Roe: So."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			got := turnsOf(doc, find(t, doc, Options{}))
			if last := got[len(got)-1]; last != tt.want {
				t.Errorf("%q, want %q", last, tt.want)
			}
		})
	}
}
