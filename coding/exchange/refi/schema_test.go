package refi_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A rule is what the schema allows of an element: its attributes, and its children
// in order. A ! marks what must be there, a + one or more, a * any number; children
// without a mark occur once at most.
type rule struct{ attributes, children string }

const (
	audit         = " creatingUser creationDateTime modifyingUser modifiedDateTime"
	textAttrs     = "guid! name richTextPath plainTextPath" + audit
	textRule      = "Description PlainTextContent PlainTextSelection* Coding* NoteRef* VariableValue*"
	mediaAttrs    = "guid! name path currentPath" + audit
	about         = " Coding* NoteRef* VariableValue*"
	boxAttrs      = " firstX! firstY! secondX! secondY!"
	selectionRule = "Description Coding* NoteRef*"
)

// schema is the project schema, version 1.0 of 18 March 2019, written down from the
// standard and not from this package.
var schema = map[string]rule{
	"Project": {
		"name! origin creatingUserGUID creationDateTime modifyingUserGUID modifiedDateTime basePath",
		"Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef*",
	},
	"Users":               {"", "User+"},
	"User":                {"guid! name id", ""},
	"CodeBook":            {"", "Codes!"},
	"Codes":               {"", "Code+"},
	"Code":                {"guid! name! isCodable! color", "Description NoteRef* Code*"},
	"Variables":           {"", "Variable+"},
	"Variable":            {"guid! name! typeOfVariable!", "Description"},
	"Cases":               {"", "Case+"},
	"Case":                {"guid! name", "Description CodeRef* VariableValue* SourceRef* SelectionRef*"},
	"VariableValue":       {"", "VariableRef! TextValue BooleanValue IntegerValue FloatValue DateValue DateTimeValue"},
	"Sources":             {"", "TextSource* PictureSource* PDFSource* AudioSource* VideoSource*"},
	"TextSource":          {textAttrs, textRule},
	"Note":                {textAttrs, textRule},
	"Representation":      {textAttrs, textRule},
	"TextDescription":     {textAttrs, textRule},
	"PlainTextSelection":  {"guid! name startPosition! endPosition!" + audit, selectionRule},
	"PictureSource":       {mediaAttrs, "Description TextDescription PictureSelection*" + about},
	"PictureSelection":    {"guid! name" + boxAttrs + audit, selectionRule},
	"PDFSource":           {mediaAttrs, "Description PDFSelection* Representation" + about},
	"PDFSelection":        {"guid! name page!" + boxAttrs + audit, "Description Representation Coding* NoteRef*"},
	"AudioSource":         {mediaAttrs, "Description Transcript* AudioSelection*" + about},
	"VideoSource":         {mediaAttrs, "Description Transcript* VideoSelection*" + about},
	"AudioSelection":      {"guid! name begin! end!" + audit, selectionRule},
	"VideoSelection":      {"guid! name begin! end!" + audit, selectionRule},
	"Transcript":          {textAttrs, "Description PlainTextContent SyncPoint* TranscriptSelection* NoteRef*"},
	"SyncPoint":           {"guid! timeStamp position", ""},
	"TranscriptSelection": {"guid! name fromSyncPoint toSyncPoint" + audit, selectionRule},
	"Coding":              {"guid! creatingUser creationDateTime", "CodeRef! NoteRef*"},
	"Notes":               {"", "Note+"},
	"Links":               {"", "Link+"},
	"Link":                {"guid! name direction color originGUID targetGUID", "NoteRef*"},
	"Sets":                {"", "Set+"},
	"Set":                 {"guid! name!", "Description MemberCode* MemberSource* MemberNote*"},
	"Graphs":              {"", "Graph+"},
	"Graph":               {"guid! name", "Vertex* Edge*"},
	"Vertex":              {"guid! representedGUID name firstX! firstY! secondX secondY shape color", ""},
	"Edge":                {"guid! representedGUID name sourceVertex! targetVertex! color direction lineStyle", ""},
	"NoteRef":             {"targetGUID!", ""},
	"CodeRef":             {"targetGUID!", ""},
	"SourceRef":           {"targetGUID!", ""},
	"SelectionRef":        {"targetGUID!", ""},
	"VariableRef":         {"targetGUID!", ""},
	"MemberCode":          {"targetGUID!", ""},
	"MemberSource":        {"targetGUID!", ""},
	"MemberNote":          {"targetGUID!", ""},
	"Description":         {}, "PlainTextContent": {},
	"TextValue": {}, "BooleanValue": {}, "IntegerValue": {}, "FloatValue": {}, "DateValue": {}, "DateTimeValue": {},
}

// terms splits a list of a rule, without the marks.
func terms(list string) (all []string) {
	for _, term := range strings.Fields(list) {
		all = append(all, strings.TrimRight(term, "!*+"))
	}
	return all
}

// hasMark reports whether a list of a rule has a term with one of the marks.
func hasMark(list, term, marks string) bool {
	return slices.ContainsFunc(strings.Fields(list), func(s string) bool {
		return strings.TrimRight(s, "!*+") == term && strings.ContainsAny(s, marks)
	})
}

// An open element is one whose end was not read yet.
type open struct {
	name string
	at   int            // which of its possible children came last
	seen map[string]int // children
}

// validate returns what the schema does not allow in a project. used, if it is not
// nil, collects elements ("Code") and attributes ("Code@name") that occur.
func validate(data []byte, used map[string]bool) error {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	stack := []*open{{name: "", seen: map[string]int{}}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := validStart(t, stack[len(stack)-1], used); err != nil {
				return err
			}
			stack = append(stack, &open{name: t.Name.Local, seen: map[string]int{}})
		case xml.EndElement:
			if err := validEnd(stack[len(stack)-1]); err != nil {
				return err
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if up := stack[len(stack)-1].name; schema[up] != (rule{}) && strings.TrimSpace(string(t)) != "" {
				return fmt.Errorf("text in %s", up)
			}
		}
	}
}

func validStart(start xml.StartElement, up *open, used map[string]bool) error {
	name := start.Name.Local
	r, known := schema[name]
	if !known || start.Name.Space != "urn:QDA-XML:project:1.0" {
		return fmt.Errorf("no element %s in the schema", name)
	}
	if up.name != "" {
		if err := up.child(name); err != nil {
			return err
		}
	}
	has := map[string]bool{}
	for _, a := range start.Attr {
		if a.Name.Local == "xmlns" {
			continue
		}
		if !slices.Contains(terms(r.attributes), a.Name.Local) {
			return fmt.Errorf("%s has no attribute %s in the schema", name, a.Name.Local)
		}
		has[a.Name.Local] = true
		if used != nil {
			used[name+"@"+a.Name.Local] = true
		}
	}
	for _, a := range terms(r.attributes) {
		if hasMark(r.attributes, a, "!") && !has[a] {
			return fmt.Errorf("%s lacks %s", name, a)
		}
	}
	if used != nil {
		used[name] = true
	}
	return nil
}

// child adds a child that must be allowed where it is.
func (o *open) child(name string) error {
	children := schema[o.name].children
	at := slices.Index(terms(children), name)
	if at < 0 || at < o.at && o.name != "Sources" { // whose children may be in any order
		return fmt.Errorf("%s in %s is not allowed there", name, o.name)
	}
	o.at = max(o.at, at)
	if o.seen[name]++; o.seen[name] > 1 && !hasMark(children, name, "*+") {
		return fmt.Errorf("%s twice in %s", name, o.name)
	}
	return nil
}

func validEnd(o *open) error {
	children := schema[o.name].children
	for _, name := range terms(children) {
		if hasMark(children, name, "!+") && o.seen[name] == 0 {
			return fmt.Errorf("%s lacks %s", o.name, name)
		}
	}
	return nil
}
