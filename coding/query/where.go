package query

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/corpus"
)

// Resolve looks up the themes and other things that a query names and finds the
// tags that it means. Texts are read where it asks for words. The error points at
// the place and wraps [coding.ErrUnknown] for names of nothing, [coding.ErrInvalid] for
// conditions that there are not.
//
// What is a condition, about one tag and its passage, and what is a relation to
// other passages, is told by themes: AND between two operands that both name
// themes asks for passages that overlap, else for one tag to which both apply.
func (q *Query) Resolve(ctx context.Context, s *coding.Study, texts coding.Texts) (*coding.Where, error) {
	r := resolver{ctx: ctx, study: s, texts: texts, text: q.text}
	tags, _, err := r.tags(q.root)
	if err != nil {
		return nil, err
	}
	return coding.NewWhere(q.text, s, tags), nil
}

type resolver struct {
	ctx    context.Context
	study  *coding.Study
	texts  coding.Texts
	text   string   // of the query
	saved  []string // that are being resolved
	voices [][]coding.Voice
}

// tags are the tags that a node means; themes says whether it names any to be
// there, and is thus more than a condition.
func (r *resolver) tags(n queryNode) (tags []bool, themes bool, err error) {
	s := r.study
	switch n := n.(type) {
	case queryTheme:
		t, err := r.theme(n)
		if err != nil {
			return nil, true, err
		}
		root := int32(s.ThemeIndex(t.ID))
		return r.each(func(tag, _ int) bool { return slices.Contains(s.Ancestors(s.TagTheme(tag)), root) }), true, nil
	case querySaved:
		return r.savedTags(n)
	case queryFact:
		tags, err := r.fact(n)
		return tags, false, err
	case queryNot:
		of, themes, err := r.tags(n.of)
		if err != nil {
			return nil, false, err
		}
		if themes { // passages on whose words the theme is not, in whatever passage
			of = r.related(queryRelation{kind: overlaps}, nil, of)
		}
		for i := range of {
			of[i] = !of[i]
		}
		return of, false, nil
	case queryBoth:
		return r.both(n)
	case queryRelation:
		left, _, err1 := r.tags(n.left)
		right, _, err2 := r.tags(n.right)
		if err := errors.Join(err1, err2); err != nil {
			return nil, true, cmp.Or(err1, err2)
		}
		return r.related(n, left, right), true, nil
	}
	return nil, false, fmt.Errorf("query: %T", n)
}

func (r *resolver) both(n queryBoth) ([]bool, bool, error) {
	left, leftThemes, err := r.tags(n.left)
	if err != nil {
		return nil, false, err
	}
	right, rightThemes, err := r.tags(n.right)
	if err != nil {
		return nil, false, err
	}
	if !n.or && leftThemes && rightThemes {
		byLeft := r.related(queryRelation{kind: overlaps}, left, right)
		byRight := r.related(queryRelation{kind: overlaps}, right, left)
		for i := range left {
			left[i] = byLeft[i] || byRight[i]
		}
		return left, true, nil
	}
	for i := range left {
		if n.or {
			left[i] = left[i] || right[i]
		} else {
			left[i] = left[i] && right[i]
		}
	}
	return left, leftThemes || rightThemes, nil
}

func (r *resolver) theme(n queryTheme) (*coding.Theme, error) {
	t, err := r.study.FindTheme(n.name)
	if err == nil {
		return t, nil
	}
	for _, word := range []string{"and", "or", "not", "within", "near", "overlaps", "encloses", "equals"} {
		if strings.Contains(" "+strings.ToLower(n.name)+" ", " "+word+" ") {
			err = coding.WithHint(err, "write %s in capitals to join two themes; here: %s▸%s", strings.ToUpper(word), r.text[:n.at], r.text[n.at:])
			return nil, err
		}
	}
	return nil, err
}

// savedTags resolves a saved query in the place where it is named.
func (r *resolver) savedTags(n querySaved) ([]bool, bool, error) {
	saved, err := r.study.FindQuery(n.name)
	if err != nil {
		return nil, false, err
	}
	if slices.Contains(r.saved, saved.Name) {
		return nil, false, coding.Errorf(coding.ErrInvalid, "query: @%s asks for itself", saved.Name)
	}
	q, err := Parse(saved.Expression)
	if err != nil {
		return nil, false, fmt.Errorf("query @%s: %w", saved.Name, err)
	}
	text := r.text
	r.saved, r.text = append(r.saved, saved.Name), q.text
	tags, themes, err := r.tags(q.root)
	r.saved, r.text = r.saved[:len(r.saved)-1], text
	if err != nil {
		return nil, false, fmt.Errorf("query @%s: %w", saved.Name, err)
	}
	return tags, themes, nil
}

// each asks of every tag and its passage.
func (r *resolver) each(lets func(tag, passage int) bool) []bool {
	s := r.study
	tags := make([]bool, len(s.Tags))
	for p := range s.Passages {
		first, last := s.TagsOf(p)
		for t := first; t < last; t++ {
			tags[t] = lets(t, p)
		}
	}
	return tags
}

// eachPassage asks of every passage.
func (r *resolver) eachPassage(lets func(passage int) bool) []bool {
	last, answer := -1, false
	return r.each(func(_, p int) bool {
		if p != last {
			last, answer = p, lets(p)
		}
		return answer
	})
}

// eachVoice asks of everybody whose a passage is.
func (r *resolver) eachVoice(lets func(source int, v coding.Voice) bool) []bool {
	s := r.study
	if r.voices == nil {
		r.voices = make([][]coding.Voice, len(s.Passages))
		for i := range s.Passages {
			r.voices[i] = s.Voices(i)
		}
	}
	return r.eachPassage(func(p int) bool {
		return slices.ContainsFunc(r.voices[p], func(v coding.Voice) bool { return lets(s.PassageSource(p), v) })
	})
}

// ownConditions are conditions that no dimension is.
var ownConditions = []string{"text", "memo", "weight", "suggested", "date", "turn"}

// conditionDimensions are the dimensions that a query can ask for by their names; themes
// and attributes are written otherwise.
func conditionDimensions() (all []*dimension.Dimension) {
	for _, d := range dimension.All() {
		if d.Usage != "" && !d.Nests && d.Parameters == nil {
			all = append(all, d)
		}
	}
	return all
}

// conditions lists what a query can ask, for errors; attributes come on top.
func conditions() []string {
	names := slices.Clone(ownConditions)
	for _, d := range conditionDimensions() {
		names = append(names, d.Name)
	}
	return names
}

// conditionNames are the conditions under all their names.
var conditionNames = func() []string {
	names := conditions()
	for _, d := range conditionDimensions() {
		names = append(names, d.Synonyms...)
	}
	return names
}()

func (r *resolver) fact(f queryFact) ([]bool, error) {
	s := r.study
	switch f.name {
	case "text":
		return r.words(f.value)
	case "memo":
		return r.memo(f.value), nil
	case "turn":
		return r.turns(f)
	case "weight":
		return r.each(func(t, _ int) bool { return s.Tags[t].Weight > 0 && holds(s.Tags[t].Weight, f) }), nil
	case "suggested":
		yes := strings.EqualFold(f.value, "yes")
		if !yes && !strings.EqualFold(f.value, "no") {
			return nil, wrongAt(r.text, f.at, "suggested:%s: say yes or no", f.value)
		}
		return r.each(func(t, _ int) bool { return s.Tags[t].Suggested == yes }), nil
	case "date":
		date, err := corpus.ParseDate(f.value)
		if err != nil {
			return nil, wrongAt(r.text, f.at, "%v", err)
		}
		return r.eachVoice(func(source int, _ coding.Voice) bool { return dated(s.Sources[source].Date, f.operator, date) }), nil
	}
	if slices.Contains(conditionNames, f.name) {
		d, _ := dimension.Named(f.name)
		return r.dimension(d, f)
	}
	return r.attribute(f)
}

// turns finds passages that touch a turn of a source, or some turns from one to another.
func (r *resolver) turns(f queryFact) ([]bool, error) {
	s := r.study
	i := strings.LastIndexByte(f.value, ':')
	from, to, several := strings.Cut(f.value[i+1:], "-")
	if !several {
		to = from
	}
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	if i < 0 || err1 != nil || err2 != nil || first < 1 || last < first {
		return nil, wrongAt(r.text, f.at, "turn:%s: write a source and its turn, as turn:int-03:12 or turn:int-03:12-15", f.value)
	}
	src, err := s.FindSource(f.value[:i])
	if err != nil {
		return nil, err
	}
	tr := s.Transcript(src)
	return r.eachPassage(func(p int) bool {
		if x := s.PassageSource(p); x < 0 || s.Sources[x] != src {
			return false
		}
		begin, end := tr.TurnsIn(s.Passages[p].Span)
		return max(begin, first-1) < min(end, last)
	}), nil
}

// dimension resolves a condition that a dimension has a value.
func (r *resolver) dimension(d *dimension.Dimension, f queryFact) ([]bool, error) {
	s := r.study
	id, err := "", error(nil)
	if none := dimension.IsNone(f.value) || strings.EqualFold(strings.TrimSpace(f.value), "none"); !none || !d.None {
		id, err = d.Find(s, f.value)
	}
	switch {
	case errors.Is(err, coding.ErrInvalid):
		return nil, wrongAt(r.text, f.at, "%v", err)
	case err != nil:
		return nil, err
	case d.About == dimension.Tags:
		value, things := d.Tag(s), d.Things(s)
		return r.each(func(t, _ int) bool {
			i := value(t)
			return i < 0 && id == "" || i >= 0 && things.At(i).ID == id
		}), nil
	}
	var filter coding.Filter
	d.Narrow(&filter, "", id)
	return r.eachVoice(s.Places(filter)), nil
}

// dated compares a source's date with one that was typed, as far as both say:
// 2019-03 is in 2019.
func dated(is corpus.Date, operator string, than corpus.Date) bool {
	switch operator {
	case ">=":
		return is.Within(than, "")
	case "<=":
		return is.Within("", than)
	case ">":
		return is != "" && is.Within(than, "") && !is.Within(than, than)
	case "<":
		return is != "" && is.Within("", than) && !is.Within(than, than)
	}
	return is != "" && is.Within(than, than)
}

func (r *resolver) attribute(f queryFact) ([]bool, error) {
	s := r.study
	name, isAttribute := strings.CutPrefix(f.name, "attr:")
	_, err := s.FindAttribute(name)
	if err != nil && isAttribute {
		return nil, err
	} else if err != nil {
		known := append(conditions(), s.AttributeNames()...)
		err := errorAt(coding.ErrUnknown, r.text, f.at, "%q is neither a condition nor an attribute", name)
		if close := coding.Nearest(name, known); len(close) > 0 {
			return nil, coding.WithHint(err, "did you mean %s? or put the theme's name in quotation marks", strings.Join(close, " or "))
		}
		return nil, coding.WithHint(err, "conditions are %s and attributes; a theme's name can stand in quotation marks",
			strings.Join(conditions(), ", "))
	}
	if f.operator == ":" || f.operator == "=" {
		is, err := s.FindAttributeValue(name, f.value)
		if err != nil {
			return nil, err
		}
		return r.eachVoice(func(source int, v coding.Voice) bool { return is.Matches(s.Attribute(source, v, name)) }), nil
	}
	return r.eachVoice(func(source int, v coding.Voice) bool {
		has := s.Attribute(source, v, name)
		n, ok := coding.ParseNumber(has)
		return ok && holds(n, f)
	}), nil
}

// holds compares a number as a condition asks; that the condition's own is one was
// seen when it was read.
func holds(n float64, f queryFact) bool {
	than, ok := coding.ParseNumber(f.value)
	if !ok {
		return false
	}
	switch f.operator {
	case ">=":
		return n >= than
	case "<=":
		return n <= than
	case ">":
		return n > than
	case "<":
		return n < than
	}
	return n == than
}

// words finds passages that hold words, as quotes are found.
func (r *resolver) words(quote string) ([]bool, error) {
	s := r.study
	var text corpus.Text
	var failed error
	tags := r.eachPassage(func(p int) bool {
		x := s.Passages[p]
		if text.ID != x.Text {
			var err error
			if text, err = r.texts.Text(r.ctx, x.Text); err != nil {
				failed = err
				return false
			}
		}
		passage := corpus.Finder{Text: corpus.Text{Body: text.Body[x.Span.Start:x.Span.End]}}
		return len(passage.Find(quote)) > 0
	})
	return tags, failed
}

// memo finds tags with a note on them, or on their passage, that says this.
func (r *resolver) memo(words string) []bool {
	s := r.study
	words = strings.ToLower(words)
	says := func(id string) bool {
		return slices.ContainsFunc(s.MemosOn(id), func(m coding.Memo) bool { return strings.Contains(strings.ToLower(m.Text), words) })
	}
	return r.each(func(t, p int) bool { return says(string(s.Tags[t].ID)) || says(string(s.Passages[p].ID)) })
}
