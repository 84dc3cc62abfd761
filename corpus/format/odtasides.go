package format

import (
	"encoding/xml"
	"errors"
	"strings"

	"crosscase/corpus"
)

// leave leaves out all words of the open element.
func (r *odtReader) leave(why corpus.Why) error {
	var words strings.Builder
	for depth := 1; depth > 0; {
		token, err := r.xml.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errDeep
			}
			if name := t.Name.Local; name == "change-info" || name == "annotation" || name == "note-citation" {
				if err := r.xml.Skip(); err != nil {
					return err
				}
				depth--
			} else if name != "span" && name != "a" {
				words.WriteByte(' ')
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if words.Write(t); words.Len() > maxRun {
				return errLong
			}
		}
	}
	return r.out.leave(why, "", words.String())
}

// head leaves out a header or footer.
func (r *odtReader) head(t xml.StartElement, where string, s odtState) error {
	if attribute(t, "display") == "false" {
		return r.xml.Skip()
	}
	var text []*paragraph
	s.inBody = true
	r.out.divert(&text)
	err := r.element(t.Name, s, false)
	r.out.restore()
	return errors.Join(err, r.out.leaveParagraphs(corpus.RunningHead, where, text))
}
