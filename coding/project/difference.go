package project

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"crosscase/coding"
)

// A Difference is what became of a project between two changes: what was done
// and taken back again is not in it.
type Difference struct {
	After   int           `json:"after"`   // number of the last change before
	Changes int           `json:"changes"` // how many there were since
	From    time.Time     `json:"from"`    // of the first of them
	To      time.Time     `json:"to"`      // of the last
	Coders  []string      `json:"coders"`  // who made them
	Themes  []ThemeChange `json:"themes"`  // by path
	Tags    []TagChange   `json:"tags"`    // by theme and coder
	Others  []OtherChange `json:"others"`
	Unknown int           `json:"unknown,omitempty"` // changes of which nothing is known, since names were replaced
}

// A ThemeChange is what became of one theme.
type ThemeChange struct {
	Path   string        `json:"path"` // now; of one that is gone, as it was
	Was    string        `json:"was,omitempty"`
	What   string        `json:"what"` // added, removed, merged, renamed, moved, described, archived, restored
	Into   string        `json:"into,omitempty"`
	Fields []FieldChange `json:"fields,omitempty"`
}

// A TagChange counts tags of one theme by one coder.
type TagChange struct {
	Theme   string `json:"theme"`
	Coder   string `json:"coder"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
}

// An OtherChange counts other things that were added, changed or removed.
type OtherChange struct {
	Kind    string `json:"kind"`
	Added   int    `json:"added"`
	Changed int    `json:"changed"`
	Removed int    `json:"removed"`
}

// Since compares the project with what it was after the change with this number;
// 0 is when it was made.
func (p *Project) Since(ctx context.Context, after int) (*Difference, error) {
	d := &Difference{After: after, Coders: []string{}, Themes: []ThemeChange{}, Tags: []TagChange{}, Others: []OtherChange{}}
	net := netChanges{rows: map[string]*rowChange{}}
	err := p.since(ctx, after, func(e Entry, rows []rowChange) {
		d.add(e, rows)
		for _, r := range rows {
			net.add(r.Table+" "+r.ID, r)
		}
	})
	if err != nil {
		return nil, err
	}
	err = p.read(ctx, func(w *writer) error {
		n := namer{p: p, w: w}
		d.count(&n, net)
		return n.err
	})
	return d, err
}

// since calls do for each edit after the one with this number.
func (p *Project) since(ctx context.Context, after int, do func(e Entry, rows []rowChange)) error {
	entries, err := p.Log(ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Number <= after {
			continue
		}
		rows, err := p.logged(ctx, e.Number)
		if err != nil {
			return err
		}
		do(e, rows)
	}
	return nil
}

// netChanges are what rows were before several edits, and are after them.
type netChanges struct {
	rows  map[string]*rowChange
	order []string // of the keys, as they came
}

func (n *netChanges) add(key string, r rowChange) {
	if was := n.rows[key]; was != nil {
		was.After = r.After
		return
	}
	n.rows[key] = &r
	n.order = append(n.order, key)
}

// add notes when an edit was made, and by whom.
func (d *Difference) add(e Entry, rows []rowChange) {
	if len(rows) == 0 {
		d.Unknown++
	}
	if d.Changes++; d.Changes == 1 {
		d.From = e.At
	}
	d.To = e.At
	if !slices.Contains(d.Coders, e.Coder) {
		d.Coders = append(d.Coders, e.Coder)
	}
}

// count sorts what rows became into what is told of them.
func (d *Difference) count(n *namer, net netChanges) {
	before := codebookBefore(n, net)
	tags := map[[2]string]*TagChange{}
	others := map[string]*OtherChange{}
	for _, key := range net.order {
		r := net.rows[key]
		switch {
		case r.Before == nil && r.After == nil, alike(r.Before, r.After):
		case r.Table == "themes":
			if c, ok := n.themeChange(r, net, before); ok {
				d.Themes = append(d.Themes, c)
			}
		case r.Table == "tags":
			n.countTag(tags, r)
		case r.Table == "passages" || r.Table == "merged_themes":
		default:
			if others[r.Table] == nil {
				others[r.Table] = &OtherChange{Kind: n.kind(r.Table).name}
			}
			others[r.Table].add(r)
		}
	}
	for _, t := range tags {
		d.Tags = append(d.Tags, *t)
	}
	for _, o := range others {
		d.Others = append(d.Others, *o)
	}
	d.sort()
}

func (o *OtherChange) add(r *rowChange) {
	switch {
	case r.Before == nil:
		o.Added++
	case r.After == nil:
		o.Removed++
	default:
		o.Changed++
	}
}

func (d *Difference) sort() {
	slices.SortFunc(d.Themes, func(a, b ThemeChange) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What))
	})
	slices.SortFunc(d.Tags, func(a, b TagChange) int {
		return cmp.Or(cmp.Compare(a.Theme, b.Theme), cmp.Compare(a.Coder, b.Coder))
	})
	slices.SortFunc(d.Others, func(a, b OtherChange) int { return cmp.Compare(a.Kind, b.Kind) })
	slices.Sort(d.Coders)
}

// codebookBefore is a namer of themes as they were before.
func codebookBefore(n *namer, net netChanges) *namer {
	before := &namer{p: n.p, w: n.w, now: map[string]fields{}}
	for key, r := range net.rows {
		if r.Table == "themes" {
			before.now[key] = r.Before
		}
	}
	return before
}

// themeChange says what became of a theme; what matters most comes first.
func (n *namer) themeChange(r *rowChange, net netChanges, before *namer) (ThemeChange, bool) {
	switch {
	case r.Before == nil:
		return ThemeChange{Path: n.path(r.ID), What: "added",
			Fields: described(n.fields(rowChange{Table: r.Table, ID: r.ID, Before: blank(r.After), After: r.After}))}, true
	case r.After == nil:
		c := ThemeChange{Path: before.path(r.ID), What: "removed"}
		if m := net.rows["merged_themes "+r.ID]; m != nil && m.After != nil {
			c.What, c.Into = "merged", n.path(m.After["into_id"])
		}
		return c, true
	}
	c := ThemeChange{Path: n.path(r.ID), Fields: described(n.fields(*r))}
	if was := before.path(r.ID); was != c.Path {
		c.Was = was
	}
	switch {
	case r.Before["name"] != r.After["name"]:
		c.What = "renamed"
	case r.Before["parent"] != r.After["parent"]:
		c.What = "moved"
	case len(c.Fields) > 0:
		c.What = "described"
	case fmt.Sprint(r.Before["archived"]) != fmt.Sprint(r.After["archived"]):
		c.What = "archived"
		if fmt.Sprint(r.After["archived"]) == "0" {
			c.What = "restored"
		}
	default: // its colour or its place among its neighbours
		return c, false
	}
	return c, true
}

func blank(f fields) fields {
	b := fields{}
	for column := range f {
		b[column] = ""
	}
	return b
}

// described leaves those changes that say what a theme means.
func described(all []FieldChange) []FieldChange {
	words := coding.ThemeTextNames(coding.ThemeWords)
	return slices.DeleteFunc(all, func(f FieldChange) bool { return !slices.Contains(words, f.Name) })
}

// countTag counts a tag that came, went, or was given another theme or coder.
func (n *namer) countTag(tags map[[2]string]*TagChange, r *rowChange) {
	count := func(row fields, by func(t *TagChange)) {
		if row == nil {
			return
		}
		key := [2]string{n.path(row["theme"]), n.name("coders", row["coder"])}
		if tags[key] == nil {
			tags[key] = &TagChange{Theme: key[0], Coder: key[1]}
		}
		by(tags[key])
	}
	if r.Before != nil && r.After != nil && r.Before["theme"] == r.After["theme"] && r.Before["coder"] == r.After["coder"] {
		return // another weight or place
	}
	count(r.Before, func(t *TagChange) { t.Removed++ })
	count(r.After, func(t *TagChange) { t.Added++ })
}

// Touched returns the identifiers of everything that was added or changed after a
// change, also if it was taken back, and of everything that was there and was removed.
func (p *Project) Touched(ctx context.Context, after int) (touched, removed map[string]bool, err error) {
	net := netChanges{rows: map[string]*rowChange{}}
	err = p.since(ctx, after, func(e Entry, rows []rowChange) {
		for _, r := range rows {
			net.add(r.ID, r)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	touched, removed = map[string]bool{}, map[string]bool{}
	for id, r := range net.rows {
		switch {
		case r.After != nil: // also to and fro: somebody has thought about it
			touched[id] = true
		case r.Before != nil && r.After == nil:
			removed[id] = true
		}
	}
	return touched, removed, nil
}

// Fork returns the number of the last change that two projects have in common, 0
// where they have none: until then they were one.
func (p *Project) Fork(ctx context.Context, other *Project) (number int, err error) {
	mine, err := p.Log(ctx)
	if err != nil {
		return 0, err
	}
	theirs, err := other.Log(ctx)
	if err != nil {
		return 0, err
	}
	for i := range min(len(mine), len(theirs)) {
		a, b := mine[i], theirs[i]
		if a.Number != b.Number || !a.At.Equal(b.At) || a.Coder != b.Coder || a.What != b.What {
			break
		}
		number = a.Number
	}
	return number, nil
}
