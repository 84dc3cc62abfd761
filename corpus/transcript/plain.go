package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// plain adds the blocks [first, end) as paragraphs and headings without a speaker. Times in
// lines of their own are those of the paragraphs below; those with which lines begin, of the lines.
func (a *assembler) plain(first, end int) {
	long := a.longLines(first, end)
	timed := len(a.timeLines()) >= 2 || len(a.lead) > 0
	for i := first; i < end; {
		words, at := i, timeLine{corpus.NoTime, corpus.NoTime}
		if timed {
			words, at = a.afterTimes(i, end)
		}
		next := min(words+1, end)
		for next < end && !a.startsParagraph(next, long) && !(timed && isTime(a.timeLines(), next)) && a.lead[next].words == 0 {
			next++
		}
		b, last := a.Blocks[i], a.Blocks[next-1]
		span := a.text.Trim(corpus.Span{Start: b.Span.Start, End: last.Span.End})
		t := corpus.Turn{Start: span.Start, Body: span.Start, End: span.End, Speaker: -1, From: at.from, To: at.to}
		switch lead := a.lead[i]; {
		case b.Kind == corpus.CueBlock:
			t.From, t.To = b.From, last.To
		case lead.words > 0:
			t.From, t.To, t.Body = lead.from, lead.to, b.Span.Start+lead.words
		case words == end:
			t.Body = t.End
		case words > i:
			t.Body = a.text.Trim(a.Blocks[words].Span).Start
		}
		short := b.Kind == corpus.LineBlock && next < len(a.Blocks) && titleLike(a.Body[span.Start:span.End])
		if next == i+1 && words == i && (a.heading(i) || short) {
			t.Kind = corpus.Heading
		}
		a.out.Turns = append(a.out.Turns, t)
		i = next
	}
}

// startsParagraph reports whether block i begins a paragraph rather than continue
// the one before; long is what longLines says.
func (a *assembler) startsParagraph(i int, long bool) bool {
	b, before := a.Blocks[i], a.Blocks[i-1]
	if b.Kind == corpus.CueBlock {
		// Without voices, only the end of a sentence or a pause of two seconds
		// separates paragraphs.
		said := strings.TrimRight(a.Body[before.Span.Start:before.Span.End], `"'”’)`)
		return strings.ContainsAny(said[max(len(said)-3, 0):], ".?!…。？！") || b.From-before.To >= 2e9
	}
	row := a.tasks()[i] && strings.Contains(a.line(i), "\t")
	return b.Gap || long || row || a.heading(i) || a.heading(i-1)
}

// longLines reports whether each line is a paragraph, because the text has no hard
// line breaks and thus needs no empty lines between paragraphs.
func (a *assembler) longLines(first, end int) bool {
	bytes := 0
	for _, b := range a.Blocks[first:end] {
		bytes += b.Span.Len()
	}
	return end > first && bytes/(end-first) > 120
}

var numbered = lazyregexp.New(`^\s*(\d+(\.\d+)*[.)]?|[A-Z][.)])\s+\p{Lu}`)

// heading reports whether block i is certainly a heading: marked as one, or a short
// numbered line that is a paragraph of its own.
func (a *assembler) heading(i int) bool {
	b := a.Blocks[i]
	if a.guided[i] {
		return true
	}
	if b.Kind != corpus.LineBlock {
		return b.Kind == corpus.HeadingBlock
	}
	if slices.Contains(a.items, i) {
		return false
	}
	alone := b.Gap && (i+1 == len(a.Blocks) || a.Blocks[i+1].Gap)
	line := a.Body[b.Span.Start:b.Span.End]
	return alone && numbered().MatchString(line) && titleLike(line)
}

// titleLike reports whether a paragraph reads like a heading.
func titleLike(line string) bool {
	line = strings.TrimSpace(line)
	first, _ := utf8.DecodeRuneInString(line)
	last, _ := utf8.DecodeLastRuneInString(line)
	if key, _, ok := strings.Cut(line, ":"); ok && heading(strings.ToLower(key)) {
		return false // "Present: Roe, Penn"
	}
	return utf8.RuneCountInString(line) <= 80 && len(strings.Fields(line)) <= 12 &&
		(unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == ')')
}
