package transcript

import (
	"strings"

	"crosscase/corpus"
)

var (
	courtQA       = lazily(`^[ \t]*(?:\d{1,2}[ \t]+)?([QA])[.:]?[ \t]+`)
	courtName     = lazily(`^[ \t]*(?:\d{1,2}[ \t]+)?((?:THE |MR\. |MRS\. |MS\. |DR\. )?\p{Lu}[\p{Lu} .'’-]{1,40}):[ \t]*`)
	courtExaminer = lazily(`^[ \t]*(?:\d{1,2}[ \t]+)?(?:\p{Lu}+-?[ \t]?)*(?:EXAMINATION )?BY ((?:MR|MRS|MS|DR)\. \p{Lu}[\p{Lu}'’-]+):?[ \t]*$`)
	courtWitness  = lazily(`(?i)^[ \t]*(?:\d{1,2}[ \t]+)?((?:\p{Lu}[\p{L}.'’-]+[ \t]){1,3}\p{Lu}[\p{L}.'’-]+),.*\b(?:sworn|affirmed)\b`)
)

// court is a court's transcript: "Q." and "A.", who examines named above ("BY MR.
// SMITH:") and the witness where she is sworn; others by name in capitals.
var court = layout{name: "court", looks: "Q. text, A. text", cuts: lazily(`^[ \t]*(?:\d{1,2}[ \t]+)?(?:BY (?:MR|MRS|MS|DR)\. |[A-Z -]*EXAMINATION\b|\([A-Z])`), finder: func(d *document) finder {
	questions, answers := false, false
	examiner, witness := "Q", "A"
	for i := range d.Blocks {
		if m := courtQA().FindStringSubmatch(d.line(i)); m != nil {
			questions, answers = questions || m[1] == "Q", answers || m[1] == "A"
		}
	}
	return func(i int) (mark, bool) {
		line := d.line(i)
		m := mark{at: corpus.NoTime, to: corpus.NoTime}
		if !questions || !answers {
			return m, false
		}
		if i == 0 {
			examiner, witness = "Q", "A"
		}
		if e := courtExaminer().FindStringSubmatch(line); e != nil {
			examiner = capitalised(e[1])
			return m, false
		}
		if e := courtWitness().FindStringSubmatch(line); e != nil {
			witness = capitalised(e[1])
			return m, false
		}
		if e := courtQA().FindStringSubmatchIndex(line); e != nil {
			m.body = d.Blocks[i].Span.Start + e[1]
			if m.name = examiner; line[e[2]:e[3]] == "A" {
				m.name = witness
			}
			return m, true
		}
		e := courtName().FindStringSubmatchIndex(line)
		if e == nil {
			return m, false
		}
		m.name, m.body = capitalised(line[e[2]:e[3]]), d.Blocks[i].Span.Start+e[1]
		if m.name == "The Witness" && witness != "A" {
			m.name = witness
		}
		return m, true
	}
}}

// capitalised writes a name in capitals as names are written.
func capitalised(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		parts := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '\'' || r == '’' })
		at := 0
		for _, p := range parts {
			at += strings.Index(w[at:], p)
			r := []rune(w[at:])
			up := strings.ToUpper(string(r[0]))
			w = w[:at] + up + string(r[1:])
			at += len(up)
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}
