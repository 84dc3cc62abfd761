package intake

import (
	"slices"
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// joined puts lines in the place of what stands between the labels of people who say something
// together.
var joined = strings.NewReplacer("&", "\n", "+", "\n", "/", "\n", ", ", "\n", " and ", "\n", " und ", "\n", " et ", "\n", " y ", "\n",
	" to ", "\n", " zu ", "\n", " an ", "\n", " à ", "\n", " a ", "\n")

// findJoint finds who speaks in a document. What people say together, under a label that joins
// theirs, is nobody's: it would be the words of a person who does not exist, or of whoever spoke
// before. Labels about which somebody decided, and known ones, stay.
func findJoint(doc corpus.Document, o transcript.Options) (transcript.Found, error) {
	found, err := transcript.Find(doc, o)
	if err != nil {
		return found, err
	}
	var joint []string
	for _, l := range found.Labels {
		if !l.Told() && (o.Known == nil || !o.Known(l.Text)) && joins(l.Text, found.Labels) {
			joint = append(joint, l.Text)
		}
	}
	if len(joint) == 0 {
		return found, nil
	}
	o.Joint = joint
	return transcript.Find(doc, o)
}

// joins reports whether a label is made of labels of at least two other speakers.
func joins(label string, labels []transcript.Label) bool {
	parts := strings.Split(joined.Replace(label), "\n")
	speaks := func(part string) bool {
		return slices.ContainsFunc(labels, func(l transcript.Label) bool {
			return l.Speaker != "" && l.Text != label && transcript.SameLabel(l.Text, strings.TrimSpace(part))
		})
	}
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(p string) bool { return !speaks(p) })
}
