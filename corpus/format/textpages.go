package format

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// pageLine is a line that only numbers a page: "Page 2 of 9", "- Seite 2 -", "2 / 9". A number
// by itself is one at the edge of a page alone.
var (
	pageLine = lazyregexp.New(`(?i)^[\s\-–—|]*(?:(?:page|seite|p\.|pag\.|página|pagina|strona|strana|sida|side|sivu|oldal|стр\.|страница)\s*(\d{1,4})` +
		`(?:\s*(?:of|von|de|sur|di|van|av|af|z|ze|из|/)\s*(\d{1,4}))?|(\d{1,4})\s*(?:of|von|de|sur|di|van|/)\s*(\d{1,4}))[\s\-–—|]*$`)
	bareNumber = lazyregexp.New(`^[\s\-–—|]*(\d{1,4})[\s\-–—|]*$`)
)

// A numberedPage is a line that may be the number of a page.
type numberedPage struct {
	line, number int
	of           string // how many pages there are, as the line says
}

// withoutPages takes form feeds out of a plain text, and the lines that number its pages: two or
// more that count up one by one.
func withoutPages(body string) (string, []corpus.LeftOut) {
	lines := strings.Split(body, "\n")
	feeds := strings.Contains(body, "\f")
	var named, bare []numberedPage
	for i, line := range lines {
		if len(line) > 40 || !strings.ContainsAny(line, "0123456789") {
			continue
		}
		if p, ok := pageNumbered(pageLine(), line); ok {
			named = append(named, p.at(i))
		} else if p, ok := pageNumbered(bareNumber(), line); ok && feeds && besideFeed(lines, i) {
			bare = append(bare, p.at(i))
		}
	}
	gone := map[int]bool{}
	var left []corpus.LeftOut
	for _, pages := range [][]numberedPage{named, bare} {
		if !countUp(pages) {
			continue
		}
		for _, p := range pages {
			gone[p.line] = true
			left = append(left, corpus.LeftOut{Why: corpus.PageNumber, Where: "line " + strconv.Itoa(p.line+1), Text: strings.TrimSpace(lines[p.line])})
		}
	}
	if !feeds && len(gone) == 0 {
		return body, nil
	}
	kept := lines[:0]
	for i, line := range lines {
		if gone[i] {
			continue
		}
		kept = append(kept, strings.ReplaceAll(strings.Trim(line, "\f"), "\f", "\n"))
	}
	return strings.Join(kept, "\n"), left
}

// pageNumbered reads the number of a page, and of how many, in the groups of an expression.
func pageNumbered(re *regexp.Regexp, line string) (p numberedPage, ok bool) {
	m := re.FindStringSubmatch(line)
	if m == nil {
		return p, false
	}
	groups := slices.DeleteFunc(m[1:], func(s string) bool { return s == "" })
	p.number, _ = strconv.Atoi(groups[0])
	if len(groups) > 1 {
		p.of = groups[1]
	}
	return p, true
}

func (p numberedPage) at(line int) numberedPage {
	p.line = line
	return p
}

// countUp reports whether lines are the numbers of pages that follow each other.
func countUp(pages []numberedPage) bool {
	for i, p := range pages {
		if i > 0 && (p.number != pages[i-1].number+1 || p.of != pages[i-1].of) {
			return false
		}
	}
	return len(pages) > 1
}

// besideFeed reports whether line i is the first or the last of a page that has words, by the
// form feed before or behind it.
func besideFeed(lines []string, i int) bool {
	if strings.Contains(lines[i], "\f") {
		return true
	}
	for _, step := range []int{-1, 1} {
		for n := i + step; ; n += step {
			if n < 0 || n == len(lines) { // the edge of the text
				return true
			}
			if strings.HasSuffix(lines[n], "\f") && step < 0 || strings.HasPrefix(lines[n], "\f") && step > 0 {
				return true
			}
			if strings.TrimSpace(lines[n]) != "" {
				break
			}
			if strings.Contains(lines[n], "\f") {
				return true
			}
		}
	}
	return false
}
