package analysis

import (
	"slices"
	"strings"
	"unicode"

	"crosscase/coding"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
	"crosscase/coding/words"
	"crosscase/corpus"
)

// A search leads from numbers of words to what a search finds of them.
type search struct {
	Input
	options words.Options
	keys    map[string]matrix.Key // of the dimension that is asked for, by their labels
}

// value is a value of the dimension. Two of one label are counted together, and no filter
// is of both.
func (x *search) value(k matrix.Key) {
	if other, known := x.keys[k.Label]; known && other != k {
		k = matrix.Key{}
	}
	x.keys[k.Label] = k
}

// in leads from the numbers of a table whose lines begin with a word: of all texts in the
// columns of these heads, of the value that others are called after.
func (x *search) in(g *report.Grid, all ...string) behind {
	return func(row, column int) (coding.Filter, string, bool) {
		f, q := x.Filter, x.query(g.Rows[row][0].(string))
		if column == 0 || q == "" {
			return f, q, false
		}
		if slices.Contains(all, g.Head[column]) {
			return f, q, true
		}
		key, known := x.keys[g.Head[column]]
		if !known || key.Dimension == "" {
			return f, q, false
		}
		f, _, ok := narrowed(f, key)
		return f, q, ok
	}
}

// query finds a word or a phrase as it is counted; it is empty where no query does.
func (x *search) query(text string) string {
	parts := strings.Fields(text)
	repeats := len(slices.Compact(slices.Sorted(slices.Values(parts)))) < len(parts)
	switch {
	case repeats && len(parts) > 1: // which may overlap itself: a search finds the stretch once
		return ""
	case len(parts) > 1 && !x.options.Stems:
		return `"` + text + `"`
	case !x.options.Stems:
		return `exact:"` + text + `"`
	case len(parts) > 1 || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) || !x.oneLanguage():
		return "" // phrases are found as written, and each language has its own forms
	}
	return text
}

// oneLanguage tells whether all sources are of one language.
func (x *search) oneLanguage() bool {
	return !slices.ContainsFunc(x.Study.Sources, func(src *corpus.Source) bool {
		return !strings.EqualFold(src.Language, x.Study.Sources[0].Language)
	})
}
