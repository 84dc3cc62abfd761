package corpus

import (
	"cmp"
	"slices"
	"strings"
)

// KeepTurns is what was read of a text that replaced another, with the turns of the other at
// all lines that are the same: a line begins a turn, and has its speaker or nobody, as before,
// whatever the words around it tell now. So does a line with other words behind the same
// label. Other lines are as they were read.
func KeepTurns(from Text, tr *Transcript, to Text, read Transcript) Transcript {
	k := turnKeeper{from: from, to: to, old: tr, read: &read, out: read, at: map[int]int{}}
	k.out.Turns, k.out.Speakers = nil, nil
	for n, t := range read.Turns {
		if _, there := k.at[t.Start]; !there {
			k.at[t.Start] = n
		}
	}
	k.lines = linesKept(from, to)
	starts := k.starts()
	slices.SortStableFunc(starts, func(a, b Turn) int { return a.Start - b.Start })
	for n, t := range starts {
		next := len(to.Body)
		if n+1 < len(starts) {
			next = starts[n+1].Start
		}
		k.out.Turns = append(k.out.Turns, k.ends(t, next))
	}
	if k.out.Layout = cmp.Or(read.Layout, tr.Layout); len(k.out.Speakers) == 0 {
		k.out.Layout = ""
	}
	return k.out
}

// A turnKeeper puts the turns of two readings together.
type turnKeeper struct {
	from, to  Text
	old, read *Transcript
	out       Transcript
	at        map[int]int // the turns that were read, by where they start
	lines     []keptLine  // of to
}

// A keptLine is a line with words and the line of the other text that it was.
type keptLine struct {
	span Span
	was  Span // empty where it is new
}

// starts are the turns of the new text, each with its start, its speaker and where its words begin.
func (k *turnKeeper) starts() (turns []Turn) {
	turnsAt := func(all []Turn, s Span) []Turn {
		first, _ := slices.BinarySearchFunc(all, s.Start, func(t Turn, at int) int { return t.Start - at })
		end := first
		for end < len(all) && all[end].Start < s.End {
			end++
		}
		return all[first:end]
	}
	for _, l := range k.lines {
		now, was := turnsAt(k.read.Turns, l.span), turnsAt(k.old.Turns, l.was)
		same := l.was.Len() > 0 && k.to.Body[l.span.Start:l.span.End] == k.from.Body[l.was.Start:l.was.End]
		if !same && !k.sameLabel(l, now, was) {
			for _, t := range now {
				t.Speaker = k.speaker(k.read, t)
				turns = append(turns, t)
			}
			continue
		}
		if !same {
			was = was[:min(len(was), 1)]
		}
		for _, t := range was {
			turns = append(turns, k.moved(t, l))
		}
	}
	return turns
}

// sameLabel reports whether a line with other words begins as the line that it was: with the same
// label, or with none that was not there.
func (k *turnKeeper) sameLabel(l keptLine, now, was []Turn) bool {
	if l.was.Len() == 0 || len(now) > 1 {
		return false
	}
	before, rest := k.from.Body[k.from.Trim(l.was).Start:l.was.End], k.to.Body[k.to.Trim(l.span).Start:l.span.End]
	if len(now) == 1 {
		label := k.to.Body[now[0].Start:min(now[0].Body, l.span.End)]
		if label == "" {
			label = strings.Fields(rest)[0]
		}
		if !strings.HasPrefix(before, label) {
			return false
		}
	}
	if len(was) == 0 {
		return true
	}
	label := k.from.Body[was[0].Start:min(was[0].Body, l.was.End)]
	return was[0].Start == k.from.Trim(l.was).Start && strings.HasPrefix(rest, label)
}

// moved is a turn of the old text at a line of the new one.
func (k *turnKeeper) moved(t Turn, l keptLine) Turn {
	by := k.to.Trim(l.span).Start - k.from.Trim(l.was).Start
	n, there := k.at[t.Start+by]
	u := t
	if u.Start, u.Question = t.Start+by, 0; there {
		u.Question = k.read.Turns[n].Question
	}
	switch {
	case t.Body <= l.was.End: // in the line
		u.Body = min(t.Body+by, l.span.End)
	case there && k.read.Turns[n].Body > l.span.End:
		u.Body = k.read.Turns[n].Body
	default: // below the label
		u.Body = k.to.Trim(Span{l.span.End, len(k.to.Body)}).Start
	}
	u.Speaker = k.speaker(k.old, t)
	if there && t.Speaker >= 0 { // else it may have been given to somebody by hand
		if now := k.read.Turns[n]; now.Speaker >= 0 && k.known(k.read.Speakers[now.Speaker].Label) {
			u.Speaker = k.speaker(k.read, now)
		}
	}
	return u
}

func (k *turnKeeper) known(label string) bool {
	return slices.ContainsFunc(k.old.Speakers, func(s Speaker) bool { return strings.EqualFold(s.Label, label) })
}

// speaker is the number of a turn's speaker in the new transcript.
func (k *turnKeeper) speaker(tr *Transcript, t Turn) int {
	if t.Speaker < 0 {
		return -1
	}
	s := tr.Speakers[t.Speaker]
	n := slices.IndexFunc(k.out.Speakers, func(o Speaker) bool { return o.Label == s.Label })
	if n < 0 {
		n = len(k.out.Speakers)
		k.out.Speakers = append(k.out.Speakers, s)
	}
	return n
}

// ends is a turn with its end before the next one.
func (k *turnKeeper) ends(t Turn, next int) Turn {
	t.End = k.to.Trim(Span{t.Start, next}).End
	if n, there := k.at[t.Start]; there && k.read.Turns[n].End <= next && (n+1 == len(k.read.Turns) || k.read.Turns[n+1].Start == next) {
		t.End = k.read.Turns[n].End
	}
	t.Body = min(max(t.Body, t.Start), t.End)
	return t
}

// linesKept are the lines of a text that have words, each with the line of another text that it was.
func linesKept(from, to Text) (lines []keptLine) {
	a, b, match := matchWords(from, to)
	was := unmatched(len(b.words))
	for i, j := range match {
		if j >= 0 {
			was[j] = int32(i)
		}
	}
	taken, word := map[int]bool{}, 0
	for _, l := range lineSpans(to.Body) {
		line := keptLine{span: l}
		for ; word < len(b.spans) && b.spans[word].Start < l.End; word++ {
			if was[word] < 0 || line.was.Len() > 0 {
				continue
			}
			at := a.spans[was[word]].Start
			s := Span{strings.LastIndexByte(from.Body[:at], '\n') + 1, len(from.Body)}
			if n := strings.IndexByte(from.Body[at:], '\n'); n >= 0 {
				s.End = at + n
			}
			if !taken[s.Start] {
				taken[s.Start], line.was = true, s
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// lineSpans are the lines of a text, without those that are blank.
func lineSpans(body string) (lines []Span) {
	at := 0
	for line := range strings.Lines(body) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, Span{at, at + len(strings.TrimRight(line, "\n"))})
		}
		at += len(line)
	}
	return lines
}
