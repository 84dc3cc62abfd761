package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	courtQA   = lazyregexp.New(`^[ \t]*(?:\d{1,2}[ \t]+)?([QA])[.:]?[ \t]+`)
	courtName = lazyregexp.New(`^[ \t]*(?:\d{1,2}[ \t]+)?((?:THE |MR\. |MRS\. |MS\. |DR\. )?\p{Lu}[\p{Lu} .'’-]{1,40}):[ \t]*`)

	courtExaminer = lazyregexp.New(`^[ \t]*(?:\d{1,2}[ \t]+)?(?:\p{Lu}+-?[ \t]?)*(?:EXAMINATION )?` +
		`BY ((?:MR|MRS|MS|DR)\. \p{Lu}[\p{Lu}'’-]+):?[ \t]*$`)
	courtWitness = lazyregexp.New(`(?i)^[ \t]*(?:\d{1,2}[ \t]+)?` +
		`((?:\p{Lu}[\p{L}.'’-]+[ \t]){1,3}\p{Lu}[\p{L}.'’-]+),.*\b(?:sworn|affirmed)\b`)
)

// court is a court's transcript: "Q." and "A.", with the examiner named above
// ("BY MR. SMITH:") and the witness where she is sworn in; other speakers have
// their names in capitals.
var court = layout{
	name: "court", example: "Q. text, A. text",
	interrupts: lazyregexp.New(`^[ \t]*(?:\d{1,2}[ \t]+)?(?:BY (?:MR|MRS|MS|DR)\. |[A-Z -]*EXAMINATION\b|\([A-Z])`),
	find: func(d *document) finder {
		c := courtFinder{document: d}
		for i := range d.Blocks {
			if !beginsWith(d.line(i), digits+"QA") {
				continue
			}
			if m := courtQA().FindStringSubmatch(d.line(i)); m != nil {
				c.questions, c.answers = c.questions || m[1] == "Q", c.answers || m[1] == "A"
			}
		}
		return c.find
	},
}

// A courtFinder knows who examines whom at the block that was last looked at.
type courtFinder struct {
	*document
	questions, answers bool // both must be in a transcript
	examiner, witness  string
}

func (c *courtFinder) find(i int) (mark, bool) {
	line := c.line(i)
	m := mark{at: corpus.NoTime, to: corpus.NoTime}
	if !c.questions || !c.answers {
		return m, false
	}
	if i == 0 {
		c.examiner, c.witness = "Q", "A"
	}
	if e := courtExaminer().FindStringSubmatch(line); e != nil {
		c.examiner = capitalised(e[1])
		return m, false
	}
	if e := courtWitness().FindStringSubmatch(line); e != nil {
		c.witness = capitalised(e[1])
		return m, false
	}
	if e := courtQA().FindStringSubmatchIndex(line); e != nil {
		m.body = c.Blocks[i].Span.Start + e[1]
		if m.name = c.examiner; line[e[2]:e[3]] == "A" {
			m.name = c.witness
		}
		return m, true
	}
	e := courtName().FindStringSubmatchIndex(line)
	if e == nil {
		return m, false
	}
	m.name, m.body = capitalised(line[e[2]:e[3]]), c.Blocks[i].Span.Start+e[1]
	if m.name == "The Witness" && c.witness != "A" {
		m.name = c.witness
	}
	return m, true
}

// capitalised writes a name that is all in capitals in the usual way: "Jane
// Roe-Penn".
func capitalised(name string) string {
	words := strings.Fields(strings.ToLower(name))
	for i, w := range words {
		parts := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || strings.ContainsRune("'’([.", r) })
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
