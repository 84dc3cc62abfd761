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
	written = lazyregexp.New(`(?i)(?:^|[ \t])(?:(\d{1,2}) ?` + hourWords + `(?:` + unitGap + `|$))?` +
		`(?:(\d{1,3}) ?` + minuteWords + `(?:` + unitGap + `|$))?(?:(\d{1,2}) ?` + secondWords + `)?$`)
)

// wholeTime reads a text that is only a time or a range of times.
func wholeTime(s string) (t timeLine, ok bool) {
	s = strings.TrimSpace(s)
	pause := strings.HasPrefix(s, "(") && !strings.Contains(s, ":") // (2.5s)
	if s = strings.Trim(s, "[]()"); pause || len(s) == 0 || len(s) > 60 || s[0] < '0' || s[0] > '9' {
		return t, false
	}
	if from, ok := corpus.ParseTime(s); ok {
		return timeLine{from, corpus.NoTime}, true
	}
	if m := clockRange().FindStringSubmatch(s); m != nil {
		return timeLine{looseTime(m[1]), looseTime(m[2])}, true
	}
	if at, start, ok := writtenTime(s); ok && start == 0 {
		return timeLine{at, corpus.NoTime}, true
	}
	t, n, ok := stampAt(s)
	return t, ok && n == len(s)
}

// writtenTime reads the time in words with which a line ends, and the byte at which it
// begins.
func writtenTime(line string) (t time.Duration, start int, ok bool) {
	line = strings.TrimRight(line, " \t")
	if len(line) > 120 || line == "" || line[len(line)-1] < 'A' && line[len(line)-1] != '.' || !strings.ContainsAny(line, digits) {
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

// tailTimes takes the times with which nearly all turns end for when they end, or for when
// they begin if one is zero or a time of day. The turn of marks[i] ends before block ends[i].
func (a *assembler) tailTimes(marks []mark, ends []int) {
	type tail struct {
		at    time.Duration
		bytes int
	}
	tails, found, begins := make([]tail, len(marks)), 0, false
	for i, m := range marks {
		if a.Blocks[ends[i]-1].Kind == corpus.CueBlock || (i-found)*10 > len(marks)*2 {
			return
		}
		line := a.line(ends[i] - 1)
		if at, start, ok := tailTime(line); ok && (ends[i]-1 > m.block || a.Blocks[m.block].Span.Start+start > m.body) {
			tails[i], found = tail{at, len(line) - len(strings.TrimRight(line[:start], " \t"))}, found+1
			begins = begins || at == 0 || stampNoon().MatchString(strings.TrimRight(line, "])"))
		}
	}
	if found < 3 || found*10 < len(marks)*8 {
		return
	}
	for i := range marks {
		m := &marks[i]
		if i > 0 && !begins && m.at == corpus.NoTime && tails[i-1].bytes > 0 {
			m.at = tails[i-1].at
		}
		switch t := tails[i]; {
		case t.bytes == 0:
			continue
		case begins && m.at == corpus.NoTime:
			m.at = t.at
		case !begins && m.to == corpus.NoTime:
			m.to = t.at
		case m.at != t.at && m.to != t.at: // another time than the turn's
			continue
		}
		if m.tailOf != ends[i]-1 {
			m.tail, m.tailOf = 0, ends[i]-1
		}
		m.tail = max(m.tail, tails[i].bytes) // in a table, other cells are between the words and the time
	}
}

// tailTime reads the time of the recording with which a line of words ends.
func tailTime(line string) (at time.Duration, start int, ok bool) {
	if strings.HasSuffix(line, "#") {
		n := max(0, len(line)-30)
		if m := f4End().FindStringSubmatchIndex(line[n:]); m != nil {
			return tenths(line[n+m[2]:n+m[3]], line[n+m[4]:n+m[5]]), n + m[0], true
		}
	}
	t, start, ok := stampAtEnd(line)
	if !ok || !strings.Contains(line[start:], ":") && strings.Count(strings.TrimSpace(line[start:]), " ") < 2 { // 2 min, (1.5s)
		return 0, 0, false
	}
	return t.from, start, t.from != corpus.NoTime
}

func isTime(times map[int]timeLine, i int) bool {
	_, ok := times[i]
	return ok
}
