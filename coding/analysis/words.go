package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/coding/words"
)

var wordsAnalysis = Analysis{
	Name:    "words",
	Title:   "Words",
	Summary: "Which words are said how often, and which are said by some more than by others.",
	Short:   "Word frequencies, keyness and collocations",
	Long: `Count the words that participants say and documents hold; turns of researchers and
stop words, such as "the", are left out.

  crosscase words                          most frequent words
  crosscase words --phrase 2               pairs of words side by side
  crosscase words --by organisation        counted for each
  crosscase words --by organisation --key "Northmoor Police"
                                           words that they use more, or less, than
                                           all others, or than those of --against
  crosscase words --near trust             words that stand near a word

Key words are ranked by log-likelihood (G²), with the log ratio as the size of the
difference: 1 is twice as often, 2 four times. Company is ranked by logDice: 14 at
most, 1 more is twice as strong.`,
	Filters: query.PlaceNames(),
	Options: []query.Flag{
		{Name: "by", Usage: "count for each value of this `DIMENSION`: organisation, case, type, participant…", Label: "for each",
			Kind:    query.Choose,
			Choices: query.Or([]query.Choice{{}}, query.Choices(query.ComparedNames()...))},
		{Name: "key", Usage: "key words of this `VALUE` of the dimension"},
		{Name: "against", Usage: "compare with this `VALUE` instead of all others"},
		{Name: "phrase", Usage: "count so many `WORDS` side by side", Label: "words side by side", Kind: query.Whole, Default: "1"},
		{Name: "near", Usage: "what stands near this `WORD`", Label: "near the word"},
		{Name: "window", Usage: "of --near: so many `WORDS` on each side", Kind: query.Whole, Default: "5"},
		{Name: "stems", Usage: "forms of one word together", Label: "forms of a word together", Kind: query.Check},
		{Name: "all", Usage: "include stop words", Kind: query.Check},
		{Name: "min", Usage: "only what stands so often", Kind: query.Whole, Default: "2"},
		{Name: "limit", Usage: "so many lines; 0 is all", Label: "lines", Kind: query.Whole, Default: "50"},
	},
	// Of words near another one, and of all values but one, no search finds just those.
	Leads: map[string]Counted{"count": Words, "sources": WordSources, "in all": Words, "near": Nothing, "all others": Nothing, Others: Words},
	Check: func(r *Request) error {
		switch n := r.Whole("phrase"); {
		case n < 1 || n > 5:
			return coding.Errorf(coding.ErrInvalid, "--phrase %d: 1 to 5 words", n)
		case r.Given("near") && (r.Given("by") || r.Given("key")):
			return coding.Errorf(coding.ErrInvalid, "--near goes without --by and --key")
		case r.Given("key") && !r.Given("by"):
			return coding.Errorf(coding.ErrInvalid, "--key needs --by to say of what it is a value, as --by organisation")
		case r.Given("against") && !r.Given("key"):
			return coding.Errorf(coding.ErrInvalid, "--against goes with --key")
		}
		return nil
	},
	Run: runWords,
}

func runWords(ctx context.Context, in Input) (*Result, error) {
	units, err := words.Units(ctx, in.Study, in.Texts, in.Tokenize, locate.UnitTurn, in.Study.Places(in.Filter))
	if err != nil {
		return nil, err
	}
	o := words.Options{Phrase: in.Whole("phrase"), Stems: in.Is("stems"), Stop: in.Is("all"), Min: in.Whole("min")}
	if in.Given("near") {
		return collocations(in, units, o)
	}
	to := &search{Input: in, options: o, keys: map[string]matrix.Key{}}
	group, values := func(words.Unit) string { return "" }, []string(nil)
	if in.Given("by") {
		place, err := placesOf(in)
		if err != nil {
			return nil, err
		}
		group = func(u words.Unit) string {
			key := place(u.Source, u.Voice)
			label := key.Label
			to.value(key)
			if !slices.Contains(values, label) {
				values = append(values, label)
			}
			return label
		}
	}
	if in.Given("key") {
		o.Min = 0
	}
	all, totals := words.Frequencies(units, o, group)
	slices.Sort(values)
	if in.Given("key") {
		return keyness(in, all, totals, values, to)
	}
	g := &report.Grid{Head: []string{"word", "count", "per 1,000", "sources"}, Digits: 2, Empty: "No words.",
		Notes: []string{fmt.Sprintf("Of %s in all.", coding.Count(totals.All, "word"))}}
	g.Head = append(g.Head, values...)
	for _, f := range in.limited(all) {
		row := []any{f.Text, f.Count, 1000 * float64(f.Count) / float64(totals.All), f.Sources}
		for _, v := range values {
			row = append(row, f.Groups[v])
		}
		g.Rows = append(g.Rows, row)
	}
	return &Result{Table: g, behind: to.in(g, "count", "sources")}, nil
}

// placesOf gives each turn its value of the dimension that is asked for.
func placesOf(in Input) (func(source int, v coding.Voice) matrix.Key, error) {
	dims, err := matrix.ParseDimensions(in.Text("by"), in.Study)
	if err != nil {
		return nil, err
	}
	place, err := matrix.Places(in.Study, dims[0])
	if err != nil || len(dims) > 1 {
		return nil, coding.Errorf(coding.ErrInvalid, "--by %q: one dimension of turns, as organisation, case, source, participant", in.Text("by"))
	}
	return place, nil
}

// limited are the first lines of a list, as many as are asked for.
func (in Input) limited(all []words.Frequency) []words.Frequency {
	if n := in.Whole("limit"); n > 0 && n < len(all) {
		return all[:n]
	}
	return all
}

// valueNamed finds a value of the dimension as it was typed.
func valueNamed(typed string, values []string) (string, error) {
	for _, v := range values {
		if strings.EqualFold(v, strings.TrimSpace(typed)) {
			return v, nil
		}
	}
	err := fmt.Errorf("value %q: %w", typed, coding.ErrUnknown)
	if near := coding.Nearest(typed, values); len(near) > 0 {
		return "", coding.WithHint(err, "did you mean %q?", near[0])
	}
	return "", coding.WithHint(err, "values are %s", strings.Join(values, ", "))
}

func keyness(in Input, all []words.Frequency, totals words.Totals, values []string, to *search) (*Result, error) {
	a, err := valueNamed(in.Text("key"), values)
	if err != nil {
		return nil, err
	}
	b := "all others"
	if in.Given("against") {
		if b, err = valueNamed(in.Text("against"), values); err != nil {
			return nil, err
		}
	} else {
		totals.Groups[b] = totals.All - totals.Groups[a]
		for _, f := range all {
			f.Groups[b] = f.Count - f.Groups[a]
		}
	}
	if totals.Groups[a] == 0 || totals.Groups[b] == 0 {
		return nil, coding.Errorf(coding.ErrInvalid, "nothing to compare: %s has %s, %s %s", a, coding.Count(totals.Groups[a], "word"), b,
			coding.Count(totals.Groups[b], "word"))
	}
	g := &report.Grid{Head: []string{"word", a, b, "G²", "log ratio"}, Digits: 2, Empty: "No words.",
		Notes: []string{fmt.Sprintf("%s of %s against %s of %s.", coding.Count(totals.Groups[a], "word"), a,
			coding.Count(totals.Groups[b], "word"), b),
			"A log ratio above 0: used more by the first; 1 is twice as often. G² of 15.13 is p < 0.0001 for one word looked at alone; many " +
				"are looked at here."}}
	for _, k := range words.Keyness(all, totals, a, b) {
		if k.A+k.B < in.Whole("min") {
			continue
		}
		if n := in.Whole("limit"); n > 0 && len(g.Rows) == n {
			break
		}
		g.Rows = append(g.Rows, []any{k.Text, k.A, k.B, k.G2, math.Round(100*k.LogRatio) / 100})
	}
	return &Result{Table: g, behind: to.in(g)}, nil
}

// collocations lists what stands near a word.
func collocations(in Input, units []words.Unit, opts words.Options) (*Result, error) {
	window := in.Whole("window")
	node, err := in.Tokenize(MostSpoken(in.Study), in.Text("near"))
	if err != nil {
		return nil, err
	}
	if len(node) != 1 || window < 1 {
		return nil, coding.Errorf(coding.ErrInvalid, "--near %q: one word, with a --window of 1 or more", in.Text("near"))
	}
	all, nodes := words.Collocations(units, node[0], window, opts)
	if nodes == 0 {
		return nil, coding.WithHint(fmt.Errorf("word %q: %w", in.Text("near"), coding.ErrUnknown),
			"nobody says it in these turns; --stems takes other forms of it, too")
	}
	g := &report.Grid{Head: []string{"word", "near", "in all", "expected", "logDice", "G²"}, Digits: 2,
		Empty: "Nothing stands near it often enough.",
		Notes: []string{fmt.Sprintf("%s stands %d times; at most %s on each side, in one turn.", in.Text("near"), nodes,
			coding.Count(window, "word"))}}
	for i, c := range all {
		if n := in.Whole("limit"); n > 0 && i == n {
			break
		}
		g.Rows = append(g.Rows, []any{c.Text, c.Near, c.Count, c.Expected, c.LogDice, c.G2})
	}
	return &Result{Table: g, behind: (&search{Input: in, options: opts}).in(g, "in all")}, nil
}

// MostSpoken is the language of most sources, "" where none is known.
func MostSpoken(s *coding.Study) (language string) {
	count := map[string]int{}
	for _, src := range s.Sources {
		if count[src.Language]++; count[src.Language] > count[language] || language == "" {
			language = src.Language
		}
	}
	return language
}
