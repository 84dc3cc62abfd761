package refi

import (
	"encoding/xml"
	"regexp"
	"strings"
)

// A Case is what a study compares, as a person or an organisation.
type Case struct {
	GUID, Name                          string
	Description                         string
	CodeRefs, SourceRefs, SelectionRefs []string
	Values                              []Value
}

func (c *Case) declare(e *element) {
	e.guid("case", &c.GUID)
	e.optional("name", &c.Name)
	e.text("Description", &c.Description)
	e.refs("CodeRef", &c.CodeRefs)
	values(e, "VariableValue", &c.Values)
	e.refs("SourceRef", &c.SourceRefs)
	e.refs("SelectionRef", &c.SelectionRefs)
}

// A Variable is an attribute of which cases and sources have values. Type is Text,
// Boolean, Integer, Float, Date or DateTime.
type Variable struct{ GUID, Name, Type, Description string }

func (v *Variable) declare(e *element) {
	e.guid("variable", &v.GUID)
	e.required("name", &v.Name)
	e.variableType(&v.Type)
	e.text("Description", &v.Description)
}

// variableType declares the type of a variable, which is Text where it is unknown.
func (e *element) variableType(to *string) {
	if !e.reading() {
		e.w.attribute("typeOfVariable", *to)
		return
	}
	e.word("typeOfVariable", to, variableTypes)
	if *to == "" {
		*to = "Text"
	}
}

var variableTypes = []string{"Text", "Boolean", "Integer", "Float", "Date", "DateTime"}

// A Value is a variable's value, as written in the file. Type is "" where the value
// is missing.
type Value struct{ Variable, Type, Value string }

func (v *Value) declare(e *element) {
	e.ref("VariableRef", &v.Variable)
	if e.reading() {
		for _, name := range valueElements {
			e.child(name, readValue, v)
		}
	} else if v.Type != "" {
		e.w.text(v.Type+"Value", v.Value)
	}
}

var valueElements = []string{"TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"}

func readValue(r *reader, start xml.StartElement, to any) (err error) {
	v := to.(*Value)
	v.Type = strings.TrimSuffix(start.Name.Local, "Value")
	if v.Value, err = r.leaf(start); err != nil || v.Type == "Text" {
		return err
	}
	if v.Value = strings.TrimSpace(v.Value); IsValue(v.Type, v.Value) {
		return nil
	}
	if v.Value != "" {
		r.problems.Add("value not of its type: kept as missing", v.Type+" "+shorten(v.Value))
	}
	v.Type, v.Value = "", ""
	return nil
}

func (v *Value) usable(problems *Problems) bool {
	if !IsGUID(v.Variable) {
		problems.Add("value without a variable: left out", shorten(v.Value))
		return false
	}
	return true
}

var valuePatterns = map[string]*regexp.Regexp{
	"Boolean":  regexp.MustCompile(`^(true|false|0|1)$`),
	"Integer":  regexp.MustCompile(`^[+-]?\d+$`),
	"Float":    regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)$`),
	"Date":     regexp.MustCompile(`^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$`),
	"DateTime": datePattern,
}

// IsValue reports whether text is a valid value of a variable of the type.
func IsValue(typ, text string) bool {
	pattern := valuePatterns[typ]
	return pattern == nil || pattern.MatchString(text)
}
