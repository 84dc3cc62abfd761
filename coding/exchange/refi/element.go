package refi

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A kind is a kind of element. It declares its attributes and then its children, in
// the schema's order, as places where their values are kept.
type kind interface{ declare(e *element) }

// A checked kind may turn out to be of no use once it was read. It then notes the
// problem and is left out.
type checked interface{ usable(problems *Problems) bool }

// An element is one that is being read or written. Reading, a declaration takes the
// value of an attribute at once, and notes how a child is to be read when it comes.
// Writing, a declaration writes what it is about.
type element struct {
	name     string
	codebook bool // it is part of a codebook, not of a project
	level    int  // how many elements of its name it is in, with itself
	w        *writer

	r          *reader // nil in writing
	start      xml.StartElement
	childAttrs []xml.Attr // of the child that was begun last
	attributes []string   // those declared
	children   []child    // those declared
	anyOrder   bool       // of children
	err        error
}

// A child tells how to read an element into the place that is kept for it.
type child struct {
	name string
	read func(r *reader, start xml.StartElement, to any) error
	to   any
}

func (e *element) reading() bool { return e.r != nil }

// namespace writes the namespace; any is accepted in reading.
func (e *element) namespace(name string) {
	if !e.reading() {
		e.w.attribute("xmlns", name)
	}
}

// take declares an attribute in reading, and returns its value.
func (e *element) take(name string) string {
	e.attributes = append(e.attributes, name)
	return attribute(e.start, name)
}

// optional declares an attribute that is left out where it is empty.
func (e *element) optional(name string, to *string) {
	if e.reading() {
		*to = e.take(name)
	} else if *to != "" {
		e.w.attribute(name, *to)
	}
}

// required declares an attribute that is written even where it is empty.
func (e *element) required(name string, to *string) {
	if e.reading() {
		*to = e.take(name)
	} else {
		e.w.attribute(name, *to)
	}
}

// ignored declares an attribute that some programs write and nothing is lost by.
func (e *element) ignored(name string) {
	if e.reading() {
		e.take(name)
	}
}

// guid declares the element's identifier, which is unique among those of its kind.
func (e *element) guid(kind string, to *string) {
	if e.reading() {
		e.take("guid")
		*to = e.r.guid(e.start, kind)
	} else {
		e.w.attribute("guid", *to)
	}
}

// trimmed declares an optional attribute without white space around its value.
func (e *element) trimmed(name string, to *string) {
	e.optional(name, to)
	if e.reading() {
		*to = strings.TrimSpace(*to)
	}
}

// endpoint declares a required attribute that names another element.
func (e *element) endpoint(name string, to *string) {
	e.required(name, to)
	if e.reading() {
		*to = strings.TrimSpace(*to)
	}
}

// valid declares an optional attribute that is left out, as a problem, where its
// value is not valid.
func (e *element) valid(name string, to *string, problem string, is func(string) bool) {
	e.trimmed(name, to)
	if e.reading() && *to != "" && !is(*to) {
		e.r.problems.Add(problem, e.name+"@"+name+" "+shorten(*to))
		*to = ""
	}
}

var (
	datePattern   = regexp.MustCompile(`^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`)
	colourPattern = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
)

func (e *element) user(name string, to *string) {
	e.valid(name, to, "malformed identifier of a user: left out", IsGUID)
}

func (e *element) date(name string, to *string) {
	e.valid(name, to, "malformed date: left out", datePattern.MatchString)
}

func (e *element) colour(to *string) {
	e.valid("color", to, "malformed colour: left out", colourPattern.MatchString)
}

// word declares an attribute that is one of a list of words.
func (e *element) word(name string, to *string, words []string) {
	e.valid(name, to, "value not in the standard: left out", func(s string) bool {
		return slices.Contains(words, s)
	})
}

// number declares a required whole number. One that cannot be read is -1, as a
// problem.
func (e *element) number(name string, to *int) {
	if e.reading() {
		*to = e.r.number(e.start, name, e.take(name))
	} else {
		e.w.attribute(name, strconv.Itoa(*to))
	}
}

// numberOrNone declares a whole number that is -1 where it is left out.
func (e *element) numberOrNone(name string, to *int) {
	switch {
	case !e.reading():
		if *to >= 0 {
			e.w.attribute(name, strconv.Itoa(*to))
		}
	case e.take(name) == "":
		*to = -1
	default:
		*to = max(-1, e.r.number(e.start, name, attribute(e.start, name)))
	}
}

// text declares a child that holds nothing but text, left out where it is empty.
func (e *element) text(name string, to *string) {
	if e.reading() {
		e.child(name, readText, to)
	} else if *to != "" {
		e.w.text(name, *to)
	}
}

// content declares a text that may be empty, which is not the same as none.
func (e *element) content(name string, to **string) {
	if e.reading() {
		e.child(name, readContent, to)
	} else if *to != nil {
		e.w.text(name, **to)
	}
}

// refs declares references to other elements.
func (e *element) refs(name string, to *[]string) {
	if e.reading() {
		e.child(name, readRefs, to)
		return
	}
	for i := range *to {
		e.w.element(name, reference{&(*to)[i]})
	}
}

// ref declares a reference that must be there.
func (e *element) ref(name string, to *string) {
	if e.reading() {
		e.child(name, readRef, to)
	} else {
		e.w.element(name, reference{to})
	}
}

// group declares an element that only holds n others, left out where there are none.
func (e *element) group(name string, n int, declare func(e *element)) {
	if e.reading() {
		e.child(name, readGroup, group(declare))
	} else if n > 0 {
		e.w.element(name, group(declare))
	}
}

// child declares how a child is read.
func (e *element) child(name string, read func(*reader, xml.StartElement, any) error, to any) {
	e.children = append(e.children, child{name, read, to})
}

// pointerTo is a pointer to a T that is a kind of element.
type pointerTo[T any] interface {
	*T
	kind
}

// one declares a child that may be missing.
func one[T any, K pointerTo[T]](e *element, name string, to **T) {
	if e.reading() {
		e.child(name, readOne[T, K], to)
	} else if *to != nil {
		e.w.element(name, K(*to))
	}
}

// many declares any number of children.
func many[T any, K pointerTo[T]](e *element, name string, to *[]*T) {
	if e.reading() {
		e.child(name, readMany[T, K], to)
		return
	}
	for _, x := range *to {
		e.w.element(name, K(x))
	}
}

// values is [many] for a list of values.
func values[T any, K pointerTo[T]](e *element, name string, to *[]T) {
	if e.reading() {
		e.child(name, readValues[T, K], to)
		return
	}
	for i := range *to {
		e.w.element(name, K(&(*to)[i]))
	}
}

// A group is an element that only holds others.
type group func(e *element)

func (g group) declare(e *element) { g(e) }

// A reference is an element that names another one.
type reference struct{ to *string }

func (x reference) declare(e *element) {
	name := "targetGUID"
	if e.codebook && e.name == "MemberCode" {
		name = "guid" // by the schema of codebooks
	}
	e.required(name, x.to)
}
