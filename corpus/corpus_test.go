package corpus

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestFindWhateverTheTypography(t *testing.T) {
	const text = "She said:  “We can’t\nwait” – it’s the oﬃce café, cafe\u0301 and Büro. Mistrust is not trust; TRUST is."
	tests := []struct {
		name, quote string
		want        []string
	}{
		{"as it stands", "not trust", []string{"not trust"}},
		{"straight marks, one line", `said: "We can't wait"`, []string{"said:  “We can’t\nwait”"}},
		{"a hyphen for a dash", "wait\" - it's", []string{"wait” – it’s"}},
		{"case", "she SAID", []string{"She said"}},
		{"ligature", "office", []string{"oﬃce"}},
		{"accents, however composed", "café", []string{"café", "cafe\u0301"}},
		{"an accent is a difference", "cafe", nil},
		{"whole words only, each time", "trust", []string{"trust", "TRUST"}},
		{"blanks around", "  Büro. ", []string{"Büro."}},
		{"no such words", "distrust", nil},
		{"nothing", " ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &Finder{Text: Text{Body: text}}
			var got []string
			for _, s := range f.Find(tt.quote) {
				quote, err := f.Quote(s)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, quote)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.quote, diff)
			}
		})
	}
}

// Any stretch of words that begins and ends where words do is found at its place.
func TestFindFindsWhatStands(t *testing.T) {
	alphabet := []rune("abAB é“”’'-–\n\t…ﬁßİı日本\u0301\u00ad.,𝒳🙂 ")
	rapid.Check(t, func(t *rapid.T) {
		f := &Finder{Text: Text{Body: string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 60).Draw(t, "text"))}}
		starts := WordStarts(f.Body)
		if len(starts) == 0 {
			return
		}
		from := int(rapid.SampledFrom(starts).Draw(t, "from"))
		rest := strings.FieldsFunc(f.Body[from:], func(r rune) bool { return r == '\n' })
		quote := strings.TrimSpace(rest[0])
		want := Span{from, from + len(quote)}
		for _, s := range f.Find(quote) {
			if err := f.Check(s); err != nil {
				t.Fatal(err)
			}
			if s.Start <= want.Start && s.End >= want.Start {
				return
			}
		}
		before, _ := utf8.DecodeLastRuneInString(f.Body[:from])
		first, _ := utf8.DecodeRuneInString(quote)
		after, _ := utf8.DecodeRuneInString(f.Body[want.End:])
		last, _ := utf8.DecodeLastRuneInString(quote)
		if inWord(before) && inWord(first) || inWord(after) && inWord(last) || strings.ContainsAny(f.Body, "\u0301\u00ad") {
			return // a word by Unicode's rules that has a letter beside it, or loose marks
		}
		t.Fatalf("%q is not found at %v of %q", quote, want, f.Body)
	})
}

func TestLines(t *testing.T) {
	text := Text{Body: "one\ntwo\n\nfour"}
	tests := []struct {
		first, last int
		want        string
		wrong       string
	}{
		{1, 1, "one", ""}, {1, 2, "one\ntwo", ""}, {2, 4, "two\n\nfour", ""}, {4, 4, "four", ""},
		{4, 5, "", "a text with 4 lines"}, {3, 3, "", "empty"},
	}
	for _, tt := range tests {
		span, err := text.Lines(tt.first, tt.last)
		if tt.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("Lines(%d, %d): error %v, want one with %q", tt.first, tt.last, err, tt.wrong)
			}
			continue
		}
		if got, _ := text.Quote(span); err != nil || got != tt.want {
			t.Errorf("Lines(%d, %d) = %q, %v, want %q", tt.first, tt.last, got, err, tt.want)
		}
	}
}

func TestWordsAreUnicodes(t *testing.T) {
	tests := map[string]int{
		"Don't stop, police-led work in 2019!": 7, "": 0, " — … ": 0, "日本語": 3, "naïve cafe\u0301": 2, "🙂 ok": 1,
	}
	for text, want := range tests {
		if got := len(WordStarts(text)); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}

// Words of spans that lie side by side add up: none is lost, none counted twice.
func TestWordsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.String().Draw(t, "body")
		tr := &Transcript{Words: WordStarts(body)}
		cut := rapid.IntRange(0, len(body)).Draw(t, "cut")
		a, b := tr.WordsIn(Span{0, cut}), tr.WordsIn(Span{cut, len(body)})
		if a+b != len(tr.Words) {
			t.Fatalf("%d + %d words of %d", a, b, len(tr.Words))
		}
	})
}

func TestSentences(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"plain", "One. Two! Three?", []string{"One.", "Two!", "Three?"}},
		{"titles and initials", "Dr. J. Roe came. So did Supt. Hale.", []string{"Dr. J. Roe came.", "So did Supt. Hale."}},
		{"lines broken by hand", "It was\nlate. We\nleft.", []string{"It was\nlate.", "We\nleft."}},
		{"paragraphs", "No stop here\n\nNext one", []string{"No stop here", "Next one"}},
		{"I at the end", "It was you and I. They left.", []string{"It was you and I.", "They left."}},
		{"nothing", "  \n ", nil},
		{"no and no. 5", "We nearly said no. Then no. 5 came, as fig. 2 shows.", []string{"We nearly said no.", "Then no. 5 came, as fig. 2 shows."}},
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

func TestTurnsIn(t *testing.T) {
	tr := &Transcript{Turns: []Turn{{Start: 0, Body: 3, End: 10}, {Start: 12, Body: 15, End: 20}, {Start: 22, Body: 22, End: 30}}}
	tests := []struct {
		span        Span
		first, last int
	}{
		{Span{0, 1}, 0, 1}, {Span{9, 13}, 0, 2}, {Span{10, 12}, 1, 1}, {Span{19, 23}, 1, 3}, {Span{0, 40}, 0, 3}, {Span{30, 40}, 3, 3},
	}
	for _, tt := range tests {
		if first, last := tr.TurnsIn(tt.span); first != tt.first || last != tt.last {
			t.Errorf("TurnsIn(%v) = %d, %d, want %d, %d", tt.span, first, last, tt.first, tt.last)
		}
	}
}

func TestParseTime(t *testing.T) {
	tests := map[string]time.Duration{
		"00:01:02": 62 * time.Second, "1:02": 62 * time.Second, "01:02:03.5": 3723*time.Second + 500*time.Millisecond,
		"01:02:03,250": 3723*time.Second + 250*time.Millisecond, "90:00": 90 * time.Minute,
	}
	for s, want := range tests {
		if got, ok := ParseTime(s); !ok || got != want {
			t.Errorf("ParseTime(%q) = %v, %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "12", "1:2", "00:61", "00:00:99", "a:bc", "1:02:03:04", "-1:02"} {
		if got, ok := ParseTime(s); ok {
			t.Errorf("ParseTime(%q) = %v, want none", s, got)
		}
	}
}

func TestDates(t *testing.T) {
	if !Date("2019-03-14").Within("2019-03", "2019") || !Date("2019-12-31").Within("", "2019-12") {
		t.Error("a month or a year as a border includes its days")
	}
	if Date("2020").Within("", "2019") || Date("").Within("2019", "") || !Date("").Within("", "") {
		t.Error("later dates and unknown ones lie outside")
	}
	if _, err := ParseDate("14.3.2019"); err == nil || !strings.Contains(err.Error(), "2019-03-14") {
		t.Errorf("ParseDate: %v, want the way to write it", err)
	}
}

func TestLanguage(t *testing.T) {
	tests := map[string]string{
		"We did it together and that was the best of it, but it took what we have.":                    "en",
		"Das haben wir gemeinsam gemacht, und das war nicht immer einfach für die Leute, die da sind.": "de",
		"Nous avons décidé que le projet est une chance pour les deux services, et ce n'est pas fini.": "fr",
		"Мы работали вместе с полицией и пожарной службой, и это было непросто.":                       "ru",
		"消防と警察が一緒に働くことになりました。最初は大変でした。":                                                                "ja",
		"Pam": "",
	}
	for text, want := range tests {
		if got := Language(text); got != want {
			t.Errorf("Language(%q) = %q, want %q", text, got, want)
		}
	}
}

func BenchmarkWordStarts(b *testing.B) {
	body := strings.Repeat("We picked up the phone to each other before we told our own bosses. ", 2000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		WordStarts(body)
	}
}
