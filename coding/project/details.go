package project

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	err = p.read(ctx, func(w *writer) error {
		n := namer{p: p, w: w}
		details = n.details(rows)
		return n.err
	})
	return entries[i], details, err
}

func (n *namer) details(rows []rowChange) (details []Detail) {
	for _, r := range rows {
		d := Detail{Action: "changed", Kind: n.kind(r.Table).name, ID: r.ID}
		row := r.After
		switch {
		case r.Before == nil:
			d.Action = "added"
		case r.After == nil:
			d.Action, row = "removed", r.Before
		default:
			d.Fields = n.fields(r)
		}
		d.What = n.describe(r.Table, row)
		details = append(details, d)
	}
	return details
}

// A namer says what rows are, in words. What it names may be gone; then it is named as it
// last was, from the log.
type namer struct {
	p    *Project
	w    *writer           // that only reads
	now  map[string]fields // by table and id
	past map[string]fields // the same, read when first needed
	err  error             // the first that came up
}

// row is the row with this id, as it is or last was; nil where there never was one.
func (n *namer) row(table string, id any) fields {
	text, _ := id.(string)
	if text == "" || n.err != nil {
		return nil
	}
	key := table + " " + text
	if f, ok := n.now[key]; ok {
		return f
	}
	if n.now == nil {
		n.now = map[string]fields{}
	}
	found, err := n.w.rowAsIs(table, text)
	delete(found, sumColumn)
	if err == nil && found == nil {
		if n.past == nil {
			err = n.readPast()
		}
		found = n.past[key]
	}
	n.now[key], n.err = found, err
	return found
}

// readPast reads what rows last were. An entry of the log that is damaged is passed over:
// what it held has no name then.
func (n *namer) readPast() error {
	n.past = map[string]fields{}
	entries, err := n.w.ids("select number from log order by number")
	if err != nil {
		return err
	}
	for _, number := range entries {
		rows, err := n.w.loggedRows(number)
		if err != nil && !errors.Is(err, coding.ErrDamaged) {
			return err
		}
		for _, r := range rows {
			if last := either(r.After, r.Before); last != nil {
				n.past[r.Table+" "+r.ID] = last
			}
		}
	}
	return nil
}

// name is the name of a row.
func (n *namer) name(table string, id any) string { return n.row(table, id).text("name") }

// path is the path of a theme, as far as it is known.
func (n *namer) path(id any) string {
	row := n.row("themes", id)
	name := row.text("name")
	for range 100 { // a ring in a damaged file ends there
		if row = n.row("themes", row["parent"]); row == nil {
			break
		}
		name = row.text("name") + coding.Separator + name
	}
	return name
}

// source is the name of the source that a text is or was of.
func (n *namer) source(text any) string {
	source, err := n.w.lookup("select source from texts where id = $1", text)
	if err != nil && n.err == nil {
		n.err = err
	}
	if lost, known := n.now["texts "+fmt.Sprint(text)]; source == "" && known {
		source = lost.text("source")
	}
	return n.name("sources", source)
}

// passage describes a passage by its source and its words.
func (n *namer) passage(row fields) string {
	if row == nil {
		return "a passage"
	}
	return fmt.Sprintf("%s: %q", n.source(row["text"]), short(row.text("quote")))
}

// short is the beginning of a text, on one line.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 70 {
		return string(r[:70]) + "…"
	}
	return s
}

// thing describes what a memo or a link is on.
func (n *namer) thing(id any) string {
	for _, table := range n.w.kinds.noted {
		if row := n.row(table, id); row != nil {
			return n.kind(table).name + " " + n.describe(table, row)
		}
	}
	return "something"
}

// kind is the kind of the rows of a table; of one that is not known, it says nothing.
func (n *namer) kind(table string) *kind {
	if k := n.w.kinds.byTable[table]; k != nil {
		return k
	}
	return &kind{}
}

// describe says what a row is.
func (n *namer) describe(table string, row fields) string {
	if k := n.kind(table); k.describe != nil {
		return k.describe(n, row)
	}
	return row.text("name")
}

// columnNames are what columns are called, where they are not called by their name.
var columnNames = map[string]string{"case_study": "case", "on_id": "on", "from_id": "from", "to_id": "to", "into_id": "into",
	"start_byte": "start", "end_byte": "end", "made_at": "when"}

// fields are the columns that differ, in words.
func (n *namer) fields(r rowChange) (changed []FieldChange) {
	for _, column := range slices.Sorted(maps.Keys(r.After)) {
		if before, known := r.Before[column]; known && before != r.After[column] && column != "described_at" {
			changed = append(changed, FieldChange{cmp.Or(columnNames[column], column), n.value(column, before),
				n.value(column, r.After[column])})
		}
	}
	return changed
}

// value is the value of a column in words. Columns of one name hold the same in every
// table.
func (n *namer) value(column string, v any) string {
	switch column {
	case "theme", "parent", "into_id":
		return n.path(v)
	case "coder", "alias_of":
		return n.name("coders", v)
	case "about", "organisation":
		return n.name("organisations", v)
	case "case_study":
		return n.name("cases", v)
	case "participant":
		return n.name("participants", v)
	case "on_id", "from_id", "to_id":
		return n.thing(v)
	case "passage":
		return n.passage(n.row("passages", v))
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
