package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"crosscase/coding"
)

// The codebook of REFI-QDA, schema 1.0 of 5 October 2017. The order of elements is
// the schema's.
type qdcBook struct {
	XMLName xml.Name  `xml:"urn:QDA-XML:codebook:1.0 CodeBook"`
	Origin  string    `xml:"origin,attr,omitempty"`
	Codes   []qdcCode `xml:"Codes>Code"`
}

type qdcCode struct {
	GUID        string    `xml:"guid,attr"`
	Name        string    `xml:"name,attr"`
	Codable     bool      `xml:"isCodable,attr"`
	Colour      string    `xml:"color,attr,omitempty"`
	Description string    `xml:"Description,omitempty"`
	Below       []qdcCode `xml:"Code"`
}

func writeQDC(w io.Writer, s *coding.Study, origin string) error {
	if len(s.Themes) == 0 {
		return coding.WithHint(coding.Errorf(coding.ErrInvalid, "a codebook without themes cannot be a .qdc: its schema asks for one at least"), "make one with crosscase theme add, or write another format")
	}
	var codes func(entries []coding.Entry) []qdcCode
	codes = func(entries []coding.Entry) (all []qdcCode) {
		for _, e := range entries {
			all = append(all, qdcCode{GUID: string(e.ID), Name: e.Name, Codable: !e.Archived, Colour: e.Colour, Description: description(e.Theme), Below: codes(e.Below)})
		}
		return all
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	x := xml.NewEncoder(w)
	x.Indent("", "  ")
	if err := x.Encode(qdcBook{Origin: origin, Codes: codes(s.Entries())}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// readQDC reads codes by the names of elements alone: programs write half a dozen
// namespaces.
func readQDC(data []byte) ([]coding.Entry, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	line := func() int { l, _ := d.InputPos(); return l }
	root := &branch{}
	open := []*branch{root}
	inCodes, found := false, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, atLine(line(), "not well-formed XML: %v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "CodeBook":
				found = true
			case "Codes":
				inCodes = true
			case "Code":
				if !inCodes {
					continue
				}
				if len(open) > maxNesting {
					return nil, atLine(line(), "codes nest deeper than %d", maxNesting)
				}
				above := open[len(open)-1]
				b := &branch{}
				b.Line = line()
				if err := b.attributes(t); err != nil {
					return nil, atLine(line(), "%v", err)
				}
				above.below = append(above.below, b)
				open = append(open, b)
			case "Description":
				var text string
				if err := d.DecodeElement(&text, &t); err != nil {
					return nil, atLine(line(), "not well-formed XML: %v", err)
				}
				if len(open) > 1 {
					undescribe(text, &open[len(open)-1].Theme)
				}
			}
		case xml.EndElement:
			switch {
			case t.Name.Local == "Codes":
				inCodes = false
			case t.Name.Local == "Code" && inCodes && len(open) > 1:
				if last := open[len(open)-1]; last.Folder && !last.Archived && last.Kind == "" {
					last.Kind = "category" // what other programs call what only holds others
				}
				open = open[:len(open)-1]
			}
		}
	}
	if !found {
		return nil, coding.Errorf(coding.ErrInvalid, "no CodeBook in it: not a REFI-QDA codebook")
	}
	return root.entries(), nil
}

func (b *branch) attributes(t xml.StartElement) error {
	for _, a := range t.Attr {
		v := strings.TrimSpace(a.Value)
		switch a.Name.Local {
		case "guid":
			b.ID = coding.ThemeID(strings.ToLower(strings.Trim(v, "{}")))
		case "name":
			b.Name = strings.Join(strings.Fields(v), " ")
		case "isCodable":
			b.Folder = v == "false" || v == "0"
		case "color":
			if len(v) == 4 && v[0] == '#' {
				v = string([]byte{'#', v[1], v[1], v[2], v[2], v[3], v[3]})
			}
			if coding.IsColour(v) {
				b.Colour = strings.ToLower(v)
			}
		}
	}
	if b.Name == "" {
		return errors.New("a code without a name")
	}
	return nil
}
