package project

import (
	"maps"
	"slices"

	"crosscase/coding/pseudonym"
)

// Standing is where a word still stands in a project.
type Standing struct {
	Word    string
	Texts   int // times in the words of sources
	Sources int // times in the names of sources and of their files
	Log     int // times in what the log says
	Others  int // times in names, attributes, notes and whatever else people wrote
}

// Times is how often it stands.
func (s Standing) Times() int { return s.Texts + s.Sources + s.Log + s.Others }

// standing looks for words, as they are written, in everything that people wrote; those that
// stand nowhere are left out. Labels of who speaks count where they stand in a text.
func (w *writer) standing(words []string) (found []Standing, err error) {
	masks := make([]*pseudonym.Mask, len(words))
	all := make([]Standing, len(words))
	for i, word := range words {
		masks[i] = pseudonym.NewMask([]pseudonym.Pseudonym{{Name: word, Exact: true}})
		all[i].Word = word
	}
	if len(words) == 0 {
		return nil, nil
	}
	count := func(table, value string) {
		for i, mask := range masks {
			n := len(mask.Find(value))
			switch table {
			case "texts":
				all[i].Texts += n
			case "sources":
				all[i].Sources += n
			case "log":
				all[i].Log += n
			default:
				all[i].Others += n
			}
		}
	}
	columns := map[string][]string{"log": {"what"}, "texts": {"body"}}
	for table, k := range w.kinds.byTable {
		if table != "speakers" && len(k.written) > 0 {
			columns[table] = k.written
		}
	}
	for _, table := range slices.Sorted(maps.Keys(columns)) {
		if err := w.eachValue(table, columns[table], count); err != nil {
			return nil, err
		}
	}
	for _, s := range all {
		if s.Times() > 0 {
			found = append(found, s)
		}
	}
	return found, nil
}

// eachValue reads columns of all rows of a table.
func (w *writer) eachValue(table string, columns []string, do func(table, value string)) error {
	ids, err := w.ids("select " + keyOf(table) + " from " + table)
	if err != nil {
		return err
	}
	for _, id := range ids {
		row, err := w.row(table, id)
		if err != nil {
			return err
		}
		for _, column := range columns {
			do(table, row.text(column))
		}
	}
	return nil
}
