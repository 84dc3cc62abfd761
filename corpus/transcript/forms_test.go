package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// talkOf is a conversation of two people in eight turns: form writes a turn of the name, its
// number and words.
func talkOf(form func(name string, n int, words string) string, people ...string) string {
	words := []string{"How did you come here?", "We took the bus, my aunt and I.", "And who paid?", "Nobody paid, and that was the trouble.",
		"What happened then?", "Then it rained for a week.", "Would you do it again?", "I would, but not with the same builder."}
	var b strings.Builder
	for i, w := range words {
		b.WriteString(form(people[i%len(people)], i, w))
	}
	return b.String()
}

// minutesAnd writes the time of turn n in words and as a clock's.
func minutesAnd(n int) (words, clock string) {
	m, s := n*9, (n*41)%60
	if m >= 60 {
		return fmt.Sprintf("1 hour %d minutes %d seconds", m-60, s), fmt.Sprintf("1:%02d:%02d", m-60, s)
	}
	return fmt.Sprintf("%d minutes %d seconds", m, s), fmt.Sprintf("%d:%02d", m, s)
}

// Each form of the same conversation has the same people with the same words and no words
// more.
func TestForms(t *testing.T) {
	const ian, petra = "Ian Hare", "Petra Vogt"
	written := func(n int) string { w, _ := minutesAnd(n); return w }
	clock := func(n int) string { _, c := minutesAnd(n); return c }
	tests := []struct {
		name, file, text string
		timed            bool
	}{
		{"name and written time", "a.txt", talkOf(func(p string, n int, w string) string { return p + " " + written(n) + "\n" + w + "\n\n" }, ian, petra), true},
		{"written time on a line", "a.txt", talkOf(func(p string, n int, w string) string { return p + "\n" + written(n) + "\n" + w + "\n" }, ian, petra), true},
		{"written time above", "a.txt", talkOf(func(p string, n int, w string) string { return written(n) + "\n" + p + "\n" + w + "\n" }, ian, petra), true},
		{"with commas", "a.txt", talkOf(func(p string, n int, w string) string {
			return p + "\n" + strings.Replace(written(n), "minutes ", "minutes, ", 1) + "\n" + w + "\n"
		}, ian, petra), true},
		{"in German", "a.txt", talkOf(func(p string, n int, w string) string {
			return p + "\n" + strings.NewReplacer("hour", "Stunde", "minutes", "Minuten", "seconds", "Sekunden").Replace(written(n)) + "\n" + w + "\n\n"
		}, ian, petra), true},
		{"clock on a line", "a.txt", talkOf(func(p string, n int, w string) string { return p + "\n" + clock(n) + "\n" + w + "\n" }, ian, petra), true},
		{"clock above", "a.txt", talkOf(func(p string, n int, w string) string { return clock(n) + "\n" + p + "\n" + w + "\n\n" }, ian, petra), true},
		{"clock, dash, name", "a.txt", talkOf(func(p string, n int, w string) string { return clock(n) + " - " + p + "\n" + w + "\n\n" }, ian, petra), true},
		{"name, comma, clock", "a.txt", talkOf(func(p string, n int, w string) string { return p + ", " + clock(n) + "\n" + w + "\n\n" }, ian, petra), true},
		{"name, semicolon, clock", "a.txt", talkOf(func(p string, n int, w string) string { return p + "; " + clock(n) + "\n" + w + "\n\n" }, ian, petra), true},
		{"names in round brackets", "a.txt", talkOf(func(p string, _ int, w string) string { return "(" + p + ") " + w + "\n\n" }, ian, petra), false},
		{"names in round brackets with colons", "a.txt", talkOf(func(p string, _ int, w string) string { return "(" + p + "): " + w + "\n\n" }, ian, petra), false},
		{"name, dash, clock", "a.txt", talkOf(func(p string, n int, w string) string { return p + " - " + clock(n) + "\n" + w + "\n\n" }, ian, petra), true},
		{"clock above a label", "a.txt", talkOf(func(p string, n int, w string) string { return clock(n) + "\n\n" + p + ": " + w + "\n\n" }, ian, petra), true},
		{"caller and guest in Teams", "a.txt", talkOf(func(p string, n int, w string) string { return p + "   " + clock(n) + "\n" + w + "\n\n" }, "+44 20 *****123", "Petra Vogt (Guest)"), true},
		{"headings in Markdown", "a.md", talkOf(func(p string, _ int, w string) string { return "### " + p + "\n\n" + w + "\n\n" }, "Interviewer", petra), false},
		{"italics", "a.md", talkOf(func(p string, _ int, w string) string { return "*" + p + ":* " + w + "\n\n" }, ian, petra), false},
		{"italics before a colon", "a.md", talkOf(func(p string, _ int, w string) string { return "_" + p + "_: " + w + "\n\n" }, "I", "B"), false},
		{"a table in Markdown", "a.md", "| Time | Speaker | Text |\n| --- | :---: | --- |\n" + talkOf(func(p string, n int, w string) string {
			return "| " + clock(n) + " | " + p + " | " + w + " |\n"
		}, ian, petra), true},
		{"a table in Markdown of two columns", "a.md", "| Who | Text |\n|---|---|\n" + talkOf(func(p string, _ int, w string) string {
			return "|" + p + "|" + w + "|\n"
		}, "I", "B"), false},
		{"name in brackets, clock", "a.txt", talkOf(func(p string, n int, w string) string { return "[" + p + "] " + clock(n) + "\n" + w + "\n\n" }, ian, petra), true},
		{"name in brackets, colon, clock", "a.txt", talkOf(func(p string, n int, w string) string { return "[" + p + "]: " + clock(n) + "\n" + w + "\n" }, ian, petra), true},
		{"headings of two names", "a.md", talkOf(func(p string, _ int, w string) string { return "## " + p + "\n\n" + w + "\n\n" }, ian, petra), false},
		{"headings of first names", "a.md", talkOf(func(p string, _ int, w string) string { return "## " + p + "\n\n" + w + "\n\n" }, "Ian", "Petra"), false},
		{"headings in HTML", "a.html", "<html><body>" + talkOf(func(p string, _ int, w string) string { return "<h2>" + p + "</h2><p>" + w + "</p>" }, "Interviewerin", petra) + "</body></html>", false},
		{"lines above", "a.txt", talkOf(func(p string, _ int, w string) string { return p + "\n" + w + "\n\n" }, "Interviewer", petra), false},
		{"lines of two names", "a.txt", talkOf(func(p string, _ int, w string) string { return p + "\n" + w + "\n\n" }, ian, petra), false},
		{"lines of first names", "a.txt", talkOf(func(p string, _ int, w string) string { return p + "\n\n" + w + "\n\n" }, "Ian", "Petra"), false},
		{"lines without gaps", "a.txt", talkOf(func(p string, _ int, w string) string { return p + "\n" + w + "\n" }, "Interviewer", petra), false},
		{"lines of letters", "a.txt", talkOf(func(p string, _ int, w string) string { return p + "\n" + w + "\n\n" }, "I", "B"), false},
		{"number, time, name, text", "a.txt", "No\tTime\tSpeaker\tTranscript\n" + talkOf(func(p string, n int, w string) string {
			return fmt.Sprintf("%d\t%s\t%s\t%s\n", n+1, clock(n), p, w)
		}, "IH", "PV"), true},
		{"the same without a heading", "a.txt", talkOf(func(p string, n int, w string) string {
			return fmt.Sprintf("%d\t%s\t%s\t%s\n", n+1, clock(n), p, w)
		}, "IH", "PV"), true},
		{"number, name, text", "a.txt", "Line\tWho\tText\n" + talkOf(func(p string, n int, w string) string { return fmt.Sprintf("%d.\t%s:\t%s\n", n+1, p, w) }, "IH", "PV"), false},
		{"text, name", "a.txt", talkOf(func(p string, _ int, w string) string { return w + "\t" + p + "\n" }, ian, petra), false},
		{"text, time, name", "a.txt", "Text\tTime\tSpeaker\n" + talkOf(func(p string, n int, w string) string { return w + "\t" + clock(n) + "\t" + p + "\n" }, ian, petra), true},
		{"text, name, time", "a.txt", "Text\tSpeaker\tTime\n" + talkOf(func(p string, n int, w string) string { return w + "\t" + p + "\t" + clock(n) + "\n" }, ian, petra), true},
		{"tier, begin, end, text", "a.txt", talkOf(func(p string, n int, w string) string {
			return fmt.Sprintf("%s\t%02d:%02d:%02d.000\t%02d:%02d:%02d.900\t%s\n", p, n*9/60, n*9%60, (n*41)%60, n*9/60, n*9%60, (n*41)%60, w)
		}, "IH", "PV"), true},
		{"ELAN with all columns", "a.txt", "Tier\tParticipant\tBegin Time - hh:mm:ss.ms\tBegin Time - ss.msec\tEnd Time - hh:mm:ss.ms\tDuration - ss.msec\tAnnotation\n" +
			talkOf(func(p string, n int, w string) string {
				at := time.Duration(n*9)*time.Minute + time.Duration((n*41)%60)*time.Second
				return fmt.Sprintf("%s\t\t%02d:%02d:%02d.000\t%.3f\t%02d:%02d:%02d.900\t0.900\t%s\n", p, n*9/60, n*9%60, (n*41)%60, at.Seconds(), n*9/60, n*9%60, (n*41)%60, w)
			}, "IH", "PV"), true},
		{"number, label and text in one cell", "a.txt", "Line\tTranscript\n" + talkOf(func(p string, n int, w string) string {
			return fmt.Sprintf("%d\t%s: %s\n", n+1, p, w)
		}, "IH", "PV"), false},
		{"the same without a heading", "a.txt", talkOf(func(p string, n int, w string) string { return fmt.Sprintf("%d\t%s: %s\n", n+1, p, w) }, "I", "B"), false},
		{"time, label and text in one cell", "a.txt", "Zeit\tTranskript\n" + talkOf(func(p string, n int, w string) string {
			return clock(n) + "\t" + p + ": " + w + "\n"
		}, ian, petra), true},
		{"label and text in one cell, time", "a.txt", "Text\tTime\n" + talkOf(func(p string, n int, w string) string {
			return p + ": " + w + "\t" + clock(n) + "\n"
		}, ian, petra), true},
		{"time and a column for each", "a.txt", "Time\tInterviewer\tRespondent\n" + talkOf(func(p string, n int, w string) string {
			return clock(n) + strings.Repeat("\t", 1+n%2) + w + "\n"
		}, ian, petra), true},
		{"number, time and a column for each of two names", "a.txt", "Nr.\tZeit\tIan Hare\tPetra Vogt\n" + talkOf(func(p string, n int, w string) string {
			return fmt.Sprintf("%d\t%s", n+1, clock(n)) + strings.Repeat("\t", 1+n%2) + w + "\n"
		}, ian, petra), true},
		{"a column for each, time", "a.txt", "Q\tA\tTime\n" + talkOf(func(p string, n int, w string) string {
			return strings.Repeat("\t", n%2) + w + strings.Repeat("\t", 2-n%2) + clock(n) + "\n"
		}, ian, petra), true},
		{"captions", "a.txt", talkOf(func(p string, _ int, w string) string { return ">> " + strings.ToUpper(p) + ": " + w + "\n\n" }, ian, petra), false},
		{"captions on lines", "a.txt", talkOf(func(p string, _ int, w string) string { return ">>" + p + ": " + w + "\n" }, ian, petra), false},
		{"captions within lines", "a.txt", talkOf(func(p string, n int, w string) string {
			return ">> " + p + ": " + w + [2]string{" ", "\n\n"}[n%2]
		}, ian, petra), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkTalk(t, tt.file, tt.text, tt.timed)
		})
	}
}

// checkTalk checks that two people have the words of talkOf, at the times of minutesAnd if
// the text has them.
func checkTalk(t *testing.T, file, text string, timed bool) {
	t.Helper()
	doc := read(t, file, text)
	found := find(t, doc, Options{})
	var spoken []string
	for _, u := range found.Turns {
		if u.Speaker < 0 {
			continue
		}
		n := len(spoken)
		if at := time.Duration(n*9)*time.Minute + time.Duration((n*41)%60)*time.Second; timed && u.From != at {
			t.Errorf("turn %d at %v, want %v", n, u.From, at)
		}
		spoken = append(spoken, doc.Body[u.Body:u.End])
	}
	var want []string
	talkOf(func(_ string, _ int, w string) string { want = append(want, w); return "" }, "")
	if diff := cmp.Diff(want, spoken); diff != "" || len(found.Speakers) != 2 {
		t.Errorf("layout %s, speakers %v: %s", found.Layout, found.Speakers, diff)
	}
}

// Numbers, headings and lines that recur are no people.
func TestNobodySpeaks(t *testing.T) {
	prose := "The board met in May and agreed on the plan that it had made before.\n\n"
	tests := map[string]string{
		"a.txt times of day":               "9:30 We arrive.\n\n9:45 The guard opens.\n\n10:05 We leave.\n",
		"b.txt times with am":              "9:30am We arrive.\n\n9:45 a.m. The guard opens.\n\n10:05am We leave.\n",
		"c.txt times with a dash":          "14:30 – We arrive.\n\n14:45 – The guard opens.\n\n14:50 – We leave.\n",
		"d.txt times with tabs":            "14:30\tWe arrive.\n14:45\tThe guard opens.\n14:50\tWe leave.\n14:50\tThe end.\n",
		"e.txt times and colons":           "14:30: We arrive.\n\n14:45: The guard opens.\n\n14:45: We leave.\n",
		"f.txt scores":                     "2:1 was the first result.\n\n3:2 was the second.\n\n2:1 was the last.\n\n3:2 it was.\n",
		"g.txt verses":                     "3:16 For so it was.\n\n3:17 And so it went.\n\n3:16 Again.\n",
		"h.txt numbered lines":             "1: We arrive.\n2: The guard opens.\n3: We leave.\n4: It rains.\n",
		"i.txt a table of numbers":         "1\tWe arrive at the gate.\n2\tThe guard opens.\n3\tWe leave.\n4\tIt rains.\n",
		"j.md headings that recur":         strings.Repeat("# North\n\n## Strengths\n\n"+prose+"## Weaknesses\n\n"+prose, 4),
		"k.md two that alternate":          "# On advantages\n\n" + strings.Repeat("## Advantages\n\nThe advantages were few.\n\n## Disadvantages\n\nThe disadvantages were many.\n\n", 4),
		"l.txt short answers":              strings.Repeat(prose+"Yes\n\n"+prose+"No\n\n"+prose, 4),
		"m.txt quoted mail":                "I agree.\n\n> Shall we wait?\n\nSo it is.\n\n" + prose,
		"n.txt dates":                      "4 March 2024: We arrive.\n\n5 March 2024: We wait.\n\n4 March 2024: We leave.\n\n5 March 2024: It rains.\n",
		"p.txt times with names of places": "10:15 - Depot - people arrive.\n\n10:30 - Gate - it is shut.\n\n10:45 - Office - nobody is in.\n",
		"q.txt pauses":                     "We waited.\n(2.5s)\nIt rained.\n(5 sec)\nWe left.\n(1.0s)\nAnd then?\n",
		"r.txt waits at the end":           "We waited for 5 minutes\n\nThen for 10 minutes\n\nThe bus came at 10:15\n\nIt left at 10:20\n",
		"o.txt three lettered items":       "a: the first\n\n" + prose + "b: the second\n\n" + prose + "c: the third\n\n" + prose,
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			file, _, _ := strings.Cut(name, " ")
			found := find(t, read(t, file, text), Options{})
			if len(found.Speakers) > 0 {
				t.Errorf("layout %s: %v speak", found.Layout, found.Speakers)
			}
		})
	}
}

// Times on lines of their own are times of what follows, not words.
func TestTimesAlone(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"pasted subtitles", "0:00\nhow did you come here\n0:37\nwe took the bus\n1:14\nand who paid\n",
			[]string{"0 how did you come here", "37 we took the bus", "74 and who paid"}},
		{"with words below the clock", "0:00\n0 seconds\nhow did you come here\n0:37\n37 seconds\nwe took the bus\n1:14\n1 minute, 14 seconds\nand who paid\n",
			[]string{"0 how did you come here", "37 we took the bus", "74 and who paid"}},
		{"ranges", "00:00:01 - 00:00:04\nWe waited\nfor years.\n\n00:00:04 - 00:00:09\nYes.\n", []string{"1 We waited for years.", "4 Yes."}},
		{"frames", "00:00:01:12\nWe waited.\n\n00:00:04;02\nYes.\n", []string{"1 We waited.", "4 Yes."}},
		{"ranges with frames", "00:00:01:12 - 00:00:03:07\nWe waited.\n\n00:00:04:00 – 00:00:09:24\nYes.\n", []string{"1 We waited.", "4 Yes."}},
		{"in brackets", "[00:00:01]\nWe waited.\n\n[00:01:04]\n\nYes.\n", []string{"1 We waited.", "64 Yes."}},
		{"at the end", "0:01\nWe waited.\n\n0:30\n", []string{"1 We waited.", "30 "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			var got []string
			for _, u := range found.Turns {
				got = append(got, fmt.Sprintf("%d %s", u.From/time.Second, strings.Join(strings.Fields(doc.Body[u.Body:u.End]), " ")))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || len(found.Speakers) > 0 {
				t.Error(diff, found.Speakers)
			}
		})
	}
	doc := read(t, "a.txt", "Roe: We waited.\n\n00:05:00\n\nAnd waited.\n\nPenn: So did we.\n\nRoe: Yes.\n\nPenn: Yes.\n")
	found := find(t, doc, Options{})
	if diff := cmp.Diff([]string{"Roe: We waited.", "Roe: And waited.", "Penn: So did we."}, turnsOf(doc, found)[:3]); diff != "" || found.Turns[1].From != 5*time.Minute {
		t.Error(found.Turns[1].From, diff)
	}
}

// What another person says within a turn is a turn of their own; then the first goes on.
func TestAsides(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"slashes", "S00: Why?\n\nS01: We took //S00: Together? // the bus.\n\nS00: So.\n\nS01: Yes.\n",
			[]string{"S00: Why?", "S01: We took", "S00: Together?", "S01: the bus.", "S00: So.", "S01: Yes."}},
		{"round brackets", "I: Why?\n\nB: We took (I: mhm) the bus (laughs) home (I: yes (laughs)).\n\nI: So.\n\nB: Yes.\n",
			[]string{"I: Why?", "B: We took", "I: mhm", "B: the bus (laughs) home", "I: yes (laughs)).", "I: So.", "B: Yes."}},
		{"square brackets of names", "Roe: Why?\n\nPenn: We took [Roe: ah] the bus.\n\nRoe: So.\n\nPenn: Yes.\n",
			[]string{"Roe: Why?", "Penn: We took", "Roe: ah", "Penn: the bus.", "Roe: So.", "Penn: Yes."}},
		{"one who says nothing else", "I: Why?\n\nB1: We took (B2: mhm) the bus.\n\nI: So.\n\nB1: Yes.\n",
			[]string{"I: Why?", "B1: We took", "B2: mhm", "B1: the bus.", "I: So.", "B1: Yes."}},
		{"a stranger between slashes", "Roe: Why?\n\nPenn: We took //Uma: ah// the bus.\n\nRoe: So.\n\nPenn: Yes.\n",
			[]string{"Roe: Why?", "Penn: We took", "-: ah", "Penn: the bus.", "Roe: So.", "Penn: Yes."}},
		{"ordinary brackets", "Roe: Why (note: in May)?\n\nPenn: We took (https://example.org) the [sic: bus] and // or the tram //.\n\nRoe: So.\n\nPenn: Yes.\n",
			[]string{"Roe: Why (note: in May)?", "Penn: We took (https://example.org) the [sic: bus] and // or the tram //.", "Roe: So.", "Penn: Yes."}},
		{"the same person", "Roe: Why?\n\nPenn: We took (Penn: the bus).\n\nRoe: So.\n\nPenn: Yes.\n",
			[]string{"Roe: Why?", "Penn: We took (Penn: the bus).", "Roe: So.", "Penn: Yes."}},
		{"at the beginning", "I: Why?\n\nB: (I: mhm) We waited.\n\nI: So.\n\nB: Yes.\n", []string{"I: Why?", "B: ", "I: mhm", "B: We waited.", "I: So.", "B: Yes."}},
		{"a longer word for the label", "I: Why?\n\nB: We took (Interviewer: ja) the bus (Befragter: genau).\n\nI: So [Interviewee: yes].\n\nB: Yes.\n",
			[]string{"I: Why?", "B: We took", "I: ja", "B: the bus (Befragter: genau).", "I: So", "B: yes].", "B: Yes."}},
		{"a shorter word for the label", "Interviewer: Why?\n\nPetra: We took (I: mhm) the bus.\n\nInterviewer: So {B: ja} it was.\n\nPetra: Yes.\n",
			[]string{"Interviewer: Why?", "Petra: We took", "Interviewer: mhm", "Petra: the bus.", "Interviewer: So", "Petra: ja", "Interviewer: it was.",
				"Petra: Yes."}},
		{"other marks", "I: Why?\n\nB: We {I: mhm} took /I: ja/ the bus |I: so| home <I: ah> then ((I: hm)) on //I: genau// foot.\n\nI: So.\n\nB: Yes.\n",
			[]string{"I: Why?", "B: We", "I: mhm", "B: took", "I: ja", "B: the bus", "I: so", "B: home", "I: ah", "B: then", "I: hm", "B: on", "I: genau",
				"B: foot.", "I: So.", "B: Yes."}},
		{"marks of other things", "I: Why?\n\nB: At 5 km/h and/or I: so {note: x} <b: it> /path: here/ it was.\n\nI: So.\n\nB: Yes.\n",
			[]string{"I: Why?", "B: At 5 km/h and/or I: so {note: x} <b: it> /path: here/ it was.", "I: So.", "B: Yes."}},
		{"unclosed", "I: Why?\n\nB: We (I: mhm took the bus.\n\nI: So.\n\nB: Yes.\n", []string{"I: Why?", "B: We (I: mhm took the bus.", "I: So.", "B: Yes."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := read(t, "a.txt", tt.text)
			found := find(t, doc, Options{})
			if diff := cmp.Diff(tt.want, turnsOf(doc, found)); diff != "" {
				t.Error(diff)
			}
			checkTranscript(t, doc, found)
		})
	}
}

// Chevrons without a name are a change of speaker to nobody.
func TestChevrons(t *testing.T) {
	doc := read(t, "a.txt", ">> IAN HARE: Why?\n\n>> So it was.\n\nAnd it rained.\n\n>> IAN HARE: When? >> In May. >> PETRA VOGT: Yes.\n\n>> PETRA VOGT: No.\n")
	want := []string{"Ian Hare: Why?", "-: So it was. And it rained.", "Ian Hare: When?", "-: In May.", "Petra Vogt: Yes.", "Petra Vogt: No."}
	if diff := cmp.Diff(want, turnsOf(doc, find(t, doc, Options{}))); diff != "" {
		t.Error(diff)
	}
	doc = read(t, "a.txt", ">> Why?\n>> So it was.\n>> When?\n")
	if diff := cmp.Diff([]string{"-: Why?", "-: So it was.", "-: When?"}, turnsOf(doc, find(t, doc, Options{}))); diff != "" {
		t.Error(diff)
	}
}

// Technical texts have colons, brackets and columns, but no speakers.
func TestTechnicalTexts(t *testing.T) {
	prose := "This is how the reader is called, and what it returns where a file is damaged.\n\n"
	for name, text := range map[string]string{
		"a.md keys":            strings.Repeat("### Read\n\nadded: v1.2\nchanges: none\n\n"+prose+prose, 4),
		"b.md headings":        strings.Repeat("### Changed: the reader\n\n"+prose+"### New: a writer\n\n"+prose, 4),
		"c.txt types":          strings.Repeat("void\treadFile\t(char *name)\nint\twriteFile\t(char *name)\n", 4),
		"d.txt parameters":     strings.Repeat("name:\tthe file\nReturns:\tnothing\n", 2) + prose + prose + prose + prose + prose + prose,
		"e.txt versions":       strings.Repeat(prose+"v3: an error\n\nv4: a warning\n\n"+prose, 2),
		"f.txt a prompt":       ">>> import reader\n>>> reader.read(1)\n>>> quit()\n",
		"g.md links":           strings.Repeat("[docs/reader.txt] says so.\n\n"+prose+"[docs/writer.txt] as well.\n\n", 2) + prose,
		"h.txt small integers": strings.Repeat("int: a number\n\n"+prose+prose, 2),
	} {
		t.Run(name, func(t *testing.T) {
			file, _, _ := strings.Cut(name, " ")
			if found := find(t, read(t, file, text), Options{}); len(found.Speakers) > 0 {
				t.Errorf("layout %s: %v speak", found.Layout, found.Speakers)
			}
		})
	}
}

// What is said may recur, too, and be as short as a name.
func TestShortAnswersBelowNames(t *testing.T) {
	doc := read(t, "a.txt", strings.Repeat("Interviewer\nWere you there\n\nPetra Vogt\nMostly\n\nInterviewer\nReally\n\nPetra Vogt\nMostly\n\n", 2))
	want := []string{"Interviewer: Were you there", "Petra Vogt: Mostly", "Interviewer: Really", "Petra Vogt: Mostly"}
	if diff := cmp.Diff(append(want, want...), turnsOf(doc, find(t, doc, Options{}))); diff != "" {
		t.Error(diff)
	}
}

// Who asks recurs; each of those who are asked may speak once.
func TestRolesOnLines(t *testing.T) {
	doc := read(t, "a.txt", "Interviewer\n\nHow was that?\n\nParticipant 1\n\nIt rained.\n\nInterviewer\n\nAnd you?\n\nParticipant 2\n\nSo did we.\n")
	want := []string{"Interviewer: How was that?", "Participant 1: It rained.", "Interviewer: And you?", "Participant 2: So did we."}
	if diff := cmp.Diff(want, turnsOf(doc, find(t, doc, Options{}))); diff != "" {
		t.Error(diff)
	}
}
