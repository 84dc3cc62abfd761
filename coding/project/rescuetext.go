package project

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"crosscase/corpus"
)

// mendTexts keeps texts whose words can be read. Passages have their words a second time, and
// where words begin follows from them. Of whom a text that is not as it was says what, no more
// is believed than its labels bear out: what a person said is rather nobody's than another's.
func (s *saver) mendTexts() {
	x, t := s.found["texts"], s.tables["texts"]
	for key, f := range x.damaged {
		body := s.readableBody(key, f)
		if body == "" {
			continue
		}
		f["body"], f["words"] = body, encodeWords(corpus.WordStarts(body))
		switch {
		case t.holds(f) == nil:
			s.mended("texts", key, "restored from its passages and words")
		case s.keepTurns(key, f):
			s.lost("texts", key, "somewhere its words, or what is known of them, have changed; they are kept as they read")
		default:
			s.loseTurns(key, f)
			s.lost("texts", key, "who says what; its words are kept, and crosscase source reread reads the imported file again")
		}
		delete(x.damaged, key)
		x.keys, x.whole[key] = append(x.keys, key), f
	}
}

// readableBody is what can be read of a text, with a question mark for each byte that is no
// text, so that everything else stays in its place, and with the words of its passages.
func (s *saver) readableBody(text string, f fields) string {
	body := []byte(f.text("body"))
	for _, p := range s.found["passages"].whole {
		start, _ := p["start_byte"].(int64)
		end, _ := p["end_byte"].(int64)
		if quote := p.text("quote"); p.text("text") == text && end <= int64(len(body)) && start >= 0 && end-start == int64(len(quote)) {
			copy(body[start:end], quote)
		}
	}
	var b strings.Builder
	for i, r := range string(body) {
		if r == 0 || r == utf8.RuneError && !strings.HasPrefix(string(body[i:]), "\ufffd") {
			b.WriteByte('?')
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// keepTurns keeps the turns of a damaged text if they can be right: each is a stretch of whole
// letters of it, in order. One that begins with the label of another speaker becomes nobody's.
func (s *saver) keepTurns(text string, f fields) bool {
	x := storedTranscript{layout: f.text("layout"), questions: f.text("questions")}
	x.turns, _ = f["turns"].([]byte)
	x.words, _ = f["words"].([]byte)
	x.answers, _ = f["answers"].([]byte)
	x.pages, _ = f["pages"].([]byte)
	tr, err := x.decode()
	for _, turn := range tr.Turns {
		for turn.Speaker >= len(tr.Speakers) && len(tr.Speakers) < len(x.turns) {
			row := s.found["speakers"].whole[fmt.Sprintf("%s/%d", text, len(tr.Speakers))]
			tr.Speakers = append(tr.Speakers, corpus.Speaker{Label: row.text("label")})
		}
	}
	body := f.text("body")
	if err != nil || len(tr.Turns) == 0 || tr.Check(corpus.Text{Body: body}) != nil {
		return false
	}
	for i, turn := range tr.Turns {
		if turn.Speaker >= 0 && ofAnother(body[turn.Start:turn.Body], turn.Speaker, tr.Speakers) {
			tr.Turns[i].Speaker = -1
		}
	}
	f["turns"] = encodeTurns(tr.Turns)
	return validLists(f)
}

// ofAnother reports whether the label of a turn names another speaker than the one it has.
func ofAnother(label string, speaker int, speakers []corpus.Speaker) bool {
	if own := speakers[speaker].Label; own != "" && strings.Contains(label, own) {
		return false
	}
	for i, other := range speakers {
		if i != speaker && other.Label != "" && strings.Contains(label, other.Label) {
			return true
		}
	}
	return false
}

// validLists reports whether lists that are kept with a text can be read.
func validLists(f fields) bool {
	for _, column := range []string{"questions", "left_out", "choices"} {
		if f[column] != nil && !json.Valid([]byte(f.text(column))) {
			return false
		}
	}
	return true
}

// loseTurns makes each paragraph of a text a turn of nobody. What was known of turns by their
// numbers goes.
func (s *saver) loseTurns(text string, f fields) {
	var turns []corpus.Turn
	body, at := f.text("body"), 0
	for line := range strings.Lines(body) {
		if words := strings.TrimRight(line, "\n"); strings.TrimSpace(words) != "" {
			turns = append(turns, corpus.Turn{Start: at, Body: at, End: at + len(words), Speaker: -1, From: corpus.NoTime, To: corpus.NoTime})
		}
		at += len(line)
	}
	f["turns"], f["layout"] = encodeTurns(turns), ""
	f["answers"], f["pages"] = []byte{}, []byte{}
	f["questions"], f["left_out"], f["choices"] = "[]", "[]", "[]"
	said := s.found["said"]
	for key, row := range said.whole {
		if row.text("text") == text {
			delete(said.whole, key)
			s.lost("said", key, "the turns of its text are lost")
		}
	}
}
