package matrix

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/corpus"
)

// A Condition is something that a case has or has not, in crisp-set qualitative
// comparative analysis: a theme in it, or an attribute of it.
type Condition struct {
	Name      string // upper case, as set notation writes it; unique among conditions
	Theme     *coding.Theme
	Attribute string
	Operator  string  // >=, <=, >, < or =
	Number    float64 // what a theme's measure or an attribute is compared with
	Value     string  // that an attribute is equal to, or a range that it is in
	Text      string  // as it was typed
}

// ParseCondition reads a theme, as "Trust" or "Trust >= 3", or an attribute, as
// "attr:size >= 100" or "attr:kind = police". A theme alone asks for at least one
// passage. The error wraps [coding.ErrUnknown] or [coding.ErrInvalid].
func ParseCondition(text string, s *coding.Study) (Condition, error) {
	c := Condition{Text: strings.TrimSpace(text), Operator: ">=", Number: math.SmallestNonzeroFloat64}
	name, value := c.Text, ""
	if t, err := s.FindTheme(name); err == nil { // a name may have any character in it
		c.Theme = t
	} else {
		for _, op := range []string{">=", "<=", ">", "<", "="} {
			i := strings.LastIndex(c.Text, op)
			if i <= 0 {
				continue
			}
			_, isNumber := coding.ParseNumber(c.Text[i+len(op):])
			_, noTheme := s.FindTheme(strings.TrimSpace(c.Text[:i]))
			if !isNumber && op != "=" && (noTheme != nil || op == ">") { // > also stands in paths
				continue
			}
			name, value, c.Operator = strings.TrimSpace(c.Text[:i]), strings.TrimSpace(c.Text[i+len(op):]), op
			break
		}
	}
	number, isNumber := coding.ParseNumber(value)
	if isNumber {
		c.Number = number
	}
	if rest, ok := corpus.CutPrefixFold(name, attr); ok {
		c.Attribute = strings.TrimSpace(rest)
		if err := dimension.CheckAttribute(s, c.Attribute); err != nil {
			return c, err
		}
		if value == "" {
			return c, coding.WithHint(coding.Errorf(coding.ErrInvalid, "condition %q: an attribute is compared with something", c.Text),
				"as %s%s >= 10, or %s%s = yes", attr, c.Attribute, attr, c.Attribute)
		}
		if isNumber {
			return c, nil
		}
		a, err := s.FindAttributeValue(c.Attribute, value)
		c.Value = a.Value
		return c, err
	}
	if c.Theme == nil {
		var err error
		if c.Theme, err = s.FindTheme(name); err != nil {
			return c, err
		}
		if value != "" && c.Number == math.SmallestNonzeroFloat64 {
			return c, coding.Errorf(coding.ErrInvalid, "condition %q: a theme is compared with a number", c.Text)
		}
	}
	return c, nil
}

// nameConditions gives conditions short names that set notation can write.
func nameConditions(all []*Condition) {
	taken := map[string]bool{}
	for _, c := range all {
		base := c.Attribute
		if c.Theme != nil {
			base = c.Theme.Name
		}
		name := strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z':
				return r - 'a' + 'A'
			case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
				return r
			}
			return '_'
		}, base)
		name = strings.Trim(name, "_")
		for strings.Contains(name, "__") {
			name = strings.ReplaceAll(name, "__", "_")
		}
		if name == "" || name[0] >= '0' && name[0] <= '9' {
			name = "X" + name
		}
		c.Name = name
		for n := 2; taken[c.Name]; n++ {
			c.Name = fmt.Sprint(name, n)
		}
		taken[c.Name] = true
	}
}

// holds tells whether a number or a value is what the condition asks for.
func (c *Condition) holds(number float64, value string) bool {
	if c.Attribute != "" {
		if c.Value != "" {
			return coding.AttributeValue{Value: c.Value}.Matches(value)
		}
		x, ok := coding.ParseNumber(value)
		if !ok {
			return false
		}
		number = x
	}
	switch c.Operator {
	case "<=":
		return number <= c.Number
	case ">":
		return number > c.Number
	case "<":
		return number < c.Number
	case "=":
		return number == c.Number
	}
	return number >= c.Number
}

// TruthOptions say which cases and conditions to look at.
type TruthOptions struct {
	Filter     coding.Filter
	By         Dimension // what a case is: case, organisation, participant, source…
	Conditions []Condition
	Outcome    Condition
	Measure    Measure // what thresholds of themes are about; "" is passages
}

// MaxConditions is how many conditions a truth table can have: each doubles its
// rows, and a dozen are more than any set of cases can tell apart.
const MaxConditions = 12

// A Truth is a truth table of crisp sets (C. C. Ragin, The Comparative Method,
// 1987).
type Truth struct {
	TruthOptions
	Cases []TruthCase
	Rows  []TruthRow // configurations that cases have, those with the outcome first
	// Complex are the solutions from what was observed alone, Parsimonious those
	// that take for granted what is simplest of configurations without a case. Of
	// equally short solutions all are listed, up to ten.
	Complex, Parsimonious []Solution
	Notes                 []string
}

// A TruthCase is a case with what it has.
type TruthCase struct {
	Key
	Has     []bool // of each condition
	Outcome bool
}

// A TruthRow is a configuration: cases that have the same conditions.
type TruthRow struct {
	Has           []bool
	With, Without []string // cases with and without the outcome
}

// Contradictory tells whether cases of one configuration differ in the outcome.
func (r TruthRow) Contradictory() bool { return len(r.With) > 0 && len(r.Without) > 0 }

// Consistency is the share of the row's cases that have the outcome, from 0 to 1.
func (r TruthRow) Consistency() float64 {
	return float64(len(r.With)) / float64(len(r.With)+len(r.Without))
}

// A Solution is a minimal sum of products.
type Solution []Implicant

// An Implicant is a product: conditions that have to be there, or not.
type Implicant struct {
	care, value uint32 // by condition: whether it matters, and how
}

// Write writes a solution in set notation: A*~B + C; "" is no solution, 1 is always.
func (t *Truth) Write(s Solution) string {
	var sums []string
	for _, p := range s {
		var parts []string
		for i, c := range t.Conditions {
			switch {
			case p.care>>i&1 == 0:
			case p.value>>i&1 == 1:
				parts = append(parts, c.Name)
			default:
				parts = append(parts, "~"+c.Name)
			}
		}
		if len(parts) == 0 {
			parts = []string{"1"}
		}
		sums = append(sums, strings.Join(parts, "*"))
	}
	return strings.Join(sums, " + ")
}

// TruthTable finds the configurations of all values of a dimension and minimises
// those that have the outcome (W. V. Quine, American Mathematical Monthly 62, 1955;
// E. J. McCluskey, Bell System Technical Journal 35, 1956). Contradictory rows are
// kept out of the solutions. The error wraps [coding.ErrInvalid].
func TruthTable(s *coding.Study, o TruthOptions) (*Truth, error) {
	if n := len(o.Conditions); n == 0 || n > MaxConditions {
		return nil, coding.Errorf(coding.ErrInvalid, "%s: a truth table has 1 to %d", coding.Count(n, "condition"), MaxConditions)
	}
	o.Measure = cmp.Or(o.Measure, Passages)
	t := &Truth{TruthOptions: o}
	t.Conditions = slices.Clone(o.Conditions)
	var all []*Condition
	for i := range t.Conditions {
		all = append(all, &t.Conditions[i])
	}
	nameConditions(append(all, &t.Outcome))
	if err := t.cases(s); err != nil {
		return nil, err
	}
	rows := map[uint32]*TruthRow{}
	var order []uint32
	for _, c := range t.Cases {
		key := uint32(0)
		for i, has := range c.Has {
			if has {
				key |= 1 << i
			}
		}
		if rows[key] == nil {
			rows[key] = &TruthRow{Has: c.Has}
			order = append(order, key)
		}
		if c.Outcome {
			rows[key].With = append(rows[key].With, c.Label)
		} else {
			rows[key].Without = append(rows[key].Without, c.Label)
		}
	}
	var positive, open []uint32
	for key := range uint32(1) << len(t.Conditions) {
		switch row := rows[key]; {
		case row == nil:
			open = append(open, key)
		case len(row.Without) == 0:
			positive = append(positive, key)
		}
	}
	t.Complex = minimise(len(t.Conditions), positive, nil)
	t.Parsimonious = minimise(len(t.Conditions), positive, open)
	contradictory := 0
	for _, key := range order {
		t.Rows = append(t.Rows, *rows[key])
		if rows[key].Contradictory() {
			contradictory++
		}
	}
	slices.SortStableFunc(t.Rows, func(a, b TruthRow) int {
		return cmp.Or(cmp.Compare(b.Consistency(), a.Consistency()), cmp.Compare(len(b.With)+len(b.Without), len(a.With)+len(a.Without)))
	})
	t.Notes = []string{fmt.Sprintf("%s in %d of %d configurations; %s without a case.", coding.Count(len(t.Cases), "case"), len(t.Rows),
		1<<len(t.Conditions), coding.Count(len(open), "configuration"))}
	if contradictory > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%s: cases with the same conditions differ in the outcome. Look at them again, or add a condition; solutions leave them out.", coding.Count(contradictory, "contradictory row")))
	}
	t.Notes = append(t.Notes, "* is and, + is or, ~ is not. Solutions describe these cases; the parsimonious one also rests on configurations that no case has.")
	return t, nil
}

// cases finds what each case has.
func (t *Truth) cases(s *coding.Study) error {
	place, err := Places(s, t.By)
	if err != nil {
		return err
	}
	m, err := New(s, Options{Filter: t.Filter, Rows: []Dimension{Theme}, Cols: []Dimension{t.By}, Measure: t.Measure, Empty: true})
	if err != nil {
		return err
	}
	row := map[string]int{}
	for i, keys := range m.RowKeys {
		row[keys[0].ID] = i
	}
	attributes := map[string]map[string]string{} // of each case, as the first turn of it that has one says
	conditions := append(slices.Clone(t.Conditions), t.Outcome)
	for turn := range s.Turns(t.Filter) {
		id := place(turn.Source, turn.Voice).ID
		if attributes[id] == nil {
			attributes[id] = map[string]string{}
		}
		for _, c := range conditions {
			if c.Attribute != "" && attributes[id][c.Attribute] == "" {
				attributes[id][c.Attribute] = s.Attribute(turn.Source, turn.Voice, c.Attribute)
			}
		}
	}
	for col, keys := range m.ColKeys {
		k := keys[0]
		if k.ID == "" {
			continue
		}
		has := func(c Condition) bool {
			x := 0.0
			if c.Theme != nil {
				if r, ok := row[string(c.Theme.ID)]; ok {
					x = m.Cells[r][col].Value(t.Measure)
				}
			}
			return c.holds(x, attributes[k.ID][c.Attribute])
		}
		x := TruthCase{Key: k, Outcome: has(t.Outcome)}
		for _, c := range t.Conditions {
			x.Has = append(x.Has, has(c))
		}
		t.Cases = append(t.Cases, x)
	}
	return nil
}

// minimise finds the shortest sums of products that are true for all of positive
// and for nothing but those and open.
func minimise(conditions int, positive, open []uint32) []Solution {
	if len(positive) == 0 {
		return nil
	}
	primes := primeImplicants(conditions, append(slices.Clone(positive), open...))
	covers := make([][]int, len(positive)) // primes that cover each
	for i, x := range positive {
		for j, p := range primes {
			if p.covers(x) {
				covers[i] = append(covers[i], j)
			}
		}
	}
	best := math.MaxInt
	var found [][]int
	var search func(chosen []int, literals int)
	search = func(chosen []int, literals int) {
		// Sums of few products first, then those of few conditions: both in one number.
		if len(chosen)*1000+literals > best {
			return
		}
		next := -1 // what fewest primes cover of what is left
		for i := range positive {
			if slices.ContainsFunc(chosen, func(j int) bool { return primes[j].covers(positive[i]) }) {
				continue
			}
			if next < 0 || len(covers[i]) < len(covers[next]) {
				next = i
			}
		}
		if next < 0 {
			cost := len(chosen)*1000 + literals
			if cost < best {
				best, found = cost, nil
			}
			sorted := slices.Sorted(slices.Values(chosen))
			if len(found) < 10 && !slices.ContainsFunc(found, func(f []int) bool { return slices.Equal(f, sorted) }) {
				found = append(found, sorted)
			}
			return
		}
		if (len(chosen)+1)*1000 > best {
			return
		}
		for _, j := range covers[next] {
			search(append(chosen[:len(chosen):len(chosen)], j), literals+bits.OnesCount32(primes[j].care))
		}
	}
	search(nil, 0)
	var solutions []Solution
	for _, f := range found {
		var s Solution
		for _, j := range f {
			s = append(s, primes[j])
		}
		slices.SortFunc(s, compareImplicants)
		solutions = append(solutions, s)
	}
	return solutions
}

// compareImplicants puts products in the order in which people write them: by the
// first condition that only one asks for, or that one asks to be there.
func compareImplicants(a, b Implicant) int {
	for i := range MaxConditions {
		bit := uint32(1) << i
		if c := cmp.Compare(b.care&bit, a.care&bit); c != 0 {
			return c
		}
		if c := cmp.Compare(b.value&bit, a.value&bit); c != 0 {
			return c
		}
	}
	return 0
}

func (p Implicant) covers(x uint32) bool { return x&p.care == p.value }

// primeImplicants joins products that differ in one condition until none do.
func primeImplicants(conditions int, minterms []uint32) (primes []Implicant) {
	level := map[Implicant]bool{}
	for _, m := range minterms {
		level[Implicant{1<<conditions - 1, m}] = true
	}
	for len(level) > 0 {
		next, used := map[Implicant]bool{}, map[Implicant]bool{}
		for p := range level {
			for i := range conditions {
				bit := uint32(1) << i
				if p.care&bit == 0 || p.value&bit != 0 {
					continue
				}
				q := Implicant{p.care, p.value | bit}
				if level[q] {
					used[p], used[q] = true, true
					next[Implicant{p.care &^ bit, p.value}] = true
				}
			}
		}
		for p := range level {
			if !used[p] {
				primes = append(primes, p)
			}
		}
		level = next
	}
	slices.SortFunc(primes, func(a, b Implicant) int {
		return cmp.Or(cmp.Compare(bits.OnesCount32(a.care), bits.OnesCount32(b.care)), cmp.Compare(b.value, a.value), cmp.Compare(a.care, b.care))
	})
	return primes
}
