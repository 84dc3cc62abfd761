package dimension

import (
	"strings"

	"crosscase/coding"
)

// Values are the identifiers of those values that f asks for, any of which will do; nil
// is all. It is false where f asks for more than a list can say.
func (d *Dimension) Values(f coding.Filter) (ids []string, ok bool) { return d.asked.values(f) }

// Typed is what a person types to ask for a value, which [Dimension.Add] reads as the
// same. It is false where nothing that can be typed means it, as where two things have
// one name.
func (d *Dimension) Typed(s *coding.Study, id string) (typed string, ok bool) {
	typed = d.written(s, id)
	var f coding.Filter
	if err := d.Add(s, &f, typed); err != nil {
		return "", false
	}
	means, _ := d.asked.values(f)
	return typed, len(means) == 1 && strings.EqualFold(means[0], id)
}

// written is how a value is called where it is typed.
func (d *Dimension) written(s *coding.Study, id string) string {
	switch {
	case id == "":
		return coding.None
	case d.Nests:
		return s.EscapedPath(coding.ThemeID(id))
	case d.Things == nil:
		return id
	}
	things := d.Things(s)
	for i := range int32(things.Len) {
		if v := things.At(i); v.ID == id {
			return v.Path
		}
	}
	return id
}
