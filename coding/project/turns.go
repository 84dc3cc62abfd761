package project

import (
	"database/sql"
	"errors"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// speakerKind is how the speakers of a text are kept.
func speakerKind() kind {
	return kind{
		table: "speakers", name: "speaker",
		read: (*reader).speakers,
		describe: func(n *namer, row fields) string {
			return fmt.Sprintf("%s in %s", row.text("label"), n.source(row["text"]))
		},
		written: []string{"label"},
		usedBy:  "select id from said where text || '/' || speaker = $1 and text in (select text from sources)", // of earlier ones, nobody's
	}
}

// turnKind is how it is kept that a turn is another speaker's than its text says.
func turnKind() kind {
	return kind{
		table: "said", name: "turn",
		changes: []change{does((*writer).assignTurns)},
		read:    (*reader).turns,
		describe: func(n *namer, row fields) string {
			turn, _ := row["turn"].(int64)
			return fmt.Sprintf("turn %d of %s", turn+1, n.source(row["text"]))
		},
	}
}

// mostSpeakers are more than any text has: a greater number is a damaged one.
const mostSpeakers = 1 << 20

func (r *reader) speakers(s *coding.Study) { r.speakersOf(s, "select text from sources") }

// speakersOf reads who speaks in some texts, each in the place of their number.
func (r *reader) speakersOf(s *coding.Study, of string, args ...any) {
	query := "select text, number, label, participant from speakers where text in (" + of + ") order by text, number"
	r.each(query, func(scan scanner) error {
		var text corpus.TextID
		var number int
		var sp corpus.Speaker
		err := scan(&text, &number, &sp.Label, &sp.Participant)
		if tr := s.Transcripts[text]; tr != nil {
			for len(tr.Speakers) < number && number < mostSpeakers { // participants who were removed
				tr.Speakers = append(tr.Speakers, corpus.Speaker{})
			}
			tr.Speakers = append(tr.Speakers, sp)
		}
		return err
	}, args...)
}

func (r *reader) turns(s *coding.Study) {
	r.turnsOf(s, "select text from sources")
	r.checkSpeakers(s)
}

// turnsOf reads which turns of some texts were given to other speakers.
func (r *reader) turnsOf(s *coding.Study, of string, args ...any) {
	r.each("select text, turn, speaker from said where text in ("+of+") order by text, turn", func(scan scanner) error {
		var text corpus.TextID
		var turn, speaker int
		err := scan(&text, &turn, &speaker)
		if tr := s.Transcripts[text]; tr != nil && turn >= 0 && turn < len(tr.Turns) {
			tr.Turns[turn].Speaker = speaker
			s.Assigned[text] = append(s.Assigned[text], turn)
		}
		return err
	}, args...)
}

// checkSpeakers checks that the speaker of each turn is one of its text, of whom it is known
// who they are.
func (r *reader) checkSpeakers(s *coding.Study) {
	for id, tr := range s.Transcripts {
		for _, t := range tr.Turns {
			if (t.Speaker >= len(tr.Speakers) || t.Speaker >= 0 && tr.Speakers[t.Speaker].Participant == "") && r.err == nil {
				r.err = fmt.Errorf("text %s: %w: a turn of a speaker that is not there", id, coding.ErrDamaged)
			}
		}
	}
}

func (w *writer) addSpeakers(text corpus.TextID, speakers []corpus.Speaker) error {
	for i, sp := range speakers {
		if err := w.addSpeaker(text, i, sp); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) addSpeaker(text corpus.TextID, number int, sp corpus.Speaker) error {
	return w.insert("speakers", fields{"id": fmt.Sprintf("%s/%d", text, number), "text": string(text),
		"number": int64(number), "label": sp.Label, "participant": string(sp.Participant)})
}

// sayAgain notes who speaks in turns of a text that was there before, as far as
// that is not what the text has: turns of a copy may have been given to others.
func (w *writer) sayAgain(text corpus.TextID, tr corpus.Transcript) error {
	turns, err := w.storedTurns(string(text))
	if err != nil {
		return err
	}
	for i := range min(len(turns), len(tr.Turns)) {
		if speaker := tr.Turns[i].Speaker; speaker != turns[i].Speaker {
			if err := w.assignTurn(text, i, speaker); err != nil {
				return err
			}
		}
	}
	return nil
}

// assignTurns gives turns to a participant, who becomes a speaker of the text if
// they are none yet.
func (w *writer) assignTurns(c edit.AssignTurns) error {
	speaker := -1
	if c.Participant != "" {
		var err error
		if speaker, err = w.speakerOf(c.Text, c.Participant); err != nil {
			return err
		}
	}
	for _, turn := range c.Turns {
		if err := w.assignTurn(c.Text, turn, speaker); err != nil {
			return err
		}
	}
	return nil
}

// assignTurn gives one turn to a speaker by number, -1 for nobody.
func (w *writer) assignTurn(text corpus.TextID, turn, speaker int) error {
	return w.put("said", fields{"id": fmt.Sprintf("%s/%d", text, turn), "text": string(text), "turn": int64(turn),
		"speaker": int64(speaker)})
}

// speakerOf is the number of a participant among the speakers of a text; it is added
// where there is none.
func (w *writer) speakerOf(text corpus.TextID, who corpus.ParticipantID) (number int, err error) {
	const known = "select number from speakers where text = $1 and participant = $2 order by number limit 1"
	err = w.tx.QueryRowContext(w.ctx, known, text, who).Scan(&number)
	if !errors.Is(err, sql.ErrNoRows) {
		return number, err
	}
	name, err := w.lookup("select name from participants where id = $1", who)
	if err != nil || name == "" {
		return 0, missing(err, "participant")
	}
	const next = "select coalesce(max(number), -1) + 1 from speakers where text = $1"
	if err := w.tx.QueryRowContext(w.ctx, next, text).Scan(&number); err != nil {
		return 0, err
	}
	turns, err := w.storedTurns(string(text))
	if err != nil {
		return 0, err
	}
	for _, t := range turns { // of somebody who was removed
		number = max(number, t.Speaker+1)
	}
	return number, w.addSpeaker(text, number, corpus.Speaker{Label: name, Participant: who})
}

// storedTurns are the turns of a text as they came with it.
func (w *writer) storedTurns(text string) ([]corpus.Turn, error) {
	var stored []byte
	if err := w.tx.QueryRowContext(w.ctx, "select turns from texts where id = $1", text).Scan(&stored); err != nil {
		return nil, err
	}
	return decodeTurns(stored)
}

// speakersThere returns an error that wraps [coding.ErrConflict] where somebody who speaks in an
// earlier text was removed since, so that no source can have it again.
func (w *writer) speakersThere(text string) error {
	turns, err := w.storedTurns(text)
	if err != nil {
		return err
	}
	there := map[int]bool{-1: true}
	for _, t := range turns {
		if there[t.Speaker] {
			continue
		}
		if there[t.Speaker], err = w.exists(fmt.Sprintf("%s/%d", text, t.Speaker), "speakers"); err != nil {
			return err
		}
		if !there[t.Speaker] {
			return builtUpon()
		}
	}
	return nil
}
