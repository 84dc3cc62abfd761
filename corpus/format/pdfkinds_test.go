package format

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"crosscase/corpus"
)

// yard are lines of a paragraph that fill a column of 430 points at 11 points.
var yard = []string{
	"The yard was opened in the spring of that year, and for some weeks nobody could say",
	"which of the two services had to pay for the heating. The women of the laundry kept",
	"the only key and lent it out when they thought that somebody had asked politely and",
	"would bring it back before the shift began.",
}

const yardText = "The yard was opened in the spring of that year, and for some weeks nobody could say which of the two services had to pay " +
	"for the heating. The women of the laundry kept the only key and lent it out when they thought that somebody had asked politely and " +
	"would bring it back before the shift began."

// Numbers beside lines are answers, unless they count the lines.
func TestPDFNumbers(t *testing.T) {
	rows := func(x float64, numbers ...string) string { return block(x, 600, 11, 20, numbers...) }
	questions := block(80, 600, 11, 20, "I trust the other service", "The heating is paid by all", "We would do it again")
	tests := []struct {
		name    string
		content string
		want    []string
		gone    []string
	}{
		{"right of all words", block(80, 760, 11, 14, yard...) + questions + rows(540, "4", "2", "5"),
			[]string{yardText, "I trust the other service\t4", "The heating is paid by all\t2", "We would do it again\t5"}, nil},
		{"left of all words", block(80, 760, 11, 14, yard...) + questions + rows(50, "31", "12", "7"),
			[]string{yardText, "31\tI trust the other service", "12\tThe heating is paid by all", "7\tWe would do it again"}, nil},
		{"in sequence, in a table", questions + rows(50, "1", "2", "3") + rows(400, "3", "5", "2"),
			[]string{"1\tI trust the other service\t3", "2\tThe heating is paid by all\t5", "3\tWe would do it again\t2"}, nil},
		{"with a percent sign", questions + rows(400, "12 %", "7 %", "81 %"),
			[]string{"I trust the other service\t12 %", "The heating is paid by all\t7 %", "We would do it again\t81 %"}, nil},
		{"that count each second line", block(80, 760, 11, 14, slices.Concat(yard, yard)...) + block(50, 746, 11, 28, "2", "4", "6", "8"),
			[]string{yardText, yardText}, []string{"line number, p. 1: 2 4 6 8"}},
	}
	r := engine(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := draftedPDF(t, r, sheet{content: tt.content})
			if diff := cmp.Diff(tt.want, paragraphs(doc)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.gone, leftOut(doc)); diff != "" {
				t.Error("left out:", diff)
			}
		})
	}
}

// Lines that begin as a turn does begin a paragraph, also where all lines are equally far
// apart; where that is more than twice their size, each does.
func TestPDFTurns(t *testing.T) {
	wide := "Jane Roe: We had the whole long bed for it, and nobody came to look at it for a year or so."
	for _, tt := range []struct {
		name  string
		step  float64
		lines []string
	}{
		{"times first", 14, []string{wide, "0:06 TP: We run.", "0:09 JR: And the plants on the long bed, which stand out there in the rain?", "0:14 TP: They stand."}},
		{"times between number signs", 14, []string{"#00:00:01-0# Roe: " + wide[10:], "#00:00:05-3# Penn: We had none.", "#00:00:12-8# Roe: Now?"}},
		{"times behind names", 14, []string{"Jane Roe [00:00:02] " + wide[10:], "Tom Penn [00:00:06] Beans.", "Jane Roe [00:00:12] By whom?"}},
		{"segments", 14, []string{"[00:00.000 --> 00:04.200] so this is the path down to the river and over there, where", "[00:04.200 --> 00:07.900] the bridge was"}},
		{"messages", 14, []string{"[06.05.24, 10:02:11] Jane Roe: " + wide[10:], "[06.05.24, 10:03:40] Tom Penn: Two."}},
		{"places in brackets", 14, []string{"Jane Roe (Northmoor) (Ind): " + wide[10:], "Sir Tom Penn (Southvale) (Ind): For how long?", "Mr Speaker: Order."}},
		{"titles in capitals", 14, []string{"The CHAIRMAN. " + wide[10:], "Mr. PENN. I rent plot fourteen.", "Ms. ROE. Since when?"}},
		{"times alone", 13, []string{"0:00", "now this bed was", "0:02", "dug by my uncle", "0:05", "before the war"}},
		{"names far apart", 25, []string{"Interviewer", "How did you learn to prune?", "Tom Penn", "By doing it wrong for six years", "Interviewer", "Who showed you"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := draftedPDF(t, engine(t), sheet{content: block(80, 760, 11, tt.step, tt.lines...)})
			if diff := cmp.Diff(tt.lines, paragraphs(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
	wrapped := []string{"We left the yard in the evening, after the last of the men had gone home, and at about", "9:45 Mr Penn came with the key."}
	doc := draftedPDF(t, engine(t), sheet{content: block(80, 760, 11, 14, wrapped...)})
	if diff := cmp.Diff([]string{strings.Join(wrapped, " ")}, paragraphs(doc)); diff != "" {
		t.Error(diff)
	}
}

// Running heads are what is the same on most pages, with its numbers: forms of a page each
// keep their answers.
func TestPDFHeads(t *testing.T) {
	page := func(n int, at string) sheet {
		return sheet{content: block(80, 600, 11, 14, fmt.Sprintf("Visit number %s of the depot at the quay of %s.", strings.Repeat("x", n+1), strings.Repeat("y", n+3))) + at}
	}
	tests := []struct {
		name string
		at   func(page int) string
		kept []string
		gone []string
	}{
		{"ratings", func(n int) string { return at(80, 100, 11, fmt.Sprintf("Rating: %d of 5", []int{4, 2, 5, 1}[n])) },
			[]string{"Rating: 4 of 5", "Rating: 2 of 5", "Rating: 5 of 5", "Rating: 1 of 5"}, nil},
		{"answers that are mostly the same", func(n int) string { return at(80, 100, 11, "Agreed: "+[]string{"yes", "yes", "no", "yes"}[n]) },
			[]string{"Agreed: yes", "Agreed: no"}, nil},
		{"cells", func(n int) string {
			return at(80, 100, 11, "Score") + at(150, 100, 11, []string{"12", "12", "9", "12"}[n])
		},
			[]string{"Score\t12", "Score\t9"}, nil},
		{"dates", func(n int) string { return at(80, 770, 11, fmt.Sprintf("Date: %d March 2024", []int{3, 4, 7, 9}[n])) },
			[]string{"Date: 3 March 2024", "Date: 4 March 2024", "Date: 7 March 2024", "Date: 9 March 2024"}, nil},
		{"equal cells of one page", func(n int) string {
			if n > 0 {
				return ""
			}
			return at(80, 100, 11, "Keys") + at(200, 100, 11, "agreed") + at(320, 100, 11, "agreed")
		}, []string{"Keys\tagreed\tagreed"}, nil},
		{"equal cells of the last page", func(n int) string {
			if n < 3 {
				return ""
			}
			return at(80, 100, 11, "yes") + at(200, 100, 11, "yes") + at(320, 100, 11, "yes")
		}, []string{"yes\tyes\tyes"}, nil},
		{"equal headings of one page", func(n int) string {
			if n != 1 {
				return ""
			}
			return at(200, 770, 11, "number") + at(320, 770, 11, "number") + at(80, 755, 11, "Keys") + at(200, 755, 11, "4") + at(320, 755, 11, "9")
		}, []string{"number\tnumber", "Keys\t4\t9"}, nil},
		{"columns that begin alike on one page", func(n int) string {
			if n != 2 {
				return ""
			}
			return at(80, 770, 11, "Agreed as before.") + at(320, 770, 11, "Agreed as before.")
		}, []string{"Agreed as before.\tAgreed as before."}, nil},
		{"a title with the number of the page", func(n int) string { return at(80, 770, 9, fmt.Sprintf("The Depot Review 2019, page %d", n+1)) },
			nil, []string{"running head, p. 1: The Depot Review 2019, page 1", "running head, p. 4: The Depot Review 2019, page 4"}},
		{"a number of the page", func(n int) string { return at(300, 30, 9, fmt.Sprint(n+57)) },
			nil, []string{"page number, p. 1: 57", "page number, p. 4: 60"}},
	}
	r := engine(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sheets []sheet
			for n := range 4 {
				sheets = append(sheets, page(n, tt.at(n)))
			}
			doc := draftedPDF(t, r, sheets...)
			for _, want := range tt.kept {
				if !slices.Contains(paragraphs(doc), want) {
					t.Errorf("%q is not a paragraph of %q", want, doc.Body)
				}
			}
			got := leftOut(doc)
			for _, want := range tt.gone {
				if !slices.Contains(got, want) {
					t.Errorf("%q is not left out: %q", want, got)
				}
			}
			if tt.gone == nil && len(got) > 0 {
				t.Errorf("left out: %q", got)
			}
		})
	}
}

// Pages are read upright, however they and their words are turned.
func TestPDFTurned(t *testing.T) {
	turned := func(degrees float64) string {
		var b strings.Builder
		for i, l := range yard {
			x, y := 60.0, 500-14*float64(i)
			switch degrees {
			case 90:
				x, y = 600-y, x
			case 180:
				x, y = 600-x, 800-y
			case 270:
				x, y = y, 800-x
			}
			b.WriteString(turnedAt(degrees, x, y, 11, l))
		}
		return b.String()
	}
	r := engine(t)
	for _, degrees := range []int{0, 90, 180, 270} {
		for _, rotate := range []int{0, 90, 180, 270} {
			doc := draftedPDF(t, r, sheet{content: turned(float64(degrees)), rotate: rotate})
			if doc.Body != yardText || len(doc.LeftOut) > 0 {
				t.Errorf("words turned by %d degrees on a page turned by %d: %q, left out %q", degrees, rotate, doc.Body, leftOut(doc))
			}
		}
	}
}

// Turned words on an upright page are read where they are drawn; those in the margin do
// not tear the text.
func TestPDFMixed(t *testing.T) {
	r := engine(t)
	table := turnedAt(90, 300, 400, 10, "Depot") + turnedAt(90, 300, 480, 10, "Keys") +
		turnedAt(90, 316, 400, 10, "North") + turnedAt(90, 316, 480, 10, "lost")
	doc := draftedPDF(t, r, sheet{content: block(80, 760, 11, 14, yard...) + table + block(80, 300, 11, 14, yard...)})
	if diff := cmp.Diff([]string{yardText, "Depot\tKeys", "North\tlost", yardText}, paragraphs(doc)); diff != "" {
		t.Error("a table:", diff)
	}
	stamp := turnedAt(90, 30, 200, 16, "Deposited 5 January 2021")
	long := slices.Concat(yard[:3], yard[:3])
	doc = draftedPDF(t, r, sheet{content: block(80, 60, 11, 14, long[:3]...)}, sheet{content: stamp + block(80, 760, 11, 14, yard[3])})
	if diff := cmp.Diff([]string{yardText, "Deposited 5 January 2021"}, paragraphs(doc)); diff != "" {
		t.Error("a stamp:", diff)
	}
	each := func(n int) sheet {
		return sheet{content: stamp + block(80, 760, 11, 14, slices.Concat(yard, []string{strings.Repeat(string(rune('a'+n)), 9)})...)}
	}
	doc = draftedPDF(t, r, each(0), each(1), each(2))
	if got := leftOut(doc); len(got) != 3 || got[2] != "running head, p. 3: Deposited 5 January 2021" {
		t.Errorf("a stamp on each page: left out %q", got)
	}
}

// The answers in a form are read at their place, comments are kept aside.
func TestPDFForm(t *testing.T) {
	field := func(rect, rest string) string {
		return "<</Type/Annot/Subtype/Widget/F 4/Rect[" + rect + "]" + rest + ">>"
	}
	box := func(rect, name, state string) string {
		return field(rect, "/FT/Btn/T("+name+")/V/"+state+"/AS/"+state+"/AP<</N<</Yes<<>>/Off<<>>>>>>")
	}
	s := sheet{
		content: block(60, 760, 11, 40, "Name:", "How did you come to the depot?", "Do you have a key?") +
			at(80, 650, 11, "Yes, my own") + at(220, 650, 11, "No key") + block(60, 620, 11, 40, "Which depots?", "Thank you for your answers."),
		marks: []string{
			field("60 700 460 718", "/FT/Tx/T(how)/V(By bus, with my aunt,\revery Monday)/DA(/F1 11 Tf)"),
			field("110 755 300 773", "/FT/Tx/T(name)/V(Mary Penn)/DA(/F1 11 Tf)"),
			field("110 735 300 750", "/FT/Tx/T(secret)/Ff 8192/V(hush)"),
			field("60 790 160 799", "/F 2/FT/Tx/T(hidden)/V(unseen)"),
			box("60 648 74 662", "k1", "Yes"), box("200 648 214 662", "k2", "Off"),
			field("60 590 200 606", "/FT/Ch/Ff 131072/T(d)/Opt[(north)(south)(quay)]/V(quay)/I[2]"),
			field("60 510 200 530", "/FT/Ch/T(l)/Opt[(day)(week)]/V(week)/I[1]"),
			"<</Type/Annot/Subtype/FreeText/F 4/Rect[60 540 300 560]/Contents(Typed on the page)/DA(/F1 11 Tf)>>",
			"<</Type/Annot/Subtype/Text/F 4/Rect[500 755 520 775]/Contents(Who is she?)/T(A. Coder)/CreationDate(D:20260304101500+01'00')>>",
			"<</Type/Annot/Subtype/Highlight/F 4/Rect[60 578 300 592]/QuadPoints[58 592 112 592 58 576 112 576]/Contents(polite)/T(J. Reader)>>",
		},
	}
	doc := draftedPDF(t, engine(t), s)
	want := []string{"Name:\tMary Penn", "How did you come to the depot?", "By bus, with my aunt, every Monday", "Do you have a key?",
		"☒ Yes, my own\t☐ No key", "Which depots?", "quay", "Thank you for your answers.", "Typed on the page", "☐ day ☒ week"}
	if diff := cmp.Diff(want, paragraphs(doc)); diff != "" {
		t.Error(diff)
	}
	var notes []string
	for _, c := range doc.Comments {
		notes = append(notes, c.Author+": "+c.Text+" | "+doc.Body[c.Span.Start:c.Span.End])
	}
	if diff := cmp.Diff([]string{"A. Coder: Who is she? | Name:", "J. Reader: polite | Thank you"}, notes); diff != "" {
		t.Error("comments:", diff)
	}
	if at := doc.Comments[0].At; !at.Equal(time.Date(2026, 3, 4, 9, 15, 0, 0, time.UTC)) {
		t.Errorf("the first comment is of %v", at)
	}
}

// Notes and tables that are set tighter than the text do not tear its paragraphs.
func TestPDFPitch(t *testing.T) {
	r := engine(t)
	note := func(n int) []string {
		return []string{fmt.Sprintf("%d See the letter of the depot to the council, which was not answered until the spring", n), "of the year after that."}
	}
	noted := func(n int) string { return strings.Join(note(n), " ") }
	for _, tt := range []struct{ size, lead, noteSize, noteLead float64 }{{11, 13.6, 9, 10.4}, {11, 15, 11, 11.6}, {11, 18, 11, 12}, {11, 14, 11, 14}, {11, 26, 9, 10.4}} {
		content := block(80, 780, tt.size, tt.lead, slices.Concat(yard, yard, yard)...)
		for n := range 6 {
			content += block(80, 400-2*float64(n)*tt.noteLead, tt.noteSize, tt.noteLead, note(n+1)...)
		}
		doc := draftedPDF(t, r, sheet{content: content})
		want := []string{yardText, yardText, yardText, noted(1), noted(2), noted(3), noted(4), noted(5), noted(6)}
		if diff := cmp.Diff(want, paragraphs(doc)); diff != "" {
			t.Errorf("%+v: %s", tt, diff)
		}
	}
}

// A word that is divided at the end of a page is whole, though notes are below it.
func TestPDFDividedOverNotes(t *testing.T) {
	first := slices.Concat(yard[:3], []string{"and would bring it back before the shift of the laundry, as everybody had been re-"})
	notes := block(80, 60, 8, 10, "1 A letter to the council.", "2 Another letter.")
	doc := draftedPDF(t, engine(t), sheet{content: block(80, 760, 11, 14, first...) + notes},
		sheet{content: block(80, 760, 11, 14, "quested to do, but nobody did.", "Nobody had a key that was requested.")})
	if !strings.Contains(doc.Body, "had been requested to do") || !strings.Contains(doc.Body, "2 Another letter.") {
		t.Errorf("%q", doc.Body)
	}
}

// A large first letter belongs to its word, or is one, where a blank is behind it.
func TestPDFDropCap(t *testing.T) {
	last := "kept the only key, and lent it out when they thought that somebody had asked politely."
	for _, tt := range []struct {
		letter, first, second string
		blank                 float64
		want                  string
	}{
		{"W", "hen the yard was opened in the spring of that year nobody could say which", "of the two services had to pay for it", 0, "When"},
		{"A", "man came into the yard in the spring of that year and nobody could say which", "of the two services had sent him", 3, "A man"},
		{"Y", "luego abrieron el patio en la primavera de aquel tiempo y nadie supo decir cual", "de los dos servicios lo pagaba", 3, "Y luego"},
		{"A", "fter the yard was opened in the spring of that year nobody could say which", "of the two services had to pay for it", 0, "After"},
	} {
		lines := at(125+tt.blank, 745, 11, tt.first) + at(125, 731, 11, tt.second) + at(80, 717, 11, last)
		doc := draftedPDF(t, engine(t), sheet{content: at(80, 730, 40, tt.letter) + lines})
		_, rest, _ := strings.Cut(tt.first, " ")
		if want := strings.Join([]string{tt.want, rest, tt.second, last}, " "); doc.Body != want {
			t.Errorf("%q, want %q", doc.Body, want)
		}
	}
}

// Writing from top to bottom is read in columns from right to left, without blanks.
func TestPDFDownward(t *testing.T) {
	columns := func(x float64, lines ...string) (content string) {
		for i, l := range lines {
			content += downward(x-20*float64(i), 750, 12, l)
		}
		return content
	}
	for _, tt := range []struct {
		name, content string
		want          []string
	}{
		{"Japanese", columns(500, "倉庫は春に開きました。鍵は洗濯屋の", "女たちが持っていました。だれも暖房", "の費用を払いませんでした。"),
			[]string{"倉庫は春に開きました。鍵は洗濯屋の女たちが持っていました。だれも暖房の費用を払いませんでした。"}},
		{"Chinese", columns(500, "春天倉庫開了門。鑰匙在洗衣店的女", "人手裏。沒有人付暖氣的錢。到了晚", "上下了雨，第二天也沒有人來。"),
			[]string{"春天倉庫開了門。鑰匙在洗衣店的女人手裏。沒有人付暖氣的錢。到了晚上下了雨，第二天也沒有人來。"}},
		{"one column", columns(300, "夕方には雨が降りました。"), []string{"夕方には雨が降りました。"}},
		{"speakers", columns(500, "花子：鍵はだれが持っていましたか。", "太郎：洗濯屋の女たちです。", "花子：いつまでですか。"),
			[]string{"花子：鍵はだれが持っていましたか。", "太郎：洗濯屋の女たちです。", "花子：いつまでですか。"}},
		{"below a heading", at(80, 770, 24, "Interview") + columns(500, "花子：鍵はだれが持って", "いましたか。", "太郎：女たちです。", "花子：なぜですか。"),
			[]string{"Interview", "花子：鍵はだれが持っていましたか。", "太郎：女たちです。", "花子：なぜですか。"}},
		{"two letters in the last column", columns(500, "倉庫は春に開きました。鍵は洗濯屋の", "女たちが持っていました。だれも暖房", "た。"),
			[]string{"倉庫は春に開きました。鍵は洗濯屋の女たちが持っていました。だれも暖房た。"}},
		{"a blank", columns(500, "花子　いつまでですか。", "太郎　洗濯屋の女たちです。", "花子　鍵はだれが持っていましたか。"),
			[]string{"花子 いつまでですか。", "太郎 洗濯屋の女たちです。", "花子 鍵はだれが持っていましたか。"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := draftedPDF(t, engine(t), sheet{content: tt.content})
			if diff := cmp.Diff(tt.want, paragraphs(doc)); diff != "" || len(doc.LeftOut) > 0 {
				t.Error(diff, leftOut(doc))
			}
		})
	}
}

// Readings beside other signs are left out, with no gap between the lines that they are between.
func TestPDFReadings(t *testing.T) {
	line := func(base, size float64, text string) pdfLine {
		return pdfLine{text: text, left: -700, right: -700 + size*float64(utf8.RuneCountInString(text)), base: base, bottom: base, top: base + size, size: size}
	}
	pages := []pdfPage{{lines: []pdfLine{line(300, 12, "倉庫は春に開きました"), line(294, 6, "せんたく"), line(282, 12, "鍵は洗濯屋の"),
		line(268, 12, "ひと"), line(200, 6, "のちに")}}}
	if diff := cmp.Diff([]corpus.LeftOut{{Why: corpus.Annotation, Where: "p. 1", Text: "せんたく"}}, leftOutOf(readingsOf(pages))); diff != "" {
		t.Error(diff)
	}
	if len(pages[0].lines) != 4 || pages[0].lines[1].room != 6 {
		t.Errorf("%+v", pages[0].lines)
	}
}

// Pages that are pictures or in letters that cannot be told are named.
func TestPDFUnreadable(t *testing.T) {
	picture := "q 600 0 0 800 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n"
	doc := draftedPDF(t, engine(t), sheet{content: block(80, 760, 11, 14, yard...)}, sheet{content: picture + at(300, 30, 9, "- 2 -")}, sheet{})
	if diff := cmp.Diff([]string{"unreadable page, p. 2: "}, leftOut(doc)); diff != "" {
		t.Error(diff)
	}
	pages := pagesWith(body(0))
	pages[0].plain = strings.Repeat("aaaaa lorem ipsum dolor\n", 4) + "words that vanished"
	lost := notKept(pages, corpus.Document{Body: strings.Repeat("aaaaa lorem ipsum dolor\n", 4), Pages: []int{0}}, nil)
	if diff := cmp.Diff([]pdfLeftOut{{0, corpus.UnreadablePage, "words that vanished"}}, lost, cmp.AllowUnexported(pdfLeftOut{})); diff != "" {
		t.Error(diff)
	}
}
