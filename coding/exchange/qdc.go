package exchange

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/coding/edit"
	"crosscase/coding/exchange/refi"
)

// writeQDC writes the codebook of REFI-QDA, schema 1.0 of 5 October 2017. Codes that
// came in from other programs keep their identifiers' letters, and sets of codes that
// came with them go out again, where the preserved files can be read.
func writeQDC(ctx context.Context, w io.Writer, c Contents, origin string) error {
	if len(c.Study.Themes) == 0 {
		err := coding.Errorf(coding.ErrInvalid, "a codebook without themes cannot be a .qdc: its schema asks for one at least")
		return coding.WithHint(err, "make one with crosscase theme add, or write another format")
	}
	var views []*template
	if c.Original != nil {
		var err error
		if views, err = reopenAll(ctx, c); err != nil {
			return err
		}
	}
	ex := newExporter(ctx, c, views, refi.Standard, &Report{})
	ex.doc.Origin = origin
	ex.index()
	ex.indexTemplates()
	ex.doc.Codes = ex.exportCodes("")
	for _, tm := range views {
		for _, s := range tm.doc.Sets {
			x := *s
			x.Codes = slices.DeleteFunc(slices.Clone(s.Codes), func(ref string) bool { return ex.gone(tm, ref) })
			if len(x.Codes) > 0 && ex.first("set", s.GUID) {
				ex.doc.Sets = append(ex.doc.Sets, &x)
			}
		}
	}
	_, err := ex.doc.WriteCodebook(w)
	return err
}

// KeepCodebook keeps a codebook of another program's, .qdc, beside the themes that were
// made of it, for what they cannot say. It returns nothing where it is kept already.
func KeepCodebook(s *coding.Study, data []byte, name string, at time.Time) ([]edit.Change, error) {
	doc, _, err := refi.ReadProject(bytes.NewReader(data))
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	if isOwn(doc) { // it says no more than the themes do
		return nil, nil
	}
	a := &Imported{Report: &Report{}, view: &importer{doc: doc, files: Memory{}}}
	if err := a.pack(name, at, deflate(doc)); err != nil {
		return nil, err
	}
	for _, p := range s.Preserved {
		if p.ID == a.preserved.ID {
			return nil, nil
		}
	}
	return []edit.Change{edit.PutPreserved{Preserved: a.preserved, Files: a.files}}, nil
}

// readQDC reads codes by the names of elements alone: programs write half a dozen
// namespaces.
func readQDC(data []byte) ([]codebook.Entry, error) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	line := func() int { l, _ := d.InputPos(); return l }
	root := &entryTree{}
	open := []*entryTree{root}
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
				b := &entryTree{}
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

func (b *entryTree) attributes(t xml.StartElement) error {
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
