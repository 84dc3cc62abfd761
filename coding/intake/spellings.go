package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// academic are titles that are no part of a name, in lower case and without full stops.
var academic = map[string]bool{"dr": true, "prof": true, "professor": true, "professorin": true}

// nameKey is the same for all spellings of a full name that surely mean one person: Beate Lund,
// Lund, Beate and Dr. Beate Lund. Names of one word have only their own.
func nameKey(name string) string {
	var words []string
	all := strings.Fields(corpus.PlainApostrophes(name))
	for n, w := range all {
		if academic[strings.ToLower(strings.TrimRight(w, "."))] && len(words)+len(all)-n > 2 {
			continue
		}
		if letter := strings.TrimSuffix(w, "."); utf8.RuneCountInString(letter) == 1 && len(all) > 1 {
			w = letter
		}
		words = append(words, w)
	}
	plain := strings.Join(words, " ")
	if strings.Contains(plain, ", ") {
		return transcript.LabelKey(plain)
	}
	return strings.ToLower(plain)
}

// initialOf splits a name that is an initial and a surname, as B. Lund; ok is false for others.
func initialOf(name string) (initial, surname string, ok bool) {
	initial, surname, ok = strings.Cut(nameKey(name), " ")
	return initial, surname, ok && utf8.RuneCountInString(initial) == 1 && utf8.RuneCountInString(surname) > 1
}

// halfNames is the remark on people with an initial and a surname who may be others with that
// surname, where one of the two came with this import.
func (b *Batch) halfNames() []Remark {
	full := map[string][]*corpus.Participant{} // by initial and surname
	var half []*corpus.Participant
	for _, p := range b.intake.byID {
		key := nameKey(p.Name)
		if _, _, ok := initialOf(p.Name); ok {
			half = append(half, p)
		} else if first, last := strings.Index(key, " "), strings.LastIndex(key, " "); first > 0 {
			_, size := utf8.DecodeRuneInString(key)
			full[key[:size]+key[last:]] = append(full[key[:size]+key[last:]], p)
		}
	}
	byName := func(x, y *corpus.Participant) int { return strings.Compare(x.Name, y.Name) }
	slices.SortFunc(half, byName)
	var said []string
	command := ""
	for _, p := range half {
		initial, surname, _ := initialOf(p.Name)
		others := full[initial+" "+surname]
		slices.SortFunc(others, byName)
		var names []string
		for _, x := range others {
			if b.study.Participant(p.ID) == nil || b.study.Participant(x.ID) == nil {
				names = append(names, x.Name)
			}
		}
		if len(names) == 0 || b.isDecided(p.Name) {
			continue
		}
		if command == "" {
			command = fmt.Sprintf("crosscase participant merge %s %s", coding.Quote(p.Name), coding.Quote(names[0]))
		}
		said = append(said, coding.Quote(p.Name)+" may be "+coding.Quoted(names, " or "))
	}
	if len(said) == 0 {
		return nil
	}
	return []Remark{{File: "labels", Reason: "initials that may stand for somebody else's first name: " + examples(said),
		Hint: "if they are one, merge them", Command: command}}
}

// respelt notes which people of a list are taken for others, in the list or known before, whose names are
// spelt otherwise.
func (b *Batch) respelt(people []corpus.Person) {
	listed := map[string]string{}
	var said []string
	for _, p := range people {
		first, again := listed[nameKey(p.Name)]
		if !again {
			listed[nameKey(p.Name)] = p.Name
			if known := b.intake.named(p.Name); known != nil && nameKey(known.Name) == nameKey(p.Name) {
				first = known.Name
			}
		}
		if first != "" && !strings.EqualFold(first, p.Name) {
			said = append(said, coding.Quote(p.Name)+" is "+coding.Quote(first))
		}
	}
	if len(said) > 0 {
		b.outcome.Notes = append(b.outcome.Notes, Remark{File: "participants", Reason: "two spellings of a name, each pair taken for one person: " + examples(said),
			Hint: "if they are two, give one of them another name in the table"})
	}
}

// isDecided reports whether a person decided who somebody of this name is.
func (b *Batch) isDecided(name string) bool {
	for label, is := range b.Decided.Labels.Speakers {
		if transcript.SameLabel(label, name) || strings.EqualFold(is, name) {
			return true
		}
	}
	return false
}
