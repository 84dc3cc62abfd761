package transcript

import (
	"strconv"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	lineNumber = lazyregexp.New(`^[ \t]*[\[(#]?(\d{1,4})[\])]?[.:]?(?:[ \t]+|$)`)
	pauseAlone = lazyregexp.New(`^\(+[\d.,\s-]*s?\)+[ \t]*$`)
)

// numberedLines is a transcript with numbered lines, as in GAT and after Jefferson: "01 IH: text",
// then "02 text" of the same speaker. Each line is a turn, without its number; a pause in a
// line of its own is nobody's.
var numberedLines = layout{
	name: "numbered", example: "01  Name: text",
	find: func(d *document) finder {
		if !d.hasLineNumbers() {
			return func(int) (mark, bool) { return mark{}, false }
		}
		speaker := ""
		return func(i int) (mark, bool) {
			at := lineNumber().FindStringIndex(d.line(i))
			if day, _, colon := strings.Cut(d.line(i), ":"); at == nil || colon && isDate(day) {
				return mark{}, false
			}
			start := d.Blocks[i].Span.Start + at[1]
			name, body, _, ok := nameAndColon(d.Blocks[i], d.line(i)[at[1]:])
			if ok {
				speaker = name
			}
			m := mark{name: speaker, body: start + body, at: corpus.NoTime, to: corpus.NoTime}
			m.nobody = !ok && pauseAlone().MatchString(d.line(i)[at[1]:])
			return m, speaker != ""
		}
	},
}

// hasLineNumbers reports whether most lines begin with a number, each one more than the one
// before.
func (d *document) hasLineNumbers() bool {
	counted, last := 0, 0
	for i := d.head.end; i < len(d.Blocks); i++ {
		if !beginsWith(d.line(i), digits+"[(#") {
			continue
		}
		m := lineNumber().FindStringSubmatch(d.line(i))
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[1])
		if counted == 0 || n == last+1 {
			counted++
		}
		last = n
	}
	return counted >= 4 && counted*10 >= (len(d.Blocks)-d.head.end)*8
}

// unnumbered takes the numbers out of labels that number questions and their answers, as "Q1",
// "A1", "Q2", "A2": each occurs once, and they count up.
func unnumbered(marks []mark) {
	type count struct {
		marks  []*mark
		rising bool
		last   int
	}
	stems := map[string]*count{}
	asked := 0 // number of the question before, 0 for none
	paired := map[string]bool{}
	for n := range marks {
		m := &marks[n]
		stem := strings.TrimRight(m.key, "0123456789")
		number, err := strconv.Atoi(m.key[len(stem):])
		if err != nil || stem == "" || m.nobody {
			continue
		}
		c := stems[stem]
		if c == nil {
			c = &count{rising: true, last: number - 1}
			stems[stem] = c
			paired[stem] = true
		}
		c.marks = append(c.marks, m)
		c.rising = c.rising && number == c.last+1
		c.last = number
		if asks(stem) {
			asked = number
		} else {
			paired[stem] = paired[stem] && number == asked
		}
	}
	questions := false
	for stem, c := range stems {
		least := 3
		if corpus.QuestionLabel(stem) {
			least = 2
		}
		if asks(stem) && c.rising && len(c.marks) >= least {
			questions = true
		} else if asks(stem) {
			return
		}
	}
	for stem, c := range stems {
		if !questions || !asks(stem) && !(c.rising && paired[stem]) {
			continue
		}
		for _, m := range c.marks {
			m.name = strings.TrimRight(m.name, "0123456789 ._#")
			m.key = labelKey(m.name)
		}
	}
}

// asks reports whether a word is for one who asks; F is for Frage.
func asks(stem string) bool { return stem == "f" || corpus.RoleOf(stem) == corpus.RoleAsks }
