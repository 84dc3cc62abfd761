package intake

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"crosscase/coding"
	"crosscase/corpus"
)

// Kept is what a [Batch] is told of a project, so that files that were imported before are known again
// when they have other contents. Any of it may be missing.
type Kept struct {
	Place   func(file string) string               // as [corpus.Source.Place]
	Earlier map[string]string                      // sources by the SHA-256 of files whose words they had before
	Body    func(id corpus.TextID) (string, error) // the words of a text
}

// changedSince is said of many files with new contents.
var changedSince = &Remark{Reason: "have changed since they were imported", Hint: "to take the new text of one and carry its passages over",
	Command: "crosscase source update NAME FILE"}

// changed remarks on a file that was imported before and has other contents now: nothing of
// it comes in twice. Of a table whose rows are sources, the rows that are new are returned
// in f, to be imported; ok is false where nothing is.
func (b *Batch) changed(f File, given Facts) (File, bool) {
	name := cmp.Or(given.Name, b.Facts.Name)
	if was := b.Kept.Earlier[sum(f.Imports[0].Data)]; was != "" && (name == "" || strings.EqualFold(name, was)) {
		b.skip(f.Name, fmt.Sprintf("has the words that %q had before they were corrected", was))
		return f, false
	}
	before := b.before(f)
	called := func(src *corpus.Source) bool { // the name of a table begins those of its rows
		return strings.EqualFold(name, src.Name) || strings.HasPrefix(strings.ToLower(src.Name), strings.ToLower(name)+" ")
	}
	if len(before) == 0 || name != "" && !called(before[0]) {
		return f, true
	}
	if len(f.Imports) > 1 || len(before) > 1 {
		return b.newRows(f, before)
	}
	b.outcome.Skipped = append(b.outcome.Skipped, Remark{File: f.Name,
		Reason:  fmt.Sprintf("has changed since it was imported as %q", before[0].Name),
		Hint:    "to take its new text and carry the passages over",
		Command: "crosscase source update " + coding.Quote(before[0].Name) + " " + coding.Quote(f.Name), Many: changedSince})
	return f, false
}

// before are the sources that came of a file when it had other contents: by where it is,
// else by its name and its words.
func (b *Batch) before(f File) (found []*corpus.Source) {
	place := b.place(f.Name)
	for _, src := range b.study.Sources {
		if place != "" && src.Place == place && src.SHA256 != sum(f.Imports[0].Data) { // not another sheet of the same
			found = append(found, src)
		}
	}
	if len(found) > 0 {
		return found
	}
	if len(f.Imports) == 1 {
		if src := b.corrected(f.Imports[0]); src != nil {
			found = append(found, src)
		}
		return found
	}
	for _, i := range f.Imports {
		src, err := b.study.FindSource(i.Facts.Name)
		if err == nil && strings.EqualFold(src.Name, i.Facts.Name) && strings.EqualFold(src.File, path.Base(f.Name)) && (place == "" || src.Place == "") {
			found = append(found, src)
		}
	}
	return found
}

func (b *Batch) place(file string) string {
	if b.Kept.Place == nil {
		return ""
	}
	return b.Kept.Place(file)
}

// newRows are the rows of a table that are no sources yet, with names that are free. Rows
// that have other words than their source, and sources whose row is gone, are remarked on.
func (b *Batch) newRows(f File, before []*corpus.Source) (File, bool) {
	rest, there := slices.Clone(before), []string{}
	words := map[*corpus.Source]string{}
	for _, src := range before {
		words[src] = b.rowWords(src)
	}
	left := slices.Clone(f.Imports)
	for _, named := range []bool{true, false} { // equal answers are each other's by name first
		left = slices.DeleteFunc(left, func(i Import) bool {
			body := ofRespondent(i.Document.Body)
			n := slices.IndexFunc(rest, func(src *corpus.Source) bool {
				return words[src] == body && (!named || strings.EqualFold(src.Name, i.Facts.Name))
			})
			if n >= 0 {
				there = append(there, rest[n].Name)
				rest = slices.Delete(rest, n, n+1)
			}
			return n >= 0
		})
	}
	if len(there) == 0 { // the table is read in another way, or all of it is new
		b.outcome.Skipped = append(b.outcome.Skipped, Remark{File: f.Name, Reason: "has changed since it was imported as " + examples(namesOf(before)),
			Hint: "to import it anew, remove these first", Command: "crosscase source remove NAME"})
		return f, false
	}
	var changed []string
	left = slices.DeleteFunc(left, func(i Import) bool {
		n := slices.IndexFunc(rest, func(src *corpus.Source) bool { return strings.EqualFold(src.Name, i.Facts.Name) })
		if n >= 0 {
			changed = append(changed, rest[n].Name)
			rest = slices.Delete(rest, n, n+1)
		}
		return n >= 0
	})
	if len(changed) > 0 {
		b.outcome.Notes = append(b.outcome.Notes, Remark{File: f.Name,
			Reason: "answers that changed since they were imported keep the words that they had: " + examples(changed), Command: "crosscase source edit NAME"})
	}
	if len(rest) > 0 {
		b.note(f.Name, "no longer in it, but still in the project: %s", examples(namesOf(rest)))
	}
	if len(left) == 0 {
		b.skip(f.Name, coding.Count(len(there), "row")+" there already, as "+examples(there))
		return f, false
	}
	if n := len(there) + len(changed); n > 0 {
		b.note(f.Name, "%s there already; imported %s", coding.Count(n, "row"), coding.Count(len(left), "new one"))
	}
	f.Imports = b.numbered(left)
	return f, true
}

// numbered gives sources that are called as others the next numbers that are free.
func (b *Batch) numbered(all []Import) []Import {
	taken := map[string]bool{}
	for n := range all {
		name := all[n].Facts.Name
		stem := strings.TrimRight(name, "0123456789")
		for number := 1; taken[strings.ToLower(name)] || b.intake.names[strings.ToLower(name)]; number++ {
			name = fmt.Sprintf("%s%d", stem, number)
		}
		taken[strings.ToLower(name)] = true
		all[n].Facts.Name = name
	}
	return all
}

func namesOf(sources []*corpus.Source) (names []string) {
	for _, src := range sources {
		names = append(names, src.Name)
	}
	return names
}

// rowWords are the words of a source that is the row of a table, "" where they are not known.
func (b *Batch) rowWords(src *corpus.Source) string {
	if b.Kept.Body == nil {
		return ""
	}
	body, err := b.Kept.Body(src.Text)
	if err != nil {
		return ""
	}
	return ofRespondent(body)
}

var respondent = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^Respondent \d+:`) })

// ofRespondent is the text of a row without the number of somebody who gives no name, which changes
// where rows are inserted above.
func ofRespondent(body string) string { return respondent().ReplaceAllString(body, "Respondent:") }
