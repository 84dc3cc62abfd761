// Package refi knows REFI-QDA, the format in which programs for qualitative data
// analysis exchange whole projects (.qdpx) and codebooks (.qdc).
//
// A [Project] is everything that the standard can say, as it says it: identifiers
// in the letters in which a file has them, dates as they are written, numbers of
// positions as they are counted. [ReadPackage] reads what programs really write:
// elements in any order, drafts' namespaces, folders and names in other letters,
// identifiers that are doubled or missing. What it could not take, or had to mend,
// it lists ([Problem]). [Project.Write] writes what the schema allows, and the same
// bytes for the same project.
//
// Where a code stands is the one thing on which programs differ without saying so:
// they count code points or UTF-16 units, and a line's end as one or two. A
// [Convention] says how; [Resolve] finds out which one a file follows, from the
// words that selections quote and from where words begin and end. A [Profile] is
// what a program wants to read.
//
// XML is read and written token by token with encoding/xml, since files of 100 MB
// are common and the order of elements matters. The package knows nothing of
// crosscase's own terms; package exchange does the translation.
package refi

import (
	"crypto/sha1"
	"fmt"
	"regexp"
	"strings"
)

// Audit says who made something and when, and who changed it last: identifiers of
// users, and dates as they stand in the file.
type Audit struct{ Creator, Created, Modifier, Modified string }

// A Project is a whole project.
type Project struct {
	Name, Origin, BasePath string
	Audit
	Users       []User
	Codes       []*Code
	Variables   []Variable
	Cases       []*Case
	Sources     []*Source
	Notes       []*Text
	Links       []*Link
	Sets        []*Set
	Graphs      []*Graph
	Description string
	NoteRefs    []string
}

// A User is somebody who worked on a project.
type User struct{ GUID, Name, ID string }

// A Code is a node of a codebook.
type Code struct {
	GUID, Name  string
	Codable     bool
	Colour      string // #RRGGBB or #RGB, in any letters; "" for none
	Description string
	NoteRefs    []string
	Below       []*Code
}

// A Variable is what cases and sources have values of. Type is Text, Boolean,
// Integer, Float, Date or DateTime.
type Variable struct{ GUID, Name, Type, Description string }

// A Value is a variable's value. Type is "" where it is missing; Value is as the
// file has it.
type Value struct{ Variable, Type, Value string }

// A Case is whom or what a study compares.
type Case struct {
	GUID, Name                          string
	Description                         string
	CodeRefs, SourceRefs, SelectionRefs []string
	Values                              []Value
}

// A Text is what the standard calls TextSourceType: a text with what is said of it.
// Notes and the texts of PDF files and pictures are such, too.
type Text struct {
	GUID, Name  string
	Rich, Plain string // paths
	Audit
	Description string
	Content     *string // the text itself, where it is in no file
	Selections  []*Selection
	Codings     []*Coding // of the whole text
	NoteRefs    []string
	Values      []Value
}

// The kinds of sources, as their elements are called.
const (
	TextSource    = "TextSource"
	PictureSource = "PictureSource"
	PDFSource     = "PDFSource"
	AudioSource   = "AudioSource"
	VideoSource   = "VideoSource"
)

// A Source is a text, picture, PDF file or recording. Rich, Plain and Content are
// those of a text alone.
type Source struct {
	Kind string
	Text
	Path, CurrentPath string
	TextDescription   *Text // of a picture
	Representation    *Text // of a PDF file
	Transcripts       []*Transcript
}

// A Transcript is a text of a recording.
type Transcript struct {
	GUID, Name  string
	Rich, Plain string
	Audit
	Description string
	Content     *string
	Points      []SyncPoint
	Selections  []*Selection
	NoteRefs    []string
}

// A SyncPoint says when a place of a transcript is spoken: milliseconds and a
// position, -1 where one is not said.
type SyncPoint struct {
	GUID           string
	Time, Position int
}

// A Selection is a part of a source. Which of its numbers count depends on what it
// is part of.
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

// A Coding says that a code is on a selection, or on a whole source.
type Coding struct {
	GUID, Creator, Created string
	Code                   string // identifier of a code; some programs name a case
	NoteRefs               []string
}

// A Link joins any two things.
type Link struct {
	GUID, Name, Direction, Colour, Origin, Target string
	NoteRefs                                      []string
}

// A Set is a group of codes, sources or notes.
type Set struct {
	GUID, Name, Description string
	Codes, Sources, Notes   []string
}

// A Graph is a drawing of things and how they are joined.
type Graph struct {
	GUID, Name string
	Vertices   []Vertex
	Edges      []Edge
}

// A Vertex is a thing in a drawing. Numbers are as written, "" for none.
type Vertex struct {
	GUID, Represented, Name string
	X1, Y1, X2, Y2          string
	Shape, Colour           string
}

// An Edge is a line of a drawing.
type Edge struct {
	GUID, Represented, Name, Source, Target, Colour, Direction, Style string
}

var guidPattern = regexp.MustCompile(`^(\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$`)

// IsGUID tells whether s is an identifier as the schema wants it, with or without
// braces.
func IsGUID(s string) bool {
	if n := len(s); n != 36 && n != 38 {
		return false
	}
	return guidPattern.MatchString(s)
}

// Key is an identifier as it is compared: without braces, in small letters.
func Key(guid string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(guid), "{}"))
}

// space is where identifiers that are made of names are made.
var space = [16]byte{0x0c, 0x5c, 0x6a, 0x2e, 0x8a, 0x37, 0x5d, 0x0b, 0x9d, 0x61, 0x3e, 0x1b, 0x0f, 0x6c, 0x7a, 0x44}

// NewGUID makes an identifier of parts; the same parts give the same one (RFC 9562,
// version 5).
func NewGUID(parts ...string) string {
	h := sha1.New()
	h.Write(space[:])
	h.Write([]byte(strings.Join(parts, "\x00")))
	var b [16]byte
	copy(b[:], h.Sum(nil))
	b[6], b[8] = b[6]&0x0f|0x50, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// An elementRule is what the schema allows of an element: its attributes, those
// that must be there with a ! behind them, and what stands in it, in that order,
// with ! for what must be there, + for one or more, * for any number and nothing
// for one at most. Mixed children may stand in any order.
type elementRule struct {
	attributes string
	children   string
	mixed      bool
}

const (
	audit        = " creatingUser creationDateTime modifyingUser modifiedDateTime"
	textRule     = "Description PlainTextContent PlainTextSelection* Coding* NoteRef* VariableValue*"
	textHas      = "guid! name richTextPath plainTextPath" + audit
	mediaHas     = "guid! name path currentPath" + audit
	refHas       = "targetGUID!"
	boxHas       = " firstX! firstY! secondX! secondY!"
	selectionHas = "Description Coding* NoteRef*"
)

// schema is the project schema, version 1.0 of 18 March 2019.
var schema = map[string]elementRule{
	"Project":             {"name! origin creatingUserGUID creationDateTime modifyingUserGUID modifiedDateTime basePath", "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef*", false},
	"Users":               {"", "User+", false},
	"User":                {"guid! name id", "", false},
	"CodeBook":            {"", "Codes!", false},
	"Codes":               {"", "Code+", false},
	"Code":                {"guid! name! isCodable! color", "Description NoteRef* Code*", false},
	"Variables":           {"", "Variable+", false},
	"Variable":            {"guid! name! typeOfVariable!", "Description", false},
	"Cases":               {"", "Case+", false},
	"Case":                {"guid! name", "Description CodeRef* VariableValue* SourceRef* SelectionRef*", false},
	"VariableValue":       {"", "VariableRef! TextValue BooleanValue IntegerValue FloatValue DateValue DateTimeValue", false},
	"Sources":             {"", "TextSource* PictureSource* PDFSource* AudioSource* VideoSource*", true},
	"TextSource":          {textHas, textRule, false},
	"Note":                {textHas, textRule, false},
	"Representation":      {textHas, textRule, false},
	"TextDescription":     {textHas, textRule, false},
	"PlainTextSelection":  {"guid! name startPosition! endPosition!" + audit, selectionHas, false},
	"PictureSource":       {mediaHas, "Description TextDescription PictureSelection* Coding* NoteRef* VariableValue*", false},
	"PictureSelection":    {"guid! name" + boxHas + audit, selectionHas, false},
	"PDFSource":           {mediaHas, "Description PDFSelection* Representation Coding* NoteRef* VariableValue*", false},
	"PDFSelection":        {"guid! name page!" + boxHas + audit, "Description Representation Coding* NoteRef*", false},
	"AudioSource":         {mediaHas, "Description Transcript* AudioSelection* Coding* NoteRef* VariableValue*", false},
	"VideoSource":         {mediaHas, "Description Transcript* VideoSelection* Coding* NoteRef* VariableValue*", false},
	"AudioSelection":      {"guid! name begin! end!" + audit, selectionHas, false},
	"VideoSelection":      {"guid! name begin! end!" + audit, selectionHas, false},
	"Transcript":          {textHas, "Description PlainTextContent SyncPoint* TranscriptSelection* NoteRef*", false},
	"SyncPoint":           {"guid! timeStamp position", "", false},
	"TranscriptSelection": {"guid! name fromSyncPoint toSyncPoint" + audit, selectionHas, false},
	"Coding":              {"guid! creatingUser creationDateTime", "CodeRef! NoteRef*", false},
	"Notes":               {"", "Note+", false},
	"Links":               {"", "Link+", false},
	"Link":                {"guid! name direction color originGUID targetGUID", "NoteRef*", false},
	"Sets":                {"", "Set+", false},
	"Set":                 {"guid! name!", "Description MemberCode* MemberSource* MemberNote*", false},
	"Graphs":              {"", "Graph+", false},
	"Graph":               {"guid! name", "Vertex* Edge*", false},
	"Vertex":              {"guid! representedGUID name firstX! firstY! secondX secondY shape color", "", false},
	"Edge":                {"guid! representedGUID name sourceVertex! targetVertex! color direction lineStyle", "", false},
	"NoteRef":             {refHas, "", false},
	"CodeRef":             {refHas, "", false},
	"SourceRef":           {refHas, "", false},
	"SelectionRef":        {refHas, "", false},
	"VariableRef":         {refHas, "", false},
	"MemberCode":          {refHas, "", false},
	"MemberSource":        {refHas, "", false},
	"MemberNote":          {refHas, "", false},
	"Description":         {}, "PlainTextContent": {},
	"TextValue": {}, "BooleanValue": {}, "IntegerValue": {}, "FloatValue": {}, "DateValue": {}, "DateTimeValue": {},
}
