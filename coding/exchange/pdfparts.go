package exchange

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// What places parts of pages are given by.
const (
	byName      = "selection of a page: is on the words that its name quotes"
	byNameAway  = "selection of a page whose name quotes words of another page: is on those"
	byNameAndIn = "selection of a page whose name is cut short: goes on to the end of its rectangle"
	byRectangle = "selection of a page whose name quotes no words there: is on those in its rectangle"
)

// A pdfText is a PDF file that came without its text, with the text that was read of it.
type pdfText struct {
	source *refi.Source
	body   string
	find   *corpus.Finder
	begins []int            // byte of the body at which each page begins
	drawn  []format.PDFPage // where letters are
	named  map[string]int   // how many parts have a name
	read   map[int]letters  // of pages of the body
	seen   map[int]letters  // of pages as they are drawn
}

func newPDFText(s *refi.Source, read corpus.Document, drawn []format.PDFPage) *pdfText {
	p := &pdfText{source: s, body: read.Body, find: &corpus.Finder{Text: corpus.Text{Body: read.Body}}, begins: read.Pages, drawn: drawn}
	p.named, p.read, p.seen = map[string]int{}, map[int]letters{}, map[int]letters{}
	for _, part := range s.Selections {
		p.named[strings.TrimSpace(part.Name)]++
	}
	return p
}

// A pageCounting is how a file counts pages, and from where heights on them. The standard
// counts pages from 0 and heights from below.
type pageCounting struct {
	first   int  // number of the first page
	down    bool // heights count from above
	unknown bool // rectangles do not hold the words that their names quote
}

// pageCountings are all that are known, as the report says them.
var pageCountings = []struct {
	pageCounting
	said string
}{
	{pageCounting{}, ""},
	{pageCounting{first: 1}, "pages of PDF files that are counted from 1, as the words in rectangles prove"},
	{pageCounting{down: true}, "rectangles in PDF files that are counted from the top of the page, as the words in them prove"},
	{pageCounting{first: 1, down: true}, "pages of PDF files that are counted from 1, and rectangles from the top, as the words in them prove"},
}

// maxProofs is how many parts of a file are asked how it counts.
const maxProofs = 200

// countingOf finds how a project counts: as the standard does, unless counted otherwise more
// rectangles hold the words of their names. It says what is not as the standard has it.
func countingOf(all []*pdfText) (best pageCounting, said string) {
	held, quoted := make([]int, len(pageCountings)), 0
	for _, p := range all {
		for _, part := range p.source.Selections[:min(len(p.source.Selections), maxProofs)] {
			name := lettersIn(uncut(part.Name)).text
			if len(name) < 4 || len(p.find.Find(uncut(part.Name))) == 0 {
				continue
			}
			quoted++
			for i, c := range pageCountings {
				if bytes.Contains(p.inside(part, c.pageCounting).text, name) {
					held[i]++
				}
			}
		}
	}
	most := slices.Index(held, slices.Max(held))
	if quoted > 0 && held[most] == 0 {
		return pageCounting{unknown: true}, "rectangles in PDF files that do not hold the words of their names: names alone count"
	}
	return pageCountings[most].pageCounting, pageCountings[most].said
}

// uncut is a name without the dots of what was cut off.
func uncut(name string) string {
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(name), "…"), "..."))
}

// place finds the words of a part of a page: those that are quoted with it, where they stand
// once on the page, or once of several times in the rectangle; else those in the rectangle. how
// says which; "" where it is in doubt.
func (p *pdfText) place(part *refi.Selection, c pageCounting) (span corpus.Span, how string) {
	under, known := p.under(part, c)
	ofSeveral := p.named[strings.TrimSpace(part.Name)] > 1 // parts of one quotation
	var away []corpus.Span
	for _, quote := range quotesOf(part) {
		found := p.find.Find(uncut(quote))
		on := onPage(found, p.begins, part.Page-c.first)
		if in := p.within(on, under); len(on) > 1 || ofSeveral && known {
			if len(on) > 1 && len(in) != 1 && !ofSeveral {
				return span, "" // it may be any
			}
			on = in
		}
		switch {
		case len(on) == 1 && uncut(quote) != strings.TrimSpace(quote) && known && p.goesOn(on[0], under):
			return corpus.Span{Start: on[0].Start, End: under.End}, byNameAndIn
		case len(on) == 1:
			return on[0], byName
		case len(found) == 1:
			away = found
		}
	}
	switch {
	case away != nil && (!ofSeveral || !known):
		return away[0], byNameAway
	case known:
		return under, byRectangle
	}
	return span, ""
}

// quotesOf are what quotes the words of a part: its own words, which some programs write, and
// its name.
func quotesOf(part *refi.Selection) (quotes []string) {
	if r := part.Representation; r != nil && r.Content != nil {
		quotes = append(quotes, *r.Content)
	}
	return append(quotes, part.Name)
}

// within are the spans whose letters are part of another one.
func (p *pdfText) within(all []corpus.Span, whole corpus.Span) (in []corpus.Span) {
	for _, s := range all {
		before, after := max(s.Start, min(s.End, whole.Start)), min(s.End, max(s.Start, whole.End))
		if before < after && len(lettersIn(p.body[s.Start:before]+p.body[after:s.End]).text) == 0 {
			in = append(in, s)
		}
	}
	return in
}

// goesOn tells whether a span begins with the words of a quote and has more of them.
func (p *pdfText) goesOn(quote, span corpus.Span) bool {
	first, last := min(quote.Start, span.Start), max(quote.Start, span.Start)
	return span.End > quote.End && len(lettersIn(p.body[first:last]).text) == 0
}

// under finds the words of the text in the rectangle of a part; false where those letters are
// not there, or several times and it is unclear which they are.
func (p *pdfText) under(part *refi.Selection, c pageCounting) (span corpus.Span, ok bool) {
	page := part.Page - c.first
	in := p.inside(part, c)
	if len(in.text) == 0 || page >= len(p.begins) {
		return span, false
	}
	end := len(p.body)
	if page+1 < len(p.begins) {
		end = p.begins[page+1]
	}
	if _, there := p.read[page]; !there {
		p.read[page] = lettersIn(p.body[p.begins[page]:end])
		p.seen[page] = lettersIn(p.draws(page))
	}
	read, seen := p.read[page], p.seen[page]
	places, drawn := indexes(read.text, in.text), indexes(seen.text, in.text)
	n := 0
	if len(places) > 1 {
		n = slices.IndexFunc(drawn, func(i int) bool { return seen.at[i] == in.at[0] })
		if len(places) != len(drawn) || n < 0 {
			return span, false
		}
	}
	if len(places) == 0 {
		return span, false
	}
	last := places[n] + len(in.text)
	span = corpus.Span{Start: p.begins[page] + read.at[places[n]], End: p.begins[page] + read.at[last-1]}
	_, size := utf8.DecodeRuneInString(p.body[span.End:])
	span.End += size
	for _, sign := range in.behind { // what ends the sentence
		if strings.HasPrefix(p.body[span.End:end], string(sign)) {
			span.End += utf8.RuneLen(sign)
		}
	}
	return span, true
}

// draws is what a page draws, in its order.
func (p *pdfText) draws(page int) string {
	var b strings.Builder
	for _, l := range p.drawn[page].Letters {
		b.WriteRune(l.Rune)
	}
	return b.String()
}

// inside are the letters in the rectangle of a part, at their places in what the page draws.
func (p *pdfText) inside(part *refi.Selection, c pageCounting) (in letters) {
	page := part.Page - c.first
	if c.unknown || page < 0 || page >= len(p.drawn) {
		return in
	}
	box := part.Box
	if c.down {
		height := int(p.drawn[page].Height + 0.5)
		box[1], box[3] = height-box[1], height-box[3]
	}
	left, right := float32(min(box[0], box[2])-1), float32(max(box[0], box[2])+1)
	bottom, top := float32(min(box[1], box[3])-1), float32(max(box[1], box[3])+1)
	at := 0
	for _, l := range p.drawn[page].Letters {
		if l.X > left && l.X < right && l.Y > bottom && l.Y < top {
			in.add(l.Rune, at)
		}
		at += utf8.RuneLen(l.Rune)
	}
	return in
}

// letters are those of a text alone, in lower case and without accents, so that it does not
// matter how it is broken into lines.
type letters struct {
	text   []byte
	at     []int  // for each byte, that of its letter in the whole text
	behind []rune // signs behind the last letter
}

func lettersIn(s string) (l letters) {
	for i, r := range s {
		l.add(r, i)
	}
	return l
}

func (l *letters) add(r rune, at int) {
	switch r = unicode.ToLower(r); {
	case unicode.IsSpace(r), unicode.IsMark(r):
		return
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		l.behind = append(l.behind, r)
		return
	case r < utf8.RuneSelf:
		l.text = append(l.text, byte(r))
	default:
		for _, d := range norm.NFKD.String(string(r)) {
			if !unicode.IsMark(d) {
				l.text = utf8.AppendRune(l.text, d)
			}
		}
	}
	l.behind = nil
	for len(l.at) < len(l.text) {
		l.at = append(l.at, at)
	}
}

// indexes are the places of a needle in a text.
func indexes(text, needle []byte) (all []int) {
	for from := 0; ; {
		n := bytes.Index(text[from:], needle)
		if n < 0 {
			return all
		}
		all = append(all, from+n)
		from += n + 1
	}
}
