package format

import (
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
)

// readTRS reads the transcripts of Transcriber (trans-14.dtd). A turn has a speaker or
// several, whom <Who> tells apart; <Sync> marks times in it. Events, as noises, and
// comments are left out.
func readTRS(data []byte) (corpus.Document, error) {
	root, encoding, err := readXML(data, "Trans", "Transcriber")
	if err != nil {
		return corpus.Document{}, err
	}
	t := transcriberReader{names: map[string]string{}}
	if err := t.head(root); err != nil {
		return corpus.Document{}, err
	}
	for _, episode := range root.all("Episode") {
		t.doc.Date = corpus.FindDate(episode.attr("air_date"))
		if err := t.attributes(episode, "program", "air_date"); err != nil {
			return corpus.Document{}, err
		}
		for _, section := range episode.all("Section") {
			for _, turn := range section.all("Turn") {
				if err := t.turn(turn); err != nil {
					return corpus.Document{}, err
				}
			}
		}
	}
	doc := t.document()
	doc.Encoding = encoding
	doc.People = t.people
	return doc, nil
}

// A transcriberReader knows the speakers and what is read of a turn.
type transcriberReader struct {
	builder
	cast
	names    map[string]string // of speakers by identifier
	text     strings.Builder
	from, to time.Duration
	ends     []time.Duration // of what is before each <Sync> that comes, and of the turn
	voice    string
}

// head reads what the file declares of the recording, its topics and speakers.
func (t *transcriberReader) head(root *node) error {
	if err := t.attributes(root, "scribe", "audio_filename"); err != nil {
		return err
	}
	t.doc.Language = isoLanguage(root.attr("lang"))
	for _, topic := range root.child("Topics").all("Topic") {
		if err := t.attributes(topic, "desc"); err != nil {
			return err
		}
	}
	for _, s := range root.child("Speakers").all("Speaker") {
		p := corpus.Person{Name: s.attr("name"), Attributes: map[string]string{}}
		if sex := oneLine(s.attr("type")); sex != "unknown" {
			p.Attributes["sex"] = sex
		}
		p.Attributes["dialect"], p.Attributes["accent"] = oneLine(s.attr("dialect")), oneLine(s.attr("accent"))
		t.names[s.attr("id")] = t.declare(p, s.attr("id"))
	}
	return nil
}

// attributes leaves out what the attributes of an element declare.
func (t *transcriberReader) attributes(n *node, names ...string) error {
	for _, name := range names {
		if value := n.attr(name); value != "" {
			if err := t.leaveOut(corpus.Header, n.name+" "+name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// turn reads a turn.
func (t *transcriberReader) turn(n *node) error {
	speakers := strings.Fields(n.attr("speaker"))
	t.from, t.voice = secondsIn(n.attr("startTime")), ""
	if len(speakers) == 1 {
		t.voice = t.name(speakers[0])
	}
	t.ends = syncs(n)
	t.to = t.ends[0]
	if err := t.content(n, speakers); err != nil {
		return err
	}
	return t.end()
}

// content reads what is in a turn.
func (t *transcriberReader) content(n *node, speakers []string) error {
	for _, c := range n.children {
		switch c.name {
		case "":
			t.text.WriteString(c.text)
			continue
		case "Sync", "Who":
			if err := t.end(); err != nil {
				return err
			}
			t.mark(c, speakers)
			if err := t.content(c, speakers); err != nil { // some programs put the text into them
				return err
			}
		default:
			t.text.WriteString(" " + c.own() + " ")
			if err := t.event(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// mark begins what is said at another time or by another speaker.
func (t *transcriberReader) mark(n *node, speakers []string) {
	if n.name == "Sync" {
		t.from = secondsIn(n.attr("time"))
		if len(t.ends) > 1 {
			t.ends = t.ends[1:]
		}
		t.to = t.ends[0]
		return
	}
	t.voice = ""
	if nb, err := strconv.Atoi(n.attr("nb")); err == nil && nb >= 1 && nb <= len(speakers) {
		t.voice = t.name(speakers[nb-1])
	}
}

// syncs are the times of a turn's <Sync> elements and its end: when what is before each
// of them ends.
func syncs(turn *node) (times []time.Duration) {
	for _, s := range turn.all("Sync") {
		times = append(times, secondsIn(s.attr("time")))
	}
	return append(times, secondsIn(turn.attr("endTime")))
}

// name is what a speaker is called, the identifier if the file does not say it.
func (t *transcriberReader) name(id string) string {
	if name := t.names[id]; name != "" {
		return name
	}
	return id
}

// event leaves out an event, a comment or a background, as "noise: door".
func (t *transcriberReader) event(n *node) error {
	what := oneLine(n.attr("desc"))
	if kind := oneLine(n.attr("type")); kind != "" {
		what = strings.TrimSuffix(kind+": "+what, ": ")
	}
	return t.leaveOut(corpus.Annotation, "line "+strconv.Itoa(n.line), what)
}

// end ends what one speaker says from one time to the next.
func (t *transcriberReader) end() error {
	text := t.text.String()
	t.text.Reset()
	return t.utter(text, t.voice, t.from, t.to)
}
