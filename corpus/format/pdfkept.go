package format

import (
	"fmt"
	"strings"
	"unicode"

	"crosscase/corpus"
)

// notKept names the pages of which words are neither in the text nor left out, by the
// engine's own text of the page, and those that are pictures or in letters that the file
// does not tell.
func notKept(pages []pdfPage, doc corpus.Document, gone []pdfLeftOut) (found []pdfLeftOut) {
	for n, p := range pages {
		if p.image {
			found = append(found, pdfLeftOut{n, corpus.UnreadablePage, ""})
			continue
		}
		words := wordsIn(p.plain)
		if len(words) == 0 && p.lost == 0 {
			continue
		}
		kept := pageWords(doc, n)
		for _, g := range gone {
			if g.page == n {
				kept += "\n" + g.text
			}
		}
		missing := missingWords(words, kept)
		if letters := len(p.plain); p.lost > 0 && p.lost*50 > letters || len(missing)*50 > len(words) {
			found = append(found, pdfLeftOut{n, corpus.UnreadablePage, strings.Join(missing, " ")})
		}
	}
	return found
}

// pageWords is the text of a page, and of the next one, at whose beginning the end of a
// paragraph and the notes below it may be.
func pageWords(doc corpus.Document, n int) string {
	end := len(doc.Body)
	if n+2 < len(doc.Pages) {
		end = doc.Pages[n+2]
	}
	start := 0
	if n > 0 { // the first half of a divided word
		start = max(doc.Pages[n]-80, 0)
	}
	return doc.Body[start:end]
}

// wordsIn are the words of a text, without the marks around them. Those that are divided
// at the end of a line are two.
func wordsIn(text string) []string {
	return strings.FieldsFunc(expandAll(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// expandAll writes ligatures as their letters.
func expandAll(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return r >= 'ﬀ' && r <= 'ﬆ' }) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		b.WriteString(expand(r))
	}
	return b.String()
}

// missingWords are the words that are not in a text as often as they should be, not even
// as a part of others: a word may be divided, and two may be joined.
func missingWords(words []string, kept string) (missing []string) {
	count := map[string]int{}
	for _, w := range wordsIn(kept) {
		count[w]++
	}
	need := map[string]int{}
	joined, tries := "", 1000 // where more are missing, the page is garbled
	for _, w := range words {
		if need[w]++; need[w] <= count[w] {
			continue
		}
		if joined == "" {
			joined = strings.Join(wordsIn(kept), "")
		}
		if tries--; tries < 0 || strings.Count(joined, w) < need[w] {
			missing = append(missing, w)
		}
	}
	return missing
}

// pageName is how a page is called where something is left out of it.
func pageName(page int) string { return fmt.Sprintf("p. %d", page+1) }
