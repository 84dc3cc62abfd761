package report

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

const markedStyle = `<style>
.source{display:grid;grid-template-columns:auto minmax(0,40rem) 16rem;column-gap:1rem;justify-content:start}
.part{display:contents}.lanes{display:flex;gap:3px;min-width:.4rem}.lanes i{width:5px;border-radius:2px}
.part p{margin:.45rem 0;white-space:pre-line}.part h3{margin:1rem 0 .3rem}.label{font-weight:600}
.part aside{font-size:.8rem;line-height:1.35;padding-top:.5rem}.part aside div{margin-bottom:.35rem}
.dot{display:inline-block;width:.65em;height:.65em;border-radius:50%;margin-right:.35em}.by{color:#666}` +
	`@media(prefers-color-scheme:dark){.by{color:#aaa}}
mark{color:inherit;border-radius:2px;padding:.05em 0}.turn{color:#888;font-size:.75rem}
@media(max-width:50rem){.source{grid-template-columns:auto minmax(0,1fr)}.part aside{grid-column:2}}
@media print{.source{grid-template-columns:auto minmax(0,1fr) 14rem}` +
	`mark,.lanes i,.dot{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
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
	fmt.Fprintf(b, "<div class=\"part\" id=\"t%d\">", part.turn)
	m.htmlLanes(b, all, open, lanes)
	tag := "p"
	if part.kind == corpus.Heading {
		tag = "h3"
	}
	fmt.Fprintf(b, "<%s>", tag)
	if part.words > part.span.Start {
		fmt.Fprintf(b, "<span class=\"label\">%s</span>", escaped(Visible(m.Body[part.span.Start:part.words])))
	}
	for _, s := range stretches(corpus.Span{Start: part.words, End: part.span.End}, all, open) {
		m.htmlStretch(b, s, all)
	}
	if part.turn > 0 {
		fmt.Fprintf(b, " <span class=\"turn\">%d</span>", part.turn)
	}
	fmt.Fprintf(b, "</%s><aside>", tag)
	for _, i := range open {
		if all[i].Span.Start >= part.from { // else it stands beside the part that it begins in
			m.htmlTags(b, all[i])
		}
	}
	b.WriteString("</aside></div>\n")
}

// htmlLanes draws the stripes beside a paragraph.
func (m *Marked) htmlLanes(b *bytes.Buffer, all []markedPassage, open []int, lanes int) {
	b.WriteString("<div class=\"lanes\">")
	for lane := range lanes {
		at := slices.IndexFunc(open, func(i int) bool { return all[i].lane == lane })
		if at < 0 {
			b.WriteString("<i></i>")
			continue
		}
		p := all[open[at]]
		fmt.Fprintf(b, "<i style=\"background:%s\" title=\"%s\"></i>", m.colour(p), escaped(Visible(m.label(p))))
	}
	b.WriteString("</div>")
}

// htmlStretch writes words in the colour of the first passage over them, underlined in
// that of the second.
func (m *Marked) htmlStretch(b *bytes.Buffer, s stretch, all []markedPassage) {
	text := escaped(Visible(m.Body[s.span.Start:s.span.End]))
	if len(s.over) == 0 {
		b.WriteString(text)
		return
	}
	var names []string
	for _, i := range s.over {
		names = append(names, m.label(all[i]))
	}
	under := ""
	if len(s.over) > 1 {
		under = ";box-shadow:inset 0 -2px " + m.colour(all[s.over[1]])
	}
	fmt.Fprintf(b, "<mark style=\"background:color-mix(in srgb,%s 24%%,transparent)%s\" title=\"%s\">%s</mark>",
		m.colour(all[s.over[0]]), under, escaped(Visible(strings.Join(names, "; "))), text)
}

// htmlTags writes the tags of a passage and the notes on them into the margin.
func (m *Marked) htmlTags(b *bytes.Buffer, p markedPassage) {
	for _, n := range p.tags {
		t := m.Study.Tags[n]
		fmt.Fprintf(b, "<div><span class=\"dot\" style=\"background:%s\"></span>%s <span class=\"by\">%s</span>",
			m.themeColour(t.Theme), escaped(Visible(m.Study.Path(t.Theme))), escaped(Visible(m.tagged(n))))
		for _, memo := range m.Study.MemosOn(string(t.ID)) {
			fmt.Fprintf(b, "<br>%s", escaped(Visible(memo.Text)))
		}
		b.WriteString("</div>")
	}
	for _, memo := range m.Study.MemosOn(string(p.ID)) {
		fmt.Fprintf(b, "<div>%s <span class=\"by\">%s</span></div>", escaped(Visible(memo.Text)), escaped(Visible(m.coder(memo.Coder))))
	}
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
		fmt.Fprintf(b, "<h1>%s</h1>\n<table><thead><tr><th>source</th><th>type</th><th>case</th><th>organisation</th><th>date</th><th "+
			"class=\"n\">passages</th><th class=\"n\">tags</th></tr></thead><tbody>\n", escaped(Visible(s.Title)))
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
			fmt.Fprintf(b, "<li style=\"margin-left:%.1fem;list-style:none\"><span "+
				"style=\"display:inline-block;width:.7em;height:.7em;border-radius:50%%;background:%s;margin-right:.4em\"></span>%s",
				1.4*float64(s.Level(t.ID)), (&Marked{Study: s}).themeColour(t.ID), escaped(Visible(t.Name)))
			if t.Definition != "" {
				fmt.Fprintf(b, " <span class=\"meta\">%s</span>", escaped(Visible(t.Definition)))
			}
			b.WriteString("</li>\n")
		}
		b.WriteString("</ul>\n")
	})
}
