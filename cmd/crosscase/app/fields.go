package app

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// textField is a field that holds what is typed.
func textField[T any](flag query.Flag, of func(x *T) *string) Field[T] {
	return Field[T]{
		Flag: flag,
		Get:  func(_ *coding.Study, x *T) []string { return []string{*of(x)} },
		Set: func(_ *Session, x *T, values []string) ([]edit.Change, error) {
			*of(x) = last(values)
			return nil, nil
		},
	}
}

// longField is a field that holds lines.
func longField[T any](flag query.Flag, of func(x *T) *string) Field[T] {
	f := textField(flag, of)
	f.Long = true
	return f
}

// readField is a field whose value has to be read; what read refuses is invalid.
func readField[T any, V ~string](flag query.Flag, read func(string) (V, error), of func(x *T) *V) Field[T] {
	return Field[T]{
		Flag: flag,
		Get:  func(_ *coding.Study, x *T) []string { return []string{string(*of(x))} },
		Set: func(_ *Session, x *T, values []string) ([]edit.Change, error) {
			v, err := read(last(values))
			if err != nil {
				return nil, coding.Errorf(coding.ErrInvalid, "%w", err)
			}
			*of(x) = v
			return nil, nil
		},
	}
}

// organisationField is a field for an organisation, which is made where it is new.
func organisationField[T any](flag query.Flag, of func(x *T) *corpus.OrganisationID) Field[T] {
	flag.Name, flag.Label = "organisation", "organisation"
	flag.Choices = func(s *coding.Study) []query.Choice { return choicesOf(Organisations(), s) }
	return Field[T]{
		Flag: flag,
		Get:  func(s *coding.Study, x *T) []string { return []string{organisationName(s, *of(x))} },
		Set: func(a *Session, x *T, values []string) (made []edit.Change, err error) {
			*of(x), made, err = a.organisationNamed(last(values))
			return made, err
		},
	}
}

// caseField is a field for a case study, which is made where it is new.
func caseField[T any](flag query.Flag, of func(x *T) *corpus.CaseID) Field[T] {
	flag.Name, flag.Label = "case", "case"
	flag.Choices = func(s *coding.Study) []query.Choice { return choicesOf(Cases(), s) }
	return Field[T]{
		Flag: flag,
		Get:  func(s *coding.Study, x *T) []string { return []string{caseName(s, *of(x))} },
		Set: func(a *Session, x *T, values []string) (made []edit.Change, err error) {
			*of(x), made, err = a.caseNamed(last(values))
			return made, err
		},
	}
}

// choicesOf are the names of the things of a kind.
func choicesOf[T any](k Kind[T], s *coding.Study) (choices []query.Choice) {
	for _, x := range k.All(s) {
		choices = append(choices, query.Choice{Value: *k.NameOf(x), Label: *k.NameOf(x)})
	}
	return choices
}

// last is the value of a field that has one: the last that was given.
func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// isNone tells whether a name stands for nothing.
func isNone(name string) bool { return name == "" || strings.EqualFold(name, coding.None) }

// organisationNamed finds an organisation, or makes one; (none) and "" are none. The error
// wraps [coding.ErrAmbiguous].
func (s *Session) organisationNamed(name string) (corpus.OrganisationID, []edit.Change, error) {
	if isNone(name) {
		return "", nil, nil
	}
	found, err := s.Study.FindOrganisation(name)
	switch {
	case err == nil:
		return found.ID, nil, nil
	case !errors.Is(err, coding.ErrUnknown):
		return "", nil, err
	}
	o := corpus.Organisation{ID: corpus.OrganisationID(s.NewID()), Name: name}
	return o.ID, []edit.Change{edit.PutOrganisation{Organisation: o}}, nil
}

// caseNamed finds a case study, or makes one; (none) and "" are none. The error wraps
// [coding.ErrAmbiguous].
func (s *Session) caseNamed(name string) (corpus.CaseID, []edit.Change, error) {
	if isNone(name) {
		return "", nil, nil
	}
	found, err := s.Study.FindCase(name)
	switch {
	case err == nil:
		return found.ID, nil, nil
	case !errors.Is(err, coding.ErrUnknown):
		return "", nil, err
	}
	c := corpus.CaseStudy{ID: corpus.CaseID(s.NewID()), Name: name}
	return c.ID, []edit.Change{edit.PutCase{Case: c}}, nil
}

// newcomers tell which organisations and case studies changes add to a study, and which
// that it has each may have been meant to be: a name that is mistyped makes one.
func newcomers(s *coding.Study, changes []edit.Change) (lines []string) {
	for _, c := range changes {
		switch c := c.(type) {
		case edit.PutOrganisation:
			lines = append(lines, newcomer(Organisations(), s, "organisation", c.Organisation.Name))
		case edit.PutCase:
			lines = append(lines, newcomer(Cases(), s, "case study", c.Case.Name))
		}
	}
	return lines
}

func newcomer[T any](k Kind[T], s *coding.Study, kind, name string) string {
	var known []string
	for _, x := range k.All(s) {
		known = append(known, *k.NameOf(x))
	}
	line := fmt.Sprintf("new %s %q", kind, name)
	if near := coding.Nearest(name, known); len(near) > 0 {
		line += "; did you mean " + coding.Quoted(near, " or ") + "?"
	}
	return line
}

// caseName is the name of a case study, "" for none.
func caseName(s *coding.Study, id corpus.CaseID) string {
	if c := s.Case(id); c != nil {
		return c.Name
	}
	return ""
}

// organisationName is the name of an organisation, "" for none.
func organisationName(s *coding.Study, id corpus.OrganisationID) string {
	if o := s.Organisation(id); o != nil {
		return o.Name
	}
	return ""
}

// attributeDetails are attributes by their names.
func attributeDetails(all map[string]string) (details []Detail) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		details = append(details, Detail{name, all[name]})
	}
	return details
}

// countOrNothing writes a count, and none as nothing.
func countOrNothing(n int) string {
	if n == 0 {
		return ""
	}
	return coding.Thousands(n)
}
