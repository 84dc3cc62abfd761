package intake

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"crosscase/corpus"
)

// twins finds sources with the words of others, by where words start: an interview that was kept
// in two formats, or a corrected copy under another name. Of the runs of words of each source,
// few are remembered: those whose lengths come to certain sums, which are the same ones
// wherever the words are.
type twins struct {
	sources  []twinSource
	runs     map[uint32][]int32 // by a run's sum, which of the sources have it
	versions map[string][]int32 // which of them have files that may be versions of each other, by their names
}

type twinSource struct {
	name   string
	stem   string          // of its file, in lower case
	starts []int32         // of its words, bytes
	words  func() []uint32 // their sums; nil where they cannot be read
	runs   int             // how many are remembered
}

// twinSpread spreads sums, so that which are remembered does not depend on short words.
const twinSpread = 2654435761

// Of runs of twinRun words, one of sixteen is remembered. Sources of fewer words than leastTwin are
// alike by chance, and a run that many sources have (the questions of a guide) tells nothing.
const (
	twinRun    = 8
	leastTwin  = 60
	mostShared = 8
)

// Versions of a file are compared up to so many words and so many files of a name; from so few words that a
// word more or less is one in ten.
const (
	mostFewWords = 400
	mostVersions = 50
	fewestNear   = 10
)

// twinRuns calls note with the sum of each run of words that is remembered.
func twinRuns(words []int32, note func(run uint32)) {
	const base = 16777619
	top := uint32(1)
	for range twinRun - 1 {
		top *= base
	}
	var sum uint32
	for i := 1; i < len(words); i++ {
		if i > twinRun {
			sum -= top * uint32(words[i-twinRun]-words[i-twinRun-1])
		}
		if sum = sum*base + uint32(words[i]-words[i-1]); i >= twinRun && sum*twinSpread>>28 == 0 {
			note(sum)
		}
	}
}

// add remembers a source.
func (t *twins) add(x twinSource) {
	if t.runs == nil {
		t.runs, t.versions = map[uint32][]int32{}, map[string][]int32{}
	}
	twinRuns(x.starts, func(run uint32) {
		x.runs++
		if of := t.runs[run]; len(of) < mostShared {
			t.runs[run] = append(of, int32(len(t.sources)))
		}
	})
	if v := version(x.stem); len(t.versions[v]) < mostVersions {
		t.versions[v] = append(t.versions[v], int32(len(t.sources)))
	}
	t.sources = append(t.sources, x)
}

// of is the first source that has these words, or nearly all of them in the same order, "" for none. stem is
// the name of their file in lower case: few words are enough only for a source whose file is called so, or that
// of another version.
func (t *twins) of(stem string, of twinSource) string {
	shared, runs := map[int32]int{}, 0
	twinRuns(of.starts, func(run uint32) {
		runs++
		for _, n := range t.runs[run] {
			shared[n]++
		}
	})
	for n := range int32(len(t.sources)) {
		x := t.sources[n]
		long, fewest := min(len(of.starts), len(x.starts)) >= leastTwin, min(runs, x.runs)
		named := x.stem == stem && (long || nearlySame(x.words(), of.words())) // words of a length are chance in short texts
		if (long && shared[n]*4 > fewest || named) && sameWords(x.starts, of.starts) ||
			long && shared[n]*10 > fewest && nearlySame(x.words(), of.words()) {
			return x.name
		}
	}
	for _, n := range t.versions[version(of.stem)] {
		x := t.sources[n]
		if min(len(of.starts), len(x.starts)) < mostFewWords && nearlySame(x.words(), of.words()) {
			return x.name
		}
	}
	return ""
}

// versionWord is what tells a version of a file from others, at the end of its name.
var versionWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[\s_.()-]*(?:\b|_)(?:v|version|rev|draft|entwurf|fassung)?[\s_.-]*(?:\d{1,2}|final|endfassung|corrected|correction|corr|korrigiert|` +
		`korrektur|korr|new|neu|old|alt|copy|kopie|clean|edited|revised|checked|geprüft|überarbeitet)?[\s_.()-]*$`)
})

// version is the name of a file, in lower case, without what tells its versions apart.
func version(stem string) string {
	for {
		short := versionWord().ReplaceAllString(stem, "")
		if short == "" || short == stem {
			return stem
		}
		stem = short
	}
}

// wordSums are the sums of the words of a body, without the signs behind them.
func wordSums(body string, starts []int32) []uint32 {
	sums := make([]uint32, len(starts))
	for i, at := range starts {
		end := int32(len(body))
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		sum := uint32(2166136261)
		for ; at < end; at++ {
			c := body[at]
			if c < utf8.RuneSelf && !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9') {
				break
			}
			sum = (sum ^ uint32(c)) * 16777619
		}
		sums[i] = sum
	}
	return sums
}

// nearlySame reports whether nine in ten words of the shorter of two texts are in the other in the same
// order, which is not longer by half: the longest common subsequence, as Myers (1986) finds it.
func nearlySame(a, b []uint32) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	n, m := len(a), len(b)
	if n < fewestNear || m > n+n/2 {
		return false
	}
	most := m - n + n/5 // edits that leave nine in ten
	furthest := make([]int, 2*most+3)
	for d := 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			at := most + 1 + k
			x := furthest[at-1] + 1
			if k == -d || k != d && furthest[at-1] < furthest[at+1] {
				x = furthest[at+1]
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			if furthest[at] = x; x >= n && x-k >= m {
				return true
			}
		}
	}
	return false
}

// twin returns the source, of this import or one that was there, that has the same words as
// p's, or nearly; "" for none.
func (b *Batch) twin(p Plan) string {
	if len(p.Sources) > 1 {
		return ""
	}
	if b.twins == nil {
		b.twins = &twins{}
		for _, src := range b.study.Sources {
			if src.Type != corpus.TypeSurvey && src.ID != p.Sources[0].Source.ID {
				starts := b.study.Transcript(src).Words
				b.twins.add(twinSource{name: src.Name, stem: strings.ToLower(SourceName(src.File)), starts: starts,
					words: sync.OnceValue(func() []uint32 { return b.storedSums(src, starts) })})
			}
		}
	}
	starts := p.Sources[0].Transcript.Words
	sums := wordSums(p.Sources[0].Text.Body, starts)
	x := twinSource{name: p.Sources[0].Source.Name, stem: strings.ToLower(SourceName(p.file.Name)), starts: starts,
		words: func() []uint32 { return sums }}
	stem := ""
	if b.folders[p.file.Name].ending { // another format in one folder
		stem = x.stem
	}
	other := b.twins.of(stem, x)
	b.twins.add(x)
	return other
}

// storedSums are the sums of the words of a source that is in the project.
func (b *Batch) storedSums(src *corpus.Source, starts []int32) []uint32 {
	if b.Kept.Body == nil {
		return nil
	}
	body, err := b.Kept.Body(src.Text)
	if err != nil || len(starts) > 0 && int(starts[len(starts)-1]) >= len(body) {
		return nil
	}
	return wordSums(body, starts)
}
