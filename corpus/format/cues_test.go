package format

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// A cue is a subtitle as the tests write it.
type cue struct {
	Voice    string
	From, To time.Duration
	Text     string
}

func cuesOf(doc corpus.Document) (cues []cue) {
	for _, b := range doc.Blocks {
		cues = append(cues, cue{b.Voice, b.From, b.To, doc.Body[b.Span.Start:b.Span.End]})
	}
	return cues
}

const ms = time.Millisecond

func TestCues(t *testing.T) {
	tests := []struct {
		name, file, data string
		want             []cue
	}{
		{"one digit for seconds", "a.srt", "1\n0:00:0,0 --> 0:00:3,5\nHello.\n\n2\n0:1:4,0 --> 1:2:7,25\nYes.\n", []cue{
			{"", 0, 3500 * ms, "Hello."}, {"", 64 * time.Second, 3727250 * ms, "Yes."}}},
		{"WebVTT", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\nHello.\n\n01:00:03.000 --> 01:00:04.000\nYes.\n", []cue{
			{"", 1000 * ms, 2500 * ms, "Hello."},
			{"", time.Hour + 3000*ms, time.Hour + 4000*ms, "Yes."},
		}},
		{"identifiers, settings, notes, styles", "a.vtt", "WEBVTT - title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\n" +
			"NOTE a note\n\nfirst\n00:01.000 --> 00:02.000 align:start position:0%\nHello.\n", []cue{{"", 1000 * ms, 2000 * ms, "Hello."}}},
		{"voices", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna Roe>Hello <i>there</i>.</v>\n", []cue{
			{"Anna Roe", 1000 * ms, 2000 * ms, "Hello there."},
		}},
		{"two voices in a cue", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Roe>Hello.</v> <v Penn>Yes?</v>\n", []cue{
			{"Roe", 1000 * ms, 2000 * ms, "Hello."},
			{"Penn", 1000 * ms, 2000 * ms, "Yes?"},
		}},
		{"words before a voice", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nWell. <v Roe>Hello.\n", []cue{
			{"", 1000 * ms, 2000 * ms, "Well."},
			{"Roe", 1000 * ms, 2000 * ms, "Hello."},
		}},
		{"karaoke times and entities", "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<00:01.200>R&amp;D <c.red>now</c> &lt;so&gt;\n", []cue{
			{"", 1000 * ms, 2000 * ms, "R&D now <so>"},
		}},
		{"SRT", "a.srt",
			"1\r\n00:00:01,000 --> 00:00:02,500\r\nRoe: {\\an8}Hello\r\nthere.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nYes.\r\n", []cue{
				{"", 1000 * ms, 2500 * ms, "Roe: Hello there."},
				{"", 3000 * ms, 4000 * ms, "Yes."},
			}},
		{"a colon before the thousandths", "a.srt", "1\n00:00:01:000 --> 00:00:02:500\nHello.\n", []cue{{"", 1000 * ms, 2500 * ms, "Hello."}}},
		{"numbers of pictures", "a.srt", "1\n00:00:01:12 --> 00:00:02:20\nHello.\n", []cue{{"", 1000 * ms, 2000 * ms, "Hello."}}},
		{"full stops everywhere", "a.srt", "1\n00.00.01.000 --> 00.00.02.500\nHello.\n", []cue{{"", 1000 * ms, 2500 * ms, "Hello."}}},
		{"a short arrow", "a.vtt", "WEBVTT\n\n00:00:01.000 -> 00:00:02.500\n8 -> 9 is a step.\n", []cue{{"", 1000 * ms, 2500 * ms, "8 -> 9 is a step."}}},
		{"an arrow of a word processor", "a.srt", "1\n00:00:01,000 –> 00:00:02,500\nHello.\n\n2\n00:00:03,000 → 00:00:04,000\nYes.\n",
			[]cue{{"", 1000 * ms, 2500 * ms, "Hello."}, {"", 3000 * ms, 4000 * ms, "Yes."}}},
		{"no empty line between cues", "a.srt", "00:00:01,000 --> 00:00:02,000\none\n00:00:03,000 --> 00:00:04,000\ntwo\n", []cue{
			{"", 1000 * ms, 2000 * ms, "one"},
			{"", 3000 * ms, 4000 * ms, "two"},
		}},
		{"a cue without words", "a.srt", "00:00:01,000 --> 00:00:02,000\n\n00:00:03,000 --> 00:00:04,000\ntwo\n", []cue{
			{"", 3000 * ms, 4000 * ms, "two"},
		}},
		{"YouTube", "a.sbv", "0:00:00.000,0:00:04.200\nHow did it\nbegin?\n\n0:00:04.200,0:00:09.500\nWith money &amp; luck.\n", []cue{
			{"", 0, 4200 * ms, "How did it begin?"},
			{"", 4200 * ms, 9500 * ms, "With money & luck."},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, []byte(tt.data))
			if diff := cmp.Diff(tt.want, cuesOf(doc)); diff != "" {
				t.Error(diff)
			}
			for _, b := range doc.Blocks {
				if b.Kind != corpus.CueBlock {
					t.Errorf("block %+v is not a cue", b)
				}
			}
		})
	}
}

// One invalid time makes the whole file fail, with its line.
func TestInvalidCues(t *testing.T) {
	tests := []struct{ name, file, data, says string }{
		{"letters in a time", "a.vtt", "WEBVTT\n\n00:00:0x --> 00:00:02.000\nhello\n",
			"line 3: no such time as in \"00:00:0x --> 00:00:02.000\""},
		{"99 seconds", "a.srt", "1\n00:00:99,000 --> 00:00:02,000\nhello\n", "line 2: no such time as in"},
		{"a time that is missing", "a.srt", "1\n --> 00:00:02,000\nhello\n", "line 2: no times in"},
		{"no first line and no cue", "a.vtt", "hello\n", "line 1: a WebVTT file begins with WEBVTT"},
		{"a first line and no cue", "a.vtt", "WEBVTT\n\nhello\n", "no cue (as 00:01:02.000 --> 00:01:05.000) in it"},
		{"no cue in SRT", "a.srt", "hello\n", "no cue (as 00:01:02.000 --> 00:01:05.000) in it"},
		{"no cue in SBV", "a.sbv", "hello\n", "no cue (as 0:01:02.000,0:01:05.000) in it"},
		{"a long line", "a.srt", strings.Repeat("x", 100) + " --> \n", "line 1: no times in \"" + strings.Repeat("x", 60) + "…\""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(tt.file, []byte(tt.data))
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
}

// Words are kept wherever programs put empty lines and lines of blanks.
func TestUntidyCues(t *testing.T) {
	first, second := 4000*ms, 8000*ms
	tests := []struct {
		name, file, data string
		want             []cue
	}{
		{"a line of blanks", "a.vtt", "WEBVTT\n\n00:00.000 --> 00:04.000\n \nWe walked.\n\n00:04.000 --> 00:08.000\nIt rained.\n\t\nWe came back.\n", []cue{
			{"", 0, first, "We walked."}, {"", first, second, "It rained. We came back."}}},
		{"an empty line after the time", "a.vtt", "WEBVTT\n\n00:00.000 --> 00:04.000\n\nWe walked.\n\n00:04.000 --> 00:08.000\n\nIt rained.\n", []cue{
			{"", 0, first, "We walked."}, {"", first, second, "It rained."}}},
		{"an empty line within a cue", "a.srt", "1\n00:00:00,000 --> 00:00:04,000\nWe walked,\n\nshe and I.\n\n2\n00:00:04,000 --> 00:00:08,000\nIt rained.\n", []cue{
			{"", 0, first, "We walked, she and I."}, {"", first, second, "It rained."}}},
		{"lines of blanks between cues", "a.srt", "1\n00:00:00,000 --> 00:00:04,000\nWe walked.\n \n2\n00:00:04,000 --> 00:00:08,000\nIt rained.\n", []cue{
			{"", 0, first, "We walked."}, {"", first, second, "It rained."}}},
		{"a number and an empty line", "a.srt", "1\n\n00:00:00,000 --> 00:00:04,000\nWe walked.\n\n2\n\n00:00:04,000 --> 00:00:08,000\nIt rained.\n", []cue{
			{"", 0, first, "We walked."}, {"", first, second, "It rained."}}},
		{"numbers that are said", "a.srt", "1\n00:00:00,000 --> 00:00:04,000\nWhen?\n\n1984\n\n2\n00:00:04,000 --> 00:00:08,000\n7\n", []cue{
			{"", 0, first, "When? 1984"}, {"", first, second, "7"}}},
		{"numbers without empty lines", "a.srt", "1\n00:00:00,000 --> 00:00:04,000\nIn 1984\n2\n00:00:04,000 --> 00:00:08,000\nor\n85\n", []cue{
			{"", 0, first, "In 1984"}, {"", first, second, "or 85"}}},
		{"an empty line in SBV", "a.sbv", "0:00:00.000,0:00:04.000\nWe walked,\n \nshe\n\nand I.\n\n0:00:04.000,0:00:08.000\nIt rained.\n", []cue{
			{"", 0, first, "We walked, she and I."}, {"", first, second, "It rained."}}},
		{"no heading", "a.vtt", "00:00:00.000 --> 00:00:04.000\n\nWe walked.\n\n1\n00:00:04.000 --> 00:00:08.000\nIt rained.", []cue{
			{"", 0, first, "We walked."}, {"", first, second, "It rained."}}},
		{"seconds alone", "a.vtt", "WEBVTT\n\n0.860 --> 4.000\nWe walked.\n\n4,000 --> 1:08.000\nIt rained.\n", []cue{
			{"", 860 * ms, first, "We walked."}, {"", first, 68 * time.Second, "It rained."}}},
		{"words in angle brackets", "a.srt", "1\n00:00:00,000 --> 00:00:04,000\n<i>We</i> <laughs> <font color=\"red\">walked</font>.\n", []cue{
			{"", 0, first, "We <laughs> walked."}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, []byte(tt.data))
			if diff := cmp.Diff(tt.want, cuesOf(doc)); diff != "" || len(doc.LeftOut) > 0 {
				t.Error(diff, doc.LeftOut)
			}
		})
	}
}

// Speakers are named in tags, in identifiers, or in brackets on lines of their own.
func TestVoicesOfCues(t *testing.T) {
	const head, one, two, three = "WEBVTT\n\n", "00:01.000 --> 00:02.000\n", "00:02.000 --> 00:03.000\n", "00:03.000 --> 00:04.000\n"
	tests := []struct {
		name, file, data string
		want             [][2]string
	}{
		{"a tag that names nobody", "a.vtt", head + one + "<v ->Who came?</v>\n\n" + two + "<v -><i>We</i> did.</v>\n",
			[][2]string{{"", "Who came?"}, {"", "We did."}}},
		{"words after the end of a voice", "a.vtt", head + one + "<v Roe>Who came?</v> We did.\n", [][2]string{{"Roe", "Who came?"}, {"", "We did."}}},
		{"Webex", "a.vtt", head + "1 \"Ann Roe\" (1001)\n" + one + "Who came?\n\n2 \"Lee\" (17)\n" + two + "We did.\n\n3 \"\" (0)\n" + three + "Oh.\n",
			[][2]string{{"Ann Roe", "Who came?"}, {"Lee", "We did."}, {"", "Oh."}}},
		{"Webex as .srt", "a.srt", "1 \"Ann Roe\" (1001)\n" + one + "Who came?\n\n2 \"Lee\" (17)\n" + two + "We did.\n",
			[][2]string{{"Ann Roe", "Who came?"}, {"Lee", "We did."}}},
		{"Webex with quotation marks in a name", "a.vtt", head + "1 \"Ann \"Annie\" Roe\" (1001)\n" + one + "Who came?\n\n2 \"Lee\" (17)\n" + two + "We did.\n",
			[][2]string{{`Ann "Annie" Roe`, "Who came?"}, {"Lee", "We did."}}},
		{"a name in quotation marks", "a.vtt", head + "\"Ann Roe\" (1001)\n" + one + "Who came?\n\n\"Lee\"\n" + two + "We did.\n",
			[][2]string{{"Ann Roe", "Who came?"}, {"Lee", "We did."}}},
		{"a number and a name", "a.srt", "1 - Ann Roe\n" + one + "Who came?\n\n2 - Lee\n" + two + "We did.\n",
			[][2]string{{"Ann Roe", "Who came?"}, {"Lee", "We did."}}},
		{"identifiers of Teams", "a.vtt", head + "0f-1a/12-0\n" + one + "<v Ann Roe>Who came?</v>\n\n0f-1a/12-1\n" + two + "<v Ann Roe>Nobody?</v>\n",
			[][2]string{{"Ann Roe", "Who came?"}, {"Ann Roe", "Nobody?"}}},
		{"names in brackets", "a.vtt", head + one + "(Ann Roe)\nWho came?\n-\n \n[Lee]\nWe\n\n" + two + "(Lee):\ndid.\n\n" + three + "(Laughter)\n",
			[][2]string{{"Ann Roe", "Who came?"}, {"Lee", "We"}, {"Lee", "did."}, {"", "(Laughter)"}}},
		{"sounds in brackets", "a.vtt", head + one + "[Music]\nWho came?\n\n" + two + "(Applause)\nWe did.\n",
			[][2]string{{"", "[Music] Who came?"}, {"", "(Applause) We did."}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, []byte(tt.data))
			var got [][2]string
			for _, c := range cuesOf(doc) {
				got = append(got, [2]string{c.Voice, c.Text})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(doc.LeftOut) > 0 {
				t.Error(diff, doc.LeftOut)
			}
		})
	}
}

// What is between cues and no words is left out.
func TestBetweenCues(t *testing.T) {
	doc := readOK(t, "a.vtt", []byte("WEBVTT - A walk\nKind: captions\nLanguage: en-GB\n\nSTYLE\n::cue { color: red }\n\nNOTE made by hand\n \nin May\n\n"+
		"1\n00:01.000 --> 00:02.000\nWe walked.\n\nNOTE\nConfidence: 0.9\n\nafter the break\n00:02.000 --> 00:03.000\nIt rained.\n"))
	want := []corpus.LeftOut{
		{Why: corpus.Header, Where: "line 1", Text: "WEBVTT - A walk"}, {Why: corpus.Header, Where: "line 2", Text: "Kind: captions"},
		{Why: corpus.Header, Where: "line 3", Text: "Language: en-GB"}, {Why: corpus.Annotation, Where: "line 8", Text: "NOTE made by hand"},
		{Why: corpus.Annotation, Where: "line 10", Text: "in May"}, {Why: corpus.Annotation, Where: "line 16", Text: "NOTE"},
		{Why: corpus.Annotation, Where: "line 17", Text: "Confidence: 0.9"}, {Why: corpus.Annotation, Where: "line 19", Text: "after the break"},
	}
	if diff := cmp.Diff(want, doc.LeftOut); diff != "" {
		t.Error(diff)
	}
	if doc.Body != "We walked.\nIt rained." || doc.Language != "en" {
		t.Errorf("text %q in %q", doc.Body, doc.Language)
	}
}

// Captions that roll show each line twice or three times; its words are read once.
func TestRollingCaptions(t *testing.T) {
	roll := func(cues ...string) string { // a second each, one after the other
		var b strings.Builder
		for i, text := range cues {
			fmt.Fprintf(&b, "%d\n00:00:%02d,000 --> 00:00:%02d,000\n%s\n\n", i+1, i, i+1, text)
		}
		return b.String()
	}
	const moments = "WEBVTT\n\n00:00.000 --> 00:00.990 align:start\n \nwe<00:00.100><c> all</c><00:00.200><c> walked</c>\n\n" +
		"00:00.990 --> 00:01.000\nwe all walked\n \n\n00:01.000 --> 00:01.990\nwe all walked\nand<00:01.200><c> it</c><c> rained</c>\n\n" +
		"00:01.990 --> 00:02.000\nand it rained\n \n\n"
	tests := []struct {
		name, file, data string
		want, repeated   []string
	}{
		{"times of words", "a.vtt", moments, []string{"we all walked", "and it rained"}, []string{
			"cue 2 we all walked", "cue 3 we all walked", "cue 4 and it rained"}},
		{"two lines", "a.srt", roll("we all walked", "we all walked\nand it rained", "and it rained\nfor a week", "for a week\nin May"),
			[]string{"we all walked", "and it rained", "for a week", "in May"},
			[]string{"cue 2 we all walked", "cue 3 and it rained", "cue 4 for a week"}},
		{"three lines", "a.srt", roll("we", "we\nall walked", "we\nall walked\nand it", "all walked\nand it\nrained"),
			[]string{"we", "all walked", "and it", "rained"}, []string{"cue 2 we", "cue 3 we all walked", "cue 4 all walked and it"}},
		{"lines that were joined", "a.srt", roll("we all walked", "we all walked and it rained", "and it rained for a week"),
			[]string{"we all walked", "and it rained", "for a week"}, []string{"cue 2 we all walked", "cue 3 and it rained"}},
		{"a line that grows", "a.srt", roll("we all", "we all walked", "we all walked home"),
			[]string{"we all", "walked", "home"}, []string{"cue 2 we all", "cue 3 we all walked"}},
		{"words that are said twice", "a.srt", roll("no no", "no no we walked", "we walked that far\nthat far", "that far"),
			[]string{"no no", "we walked", "that far that far", "that far"}, []string{"cue 2 no no", "cue 3 we walked"}},
		{"someone says the same again", "a.srt", roll("no", "no", "no", "never", "never"), []string{"no", "no", "no", "never", "never"}, nil},
		{"a few cues begin alike", "a.srt", roll("no", "no we did not", "who walked", "we all did", "we all did walk", "yes"),
			[]string{"no", "no we did not", "who walked", "we all did", "we all did walk", "yes"}, nil},
		{"two cues", "a.srt", roll("no", "no\nwe did not"), []string{"no", "no we did not"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, []byte(tt.data))
			if diff := cmp.Diff(tt.want, strings.Split(doc.Body, "\n")); diff != "" {
				t.Error(diff)
			}
			var repeated []string
			for _, l := range doc.LeftOut {
				if l.Why != corpus.RepeatedCaption {
					t.Errorf("left out: %v", l)
				}
				repeated = append(repeated, l.Where+" "+l.Text)
			}
			if diff := cmp.Diff(tt.repeated, repeated); diff != "" {
				t.Error(diff)
			}
		})
	}
}
