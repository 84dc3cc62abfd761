package corpus

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWordStarts(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // what begins at each word
	}{
		{"apostrophes and hyphens", "Don't stop, police-led", []string{"Don't", "stop", "police", "led"}},
		{"numbers", "in 2019, 3.5 %", []string{"in", "2019", "3.5"}},
		{"nothing", "", nil},
		{"punctuation only", " — … ", nil},
		{"Japanese", "日本語", []string{"日", "本", "語"}},
		{"a composed and a decomposed accent", "naïve cafe\u0301", []string{"naïve", "cafe\u0301"}},
		{"an emoji is not a word", "🙂 ok", []string{"ok"}},
		{"German", "Straßenbahn-Übung", []string{"Straßenbahn", "Übung"}},
		{"what stands for words that were erased", "[erased] I was erased, [erased]-ish [ erased]", []string{"I", "was", "erased", "ish", "erased"}},
		{"lines", "one\n\ntwo", []string{"one", "two"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			starts := WordStarts(tt.text)
			if len(starts) != len(tt.want) {
				t.Fatalf("%d words in %q, want %d", len(starts), tt.text, len(tt.want))
			}
			for i, at := range starts {
				if !strings.HasPrefix(tt.text[at:], tt.want[i]) {
					t.Errorf("word %d begins with %q, want %q", i, tt.text[at:], tt.want[i])
				}
			}
		})
	}
}

func TestSentences(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "One. Two! Three?", []string{"One.", "Two!", "Three?"}},
		{"titles and initials", "Dr. J. Roe came. So did Supt. Hale.", []string{"Dr. J. Roe came.", "So did Supt. Hale."}},
		{"hard line breaks", "It was\nlate. We\nleft.", []string{"It was\nlate.", "We\nleft."}},
		{"paragraphs", "No stop here\n\nNext one", []string{"No stop here", "Next one"}},
		{"I at the end", "It was you and I. They left.", []string{"It was you and I.", "They left."}},
		{"white space only", "  \n ", nil},
		{"no and no. 5", "We nearly said no. Then no. 5 came, as fig. 2 shows.",
			[]string{"We nearly said no.", "Then no. 5 came, as fig. 2 shows."}},
		{"German abbreviations", "Das war z.B. Hr. Roe. Er blieb.", []string{"Das war z.B. Hr. Roe.", "Er blieb."}},
		{"an abbreviation in quotation marks", "He said “Dr. Roe came.” We left.", []string{"He said “Dr. Roe came.”", "We left."}},
		{"an abbreviation at the very end", "He met Dr.", []string{"He met Dr."}},
		{"decimal numbers", "It cost 3.50 pounds. Too much.", []string{"It cost 3.50 pounds.", "Too much."}},
		{"Japanese", "始めました。終わりました。", []string{"始めました。", "終わりました。"}},
		{"several empty lines", "One\n\n\n\nTwo", []string{"One", "Two"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := Text{Body: tt.text}
			var got []string
			for _, s := range text.Sentences(Span{0, len(tt.text)}) {
				got = append(got, tt.text[s.Start:s.End])
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A span cuts the first and the last sentence short.
func TestSentencesOfASpan(t *testing.T) {
	text := Text{Body: "We met in May. It rained. We left."}
	var got []string
	for _, s := range text.Sentences(Span{3, 24}) {
		got = append(got, text.Body[s.Start:s.End])
	}
	if diff := cmp.Diff([]string{"met in May.", "It rained"}, got); diff != "" {
		t.Error(diff)
	}
	if got := text.Sentences(Span{5, 5}); len(got) != 0 {
		t.Errorf("an empty span has sentences %v", got)
	}
}

func BenchmarkWordStarts(b *testing.B) {
	body := strings.Repeat("We picked up the phone to each other before we told our own bosses. ", 2000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		WordStarts(body)
	}
}
