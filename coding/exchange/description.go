package exchange

import (
	"strings"

	"crosscase/coding"
)

// Description is all that describes a theme in one text, for a program that has one
// place for it.
func Description(t coding.Theme) string { return description(t) }

// description is all that describes a theme in one text, for formats that have one
// place for it; undescribe takes it apart again.
func description(t coding.Theme) string {
	var parts []string
	add := func(mark, text string) {
		for i, part := range strings.Split(text, "\n\n") {
			if i == 0 && mark != "" {
				part = mark + part
			} else if markOf(strings.TrimLeft(part, `\`), &t) != nil { // words that look like a mark
				part = `\` + part
			}
			parts = append(parts, part)
		}
	}
	if t.Definition != "" {
		add("", t.Definition)
	}
	for _, f := range marked(&t) {
		if *f.to != "" {
			add(f.mark+": ", *f.to)
		}
	}
	if t.Archived {
		parts = append(parts, archivedMark)
	}
	return strings.Join(parts, "\n\n")
}

const archivedMark = "Archived: yes"

// markOf is the field whose mark a part begins with, nil for none.
func markOf(part string, t *coding.Theme) *markedField {
	if part == archivedMark {
		return &markedField{"Archived", new(string)}
	}
	for _, f := range marked(t) {
		if strings.HasPrefix(part, f.mark+": ") {
			return &f
		}
	}
	return nil
}

type markedField struct {
	mark string
	to   *string
}

func marked(t *coding.Theme) []markedField {
	return []markedField{{"Include", &t.Include}, {"Exclude", &t.Exclude}, {"Example", &t.Example}, {"Kind", &t.Kind}}
}

func undescribe(text string, t *coding.Theme) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	to := &t.Definition
	for part := range strings.SplitSeq(text, "\n\n") {
		if part == archivedMark {
			t.Archived = true
			continue
		}
		if f := markOf(part, t); f != nil && *f.to == "" {
			to, part = f.to, part[len(f.mark)+2:]
		} else if strings.HasPrefix(part, `\`) && markOf(strings.TrimLeft(part, `\`), t) != nil {
			part = part[1:]
		}
		if *to != "" {
			*to += "\n\n"
		}
		*to += part
	}
}
