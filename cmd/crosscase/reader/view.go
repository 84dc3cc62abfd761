package reader

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"crosscase/coding"
	"crosscase/corpus"
)

// View implements [tea.Model].
func (m *Model) View() tea.View {
	v := tea.NewView(m.cropped())
	v.AltScreen = true
	v.WindowTitle = "crosscase: " + printable(m.source.Name)
	return v
}

// cropped is the part of the screen that the terminal has room for.
func (m *Model) cropped() string {
	width, height := m.terminal.width, m.terminal.height
	if width == m.width && height == m.height || width == 0 {
		return m.screen()
	}
	lines := strings.Split(m.screen(), "\n")
	lines = lines[:min(height, len(lines))]
	for i := range lines {
		lines[i] = ansi.Truncate(lines[i], width, "")
	}
	return strings.Join(lines, "\n")
}

// screen draws the title, the page, the tags under the cursor, and the last line.
func (m *Model) screen() string {
	if m.mode == helping {
		return m.helpScreen()
	}
	lines := []string{m.titleLine()}
	body := m.bodyLines()
	if m.mode == choosing {
		body = m.withList(body)
	}
	lines = append(lines, body...)
	lines = append(lines, m.hereLine(), m.lastLine())
	return strings.Join(lines, "\n")
}

var (
	bold    = ansi.NewStyle().Bold()
	faint   = ansi.NewStyle().Faint()
	reverse = ansi.NewStyle().Reverse(true)
	red     = ansi.NewStyle().ForegroundColor(ansi.Red)
)

// fit cuts or fills a line, styled or not, to a width.
func fit(s string, width int) string {
	if w := ansi.StringWidth(s); w < width {
		return s + strings.Repeat(" ", width-w)
	}
	return ansi.Truncate(s, width, "…")
}

// titleLine names the source and how far it is coded.
func (m *Model) titleLine() string {
	right := fmt.Sprintf("turn %d of %d · %d tagged", m.turn()+1, len(m.tr.Turns), len(m.passages()))
	if r := m.progress(); r.State == coding.Complete {
		right += " · complete"
	}
	left := printable(m.source.Name)
	if c := m.study().Case(m.source.Case); c != nil {
		left += " · " + printable(c.Name)
	}
	if o := m.study().Organisation(m.source.Organisation); o != nil {
		left += " · " + printable(o.Name)
	}
	space := max(m.width-ansi.StringWidth(right)-2, 0)
	return reverse.Styled(fit(" "+left, space) + fit(right+" ", m.width-space))
}

// panelShown reports whether the codebook is beside the text: asked for, with room.
func (m *Model) panelShown() bool { return m.codebook && m.width >= leftCols+20+panelCols }

// bodyLines draws the rows of the page, with the codebook beside them.
func (m *Model) bodyLines() []string {
	rows := m.rows()
	lines := make([]string, 0, rows)
	var panel []string
	width := m.width
	if m.panelShown() {
		panel = m.panelLines(rows)
		width -= panelCols
	}
	visible := m.visibleMarks(rows)
	for i := range rows {
		s := ""
		if n := m.top + i; n < len(m.page.lines) {
			s = m.pageLine(m.page.lines[n], n, visible)
		}
		if panel != nil {
			s = fit(s, width) + panel[i]
		}
		lines = append(lines, s)
	}
	return lines
}

// colour is that of a theme, as the terminal can show it; grey where it has none.
func (m *Model) colour(id coding.ThemeID) color.Color {
	if t := m.study().Theme(id); t != nil && coding.IsColour(t.Colour) {
		var r, g, b uint8
		fmt.Sscanf(t.Colour, "#%02x%02x%02x", &r, &g, &b)
		if m.profile == colorprofile.ANSI256 {
			return ansi.IndexedColor(16 + 36*level(r) + 6*level(g) + level(b))
		}
		return color.RGBA{r, g, b, 255}
	}
	return ansi.IndexedColor(244)
}

// stripe is a bar in the colour of a theme.
func (m *Model) stripe(id coding.ThemeID) string {
	return ansi.NewStyle().ForegroundColor(m.colour(id)).Styled("▌")
}

// level is the nearest of the six levels of a colour in terminals with 256 colours.
// The conversion of bubbletea turns soft colours into greys, and makes themes look
// the same.
func level(x uint8) (best uint8) {
	levels := []int{0, 95, 135, 175, 215, 255}
	for i, l := range levels {
		if abs(int(x)-l) < abs(int(x)-levels[best]) {
			best = uint8(i)
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// margin draws the stripes of the passages that touch a line, with a + in the last
// column where there is no room for all.
func (m *Model) margin(l line, marks []mark) string {
	var cells [stripes]string
	if l.kind == wordsLine {
		for _, x := range marks {
			if !x.span.Overlaps(corpus.Span{Start: l.start, End: max(l.end, l.start+1)}) {
				continue
			}
			for _, t := range x.tags {
				lane := x.lane
				for lane < stripes && cells[lane] != "" { // another one ends or begins in the same line
					lane++
				}
				if lane < stripes {
					cells[lane] = m.stripe(t.Theme)
				} else {
					cells[stripes-1] = faint.Styled("+")
				}
			}
		}
	}
	for i := range cells {
		if cells[i] == "" {
			cells[i] = " "
		}
	}
	return strings.Join(cells[:], "")
}

// pageLine draws line n of the page.
func (m *Model) pageLine(l line, n int, marks []mark) string {
	number := strings.Repeat(" ", numberCols)
	if m.page.begins[l.turn] == n && l.kind != emptyLine {
		number = fmt.Sprintf("%*d", numberCols, l.turn+1)
		if l.turn == m.turn() {
			number = bold.Styled(number)
		} else {
			number = faint.Styled(number)
		}
	}
	left := m.margin(l, marks) + " " + number + " "
	t := m.tr.Turns[l.turn]
	switch l.kind {
	case emptyLine:
		return ""
	case headLine:
		var parts []string
		if t.Speaker >= 0 {
			sp := m.tr.Speakers[t.Speaker]
			name := sp.Label
			if p := m.study().Participant(sp.Participant); p != nil {
				name = p.Name
			}
			parts = append(parts, bold.Styled(printable(name)))
		}
		if t.From >= 0 {
			parts = append(parts, faint.Styled(corpus.FormatTime(t.From)))
		}
		return ansi.Truncate(left+strings.Join(parts, "  "), m.width, "…")
	}
	return left + m.styledWords(l, t.Kind, marks)
}

// styledWords draws a line's words: selected ones reversed, tagged ones underlined,
// matches bold.
func (m *Model) styledWords(l line, kind corpus.TurnKind, marks []mark) string {
	hits := m.hitsIn(l)
	var b strings.Builder
	for _, part := range m.parts(l, marks, hits) {
		style := ansi.NewStyle()
		if kind != corpus.Paragraph {
			style = style.Bold()
		}
		if slices.ContainsFunc(hits, part.Overlaps) {
			style = style.Bold().ForegroundColor(ansi.Yellow)
		}
		if slices.ContainsFunc(marks, func(x mark) bool { return x.span.Overlaps(part) && len(x.tags) > 0 }) {
			style = style.Underline(true)
		}
		if m.cursor.Overlaps(part) {
			style = style.Reverse(true)
		}
		words := printable(m.text.Body[part.Start:part.End])
		if len(style) > 0 {
			words = style.Styled(words)
		}
		b.WriteString(words)
	}
	return b.String()
}

// hitsIn are the matches that touch a line.
func (m *Model) hitsIn(l line) []corpus.Span {
	from, _ := slices.BinarySearchFunc(m.hits, l.start, func(h corpus.Span, at int) int { return h.End - at })
	to := from
	for to < len(m.hits) && m.hits[to].Start < l.end {
		to++
	}
	return m.hits[from:to]
}

// parts divides a line where the selection, a mark or a match begins or ends.
func (m *Model) parts(l line, marks []mark, hits []corpus.Span) (parts []corpus.Span) {
	cuts := []int{l.start, l.end}
	cut := func(s corpus.Span) {
		for _, at := range []int{s.Start, s.End} {
			if at > l.start && at < l.end {
				cuts = append(cuts, at)
			}
		}
	}
	cut(m.cursor)
	for _, x := range marks {
		cut(x.span)
	}
	for _, h := range hits {
		cut(h)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range cuts[1:] {
		parts = append(parts, corpus.Span{Start: cuts[i], End: cuts[i+1]})
	}
	return parts
}

// hereLine names the tags under the cursor.
func (m *Model) hereLine() string {
	var parts []string
	for _, x := range m.marks {
		if x.span.Start >= m.cursor.End {
			break
		}
		if x.span.Overlaps(m.cursor) {
			for _, t := range x.tags {
				parts = append(parts, m.stripe(t.Theme)+m.described(t))
			}
		}
	}
	line := strings.Join(parts, "  ")
	if line == "" {
		line = faint.Styled(strings.Repeat("─", m.width))
	}
	return fit(line, m.width)
}

// described is a tag's theme with what else is known of the tag in parentheses.
func (m *Model) described(t coding.Tag) string {
	var more []string
	if c := m.study().Coder(t.Coder); c != nil && c.ID != m.app.CoderID() {
		more = append(more, printable(c.Name))
	}
	if t.Weight > 0 {
		more = append(more, fmt.Sprintf("weight %g", t.Weight))
	}
	if o := m.study().Organisation(t.About); o != nil {
		more = append(more, "about "+printable(o.Name))
	}
	if len(m.study().MemosOn(string(t.ID))) > 0 {
		more = append(more, "memo")
	}
	if x, changed := m.study().Changed[t.Passage]; changed {
		more = append(more, "changed, was "+coding.Quote(printable(coding.Shorten(x.Was))))
	}
	label := printable(m.study().Path(t.Theme))
	if len(more) > 0 {
		label += " (" + strings.Join(more, ", ") + ")"
	}
	return label
}

// lastLine is the question being asked, a message, or the main keys.
func (m *Model) lastLine() string {
	switch {
	case m.mode == choosing || m.mode == writing:
		input := strings.ReplaceAll(string(m.input), "\n", "⏎")
		ask := m.ask.what + ": "
		room := max(m.width-ansi.StringWidth(ask)-1, 1)
		if over := ansi.StringWidth(input) - room; over > 0 { // the end is what is being typed
			input = ansi.TruncateLeft(input, over+1, "…")
		}
		return fit(bold.Styled(printable(ask))+printable(input)+reverse.Styled(" "), m.width)
	case m.message != "" && m.failed:
		return red.Styled(fit(printable(m.message), m.width))
	case m.message != "":
		return fit(printable(m.message), m.width)
	}
	return faint.Styled(fit("Enter tag  ↓↑ turn  →← sentence  w word  v choose  / search  u undo  ? keys", m.width))
}

// withList draws the list to choose from over the lower part of the page.
func (m *Model) withList(body []string) []string {
	rows := min(len(m.list), max(len(body)/2, 3), len(body))
	first := max(0, min(m.chosen-rows/2, len(m.list)-rows))
	width := min(m.width, 70)
	for i := range rows {
		c := m.list[first+i]
		label := printable(c.label)
		switch {
		case c.create:
			label = "  new theme: " + label
		case c.theme != "":
			label = m.stripe(c.theme) + " " + label
			if n := m.counts[c.theme]; n > 0 {
				label = fit(label, width-8) + faint.Styled(fmt.Sprintf("%6d", n))
			}
		default:
			label = "  " + label
		}
		if first+i == m.chosen {
			label = reverse.Styled(fit(ansi.Strip(label), width))
		} else {
			label = fit(label, width)
		}
		body[len(body)-rows+i] = label
	}
	if rows == 0 {
		body[len(body)-1] = faint.Styled("nothing of that name")
	}
	return body
}

// panelLines draws the codebook with the number of passages of each theme.
func (m *Model) panelLines(rows int) []string {
	lines := make([]string, rows)
	bar := faint.Styled("│")
	i, first := 0, 0
	if tags := m.here(); len(tags) > 0 && len(m.study().Themes) > rows { // the theme under the cursor is among them
		at := slices.IndexFunc(m.study().Themes, func(t *coding.Theme) bool { return t.ID == tags[0].Theme })
		first = min(max(at-rows/2, 0), len(m.study().Themes)-rows)
	}
	for ; i < rows && first+i < len(m.study().Themes); i++ {
		t := m.study().Themes[first+i]
		name := strings.Repeat("  ", m.study().Level(t.ID)) + printable(t.Name)
		count := ""
		if n := m.counts[t.ID]; n > 0 {
			count = fmt.Sprint(n)
		}
		label := m.stripe(t.ID) + fit(name, panelCols-8) + fmt.Sprintf("%5s", count)
		if t.Archived {
			label = faint.Styled(ansi.Strip(label))
		}
		lines[i] = bar + label
	}
	if left := len(m.study().Themes) - first - rows; left > 0 {
		lines[rows-1] = bar + faint.Styled(fmt.Sprintf(" and %d more", left+1))
	}
	for ; i < rows; i++ {
		lines[i] = bar
	}
	return lines
}

// helpScreen lists the keys, as many as there is room for.
func (m *Model) helpScreen() string {
	lines := []string{reverse.Styled(fit(" Keys", m.width))}
	for _, b := range bindings() {
		if len(lines) >= m.height-1 {
			break
		}
		if b.name != "" {
			lines = append(lines, "  "+bold.Styled(fit(b.name, 17))+ansi.Truncate(b.help, max(m.width-20, 1), "…"))
		}
	}
	for len(lines) < m.height-1 {
		lines = append(lines, "")
	}
	return strings.Join(append(lines, faint.Styled(fit("any key goes on", m.width))), "\n")
}
