package index

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Query is a query that [Parse] has read.
type Query struct {
	text string
	root node
}

// String returns the query as it was typed.
func (q Query) String() string { return q.text }

// A node is a part of a query.
type node interface{}

type (
	// and is all of must and none of not. may only matters where must is empty: one of it.
	and struct{ must, not, may []node }
	or  struct{ any []node }
	// word is a word in any of its forms, or only as written where exact.
	word struct {
		text  string
		exact bool
	}
	phrase struct{ text string }
	prefix struct{ text string }
	fuzzy  struct {
		text  string
		edits int
	}
	pattern struct{ re *regexp.Regexp }
	// fact is a turn of a speaker, an organisation…
	fact struct{ name, value string }
)

// A SyntaxError is where and why a query cannot be read.
type SyntaxError struct {
	Query  string
	Offset int // bytes
	Reason string
}

// Error names the place by characters, from 1.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("query, character %d: %s", utf8.RuneCountInString(e.Query[:e.Offset])+1, e.Reason)
}

// Hint returns the query with a mark below the place.
func (e *SyntaxError) Hint() string {
	return e.Query + "\n      " + strings.Repeat(" ", utf8.RuneCountInString(e.Query[:e.Offset])) + "^"
}

// Facts are the fields of a query, the names before a colon, that Parse knows without being
// told, other than "exact".
var Facts = []string{"speaker", "organisation", "case", "source", "type", "role", "date"}

// Parse reads a query:
//
//	trust                    the word in all its forms: trusts, trusted, trusting
//	exact:trusted            the word as written
//	"shared vision"          adjacent words as written
//	trust cost               both in one turn; also trust AND cost
//	trust OR cost            either
//	trust -cost              the first without the second; also trust NOT cost
//	+trust cost              the first, with or without the second
//	(trust OR faith) cost    parentheses
//	collab*                  words with this beginning
//	colour~ colour~2         words that differ by at most one or two letters
//	/organi[sz]ation/        words that match a regular expression as a whole (RE2)
//	speaker:roe              turns of a speaker; also organisation:, case:, source:,
//	                         type:, role:, date:, and the fields in more
//
// The error is a [*SyntaxError].
func Parse(query string, more ...string) (Query, error) {
	p := parser{text: query, fields: slices.Clone(Facts)}
	for _, name := range more {
		if !slices.Contains(p.fields, name) {
			p.fields = append(p.fields, name)
		}
	}
	root, err := p.or()
	if err == nil && p.at < len(p.text) {
		err = p.fail(p.at, "this ) closes nothing")
	}
	if err == nil && !positive(root) {
		err = p.fail(0, "nothing to look for; give at least one word, phrase or pattern")
	}
	if err != nil {
		return Query{}, err
	}
	return Query{query, root}, nil
}

// positive reports whether n has words to find, not only words to leave out and fields.
func positive(n node) bool {
	switch n := n.(type) {
	case nil, fact:
		return false
	case and:
		return slices.ContainsFunc(n.must, positive) || slices.ContainsFunc(n.may, positive)
	case or:
		return !slices.ContainsFunc(n.any, func(n node) bool { return !positive(n) })
	}
	return true
}

// A parser reads a query by recursive descent: or of and of one.
type parser struct {
	text   string
	fields []string
	at     int // bytes that are read
	depth  int // of parentheses
}

// ended reports whether the query or the parenthesis ends here.
func (p *parser) ended() bool { return p.at >= len(p.text) || p.text[p.at] == ')' }

// fail is an error at a place.
func (p *parser) fail(at int, format string, args ...any) error {
	return &SyntaxError{p.text, at, fmt.Sprintf(format, args...)}
}

// blank skips white space.
func (p *parser) blank() {
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

// keyword skips w if it is the next word.
func (p *parser) keyword(w string) bool {
	rest := p.text[p.at:]
	if !strings.HasPrefix(rest, w) {
		return false
	}
	if after := rest[len(w):]; after != "" && !strings.ContainsAny(after[:1], " \t\n()\"") {
		return false
	}
	p.at += len(w)
	p.blank()
	return true
}

// or reads alternatives; nil is an empty query or parenthesis.
func (p *parser) or() (node, error) {
	var all []node
	for {
		start := p.at
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		if n == nil && (len(all) > 0 || !p.ended()) {
			return nil, p.fail(start, "OR needs something on both sides")
		}
		all = append(all, n)
		if !p.keyword("OR") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return or{all}, nil
}

// and reads a list of terms, each with its sign, up to OR or the end; nil is an empty
// list.
func (p *parser) and() (node, error) {
	var a and
	plus := false
	for p.blank(); !p.ended() && !p.ahead("OR"); p.blank() {
		start := p.at
		if p.keyword("AND") {
			if len(a.must)+len(a.may)+len(a.not) == 0 || p.ended() {
				return nil, p.fail(start, "AND needs something on both sides")
			}
			continue
		}
		sign := p.sign()
		n, err := p.one(start)
		if err != nil {
			return nil, err
		}
		switch sign {
		case '-':
			a.not = append(a.not, n)
		case '+':
			plus = true
			a.must = append(a.must, n)
		default:
			a.may = append(a.may, n)
		}
	}
	if !plus {
		a.must, a.may = a.may, nil
	}
	switch {
	case len(a.must)+len(a.may)+len(a.not) == 0:
		return nil, nil
	case len(a.must) == 1 && len(a.may)+len(a.not) == 0:
		return a.must[0], nil
	}
	return a, nil
}

// ahead reports whether w is the next word.
func (p *parser) ahead(w string) bool {
	start := p.at
	found := p.keyword(w)
	p.at = start
	return found
}

// sign reads the sign before a term: '-', also as NOT, '+', or 0 for none.
func (p *parser) sign() byte {
	if p.keyword("NOT") {
		return '-'
	}
	if c := p.text[p.at]; c == '-' || c == '+' {
		p.at++
		return c
	}
	return 0
}

// maxDepth is how deep parentheses may be nested.
const maxDepth = 100

// one reads a word, a phrase, a pattern, a fact or a parenthesis. start is the place of
// its sign.
func (p *parser) one(start int) (node, error) {
	if r, _ := utf8.DecodeRuneInString(p.text[p.at:]); p.at >= len(p.text) || unicode.IsSpace(r) {
		return nil, p.fail(start, "a word must follow here")
	}
	switch p.text[p.at] {
	case '(':
		return p.parenthesis()
	case ')':
		return nil, p.fail(p.at, "something must stand before this )")
	case '"':
		s, err := p.until('"', "this phrase is not closed; put \" at its end")
		if err == nil && !strings.ContainsFunc(s, wordRune) {
			err = p.fail(start, "no word in this phrase")
		}
		return phrase{s}, err
	case '/':
		return p.pattern()
	}
	return p.word()
}

func (p *parser) parenthesis() (node, error) {
	open := p.at
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(open, "parentheses nest too deep")
	}
	p.at++
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.at >= len(p.text) {
		return nil, p.fail(open, "this ( is not closed")
	}
	if n == nil {
		return nil, p.fail(open, "nothing in these parentheses")
	}
	p.at++
	p.depth--
	return n, nil
}

func (p *parser) pattern() (node, error) {
	open := p.at
	s, err := p.until('/', "this pattern is not closed; put / at its end")
	if err != nil {
		return nil, err
	}
	re, err := regexp.Compile(`^(?i:` + s + `)$`)
	if err != nil {
		return nil, p.fail(open, "no pattern: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return pattern{re}, nil
}

// wordRune reports whether a rune makes a word.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// until reads up to the next end. In a pattern, a backslash escapes it. missing is the
// error where there is none.
func (p *parser) until(end byte, missing string) (string, error) {
	open := p.at
	for i := p.at + 1; i < len(p.text); i++ {
		switch {
		case p.text[i] == '\\' && end == '/':
			i++
		case p.text[i] == end:
			p.at = i + 1
			return p.text[open+1 : i], nil
		}
	}
	return "", p.fail(open, "%s", missing)
}

// word reads a word up to white space, a parenthesis or a quotation mark.
func (p *parser) word() (node, error) {
	start := p.at
	end := start
	for end < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[end:])
		if unicode.IsSpace(r) || strings.ContainsRune(`()"`, r) {
			break
		}
		if end += n; r == ':' {
			break
		}
	}
	text := p.text[start:end]
	p.at = end
	if name, ok := strings.CutSuffix(text, ":"); ok {
		return p.fact(start, name)
	}
	if base, edits, ok := cutFuzzy(text); ok {
		if !strings.ContainsFunc(base, wordRune) {
			return nil, p.fail(start, "no word before ~")
		}
		return fuzzy{base, edits}, nil
	}
	if base, ok := strings.CutSuffix(text, "*"); ok {
		if !strings.ContainsFunc(base, wordRune) || strings.Contains(base, "*") {
			return nil, p.fail(start, "* stands for the end of a word; use /…/ for other patterns")
		}
		return prefix{base}, nil
	}
	if !strings.ContainsFunc(text, wordRune) {
		return nil, p.fail(start, "%q is no word", text)
	}
	return word{text: text}, nil
}

// cutFuzzy splits a fuzzy word into the word and the letters it may differ by.
func cutFuzzy(text string) (base string, edits int, ok bool) {
	if base, ok = strings.CutSuffix(text, "~"); ok {
		return base, 1, true
	}
	if base, ok = strings.CutSuffix(text, "~1"); ok {
		return base, 1, true
	}
	base, ok = strings.CutSuffix(text, "~2")
	return base, 2, ok
}

// fact reads the value of a field.
func (p *parser) fact(start int, name string) (node, error) {
	name = strings.ToLower(name)
	if name == "organization" {
		name = "organisation"
	}
	if name != "exact" && !slices.Contains(p.fields, name) {
		return nil, p.fail(start, "no field %q; fields are exact, %s", name, strings.Join(p.fields, ", "))
	}
	if p.at >= len(p.text) || unicode.IsSpace(rune(p.text[p.at])) {
		return nil, p.fail(start, "something must follow %s:", name)
	}
	at := p.at
	n, err := p.one(start)
	if err != nil {
		return nil, err
	}
	var value string
	switch n := n.(type) {
	case word:
		value = n.text
	case phrase:
		value = n.text
	default:
		return nil, p.fail(at, "a word or a phrase must follow %s:", name)
	}
	if name == "exact" {
		return word{value, true}, nil
	}
	return fact{name, strings.ToLower(value)}, nil
}
