package exchange

import (
	"slices"
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
			} else if isMarked(strings.TrimLeft(part, `\`)) { // words that look like a mark
				part = `\` + part
			}
			parts = append(parts, part)
		}
	}
	for _, x := range t.Said(coding.ThemeWords) {
		add(mark(x.ThemeText), x.Text)
	}
	if t.Archived {
		parts = append(parts, archivedMark)
	}
	return strings.Join(parts, "\n\n")
}

const archivedMark = "Archived: yes"

// mark is what stands before a text of a theme; "" before its definition.
func mark(x coding.ThemeText) string {
	if x.Heading == "" {
		return ""
	}
	return x.Heading + ": "
}

// marked is the text of a theme whose mark a part begins with.
func marked(part string) (text coding.ThemeText, is bool) {
	i := slices.IndexFunc(coding.ThemeWords, func(x coding.ThemeText) bool { return mark(x) != "" && strings.HasPrefix(part, mark(x)) })
	if i < 0 {
		return text, false
	}
	return coding.ThemeWords[i], true
}

// isMarked tells whether a part would be taken for more than words.
func isMarked(part string) bool {
	_, is := marked(part)
	return is || part == archivedMark
}

func undescribe(text string, t *coding.Theme) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	to := &t.Definition
	for part := range strings.SplitSeq(text, "\n\n") {
		if part == archivedMark {
			t.Archived = true
			continue
		}
		if x, is := marked(part); is && *x.Of(t) == "" {
			to, part = x.Of(t), part[len(mark(x)):]
		} else if strings.HasPrefix(part, `\`) && isMarked(strings.TrimLeft(part, `\`)) {
			part = part[1:]
		}
		if *to != "" {
			*to += "\n\n"
		}
		*to += part
	}
}
