package report

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"crosscase/coding"
	"crosscase/corpus"
)

// Marked is a source with all that is marked in it, to be read elsewhere: as a page
// with stripes in the margin, as a Word document with a comment for each tag, or as
// Markdown with the tags in the text.
type Marked struct {
	Study  *coding.Study
	Source *corpus.Source
	Body   string
	// File is how a note on a theme is named in Markdown, by the theme.
	File func(theme coding.ThemeID) string
}

// A paragraph of a marked source: a turn, or what stands between turns.
type markedPart struct {
	span  corpus.Span
	words int // byte at which the words begin, behind the speaker's label
	turn  int // from 1, 0 for none
	kind  corpus.TurnKind
}

// A markedPassage is a passage with its tags and the lane that its stripe is in.
type markedPassage struct {
	coding.Passage
	tags []int
	lane int
}

// parts cuts the text into paragraphs that hold something.
func (m *Marked) parts() (parts []markedPart) {
	between := func(from, to int) {
		text := corpus.Text{Body: m.Body}
		if s := text.Trim(corpus.Span{Start: from, End: to}); s.Len() > 0 {
			parts = append(parts, markedPart{span: s, words: s.Start})
		}
	}
	at := 0
	for i, t := range m.Study.Transcript(m.Source).Turns {
		between(at, t.Start)
		parts = append(parts, markedPart{t.Span(), t.Body, i + 1, t.Kind})
		at = t.End
	}
	between(at, len(m.Body))
	return parts
}

// passages are the source's passages in order, each in the first lane that is free.
func (m *Marked) passages() (all []markedPassage, lanes int) {
	var ends []int
	for i, p := range m.Study.Passages {
		if p.Text != m.Source.Text {
			continue
		}
		x := markedPassage{Passage: p, lane: slices.IndexFunc(ends, func(end int) bool { return end <= p.Span.Start })}
		first, last := m.Study.TagsOf(i)
		for n := first; n < last; n++ {
			x.tags = append(x.tags, n)
		}
		if x.lane < 0 {
			x.lane = len(ends)
			ends = append(ends, 0)
		}
		ends[x.lane] = p.Span.End
		all = append(all, x)
	}
	return all, len(ends)
}

func (m *Marked) colour(p markedPassage) string {
	for _, n := range p.tags {
		if t := m.Study.Theme(m.Study.Tags[n].Theme); t != nil && coding.IsColour(t.Colour) {
			return t.Colour
		}
	}
	return "#999999"
}

// label is what a passage is tagged with, a theme once.
func (m *Marked) label(p markedPassage) string {
	var names []string
	for _, n := range p.tags {
		if path := m.Study.Path(m.Study.Tags[n].Theme); !slices.Contains(names, path) {
			names = append(names, path)
		}
	}
	return strings.Join(names, "; ")
}

// A stretch is a part of a paragraph with the passages over it.
type stretch struct {
	span corpus.Span
	over []int
}

// stretches cuts a span where passages begin and end. open are those that reach into
// it, by their numbers.
func stretches(span corpus.Span, all []markedPassage, open []int) (parts []stretch) {
	cuts := []int{span.Start, span.End}
	for _, i := range open {
		for _, at := range []int{all[i].Span.Start, all[i].Span.End} {
			if at > span.Start && at < span.End {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range len(cuts) - 1 {
		s := stretch{span: corpus.Span{Start: cuts[i], End: cuts[i+1]}}
		for _, p := range open {
			if all[p].Span.Overlaps(s.span) {
				s.over = append(s.over, p)
			}
		}
		parts = append(parts, s)
	}
	return parts
}

// within are the passages that reach into a span; all are in order.
func within(all []markedPassage, span corpus.Span) (open []int) {
	for i, p := range all {
		if p.Span.Start >= span.End {
			break
		}
		if p.Span.Overlaps(span) {
			open = append(open, i)
		}
	}
	return open
}

// Write writes the source as HTML, DOCX or Markdown.
func (m *Marked) Write(w io.Writer, f Format) error {
	switch f {
	case HTML:
		return m.html(w)
	case DOCX:
		return m.docx(w)
	case Markdown:
		return m.markdown(w)
	}
	return fmt.Errorf("a marked source as %s", f)
}

// facts are what is known of the source, for its head.
func (m *Marked) facts() (facts [][2]string) {
	s := m.Study
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, [2]string{name, value})
		}
	}
	if m.Source.Type != corpus.TypeOther {
		add("type", string(m.Source.Type))
	}
	if c := s.Case(m.Source.Case); c != nil {
		add("case", c.Name)
	}
	if o := s.Organisation(m.Source.Organisation); o != nil {
		add("organisation", o.Name)
	}
	add("date", string(m.Source.Date))
	add("language", m.Source.Language)
	return facts
}

const markedStyle = `<style>
.source{display:grid;grid-template-columns:auto minmax(0,40rem) 16rem;column-gap:1rem;justify-content:start}
.part{display:contents}.lanes{display:flex;gap:3px;min-width:.4rem}.lanes i{width:5px;border-radius:2px}
.part p{margin:.45rem 0;white-space:pre-line}.part h3{margin:1rem 0 .3rem}.label{font-weight:600}
.part aside{font-size:.8rem;line-height:1.35;padding-top:.5rem}.part aside div{margin-bottom:.35rem}
.dot{display:inline-block;width:.65em;height:.65em;border-radius:50%;margin-right:.35em}.by{color:#666}@media(prefers-color-scheme:dark){.by{color:#aaa}}
mark{color:inherit;border-radius:2px;padding:.05em 0}.turn{color:#888;font-size:.75rem}
@media(max-width:50rem){.source{grid-template-columns:auto minmax(0,1fr)}.part aside{grid-column:2}}
@media print{.source{grid-template-columns:auto minmax(0,1fr) 14rem}mark,.lanes i,.dot{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
</style>
`

func (m *Marked) html(w io.Writer) error {
	all, lanes := m.passages()
	lanes = min(lanes, 12)
	return page(w, m.Source.Name, func(b *bytes.Buffer) {
		b.WriteString(markedStyle)
		fmt.Fprintf(b, "<h1>%s</h1>\n<p class=\"meta\">", escaped(Visible(m.Source.Name)))
		for i, f := range m.facts() {
			if i > 0 {
				b.WriteString(" · ")
			}
			b.WriteString(escaped(Visible(f[1])))
		}
		fmt.Fprintf(b, "</p>\n<div class=\"source\">\n")
		for _, part := range m.parts() {
			m.htmlPart(b, part, all, lanes)
		}
		b.WriteString("</div>\n")
	})
}

func (m *Marked) htmlPart(b *bytes.Buffer, part markedPart, all []markedPassage, lanes int) {
	open := within(all, part.span)
	fmt.Fprintf(b, "<div class=\"part\" id=\"t%d\"><div class=\"lanes\">", part.turn)
	for lane := range lanes {
		at := slices.IndexFunc(open, func(i int) bool { return all[i].lane == lane })
		if at < 0 {
			b.WriteString("<i></i>")
			continue
		}
		p := all[open[at]]
		fmt.Fprintf(b, "<i style=\"background:%s\" title=\"%s\"></i>", m.colour(p), escaped(Visible(m.label(p))))
	}
	tag := "p"
	if part.kind == corpus.Heading {
		tag = "h3"
	}
	fmt.Fprintf(b, "</div><%s>", tag)
	if part.words > part.span.Start {
		fmt.Fprintf(b, "<span class=\"label\">%s</span>", escaped(Visible(m.Body[part.span.Start:part.words])))
	}
	for _, s := range stretches(corpus.Span{Start: part.words, End: part.span.End}, all, open) {
		text := escaped(Visible(m.Body[s.span.Start:s.span.End]))
		if len(s.over) == 0 {
			b.WriteString(text)
			continue
		}
		var names []string
		for _, i := range s.over {
			names = append(names, m.label(all[i]))
		}
		under := ""
		if len(s.over) > 1 {
			under = ";box-shadow:inset 0 -2px " + m.colour(all[s.over[1]])
		}
		fmt.Fprintf(b, "<mark style=\"background:color-mix(in srgb,%s 24%%,transparent)%s\" title=\"%s\">%s</mark>", m.colour(all[s.over[0]]), under, escaped(Visible(strings.Join(names, "; "))), text)
	}
	if part.turn > 0 {
		fmt.Fprintf(b, " <span class=\"turn\">%d</span>", part.turn)
	}
	fmt.Fprintf(b, "</%s><aside>", tag)
	for _, i := range open {
		if all[i].Span.Start < part.span.Start {
			continue
		}
		for _, n := range all[i].tags {
			t := m.Study.Tags[n]
			fmt.Fprintf(b, "<div><span class=\"dot\" style=\"background:%s\"></span>%s <span class=\"by\">%s</span>", m.themeColour(t.Theme), escaped(Visible(m.Study.Path(t.Theme))), escaped(Visible(m.tagged(n))))
			for _, memo := range m.Study.MemosOn(string(t.ID)) {
				fmt.Fprintf(b, "<br>%s", escaped(Visible(memo.Text)))
			}
			b.WriteString("</div>")
		}
		for _, memo := range m.Study.MemosOn(string(all[i].ID)) {
			fmt.Fprintf(b, "<div>%s <span class=\"by\">%s</span></div>", escaped(Visible(memo.Text)), escaped(Visible(m.coder(memo.Coder))))
		}
	}
	b.WriteString("</aside></div>\n")
}

func (m *Marked) themeColour(id coding.ThemeID) string {
	if t := m.Study.Theme(id); t != nil && coding.IsColour(t.Colour) {
		return t.Colour
	}
	return "#999999"
}

func (m *Marked) coder(id coding.CoderID) string {
	if c := m.Study.Coder(id); c != nil {
		return c.Name
	}
	return ""
}

// tagged says who put a tag, about whom and with which weight.
func (m *Marked) tagged(n int) string {
	t := m.Study.Tags[n]
	said := m.coder(t.Coder)
	if o := m.Study.Organisation(t.About); o != nil {
		said += ", about " + o.Name
	}
	if t.Weight > 0 {
		said += ", weight " + strconv.FormatFloat(t.Weight, 'g', -1, 64)
	}
	return said
}

func (m *Marked) docx(w io.Writer) error {
	d := &docx{}
	d.heading(1, m.Source.Name)
	var facts []string
	for _, f := range m.facts() {
		facts = append(facts, f[1])
	}
	if len(facts) > 0 {
		d.paragraph("Note", strings.Join(facts, " · "))
	}
	all, _ := m.passages()
	comments := map[int][]int{} // of passages, the numbers of their comments
	for i, p := range all {
		for _, n := range p.tags {
			t := m.Study.Tags[n]
			text := m.Study.Path(t.Theme)
			if about := strings.TrimPrefix(m.tagged(n), m.coder(t.Coder)); about != "" {
				text += " (" + strings.TrimPrefix(about, ", ") + ")"
			}
			for _, memo := range m.Study.MemosOn(string(t.ID)) {
				text += "\n" + memo.Text
			}
			comments[i] = append(comments[i], d.comment(m.coder(t.Coder), t.At, text))
		}
		for _, memo := range m.Study.MemosOn(string(p.ID)) {
			comments[i] = append(comments[i], d.comment(m.coder(memo.Coder), memo.At, memo.Text))
		}
	}
	begun := map[int]bool{}
	for _, part := range m.parts() {
		open := within(all, part.span)
		d.body.WriteString("<w:p>")
		if part.kind == corpus.Heading {
			d.body.WriteString(`<w:pPr><w:pStyle w:val="Heading3"/></w:pPr>`)
		}
		if part.words > part.span.Start {
			fmt.Fprintf(&d.body, "<w:r><w:rPr><w:b/></w:rPr>%s</w:r>", runText(m.Body[part.span.Start:part.words]))
		}
		for _, s := range stretches(corpus.Span{Start: part.words, End: part.span.End}, all, open) {
			for _, i := range s.over {
				if !begun[i] {
					begun[i] = true
					for _, c := range comments[i] {
						fmt.Fprintf(&d.body, `<w:commentRangeStart w:id="%d"/>`, c)
					}
				}
			}
			shading := ""
			if len(s.over) > 0 {
				shading = fmt.Sprintf(`<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="%s"/></w:rPr>`, pale(m.colour(all[s.over[0]])))
			}
			fmt.Fprintf(&d.body, "<w:r>%s%s</w:r>", shading, runText(m.Body[s.span.Start:s.span.End]))
			m.endComments(d, all, open, comments, begun, s.span.End)
		}
		m.endComments(d, all, open, comments, begun, part.span.End)
		d.body.WriteString("</w:p>")
	}
	return d.write(w, m.Source.Name)
}

// endComments ends the comments of passages that end here.
func (m *Marked) endComments(d *docx, all []markedPassage, open []int, comments map[int][]int, begun map[int]bool, at int) {
	for _, i := range open {
		if all[i].Span.End > at || comments[i] == nil {
			continue
		}
		for _, c := range comments[i] {
			if !begun[i] {
				fmt.Fprintf(&d.body, `<w:commentRangeStart w:id="%d"/>`, c)
			}
			fmt.Fprintf(&d.body, `<w:commentRangeEnd w:id="%d"/><w:r><w:commentReference w:id="%[1]d"/></w:r>`, c)
		}
		begun[i] = true
		delete(comments, i)
	}
}

// pale is a colour as a background, without the #.
func pale(colour string) string {
	var out strings.Builder
	for i := 1; i < 7; i += 2 {
		n, _ := strconv.ParseUint(colour[i:i+2], 16, 8)
		fmt.Fprintf(&out, "%02X", 255-(255-n)*3/10)
	}
	return out.String()
}

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
			m.markdownTags(&b, all, ended)
		}
		if part.turn > 0 {
			fmt.Fprintf(&b, " ^t%d", part.turn)
		}
		b.WriteString("\n")
		m.markdownMemos(&b, all, open, part)
	}
	_, err := w.Write(b.Bytes())
	return err
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
		if all[i].Span.End > part.span.End {
			continue
		}
		notes := m.Study.MemosOn(string(all[i].ID))
		for _, n := range all[i].tags {
			notes = append(notes, m.Study.MemosOn(string(m.Study.Tags[n].ID))...)
		}
		for _, note := range notes {
			fmt.Fprintf(b, "\n> [!note] %s\n> %s\n", cmp.Or(markdownLine(m.coder(note.Coder)), "note"), strings.ReplaceAll(strings.ReplaceAll(note.Text, "<", "&lt;"), "\n", "\n> "))
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

var markdownEscaper = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", "&lt;", "#", `\#`, "==", `\=\=`, "~", `\~`, "|", `\|`, "^", `\^`, "$", `\$`, "%%", `\%\%`)

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
func ThemeNote(w io.Writer, s *coding.Study, theme *coding.Theme, bodies map[corpus.TextID]string, file func(source corpus.SourceID) string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntags: [%s]\n---\n\n# %s\n", strconv.Quote(hashtag(s.Path(theme.ID))), markdownLine(s.Path(theme.ID)))
	for _, f := range [][2]string{{"", theme.Definition}, {"Include: ", theme.Include}, {"Exclude: ", theme.Exclude}, {"Example: ", theme.Example}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "\n%s%s\n", f[0], markdownText(f[1]))
		}
	}
	for i, p := range s.Passages {
		src := s.SourceOf(p)
		first, last := s.TagsOf(i)
		if src == nil || !slices.ContainsFunc(s.Tags[first:last], func(t coding.Tag) bool { return t.Theme == theme.ID }) {
			continue
		}
		turn, _ := s.Transcript(src).TurnsIn(p.Span)
		fmt.Fprintf(&b, "\n> %s\n>\n> [[%s#^t%d|%s, turn %[3]d]]\n", strings.ReplaceAll(markdownText(strings.TrimSpace(bodies[p.Text][p.Span.Start:p.Span.End])), "\n", "\n> "), file(src.ID), turn+1, wikiText(src.Name))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// MarkedIndex writes a page that leads to the marked sources.
func MarkedIndex(w io.Writer, s *coding.Study, file func(source corpus.SourceID) string) error {
	passages := map[corpus.TextID]int{}
	tags := map[corpus.TextID]int{}
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		passages[p.Text]++
		tags[p.Text] += last - first
	}
	return page(w, s.Title, func(b *bytes.Buffer) {
		fmt.Fprintf(b, "<h1>%s</h1>\n<table><thead><tr><th>source</th><th>type</th><th>case</th><th>organisation</th><th>date</th><th class=\"n\">passages</th><th class=\"n\">tags</th></tr></thead><tbody>\n", escaped(Visible(s.Title)))
		for _, src := range s.Sources {
			m := &Marked{Study: s, Source: src}
			facts := map[string]string{}
			for _, f := range m.facts() {
				facts[f[0]] = f[1]
			}
			fmt.Fprintf(b, "<tr><td><a href=\"%s\">%s</a></td>", escaped((&url.URL{Path: file(src.ID)}).EscapedPath()), escaped(Visible(src.Name)))
			for _, name := range []string{"type", "case", "organisation", "date"} {
				fmt.Fprintf(b, "<td>%s</td>", escaped(Visible(facts[name])))
			}
			fmt.Fprintf(b, "<td class=\"n\">%d</td><td class=\"n\">%d</td></tr>\n", passages[src.Text], tags[src.Text])
		}
		b.WriteString("</tbody></table>\n<h2>Themes</h2>\n<ul>\n")
		for _, t := range s.Themes {
			fmt.Fprintf(b, "<li style=\"margin-left:%.1fem;list-style:none\"><span style=\"display:inline-block;width:.7em;height:.7em;border-radius:50%%;background:%s;margin-right:.4em\"></span>%s", 1.4*float64(s.Level(t.ID)), (&Marked{Study: s}).themeColour(t.ID), escaped(Visible(t.Name)))
			if t.Definition != "" {
				fmt.Fprintf(b, " <span class=\"meta\">%s</span>", escaped(Visible(t.Definition)))
			}
			b.WriteString("</li>\n")
		}
		b.WriteString("</ul>\n")
	})
}
