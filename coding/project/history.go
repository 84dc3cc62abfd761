package project

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"crosscase/coding"
)

// A Detail is one thing that an edit added, changed or removed, in words.
type Detail struct {
	Action string        `json:"action"` // added, changed or removed
	Kind   string        `json:"kind"`   // theme, tag, passage…
	What   string        `json:"what"`
	ID     string        `json:"-"`                // of the thing
	Fields []FieldChange `json:"fields,omitempty"` // of what was changed
}

// A FieldChange is what one field of a thing was before and after.
type FieldChange struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// kinds are what the rows of each table are called.
var kinds = map[string]string{"project": "project", "cases": "case", "organisations": "organisation", "participants": "participant", "sources": "source",
	"speakers": "speaker", "said": "turn", "themes": "theme", "merged_themes": "merged theme", "passages": "passage", "tags": "tag", "memos": "memo",
	"links": "link", "queries": "query", "summaries": "summary", "readings": "reading", "rejections": "rejection", "coders": "coder"}

// Details returns the entry with this number and all that it changed. The error
// wraps [coding.ErrUnknown] where there is no such entry. Of entries from before
// names were replaced by pseudonyms nothing is known any more.
func (p *Project) Details(ctx context.Context, number int) (Entry, []Detail, error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return Entry{}, nil, err
	}
	i := slices.IndexFunc(entries, func(e Entry) bool { return e.Number == number })
	if i < 0 {
		return Entry{}, nil, coding.WithHint(fmt.Errorf("change %d: %w", number, coding.ErrUnknown), "see crosscase log")
	}
	rows, err := p.logged(ctx, number)
	if err != nil {
		return Entry{}, nil, err
	}
	var details []Detail
	err = p.read(ctx, func(w *writer) (err error) {
		details, err = (&namer{p: p, w: w}).details(rows)
		return err
	})
	return entries[i], details, err
}

func (n *namer) details(rows []rowChange) (details []Detail, err error) {
	for _, r := range rows {
		d := Detail{Action: "changed", Kind: kinds[r.Table], ID: r.ID}
		row := r.After
		switch {
		case r.Before == nil:
			d.Action = "added"
		case r.After == nil:
			d.Action, row = "removed", r.Before
		default:
			d.Fields = n.fields(r)
		}
		if d.What, err = n.describe(r.Table, row); err != nil {
			return nil, err
		}
		details = append(details, d)
	}
	return details, nil
}

// logged reads the rows of one entry, none where names were replaced since.
func (p *Project) logged(ctx context.Context, number int) ([]rowChange, error) {
	var packed []byte
	if err := p.db.QueryRowContext(ctx, "select rows from log where number = $1", number).Scan(&packed); err != nil {
		return nil, p.engine.Kind(err)
	}
	if len(packed) == 0 {
		return nil, nil
	}
	return unpack(packed)
}

// A namer says what rows are, in words. What it names may be gone; then the log is
// asked, from its end, what it last was.
type namer struct {
	p    *Project
	w    *writer           // that only reads
	past map[string]fields // by table and id, read when first needed
	now  map[string]fields
}

func (n *namer) row(table, id string) (fields, error) {
	if id == "" {
		return nil, nil
	}
	key := table + " " + id
	if f, ok := n.now[key]; ok {
		return f, nil
	}
	if n.now == nil {
		n.now = map[string]fields{}
	}
	found, err := n.w.row(table, id)
	if err != nil {
		return nil, err
	}
	if found == nil {
		if n.past == nil {
			if err := n.readPast(); err != nil {
				return nil, err
			}
		}
		found = n.past[key]
	}
	n.now[key] = found
	return found, nil
}

func (n *namer) readPast() error {
	n.past = map[string]fields{}
	entries, err := n.p.Log(n.w.ctx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		rows, err := n.p.logged(n.w.ctx, e.Number)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.After != nil {
				n.past[r.Table+" "+r.ID] = r.After
			} else if r.Before != nil {
				n.past[r.Table+" "+r.ID] = r.Before
			}
		}
	}
	return nil
}

// name is the value of a column of the row with this id.
func (n *namer) name(table, column string, id any) string {
	key, _ := id.(string)
	row, err := n.row(table, key)
	if err != nil || row == nil {
		return ""
	}
	s, _ := row[column].(string)
	return s
}

// path is the path of a theme, as far as it is known.
func (n *namer) path(id any) string {
	key, _ := id.(string)
	row, err := n.row("themes", key)
	if err != nil || row == nil {
		return ""
	}
	name := row["name"].(string)
	for range 100 { // a ring in a damaged file ends there
		above, _ := row["parent"].(string)
		if row, err = n.row("themes", above); err != nil || row == nil {
			break
		}
		name = row["name"].(string) + coding.Separator + name
	}
	return name
}

// source is the name of the source that a text is or was of.
func (n *namer) source(text any) string {
	source, err := n.w.lookup("select source from texts where id = $1", text)
	if err != nil {
		return "" // it is described without a name
	}
	return n.name("sources", "name", source)
}

// passage describes a passage by its source and its words.
func (n *namer) passage(row fields) string {
	if row == nil {
		return "a passage"
	}
	quote, _ := row["quote"].(string)
	return fmt.Sprintf("%s: %q", n.source(row["text"]), short(quote))
}

func short(s string) string {
	if r := []rune(strings.Join(strings.Fields(s), " ")); len(r) > 70 {
		return string(r[:70]) + "…"
	}
	return strings.Join(strings.Fields(s), " ")
}

// thing describes what a note or a link is on.
func (n *namer) thing(id any) string {
	key, _ := id.(string)
	for _, table := range things {
		row, err := n.row(table, key)
		if err == nil && row != nil {
			what, _ := n.describe(table, row)
			return kinds[table] + " " + what
		}
	}
	return "something"
}

// describe says what a row is.
func (n *namer) describe(table string, row fields) (string, error) {
	text := func(column string) string { s, _ := row[column].(string); return s }
	switch table {
	case "themes":
		path := text("name")
		if above := n.path(row["parent"]); above != "" {
			path = above + coding.Separator + path
		}
		return path, nil
	case "merged_themes":
		return text("path") + " into " + n.path(row["into_id"]), nil
	case "passages":
		return n.passage(row), nil
	case "tags":
		passage, err := n.row("passages", text("passage"))
		if err != nil {
			return "", err
		}
		what := n.path(row["theme"]) + " on " + n.passage(passage) + ", by " + n.name("coders", "name", row["coder"])
		if about := n.name("organisations", "name", row["about"]); about != "" {
			what += ", about " + about
		}
		return what, nil
	case "memos":
		return fmt.Sprintf("on %s: %q", n.thing(row["on_id"]), short(text("text"))), nil
	case "summaries":
		return fmt.Sprintf("of %s and %s: %q", n.path(row["theme"]), n.thing(row["on_id"]), short(text("text"))), nil
	case "links":
		return fmt.Sprintf("%s %s %s", n.thing(row["from_id"]), text("kind"), n.thing(row["to_id"])), nil
	case "readings":
		return fmt.Sprintf("%s by %s: %s", n.name("sources", "name", row["source"]), n.name("coders", "name", row["coder"]), text("state")), nil
	case "rejections":
		return fmt.Sprintf("%s on words of %s, by %s", n.path(row["theme"]), n.name("sources", "name", row["source"]), n.name("coders", "name", row["coder"])), nil
	case "speakers":
		return fmt.Sprintf("%s in %s", text("label"), n.source(row["text"])), nil
	case "said":
		turn, _ := row["turn"].(int64)
		return fmt.Sprintf("turn %d of %s", turn+1, n.source(row["text"])), nil
	case "project":
		return text("title"), nil
	}
	return text("name"), nil
}

// fields are the columns that differ, in words.
func (n *namer) fields(r rowChange) (changed []FieldChange) {
	shown := func(column string, v any) string {
		switch column {
		case "theme", "parent", "into_id":
			return n.path(v)
		case "coder", "alias_of":
			return n.name("coders", "name", v)
		case "about", "organisation":
			return n.name("organisations", "name", v)
		case "case_study":
			return n.name("cases", "name", v)
		case "participant":
			return n.name("participants", "name", v)
		case "on_id", "from_id", "to_id":
			return n.thing(v)
		case "passage":
			id, _ := v.(string)
			row, _ := n.row("passages", id)
			return n.passage(row)
		}
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	}
	names := map[string]string{"case_study": "case", "on_id": "on", "from_id": "from", "to_id": "to", "into_id": "into", "start_byte": "start", "end_byte": "end", "made_at": "when"}
	var columns []string
	for column := range r.After {
		columns = append(columns, column)
	}
	slices.Sort(columns)
	for _, column := range columns {
		if before, known := r.Before[column]; known && before != r.After[column] && column != "described_at" {
			changed = append(changed, FieldChange{cmp.Or(names[column], column), shown(column, before), shown(column, r.After[column])})
		}
	}
	return changed
}

// read runs do in a transaction that only reads.
func (p *Project) read(ctx context.Context, do func(w *writer) error) error {
	tx, err := p.engine.Begin(ctx, true)
	if err != nil {
		return p.engine.Kind(err)
	}
	defer tx.Rollback()
	return p.engine.Kind(do(&writer{ctx: ctx, engine: p.engine, tx: tx, statements: map[string]*sql.Stmt{}}))
}

// Touched returns the identifiers of everything that was added or changed after a
// change, also if it was taken back, and of everything that was there and was removed.
func (p *Project) Touched(ctx context.Context, after int) (touched, removed map[string]bool, err error) {
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, nil, err
	}
	net := map[string]*rowChange{}
	for _, e := range entries {
		if e.Number <= after {
			continue
		}
		rows, err := p.logged(ctx, e.Number)
		if err != nil {
			return nil, nil, err
		}
		for i, r := range rows {
			if was := net[r.ID]; was != nil {
				was.After = r.After
			} else {
				net[r.ID] = &rows[i]
			}
		}
	}
	touched, removed = map[string]bool{}, map[string]bool{}
	for id, r := range net {
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
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	d := &Difference{After: after, Coders: []string{}, Themes: []ThemeChange{}, Tags: []TagChange{}, Others: []OtherChange{}}
	net := map[string]*rowChange{}
	var order []string
	for _, e := range entries {
		if e.Number <= after {
			continue
		}
		rows, err := p.logged(ctx, e.Number)
		if err != nil {
			return nil, err
		}
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
		for i, r := range rows {
			key := r.Table + " " + r.ID
			if net[key] == nil {
				net[key] = &rows[i]
				order = append(order, key)
			} else {
				net[key].After = r.After
			}
		}
	}
	err = p.read(ctx, func(w *writer) error {
		d.count(&namer{p: p, w: w}, net, order)
		return nil
	})
	return d, err
}

// count sorts what rows became into what is told of them.
func (d *Difference) count(n *namer, net map[string]*rowChange, order []string) {
	before := codebookBefore(n, net)
	tags := map[[2]string]*TagChange{}
	others := map[string]*OtherChange{}
	for _, key := range order {
		r := net[key]
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
			o := others[r.Table]
			if o == nil {
				o = &OtherChange{Kind: kinds[r.Table]}
				others[r.Table] = o
			}
			switch {
			case r.Before == nil:
				o.Added++
			case r.After == nil:
				o.Removed++
			default:
				o.Changed++
			}
		}
	}
	for _, t := range tags {
		d.Tags = append(d.Tags, *t)
	}
	for _, o := range others {
		d.Others = append(d.Others, *o)
	}
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
func codebookBefore(n *namer, net map[string]*rowChange) *namer {
	before := &namer{p: n.p, w: n.w, now: map[string]fields{}}
	for key, r := range net {
		if r.Table == "themes" {
			before.now[key] = r.Before
		}
	}
	return before
}

// themeChange says what became of a theme; what matters most comes first.
func (n *namer) themeChange(r *rowChange, net map[string]*rowChange, before *namer) (ThemeChange, bool) {
	switch {
	case r.Before == nil:
		return ThemeChange{Path: n.path(r.ID), What: "added", Fields: described(n.fields(rowChange{Table: r.Table, ID: r.ID, Before: blank(r.After), After: r.After}))}, true
	case r.After == nil:
		c := ThemeChange{Path: before.path(r.ID), What: "removed"}
		if m := net["merged_themes "+r.ID]; m != nil && m.After != nil {
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
	return slices.DeleteFunc(all, func(f FieldChange) bool {
		return !slices.Contains([]string{"definition", "include", "exclude", "example", "kind"}, f.Name)
	})
}

// countTag counts a tag that came, went, or was given another theme or coder.
func (n *namer) countTag(tags map[[2]string]*TagChange, r *rowChange) {
	count := func(row fields, by func(t *TagChange)) {
		if row == nil {
			return
		}
		key := [2]string{n.path(row["theme"]), n.name("coders", "name", row["coder"])}
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
