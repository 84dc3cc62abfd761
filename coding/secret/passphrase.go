package secret

import (
	"crypto/rand"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"crosscase/coding"
)

// Whoever has a file can try passphrases on machines of their own, some 10,000 a second with
// the work that age puts into each and a rack of hardware. fewest letters of which no two
// neighbours follow from each other leave them at it for longer than anybody lives.
const (
	fewest    = 14 // letters, digits and signs that count
	different = 7  // of them
)

// CheckPassphrase returns an error with the reason, which wraps [coding.ErrInvalid], where a
// passphrase could be guessed. Letters that a guess has anyway do not count: repetitions, runs
// of the alphabet, digits or a keyboard, and words that are known of its user, as the names of
// the project and the coder.
func CheckPassphrase(passphrase string, known ...string) error {
	count, kinds := weigh(passphrase, known)
	reason := ""
	switch {
	case strings.TrimSpace(passphrase) == "":
		reason = "an empty one keeps nothing secret"
	case count < fewest && count < len([]rune(passphrase)):
		reason = "too much of it is easy to guess: repetitions, runs such as 1234 or qwertz, common passwords, or names of this project"
	case count < fewest:
		reason = "it is too short"
	case kinds < different:
		reason = "it has too few different letters"
	default:
		return nil
	}
	return coding.WithHint(coding.Errorf(coding.ErrInvalid, "this passphrase could be guessed: %s; nothing was done", reason),
		"take four or five words that have nothing to do with each other, or a sentence that nobody has said")
}

// common are the parts of passphrases that are tried first, of two languages.
var common = strings.Fields(`password passwort passphrase kennwort geheim secret welcome willkommen hallo hello iloveyou
	letmein admin crosscase interview interviews study studie projekt project research forschung universitaet university
	sommer winter herbst fruehling frühling summer autumn spring monday montag correct horse battery staple`)

// runs are what fingers and heads go along.
var runs = []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertzuiopü", "qwertyuiop", "asdfghjklöä", "yxcvbnm", "zxcvbnm", "1qaz2wsx3edc4rfv"}

// weigh counts the letters that a guess does not have anyway, and how many different ones
// there are among them.
func weigh(passphrase string, known []string) (count, kinds int) {
	text := strings.ToLower(norm.NFC.String(passphrase))
	for _, word := range append(known, common...) {
		if word = strings.ToLower(norm.NFC.String(word)); len([]rune(word)) >= 4 {
			text = strings.ReplaceAll(text, word, " ")
		}
	}
	letters, threes := map[rune]bool{}, map[string]bool{}
	var before [2]rune
	for _, r := range text {
		three := string([]rune{before[0], before[1], r})
		if !unicode.IsSpace(r) && r != before[1] && !threes[three] && !isRun(three) {
			count++
			letters[r] = true
		}
		threes[three] = true
		before = [2]rune{before[1], r}
	}
	return count, len(letters)
}

// isRun tells whether three letters follow each other in a run, forwards or backwards.
func isRun(three string) bool {
	letters := []rune(three)
	slices.Reverse(letters)
	return slices.ContainsFunc(runs, func(run string) bool { return strings.Contains(run, three) || strings.Contains(run, string(letters)) })
}

// MakePassphrase makes one of 100 random bits, in groups that can be written down.
func MakePassphrase() string {
	letters := strings.ToLower(rand.Text())[:20]
	return letters[:5] + "-" + letters[5:10] + "-" + letters[10:15] + "-" + letters[15:]
}
