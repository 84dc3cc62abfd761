package format

import (
	"math"
	"strings"
	"unicode"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
)

// guess finds the encoding of a text that is not Unicode: of those with one byte for a
// letter the one in which the letters are those that a language has, where it has them.
// If there is none, the library guesses, which knows those of East Asia.
func guess(data []byte) (string, encoding.Encoding) {
	sample := data[:min(len(data), 64<<10)]
	name, likely := guessLetters(sample)
	if likely < plausible {
		if other := eastAsian(chardet.Detect(sample).Encoding); decodes(sample, other) {
			name = other
		}
	}
	enc, err := encodingNamed(name)
	if err != nil {
		name = "windows-1252"
		enc, _ = encodingNamed(name)
	}
	return name, enc
}

// plausible is the mean likelihood, as a logarithm, of a letter in a text that is read in
// the right encoding; in others it is far lower.
const plausible = -4.1

// eastAsian is the name on the web of an encoding that the library detects.
func eastAsian(name string) string {
	switch name = strings.ToLower(name); name {
	case "cp932":
		return "shift_jis"
	case "cp949":
		return "euc-kr"
	}
	return name
}

// decodes reports whether a sample is good text in an encoding.
func decodes(sample []byte, name string) bool {
	enc, err := encodingNamed(name)
	if err != nil {
		return false
	}
	text, err := enc.NewDecoder().Bytes(sample)
	wrong := strings.Count(string(text), "\ufffd")
	return err == nil && wrong*100 <= len(sample)
}

// guessLetters returns the most likely encoding with one byte for a letter, and how likely
// its letters are.
func guessLetters(sample []byte) (best string, likely float64) {
	seen := map[string]*placed{}
	likely = math.Inf(-1)
	for _, a := range alphabets {
		for i, name := range strings.Fields(a.encodings) {
			if seen[name] == nil {
				seen[name] = place(sample, name)
			}
			p := seen[name]
			if p == nil || p.all == 0 {
				continue
			}
			// Encodings that a language rarely has need letters that fit better; in a long text a few
			// are enough.
			rare := float64(i) * (0.5 + 0.03*float64(min(p.all, 60)))
			score := (p.likelihood(a.letters) - rare) / float64(p.all)
			if score > likely {
				best, likely = name, score
			}
		}
	}
	return best, likely
}

// A placed is the letters above ASCII of a text in one encoding, counted by where they are.
type placed struct {
	count [128][places]int
	runes [128]rune
	all   int
}

// The place of a letter or mark is a set of these.
const (
	afterLower  = 1 << iota // after a letter of lower case
	beforeUpper             // before a capital
	inside                  // between two letters
	isolated                // without a letter on either side
	begins                  // before a letter and behind none
	places      = 1 << iota
)

// place counts the letters above ASCII of a sample; nil for an unknown encoding.
func place(sample []byte, name string) *placed {
	enc, err := encodingNamed(name)
	if err != nil {
		return nil
	}
	p := &placed{}
	var table [256]rune
	for b := range table {
		table[b] = unicode.ReplacementChar
		if text, err := enc.NewDecoder().Bytes([]byte{byte(b)}); err == nil {
			table[b] = []rune(string(text))[0]
		}
	}
	copy(p.runes[:], table[128:])
	before := ' '
	for i, b := range sample {
		r, after := table[b], ' '
		if i+1 < len(sample) {
			after = table[sample[i+1]]
		}
		if b >= 128 {
			p.count[b-128][placeOfLetter(before, after)]++
			p.all++
		}
		before = r
	}
	return p
}

// placeOfLetter is the place between two letters.
func placeOfLetter(before, after rune) (where int) {
	if unicode.IsLower(before) {
		where |= afterLower
	}
	if unicode.IsUpper(after) {
		where |= beforeUpper
	}
	left, right := unicode.IsLetter(before) || unicode.IsMark(before), unicode.IsLetter(after) || unicode.IsMark(after)
	switch {
	case left && right:
		where |= inside
	case !left && !right:
		where |= isolated
	case right:
		where |= begins
	}
	return where
}

// likelihood is how likely the letters are in a language with certain letters, as the sum
// of logarithms.
func (p *placed) likelihood(letters string) (sum float64) {
	rank := map[rune]float64{}
	total := 0.0
	for i, r := range []rune(letters) {
		rank[r] = 1 / float64(i+2)
		total += rank[r]
	}
	for b, counts := range p.count {
		for where, n := range counts {
			if n > 0 {
				sum += float64(n) * math.Log(p.chance(p.runes[b], where, rank, total))
			}
		}
	}
	return sum
}

// chance is how likely a letter or mark is at a place, by how frequent the letters of the
// language are, which follows from their ranks.
func (p *placed) chance(r rune, where int, rank map[rune]float64, total float64) float64 {
	if !unicode.IsLetter(r) {
		return markChance(r, where, rank[r]/total)
	}
	share := 0.85 * rank[r] / total
	if share == 0 {
		share = max(0.12*rank[unicode.ToLower(r)]/total, 0.001)
	}
	if where&isolated != 0 {
		share *= 0.3
	}
	if unicode.IsUpper(r) && where&afterLower != 0 || unicode.IsLower(r) && where&beforeUpper != 0 {
		share = min(share, 0.0003)
	}
	return share
}

// markChance is how likely a sign is that is no letter; share is that of Thai vowels, and
// of other marks that letters of a language have.
func markChance(r rune, where int, share float64) float64 {
	switch {
	case r == unicode.ReplacementChar || unicode.IsControl(r):
		return 1e-6
	case share > 0:
		return share
	case unicode.IsMark(r):
		return 0.0005
	case where&begins != 0 && strings.ContainsRune("©®¶°¬¦±ˇ", r): // not as the first letter of a word
		return 2e-5
	case where&begins != 0 && r == '’':
		return 0.001
	case strings.ContainsRune("’\u00a0–—·", r):
		return 0.04
	case where&inside != 0:
		return 0.0003
	case strings.ContainsRune("“”„‟‘‚«»‹›…•§°€£©®¿¡،؟؛ـ", r):
		return 0.04
	}
	return 0.002
}
