package exchange

import (
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"crosscase/coding"
	"crosscase/coding/codebook"
	"crosscase/corpus/format"
)

const yamlHead = `# Codebook: %s
#
%s

`

// yamlHelp tells how themes are written, as lines of a comment.
func yamlHelp() string {
	names := coding.ThemeTextNames(coding.ThemeTexts)
	last := len(names) - 1
	help := `Each theme is an item of a list; "themes:" holds those below it. A theme can be its name alone, or a name with ` +
		strings.Join(names[:last], ", ") + " and " + names[last] + `; "archived: true" keeps it out of the way. The letters behind # ` +
		"tell which theme it is: leave them there when you rename or move one, and put none behind what is new."
	var b strings.Builder
	width := 0
	for word := range strings.FieldsSeq(help) {
		if width += len(word) + 1; b.Len() == 0 || width > 83 {
			b.WriteString("\n#")
			width = len(word) + 2
		}
		b.WriteString(" " + word)
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// writeYAML writes themes as nested lists.
func writeYAML(w io.Writer, s *coding.Study) error {
	if _, err := fmt.Fprintf(w, yamlHead, strings.ReplaceAll(s.Title, "\n", " "), yamlHelp()); err != nil {
		return err
	}
	if len(s.Themes) == 0 {
		_, err := io.WriteString(w, "# - name: Motivation\n#   definition: …\n#   themes:\n#     - Savings\n[]\n")
		return err
	}
	e, err := yaml.NewDumper(w, yaml.WithIndent(2), yaml.WithLineWidth(88), yaml.WithUnicode(true))
	if err != nil {
		return err
	}
	if err := e.Dump(yamlList(codebook.Entries(s), codebook.ShortIDs(s))); err != nil {
		return err
	}
	return e.Close()
}

func yamlList(entries []codebook.Entry, short map[coding.ThemeID]string) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for _, e := range entries {
		item := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		add := func(key, value, comment string) {
			if value == "" {
				return
			}
			v := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value, LineComment: comment}
			if strings.Contains(value, "\n") && key != "name" {
				v.Style = yaml.LiteralStyle
			}
			item.Content = append(item.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, v)
		}
		add("name", e.Name, "# "+short[e.ID])
		for _, x := range coding.ThemeTexts {
			add(x.Name, *x.Of(&e.Theme), "")
		}
		if e.Archived {
			item.Content = append(item.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "archived"},
				&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"})
		}
		if len(e.Below) > 0 {
			item.Content = append(item.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "themes"}, yamlList(e.Below, short))
		}
		list.Content = append(list.Content, item)
	}
	return list
}

func readYAML(data []byte) ([]codebook.Entry, error) {
	text, _, err := format.Decode(data)
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%s", strings.TrimPrefix(strings.Join(strings.Fields(err.Error()), " "), "yaml: "))
	}
	if len(doc.Content) == 0 { // nothing but comments
		return nil, nil
	}
	root := doc.Content[0]
	if root.Kind == yaml.MappingNode { // "themes:" around it all
		for i := 0; i+1 < len(root.Content); i += 2 {
			if k := root.Content[i].Value; k == "themes" || k == "codes" {
				root = root.Content[i+1]
				break
			}
		}
	}
	return readList(root, 0)
}

func readList(n *yaml.Node, depth int) ([]codebook.Entry, error) {
	switch {
	case n.Kind == yaml.AliasNode:
		return nil, atLine(n.Line, "an alias (*%s); write the themes out", n.Value)
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return nil, nil
	case n.Kind != yaml.SequenceNode:
		return nil, atLine(n.Line, "a list of themes is missing here, an item each with - before it")
	case depth > maxNesting:
		return nil, atLine(n.Line, "themes nest deeper than %d", maxNesting)
	}
	var entries []codebook.Entry
	for _, item := range n.Content {
		e, err := readItem(item, depth)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

func readItem(n *yaml.Node, depth int) (e codebook.Entry, err error) {
	e.Line = n.Line
	switch n.Kind {
	case yaml.ScalarNode:
		e.Name = strings.TrimSpace(n.Value)
		e.ID = idIn(n.LineComment)
		return e, nil
	case yaml.MappingNode:
	default:
		return e, atLine(n.Line, "a theme is its name, or name: with what describes it")
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		to := themeText(&e.Theme, strings.ToLower(key.Value))
		switch {
		case to != nil && value.Kind == yaml.ScalarNode:
			if value.Tag != "!!null" {
				*to = strings.TrimSpace(value.Value)
			}
			if to == &e.Name {
				e.Line = value.Line
				e.ID = idIn(value.LineComment)
			}
		case to != nil:
			return e, atLine(value.Line, "%s: a text is missing here; one with a colon in it goes in quotation marks", key.Value)
		case strings.EqualFold(key.Value, "archived"):
			e.Archived = strings.EqualFold(value.Value, "true") || strings.EqualFold(value.Value, "yes")
		case strings.EqualFold(key.Value, "themes"), strings.EqualFold(key.Value, "codes"):
			if e.Below, err = readList(value, depth+1); err != nil {
				return e, err
			}
		case len(n.Content) == 2 && value.Kind == yaml.SequenceNode: // "- Motivation:" with a list below it
			e.Name, e.ID = strings.TrimSpace(key.Value), idIn(key.LineComment+value.LineComment)
			if e.Below, err = readList(value, depth+1); err != nil {
				return e, err
			}
		default:
			return e, atLine(key.Line, "%q: known are name, %s, archived and themes; a name with a colon in it goes in quotation marks",
				key.Value, strings.Join(coding.ThemeTextNames(coding.ThemeTexts), ", "))
		}
	}
	if e.Colour != "" && !coding.IsColour(e.Colour) {
		return e, atLine(e.Line, "colour %q: write it as \"#rrggbb\", in quotation marks", e.Colour)
	}
	if e.Name == "" {
		return e, atLine(e.Line, "a theme without a name")
	}
	return e, nil
}

// themeText is the text of a theme that a key means; nil for none.
func themeText(t *coding.Theme, key string) *string {
	switch key {
	case "name":
		return &t.Name
	case "color":
		return &t.Colour
	}
	for _, x := range coding.ThemeTexts {
		if x.Name == key {
			return x.Of(t)
		}
	}
	return nil
}

// idIn reads a short identifier from a comment.
func idIn(comment string) coding.ThemeID {
	word, _, _ := strings.Cut(strings.TrimSpace(strings.TrimLeft(comment, "# ")), " ")
	if len(word) >= 6 && strings.Trim(word, "0123456789abcdefABCDEF-") == "" || strings.HasPrefix(word, "id-") {
		return coding.ThemeID(word)
	}
	return ""
}
