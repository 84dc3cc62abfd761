package format

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// layPages makes a document of the lines of its pages.
func layPages(pages [][]pdfLine) corpus.Document {
	pages = withoutHeads(pages)
	pages = withoutMargins(pages)
	for i := range pages {
		pages[i] = inColumns(pages[i])
	}
	p := pdfText{words: vocabulary(pages), size: bodySize(pages)}
	p.pitch = pitch(pages, p.size)
	p.hyphenates, p.labels = habits(pages)
	for _, lines := range pages {
		p.page(lines)
	}
	p.end()
	doc := p.b.document()
	doc.Pages = p.pages
	next := len(doc.Body)
	for i := len(doc.Pages) - 1; i >= 0; i-- { // a page without words, or with but a hyphen, begins where the next one does
		if doc.Pages[i] < 0 || doc.Pages[i] > next {
			doc.Pages[i] = next
		}
		next = doc.Pages[i]
	}
	return doc
}

// bodySize is the size that most of the letters have, in points.
func bodySize(pages [][]pdfLine) float64 {
	weight := map[float64]int{}
	for _, lines := range pages {
		for _, l := range lines {
			weight[math.Round(l.size*4)/4] += len(l.text)
		}
	}
	best, most := 0.0, -1
	for size, n := range weight {
		if n > most || n == most && size < best {
			best, most = size, n
		}
	}
	return best
}

// vocabulary counts the words that are not cut by a line's end, and what stands in
// them before a hyphen, to tell "police-" "led" from "col-" "laboration".
func vocabulary(pages [][]pdfLine) map[string]int {
	words := map[string]int{}
	for _, lines := range pages {
		for _, l := range lines {
			for w := range strings.FieldsSeq(l.text) {
				w = bare(w)
				words[w]++
				if i := strings.IndexByte(w, '-'); i > 0 {
					words[w[:i+1]]++
				}
			}
		}
	}
	return words
}

func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// pdfText puts paragraphs together from lines.
type pdfText struct {
	b      builder
	words  map[string]int
	size   float64
	pages  []int
	text   []byte     // of the paragraph so far
	breaks []pdfBreak // pages that begin in it
	last   *pdfLine   // its last line
	bold   int        // bytes at its start in bold
	large  bool       // it is in larger letters: a heading
	column struct{ left, right float64 }
	pitch  float64

	hyphenates bool           // the document divides words at the ends of lines
	labels     map[string]int // how many lines begin with what may be a speaker's name
}

type pdfBreak struct{ at, page int }

func (p *pdfText) page(lines []pdfLine) {
	p.pages = append(p.pages, -1)
	for i := range lines {
		l := &lines[i]
		if i == 0 || p.elsewhere(*l, lines[i-1]) {
			p.column.left, p.column.right = columnOf(lines[i:])
		}
		if p.begins(*l, i == 0) {
			p.end()
		}
		p.add(*l, i == 0)
	}
}

// elsewhere tells whether l begins another column than before.
func (p *pdfText) elsewhere(l, before pdfLine) bool {
	return l.bottom > before.top || math.Abs(l.base-before.base) > 0.3*l.height() && (l.left > p.column.right || l.right < p.column.left)
}

// columnOf is how far the lines reach that follow each other downwards.
func columnOf(lines []pdfLine) (left, right float64) {
	left, right = lines[0].left, lines[0].right
	for i, l := range lines {
		if i > 0 && l.bottom > lines[i-1].top || l.left > right+40 && i > 2 {
			break
		}
		left, right = min(left, l.left), max(right, l.right)
	}
	return left, right
}

// habits tells whether a document divides words, which shows in one line of fifty,
// and what its lines begin with before a colon.
func habits(pages [][]pdfLine) (hyphenates bool, labels map[string]int) {
	labels = map[string]int{}
	divided, all := 0, 0
	for _, lines := range pages {
		for _, l := range lines {
			all++
			if _, ok := cutHyphen(l.text); ok {
				divided++
			}
			if m := labelled().FindString(l.text); m != "" {
				labels[m]++
			}
		}
	}
	return divided*50 >= all, labels
}

// speaks tells whether a line begins with a speaker's name: after the end of a
// sentence, or whatever stands before, if many lines begin so.
func (p *pdfText) speaks(l, before pdfLine) bool {
	m := labelled().FindString(l.text)
	return m != "" && (terminal(before.text) || p.labels[m] >= 3)
}

// terminal tells whether a line may end a paragraph.
func terminal(line string) bool { return strings.ContainsAny(lastRune(line), ".!?:…”\"’)]") }

// pitch is how far the lines of a paragraph stand from one another: the smallest
// step that recurs.
func pitch(pages [][]pdfLine, size float64) float64 {
	var steps []float64
	for _, lines := range pages {
		for i := 1; i < len(lines); i++ {
			if d := lines[i-1].base - lines[i].base; d > 0.9*size && d < 6*size {
				steps = append(steps, d)
			}
		}
	}
	slices.Sort(steps)
	for i, j := 0, 0; i < len(steps); i++ {
		for j < len(steps) && steps[j] <= steps[i]+1.5 {
			j++
		}
		if j-i >= 2 && (j-i)*12 >= len(steps) {
			return steps[(i+j)/2]
		}
	}
	return 1.3 * size
}

// begins tells whether a line begins a paragraph.
func (p *pdfText) begins(l pdfLine, newPage bool) bool {
	last := p.last
	if last == nil {
		return true
	}
	size := max(l.size, last.size, 1)
	// A line that ends early although the next word had room ended a paragraph.
	room := p.column.right - last.right
	early := room > l.first+0.35*size+1
	if newPage || p.elsewhere(l, *last) {
		// The line before was in another column, whose width is not known any more.
		ends := terminal(last.text)
		first := firstRune(l.text)
		return p.speaks(l, *last) || ends && last.right < p.columnBefore()-l.first-0.35*size-1 || ends && !unicode.IsLower(first) && early || p.differ(l, *last)
	}
	step := last.base - l.base
	switch {
	case math.Abs(step) <= 0.3*size: // beside it: a table's cell
		return false
	case p.differ(l, *last):
		return true
	case step > 1.2*p.pitch*max(1, size/max(p.size, 1))+0.5:
		return true
	case p.speaks(l, *last):
		return true
	case l.left > p.column.left+0.7*size && l.left > last.left+0.7*size && terminal(last.text): // indented
		return true
	case unicode.IsLower(firstRune(l.text)) && !terminal(last.text) && !itemAhead().MatchString(l.text):
		return false // in the middle of a sentence, however short the line
	}
	return early
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func (p *pdfText) columnBefore() float64 { return p.column.right }

// differ tells whether two lines are in letters of different size.
func (p *pdfText) differ(a, b pdfLine) bool {
	return p.isLarge(a) != p.isLarge(b)
}

func (p *pdfText) isLarge(l pdfLine) bool { return p.size > 0 && l.size > 1.08*p.size }

func lastRune(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	return string(r)
}

func (p *pdfText) add(l pdfLine, newPage bool) {
	p.text = bytes.TrimRight(p.text, " ")
	next := l.text
	// How it ends decides; a paragraph may be long.
	end := string(bytes.ToValidUTF8(p.text[max(len(p.text)-80, 0):], nil))
	cut, hyphened := cutHyphen(end)
	switch {
	case len(p.text) == 0:
	case p.last != nil && !newPage && math.Abs(p.last.base-l.base) <= 0.3*max(l.height(), p.last.height()): // side by side
		if bulleted().MatchString(string(p.text[:min(len(p.text), 10)])) {
			p.text = append(p.text, ' ')
		} else {
			p.text = append(p.text, '\t')
		}
	case hyphened:
		p.text = p.text[:len(p.text)-(len(end)-len(cut))]
		if !p.divided(cut, next) {
			p.text = append(p.text, '-')
		}
	case dashes(end, next):
	default:
		p.text = append(p.text, ' ')
	}
	if newPage {
		p.breaks = append(p.breaks, pdfBreak{len(p.text), len(p.pages) - 1})
	}
	if p.bold == len(p.text) || p.bold > 0 && p.bold+1 == len(p.text) {
		p.bold = len(p.text) + l.bold
	}
	p.text = append(p.text, next...)
	p.large = p.isLarge(l)
	if p.last != nil && math.Abs(p.last.base-l.base) <= 0.3*l.height() {
		l.left = min(l.left, p.last.left)
	}
	p.last = &l
}

// dashes tells whether two lines were one word or a dash without blanks: "12-" and
// "pound", "supplementary—" and "briefly".
func dashes(before, after string) bool {
	r, n := utf8.DecodeLastRuneInString(before)
	inside, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	if r == '—' || r == '-' && unicode.IsDigit(inside) {
		return inside != ' ' && n < len(before)
	}
	next, m := utf8.DecodeRuneInString(after)
	return next == '—' && !strings.HasPrefix(after[m:], " ")
}

// cutHyphen takes the hyphen off that a line's end put, or may have put, there.
func cutHyphen(text string) (cut string, ok bool) {
	if cut, ok = strings.CutSuffix(text, string(hyphen)); ok {
		return strings.TrimRight(cut, "-\u00ad"), true
	}
	for _, h := range []string{"-", "\u00ad", "\u2010"} {
		if cut, ok = strings.CutSuffix(text, h); ok {
			r, _ := utf8.DecodeLastRuneInString(cut)
			return cut, unicode.IsLetter(r)
		}
	}
	return text, false
}

// divided tells whether a hyphen was put by a line's end: a word that stands
// elsewhere with it keeps it, and so does what goes on with a capital or a digit,
// and any other in a document that does not divide words.
func (p *pdfText) divided(before, after string) bool {
	first, _ := utf8.DecodeRuneInString(after)
	if !unicode.IsLower(first) {
		return false
	}
	head := before[strings.LastIndexAny(before, " \n")+1:]
	tail, _, _ := strings.Cut(after, " ")
	with, without := p.words[bare(head+"-"+tail)], p.words[bare(head+tail)]
	if with+without > 0 {
		return without >= with
	}
	if !p.hyphenates || utf8.RuneCountInString(bare(head)) < 2 || strings.Contains(bare(head), "-") || strings.Contains(bare(tail), "-") {
		return false
	}
	return p.words[bare(head)+"-"] == 0 // the first part recurs with a hyphen
}

// end closes the paragraph.
func (p *pdfText) end() {
	text := strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(string(p.text), string(hyphen), "-"), "\ufffe", "-"))
	p.text = p.text[:0]
	bold := p.bold
	p.bold = 0
	breaks := p.breaks
	p.breaks, p.last = nil, nil
	if text == "" {
		return
	}
	text = clean(text)
	if bold = min(bold, len(text)); bold < len(text) { // letters may have become shorter
		for !utf8.RuneStart(text[bold]) {
			bold--
		}
	}
	if p.b.body.Len() > 0 {
		p.b.body.WriteByte('\n') // an empty line between paragraphs
	}
	start := p.b.body.Len()
	if start > 0 {
		start++
	}
	for _, b := range breaks {
		at := start + min(b.at, len(text))
		for at < start+len(text) && !utf8.RuneStart(text[at-start]) {
			at++
		}
		p.pages[b.page] = at
	}
	block := corpus.Block{Gap: true, Bold: bold}
	if p.large && len(text) <= 200 {
		block.Kind = corpus.HeadingBlock
	}
	p.b.add(text, block)
}
