package format

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// A pdfLine is a line of a page, or the part of one that stands in a column.
type pdfLine struct {
	text                     string
	left, right, bottom, top float64
	base                     float64 // height on which its letters stand
	size                     float64 // of most of its letters
	bold                     int     // bytes at its start in bold
	first                    float64 // width of its first word
	gap                      float64 // to what stands left of it in the same line; 0 for nothing
}

func (l pdfLine) height() float64 { return max(l.top-l.bottom, 0.7*l.size) }

// middle is half way up.
func (l pdfLine) middle() float64 { return (l.top + l.bottom) / 2 }

// under are letters and marks that hang below the line or do not stand on it.
const under = "gjpqyQJ,;()[]{}|@/_„‚‘’“”\"'–—-•·*^"

// hyphen is how the engine marks a hyphen at a line's end.
const hyphen = '\x02'

// linesOf cuts the letters of a page, in the order in which they were drawn, into
// lines. The engine sets lines apart; what stands far apart within one is cut,
// too, and what it cut although it stands side by side is put together.
func linesOf(glyphs []glyph) []pdfLine {
	var lines []pdfLine
	var line []glyph
	flush := func() {
		lines = append(lines, cutLine(line)...)
		line = nil
	}
	for _, g := range glyphs {
		if g.text == '\n' || g.text == '\r' {
			flush()
			continue
		}
		if g.text == hyphen {
			line = append(line, g)
			continue
		}
		if n := len(line); n > 0 && !unicode.IsSpace(g.text) && g.right > g.left {
			if last := lastInk(line); last != nil && (g.top < last.bottom-1 || g.bottom > last.top+1) { // on another line
				flush()
			}
		}
		line = append(line, g)
	}
	flush()
	return placeMarkers(mendLines(lines))
}

// placeMarkers puts bullets and numbers of lists before the lines that they stand
// beside, as some programs draw them after everything else.
func placeMarkers(lines []pdfLine) []pdfLine {
	gone := map[int]bool{}
	for i, m := range lines {
		if !bulleted.MatchString(m.text) {
			continue
		}
		for j := range lines {
			l := &lines[j]
			gap := l.left - m.right
			if j == i || j == i+1 || gone[j] || math.Abs(l.base-m.base) > 0.3*max(l.height(), m.height()) && math.Abs(l.middle()-m.middle()) > 0.3*l.height() || gap <= 0 || gap > 3*max(l.height(), 8) {
				continue
			}
			if j < i || !bulleted.MatchString(l.text) {
				l.text, l.left, l.first = m.text+" "+l.text, m.left, m.right-m.left
				gone[i] = true
				break
			}
		}
	}
	if len(gone) == 0 {
		return lines
	}
	var out []pdfLine
	for i, l := range lines {
		if !gone[i] {
			out = append(out, l)
		}
	}
	return out
}

func lastInk(line []glyph) *glyph {
	for i := len(line) - 1; i >= 0; i-- {
		if g := &line[i]; !unicode.IsSpace(g.text) && g.text != hyphen && g.right > g.left {
			return g
		}
	}
	return nil
}

// cutLine makes lines of letters that follow each other: one, or more where a
// gap of three letters' height parts them.
func cutLine(glyphs []glyph) []pdfLine {
	var lines []pdfLine
	l := pdfLine{left: math.Inf(1), bottom: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1)}
	var b strings.Builder
	inWord, ink := true, false
	gap := 0.0
	var standing, sizes []float64
	bold := true
	end := func() {
		if l.base = l.bottom; len(standing) > 0 {
			slices.Sort(standing)
			l.base = standing[len(standing)/2]
		}
		if len(sizes) > 0 {
			slices.Sort(sizes)
			l.size = sizes[len(sizes)/2]
		}
		standing, sizes, bold = standing[:0], sizes[:0], true
		if l.text = strings.TrimSpace(b.String()); l.text != "" && ink {
			if l.first == 0 {
				l.first = l.right - l.left
			}
			lines = append(lines, l)
		}
		b.Reset()
		l = pdfLine{left: math.Inf(1), bottom: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1), gap: gap}
		inWord, ink = true, false
	}
	for _, g := range glyphs {
		switch {
		case g.text == hyphen:
			b.WriteRune(hyphen)
			continue
		case unicode.IsSpace(g.text) || g.text == '\u00a0' && g.right <= g.left:
			if inWord && ink {
				l.first, inWord = l.right-l.left, false
			}
			b.WriteByte(' ')
			continue
		case g.text < ' ' || g.text == 0x7f:
			continue
		}
		if far := g.left - l.right; ink && far > 3*max(l.height(), 6) {
			gap = far
			end()
			gap = 0
		}
		ink = true
		if !strings.ContainsRune(under, g.text) {
			standing = append(standing, g.bottom)
		}
		sizes = append(sizes, g.size)
		b.WriteString(expand(g.text))
		if bold = bold && g.bold; bold {
			l.bold = b.Len() - leading(b.String())
		}
		l.left, l.right = min(l.left, g.left), max(l.right, g.right)
		l.bottom, l.top = min(l.bottom, g.bottom), max(l.top, g.top)
	}
	end()
	return lines
}

// leading counts the blanks that a line begins with.
func leading(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// expand writes a ligature as the letters that it joins.
func expand(r rune) string {
	if s, ok := ligatures[r]; ok {
		return s
	}
	return string(r)
}

var ligatures = map[rune]string{'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st"}

// mendLines puts together what was drawn as several pieces of one line, as where
// the font changes.
func mendLines(lines []pdfLine) []pdfLine {
	var mended []pdfLine
	for _, l := range lines {
		if n := len(mended); n > 0 {
			last := &mended[n-1]
			between := l.left - last.right
			size := max(last.height(), l.height(), 6)
			level := math.Abs(l.middle()-last.middle()) < 0.6*size && min(l.top, last.top)-max(l.bottom, last.bottom) > 0.3*min(l.height(), last.height())
			if level && l.gap == 0 && between > -0.5*size && between < 1.5*size {
				if between > 0.12*size && !strings.HasSuffix(last.text, string(hyphen)) {
					last.text += " "
				}
				if last.bold == len(strings.TrimRight(last.text, " ")) && l.bold > 0 {
					last.bold = len(last.text) + l.bold
				}
				last.text += l.text
				last.right = max(last.right, l.right)
				last.bottom, last.top = min(last.bottom, l.bottom), max(last.top, l.top)
				continue
			}
		}
		mended = append(mended, l)
	}
	return mended
}

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
	for i := len(doc.Pages) - 1; i >= 0; i-- { // a page without words begins where the next one does
		if doc.Pages[i] < 0 {
			doc.Pages[i] = next
		}
		next = doc.Pages[i]
	}
	return doc
}

var (
	pageNumber  = regexp.MustCompile(`(?i)^[\s\-–—|]*(?:(?:page|seite|p\.|pag\.|página|pagina)\s*)?(?:\d{1,4}|[ivxl]{1,7})(?:\s*(?:of|von|de|/)\s*\d{1,4})?[\s\-–—|]*$`)
	digits      = regexp.MustCompile(`\d+|\b[ivxl]+\b`)
	marginal    = regexp.MustCompile(`^\(?\[?\d{1,4}\]?\)?$`)
	bulleted    = regexp.MustCompile(`^(?:[•▪◦‣·*–-]|\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])$`)
	labelled    = regexp.MustCompile(`^\p{Lu}[\p{L}\p{M}\p{N}.'’ -]{0,40}:\s`)
	numberAhead = regexp.MustCompile(`^(\d{1,2})\s+(\S.*)$`)
)

// withoutHeads leaves out what stands at the top or bottom of most pages, but for
// the numbers in it, and page numbers.
func withoutHeads(pages [][]pdfLine) [][]pdfLine {
	type head struct {
		text string
		y    int // in steps of four points
	}
	seen := map[head]int{}
	keysOf := func(l pdfLine) [2]head {
		text := digits.ReplaceAllString(strings.ToLower(l.text), "#")
		y := int(math.Floor(l.middle() / 4))
		return [2]head{{text, y}, {text, y + 1}}
	}
	for _, lines := range pages {
		for i := range lines {
			if outermost(lines, i, 3) {
				for _, k := range keysOf(lines[i]) {
					seen[k]++
				}
			}
		}
	}
	out := make([][]pdfLine, len(pages))
	for n, lines := range pages {
		for i, l := range lines {
			often := 0
			for _, k := range keysOf(l) {
				often = max(often, seen[k])
			}
			recurs := often >= 3 || often == 2 && len(pages) <= 4
			number := pageNumber.MatchString(l.text) && (recurs || len(pages) == 1 && alone(lines, i))
			if outermost(lines, i, 3) && (number || recurs && often*2 >= len(pages)-1) {
				continue
			}
			out[n] = append(out[n], l)
		}
	}
	return out
}

// outermost tells whether a line is among the first or last of its page.
func outermost(lines []pdfLine, i, most int) bool {
	above, below := 0, 0
	for _, l := range lines {
		if l.bottom > lines[i].top {
			above++
		}
		if l.top < lines[i].bottom {
			below++
		}
	}
	return above < most || below < most
}

// alone tells whether a line stands apart from all others by two lines.
func alone(lines []pdfLine, i int) bool {
	for j, l := range lines {
		if j != i && l.bottom-lines[i].top < 2*lines[i].height() && lines[i].bottom-l.top < 2*lines[i].height() {
			return false
		}
	}
	return true
}

// withoutMargins leaves out numbers that stand in the margin: of paragraphs, or
// of every line as in a court's transcript.
func withoutMargins(pages [][]pdfLine) [][]pdfLine {
	var lefts, rights []float64
	for _, lines := range pages {
		for _, l := range lines {
			if !marginal.MatchString(l.text) {
				lefts, rights = append(lefts, l.left), append(rights, l.right)
			}
		}
	}
	if len(lefts) == 0 {
		return pages
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	left, right := common(lefts), rights[len(rights)*95/100]
	out := make([][]pdfLine, len(pages))
	for n, lines := range pages {
		lines = withoutLineNumbers(lines)
		var margin []int
		for i, l := range lines {
			if marginal.MatchString(l.text) && (l.right < left-1 || l.left > right+1) {
				margin = append(margin, i)
			}
		}
		for i, l := range lines {
			if !slices.Contains(margin, i) {
				out[n] = append(out[n], l)
			}
		}
	}
	return out
}

// common is the value, within two points, that sorted values have most often.
func common(sorted []float64) float64 {
	best, most := sorted[0], 0
	for i, j := 0, 0; i < len(sorted); i++ {
		for j < len(sorted) && sorted[j] <= sorted[i]+2 {
			j++
		}
		if j-i > most {
			best, most = sorted[i], j-i
		}
	}
	return best
}

// withoutLineNumbers takes the numbers off a page of whose lines nearly each
// begins with the number after the one before.
func withoutLineNumbers(lines []pdfLine) []pdfLine {
	next, hits := 0, 0
	for _, l := range lines {
		m := numberAhead.FindStringSubmatch(l.text)
		alone := marginal.MatchString(l.text)
		if m == nil && !alone {
			continue
		}
		number := l.text
		if m != nil {
			number = m[1]
		}
		n := 0
		for _, d := range number {
			if d >= '0' && d <= '9' {
				n = n*10 + int(d-'0')
			}
		}
		if next == 0 || n == next {
			hits++
			next = n + 1
		}
	}
	if hits < 10 || hits*10 < len(lines)*7 {
		return lines
	}
	var out []pdfLine
	next = 0
	for _, l := range lines {
		if m := numberAhead.FindStringSubmatch(l.text); m != nil {
			l.text = m[2]
		} else if marginal.MatchString(l.text) {
			continue
		}
		out = append(out, l)
	}
	return out
}

// inColumns puts the lines of a page in the order in which they are read, where
// they were not drawn in it. Columns are wide, and their lines fill them; a
// table's cells are read line by line.
func inColumns(lines []pdfLine) []pdfLine {
	gutter, across, ok := gutterOf(lines)
	up := goesUp(lines)
	if !across && (up == 0 || ok && up == 1) {
		return lines
	}
	lines = slices.Clone(lines)
	slices.SortStableFunc(lines, func(a, b pdfLine) int {
		if math.Abs(a.base-b.base) > 0.3*max(min(a.size, b.size), 4) {
			return cmp.Compare(b.base, a.base)
		}
		return cmp.Compare(a.left, b.left)
	})
	if !ok {
		return lines
	}
	var out, left, right []pdfLine
	flush := func() {
		out = append(append(out, left...), right...)
		left, right = nil, nil
	}
	for _, l := range lines {
		switch {
		case l.right <= gutter+1:
			left = append(left, l)
		case l.left >= gutter-1:
			right = append(right, l)
		default: // across both
			flush()
			out = append(out, l)
		}
	}
	flush()
	return out
}

// goesUp counts the lines that stand above the one drawn before them, in the same
// column.
func goesUp(lines []pdfLine) (n int) {
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if shared := min(a.right, b.right) - max(a.left, b.left); b.bottom > a.top && shared > 0.5*min(a.right-a.left, b.right-b.left) {
			n++
		}
	}
	return n
}

// gutterOf finds the white stripe between two columns; across tells whether the
// page was drawn back and forth over it.
func gutterOf(lines []pdfLine) (x float64, across, ok bool) {
	if len(lines) < 10 {
		return 0, false, false
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		left, right = min(left, l.left), max(right, l.right)
	}
	width := right - left
	best := 0
	for step := 35; step <= 65; step++ {
		at := left + width*float64(step)/100
		var on [2]int // lines on each side
		full := [2]int{}
		crossing, turns, side := 0, 0, -1
		for _, l := range lines {
			s := -1
			switch {
			case l.right <= at:
				s = 0
			case l.left >= at:
				s = 1
			default:
				crossing++
				continue
			}
			on[s]++
			if l.right-l.left > 0.6*width*0.5*0.9 {
				full[s]++
			}
			if side >= 0 && s != side {
				turns++
			}
			side = s
		}
		few := min(on[0], on[1])
		if few >= 5 && crossing*5 < len(lines) && full[0]*2 > on[0] && full[1]*2 > on[1] && few > best {
			best, x, across, ok = few, at, turns > few, true
		}
	}
	return x, across, ok
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

// vocabulary counts the words that are not cut by a line's end, to tell "police-"
// "led" from "col-" "laboration".
func vocabulary(pages [][]pdfLine) map[string]int {
	words := map[string]int{}
	for _, lines := range pages {
		for _, l := range lines {
			for w := range strings.FieldsSeq(l.text) {
				words[bare(w)]++
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
	text   strings.Builder // of the paragraph so far
	breaks []pdfBreak      // pages that begin in it
	last   *pdfLine        // its last line
	bold   int             // bytes at its start in bold
	large  bool            // it is in larger letters: a heading
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
			if m := labelled.FindString(l.text); m != "" {
				labels[m]++
			}
		}
	}
	return divided*50 >= all, labels
}

// speaks tells whether a line begins with a speaker's name: after the end of a
// sentence, or whatever stands before, if many lines begin so.
func (p *pdfText) speaks(l, before pdfLine) bool {
	m := labelled.FindString(l.text)
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
		first, _ := utf8.DecodeRuneInString(l.text)
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
	}
	return early
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
	joined := strings.TrimRight(p.text.String(), " ")
	next := l.text
	switch cut, divided := cutHyphen(joined); {
	case joined == "":
	case p.last != nil && !newPage && math.Abs(p.last.base-l.base) <= 0.3*max(l.height(), p.last.height()): // side by side
		if !bulleted.MatchString(joined) {
			p.text.Reset()
			p.text.WriteString(joined + "\t")
			break
		}
		p.text.WriteByte(' ')
	case divided && p.divided(cut, next):
		p.text.Reset()
		p.text.WriteString(cut)
	case divided:
		p.text.Reset()
		p.text.WriteString(cut + "-")
	case dashes(joined, next):
	default:
		p.text.WriteByte(' ')
	}
	if newPage {
		p.breaks = append(p.breaks, pdfBreak{p.text.Len(), len(p.pages) - 1})
	}
	if p.bold == p.text.Len() || p.bold > 0 && p.bold+1 == p.text.Len() {
		p.bold = p.text.Len() + l.bold
	}
	p.text.WriteString(next)
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
	// The first part recurs with a hyphen.
	for w := range p.words {
		if strings.HasPrefix(w, bare(head)+"-") {
			return false
		}
	}
	return true
}

// end closes the paragraph.
func (p *pdfText) end() {
	text := strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(p.text.String(), string(hyphen), "-"), "\ufffe", "-"))
	p.text.Reset()
	bold := p.bold
	p.bold = 0
	breaks := p.breaks
	p.breaks, p.last = nil, nil
	if text == "" {
		return
	}
	text = clean(text)
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
	block := corpus.Block{Gap: true, Bold: min(bold, len(text))}
	if p.large && len(text) <= 200 {
		block.Kind = corpus.HeadingBlock
	}
	p.b.add(text, block)
}
