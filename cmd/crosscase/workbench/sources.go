package workbench

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// A sourceLine is a source in the table of sources.
type sourceLine struct {
	*corpus.Source
	Case, Organisation    string
	Words, Speakers, Tags int
	Coders                []string
	Covered, Turns, Share int          // turns that somebody has been at, of all; that in %
	State                 coding.State // of the coder
}

// A sourcesView is the page of sources.
type sourcesView struct {
	Lines       []sourceLine
	All         int
	Filters     []control
	Sort        string
	Words, Tags int
	Find        string
	Imported    string
	Sorts       [][2]string
	Down        bool
	Query       url.Values
}

// sourceColumns are the columns that sources can be sorted by, with their heads.
var sourceColumns = [][2]string{{"name", "source"}, {"type", "type"}, {"case", "case"}, {"organisation", "organisation"}, {"date", "date"},
	{"words", "words"}, {"speakers", "speakers"}, {"tags", "tags"}, {"coders", "coders"}, {"progress", "progress"}}

// sources lists the sources.
func (b *Workbench) sources(w http.ResponseWriter, r *http.Request, s *coding.Study) error {
	q := asked(r)
	v := sourcesView{All: len(s.Sources), Find: strings.TrimSpace(q.Get("find")), Query: q,
		Filters: chosen(s, q, "type", "case", "organisation"),
		Sorts:   sourceColumns}
	v.Sort, v.Down = strings.CutPrefix(q.Get("sort"), "-")
	covered := s.Covered("")
	for i, x := range s.Sources {
		l := sourceLineOf(s, i, covered[i])
		if !l.fits(q, v.Find) {
			continue
		}
		l.State = b.place(s, x).State
		v.Lines = append(v.Lines, l)
		v.Words += l.Words
		v.Tags += l.Tags
	}
	sortSources(v.Lines, v.Sort, v.Down)
	return b.show(w, r, http.StatusOK, "sources.html",
		page{Title: b.say(r, "Sources"), Section: "sources", Data: v, Module: "sources", Terminal: "crosscase source list"})
}

// sourceLineOf is a source of a study by its number, of which some turns are covered.
func sourceLineOf(s *coding.Study, i, covered int) sourceLine {
	x := s.Sources[i]
	tr := s.Transcript(x)
	l := sourceLine{Source: x, Words: tr.AllWords(), Speakers: len(tr.Shares()), Covered: covered, Turns: len(tr.Turns)}
	if c := s.Case(x.Case); c != nil {
		l.Case = c.Name
	}
	if o := s.Organisation(x.Organisation); o != nil {
		l.Organisation = o.Name
	}
	if l.Turns > 0 {
		l.Share = 100 * l.Covered / l.Turns
	}
	first, last := s.PassagesOf(i)
	seen := map[int]bool{}
	for p := first; p < last; p++ {
		from, to := s.TagsOf(p)
		l.Tags += to - from
		for t := from; t < to; t++ {
			if c := s.TagCoder(t); c >= 0 && !seen[c] {
				seen[c] = true
				l.Coders = append(l.Coders, s.Coders[c].Name)
			}
		}
	}
	slices.Sort(l.Coders)
	return l
}

// fits tells whether a source is among those that are asked for, and has some letters
// somewhere.
func (l sourceLine) fits(q url.Values, letters string) bool {
	all := strings.Join([]string{l.Name, l.Case, l.Organisation, string(l.Date), string(l.Type)}, " ")
	return among(q["type"], string(l.Type)) && among(q["case"], l.Case) && among(q["organisation"], l.Organisation) &&
		strings.Contains(strings.ToLower(all), strings.ToLower(letters))
}

// among tells whether a value is wanted; no wants at all are all.
func among(wanted []string, value string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, cmp.Or(value, coding.None))
}

func sortSources(lines []sourceLine, by string, down bool) {
	order := map[string]func(a, b sourceLine) int{
		"name":         func(a, b sourceLine) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) },
		"type":         func(a, b sourceLine) int { return cmp.Compare(a.Type, b.Type) },
		"case":         func(a, b sourceLine) int { return cmp.Compare(a.Case, b.Case) },
		"organisation": func(a, b sourceLine) int { return cmp.Compare(a.Organisation, b.Organisation) },
		"date":         func(a, b sourceLine) int { return cmp.Compare(a.Date, b.Date) },
		"words":        func(a, b sourceLine) int { return cmp.Compare(a.Words, b.Words) },
		"speakers":     func(a, b sourceLine) int { return cmp.Compare(a.Speakers, b.Speakers) },
		"tags":         func(a, b sourceLine) int { return cmp.Compare(a.Tags, b.Tags) },
		"coders":       func(a, b sourceLine) int { return cmp.Compare(len(a.Coders), len(b.Coders)) },
		"progress":     func(a, b sourceLine) int { return cmp.Compare(a.Share, b.Share) },
	}[by]
	if order == nil {
		return
	}
	slices.SortStableFunc(lines, order)
	if down {
		slices.Reverse(lines)
	}
}

// SortBy is the address of the list in the order of a column, the other way round where
// it is in that order already.
func (v sourcesView) SortBy(column string) string {
	q := url.Values{}
	for k, x := range v.Query {
		q[k] = x
	}
	if q.Set("sort", column); column == v.Sort && !v.Down {
		q.Set("sort", "-"+column)
	}
	return "/sources?" + q.Encode()
}
