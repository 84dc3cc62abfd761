package exchange

import (
	"fmt"
	html "html/template"
	"io"
	"strings"

	"crosscase/coding"
	"crosscase/coding/codebook"
)

// passageCounts are how many passages each theme has, those below it included.
func passageCounts(s *coding.Study) map[coding.ThemeID]int {
	counts := map[coding.ThemeID]int{}
	last := map[coding.ThemeID]int{}
	for _, p := range s.Select(coding.Filter{}).Passages {
		for _, t := range p.Tags {
			for _, a := range s.Ancestors(s.TagTheme(t)) {
				if id := s.Themes[a].ID; last[id] != p.Index+1 {
					last[id] = p.Index + 1
					counts[id]++
				}
			}
		}
	}
	return counts
}

// writeMarkdown writes the codebook to be read: a heading for each theme.
func writeMarkdown(w io.Writer, s *coding.Study) error {
	counts := passageCounts(s)
	fmt.Fprintf(w, "# Codebook: %s\n", inLine(s.Title))
	for _, t := range s.Themes {
		fmt.Fprintf(w, "\n%s %s\n\n", strings.Repeat("#", min(s.Level(t.ID)+2, 6)), inLine(t.Name))
		var said []string
		for _, x := range t.Said(coding.ThemeLabels) {
			said = append(said, inLine(x.Text))
		}
		said = append(said, passages(counts[t.ID]))
		if t.Archived {
			said = append(said, "archived")
		}
		fmt.Fprintf(w, "*%s*\n", strings.Join(said, ", "))
		for _, x := range t.Said(coding.ThemeParagraphs) {
			text := strings.TrimSpace(protected(x.Text))
			if x.Heading == "" {
				fmt.Fprintf(w, "\n%s\n", text)
			} else {
				fmt.Fprintf(w, "\n**%s:** %s\n", x.Heading, text)
			}
		}
	}
	_, err := fmt.Fprintf(w, "\n")
	return err
}

func passages(n int) string {
	if n == 1 {
		return "1 passage"
	}
	return fmt.Sprintf("%d passages", n)
}

// protected takes their meaning from what Markdown, or HTML in it, would obey.
func protected(s string) string {
	return strings.NewReplacer("\\", "\\\\", "<", "&lt;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "\n#", "\n\\#").Replace(s)
}

func inLine(s string) string { return protected(strings.Join(strings.Fields(s), " ")) }

var page = html.Must(html.New("codebook").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Codebook: {{.Title}}</title>
<style>
body { font: 17px/1.5 Georgia, serif; max-width: 42em; margin: 3em auto; padding: 0 1.5em; color: #1a1a1a; background: #fff }
h1 { font-size: 1.6em; margin-bottom: 1.5em }
section section { margin-left: 1.6em; border-left: 1px solid #ddd; padding-left: 1.2em }
h2 { font-size: 1.12em; margin: 1.6em 0 0 }
section section h2 { font-size: 1em; margin-top: 1.2em }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; margin-right: .5em }
.count { font: 13px/1.5 system-ui, sans-serif; color: #666; font-weight: normal; margin-left: .6em }
p { margin: .3em 0; white-space: pre-line }
.what { font: 13px/1.5 system-ui, sans-serif; color: #666; margin-right: .4em }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #16181a } .count, .what { color: #9aa0a6 } section section { border-color: #3a3d40 } }
@media print { body { margin: 0; max-width: none } h2 { break-after: avoid } }
</style>
</head>
<body>
<h1>Codebook: {{.Title}}</h1>
{{define "themes"}}{{range .}}<section>
<h2><span class="dot" style="background: {{.Colour}}"></span>{{.Name}}<span class="count">{{range .Labels}}{{.Text}}, {{end}}{{.Count}}{{if .Archived}}, archived{{end}}</span></h2>
{{range .Said}}<p>{{with .Heading}}<span class="what">{{.}}</span>{{end}}{{.Text}}</p>
{{end}}{{template "themes" .Below}}</section>
{{end}}{{end}}{{template "themes" .Themes}}</body>
</html>
`))

type htmlTheme struct {
	Name, Count  string
	Colour       html.CSS
	Archived     bool
	Labels, Said []coding.SaidText
	Below        []htmlTheme
}

func writeHTML(w io.Writer, s *coding.Study) error {
	counts := passageCounts(s)
	var themes func(entries []codebook.Entry) []htmlTheme
	themes = func(entries []codebook.Entry) (all []htmlTheme) {
		for _, e := range entries {
			t := htmlTheme{Name: e.Name, Count: passages(counts[e.ID]), Archived: e.Archived, Labels: e.Said(coding.ThemeLabels),
				Said: e.Said(coding.ThemeParagraphs), Below: themes(e.Below)}
			if coding.IsColour(e.Colour) { // nothing else may stand in a style
				t.Colour = html.CSS(e.Colour)
			}
			all = append(all, t)
		}
		return all
	}
	return page.Execute(w, map[string]any{"Title": s.Title, "Themes": themes(codebook.Entries(s))})
}
