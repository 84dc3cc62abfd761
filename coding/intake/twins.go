package intake

import (
	"strings"

	"crosscase/corpus"
)

// twins finds sources with the words of others, by where words start: an interview that was kept
// in two formats, or a corrected copy under another name. Of the runs of words of each source,
// few are remembered: those whose lengths come to certain sums, which are the same ones
// wherever the words are.
type twins struct {
	sources []twinSource
	runs    map[uint32][]int32 // by a run's sum, which of the sources have it
}

type twinSource struct {
	name  string
	stem  string  // of its file, in lower case
	words []int32 // where they start, bytes
	runs  int     // how many are remembered
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
func (t *twins) add(name, file string, words []int32) {
	if t.runs == nil {
		t.runs = map[uint32][]int32{}
	}
	x := twinSource{name: name, stem: strings.ToLower(SourceName(file)), words: words}
	twinRuns(words, func(run uint32) {
		x.runs++
		if of := t.runs[run]; len(of) < mostShared {
			t.runs[run] = append(of, int32(len(t.sources)))
		}
	})
	t.sources = append(t.sources, x)
}

// of is the first source that has these words, "" for none. stem is the name of their file in
// lower case: few words are enough only for a source whose file is called so.
func (t *twins) of(stem string, words []int32) string {
	shared, runs := map[int32]int{}, 0
	twinRuns(words, func(run uint32) {
		runs++
		for _, n := range t.runs[run] {
			shared[n]++
		}
	})
	for n := range int32(len(t.sources)) {
		x := t.sources[n]
		alike := min(len(words), len(x.words)) >= leastTwin && shared[n]*4 > min(runs, x.runs)
		if (alike || x.stem == stem) && sameWords(x.words, words) {
			return x.name
		}
	}
	return ""
}

// twin returns the source, of this import or one that was there, that has the same words as
// p's; "" for none.
func (b *Batch) twin(p Plan) string {
	if len(p.Sources) > 1 {
		return ""
	}
	if b.twins == nil {
		b.twins = &twins{}
		for _, src := range b.study.Sources {
			if src.Type != corpus.TypeSurvey && src.ID != p.Sources[0].Source.ID {
				b.twins.add(src.Name, src.File, b.study.Transcript(src).Words)
			}
		}
	}
	words := p.Sources[0].Transcript.Words
	stem := ""
	if b.folders[p.file.Name].ending { // another format in one folder
		stem = strings.ToLower(SourceName(p.file.Name))
	}
	other := b.twins.of(stem, words)
	b.twins.add(p.Sources[0].Source.Name, p.file.Name, words)
	return other
}
