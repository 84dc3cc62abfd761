package analysis

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"crosscase/coding"
	"crosscase/coding/dimension"
	"crosscase/coding/edit"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/coding/report"
	"crosscase/coding/words"
)

// An Analysis is a question to ask of a study. It is declared once, in a file of its
// own; the command, the page, the entry of an analysis file, completion and the manifest
// beside a written table are made from the declaration.
type Analysis struct {
	Name      string // of the command, the page and the entry
	Arguments []Argument
	Options   []query.Flag // in the order in which pages show them
	Filters   []string     // by name; see [query.Filters]
	// Usages say of some filters what they do here, where that is not the usual.
	Usages map[string]string

	Use     string // the usage line, where it is more than the name and the arguments
	Short   string // what it does, in a line
	Long    string
	Example string

	// Leads says what the numbers of the table count of the passages that they lead to, by
	// the heads of their columns, with [Others] for those that are called after things of
	// the study. Each column of counts is declared. See [Result.Lead].
	Leads map[string]Counted

	Title   string // of the page
	Summary string // what the page tells, in a sentence
	Picture string // what is drawn, as "heat map"; "" for nothing
	// Missing says on a page what has to be chosen or known first, "" for nothing.
	Missing func(s *coding.Study, r *Request) string

	// Others says that it compares coders, so that who works blind cannot ask it.
	Others bool
	// Check refuses requests that make no sense, whatever the study; nil for none.
	Check func(r *Request) error
	Run   func(ctx context.Context, in Input) (*Result, error)
	// Section adds what it tells to the report of a study; nil for nothing.
	Section func(r *studyReport) error
}

// An Argument is what an analysis is of, besides its options.
type Argument struct {
	Name     string // in the address of a page
	Value    string // what it is called in the usage line, as SOURCE
	Label    string // on the page
	Optional bool
	Choices  func(*coding.Study) []query.Choice
	Default  func(*coding.Study) string // on the page; nil for nothing
}

// A Request is an analysis that is asked for, with all that was said.
type Request struct {
	Analysis  *Analysis
	Arguments []string
	Options   map[string][]string // by name; what is not there has its default
	Filters   query.Names
}

// Tools are what an analysis works with besides the study.
type Tools struct {
	Texts    coding.Texts
	Tokenize words.Tokenizer // splits texts for the analysis of words
	Format   report.Format   // that the result is for
	Keep     bool            // passages behind the cells are asked for, whatever the format
	Blind    bool            // the study is of one coder, who works blind
}

// Input is what the function of an analysis gets.
type Input struct {
	*Request
	Tools
	Study  *coding.Study
	Filter coding.Filter // the filters, looked up
}

// A Result is what an analysis has found.
type Result struct {
	Table *report.Grid // with its picture
	// Matrix is what a table of cells was counted as; nil for other tables. It leads
	// from each number to its passages.
	Matrix *matrix.Matrix
	Words  bool // the cells show words, which a matrix does not hold
	// Text writes the result for a terminal, where it is read rather than compared; nil
	// for the table.
	Text func(out io.Writer, screen report.Screen) error
	Said string // what is to be said besides, in a line
	// Agreed and Disagreed are places that coders marked alike and differently, where
	// those were asked for.
	Agreed, Disagreed []edit.Disagreement
	// Expression is what a saved one stands for, as arguments; nil for none.
	Expression []string

	request *Request // that it answers
	behind  behind   // nil where no number leads anywhere
	place   place    // nil where the table is of no matrix
}

// Write writes the result: to a terminal as it is read, else as a table.
func (r *Result) Write(out io.Writer, f report.Format, screen report.Screen) error {
	if r.Text != nil && f == report.Table {
		return r.Text(out, screen)
	}
	return r.Table.Write(out, f, screen)
}

// Named returns the analysis of this name, nil if there is none.
func Named(name string) *Analysis {
	for _, a := range All() {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Option returns one of the options by its name.
func (a *Analysis) Option(name string) (query.Flag, bool) {
	i := slices.IndexFunc(a.Options, func(o query.Flag) bool { return o.Name == name })
	if i < 0 {
		return query.Flag{}, false
	}
	return a.Options[i], true
}

// Run answers a request about a study. The error wraps [coding.ErrInvalid] for what
// makes no sense and [coding.ErrUnknown] for names of nothing.
func (r *Request) Run(ctx context.Context, s *coding.Study, t Tools) (*Result, error) {
	in, err := r.Input(ctx, s, t)
	if err != nil {
		return nil, err
	}
	found, err := r.Analysis.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	if found.request == nil {
		found.request = r
	}
	if t.Format == report.HTML && found.Matrix == nil {
		err = newLister(ctx, s, t.Texts).list(found, "cell")
	}
	return found, err
}

// Input checks a request and looks up what its filters name. Errors are those of
// [Request.Run].
func (r *Request) Input(ctx context.Context, s *coding.Study, t Tools) (Input, error) {
	if err := r.check(); err != nil {
		return Input{}, err
	}
	if r.Analysis.Others && t.Blind {
		return Input{}, coding.Errorf(coding.ErrInvalid, "%s: shows what others have tagged, and you work blind", r.Analysis.Name)
	}
	f, err := r.Filters.Resolve(ctx, s, t.Texts)
	return Input{Request: r, Tools: t, Study: s, Filter: f}, err
}

func (r *Request) check() error {
	if err := r.checkArguments(); err != nil {
		return err
	}
	for _, o := range r.Analysis.Options {
		if !r.Given(o.Name) {
			continue
		}
		if err := checkValue(o, r.Options[o.Name]); err != nil {
			return err
		}
	}
	if r.Analysis.Check != nil {
		return r.Analysis.Check(r)
	}
	return nil
}

func (r *Request) checkArguments() error {
	all := r.Analysis.Arguments
	for i, x := range all {
		if !x.Optional && (i >= len(r.Arguments) || r.Arguments[i] == "") {
			return coding.Errorf(coding.ErrInvalid, "%s: %s is missing", r.Analysis.Name, x.Value)
		}
	}
	if len(r.Arguments) > len(all) {
		return coding.Errorf(coding.ErrInvalid, "%s: %q is too much", r.Analysis.Name, r.Arguments[len(all)])
	}
	return nil
}

func checkValue(o query.Flag, values []string) error {
	for _, v := range values {
		_, err := strconv.Atoi(v)
		switch {
		case o.Kind == query.Whole && err != nil:
			return coding.Errorf(coding.ErrInvalid, "--%s %s: a whole number is needed", o.Name, v)
		case o.Kind == query.Check && v != "true" && v != "false":
			return coding.Errorf(coding.ErrInvalid, "--%s %s: true or false", o.Name, v)
		case o.Kind == query.Decimal:
			if _, ok := coding.ParseNumber(v); !ok {
				return coding.Errorf(coding.ErrInvalid, "--%s %s: a number is needed", o.Name, v)
			}
		case o.Checked:
			if choices := o.Choices(nil); !slices.ContainsFunc(choices, func(c query.Choice) bool { return c.Value == v }) {
				return coding.Errorf(coding.ErrInvalid, "--%s %s: %s", o.Name, v, oneOf(choices))
			}
		}
	}
	return nil
}

// oneOf lists choices, as "a, b or c".
func oneOf(choices []query.Choice) string {
	var list strings.Builder
	for i, c := range choices {
		switch {
		case i > 0 && i == len(choices)-1:
			list.WriteString(" or ")
		case i > 0:
			list.WriteString(", ")
		}
		list.WriteString(c.Value)
	}
	return list.String()
}

// Given tells whether an option was given.
func (r *Request) Given(name string) bool { return len(r.Options[name]) > 0 }

// Text is the value of an option, its default where it was not given.
func (r *Request) Text(name string) string {
	if all := r.Options[name]; len(all) > 0 {
		return all[len(all)-1]
	}
	o, _ := r.Analysis.Option(name)
	return o.Default
}

// List are the values of an option that can be given several times.
func (r *Request) List(name string) []string { return r.Options[name] }

// Whole is the value of an option that is a whole number.
func (r *Request) Whole(name string) int {
	n, _ := strconv.Atoi(r.Text(name)) // checked before
	return n
}

// Decimal is the value of an option that is a number.
func (r *Request) Decimal(name string) float64 {
	x, _ := coding.ParseNumber(r.Text(name)) // checked before
	return x
}

// Is tells whether an option is on.
func (r *Request) Is(name string) bool { return r.Text(name) == "true" }

// Seed is the number that random samples begin with; one below 0 is as good as any.
func (r *Request) Seed() uint64 { return uint64(r.Whole("seed")) }

// Line are the arguments of the command that asks the same: its name, what was given in
// the order of the alphabet, and what it is of.
func (r *Request) Line() []string {
	given := maps.Clone(r.Options)
	maps.Copy(given, r.Filters)
	line := []string{r.Analysis.Name}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		for _, v := range given[name] {
			line = append(line, "--"+name+"="+v)
		}
	}
	if slices.ContainsFunc(r.Arguments, func(a string) bool { return strings.HasPrefix(a, "-") }) {
		line = append(line, "--")
	}
	return append(line, r.Arguments...)
}

// Read reads the arguments of a command as [Request.Line] writes them and manifests keep
// them. The error wraps [coding.ErrInvalid].
func Read(line []string) (*Request, error) {
	if len(line) == 0 || Named(line[0]) == nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%q asks for no analysis", strings.Join(line, " "))
	}
	return Named(line[0]).read(line[1:])
}

// Ask begins a request for an analysis, with these arguments.
func (a *Analysis) Ask(arguments ...string) *Request {
	return &Request{Analysis: a, Arguments: arguments, Options: map[string][]string{}, Filters: query.Names{}}
}

// read reads what stands behind the name of the command.
func (a *Analysis) read(args []string) (*Request, error) {
	r := a.Ask()
	for i, arg := range args {
		if arg == "--" {
			r.Arguments = append(r.Arguments, args[i+1:]...)
			break
		}
		setting, ok := strings.CutPrefix(arg, "--")
		if !ok {
			r.Arguments = append(r.Arguments, arg)
			continue
		}
		name, value, ok := strings.Cut(setting, "=")
		if !ok {
			value = "true"
		}
		if err := r.Set(name, value); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Saved reads what a saved request stands for. The error names it and wraps
// [coding.ErrInvalid].
func (a *Analysis) Saved(saved *coding.SavedQuery) (*Request, error) {
	r, err := a.read(query.Split(saved.Expression))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", a.Name, saved.Name, err)
	}
	return r, nil
}

// Set gives an option or a filter a value, beside those that it has. The error wraps
// [coding.ErrInvalid] where the analysis knows neither of that name.
func (r *Request) Set(name, value string) error {
	if name == "organization" {
		name = "organisation"
	}
	if o, ok := r.Analysis.Option(name); ok {
		if o.Kind == query.Many {
			r.Options[name] = append(r.Options[name], value)
		} else {
			r.Options[name] = []string{value}
		}
		return nil
	}
	if !slices.Contains(r.Analysis.Filters, name) {
		return coding.Errorf(coding.ErrInvalid, "%s: unknown flag: --%s", r.Analysis.Name, name)
	}
	r.Filters[name] = append(r.Filters[name], value)
	return nil
}

// dimension reads an option that is one dimension.
func (in Input) dimension(name string) (matrix.Dimension, error) {
	dims, err := matrix.ParseDimensions(in.Text(name), in.Study)
	if err != nil {
		return "", wrongFlag(name, err)
	}
	if len(dims) != 1 {
		return "", coding.Errorf(coding.ErrInvalid, "--%s %s: one dimension", name, in.Text(name))
	}
	return dims[0], nil
}

func wrongFlag(name string, err error) error {
	return flagError{name, err}
}

// A flagError is an error about the value of a flag.
type flagError struct {
	name string
	err  error
}

func (e flagError) Error() string { return "--" + e.name + ": " + e.err.Error() }
func (e flagError) Unwrap() error { return e.err }

// dimensionChoices are what a table can be laid out by.
func dimensionChoices(s *coding.Study) (all []query.Choice) {
	for _, d := range dimension.All() {
		if d.Parameters == nil {
			all = append(all, query.Choice{Value: d.Name, Label: d.Name})
			continue
		}
		for _, n := range d.Parameters(s) {
			all = append(all, query.Choice{Value: d.Prefix() + n, Label: n})
		}
	}
	return all
}

// depth says how deep themes are shown.
func depth() query.Flag {
	return query.Flag{Name: "depth", Usage: "show themes down to this `LEVEL`; 0 is all", Label: "levels of themes", Kind: query.Whole,
		Default: "0",
		Choices: query.Or([]query.Choice{{Value: "0", Label: "all"}}, query.Choices("1", "2", "3"))}
}

// seed makes what is random the same each time.
func seed(what string) query.Flag {
	return query.Flag{Name: "seed", Usage: "`NUMBER` that " + what + " begin with; the same gives the same", Kind: query.Whole, Default: "1"}
}

// noEffect is the error for a flag that has no effect beside another one.
func noEffect(flag, beside string) error {
	return coding.Errorf(coding.ErrInvalid, "--%s has no effect with --%s", flag, beside)
}
