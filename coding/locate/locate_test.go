package locate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/locate"
	"crosscase/corpus"
)

// interview is a text of three turns, the second of which says one thing twice.
//
//	0         1         2         3         4         5
//	0123456789012345678901234567890123456789012345678901234
//	A: We trust.\nB: It cost. It cost a lot.\nA: We trust you.
func interview() (*corpus.Finder, *corpus.Transcript) {
	text := &corpus.Finder{Text: corpus.Text{ID: "t", Body: "A: We trust.\nB: It cost. It cost a lot.\nA: We trust you."}}
	return text, &corpus.Transcript{Speakers: []corpus.Speaker{{Label: "A", Participant: "a"}, {Label: "B"}},
		Turns: []corpus.Turn{{Start: 0, Body: 3, End: 12}, {Start: 13, Body: 16, End: 39, Speaker: 1}, {Start: 40, Body: 43, End: 56}}}
}

func TestLocate(t *testing.T) {
	tests := []struct {
		name  string
		place locate.Place
		want  []corpus.Span
		kind  error
		says  string
	}{
		{"a quote", locate.Place{Quote: "a lot"}, []corpus.Span{{Start: 33, End: 38}}, nil, ""},
		{"in other letters and blanks", locate.Place{Quote: "IT   COST\na"}, []corpus.Span{{Start: 25, End: 34}}, nil, ""},
		{"shortened", locate.Place{Quote: "…cost a lot..."}, []corpus.Span{{Start: 28, End: 38}}, nil, ""},
		{"shortened and twice, by what is near", locate.Place{Quote: "it cost…", Near: 26}, []corpus.Span{{Start: 25, End: 32}}, nil, ""},
		{"nothing but dots", locate.Place{Quote: "…"}, nil, coding.ErrUnknown, `quote "…"`},
		{"twice", locate.Place{Quote: "It cost"}, nil, coding.ErrConflict, `stands 2 times: (1) turn 2`},
		{"the second", locate.Place{Quote: "it cost", Occurrence: "2"}, []corpus.Span{{Start: 25, End: 32}}, nil, ""},
		{"all", locate.Place{Quote: "it cost", Occurrence: "all"}, []corpus.Span{{Start: 16, End: 23}, {Start: 25, End: 32}}, nil, ""},
		{"a third", locate.Place{Quote: "it cost", Occurrence: "3"}, nil, coding.ErrUnknown, "it stands 2 times"},
		{"the first counted from 0", locate.Place{Quote: "it cost", Occurrence: "0"}, nil, coding.ErrInvalid, `occurrence "0"`},
		{"no number", locate.Place{Quote: "it cost", Occurrence: "first"}, nil, coding.ErrInvalid, `occurrence "first"`},
		{"the nearest", locate.Place{Quote: "it cost", Near: 24}, []corpus.Span{{Start: 25, End: 32}}, nil, ""},
		{"the nearest from behind", locate.Place{Quote: "we trust", Near: 9}, []corpus.Span{{Start: 3, End: 11}}, nil, ""},
		{"half a word", locate.Place{Quote: "rust"}, nil, coding.ErrUnknown, `quote "rust"`},
		{"a turn", locate.Place{Turns: "2"}, []corpus.Span{{Start: 16, End: 39}}, nil, ""},
		{"turns", locate.Place{Turns: "1–3"}, []corpus.Span{{Start: 3, End: 56}}, nil, ""},
		{"turns backwards", locate.Place{Turns: "3-2"}, nil, coding.ErrInvalid, `turns "3-2"`},
		{"a fourth turn", locate.Place{Turns: "4"}, nil, coding.ErrUnknown, "the source has 3"},
		{"a line", locate.Place{Lines: "3"}, []corpus.Span{{Start: 40, End: 56}}, nil, ""},
		{"a fourth line", locate.Place{Lines: "4"}, nil, coding.ErrUnknown, ""},
		{"no line", locate.Place{Lines: "x"}, nil, coding.ErrInvalid, `lines "x": write 12 or 12-14`},
		{"bytes", locate.Place{Span: " 3 : 11"}, []corpus.Span{{Start: 3, End: 11}}, nil, ""},
		{"bytes beyond the text", locate.Place{Span: "3:99"}, nil, coding.ErrUnknown, ""},
		{"no bytes", locate.Place{Span: "3"}, nil, coding.ErrInvalid, "START:END"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, tr := interview()
			got, err := locate.Find(text, tr, tt.place)
			if !errors.Is(err, tt.kind) || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Fatalf("error %v, want %v, %q", err, tt.kind, tt.says)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where a quote is counts letters: "yes" is at letters 11, 15 and 19, at bytes 21, 25 and 29.
func TestNearCountsLetters(t *testing.T) {
	text := &corpus.Finder{Text: corpus.Text{Body: strings.Repeat("é", 10) + " yes yes yes"}}
	got, err := locate.Find(text, &corpus.Transcript{}, locate.Place{Quote: "yes", Near: 20})
	if err != nil || !cmp.Equal(got, []corpus.Span{{Start: 29, End: 32}}) {
		t.Errorf("near letter 20: %v, %v; want 29:32", got, err)
	}
}

// A turn without words, and a quote that stands in many places.
func TestLocateAtTheEdges(t *testing.T) {
	text := &corpus.Finder{Text: corpus.Text{Body: strings.Repeat("yes\n", 9)}}
	tr := &corpus.Transcript{Turns: []corpus.Turn{{Start: 0, Body: 3, End: 3}, {Start: 4, Body: 4, End: 35}}}
	if _, err := locate.Find(text, tr, locate.Place{Turns: "1"}); !errors.Is(err, coding.ErrUnknown) {
		t.Errorf("a turn without words: %v", err)
	}
	_, err := locate.Find(text, tr, locate.Place{Quote: "yes"})
	if err == nil || !strings.Contains(err.Error(), "stands 9 times") || !strings.Contains(err.Error(), "and 4 more") {
		t.Errorf("nine places: %v", err)
	}
	if _, err := locate.Find(&corpus.Finder{Text: corpus.Text{Body: "a\n \nb"}}, tr, locate.Place{Lines: "2"}); !errors.Is(err,
		coding.ErrUnknown) {
		t.Errorf("a line of blanks: %v", err)
	}
	if got := coding.Shorten(strings.Repeat("é", 61)); got != strings.Repeat("é", 60)+"…" {
		t.Errorf("61 letters are shortened to %q", got)
	}
}

func TestTurnsOf(t *testing.T) {
	_, tr := interview()
	s := coding.NewStudy(coding.Study{Participants: []*corpus.Participant{{ID: "a", Name: "Anna"}},
		Sources:     []*corpus.Source{{ID: "s", Name: "int", Text: "t"}},
		Transcripts: map[corpus.TextID]*corpus.Transcript{"t": tr}})
	tests := []struct {
		who  corpus.ParticipantID
		list string
		want []int
		kind error
	}{
		{"a", "", []int{0, 2}, nil},
		{"a", "2-3", []int{2}, nil},
		{"a", "2", nil, coding.ErrUnknown},
		{"b", "", nil, coding.ErrUnknown},
		{"a", "1,9", nil, coding.ErrUnknown},
		{"a", "0", nil, coding.ErrInvalid},
	}
	for _, tt := range tests {
		got, err := locate.TurnsOf(s, s.Sources[0], tt.who, tt.list)
		if !errors.Is(err, tt.kind) || !cmp.Equal(got, tt.want) {
			t.Errorf("%s among %q: %v, %v; want %v, %v", tt.who, tt.list, got, err, tt.want, tt.kind)
		}
	}
	if got, err := locate.TurnList("3-5, 1", 5); err != nil || !cmp.Equal(got, []int{2, 3, 4, 0}) {
		t.Errorf("a list of turns: %v, %v", got, err)
	}
}
