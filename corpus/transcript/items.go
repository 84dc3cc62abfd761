package transcript

import (
	"strconv"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// itemNumber is the number or the letter before an item of a list: "3. ", "b) ".
var itemNumber = lazyregexp.New(`^[ \t*]*\(?(?:(\d{1,2})|([a-z]))[.)][ \t]+`)

// itemOf reads the number before an item of a list, or the place of its letter; 0 for any other text.
func itemOf(text string) (number int, item string) {
	m := itemNumber().FindStringSubmatchIndex(text)
	switch {
	case m == nil:
		return 0, text
	case m[2] >= 0:
		number, _ = strconv.Atoi(text[m[2]:m[3]])
	default:
		number = int(text[m[4]]-'a') + 1
	}
	return number, text[m[1]:]
}

// A numberedList is lines that count up within a turn, of which some look like marks.
type numberedList struct {
	labels []*label
	blocks []int
	speaks bool // a label is somebody's: numbers of paragraphs
}

// holds reports whether the lines are items of a list in the turn of before: those with labels are, and
// others right below a colon.
func (e *weigher) holds(l numberedList, before *label) bool {
	if before == nil || len(l.blocks) < 2 || l.speaks {
		return false
	}
	first := l.blocks[0]
	together := l.blocks[len(l.blocks)-1]-first == len(l.blocks)-1
	return len(l.labels) > 0 || together && strings.HasSuffix(strings.TrimSpace(e.line(first-1)), ":")
}

// numberedItems judges labels with numbers that count up within a turn: items of a list in what somebody
// says, unless a label is a role, is known or comes under another number as well. Below those who ask they
// may be the answers of others, so that they are nobody's.
func (e *weigher) numberedItems() {
	at, numbers := map[int]*label{}, map[string]map[int]bool{}
	for _, m := range e.marks {
		n, item := itemOf(m.name)
		if at[m.block] = e.byKey[m.key]; numbers[labelKey(item)] == nil {
			numbers[labelKey(item)] = map[int]bool{}
		}
		numbers[labelKey(item)][n] = true
	}
	var before *label // whose turn it is
	var list numberedList
	ends := func(next *label) {
		if e.holds(list, before) {
			e.judge(list, before)
		}
		list, before = numberedList{}, next
	}
	for i := range e.Blocks {
		n, _ := itemOf(e.line(i))
		x := at[i]
		switch {
		case e.Blocks[i].Kind != corpus.LineBlock:
			ends(nil)
			continue
		case n == 0 && x != nil:
			ends(x)
		case n > 0 && n != len(list.blocks)+1:
			ends(before)
		}
		if n == 0 || n != len(list.blocks)+1 {
			continue
		}
		if list.blocks = append(list.blocks, i); x != nil {
			_, item := itemOf(x.Text)
			list.labels = append(list.labels, x)
			list.speaks = list.speaks || corpus.RoleOf(item) != corpus.NoRole || len(numbers[labelKey(item)]) > 1 ||
				e.options.Known(item) || e.listed(item)
		}
	}
	ends(nil)
}

// judge decides what the labels of a list in a turn are.
func (e *weigher) judge(l numberedList, before *label) {
	v := verdict{Prose, whyList}
	if before.role == corpus.RoleAsks {
		v = verdict{Nobody, whyDoubt}
	} else {
		e.items = append(e.items, l.blocks...)
	}
	for _, x := range l.labels {
		x.listed = v
	}
}
