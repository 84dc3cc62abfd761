package transcript

import (
	"strings"

	"crosscase/corpus"
)

// Titles that say whether somebody is a woman or a man, in lower case and without full stops.
var (
	ladies    = set(`mrs, ms, miss, frau, fr, mme, mlle, madame, señora, sra, signora, sigra, mevrouw`)
	gentlemen = set(`mr, sir, herr, herrn, hr, hrn, m, monsieur, señor, sr, signor, sig, meneer, dhr`)
)

// addressOf is the title of a lady or a gentleman with which a label begins: 'f', 'm' or, for none, 0.
func addressOf(label string) byte {
	first, _, _ := strings.Cut(strings.ToLower(label), " ")
	switch first = strings.TrimRight(first, "."); {
	case ladies[first]:
		return 'f'
	case gentlemen[first]:
		return 'm'
	}
	return 0
}

// shortNames takes labels that are a surname, with a title or without, or initials for the one full name among
// those who speak that they can mean; or, without a full name, a surname for the same one with a title.
func (a *assembler) shortNames() {
	var people []*label // in the order of the document
	titled := map[string]map[byte]bool{}
	for _, x := range a.labels {
		if x.As != Person && x.As != Researcher || x.Told() || x.role != corpus.NoRole {
			continue
		}
		people = append(people, x)
		if name, _ := behindName(x.Text); addressOf(name) != 0 {
			if titled[surname(name)] == nil {
				titled[surname(name)] = map[byte]bool{}
			}
			titled[surname(name)][addressOf(name)] = true
		}
	}
	for _, addressed := range []bool{true, false} {
		for n, x := range people {
			if (addressOf(x.Text) != 0) == addressed && a.mayBeShort(x) && len(titled[surname(x.Text)]) < 2 {
				if y := a.longer(people, n); y != nil {
					a.short[x.key], x.Why = y.Text, whyShort
				}
			}
		}
	}
}

// mayBeShort reports whether a label may be a shorter form of another, of which nothing else says whom it means.
func (a *assembler) mayBeShort(x *label) bool {
	if x.Why == whyKnown || a.short[x.key] != "" || strings.ContainsAny(x.Text, "()[]0123456789") {
		return false
	}
	_, above := a.head.named(x.Text)
	_, attends := a.attendee(x.Text)
	return !above && !attends
}

// longer is the one label of whom the n-th of some people is a shorter form, nil where there is none or more.
func (a *assembler) longer(people []*label, n int) (found *label) {
	x := people[n]
	var full, same []*label
	for i, y := range people {
		name := withoutTitles(firstLast(y.Text))
		surnames := withoutTitles(x.Text) != "" && !strings.Contains(withoutTitles(x.Text), " ") && surname(x.Text) == surname(y.Text)
		opposed := addressOf(x.Text) != 0 && addressOf(y.Text) != 0 && addressOf(x.Text) != addressOf(y.Text)
		switch {
		case y == x || a.short[y.key] != "" || opposed || strings.ContainsAny(y.Text, "()[]") || !isName(name):
		case strings.Contains(name, " ") && (surnames || isShortFor(x.key, name)):
			full = append(full, y)
		case surnames && (i < n || addressOf(x.Text) == 0 && addressOf(y.Text) != 0):
			same = append(same, y)
		}
	}
	if len(full) == 0 {
		full = same
	}
	if len(full) != 1 {
		return nil
	}
	return full[0]
}

// isShortFor reports whether the key of a label is the initials of a name: "sh" of Susan Hartley.
func isShortFor(key, name string) bool {
	short := strings.ToUpper(key)
	return initials().MatchString(short) && isInitials(short, name) && isOfWords(name, len(short))
}
