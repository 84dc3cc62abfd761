package intake

import (
	"slices"

	"crosscase/corpus"
)

// columnEach makes a column of speakers and one of words of a table that has a column of
// words for each speaker, as ELAN's can and as researchers lay them out.
func (x *talkTable) columnEach() {
	columns := x.tiers()
	if len(columns) < 2 {
		return
	}
	rows, times := []corpus.Row{}, map[int][]timeCell{}
	for n, r := range x.table.Rows {
		rest := slices.Clone(r.Values)
		for _, i := range columns {
			rest[i] = ""
		}
		filled := slices.DeleteFunc(slices.Clone(columns), func(i int) bool { return r.Values[i] == "" })
		for _, i := range filled {
			rows = append(rows, corpus.Row{Line: r.Line, Values: append(slices.Clone(rest), x.table.Columns[i], r.Values[i])})
		}
		if len(filled) == 0 {
			rows = append(rows, corpus.Row{Line: r.Line, Values: append(rest, "", "")})
		}
		for i, all := range x.times {
			for range max(1, len(filled)) {
				times[i] = append(times[i], all[n])
			}
		}
	}
	together := (len(rows)-len(x.table.Rows))*5 > len(rows) // questions of a survey are answered together
	if !x.speakRoles(columns) && (x.to < 0 || together) {
		return
	}
	x.table.Columns = append(slices.Clone(x.table.Columns), "name of the column", "words in it")
	x.table.Rows, x.times = rows, times
	x.speaker, x.text, x.named = len(x.table.Columns)-2, len(x.table.Columns)-1, true
}

// notTiers are kinds of columns that are not the words of somebody.
const notTiers = timeKinds | corpus.NumberColumn | corpus.NoteColumn | corpus.ListenerColumn | corpus.WordsColumn

// tiers are the columns that may be called by who speaks in them.
func (x *talkTable) tiers() (columns []int) {
	for i, name := range x.table.Columns {
		values := cells(x.table, i)
		words := slices.ContainsFunc(values, func(v string) bool { return !isNumber(v) })
		if x.times[i] == nil && words && shortNames([]string{name}) && !corpus.ColumnNamed(name).Is(notTiers) {
			columns = append(columns, i)
		}
	}
	return columns
}

// speakRoles tells whether columns of sentences are those of an interview: one is called by a role of who asks, and
// what is in each is said once, where names and places recur.
func (x *talkTable) speakRoles(columns []int) bool {
	asks := slices.ContainsFunc(columns, func(i int) bool { return corpus.ResearcherLabel(x.table.Columns[i]) })
	var all []string
	for _, i := range columns {
		values := cells(x.table, i)
		if differing(values)*2 <= len(values) || corpus.ColumnNamed(x.table.Columns[i]) != 0 && !corpus.AnonymousLabel(x.table.Columns[i]) {
			return false
		}
		all = append(all, values...)
	}
	return asks && isSentences(all)
}

// changesOnly tells whether the column of speakers is filled where the speaker changes and nowhere else.
func (x *talkTable) changesOnly() bool {
	var names []string
	for _, r := range x.table.Rows {
		if text := r.Values[x.text]; text != "" && !corpus.IsRemark(text) {
			names = append(names, label(r.Values[x.speaker]))
		}
	}
	return corpus.NamedAtChanges(names)
}

// speakerUse says what the column of speakers is, and whose lines without one are.
func (x *talkTable) speakerUse() string {
	if x.continues {
		return "speaker (goes on where it is empty)"
	}
	return "speaker"
}
