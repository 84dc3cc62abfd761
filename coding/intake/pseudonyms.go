package intake

import (
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/pseudonym"
	"crosscase/corpus"
)

// ReadPseudonyms reads a table with the columns name and pseudonym; a column exact
// that says yes limits a name to the case in which it is written, as for one that
// is a common word, too. The error wraps [coding.ErrInvalid] and names the line.
func ReadPseudonyms(file string, from corpus.Table) ([]pseudonym.Pseudonym, error) {
	t, err := ReadTable(file, from, "name", "pseudonym")
	if err != nil {
		return nil, err
	}
	var names []pseudonym.Pseudonym
	lines := map[string]int{}
	for _, r := range t.Rows {
		p := pseudonym.Pseudonym{Name: r.Values["name"], Pseudonym: r.Values["pseudonym"], Exact: r.Values["exact"] != "" &&
			!strings.EqualFold(r.Values["exact"], "no")}
		if p.Name == "" && p.Pseudonym == "" {
			continue
		}
		if err := coding.CheckName("name", p.Name); err != nil {
			return nil, t.Wrong(r, err)
		}
		if err := coding.CheckName("pseudonym", p.Pseudonym); err != nil {
			return nil, t.Wrong(r, fmt.Errorf("%q: %w", p.Name, err))
		}
		if line, ok := lines[strings.ToLower(p.Name)]; ok {
			return nil, t.Wrong(r, coding.Errorf(coding.ErrInvalid, "%q is named in line %d too", p.Name, line))
		}
		lines[strings.ToLower(p.Name)] = r.Line
		names = append(names, p)
	}
	if len(names) == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: no names in it", file)
	}
	return names, nil
}
