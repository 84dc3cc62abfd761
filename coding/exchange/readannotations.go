package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"crosscase/coding"
)

// An Annotation is a note or tags on words, as an annotation of the Web (W3C) or one of
// Hypothes.is says it.
type Annotation struct {
	Number   int      // among those of the file, from 1
	Source   string   // the address of the document
	Title    string   // of the document, "" where it is not said
	Themes   []string // paths
	About    []string // names of organisations
	Comments []AnnotationComment
	Weight   float64
	Coder    string
	At       time.Time // zero where it is not said
	AnnotationPlace
}

// An AnnotationComment is a note, by whom the annotation is by if Coder is "".
type AnnotationComment struct {
	Text, Coder string
	At          time.Time
}

// An AnnotationPlace is the words that are meant, and where they are in their document.
type AnnotationPlace struct {
	Exact, Prefix, Suffix string
	Start, End            int // in characters from 0; both are 0 where only the words are said
}

// IsAnnotations tells whether a file holds JSON, and so rather annotations than a table.
func IsAnnotations(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return len(data) > 0 && (data[0] == '{' || data[0] == '[')
}

// ReadAnnotations reads annotations: one, a list, or a collection or page of them, in JSON-LD
// as the W3C has it or as the interface of Hypothes.is writes them. bad are those that say no
// place or nothing of it, each with its number. The error wraps [coding.ErrInvalid].
func ReadAnnotations(data []byte) (all []Annotation, bad []error, err error) {
	r := &annotationReader{}
	for d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))); ; {
		var value any
		if err := d.Decode(&value); err == io.EOF {
			break
		} else if err != nil {
			return nil, nil, coding.Errorf(coding.ErrInvalid, "not readable as annotations: %v", err)
		}
		r.collect(value)
	}
	if r.n == 0 {
		err := coding.Errorf(coding.ErrInvalid, "no annotations in it")
		if r.elsewhere != "" {
			err = coding.WithHint(err, "its pages are elsewhere (%s); name a file that holds them", r.elsewhere)
		}
		return nil, nil, err
	}
	return r.all, r.bad, nil
}

// An annotationReader collects annotations.
type annotationReader struct {
	all       []Annotation
	bad       []error
	n         int
	elsewhere string // address of a page that is not in the file
}

// An object is one of JSON.
type object map[string]any

// collect takes the annotations in a value: an annotation, a list, a page or a collection.
func (r *annotationReader) collect(value any) {
	for _, x := range list(value) {
		o, ok := x.(map[string]any)
		if !ok {
			continue
		}
		inside := false
		for _, name := range []string{"items", "rows", "annotations", "first", "@graph"} {
			if value, has := o[name]; has {
				inside = true
				if address, ok := value.(string); ok && r.elsewhere == "" {
					r.elsewhere = address
				}
				r.collect(value)
			}
		}
		if !inside {
			r.add(object(o))
		}
	}
}

// list is a value, or the values of a list.
func list(value any) []any {
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{value}
}

// text is the first of some members that is a text.
func (o object) text(names ...string) string {
	for _, name := range names {
		for _, x := range list(o[name]) {
			if s, ok := x.(string); ok && strings.TrimSpace(s) != "" {
				return s
			}
		}
	}
	return ""
}

// objects are the objects that a member is or lists.
func (o object) objects(name string) (all []object) {
	for _, x := range list(o[name]) {
		if m, ok := x.(map[string]any); ok {
			all = append(all, m)
		}
	}
	return all
}

// has tells whether a member is or lists a word, whatever stands before a colon in it.
func (o object) has(name, word string) bool {
	return slices.ContainsFunc(list(o[name]), func(x any) bool {
		s, _ := x.(string)
		return s[strings.LastIndexByte(s, ':')+1:] == word
	})
}

func (o object) number(name string) int {
	n, _ := o[name].(float64)
	return int(max(n, 0))
}

func (o object) time(name string) time.Time {
	at, _ := time.Parse(time.RFC3339, o.text(name))
	return at
}

// agent is the name of who made something.
func agent(value any) string {
	for _, x := range list(value) {
		name, _ := x.(string)
		if m, ok := x.(map[string]any); ok {
			name = object(m).text("name", "nickname", "id", "@id", "email")
		}
		if rest, ok := strings.CutPrefix(name, "acct:"); ok { // ann@hypothes.is
			name, _, _ = strings.Cut(rest, "@")
		}
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return ""
}

// add takes one annotation.
func (r *annotationReader) add(o object) {
	r.n++
	a := Annotation{Number: r.n, Coder: agent(o["creator"]), At: o.time("created")}
	if a.Coder == "" {
		a.Coder = agent(o["user"])
	}
	for _, d := range o.objects("document") {
		a.Title = d.text("title")
	}
	if err := a.setTarget(o); err != nil {
		r.bad = append(r.bad, fmt.Errorf("annotation %d: %w", r.n, err))
		return
	}
	a.setBodies(o)
	if len(a.Themes)+len(a.Comments) == 0 {
		r.bad = append(r.bad, fmt.Errorf("annotation %d: %w", r.n, coding.Errorf(coding.ErrInvalid, "neither a tag nor a note on %s",
			coding.Quote(coding.Shorten(a.Exact)))))
		return
	}
	r.all = append(r.all, a)
}

// setTarget says where an annotation is: of several targets, which the standard allows, the
// first with a place.
func (a *Annotation) setTarget(o object) error {
	a.Source = o.text("target", "uri")
	for _, target := range o.objects("target") {
		if source := target.text("source", "id"); source != "" {
			a.Source = source
		}
		for _, s := range target.objects("source") {
			a.Source = s.text("id")
		}
		a.AnnotationPlace = AnnotationPlace{}
		for _, s := range target.objects("selector") {
			a.choose(s)
		}
		if a.AnnotationPlace != (AnnotationPlace{}) {
			return nil
		}
	}
	if len(list(o["references"])) > 0 {
		return coding.Errorf(coding.ErrInvalid, "a reply to another one")
	}
	return coding.Errorf(coding.ErrInvalid, "no place in %s: a quote or a position is read", a.Source)
}

// choose takes what a selector, and those that refine it, say.
func (a *Annotation) choose(s object) {
	switch {
	case s.has("type", "TextQuoteSelector"):
		if exact, _ := s["exact"].(string); strings.TrimSpace(exact) != "" {
			a.Exact = exact
			a.Prefix, _ = s["prefix"].(string)
			a.Suffix, _ = s["suffix"].(string)
		}
	case s.has("type", "TextPositionSelector"):
		a.Start, a.End = s.number("start"), s.number("end")
	case s.has("type", "FragmentSelector"): // RFC 5147
		if at, ok := strings.CutPrefix(s.text("value"), "char="); ok {
			start, end, _ := strings.Cut(at, ",")
			end, _, _ = strings.Cut(end, ";")
			a.Start, _ = strconv.Atoi(start)
			a.End, _ = strconv.Atoi(end)
		}
	}
	for _, next := range s.objects("refinedBy") {
		a.choose(next)
	}
}

// setBodies says what an annotation says of its place.
func (a *Annotation) setBodies(o object) {
	tagging := o.has("motivation", "tagging")
	for _, name := range []string{"body", "bodyValue"} {
		for _, x := range list(o[name]) {
			switch body := x.(type) {
			case string: // the address of a document is no note
				if name == "bodyValue" {
					a.say(object{"value": body}, tagging)
				}
			case map[string]any:
				a.say(body, tagging)
			}
		}
	}
	for _, tag := range list(o["tags"]) { // of Hypothes.is
		if tag, ok := tag.(string); ok && strings.TrimSpace(tag) != "" {
			a.Themes = append(a.Themes, tag)
		}
	}
	a.say(object{"value": o.text("text"), "purpose": "commenting"}, false)
}

// say takes one body. One that does not say what it is for is a tag if the annotation tags.
func (a *Annotation) say(body object, tagging bool) {
	value := body.text("value", "label", "name")
	if value == "" {
		return
	}
	_, said := body["purpose"]
	switch {
	case body.has("purpose", "tagging"), !said && tagging:
		a.Themes = append(a.Themes, value)
	case body.has("purpose", "identifying"), body.has("purpose", "classifying"):
		a.About = append(a.About, value)
	default:
		if n, err := strconv.ParseFloat(value, 64); body.has("purpose", "assessing") && err == nil && n > 0 {
			a.Weight = n
			return
		}
		a.Comments = append(a.Comments, AnnotationComment{Text: value, Coder: agent(body["creator"]), At: body.time("created")})
	}
}

// documentName is the name of a document as its address has it, its letters unescaped.
func documentName(address string) string {
	if u, err := url.Parse(address); err == nil && u.Path != "" {
		return path.Base(u.Path)
	}
	if name, err := url.PathUnescape(address); err == nil {
		address = name
	}
	return path.Base(address)
}
