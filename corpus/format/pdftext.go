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

// joinPages makes a document of the lines of its pages.
func joinPages(pages [][]pdfLine) corpus.Document {
	pages = withoutHeaders(pages)
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
	for i := len(doc.Pages) - 1; i >= 0; i-- { // a page without words begins where the next one does
		if doc.Pages[i] < 0 || doc.Pages[i] > next {
			doc.Pages[i] = next
		}
		next = doc.Pages[i]
	}
	return doc
}

// bodySize is the size of most letters, in points.
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

// vocabulary counts the words within lines, and their parts before a hyphen. It tells
// "police-" "led" from "col-" "laboration".
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

// bare returns a word in lower case without punctuation around it.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// A pdfText joins lines to paragraphs.
type pdfText struct {
	b      builder
	pages  []int      // byte at which each page begins
	text   []byte     // of the paragraph so far
	breaks []pdfBreak // pages that begin in it
	last   *pdfLine   // its last line
	bold   int        // bytes at its start in bold
	large  bool       // it is in larger letters: a heading
	column struct{ left, right float64 }

	words      map[string]int // vocabulary
	size       float64        // of most letters
	pitch      float64        // distance of lines
	hyphenates bool           // the document hyphenates words at the ends of lines
	labels     map[string]int // lines by the speaker's label that they begin with
}

// A pdfBreak is the byte of the paragraph at which a page begins.
type pdfBreak struct{ at, page int }

// page adds the lines of a page.
func (p *pdfText) page(lines []pdfLine) {
	p.pages = append(p.pages, -1)
	for i := range lines {
		l := &lines[i]
		if i == 0 || p.newColumn(*l, lines[i-1]) {
			p.column.left, p.column.right = columnOf(lines[i:])
		}
		if p.begins(*l, i == 0) {
			p.end()
		}
		p.add(*l, i == 0)
	}
}

// newColumn reports whether l is in another column than the line before.
func (p *pdfText) newColumn(l, before pdfLine) bool {
	beside := l.left > p.column.right || l.right < p.column.left
	return l.bottom > before.top || beside && math.Abs(l.base-before.base) > 0.3*l.height()
}

// columnOf returns the edges of the lines that go down the page from the first.
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

// habits reports whether a document hyphenates words, which one line in fifty shows,
// and counts the labels with a colon at the beginning of lines.
func habits(pages [][]pdfLine) (hyphenates bool, labels map[string]int) {
	labels = map[string]int{}
	divided, all := 0, 0
	for _, lines := range pages {
		for _, l := range lines {
			all++
			if _, ok := cutHyphen(l.text); ok {
				divided++
			}
			if m := speakerLabel().FindString(l.text); m != "" {
				labels[m]++
			}
		}
	}
	return divided*50 >= all, labels
}

// speaks reports whether a line begins with a speaker's label: after the end of a
// sentence, or anywhere if several lines begin with it.
func (p *pdfText) speaks(l, before pdfLine) bool {
	m := speakerLabel().FindString(l.text)
	return m != "" && (terminal(before.text) || p.labels[m] >= 3)
}

// terminal reports whether a line may end a paragraph.
func terminal(line string) bool { return strings.ContainsAny(lastRune(line), ".!?:…”\"’)]") }

// pitch is the distance of the lines of a paragraph: the smallest that is frequent.
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

// begins reports whether a line begins a paragraph.
func (p *pdfText) begins(l pdfLine, newPage bool) bool {
	last := p.last
	if last == nil {
		return true
	}
	size := max(l.size, last.size, 1)
	// A line that ended although there was room for the next word ended a paragraph.
	room := p.column.right - last.right
	early := room > l.first+0.35*size+1
	if newPage || p.newColumn(l, *last) {
		return p.speaks(l, *last) || terminal(last.text) && early || p.differ(l, *last)
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
	case unicode.IsLower(firstRune(l.text)) && !terminal(last.text) && !letteredItem().MatchString(l.text):
		return false // in the middle of a sentence, however short the line
	}
	return early
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// differ reports whether two lines are in letters of different size.
func (p *pdfText) differ(a, b pdfLine) bool {
	return p.isLarge(a) != p.isLarge(b)
}

func (p *pdfText) isLarge(l pdfLine) bool { return p.size > 0 && l.size > 1.08*p.size }

func lastRune(s string) string {
	r, _ := utf8.DecodeLastRuneInString(s)
	return string(r)
}

// add appends a line to the paragraph.
func (p *pdfText) add(l pdfLine, newPage bool) {
	p.text = bytes.TrimRight(p.text, " ")
	next := l.text
	// Only the end matters, since a paragraph may be long.
	end := string(bytes.ToValidUTF8(p.text[max(len(p.text)-80, 0):], nil))
	cut, hyphened := cutHyphen(end)
	switch {
	case len(p.text) == 0:
	case p.last != nil && !newPage && math.Abs(p.last.base-l.base) <= 0.3*max(l.height(), p.last.height()): // side by side
		separator := byte('\t')
		if listMarker().MatchString(string(p.text[:min(len(p.text), 10)])) {
			separator = ' '
		}
		p.text = append(p.text, separator)
	case hyphened:
		p.text = p.text[:len(p.text)-(len(end)-len(cut))]
		if !p.hyphenated(cut, next) {
			p.text = append(p.text, '-')
		}
	case joined(end, next):
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

// joined reports whether no blank belongs between two lines, because of a dash or of
// a hyphen after a digit: "supplementary—" and "briefly", "12-" and "pound".
func joined(before, after string) bool {
	r, n := utf8.DecodeLastRuneInString(before)
	inside, _ := utf8.DecodeLastRuneInString(before[:len(before)-n])
	if r == '—' || r == '-' && unicode.IsDigit(inside) {
		return inside != ' ' && n < len(before)
	}
	next, m := utf8.DecodeRuneInString(after)
	return next == '—' && !strings.HasPrefix(after[m:], " ")
}

// cutHyphen removes the hyphen at the end of a line.
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

// hyphenated reports whether a hyphen is only due to the end of a line. It is not if
// the word has one elsewhere in the document, if a capital or digit follows, or if
// the document does not hyphenate words.
func (p *pdfText) hyphenated(before, after string) bool {
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
	compound := strings.Contains(bare(head), "-") || strings.Contains(bare(tail), "-")
	if !p.hyphenates || compound || utf8.RuneCountInString(bare(head)) < 2 {
		return false
	}
	return p.words[bare(head)+"-"] == 0 // no compound begins with the first part
}

// end finishes the paragraph.
func (p *pdfText) end() {
	text := strings.NewReplacer(string(hyphen), "-", "\ufffe", "-").Replace(string(p.text))
	text = clean(strings.TrimSpace(text))
	bold, breaks := p.bold, p.breaks
	p.text, p.bold, p.breaks, p.last = p.text[:0], 0, nil, nil
	if text == "" {
		return
	}
	for bold = min(bold, len(text)); bold < len(text) && !utf8.RuneStart(text[bold]); bold-- { // trimming moved it
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
