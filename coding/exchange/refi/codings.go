package refi

import (
	"cmp"
	"slices"
)

// A Selection is a part of a source. What it is part of decides which of its numbers
// count.
type Selection struct {
	GUID, Name string
	Audit
	Description    string
	Start, End     int    // positions in a text; milliseconds in a recording
	Box            [4]int // of a picture or page: first x and y, second x and y
	Page           int    // of a PDF file
	From, To       string // sync points of a transcript
	Representation *Text  // of a part of a PDF file
	Codings        []*Coding
	NoteRefs       []string
}

func (s *Selection) declare(e *element) {
	e.guid(e.name, &s.GUID) // a part of a PDF file and the words on it may have one identifier
	e.optional("name", &s.Name)
	s.extent(e)
	s.Audit.declare(e)
	e.text("Description", &s.Description)
	if e.name == "PDFSelection" {
		one(e, "Representation", &s.Representation)
	}
	many(e, "Coding", &s.Codings)
	e.refs("NoteRef", &s.NoteRefs)
}

// extent declares where in its source a selection is.
func (s *Selection) extent(e *element) {
	switch e.name {
	case "PlainTextSelection":
		e.number("startPosition", &s.Start)
		e.number("endPosition", &s.End)
	case "AudioSelection", "VideoSelection":
		e.number("begin", &s.Start)
		e.number("end", &s.End)
	case "PDFSelection":
		e.number("page", &s.Page)
		s.box(e)
	case "PictureSelection":
		s.box(e)
	case "TranscriptSelection":
		e.trimmed("fromSyncPoint", &s.From)
		e.trimmed("toSyncPoint", &s.To)
	}
}

func (s *Selection) box(e *element) {
	for i, name := range corners {
		e.number(name, &s.Box[i])
	}
}

// corners are the attributes of a box, which is given by two of its corners.
var corners = [4]string{"firstX", "firstY", "secondX", "secondY"}

// Sort puts selections in the order of a text, by start, then end.
func Sort(all []*Selection) {
	slices.SortStableFunc(all, func(a, b *Selection) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}

// A Coding applies a code to a selection, or to a whole source.
type Coding struct {
	GUID, Creator, Created string
	Code                   string // identifier of a code; some programs name a case
	NoteRefs               []string
}

func (c *Coding) declare(e *element) {
	e.guid("coding", &c.GUID)
	e.user("creatingUser", &c.Creator)
	e.date("creationDateTime", &c.Created)
	e.ref("CodeRef", &c.Code)
	e.refs("NoteRef", &c.NoteRefs)
}

func (c *Coding) usable(problems *Problems) bool {
	if !IsGUID(c.Code) {
		problems.Add("coding without a code: left out", c.GUID)
		return false
	}
	return true
}
