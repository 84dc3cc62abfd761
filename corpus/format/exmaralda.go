package format

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"crosscase/corpus"
)

// readEXB reads the basic transcriptions of EXMARaLDA's Partitur-Editor. Tiers of the
// type t are what the speakers of the speaker table say; those of the types d and a
// describe or annotate it and are left out. Events are in the order of the timeline,
// whose points need no time.
func readEXB(data []byte) (corpus.Document, error) {
	root, encoding, err := readXML(data, "basic-transcription", "EXMARaLDA")
	if err != nil {
		return corpus.Document{}, err
	}
	x := exmaraldaReader{names: map[string]string{}, points: map[string]int{}}
	body := root.child("basic-body")
	for i, p := range body.child("common-timeline").all("tli") {
		x.points[p.attr("id")] = i
		x.times = append(x.times, secondsIn(p.attr("time")))
	}
	if err := x.header(root.child("head")); err != nil {
		return corpus.Document{}, err
	}
	for _, s := range root.child("head").child("speakertable").all("speaker") {
		x.speaker(s)
	}
	if err := x.tiers(body.all("tier")); err != nil {
		return corpus.Document{}, err
	}
	doc := x.document()
	doc.Encoding = encoding
	doc.People = x.people
	return doc, nil
}

// secondsIn reads a time in seconds, [corpus.NoTime] if it is none.
func secondsIn(s string) time.Duration {
	n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil {
		return corpus.NoTime
	}
	return seconds(n)
}

// An exmaraldaReader knows the speakers and the timeline.
type exmaraldaReader struct {
	builder
	cast
	names  map[string]string // of speakers by identifier
	points map[string]int    // of the timeline, in order
	times  []time.Duration   // of points
}

// speaker notes what the speaker table says of a speaker.
func (x *exmaraldaReader) speaker(n *node) {
	p := corpus.Person{Name: n.child("abbreviation").own(), Attributes: map[string]string{}}
	if sex := n.child("sex").attr("value"); sex != "u" { // unknown
		p.Attributes["sex"] = oneLine(sex)
	}
	for _, u := range n.child("ud-speaker-information").all("ud-information") {
		name, value := oneLine(u.attr("attribute-name")), oneLine(u.own())
		if strings.EqualFold(name, "role") {
			p.Role = roleOf(value)
		} else if name != "" {
			p.Attributes[name] = value
		}
	}
	x.names[n.attr("id")] = x.declare(p, n.attr("id"))
}

// voice is who speaks in a tier: the speaker, else the name of the tier without its
// category, as in "MAX [v]".
func (x *exmaraldaReader) voice(tier *node) string {
	if id := tier.attr("speaker"); id != "" {
		if name := x.names[id]; name != "" {
			return name
		}
		return id
	}
	name := tier.attr("display-name")
	if before, _, ok := strings.Cut(name, " ["); ok {
		name = before
	}
	if oneLine(name) == "" {
		name = tier.attr("id")
	}
	return name
}

// tiers adds all tiers.
func (x *exmaraldaReader) tiers(tiers []*node) error {
	var s score
	spoken := spokenTiers(tiers)
	edited := partitur(tiers)
	for _, n := range tiers {
		if err := x.header(n.child("ud-tier-information")); err != nil {
			return err
		}
		name := n.attr("display-name")
		if name == "" {
			name = n.attr("id")
		}
		t := s.tier(name, x.voice(n), !spoken[n])
		for _, e := range x.events(n, edited && spoken[n]) {
			if err := s.add(t, e); err != nil {
				return err
			}
		}
		for _, e := range n.all("event") {
			for _, u := range e.all("ud-information") {
				if err := x.leaveOut(corpus.Annotation, "tier "+t.name, u.own()); err != nil {
					return err
				}
			}
		}
	}
	return x.score(s)
}

// spokenTiers are those of the type t, in a file without types the first of each speaker.
func spokenTiers(tiers []*node) map[*node]bool {
	spoken := map[*node]bool{}
	for _, t := range tiers {
		if t.attr("type") == "t" {
			spoken[t] = true
		}
	}
	if len(spoken) > 0 {
		return spoken
	}
	seen := map[string]bool{}
	for _, t := range tiers {
		if id := t.attr("speaker"); !seen[id] && len(t.all("event")) > 0 {
			spoken[t], seen[id] = true, true
		}
	}
	return spoken
}

// partitur reports whether events hold the blanks between words, as the Partitur-Editor
// writes them; programs that convert other files leave them out.
func partitur(tiers []*node) bool {
	for _, t := range tiers {
		for _, e := range t.all("event") {
			if text := e.own(); t.attr("type") == "t" && strings.TrimRightFunc(text, unicode.IsSpace) != text {
				return true
			}
		}
	}
	return false
}

// events returns the events of a tier. With join, an event that ends within a word and
// the next that continues it are one, since others may begin to speak within a word.
func (x *exmaraldaReader) events(tier *node, join bool) (found []segment) {
	var text strings.Builder // of the last event
	var end, before string   // the point at which it ends, its last piece
	for _, n := range tier.all("event") {
		if join && before != "" && end == n.attr("start") && withinWord(before, n.own()) {
			last := &found[len(found)-1]
			text.WriteString(n.own())
			last.text, last.to = text.String(), x.time(n.attr("end"))
		} else {
			e := segment{text: n.own(), from: x.time(n.attr("start")), to: x.time(n.attr("end")), at: nowhere}
			if i, ok := x.points[n.attr("start")]; ok {
				e.at = int64(i)
			}
			found = append(found, e)
			text.Reset()
			text.WriteString(e.text)
		}
		end, before = n.attr("end"), n.own()
	}
	return found
}

// time is when a point of the timeline is, [corpus.NoTime] if that is unknown.
func (x *exmaraldaReader) time(point string) time.Duration {
	if i, ok := x.points[point]; ok {
		return x.times[i]
	}
	return corpus.NoTime
}

// withinWord reports whether there is no white space between two texts.
func withinWord(before, after string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(after)
	return before != "" && after != "" && !unicode.IsSpace(a) && !unicode.IsSpace(b)
}
