package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crosscase/corpus"
)

func TestStampAt(t *testing.T) {
	const none = corpus.NoTime
	tests := []struct {
		text     string
		rest     string // after the stamp
		from, to time.Duration
	}{
		{"00:01:02 Roe", " Roe", 62 * time.Second, none},
		{"[00:00:01 - 00:01:02] Roe", " Roe", time.Second, 62 * time.Second},
		{"(0:01–1:02) Roe", " Roe", time.Second, 62 * time.Second},
		{"[ 00:00:01.500 -->  00:01:02.250] Roe", " Roe", 1500 * time.Millisecond, 62250 * time.Millisecond},
		{"00:00:04:120 Roe", " Roe", 4120 * time.Millisecond, none},
		{"00:00:04;12 Roe", " Roe", 4 * time.Second, none},
		{"00:00:04:12 Roe", " Roe", 4 * time.Second, none},
		{"00.04.12 Roe", " Roe", 4*time.Minute + 12*time.Second, none},
		{"14.03.24 Roe", " Roe", none, none},
		{"0'04\" Roe", " Roe", 4 * time.Second, none},
		{"12'04'' Roe", " Roe", 12*time.Minute + 4*time.Second, none},
		{"1′04″ Roe", " Roe", 64 * time.Second, none},
		{"12.50s: Yes", ": Yes", 12500 * time.Millisecond, none},
		{"[0.00s -> 4.20s] Roe", " Roe", 0, 4200 * time.Millisecond},
		{"[4.200] Roe", " Roe", 4200 * time.Millisecond, none},
		{"[4.20] Roe", " Roe", none, none},
		{"1m04s Roe", " Roe", 64 * time.Second, none},
		{"1h02m03s Roe", " Roe", time.Hour + 2*time.Minute + 3*time.Second, none},
		{"0 minutes 4 seconds Roe", " Roe", 4 * time.Second, none},
		{"2 Minuten und 4 Sekunden Roe", " Roe", 124 * time.Second, none},
		{"10:15 AM Roe", " Roe", 10*time.Hour + 15*time.Minute, none},
		{"1:15 p.m. Roe", " Roe", 13*time.Hour + 15*time.Minute, none},
		{"12:05am Roe", " Roe", 5 * time.Minute, none},
		{"14/03/2024, 10:15 - Roe", " - Roe", none, none},
		{"[14.03.24, 10:15:02] Roe", " Roe", none, none},
		{"2024-03-14T10:15:02 Roe", " Roe", none, none},
		{"3/14/24, 10:15 PM - Roe", " - Roe", none, none},
	}
	for _, tt := range tests {
		at, n, ok := stampAt(tt.text)
		if !ok || tt.text[n:] != tt.rest || at.from != tt.from || at.to != tt.to {
			t.Errorf("%q: %v to %v, then %q (%v), want %v to %v, then %q", tt.text, at.from, at.to, tt.text[n:], ok, tt.from, tt.to, tt.rest)
		}
	}
	for _, s := range []string{"", "12 Roe", "4.20 Roe", "10:15Roe", "[10:15 Roe", "(4.20) Roe", "2:1 Roe", "1. Roe", "5 men", "3 m", "10:155"} {
		if _, n, ok := stampAt(s); ok {
			t.Errorf("%q begins with a stamp of %d bytes", s, n)
		}
	}
}

// Each way to write the times beside the names gives the same people the same words at the
// same times.
func TestStampedTalk(t *testing.T) {
	at := func(n int) time.Duration {
		return time.Duration(n*9)*time.Minute + time.Duration((n*41)%60)*time.Second
	}
	hms := func(n int) string { return corpus.FormatTime(at(n)) }
	next := func(n int) string { return corpus.FormatTime(at(n) + 2*time.Second) }
	sec := func(n int) string { return fmt.Sprintf("%.2fs", at(n).Seconds()) }
	dots := func(n int) string { return strings.ReplaceAll(hms(n), ":", ".") }
	prime := func(n int) string { return fmt.Sprintf("%d'%02d\"", n*9, (n*41)%60) }
	words := func(n int) string { return fmt.Sprintf("%d minutes %d seconds", n*9, (n*41)%60) }
	noon := func(n int) string { return fmt.Sprintf("10:%d AM", 15+n) }
	day := func(n int) string { return fmt.Sprintf("14/03/2024, 10:%d", 15+n) }
	tests := []struct {
		form   string // of a turn: NAME, WORDS and the times below
		timed  bool
		people []string
	}{
		{"[HMS - NEXT] NAME: WORDS\n", true, nil},
		{"(HMS–NEXT) NAME: WORDS\n", true, nil},
		{"[HMS.000 --> NEXT.000] [NAME] WORDS\n", true, nil},
		{"[HMS - NEXT] [NAME] WORDS\n", true, nil},
		{"NAME SEC: WORDS\n", true, nil},
		{"NAME [SEC]: WORDS\n", true, nil},
		{"SEC NAME: WORDS\n", true, nil},
		{"[SEC -> SEC] NAME: WORDS\n", true, nil},
		{"NAME (HMS): WORDS\n", true, nil},
		{"NAME (HMS - NEXT): WORDS\n", true, nil},
		{"NAME HMS: WORDS\n", true, nil},
		{"NAME HMS - NEXT\nWORDS\n\n", true, nil},
		{"[HMS - NEXT] NAME\nWORDS\n\n", true, nil},
		{"NAME SEC - SEC\nWORDS\n\n", true, nil},
		{"WRITTEN NAME: WORDS\n", true, nil},
		{"NAME WRITTEN: WORDS\n", true, nil},
		{"DOTS NAME: WORDS\n", true, nil},
		{"NAME DOTS\nWORDS\n\n", true, nil},
		{"PRIME NAME: WORDS\n", true, nil},
		{"NAME (PRIME): WORDS\n", true, nil},
		{"NAME (PRIME) WORDS\n", true, nil},
		{"HMS | NAME | WORDS\n", true, nil},
		{"HMS - NAME - WORDS\n", true, nil},
		{"[HMS] <NAME> WORDS\n", true, nil},
		{"NAME: WORDS HMS\n", true, nil},
		{"NAME: WORDS [HMS]\n\n", true, nil},
		{"NAME: WORDS WRITTEN\n", true, nil},
		{"NOON NAME: WORDS\n", false, nil},
		{"NAME  NOON\nWORDS\n\n", false, nil},
		{"NAME [NOON]\nWORDS\n\n", false, nil},
		{"NAME — Today at NOON\nWORDS\n\n", false, nil},
		{"[3/14/2024 NOON] NAME\nWORDS\n\n", false, nil},
		{"DAY - NAME: WORDS\n", false, nil},
		{"[DAY] NAME: WORDS\n", false, nil},
		{"NAME, [DAY]\nWORDS\n\n", false, nil},
		{"NAME: WORDS (NOON)\n", false, nil},
		{"[HMS - NEXT] NAME: WORDS\n", true, []string{"SPEAKER_00", "SPEAKER_01"}},
		{"NAME SEC: WORDS\n", true, []string{"Speaker 1", "Speaker 2"}},
		{"NAME (HMS): WORDS\n", true, []string{"Speaker 1", "Speaker 2"}},
	}
	for _, tt := range tests {
		people := tt.people
		if people == nil {
			people = []string{"Ian Hare", "Petra Vogt"}
		}
		t.Run(tt.form+people[0], func(t *testing.T) {
			checkTalk(t, "a.txt", talkOf(func(p string, n int, w string) string {
				return strings.NewReplacer("HMS", hms(n), "NEXT", next(n), "SEC", sec(n), "DOTS", dots(n), "PRIME", prime(n),
					"WRITTEN", words(n), "NOON", noon(n), "DAY", day(n), "NAME", p, "WORDS", w).Replace(tt.form)
			}, people...), tt.timed)
		})
	}
}
