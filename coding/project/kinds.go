package project

import (
	"fmt"
	"reflect"
	"strings"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// A kind is how one kind of thing is kept, each thing as a row of one table. What this
// package knows of a kind is declared in one file, by one function that returns it: which
// changes write it, how it is read, and all that touches every kind alike: undo, the log
// in words, the check, pseudonyms.
type kind struct {
	table string
	name  string // of one thing, as the log says it
	// changes are those by which such things come, change and go.
	changes []change
	// read adds all of them to a study; nil where another kind's does.
	read func(r *reader, s *coding.Study)
	// describe is one of them in words; nil for its column name.
	describe func(n *namer, row fields) string
	// written are the columns that people wrote, in which pseudonyms replace names.
	written []string
	// noted says that memos can be on them.
	noted bool
	// refers are references to others of which the database knows nothing.
	refers []reference
	// usedBy is a query for rows that need the one with id $1, beyond other kinds' refers.
	usedBy string
	// problems are what Check looks for beyond references to nothing.
	problems []problem
	// takeBack undoes a change of a row, where that differs from other kinds; done is
	// false where it does not.
	takeBack func(w *writer, r rowChange, now fields) (done bool, err error)
}

// A reference is columns that hold the identifier of a row, "" for none.
type reference struct {
	columns []string
	to      string // its table; "" for all that memos can be on
	find    string // query for the row with id $1, where it is not simply one of the table
	broken  string // what Check says of a row that refers to nothing; "" where it does not look
}

// A problem is a query for identifiers of rows that are not as they must be, and what
// Check says of each.
type problem struct{ query, says string }

// A change is how changes of one type are stored.
type change struct {
	of    reflect.Type
	apply func(w *writer, c edit.Change) error
	// keepsPlaces says that what the writer remembers of texts and coders stays true.
	keepsPlaces bool
}

// does declares that do stores changes of type C.
func does[C edit.Change](do func(w *writer, c C) error) change {
	return change{of: reflect.TypeFor[C](), apply: func(w *writer, c edit.Change) error { return do(w, c.(C)) }}
}

// keepsPlaces is does for changes that move and remove no passages, tags and coders, so that
// what the writer remembers of them stays true.
func keepsPlaces[C edit.Change](do func(w *writer, c C) error) change {
	c := does(do)
	c.keepsPlaces = true
	return c
}

// kinds are all kinds of things.
type kinds struct {
	all     []kind // in the order in which they are read
	byTable map[string]*kind
	changes map[reflect.Type]change
	noted   []string          // tables of what memos can be on
	summed  []string          // tables whose rows have checksums
	users   map[string]string // by table: a query for rows that need the one with id $1
}

func newKinds() *kinds {
	k := &kinds{byTable: map[string]*kind{}, changes: map[reflect.Type]change{}, users: map[string]string{}}
	k.all = []kind{themeKind(), mergedKind(), passageKind(), changedKind(), tagKind(), sourceKind(), textKind(), speakerKind(), turnKind(),
		participantKind(),
		organisationKind(), caseKind(), projectKind(), coderKind(), memoKind(), linkKind(), summaryKind(), queryKind(), readingKind(),
		rejectionKind(), preservedKind()}
	for i := range k.all {
		x := &k.all[i]
		k.byTable[x.table] = x
		k.summed = append(k.summed, x.table)
		for _, c := range x.changes {
			k.changes[c.of] = c
		}
		if x.noted {
			k.noted = append(k.noted, x.table)
		}
	}
	k.summed = append(k.summed, "log")
	for _, x := range k.all {
		if users := append(k.referring(x), x.usedBy); users[0] != "" {
			k.users[x.table] = strings.TrimSuffix(strings.Join(users, " union all "), " union all ") + " limit 1"
		}
	}
	return k
}

// referring are queries for rows of all kinds that refer to the one of a kind with id $1.
func (k *kinds) referring(to kind) (queries []string) {
	for _, x := range k.all {
		for _, ref := range x.refers {
			if ref.find == "" && (ref.to == to.table || ref.to == "" && to.noted) {
				queries = append(queries, fmt.Sprintf("select id from %s where $1 in (%s)", x.table, strings.Join(ref.columns, ", ")))
			}
		}
	}
	return queries
}

// apply stores one change.
func (k *kinds) apply(w *writer, c edit.Change) error {
	how, known := k.changes[reflect.TypeOf(c)]
	if !known {
		return coding.Errorf(coding.ErrInvalid, "change %T", c)
	}
	if !how.keepsPlaces { // it may move or remove what is on a text, or make coders one
		clear(w.fresh)
		clear(w.coders)
	}
	return how.apply(w, c)
}
