package format

import (
	"errors"
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
		{"no first line", "a.vtt", "00:00:01.000 --> 00:00:02.000\nhello\n", "line 1: a WebVTT file begins with WEBVTT"},
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
