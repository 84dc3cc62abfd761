package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"crosscase/coding"
	"crosscase/corpus"
)

// markdown writes the words with passages highlighted, their themes behind them as
// tags and links, and a name for each turn that links can lead to.
func (m *Marked) markdown(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("---\n")
	for _, f := range m.facts() {
		fmt.Fprintf(&b, "%s: %s\n", f[0], strconv.Quote(f[1]))
	}
	fmt.Fprintf(&b, "---\n\n# %s\n", markdownLine(m.Source.Name))
	all, _ := m.passages()
	for _, part := range m.parts() {
		open := within(all, part.span)
		b.WriteString("\n")
		if part.kind == corpus.Heading {
			b.WriteString("### ")
		}
		if label := strings.TrimSpace(m.Body[part.span.Start:part.words]); label != "" {
			fmt.Fprintf(&b, "**%s** ", markdownLine(label))
		}
		m.markdownWords(&b, all, open, part)
		if part.turn > 0 {
			fmt.Fprintf(&b, " ^t%d", part.turn)
		}
		b.WriteString("\n")
		m.markdownMemos(&b, all, open, part)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// markdownWords writes the words of a part, with the tags of each passage behind its last
// one; of those that end in the blanks behind the part, or are on a speaker's label alone,
// behind the part.
func (m *Marked) markdownWords(b *bytes.Buffer, all []markedPassage, open []int, part markedPart) {
	left := slices.Clone(open)
	for _, s := range stretches(corpus.Span{Start: part.words, End: part.span.End}, all, open) {
		text := m.Body[s.span.Start:s.span.End]
		if len(s.over) > 0 {
			b.WriteString(highlighted(text))
		} else {
			b.WriteString(markdownText(text))
		}
		var ended []int
		for _, i := range s.over {
			if all[i].Span.End == s.span.End {
				ended = append(ended, i)
			}
		}
		m.markdownTags(b, all, ended)
		left = slices.DeleteFunc(left, func(i int) bool { return slices.Contains(ended, i) })
	}
	m.markdownTags(b, all, slices.DeleteFunc(left, func(i int) bool { return all[i].Span.End > part.until }))
}

func (m *Marked) markdownTags(b *bytes.Buffer, all []markedPassage, ended []int) {
	var done []string
	for _, i := range ended {
		for _, n := range all[i].tags {
			theme := m.Study.Tags[n].Theme
			tag := "#" + hashtag(m.Study.Path(theme))
			if slices.Contains(done, tag) {
				continue
			}
			done = append(done, tag)
			fmt.Fprintf(b, " %s", tag)
			if m.File != nil {
				fmt.Fprintf(b, " [[%s|%s]]", m.File(theme), wikiText(m.Study.Theme(theme).Name))
			}
		}
	}
}

// markdownMemos writes notes on passages that end in a part, below it.
func (m *Marked) markdownMemos(b *bytes.Buffer, all []markedPassage, open []int, part markedPart) {
	for _, i := range open {
		if all[i].Span.End > part.until {
			continue
		}
		notes := m.Study.MemosOn(string(all[i].ID))
		for _, n := range all[i].tags {
			notes = append(notes, m.Study.MemosOn(string(m.Study.Tags[n].ID))...)
		}
		for _, note := range notes {
			fmt.Fprintf(b, "\n> [!note] %s\n> %s\n", cmp.Or(markdownLine(m.coder(note.Coder)), "note"),
				strings.ReplaceAll(strings.ReplaceAll(note.Text, "<", "&lt;"), "\n", "\n> "))
		}
	}
}

// hashtag is a theme's path as programs for notes take a tag: letters, digits, _, -
// and / between the parts.
func hashtag(path string) string {
	var parts []string
	for _, p := range strings.Split(path, coding.Separator) {
		p = strings.Trim(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_' || r == '-' {
				return r
			}
			return '-'
		}, p), "-")
		for strings.Contains(p, "--") {
			p = strings.ReplaceAll(p, "--", "-")
		}
		if p != "" && strings.Trim(p, "0123456789") == "" {
			p = "t" + p // a number alone is no tag
		}
		parts = append(parts, cmp.Or(p, "theme"))
	}
	return strings.Join(parts, "/")
}

var markdownEscaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", "#", `\#`, "==",
	`\=\=`, "~", `\~`, "|", `\|`, "^", `\^`, "$", `\$`, "%%", `\%\%`)

// markdownText is text that Markdown shows as it is, line breaks included.
func markdownText(s string) string {
	lines := strings.Split(markdownEscaper.Replace(Visible(s)), "\n")
	for i, l := range lines {
		if trimmed := strings.TrimLeft(l, " \t"); i > 0 && trimmed != "" && strings.ContainsRune("-+>=", rune(trimmed[0])) {
			l = `\` + trimmed
		}
		lines[i] = l
	}
	return strings.Join(lines, "\n")
}

func markdownLine(s string) string { return markdownText(strings.Join(strings.Fields(s), " ")) }

func wikiText(s string) string { return strings.NewReplacer("[", "(", "]", ")", "|", "-").Replace(s) }

// highlighted marks each line by itself; blanks at the ends stay outside, since
// Markdown wants none inside.
func highlighted(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		words := strings.TrimSpace(l)
		if words == "" {
			continue
		}
		at := strings.Index(l, words)
		lines[i] = l[:at] + "==" + markdownText(words) + "==" + l[at+len(words):]
	}
	return strings.Join(lines, "\n")
}

// ThemeNote writes a theme as a note of its own: what it means, and its passages with
// links to where they stand.
func ThemeNote(w io.Writer, s *coding.Study, theme *coding.Theme, bodies map[corpus.TextID]string,
	file func(source corpus.SourceID) string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntags: [%s]\n---\n\n# %s\n", strconv.Quote(hashtag(s.Path(theme.ID))), markdownLine(s.Path(theme.ID)))
	for _, x := range theme.Said(coding.ThemeParagraphs) {
		heading := ""
		if x.Heading != "" {
			heading = x.Heading + ": "
		}
		fmt.Fprintf(&b, "\n%s%s\n", heading, markdownText(x.Text))
	}
	for i, p := range s.Passages {
		src := s.SourceOf(p)
		first, last := s.TagsOf(i)
		if src == nil || !slices.ContainsFunc(s.Tags[first:last], func(t coding.Tag) bool { return t.Theme == theme.ID }) {
			continue
		}
		turn, _ := s.Transcript(src).TurnsIn(p.Span)
		fmt.Fprintf(&b, "\n> %s\n>\n> [[%s#^t%d|%s, turn %[3]d]]\n",
			strings.ReplaceAll(markdownText(strings.TrimSpace(bodies[p.Text][p.Span.Start:p.Span.End])), "\n", "\n> "), file(src.ID), turn+1,
			wikiText(src.Name))
	}
	_, err := w.Write(b.Bytes())
	return err
}
