package app

import (
	"context"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/query"
	"crosscase/coding/report"
)

// A Kind is a kind of thing that a study has, such as its themes or its participants. It
// is declared once: the commands with their flags, and the tables and forms of pages, are
// made from it. T is what the study holds of one.
type Kind[T any] struct {
	Name string // of one, in commands and in the log
	// Find finds one by what a person types. The error wraps [coding.ErrUnknown].
	Find   func(s *coding.Study, name string) (*T, error)
	All    func(s *coding.Study) []*T // in the order of lists
	ID     func(x *T) string
	NameOf func(x *T) *string
	// Label is how messages name one; nil: by its name.
	Label func(s *coding.Study, x *T) string
	// New makes one that has nothing but a name; nil where [Kind.Add] cannot.
	New func(id, name string) *T
	// Fields are what is known of one besides its name.
	Fields []Field[T]
	// Attributes are what is known of one under names that people choose; nil for none.
	Attributes func(x *T) *map[string]string
	// Aliases are other names of one; nil for none.
	Aliases func(x *T) []string
	// Speaks are the sources in which one speaks; nil where they cannot.
	Speaks func(s *coding.Study, x *T) []Speaking

	// Columns are those of the list, the name first.
	Columns func(s *coding.Study) []Column[T]
	Listed  string // what the list is of, in help
	Drawn   bool   // the list can be drawn
	Empty   string // what the list says where there are none
	// Finish adds notes and a picture to the list; nil for nothing.
	Finish func(s *coding.Study, g *report.Grid)
	// Details are what is shown of one.
	Details func(s *coding.Study, x *T) []Detail
	// More are details that are read from its text; nil for none.
	More func(ctx context.Context, a *Session, x *T) ([]Detail, error)

	put func(x T) edit.Change
	// Several says that several can be merged into one at once.
	Several bool
	// merges are the changes that make one thing of two.
	merges func(ctx context.Context, a *Session, from, into *T) ([]edit.Change, error)
	// removal is the change that removes one, and the indexes of the tags that go with it; nil
	// where none can be removed.
	removal func(s *coding.Study, x *T) (change edit.Change, tags []int)
	// Freeing says how to have nothing refer to one any more, so that it can be removed; "" where
	// what refers to one goes with it.
	Freeing string
}

// A Field is what may be known of a thing: a flag of its commands and a field of its form.
type Field[T any] struct {
	// Flag says how it is given. Where it is not one of its choices alone, those are
	// suggestions; where it has no label, forms leave it out.
	query.Flag
	Long   bool // it has lines
	Colour bool // it is a colour, #rrggbb
	// Get are its values, one unless it has several.
	Get func(s *coding.Study, x *T) []string
	// Set puts values in the place of those that there are, and returns changes to make
	// before, as where an organisation is new. The error wraps [coding.ErrInvalid] or
	// [coding.ErrConflict].
	Set func(a *Session, x *T, values []string) ([]edit.Change, error)
}

// A Column of a list has a value for each thing, a text or a number; i is its place in
// the list.
type Column[T any] struct {
	Name  string
	Value func(i int, x *T) any
}

// A Detail is what is shown of a thing.
type Detail struct{ Name, Value string }

// A Revision says what is to be known of a thing. What it leaves out stays as it is.
type Revision struct {
	Name       string              // another name, "" for the one that it has; one of white space is refused
	Values     map[string][]string // of fields, by their names
	Attributes map[string]string   // "" takes one away
}

// Called is how messages name a thing.
func (k Kind[T]) Called(s *coding.Study, x *T) string {
	if k.Label != nil {
		return k.Label(s, x)
	}
	return *k.NameOf(x)
}

// Removable tells whether things of this kind can be removed.
func (k Kind[T]) Removable() bool { return k.removal != nil }

// Field is a field by its name, nil for none.
func (k Kind[T]) Field(name string) *Field[T] {
	for i := range k.Fields {
		if k.Fields[i].Name == name {
			return &k.Fields[i]
		}
	}
	return nil
}

// List lists the things of a study.
func (k Kind[T]) List(s *coding.Study) *report.Grid {
	columns := k.Columns(s)
	g := &report.Grid{Empty: k.Empty}
	for _, c := range columns {
		g.Head = append(g.Head, c.Name)
	}
	for i, x := range k.All(s) {
		row := make([]any, len(columns))
		for n, c := range columns {
			row[n] = c.Value(i, x)
		}
		g.Rows = append(g.Rows, row)
	}
	if k.Finish != nil {
		k.Finish(s, g)
	}
	return g
}

// Add adds a thing. The error wraps [coding.ErrInvalid] where it cannot be so, or
// [coding.ErrConflict] where there is one of that name.
func (k Kind[T]) Add(ctx context.Context, a *Session, name string, r Revision) (Done, error) {
	x := k.New(a.NewID(), strings.TrimSpace(name))
	changes, err := k.revise(a, x, r)
	if err != nil {
		return Done{}, err
	}
	d, err := a.Apply(ctx, "add "+k.Name+" "+*k.NameOf(x), append(changes, k.put(*x))...)
	d.Made = newcomers(a.Study, changes)
	return d, err
}

// Set changes what is known of a thing, its name with the rest where it has a new one: that
// is one edit, and one sentence of the log. Errors are those of [Kind.Add], or wrap
// [coding.ErrUnknown] where there is no such thing.
func (k Kind[T]) Set(ctx context.Context, a *Session, name string, r Revision) (Done, error) {
	return k.change(ctx, a, name, "set", func(x *T) ([]edit.Change, error) { return k.revise(a, x, r) })
}

// Rename renames a thing. Errors are those of [Kind.Set].
func (k Kind[T]) Rename(ctx context.Context, a *Session, name, to string) (Done, error) {
	return k.change(ctx, a, name, "rename", func(x *T) ([]edit.Change, error) {
		*k.NameOf(x) = strings.TrimSpace(to)
		return nil, nil
	})
}

// Merge makes one thing of two: what is from's becomes into's. The error wraps
// [coding.ErrUnknown] or [coding.ErrInvalid].
func (k Kind[T]) Merge(ctx context.Context, a *Session, from, into string) (Done, error) {
	f, err := k.Find(a.Study, from)
	if err != nil {
		return Done{}, err
	}
	return k.merge(ctx, a, []*T{f}, into)
}

// MergeAll merges those that have some names, or fit patterns such as "R (*)", into another.
// Errors are those of [Kind.Merge].
func (k Kind[T]) MergeAll(ctx context.Context, a *Session, from []string, into string) (Done, error) {
	if len(from) == 1 && !strings.ContainsAny(from[0], "*?[") {
		return k.Merge(ctx, a, from[0], into)
	}
	if err := k.unquoted(a.Study, append(slices.Clone(from), into)); len(from) > 1 && err != nil {
		return Done{}, err
	}
	all, err := k.FindAll(a.Study, from)
	if err != nil {
		return Done{}, err
	}
	i, err := k.Find(a.Study, into)
	if err != nil {
		return Done{}, err
	}
	all = slices.DeleteFunc(all, func(x *T) bool { return k.ID(x) == k.ID(i) })
	if len(all) == 0 {
		return Done{}, coding.Errorf(coding.ErrInvalid, "%s %q: cannot be merged with itself", k.Name, k.Called(a.Study, i))
	}
	return k.merge(ctx, a, all, into)
}

func (k Kind[T]) merge(ctx context.Context, a *Session, from []*T, into string) (Done, error) {
	i, err := k.Find(a.Study, into)
	if err != nil {
		return Done{}, err
	}
	var changes []edit.Change
	var names []string
	for _, f := range from {
		merges, err := k.merges(ctx, a, f, i)
		if err != nil {
			return Done{}, err
		}
		changes, names = append(changes, merges...), append(names, k.Called(a.Study, f))
	}
	return a.Apply(ctx, "merge "+k.Name+" "+strings.Join(names, ", ")+" into "+k.Called(a.Study, i), changes...)
}

// FindAll finds things by their names, or by patterns such as int-*, in the order of the
// study. The error is that of the first name that is neither, or of names that are one together.
func (k Kind[T]) FindAll(s *coding.Study, names []string) ([]*T, error) {
	if err := k.unquoted(s, names); err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, name := range names {
		x, err := k.Find(s, name)
		if err == nil {
			found[k.ID(x)] = true
			continue
		}
		any := false
		for _, x := range k.All(s) {
			if fits(name, *k.NameOf(x)) || fits(name, k.Called(s, x)) {
				found[k.ID(x)], any = true, true
			}
		}
		if !any {
			return nil, err
		}
	}
	return slices.DeleteFunc(slices.Clone(k.All(s)), func(x *T) bool { return !found[k.ID(x)] }), nil
}

// unquoted returns an error that wraps [coding.ErrAmbiguous] where several names together are
// that of one thing, which was meant if quotation marks are missing.
func (k Kind[T]) unquoted(s *coding.Study, names []string) error {
	for i := range names {
		for j := i + 2; j <= len(names); j++ {
			one := strings.Join(names[i:j], " ")
			if _, err := k.Find(s, one); err == nil {
				return coding.WithHint(coding.Wrapf("%s %s: %w: %s %q is one, too; nothing was changed", k.Name, coding.Quoted(names[i:j], ", "),
					coding.ErrAmbiguous, k.Name, one), "put %q in quotation marks, or name the others one at a time", one)
			}
		}
	}
	return nil
}

// fits tells whether a name fits a pattern, whatever the case of letters.
func fits(pattern, name string) bool {
	ok, _ := path.Match(strings.ToLower(pattern), strings.ToLower(name))
	return ok
}

// Remove removes a thing. The error wraps [coding.ErrUnknown], or [coding.ErrConflict]
// where tags would go with it and that was not asked for, or where something refers to it that
// would not go.
func (k Kind[T]) Remove(ctx context.Context, a *Session, name string, withTags bool) (Done, error) {
	x, err := k.Find(a.Study, name)
	if err != nil {
		return Done{}, err
	}
	return k.removeAll(ctx, a, []*T{x}, withTags)
}

// RemoveAll removes those that have some names, or fit patterns such as "Speaker *". Errors are
// those of [Kind.Remove].
func (k Kind[T]) RemoveAll(ctx context.Context, a *Session, names []string, withTags bool) (Done, error) {
	all, err := k.FindAll(a.Study, names)
	if err != nil {
		return Done{}, err
	}
	return k.removeAll(ctx, a, all, withTags)
}

// RemoveUnused removes those to which nothing in the project refers, of all or of those that
// have some names or fit patterns. The error wraps [coding.ErrUnknown] where there is none.
func (k Kind[T]) RemoveUnused(ctx context.Context, a *Session, names []string) (Done, error) {
	all := k.All(a.Study)
	if len(names) > 0 {
		var err error
		if all, err = k.FindAll(a.Study, names); err != nil {
			return Done{}, err
		}
	}
	all = slices.DeleteFunc(slices.Clone(all), func(x *T) bool { return len(a.Study.Uses(k.ID(x))) > 0 })
	if len(all) == 0 {
		return Done{}, coding.Errorf(coding.ErrUnknown, "something in the project refers to each %s; nothing was changed", k.Name)
	}
	return k.removeAll(ctx, a, all, false)
}

func (k Kind[T]) removeAll(ctx context.Context, a *Session, all []*T, withTags bool) (Done, error) {
	var changes []edit.Change
	var names, used []string
	tags := map[int]bool{}
	for _, x := range all {
		name := k.Called(a.Study, x)
		change, with := k.removal(a.Study, x)
		for _, t := range with {
			tags[t] = true
		}
		if uses := a.Study.Uses(k.ID(x)); k.Freeing != "" && len(uses) > 0 {
			used = append(used, fmt.Sprintf("%s %q: %s", k.Name, name, strings.Join(uses, "; ")))
		}
		changes, names = append(changes, change), append(names, name)
	}
	switch {
	case len(used) > 0:
		err := coding.Errorf(coding.ErrConflict, "%s; nothing was changed", strings.Join(used, "\n"))
		return Done{}, coding.WithHint(err, "%s", k.Freeing)
	case len(tags) > 0 && !withTags:
		err := coding.Errorf(coding.ErrConflict, "%s %s: %s would go with it; nothing was changed", k.Name, coding.Quoted(names, ", "),
			coding.Count(len(tags), "tag"))
		return Done{}, coding.WithHint(err, "add --with-tags to remove them, too; crosscase undo would bring all back")
	}
	return a.Apply(ctx, "remove "+k.Name+" "+strings.Join(names, ", "), changes...)
}

// change finds a thing and has it changed; do returns changes to make before.
func (k Kind[T]) change(ctx context.Context, a *Session, name, verb string, do func(x *T) ([]edit.Change, error)) (Done, error) {
	s := a.Seen()
	found, err := k.Find(s, name)
	if err != nil {
		return Done{}, err
	}
	x := *found
	before, err := do(&x)
	if err != nil {
		return Done{}, err
	}
	d, err := a.Apply(ctx, k.sentence(s, verb, found, x, len(before) > 0), append(before, k.put(x))...)
	d.Made = newcomers(a.Study, before)
	return d, err
}

// sentence says for the log what was done to a thing, which is renamed, changed otherwise,
// or both; more tells whether the edit changes other things as well.
func (k Kind[T]) sentence(s *coding.Study, verb string, was *T, is T, more bool) string {
	name := *k.NameOf(&is)
	*k.NameOf(&is) = *k.NameOf(was)
	thing := k.Name + " " + k.Called(s, was)
	switch {
	case name == *k.NameOf(was):
		return verb + " " + thing
	case !more && reflect.DeepEqual(is, *was):
		return "rename " + thing + " to " + name
	}
	return verb + " " + thing + " and rename it to " + name
}

// revise puts a revision into a thing, and returns the changes to make before.
func (k Kind[T]) revise(a *Session, x *T, r Revision) (before []edit.Change, err error) {
	for _, f := range k.Fields {
		values, given := r.Values[f.Name]
		if !given {
			continue
		}
		trimmed := make([]string, len(values))
		for i, v := range values {
			trimmed[i] = strings.TrimSpace(v)
		}
		made, err := f.Set(a, x, trimmed)
		if err != nil {
			return nil, err
		}
		before = append(before, made...)
	}
	if r.Name != "" {
		*k.NameOf(x) = strings.TrimSpace(r.Name)
	}
	if len(r.Attributes) > 0 {
		all := k.Attributes(x)
		*all, err = revised(*all, r.Attributes)
	}
	return before, err
}

// revised are attributes with others put in; one without a value is taken out.
func revised(old, with map[string]string) (map[string]string, error) {
	all := maps.Clone(old)
	if all == nil {
		all = map[string]string{}
	}
	for name, value := range with {
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if _, known := old[name]; name == "" || strings.Contains(name, "=") && !known { // no flag could name it
			return nil, coding.Errorf(coding.ErrInvalid, "attribute %q: a name without = is needed", name)
		}
		if all[name] = value; value == "" {
			delete(all, name)
		}
	}
	return all, nil
}
