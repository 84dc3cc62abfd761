package format

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// Subtitles are read as what they hold, whatever the extension; texts that have a few times are texts.
func TestKindOfCues(t *testing.T) {
	const srt = "1\n00:00:01,000 --> 00:00:02,000\nIan: Who paid?\n\n2\n00:00:03,000 --> 00:00:04,000\nPetra: Nobody\nat all.\n"
	const vtt = "WEBVTT\nKind: captions\n\n00:01.000 --> 00:02.000 align:start\nIan: Who paid?\n\n00:03.000 --> 00:04.000\nPetra: Nobody\nat all.\n"
	const sbv = "0:00:01.000,0:00:02.000\nIan: Who paid?\n\n0:00:03.000,0:00:04.000\nPetra: Nobody\nat all.\n"
	both := []string{"Ian: Who paid?", "Petra: Nobody at all."}
	tests := []struct {
		name, file, text string
		want             []string // nil for a text
	}{
		{"SubRip as text", "a.txt", srt, both},
		{"WebVTT as text", "a.txt", vtt, both},
		{"YouTube as text", "a.txt", sbv, both},
		{"one cue of WebVTT", "a.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\nIan: Who paid?\n", both[:1]},
		{"in UTF-16", "a.txt", "\xff\xfe" + twoBytes("1\n00:00:01,000 --> 00:00:02,000\nIan: Who paid?\n\n2\n00:00:03,000 --> 00:00:04,000\nPetra: Nobody at all.\n"), both},
		{"SubRip in Word, a paragraph for each line", "a.docx", string(docx(t, wp(wr("1"))+wp(wr("00:00:01,000 --&gt; 00:00:02,000"))+wp(wr("Ian: Who paid?"))+wp()+
			wp(wr("2"))+wp(wr("00:00:03,000 → 00:00:04,000"))+wp(wr("Petra: Nobody"))+wp(wr("at all.")), nil)), both},
		{"SubRip as a page", "a.html", "<p>1<br>00:00:01,000 --&gt; 00:00:02,000<br>Ian: Who paid?</p><p>2<br>00:00:03,000 --&gt; 00:00:04,000<br>Petra: Nobody<br>at all.</p>", both},
		{"SubRip as Markdown", "a.md", srt, both},
		{"SubRip as WebVTT", "a.vtt", srt, both},
		{"WebVTT as SubRip", "a.srt", vtt, both},
		{"YouTube as SubRip", "a.srt", sbv, both},
		{"SubRip as YouTube", "a.sbv", srt, both},
		{"below a title", "a.txt", "Interview 3\nRiver depot\n\n" + srt + "\n3\n00:00:05,000 --> 00:00:06,000\nIan: Why?\n\n4\n00:00:07,000 --> 00:00:08,000\nPetra: So.\n",
			append(both, "Ian: Why?", "Petra: So.")},
		{"a range in a text", "a.txt", "We met.\n\n00:00:01,000 --> 00:00:02,000\nSo we did.\n\n00:00:03,000 --> 00:00:04,000\nWhy?\n", nil},
		{"names on lines of their own", "a.txt", "00:00:01.000 --> 00:00:02.000\nIan Hare\nWho paid?\n\n00:00:03.000 --> 00:00:04.000\nPetra Vogt\nNobody.\n\n" +
			"00:00:05.000 --> 00:00:06.000\nIan Hare\nWhy?\n\n00:00:07.000 --> 00:00:08.000\nPetra Vogt\nSo.\n", nil},
		{"names in Word", "a.docx", string(docx(t, strings.Repeat(wp(wr("00:00:01.000 --&gt; 00:00:02.000"))+wp(wr("Ian Hare"))+wp(wr("Who paid?"))+
			wp(wr("00:00:03.000 --&gt; 00:00:04.000"))+wp(wr("Petra Vogt"))+wp(wr("Nobody.")), 3), nil)), nil},
		{"a wrong time", "a.txt", "1\n00:00:01,000 --> 00:00:02,000\nWho?\n\n2\n00:00:03,000 --> 00:99:04,000\nWe.\n", nil},
		{"a word about the format", "a.txt", "WEBVTT files have cues.\nWe read them.\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := readOK(t, tt.file, []byte(tt.text))
			var got []string
			for _, b := range doc.Blocks {
				if b.Kind == corpus.CueBlock {
					got = append(got, doc.Body[b.Span.Start:b.Span.End])
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// twoBytes is a text of ASCII in UTF-16, little endian, without a mark of order.
func twoBytes(s string) string {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return string(b)
}
