package format

import (
	"strconv"
	"strings"
)

// docxStyle is what a style says about paragraphs and runs.
type docxStyle struct {
	heading, hidden bool
	list, level     string
}

type xmlValue struct {
	Val string `xml:"val,attr"`
}

type xmlNumPr struct {
	Level xmlValue `xml:"ilvl"`
	List  xmlValue `xml:"numId"`
}

// readStyles reads what styles say: a style is a heading's by its name, which is
// English in every language's Word, or by its outline level. Styles inherit.
func (r *docxReader) readStyles() error {
	var sheet struct {
		Styles []struct {
			ID      string    `xml:"styleId,attr"`
			Name    xmlValue  `xml:"name"`
			Based   xmlValue  `xml:"basedOn"`
			Outline *xmlValue `xml:"pPr>outlineLvl"`
			Num     xmlNumPr  `xml:"pPr>numPr"`
			Hidden  *xmlValue `xml:"rPr>vanish"`
		} `xml:"style"`
	}
	if err := r.archive.decode("word/styles.xml", &sheet); err != nil {
		return err
	}
	r.styles = map[string]docxStyle{}
	based := map[string]string{}
	for _, s := range sheet.Styles {
		name := strings.ToLower(s.Name.Val)
		heading := s.Outline != nil && s.Outline.Val != "9" || strings.HasPrefix(name, "heading") || name == "title"
		hidden := s.Hidden != nil && s.Hidden.Val != "0" && s.Hidden.Val != "false"
		r.styles[s.ID] = docxStyle{heading, hidden, s.Num.List.Val, s.Num.Level.Val}
		based[s.ID] = s.Based.Val
	}
	for id, s := range r.styles {
		for above, n := based[id], 0; above != "" && n < 20; above, n = based[above], n+1 {
			t := r.styles[above]
			s.hidden, s.heading = s.hidden || t.hidden, s.heading || t.heading
			if s.list == "" {
				s.list, s.level = t.list, t.level
			}
		}
		r.styles[id] = s
	}
	return nil
}

// docxLists counts the paragraphs of lists.
type docxLists struct {
	abstract map[string]string     // of each list, the one that defines it
	levels   map[string][]docxList // by definition and level
	starts   map[string]map[int]int
	counts   map[string][]int // of each definition, how far each level is
}

type docxList struct {
	format, text string
	start        int
}

func (r *docxReader) readNumbering() error {
	type level struct {
		Level  string    `xml:"ilvl,attr"`
		Start  *xmlValue `xml:"start"`
		Format xmlValue  `xml:"numFmt"`
		Text   xmlValue  `xml:"lvlText"`
	}
	var part struct {
		Abstract []struct {
			ID     string  `xml:"abstractNumId,attr"`
			Levels []level `xml:"lvl"`
		} `xml:"abstractNum"`
		Lists []struct {
			ID        string   `xml:"numId,attr"`
			Abstract  xmlValue `xml:"abstractNumId"`
			Overrides []struct {
				Level string    `xml:"ilvl,attr"`
				Start *xmlValue `xml:"startOverride"`
			} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	if err := r.archive.decode("word/numbering.xml", &part); err != nil {
		return err
	}
	r.lists = docxLists{map[string]string{}, map[string][]docxList{}, map[string]map[int]int{}, map[string][]int{}}
	for _, a := range part.Abstract {
		levels := make([]docxList, maxLevels)
		for _, l := range a.Levels {
			n, err := strconv.Atoi(l.Level)
			if err != nil || n < 0 || n >= maxLevels {
				continue
			}
			levels[n] = docxList{l.Format.Val, l.Text.Val, 1}
			if l.Start != nil {
				levels[n].start, _ = strconv.Atoi(l.Start.Val)
			}
		}
		r.lists.levels[a.ID] = levels
	}
	for _, l := range part.Lists {
		r.lists.abstract[l.ID] = l.Abstract.Val
		for _, o := range l.Overrides {
			n, err := strconv.Atoi(o.Level)
			if err != nil || o.Start == nil {
				continue
			}
			if r.lists.starts[l.ID] == nil {
				r.lists.starts[l.ID] = map[int]int{}
			}
			r.lists.starts[l.ID][n], _ = strconv.Atoi(o.Start.Val)
		}
	}
	return nil
}

// maxLevels is how deep Word's lists nest.
const maxLevels = 9

// number returns what stands before a paragraph of a list, "" for one that is in
// none.
func (l *docxLists) number(p docxParagraph) string {
	id, ok := l.abstract[p.list]
	levels := l.levels[id]
	n, err := strconv.Atoi(p.level)
	if err != nil {
		n = 0
	}
	if !ok || n < 0 || n >= len(levels) {
		return ""
	}
	if levels[n].format == "bullet" {
		return "• "
	}
	if levels[n].format == "none" || levels[n].format == "" {
		return ""
	}
	counts := l.counts[id]
	if counts == nil {
		counts = make([]int, maxLevels)
		for i := range counts {
			counts[i] = levels[i].start - 1
		}
		l.counts[id] = counts
	}
	if start, ok := l.starts[p.list][n]; ok { // a list that begins anew does so once
		counts[n] = start - 1
		delete(l.starts[p.list], n)
	}
	counts[n]++
	for i := n + 1; i < maxLevels; i++ {
		counts[i] = levels[i].start - 1
	}
	text := levels[n].text
	for i := range n + 1 {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), ordinal(max(counts[i], levels[i].start), levels[i].format))
	}
	if text == "" {
		return ""
	}
	return text + " "
}

// ordinal writes a number as lists do: the format's names are Word's.
func ordinal(n int, format string) string {
	switch format {
	case "lowerLetter", "upperLetter":
		if n < 1 || n > 26*9 {
			break
		}
		s := strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
		if format == "upperLetter" {
			s = strings.ToUpper(s)
		}
		return s
	case "lowerRoman", "upperRoman":
		if n < 1 || n > 3999 {
			break
		}
		s := roman(n)
		if format == "lowerRoman" {
			s = strings.ToLower(s)
		}
		return s
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.text)
		}
	}
	return b.String()
}
