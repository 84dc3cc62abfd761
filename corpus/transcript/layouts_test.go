package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
	"crosscase/corpus/format"
)

func read(t *testing.T, name, text string) corpus.Document {
	t.Helper()
	doc, err := format.Read(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// markCases are lines and the mark in each; words are those on the same line.
var markCases = []struct {
	layout, line string
	name, words  string // both "" for no mark
	at           time.Duration
}{
	{"colon", "Roe: Yes.", "Roe", "Yes.", corpus.NoTime},
	{"colon", "  Dr. Jane Roe-Penn :  Yes.", "Dr. Jane Roe-Penn", "Yes.", corpus.NoTime},
	{"colon", "[00:01:02] Roe: Yes.", "Roe", "Yes.", 62 * time.Second},
	{"colon", "Roe (01:02): Yes.", "Roe", "Yes.", 62 * time.Second},
	{"colon", "王：是", "王", "是", corpus.NoTime},
	{"colon", "Roe:", "Roe", "", corpus.NoTime},
	{"colon", "at 10:30 we met", "", "", 0},
	{"colon", "http://example.org: a page", "", "", 0},
	{"colon", strings.Repeat("A long sentence ", 6) + ": so", "", "", 0},
	{"captions", ">> ROE: Yes.", "ROE", "Yes.", corpus.NoTime},
	{"clock", "00:01:02 Roe", "Roe", "", 62 * time.Second},
	{"clock", "[01:02] - Roe:", "Roe", "", 62 * time.Second},
	{"clock", "Jane Roe (00:01:02)", "Jane Roe", "", 62 * time.Second},
	{"clock", "Roe said so at 10:30, or later", "", "", 0},
	{"bold", "**Roe:** Yes.", "Roe", "Yes.", corpus.NoTime},
	{"bold", "__Jane Roe__ Yes.", "Jane Roe", "Yes.", corpus.NoTime},
	{"bold", "We **never** waited.", "", "", 0},
	{"brackets", "[Roe] Yes.", "Roe", "Yes.", corpus.NoTime},
	{"brackets", "[Roe]: Yes.", "Roe", "Yes.", corpus.NoTime},
	{"brackets", "see [1] there", "", "", 0},
	{"capitals", "ROE. Yes.", "ROE", "Yes.", corpus.NoTime},
	{"capitals", "MR. ROE. Yes.", "MR. ROE", "Yes.", corpus.NoTime},
	{"capitals", "Roe. Yes.", "", "", 0},
	{"columns", "Roe\tYes.", "Roe", "Yes.", corpus.NoTime},
	{"columns", "00:01:02\tRoe\tYes.", "Roe", "Yes.", 62 * time.Second},
	{"columns", "Roe:\t[01:02]\tYes.", "Roe", "Yes.", 62 * time.Second},
	{"otter", "Jane Roe  1:02", "Jane Roe", "", 62 * time.Second},
	{"otter", "Jane Roe 1:02 and more", "", "", 0},
	{"teams", "Jane Roe   1:02", "Jane Roe", "", 62 * time.Second},
	{"teams", "Jane Roe started transcription", "", "", 0},
	{"rev", "Jane Roe (01:02):", "Jane Roe", "", 62 * time.Second},
	{"rev", "Jane Roe (01:02): Yes.", "", "", 0},
	{"trint", "Jane Roe [00:01:02] Yes.", "Jane Roe", "Yes.", 62 * time.Second},
	{"descript", "**Jane Roe:** [00:01:02] Yes.", "Jane Roe", "Yes.", 62 * time.Second},
	{"descript", "Jane Roe: [00:01:02] Yes.", "Jane Roe", "Yes.", 62 * time.Second},
	{"otranscribe", "1:02 Roe: Yes.", "Roe", "Yes.", 62 * time.Second},
	{"otranscribe", "**1:02** Roe: Yes.", "Roe", "Yes.", 62 * time.Second},
	{"zoom", "10:15:22 From Jane Roe to Everyone: Yes.", "Jane Roe", "Yes.", 10*time.Hour + 15*time.Minute + 22*time.Second},
	{"zoom", "2024-03-14 10:15:22 From Roe : Yes.", "Roe", "Yes.", 10*time.Hour + 15*time.Minute + 22*time.Second},
	{"whisper", "[00:00.000 --> 00:04.200] Yes.", "", "Yes.", 0},
	{"whisper", "[00:01.000 --> 00:04.200] [SPEAKER_00]: Yes.", "SPEAKER_00", "Yes.", time.Second},
	{"whisper", "[1.50s -> 4.20s] Yes.", "", "Yes.", 1500 * time.Millisecond},
	{"whisper", "[00:01.000 --> 00:04.200] [Jane Roe] Yes.", "Jane Roe", "Yes.", time.Second},
	{"whisper", "[00:01.000 --> 00:04.200] Roe: Yes.", "Roe", "Yes.", time.Second},
	{"whisper", "[00:01 - 00:04] Yes.", "", "", 0},
	{"stamped", "[10:15] <Jane Roe> Yes.", "Jane Roe", "Yes.", 615 * time.Second},
	{"stamped", "00:01:02 | Roe | Yes.", "Roe", "Yes.", 62 * time.Second},
	{"stamped", "Roe (0'02\") Yes.", "Roe", "Yes.", 2 * time.Second},
	{"stamped", "10:15 We left.", "", "", 0},
	{"otranscribe", "1:02 AM Roe: Yes.", "", "", 0},
	{"debate", "Jane Roe (00:12): Yes.", "", "", 0},
	{"hearing", "Mr. SMITH. Thank you.", "Mr. SMITH", "Thank you.", corpus.NoTime},
	{"hearing", "Senator Roe of Ohio. Thank you.", "Senator Roe of Ohio", "Thank you.", corpus.NoTime},
	{"hearing", "The CHAIRMAN. Order.", "The CHAIRMAN", "Order.", corpus.NoTime},
	{"hearing", "Mr. Smith was there.", "", "", 0},
	{"f4", "Roe: Yes. #00:01:02-3#", "Roe", "Yes. #00:01:02-3#", corpus.NoTime},
	{"f4", "#00:01:02-3# Roe: Yes.", "Roe", "Yes.", 62*time.Second + 300*time.Millisecond},
	{"focus-group", "P1: Yes.\nP2: No.", "P1", "Yes.", corpus.NoTime},
	{"focus-group", "Participant 3 (female, 41): Yes.\nP2: No.", "Participant 3 (female, 41)", "Yes.", corpus.NoTime},
	{"focus-group", "(3): Yes.\n(4): No.", "3", "Yes.", corpus.NoTime},
	{"focus-group", "1. First.\n2. Second.", "", "", 0},
	{"evidence", "Q1 Chair: Why?\nQ2 Chair: How?", "Chair", "Why?", corpus.NoTime},
	{"evidence", "Q1 Chair: Why?", "", "", 0},
	{"court", "Q. Why?\nA. So.", "Q", "Why?", corpus.NoTime},
	{"court", "12 Q. Why?\n13 A. So.", "Q", "Why?", corpus.NoTime},
	{"court", "Q. Why?", "", "", 0},
	{"clock", "Jane Roe  10:02 PM", "Jane Roe", "", 22*time.Hour + 2*time.Minute},
	{"clock", "Roe 12:07:03 a.m.", "Roe", "", 7*time.Minute + 3*time.Second},
	{"clock", "We left at 10:02 PM and came back", "", "", 0},
	{"otter", "Jane Roe - 1:02", "Jane Roe", "", 62 * time.Second},
	{"otter", "Jane Roe\u00a0 1:02", "Jane Roe", "", 62 * time.Second},
	{"teams", "Jane Roe | 1:02", "Jane Roe", "", 62 * time.Second},
	{"teams", "Jane Roe\u202f1:02", "Jane Roe", "", 62 * time.Second},
	{"colon", "\u00a0Roe\u00a0:\u00a0Yes.", "Roe", "Yes.", corpus.NoTime},
	{"colon", "花子\u3000：はい。", "花子", "はい。", corpus.NoTime},
	{"meet", "Roe: Yes.\n00:05:00\nPenn: No.", "Roe", "Yes.", corpus.NoTime},
	{"meet", "Roe: Yes.", "", "", 0},
}

// Each layout finds its own marks, and leaves lines alone that only look similar.
func TestMarks(t *testing.T) {
	for _, tt := range markCases {
		t.Run(tt.layout+" "+tt.line, func(t *testing.T) {
			name := "a.txt"
			if strings.Contains(tt.line, "**") || strings.Contains(tt.line, "__") {
				name = "a.md"
			}
			doc := read(t, name, tt.line+"\n")
			d := newDocument(doc, nil)
			var marks []mark
			known := false
			for _, l := range layouts {
				if l.name == tt.layout {
					marks, known = append(marks, l.shapes(d)...), true
				}
			}
			if !known {
				t.Fatalf("there is no layout %q", tt.layout)
			}
			if len(marks) == 0 || marks[0].block != 0 {
				if tt.name != "" || tt.words != "" {
					t.Errorf("no mark, want %q", tt.name)
				}
				return
			}
			m := marks[0]
			line := doc.Blocks[0].Span
			words := ""
			if m.body < line.End {
				words = strings.TrimSpace(doc.Body[m.body:line.End])
			}
			if m.name != tt.name || words != tt.words || m.at != tt.at {
				t.Errorf("%q said %q at %v, want %q, %q at %v", m.name, words, m.at, tt.name, tt.words, tt.at)
			}
		})
	}
}

// Each layout has marks in markCases or a document in testdata.
func TestLayoutsHaveCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	marked := map[string]bool{}
	for _, c := range markCases {
		marked[c.layout] = marked[c.layout] || c.name != ""
	}
	for _, l := range layouts {
		if !marked[l.name] && !strings.Contains(all.String(), "\n-- turns --\nlayout "+l.name+"\n") {
			t.Errorf("layout %q has neither a mark in markCases nor a document in testdata", l.name)
		}
	}
}

func TestLayoutsAreListed(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range Layouts() {
		if seen[l[0]] || l[1] == "" {
			t.Errorf("layout %q is listed twice, or without an example: %q", l[0], l[1])
		}
		seen[l[0]] = true
	}
	for _, l := range layouts {
		if !seen[l.name] {
			t.Errorf("layout %q is not listed", l.name)
		}
	}
	for _, name := range []string{Voices, Plain, guide} {
		if !seen[name] {
			t.Errorf("layout %q is not listed", name)
		}
	}
}

// A layout that is asked for is used, or the error says that there is none.
func TestForcedLayouts(t *testing.T) {
	doc := read(t, "a.txt", "[Roe] We have none. Penn: that is a quote.\n\nPenn: Then we shall wait.\n")
	if got := find(t, doc, Options{Layout: "brackets"}); len(got.Speakers) != 1 || got.Speakers[0].Label != "Roe" {
		t.Errorf("brackets: %v", got.Speakers)
	}
	if got := find(t, doc, Options{Layout: Plain}); len(got.Speakers) != 0 || len(got.Turns) != 2 {
		t.Errorf("plain: %v", got.Speakers)
	}
	for layout, says := range map[string]string{
		"trint":    `layout "trint": nobody is marked in that way`,
		guide:      `layout "guide": no numbered questions in it`,
		Voices:     `layout "voices": the file itself names no speakers`,
		"nonsense": `layout "nonsense": there is none of that name; layouts are voices, plain, zoom, `,
	} {
		if _, err := Find(doc, Options{Layout: layout}); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%s: error %v, want %q", layout, err, says)
		}
	}
}

// The program that signed a document decides between layouts that look alike.
func TestSignatures(t *testing.T) {
	const turns = "Jane Roe  0:05\nWe waited.\n\nPenn  0:09\nFor years.\n\nJane Roe  0:15\nYes.\n\nPenn  0:20\nSo did we.\n"
	for signature, layout := range map[string]string{
		"":                               "teams",
		"Transcribed by otter.ai":        "otter",
		"Jane Roe started transcription": "teams",
	} {
		if got := find(t, read(t, "a.txt", turns+"\n"+signature+"\n"), Options{}); got.Layout != layout {
			t.Errorf("signed %q: layout %q, want %q", signature, got.Layout, layout)
		}
	}
}

// Court transcripts name who asks and who answers only once.
func TestCourtNames(t *testing.T) {
	doc := read(t, "a.txt", "JANE ROE-PENN, having been duly sworn, testified:\n\nDIRECT EXAMINATION BY MR. O'HALE:\n\n"+
		"Q. Why?\n\nA. So.\n\nTHE COURT: Go on.\n\nTHE WITNESS: I shall.\n\nQ. When?\n\nA. In May.\n")
	want := []string{
		"-: JANE ROE-PENN, having been duly sworn, testified:",
		"-: DIRECT EXAMINATION BY MR. O'HALE:",
		"Mr. O'Hale: Why?",
		"Jane Roe-Penn: So.",
		"The Court: Go on.",
		"Jane Roe-Penn: I shall.",
		"Mr. O'Hale: When?",
		"Jane Roe-Penn: In May.",
	}
	if diff := cmp.Diff(want, turnsOf(doc, find(t, doc, Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestCapitalised(t *testing.T) {
	for name, want := range map[string]string{
		"JANE ROE": "Jane Roe", "MR. O'HALE": "Mr. O'Hale", "ROE-PENN": "Roe-Penn", "ÉMILE ZOLA": "Émile Zola", "": "", "-": "-",
	} {
		if got := capitalised(name); got != want {
			t.Errorf("capitalised(%q) = %q, want %q", name, got, want)
		}
	}
}

// Members of a parliament are introduced in full and named in short later.
func TestDebate(t *testing.T) {
	doc := read(t, "a.txt", "Jane Roe (Northmoor) (Lab)\nI beg to move.\n\nMr Speaker\nOrder.\n\n"+
		"The Secretary of State (James Penn)\nNo.\n\nJane Roe\nShame.\n\nJames Penn: Never.\n")
	want := []string{"Jane Roe: I beg to move.", "Mr Speaker: Order.", "James Penn: No.", "Jane Roe: Shame.", "James Penn: Never."}
	got := find(t, doc, Options{})
	if diff := cmp.Diff(want, turnsOf(doc, got)); diff != "" || got.Layout != "debate" {
		t.Errorf("layout %s: %s", got.Layout, diff)
	}
}

func TestNVivoColumnsInAnyOrder(t *testing.T) {
	for _, table := range []string{
		"Timespan\tContent\tSpeaker\n0:00.0 - 0:04.2\tWhy?\tRoe\n0:04.2 - 0:09.5\tSo.\tPenn\n",
		"Speaker\tTimespan\tContent\nRoe\t0:00.0 - 0:04.2\tWhy?\nPenn\t0:04.2 - 0:09.5\tSo.\n",
		"Speaker\tContent\tNote\tTimespan\nRoe\tWhy?\tx\t0:00.0 - 0:04.2\nPenn\tSo.\ty\t0:04.2 - 0:09.5\n",
	} {
		doc := read(t, "a.txt", table)
		got := find(t, doc, Options{})
		var spoken []string
		for _, u := range got.Turns {
			if u.Speaker >= 0 {
				spoken = append(spoken, got.Speakers[u.Speaker].Label+": "+doc.Body[u.Body:u.End]+" "+u.To.String())
			}
		}
		if diff := cmp.Diff([]string{"Roe: Why? 4.2s", "Penn: So. 9.5s"}, spoken); diff != "" || got.Layout != "nvivo" {
			t.Errorf("%q as %s: %s", table, got.Layout, diff)
		}
	}
}

func TestLooseTime(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0:0:2.3": 2300 * time.Millisecond, "0:1:2": 62 * time.Second, "1:2": 62 * time.Second, "x": corpus.NoTime, "": corpus.NoTime,
	} {
		if got := looseTime(s); got != want {
			t.Errorf("looseTime(%q) = %v, want %v", s, got, want)
		}
	}
}

// The same speaker's cues are one turn; what another voice says is another.
func TestVoicesJoinCues(t *testing.T) {
	doc := read(t, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Roe>We waited\n\n00:02.000 --> 00:03.000\n<v Roe>for years.\n\n"+
		"00:04.000 --> 00:05.000\n<v Penn>Yes.\n\n00:06.000 --> 00:07.000\n[music]\n")
	got := find(t, doc, Options{})
	want := []string{"Roe: We waited for years.", "Penn: Yes.", "-: [music]"}
	if diff := cmp.Diff(want, turnsOf(doc, got)); diff != "" || got.Layout != Voices {
		t.Errorf("layout %q: %s", got.Layout, diff)
	}
	if first := got.Turns[0]; first.From != time.Second || first.To != 3*time.Second {
		t.Errorf("the first turn is from %v to %v", first.From, first.To)
	}
}
