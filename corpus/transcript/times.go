package transcript

import (
	"strconv"
	"strings"
	"time"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// Times that are a line of their own are times of what follows, not words.

// A timeLine is a line that is only a time, or two.
type timeLine struct{ from, to time.Duration }

var (
	clockRange = lazyregexp.New(`^(` + clock + `)\s*(?:-->|[-–—]|to|bis)\s*(` + clock + `)$`)
	// written is a time in words: 0 minutes 4 seconds; 1 Stunde, 2 Minuten und 3 Sekunden.
	written = lazyregexp.New(
		`(?i)(?:^|[ \t])(?:(\d{1,2}) ?(?:hours?|hrs?|h|stunden?|std\.?|heures?|horas?|ore|ora|uur)(?:,? (?:and |und |et |y )?|$))?` +
			`(?:(\d{1,3}) ?(?:minutes?|mins?\.?|m|minuten?|minutos?|minuti|minuto|minuut)(?:,? (?:and |und |et |y )?|$))?` +
			`(?:(\d{1,2}) ?(?:seconds?|secs?\.?|s|sekunden?|sek\.?|secondes?|segundos?|secondi|secondo|seconden))?$`,
	)
)

// wholeTime reads a text that is only a time or a range of times.
func wholeTime(s string) (t timeLine, ok bool) {
	s = strings.Trim(strings.TrimSpace(s), "[]()")
	if len(s) == 0 || len(s) > 60 || s[0] < '0' || s[0] > '9' {
		return t, false
	}
	if from, ok := corpus.ParseTime(s); ok {
		return timeLine{from, corpus.NoTime}, true
	}
	if m := clockRange().FindStringSubmatch(s); m != nil {
		return timeLine{looseTime(m[1]), looseTime(m[2])}, true
	}
	at, start, ok := writtenTime(s)
	return timeLine{at, corpus.NoTime}, ok && start == 0
}

// writtenTime reads the time in words with which a line ends, and the byte at which it
// begins.
func writtenTime(line string) (t time.Duration, start int, ok bool) {
	line = strings.TrimRight(line, " \t")
	if len(line) > 120 || !strings.ContainsAny(line, "0123456789") || line == "" || line[len(line)-1] < 'A' && line[len(line)-1] != '.' {
		return 0, 0, false
	}
	m := written().FindStringSubmatchIndex(line)
	if m == nil {
		return 0, 0, false
	}
	start = -1
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		if a, b := m[2*i+2], m[2*i+3]; a >= 0 {
			n, _ := strconv.Atoi(line[a:b])
			t += time.Duration(n) * unit
			if start < 0 {
				start = a
			}
		}
	}
	return t, start, start >= 0
}

// timeLines are the blocks that are only a time, by their number.
func (d *document) timeLines() map[int]timeLine {
	if d.times != nil {
		return d.times
	}
	d.times = map[int]timeLine{}
	for i, b := range d.Blocks {
		if b.Kind == corpus.CueBlock || b.Span.Len() > 60 {
			continue
		}
		if t, ok := wholeTime(d.line(i)); ok {
			d.times[i] = t
		}
	}
	return d.times
}

// afterTimes returns the first block from i to end that is no time, and the time of the
// last one that is.
func (d *document) afterTimes(i, end int) (next int, at timeLine) {
	at = timeLine{corpus.NoTime, corpus.NoTime}
	for ; i < end; i++ {
		t, ok := d.timeLines()[i]
		if !ok {
			break
		}
		at = t
	}
	return i, at
}

// withTimes gives marks the times in lines of their own: those above and below a name, and
// those within a turn, after which its speaker goes on in another one.
func (a *assembler) withTimes(marks []mark) (all []mark) {
	times := a.timeLines()
	if len(times) == 0 {
		return marks
	}
	for i, m := range marks {
		for m.block-m.before > 0 && (i == 0 || m.block-m.before-1 > marks[i-1].block) && isTime(times, m.block-m.before-1) {
			m.before++
			if t := times[m.block-m.before]; m.at == corpus.NoTime && m.before == 1 {
				m.at, m.to = t.from, t.to
			}
		}
		next := len(a.Blocks)
		if i+1 < len(marks) {
			next = marks[i+1].block
		}
		from := m.block + 1
		if a.text.Trim(corpus.Span{Start: min(m.body, a.Blocks[m.block].Span.End), End: a.Blocks[m.block].Span.End}).Len() == 0 {
			k, t := a.afterTimes(from, next)
			if k > from && (k < next || i+1 == len(marks)) {
				if m.at == corpus.NoTime {
					m.at, m.to = t.from, t.to
				}
				m.body = a.Blocks[k-1].Span.End
				from = k
			}
		}
		all = append(all, m)
		all = a.goesOn(all, m, from, next)
	}
	return all
}

// goesOn adds a mark for each time within the turn of m, blocks [from, next), that words
// follow.
func (a *assembler) goesOn(all []mark, m mark, from, next int) []mark {
	for j := from; j < next && !a.endsTurn(j); j++ {
		if !isTime(a.timeLines(), j) {
			continue
		}
		k, t := a.afterTimes(j, next)
		if k == next {
			break
		}
		all = append(all, mark{block: j, name: m.name, nobody: m.nobody, body: a.Blocks[k-1].Span.End, at: t.from, to: t.to})
		j = k
	}
	return all
}

func isTime(times map[int]timeLine, i int) bool {
	_, ok := times[i]
	return ok
}
