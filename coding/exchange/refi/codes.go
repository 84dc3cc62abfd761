package refi

import (
	"fmt"
	"strconv"
	"strings"
)

// A Code is a node of a codebook.
type Code struct {
	GUID, Name  string
	Codable     bool
	Colour      string // #RRGGBB or #RGB, in either case; "" for none
	Description string
	NoteRefs    []string
	Below       []*Code
}

func (c *Code) declare(e *element) {
	e.limitCodes()
	e.guid("code", &c.GUID)
	e.required("name", &c.Name)
	e.codable(&c.Codable)
	e.colour(&c.Colour)
	e.text("Description", &c.Description)
	if !e.codebook || e.reading() {
		e.refs("NoteRef", &c.NoteRefs)
	}
	many(e, "Code", &c.Below)
}

// codable declares whether a code may be used; where nothing is said, it may.
func (e *element) codable(to *bool) {
	if e.reading() {
		is := strings.TrimSpace(e.take("isCodable"))
		*to = is != "false" && is != "0"
	} else {
		e.w.attribute("isCodable", strconv.FormatBool(*to))
	}
}

// limitCodes ends the reading of a file with more codes, or deeper ones, than any
// real codebook has.
func (e *element) limitCodes() {
	if !e.reading() {
		return
	}
	if e.r.codes++; e.r.codes > maxCodes {
		e.err = fmt.Errorf("more than %d codes", maxCodes)
	} else if e.level > maxNesting {
		e.err = fmt.Errorf("codes nest deeper than %d", maxNesting)
	}
}

// codebook declares the codes of a project. Some programs write sets there too, as
// in a codebook.
func (p *Project) codebook(e *element) {
	e.ignored("origin")
	e.group("Codes", len(p.Codes), func(e *element) { many(e, "Code", &p.Codes) })
	if e.reading() {
		e.group("Sets", len(p.Sets), p.sets)
	}
}

// A codebook is a document with the codes of a project and their sets.
type codebook struct{ *Project }

func (c codebook) declare(e *element) {
	e.namespace(codebookSpace)
	e.optional("origin", &c.Origin)
	e.group("Codes", len(c.Codes), func(e *element) { many(e, "Code", &c.Codes) })
	e.group("Sets", len(c.Sets), c.sets)
}

func countCodes(all []*Code) int {
	n := len(all)
	for _, c := range all {
		n += countCodes(c.Below)
	}
	return n
}
