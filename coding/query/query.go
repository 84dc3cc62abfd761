// Package query reads what people type to choose passages: filters, code queries and
// command lines.
//
// [Filters] is the table of filters; flags, forms and completion follow from it, and
// [Names.Resolve] turns typed values into a [coding.Filter]. A code query, as
//
//	Reputation NEAR Trust WITHIN 20 WORDS organisation:"Kestrel Bay"
//
// is read by [Parse]; [Query.Resolve] finds the tags of a study that it means, as a
// condition of such a filter, so what a query finds is what the matrix counts.
// [Split] and [Quote] read and write command lines, and a [Writer] writes a filter as it
// is typed.
//
// Laws, in laws_test.go:
//
//   - quoting: what is quoted is read as it was, by us and by a POSIX shell
//   - writing: a filter that is written lets the same passages through when it is read
//   - conditions: conditions behind a theme let the same passages through as a filter
package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

// A Query is a code query: which passages, by their themes, by how they stand to
// other passages and by what is known of them.
//
//	Motivation AND Reputation            passages of both, the same or overlapping
//	Trust OVERLAPS Cost                  passages of the left one that overlap one of the right
//	Trust WITHIN Cost, Trust ENCLOSES Cost, Trust EQUALS Cost
//	Trust FOLLOWED BY Cost WITHIN 3 TURNS
//	Trust NEAR Cost WITHIN 50 WORDS
//	Trust NOT (Cost OR Savings)
//	Trust text:"shared vision"           that hold these words
//	turn:int-03:12 turn:int-03:12-15     that touch a turn of a source
//	coder:AK about:Northmoor weight>2    tags
//	organisation:Northmoor rank:chief    who speaks, with any attribute
//	@strong                              a saved query
//
// [Parse] reads one, [Query.Resolve] looks up what it names and gives a
// [coding.Where] for a [coding.Filter].
type Query struct {
	root queryNode
	text string
}

// A queryNode is a node of a query's tree, one of the types below.
type queryNode any

type (
	// queryTheme is a theme with those below it.
	queryTheme struct {
		name string
		at   int
	}
	// querySaved is a saved query.
	querySaved struct {
		name string
		at   int
	}
	// queryFact is a condition on tags or on where they are.
	queryFact struct {
		name, operator, value string // the name in lower case, or an attribute's as it was typed
		at                    int
	}
	queryNot  struct{ of queryNode }
	queryBoth struct { // AND, OR
		or          bool
		left, right queryNode
	}
	queryRelation struct {
		kind        relation
		left, right queryNode
		distance    int
		words       bool // the distance is in words, else in turns
	}
)

// A relation is how a passage stands to another one of the same text.
type relation string

const (
	overlaps   relation = "OVERLAPS" // at least one letter in common
	within     relation = "WITHIN"   // inside it, or the same
	encloses   relation = "ENCLOSES" // around it, or the same
	equals     relation = "EQUALS"   // the same words, from the same beginning to the same end
	followedBy relation = "FOLLOWED BY"
	precededBy relation = "PRECEDED BY"
	near       relation = "NEAR" // one of overlapping, followed and preceded
)

// defaultTurns is a distance where the query does not say.
const defaultTurns = 1

// Parse reads a code query. The error wraps [coding.ErrInvalid] and points at the
// place.
func Parse(text string) (*Query, error) {
	p := queryParser{text: text}
	if err := p.cut(); err != nil {
		return nil, err
	}
	if len(p.tokens) == 0 {
		return nil, coding.WithHint(coding.Errorf(coding.ErrInvalid, "an empty query"), `write a theme, or two as in "Trust AND Cost"`)
	}
	root, err := p.any(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.text != "" {
		if t.text == ")" {
			return nil, p.wrong(t.at, "a closing parenthesis without an opening one")
		}
		return nil, p.wrong(t.at, "AND, OR or another operator is missing before %s", t.shown())
	}
	return &Query{root, text}, nil
}

type queryToken struct {
	text   string
	Quoted bool // a name in quotation marks
	glued  bool // nothing stands between it and the token before
	at     int
}

func (t queryToken) shown() string {
	if t.text == "" {
		return "the end"
	}
	return strconv.Quote(t.text)
}

func (t queryToken) keyword() bool {
	return !t.Quoted && (t.text == "(" || t.text == ")" || queryKeywords[t.text])
}

var queryKeywords = map[string]bool{"AND": true, "OR": true, "NOT": true, "OVERLAPS": true, "WITHIN": true, "ENCLOSES": true,
	"EQUALS":   true,
	"FOLLOWED": true, "PRECEDED": true, "NEAR": true}

// maxQuery is how many bytes a query may have, maxDepth how deep it may nest:
// neither is ever needed, and both keep a hostile one from costing anything.
const (
	maxQuery = 10_000
	maxDepth = 200
)

type queryParser struct {
	text   string
	tokens []queryToken
	next   int
}

// wrong is an error that shows the place.
func (p *queryParser) wrong(at int, format string, args ...any) error {
	return wrongAt(p.text, at, format, args...)
}

func wrongAt(text string, at int, format string, args ...any) error {
	return errorAt(coding.ErrInvalid, text, at, format, args...)
}

// errorAt makes an error of a kind that points at a place of a query.
func errorAt(kind error, text string, at int, format string, args ...any) error {
	at = min(at, len(text))
	letter := utf8.RuneCountInString(text[:at]) + 1
	err := coding.Errorf(kind, "query: letter %d: %s", letter, fmt.Sprintf(format, args...))
	return coding.WithHint(err, "here: %s▸%s", text[:at], text[at:])
}

var closing = map[rune]rune{'"': '"', '“': '”', '„': '“', '«': '»'}

// cut cuts the text into tokens.
func (p *queryParser) cut() error {
	if len(p.text) > maxQuery || !utf8.ValidString(p.text) {
		return coding.Errorf(coding.ErrInvalid, "query: more than %d bytes, or not text (UTF-8)", maxQuery)
	}
	for i := 0; i < len(p.text); {
		r, size := utf8.DecodeRuneInString(p.text[i:])
		glued := i > 0 && len(p.tokens) > 0 && !unicode.IsSpace(lastRune(p.text[:i]))
		switch {
		case unicode.IsSpace(r):
			i += size
		case r == '(' || r == ')':
			p.tokens = append(p.tokens, queryToken{text: string(r), at: i})
			i += size
		case closing[r] != 0:
			n := strings.IndexRune(p.text[i+size:], closing[r])
			if n < 0 {
				return p.wrong(i, "a quotation mark that is not closed")
			}
			p.tokens = append(p.tokens, queryToken{text: p.text[i+size : i+size+n], Quoted: true, glued: glued, at: i})
			i += size + n + utf8.RuneLen(closing[r])
		default:
			n := strings.IndexFunc(p.text[i:], func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' || closing[r] != 0 })
			if n < 0 {
				n = len(p.text) - i
			}
			p.tokens = append(p.tokens, queryToken{text: p.text[i : i+n], glued: glued, at: i})
			i += n
		}
	}
	return nil
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func (p *queryParser) peek() queryToken {
	if p.next < len(p.tokens) {
		return p.tokens[p.next]
	}
	return queryToken{at: len(p.text)}
}

// take takes the next token if it is this word.
func (p *queryParser) take(word string) bool {
	if t := p.peek(); t.text == word && !t.Quoted {
		p.next++
		return true
	}
	return false
}

// any reads what stands between ORs.
func (p *queryParser) any(depth int) (queryNode, error) {
	if depth > maxDepth {
		return nil, p.wrong(p.peek().at, "nested too deep")
	}
	left, err := p.all(depth)
	for err == nil && p.take("OR") {
		var right queryNode
		if right, err = p.all(depth); err == nil {
			left = queryBoth{true, left, right}
		}
	}
	return left, err
}

// all reads what stands between ANDs; "A NOT B" is "A AND NOT B", and a condition
// needs no AND before or behind it.
func (p *queryParser) all(depth int) (queryNode, error) {
	left, err := p.related(depth)
	right := left
	for err == nil {
		t := p.peek()
		_, condition := right.(queryFact)
		begins := t.Quoted || t.text == "(" || t.text != "" && !t.keyword()
		if !p.take("AND") && (t.Quoted || t.text != "NOT" && !p.condition(p.next)) && !(condition && begins) {
			break
		}
		if right, err = p.related(depth); err == nil {
			left = queryBoth{false, left, right}
		}
	}
	return left, err
}

// related reads an operand, and how it stands to others.
func (p *queryParser) related(depth int) (queryNode, error) {
	if t := p.peek(); p.take("NOT") {
		if depth > maxDepth {
			return nil, p.wrong(t.at, "nested too deep")
		}
		of, err := p.related(depth + 1)
		return queryNot{of}, err
	}
	left, err := p.operand(depth)
	for err == nil {
		t := p.peek()
		if t.Quoted {
			break
		}
		r := queryRelation{kind: relation(t.text), left: left, distance: defaultTurns}
		switch t.text {
		case "OVERLAPS", "WITHIN", "ENCLOSES", "EQUALS", "NEAR":
			p.next++
		case "FOLLOWED", "PRECEDED":
			if p.next++; !p.take("BY") {
				return nil, p.wrong(p.peek().at, "BY is missing after %s", t.text)
			}
			r.kind += " BY"
		default:
			return left, nil
		}
		if r.right, err = p.operand(depth); err != nil {
			return nil, err
		}
		if r.kind == followedBy || r.kind == precededBy || r.kind == near {
			if err = p.distance(&r); err != nil {
				return nil, err
			}
		}
		left = r
	}
	return left, err
}

// distance reads "WITHIN 3 TURNS", if it is there.
func (p *queryParser) distance(r *queryRelation) (err error) {
	if !p.take("WITHIN") {
		return nil
	}
	t := p.peek()
	if r.distance, err = strconv.Atoi(t.text); err != nil || r.distance < 0 {
		return p.wrong(t.at, "a distance is missing, as in WITHIN 3 TURNS or WITHIN 50 WORDS")
	}
	p.next++
	switch t := p.peek(); strings.ToUpper(t.text) {
	case "TURN", "TURNS":
	case "WORD", "WORDS":
		r.words = true
	default:
		return p.wrong(t.at, "TURNS or WORDS is missing")
	}
	p.next++
	return nil
}

// operand reads a theme, a condition, a saved query or what stands in
// parentheses.
func (p *queryParser) operand(depth int) (queryNode, error) {
	t := p.peek()
	switch {
	case p.take("("):
		inner, err := p.any(depth + 1)
		if err == nil && !p.take(")") {
			err = p.wrong(t.at, "this parenthesis is not closed")
		}
		return inner, err
	case t.text == "" && !t.Quoted || t.keyword():
		return nil, p.wrong(t.at, "a theme or a condition is missing before %s", t.shown())
	case t.Quoted:
		p.next++
		return queryTheme{t.text, t.at}, nil
	case p.condition(p.next):
		return p.fact()
	}
	if name, ok := strings.CutPrefix(t.text, "@"); ok {
		p.next++
		if q := p.peek(); name == "" && q.Quoted && q.glued {
			p.next++
			name = q.text
		}
		return querySaved{name, t.at}, nil
	}
	var words []string
	for {
		if w := p.peek(); w.text == "" || w.Quoted || w.keyword() || p.condition(p.next) {
			break
		} else {
			words = append(words, w.text)
		}
		p.next++
	}
	return queryTheme{strings.Join(words, " "), t.at}, nil
}

// operators end the name of a condition; the longer ones first.
var operators = []string{">=", "<=", ">", "<", "=", ":"}

// cutFact cuts "weight>2" into its three parts.
func cutFact(s string) (name, operator, value string) {
	i := strings.IndexAny(s, "<>=:")
	if i <= 0 {
		return s, "", ""
	}
	for _, o := range operators {
		if value, ok := strings.CutPrefix(s[i:], o); ok {
			return s[:i], o, value
		}
	}
	return s, "", ""
}

// condition tells whether the token at n begins a condition: "name:value",
// "weight>2", or "weight > 2".
func (p *queryParser) condition(n int) bool {
	if n >= len(p.tokens) || p.tokens[n].Quoted {
		return false
	}
	name, operator, _ := cutFact(p.tokens[n].text)
	if operator != "" {
		return unicode.IsLetter([]rune(name)[0])
	}
	if name = strings.ToLower(name); name != "weight" && name != "date" || n+1 >= len(p.tokens) || p.tokens[n+1].Quoted {
		return false
	}
	return strings.ContainsRune("<>=", rune(p.tokens[n+1].text[0]))
}

func (p *queryParser) fact() (queryNode, error) {
	t := p.peek()
	p.next++
	f := queryFact{at: t.at}
	f.name, f.operator, f.value = cutFact(t.text)
	if f.operator == "" { // "weight > 2"
		_, f.operator, f.value = cutFact("x" + p.peek().text)
		p.next++
	}
	if strings.EqualFold(f.name, "attr") { // attr:NAME=VALUE
		if name := f.value; strings.ContainsAny(name, "<>=") {
			f.name, f.operator, f.value = cutFact(name)
		}
		f.name = "attr:" + f.name
	}
	if v := p.peek(); f.value == "" && v.text != "" && !v.keyword() && (v.glued || f.operator != ":") {
		p.next++
		f.value = v.text
	}
	if f.value == "" {
		return nil, p.wrong(p.peek().at, "%s%s what? a value is missing", f.name, f.operator)
	}
	if low := strings.ToLower(f.name); slices.Contains(conditionNames, low) {
		f.name = low // else an attribute, which may have a letter without a lower case of its own
	}
	if ordered := f.operator != ":" && f.operator != "="; ordered || f.name == "weight" {
		if f.name == "date" {
			if _, err := corpus.ParseDate(f.value); err != nil {
				return nil, p.wrong(f.at, "%v", err)
			}
		} else if _, ok := coding.ParseNumber(f.value); !ok {
			return nil, p.wrong(f.at, "%s%s%s: a number is missing after %s", f.name, f.operator, f.value, f.operator)
		}
	}
	return f, nil
}
