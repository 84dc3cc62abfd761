package format

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// What Whisper, WhisperX and whisper.cpp write, and YouTube's subtitles, are cues
// with their times and, where there are any, their speakers.
func TestCues(t *testing.T) {
	type cue struct {
		Voice    string
		From, To time.Duration
		Text     string
	}
	plain := []cue{{"", 0, 4200 * time.Millisecond, "How did it begin?"}, {"", 4200 * time.Millisecond, 9500 * time.Millisecond, "With money & luck."}}
	voices := []cue{{"SPEAKER_00", 0, 4200 * time.Millisecond, "How did it begin?"}, {"SPEAKER_01", 4200 * time.Millisecond, 9500 * time.Millisecond, "With money & luck."}}
	tests := []struct {
		name, file, data, language string
		want                       []cue
	}{
		{"Whisper", "a.json", `{"text": " How did", "segments": [{"id": 0, "seek": 0, "start": 0.0, "end": 4.2, "text": " How did it begin?", "tokens": [1, 2], "temperature": 0.0},
			{"id": 1, "start": 4.2, "end": 9.5, "text": " With money & luck."}], "language": "en"}`, "en", plain},
		{"WhisperX", "a.json", `{"segments": [{"start": 0.0, "end": 4.2, "text": " How did it begin?", "words": [{"word": "How", "start": 0.1}], "speaker": "SPEAKER_00"},
			{"start": 4.2, "end": 9.5, "text": "With money & luck.", "speaker": "SPEAKER_01"}], "word_segments": []}`, "", voices},
		{"whisper.cpp", "a.json", `{"systeminfo": "x", "result": {"language": "en"}, "transcription": [{"timestamps": {"from": "00:00:00,000", "to": "00:00:04,200"}, "offsets": {"from": 0, "to": 4200}, "text": " How did it begin?"},
			{"offsets": {"from": 4200, "to": 9500}, "text": " With money & luck."}]}`, "en", plain},
		{"Whisper's table", "a.tsv", "start\tend\ttext\n0\t4200\tHow did it begin?\n4200\t9500\tWith money & luck.\n", "", plain},
		{"YouTube", "a.sbv", "0:00:00.000,0:00:04.200\nHow did it\nbegin?\n\n0:00:04.200,0:00:09.500\nWith money &amp; luck.\n", "", plain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read(tt.file, []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			var got []cue
			for _, b := range doc.Blocks {
				got = append(got, cue{b.Voice, b.From, b.To, doc.Body[b.Span.Start:b.Span.End]})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || doc.Language != tt.language {
				t.Error(doc.Language, diff)
			}
		})
	}
	for file, data := range map[string]string{"a.json": `{"segments": [{"start": 0`, "b.json": "{\n\"segments\": x}", "c.json": `{"a": 1}`, "d.json": `[]`, "a.tsv": "start\tend\ttext\nx\ty\tz\n", "a.sbv": "hello\n"} {
		if _, err := Read(file, []byte(data)); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// A table is the same whichever program saved it, and as what.
func TestTable(t *testing.T) {
	read := func(file string) corpus.Table {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		table, err := ReadTable(file, data)
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	want := read("survey.csv")
	if len(want.Rows) != 3 || want.Columns[4] != "What made you take part?" || want.Rows[1].Values[4] != "Nobody asked me" || want.Rows[2].Line != 4 {
		t.Fatalf("%+v", want)
	}
	for _, file := range []string{"survey.xlsx", "survey.openpyxl.xlsx"} {
		if diff := cmp.Diff(want, read(file)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	for _, tt := range []struct{ name, data, says string }{
		{"a value too few", "a,b\n1\n", "line 2: 1 values for 2 columns"},
		{"a quotation mark that does not end", "a,b\n1,\"2\n", "line"},
		{"nothing", "", "no words"},
	} {
		if _, err := ReadTable("a.csv", []byte(tt.data)); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.says)
		}
	}
	if _, err := ReadTable("a.xlsx", []byte("PK\x03\x04 no")); !errors.Is(err, ErrDamaged) {
		t.Errorf("no spreadsheet: %v", err)
	}
}

func TestRTF(t *testing.T) {
	tests := []struct{ name, rtf, want string }{
		{"code pages of fonts", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 na\'efve {\f1 \'ef\'f0\'e8\'e2\'e5\'f2} \f0\'80}`, "naïve привет €"},
		{"letters by number, with what stands in for them", `{\rtf1\uc1 \u8364?5 \u-10179?\u-8638? {\uc2 \u228ae}x}`, "€5 🙂 äx"},
		{"hidden, deleted and field codes", `{\rtf1 a{\v hidden}b{\deleted gone}c{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}}}`, "abclink"},
		{"pictures and running heads", `{\rtf1{\header Head}{\info{\title T}}a{\pict 00ff}b{\*\unknown c}{\*\shppict{\pict 1}}}`, "ab"},
		{"bytes that are no text", "{\\rtf1 a\\bin3 {}\\b}", "ab"},
		{"a table", `{\rtf1\trowd\intbl Roe\cell Yes.\cell\row\pard\par after}`, "Roe\tYes.\n\nafter"},
		{"a note", `{\rtf1 Words{\super\chftn}{\footnote\pard{\super\chftn} A note.} go on.}`, "Words[1] go on.\n\n[1] A note."},
		{"marks and dashes", `{\rtf1 \ldblquote a\rdblquote\emdash b\~c\_d\line e\tab f\{\}\\}`, "“a”—b\u00a0c\u2011d\ne\tf{}\\"},
		{"lists", `{\rtf1{\listtext\f1\'b7\tab}one\par{\pntext 2.\tab}two}`, "• one\n2. two"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read("a.rtf", []byte(tt.rtf))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
	for _, broken := range []string{`{\rtf1 a`, `rtf`, `{\rtf1 a}}`, `{\rtf1 \'zz}`, `{\rtf1 \`} {
		if _, err := Read("a.rtf", []byte(broken)); !errors.Is(err, ErrDamaged) && broken != `{\rtf1 a}}` {
			t.Errorf("%q: %v", broken, err)
		}
	}
}

func TestHTML(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"blocks and lines", "<h1>A title</h1>text <i>that</i>\n goes on<br>below<p>and <b>on</b></p><div>end</div>", "A title\n\ntext that goes on\nbelow\n\nand on\n\nend"},
		{"what is not shown", "<head><title>T</title></head><nav>menu</nav><script>x()</script><p style='display: none'>no</p><p hidden>no</p><p>yes<!-- no --></p>", "yes"},
		{"what was deleted, and running heads", "<div title=\"header\"><p>Head</div><p>a<del>b</del><ins>c</ins></p>", "ac"},
		{"lists in lists", "<ol start=3><li>three<ul><li>dot</ul><li><p>four</p><p>more</p></ol><ol type=a reversed><li>x<li>y</ol>", "3. three\n• dot\n4. four\n\nmore\nb. x\na. y"},
		{"a table", "<table><tr><th>No<th>Who</tr><tr><td>1<td><p>Roe</p></tr></table>after", "No\tWho\n1\tRoe\n\nafter"},
		{"as it was typed", "<pre>a  b\n c</pre>", "a  b\n c"},
		{"an encoding of its own", "<meta charset=windows-1251><p>\xef\xf0\xe8\xe2\xe5\xf2</p>", "привет"},
		{"entities", "<p>a&nbsp;&amp;&lt;b&gt; &eacute;</p>", "a\u00a0&<b> é"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Read("a.html", []byte(tt.page))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, doc.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}
