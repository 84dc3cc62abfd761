package corpus

import (
	"fmt"
	"slices"
	"strings"
)

// A Source is one imported document.
type Source struct {
	ID           SourceID
	Name         string // unique in a project
	Type         SourceType
	Case         CaseID         // "" if it belongs to none
	Organisation OrganisationID // that wrote it; "" for none
	Date         Date
	Language     string // as "en" or "de"
	Attributes   map[string]string

	Text      TextID // the current words
	File      string // name of the imported file
	MediaType string
	SHA256    string // of the original bytes, in hexadecimal
	Place     string // SHA-256 of the path of the imported file, seen from the project; "" where that is not known
}

// A SourceType says what kind of material a source is.
type SourceType string

// The types of sources.
const (
	TypeInterview SourceType = "interview"
	TypeMeeting   SourceType = "meeting"
	TypeDocument  SourceType = "document"
	TypeSiteVisit SourceType = "site-visit"
	TypeSurvey    SourceType = "survey"
	TypeOther     SourceType = "other"
)

// SourceTypes lists all types, in the order in which tables show them.
var SourceTypes = []SourceType{TypeInterview, TypeMeeting, TypeDocument, TypeSiteVisit, TypeSurvey, TypeOther}

// ParseSourceType reads a type in any spelling: "Site visit" is site-visit. The empty
// string is [TypeOther]. The error of an unknown type lists all types.
func ParseSourceType(s string) (SourceType, error) {
	t := SourceType(strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_'
	}), "-"))
	switch {
	case t == "":
		return TypeOther, nil
	case slices.Contains(SourceTypes, t):
		return t, nil
	}
	names := make([]string, len(SourceTypes))
	for i, t := range SourceTypes {
		names[i] = string(t)
	}
	return "", fmt.Errorf("type %q: unknown; use %s", s, strings.Join(names, ", "))
}
