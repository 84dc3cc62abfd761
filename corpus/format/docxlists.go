package format

import (
	"strconv"
	"strings"
)

// A docxStyle is what matters here of a style of paragraphs or characters.
type docxStyle struct {
	heading, hidden bool
	list, level     string
}

// An xmlValue is an element whose value is in the attribute val.
type xmlValue struct {
	Val string `xml:"val,attr"`
}

// An xmlNumPr is the list and level of a paragraph.
type xmlNumPr struct {
	Level xmlValue `xml:"ilvl"`
	List  xmlValue `xml:"numId"`
}

// readStyles reads the styles. A style is a heading's by its name, which is English
// in Word of every language, or by its outline level. Styles inherit from those that
// they are based on.
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
	if err := r.archive.decode(r.parts.first("styles", "word/styles.xml"), &sheet); err != nil {
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
	abstract map[string]string      // definition of each list
	levels   map[string][]docxList  // levels of each definition
	starts   map[string]map[int]int // by list and level, where its numbers restart
	counts   map[string][]int       // by definition, the last number of each level
}

// A docxList is the format of one level of a list; text has %1 for the number of the
// first level.
type docxList struct {
	format, text string
	start        int
}

// readNumbering reads the definitions of lists.
func (r *docxReader) readNumbering() error {
	var part struct {
		Abstract []struct {
			ID     string     `xml:"abstractNumId,attr"`
			Levels []xmlLevel `xml:"lvl"`
		} `xml:"abstractNum"`
		Lists []struct {
			ID        string        `xml:"numId,attr"`
			Abstract  xmlValue      `xml:"abstractNumId"`
			Overrides []xmlOverride `xml:"lvlOverride"`
		} `xml:"num"`
	}
	if err := r.archive.decode(r.parts.first("numbering", "word/numbering.xml"), &part); err != nil {
		return err
	}
	r.lists = docxLists{map[string]string{}, map[string][]docxList{}, map[string]map[int]int{}, map[string][]int{}}
	for _, a := range part.Abstract {
		r.lists.levels[a.ID] = levelsOf(a.Levels)
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

type xmlLevel struct {
	Level  string    `xml:"ilvl,attr"`
	Start  *xmlValue `xml:"start"`
	Format xmlValue  `xml:"numFmt"`
	Text   xmlValue  `xml:"lvlText"`
}

type xmlOverride struct {
	Level string    `xml:"ilvl,attr"`
	Start *xmlValue `xml:"startOverride"`
}

func levelsOf(defined []xmlLevel) []docxList {
	levels := make([]docxList, maxLevels)
	for _, l := range defined {
		n, err := strconv.Atoi(l.Level)
		if err != nil || n < 0 || n >= maxLevels {
			continue
		}
		levels[n] = docxList{l.Format.Val, l.Text.Val, 1}
		if l.Start != nil {
			levels[n].start, _ = strconv.Atoi(l.Start.Val)
		}
	}
	return levels
}

// maxLevels is the deepest nesting of lists in Word.
const maxLevels = 9

// number returns the number or bullet before a paragraph of a list; "" for other
// paragraphs.
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
	switch levels[n].format {
	case "bullet":
		return "• "
	case "none", "":
		return ""
	}
	counts := l.count(id, p.list, n)
	text := levels[n].text
	for i := range n + 1 {
		number := ordinal(max(counts[i], levels[i].start), levels[i].format)
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), number)
	}
	if text == "" {
		return ""
	}
	return text + " "
}

// count counts one more paragraph at level n of a list and returns how far each
// level of its definition is.
func (l *docxLists) count(id, list string, n int) []int {
	levels, counts := l.levels[id], l.counts[id]
	if counts == nil {
		counts = make([]int, maxLevels)
		for i := range counts {
			counts[i] = levels[i].start - 1
		}
		l.counts[id] = counts
	}
	if start, ok := l.starts[list][n]; ok { // a list restarts only once
		counts[n] = start - 1
		delete(l.starts[list], n)
	}
	counts[n]++
	for i := n + 1; i < maxLevels; i++ {
		counts[i] = levels[i].start - 1
	}
	return counts
}
