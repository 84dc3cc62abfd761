package format

import (
	"strconv"
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// numbering is a number for what is said, as story.012.
var numbering = lazyregexp.New(`^\S*[0-9]\S*$`)

// readEAF reads the annotations of ELAN (the ELAN Annotation Format, EAF 2.7 to 3.0). A
// tier is a participant, or its own name. Tiers below another, as translations and
// glosses, are left out, unless the one above has no words but only numbers for them.
func readEAF(data []byte) (corpus.Document, error) {
	root, encoding, err := readXML(data, "ANNOTATION_DOCUMENT", "ELAN")
	if err != nil {
		return corpus.Document{}, err
	}
	e := elanReader{times: map[string]time.Duration{}, annotations: map[string]elanAnnotation{}}
	for _, slot := range root.child("TIME_ORDER").all("TIME_SLOT") {
		e.times[slot.attr("TIME_SLOT_ID")] = elanTime(slot.attr("TIME_VALUE"))
	}
	tiers := root.all("TIER")
	for _, t := range tiers {
		e.interpolate(t)
		e.know(t)
	}
	e.speaking = speakingTiers(tiers)
	var b builder
	for _, t := range tiers {
		if err := e.tier(t); err != nil {
			return corpus.Document{}, err
		}
	}
	if err := b.score(e.score); err != nil {
		return corpus.Document{}, err
	}
	doc := b.document()
	doc.Encoding = encoding
	return doc, nil
}

// An elanAnnotation is where an annotation is: at two time slots, or below another.
type elanAnnotation struct{ slot1, slot2, above string }

// An elanReader knows where annotations are.
type elanReader struct {
	score
	times       map[string]time.Duration // of slots
	annotations map[string]elanAnnotation
	speaking    map[*node]bool // tiers
}

// elanTime reads milliseconds.
func elanTime(value string) time.Duration {
	n, err := strconv.ParseUint(value, 10, 32)
	if err != nil {
		return corpus.NoTime
	}
	return seconds(float64(n) / 1000)
}

// elanAnnotations returns the annotations of a tier, of either kind.
func elanAnnotations(tier *node) (found []*node) {
	for _, a := range tier.all("ANNOTATION") {
		for _, c := range a.children {
			if c.name == "ALIGNABLE_ANNOTATION" || c.name == "REF_ANNOTATION" {
				found = append(found, c)
			}
		}
	}
	return found
}

// know notes where the annotations of a tier are.
func (e *elanReader) know(tier *node) {
	for _, a := range elanAnnotations(tier) {
		e.annotations[a.attr("ANNOTATION_ID")] = elanAnnotation{a.attr("TIME_SLOT_REF1"), a.attr("TIME_SLOT_REF2"), a.attr("ANNOTATION_REF")}
	}
}

// interpolate spreads the slots of a tier that have no time evenly between those that
// have one, as ELAN does.
func (e *elanReader) interpolate(tier *node) {
	var slots []string // of the chain of annotations
	for _, a := range elanAnnotations(tier) {
		for _, slot := range []string{a.attr("TIME_SLOT_REF1"), a.attr("TIME_SLOT_REF2")} {
			if slot != "" && (len(slots) == 0 || slots[len(slots)-1] != slot) {
				slots = append(slots, slot)
			}
		}
	}
	known := -1 // index of the last slot with a time
	for i, slot := range slots {
		to, ok := e.times[slot]
		if !ok || to == corpus.NoTime {
			continue
		}
		if from := corpus.NoTime; known >= 0 && i > known+1 {
			from = e.times[slots[known]]
			for j := known + 1; j < i; j++ {
				e.times[slots[j]] = from + (to-from)*time.Duration(j-known)/time.Duration(i-known)
			}
		}
		known = i
	}
}

// times of an annotation, its own or those of the one above it.
func (e *elanReader) place(a elanAnnotation) (from, to time.Duration) {
	for depth := 0; a.above != "" && depth < 100; depth++ {
		a = e.annotations[a.above]
	}
	at := func(slot string) time.Duration {
		if t, ok := e.times[slot]; ok {
			return t
		}
		return corpus.NoTime
	}
	return at(a.slot1), at(a.slot2)
}

// tier adds a tier with its annotations.
func (e *elanReader) tier(n *node) error {
	voice := n.attr("PARTICIPANT")
	if oneLine(voice) == "" {
		voice = n.attr("TIER_ID")
	}
	t := e.score.tier(n.attr("TIER_ID"), voice, !e.speaking[n])
	for _, a := range elanAnnotations(n) {
		x := segment{text: a.child("ANNOTATION_VALUE").own(), at: nowhere}
		x.from, x.to = e.place(elanAnnotation{a.attr("TIME_SLOT_REF1"), a.attr("TIME_SLOT_REF2"), a.attr("ANNOTATION_REF")})
		if x.from != corpus.NoTime {
			x.at = int64(x.from)
		}
		if err := e.add(t, x); err != nil {
			return err
		}
	}
	return nil
}

// speakingTiers returns the tiers that hold what is said: those below no other and, for
// those that only number what is said, the first below them that has words.
func speakingTiers(tiers []*node) map[*node]bool {
	speaking, seen := map[*node]bool{}, map[*node]bool{}
	known := map[string]bool{}
	for _, t := range tiers {
		known[t.attr("TIER_ID")] = true
	}
	below := map[string][]*node{}
	for _, t := range tiers {
		above := t.attr("PARENT_REF")
		if !known[above] {
			above = ""
		}
		below[above] = append(below[above], t)
	}
	for _, top := range below[""] {
		speaking[top] = true
		if hasSpeech(top) {
			continue
		}
		for queue := []*node{top}; len(queue) > 0; queue = queue[1:] {
			t := queue[0]
			if t != top && hasSpeech(t) {
				speaking[top], speaking[t] = false, true
				break
			}
			if id := t.attr("TIER_ID"); !seen[t] && id != "" {
				seen[t] = true
				queue = append(queue, below[id]...)
				below[id] = nil
			}
		}
	}
	return speaking
}

// hasSpeech reports whether a tier has words, and not only numbers such as story.012.
func hasSpeech(tier *node) bool {
	for _, a := range elanAnnotations(tier) {
		text := oneLine(a.child("ANNOTATION_VALUE").own())
		if hasLetter(text) && !numbering().MatchString(text) {
			return true
		}
	}
	return false
}
