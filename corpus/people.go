package corpus

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Source is one imported document.
type Source struct {
	ID           SourceID
	Name         string // unique in a project
	Type         SourceType
	Case         CaseID         // "" if it belongs to none
	Organisation OrganisationID // whose document it is; "" for nobody's
	Date         Date
	Language     string // as "en" or "de"
	Attributes   map[string]string

	Text      TextID // the words as they stand now
	File      string // name of the imported file
	MediaType string
	SHA256    string // of the original bytes, in hexadecimal
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

// ParseSourceType reads a type as people write it: "Site visit" is site-visit.
// The empty string is [TypeOther].
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

// A Date is a day, a month or a year: 2019-03-14, 2019-03 or 2019; "" is unknown.
// Dates compare as strings: a year comes before its months, a month before its days.
type Date string

// ParseDate checks that s is a [Date].
func ParseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return Date(s), nil
		}
	}
	return "", fmt.Errorf("date %q: no such date; write it as 2019-03-14, 2019-03 or 2019", s)
}

// Month returns year and month, "" where the month is unknown.
func (d Date) Month() string { return d.prefix(len("2006-01")) }

// Year returns the year, "" where it is unknown.
func (d Date) Year() string { return d.prefix(len("2006")) }

func (d Date) prefix(n int) string {
	if len(d) < n {
		return ""
	}
	return string(d[:n])
}

// Within tells whether d lies between since and until, both included; "" for
// either is no border. A year as until includes its last day. An unknown date
// lies within no border.
func (d Date) Within(since, until Date) bool {
	if since == "" && until == "" {
		return true
	}
	return d != "" && (since == "" || d >= since) && (until == "" || d <= until || strings.HasPrefix(string(d), string(until)))
}

// Researcher is the role of participants who ask rather than tell. Their turns
// count for nobody.
const Researcher = "researcher"

// A Participant is a person who speaks or is described.
type Participant struct {
	ID           ParticipantID
	Name         string // unique in a project
	Role         string
	Organisation OrganisationID // "" for none
	Aliases      []string       // other labels under which the person speaks
	Attributes   map[string]string
}

// A Person is what a document or a list says about somebody, in names; "" is
// unknown.
type Person struct {
	Name, Role, Organisation string
	Case                     string // study that the organisation takes part in
	Aliases                  []string
	Attributes               map[string]string
}

// An Organisation is a body that participants belong to.
type Organisation struct {
	ID         OrganisationID
	Name       string // unique in a project
	Kind       string // as "police" or "fire and rescue"
	Cases      []CaseID
	Attributes map[string]string
}

// A CaseStudy is one case of a multiple-case design.
type CaseStudy struct {
	ID          CaseID
	Name        string // unique in a project
	Description string
	Attributes  map[string]string
}

// A Fact is something known of a turn, as the organisation of who speaks.
type Fact struct{ Name, Value string }
