package query

import (
	"fmt"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/corpus"
)

// A Writer writes filters as they are typed, the reverse of [Names.Resolve]. It
// remembers what it has looked up, so that many filters of one study take little time.
type Writer struct {
	study *coding.Study
	typed map[[2]string]written // by dimension and identifier
}

type written struct {
	value string
	ok    bool
}

// NewWriter writes filters of a study.
func NewWriter(s *coding.Study) *Writer { return &Writer{s, map[[2]string]written{}} }

// Names writes a filter: resolved for the same study, they let the same passages
// through. It is false where no names mean the same, as where two things have one name.
func (w *Writer) Names(f coding.Filter) (Names, bool) {
	if f.Detached || f.Changed {
		return nil, false
	}
	n := Names{}
	for _, d := range dimension.All() {
		values, ok := w.ask(d, f)
		switch {
		case !ok:
			return nil, false
		case len(values) == 0:
		case d.Usage != "":
			n[d.Name] = values
		case len(values) > 1 || !during(&f, values[0]):
			return nil, false
		}
	}
	put := func(name, value string, given bool) {
		if given {
			n[name] = []string{value}
		}
	}
	put("since", string(f.Since), f.Since != "")
	put("until", string(f.Until), f.Until != "")
	put("straddle", string(f.Straddle), f.Straddle != "" && f.Straddle != coding.StraddleEach)
	put("exact", "true", f.Exact)
	if f.Where != nil {
		put("where", f.Where.String(), true)
	}
	return n, true
}

// ask is what f asks of a dimension, as it is typed.
func (w *Writer) ask(d *dimension.Dimension, f coding.Filter) (values []string, ok bool) {
	ids, ok := d.Values(f)
	if !ok {
		return nil, false
	}
	for _, id := range ids {
		v, ok := w.value(d, id)
		if !ok {
			return nil, false
		}
		values = append(values, v)
	}
	return values, true
}

func (w *Writer) value(d *dimension.Dimension, id string) (string, bool) {
	key := [2]string{d.Name, id}
	x, known := w.typed[key]
	if !known {
		x.value, x.ok = d.Typed(w.study, id)
		w.typed[key] = x
	}
	return x.value, x.ok
}

// during leaves a filter the sources of a month or a year, which have no filter of
// their own; it is false for what is no date, or rules all sources out.
func during(f *coding.Filter, date string) bool {
	d, err := corpus.ParseDate(date)
	if err != nil {
		return false
	}
	f.Since = max(f.Since, d)
	switch {
	case f.Until == "" || strings.HasPrefix(string(d), string(f.Until)):
		f.Until = d
	case !strings.HasPrefix(string(f.Until), string(d)):
		f.Until = min(f.Until, d)
	}
	return true
}

// Conditions writes what a filter asks of tags, and of who speaks, as conditions of a
// code query, for [Writer.Theme]; what it asks of sources is left out, since passages
// that stand to each other in some way are of one source. It is false where no conditions
// mean the same: of several who speak, a query asks one thing after the other, a filter
// all of one speaker.
func (w *Writer) Conditions(f coding.Filter) (conditions string, ok bool) {
	if f.Where != nil || f.Exact || f.Detached || f.Changed || f.Straddle != "" && f.Straddle != coding.StraddleEach {
		return "", false
	}
	voices := 0
	for _, d := range dimension.All() {
		values, ok := w.ask(d, f)
		if !ok {
			return "", false
		}
		if len(values) == 0 || d.About == dimension.Sources || d.Nests {
			continue
		}
		if d.About == dimension.Voices {
			voices++
		}
		var either []string
		for _, v := range values {
			quoted, ok := quoteValue(v)
			if !ok || d.Parameters != nil || voices > 1 || !d.None && dimension.IsNone(v) {
				return "", false
			}
			either = append(either, d.Name+":"+quoted)
		}
		conditions += " AND (" + strings.Join(either, " OR ") + ")"
	}
	return conditions, true
}

// Theme writes a theme as a query asks for it, with conditions on the same tags. It is
// false where no query can name the theme.
func (w *Writer) Theme(id coding.ThemeID, conditions string) (string, bool) {
	d, _ := dimension.Named("theme")
	path, ok := w.value(d, string(id))
	if !ok {
		return "", false
	}
	quoted, ok := quoteValue(path)
	if ok && conditions != "" {
		quoted = "(" + quoted + conditions + ")"
	}
	return quoted, ok
}

// Coder writes a coder as a query asks for one. It is false where no query can name them.
func (w *Writer) Coder(id coding.CoderID) (string, bool) {
	d, _ := dimension.Named("coder")
	name, ok := w.value(d, string(id))
	if !ok || dimension.IsNone(name) {
		return "", false
	}
	quoted, ok := quoteValue(name)
	return "coder:" + quoted, ok
}

// Turns writes turns of a source, numbered from 1 and ascending, as a query asks for
// passages that touch one of them. It is false where no query can.
func (w *Writer) Turns(source corpus.SourceID, turns []int) (string, bool) {
	d, _ := dimension.Named("source")
	name, ok := w.value(d, string(source))
	var either []string
	for from := 0; from < len(turns); {
		to := from
		for to+1 < len(turns) && turns[to+1] <= turns[to]+1 {
			to++
		}
		value := fmt.Sprintf("%s:%d", name, turns[from])
		if turns[to] > turns[from] {
			value += fmt.Sprintf("-%d", turns[to])
		}
		quoted, quotable := quoteValue(value)
		ok = ok && quotable
		either = append(either, "turn:"+quoted)
		from = to + 1
	}
	text := strings.Join(either, " OR ")
	return text, ok && text != ""
}

// Readable tells whether a query is short enough for [Parse].
func Readable(text string) bool { return len(text) <= maxQuery }

// quoteValue writes a value or a theme's path as a query reads it: in quotation marks
// that do not occur in it. It is false where all do.
func quoteValue(v string) (string, bool) {
	for _, open := range []rune{'"', '“', '«'} {
		if !strings.ContainsRune(v, closing[open]) && v != "" {
			return string(open) + v + string(closing[open]), true
		}
	}
	return "", false
}
