package corpus

import (
	"errors"
	"strings"
	"testing"
)

func TestSpan(t *testing.T) {
	s := Span{10, 20}
	if s.Len() != 10 || s.String() != "10:20" {
		t.Errorf("length %d of %s, want 10 of 10:20", s.Len(), s)
	}
	tests := []struct {
		name               string
		other              Span
		overlaps, contains bool
	}{
		{"itself", Span{10, 20}, true, true},
		{"inside", Span{12, 15}, true, true},
		{"at its start", Span{10, 11}, true, true},
		{"at its end", Span{19, 20}, true, true},
		{"around it", Span{0, 30}, true, false},
		{"across its start", Span{5, 11}, true, false},
		{"across its end", Span{19, 25}, true, false},
		{"adjacent before", Span{0, 10}, false, false},
		{"adjacent after", Span{20, 30}, false, false},
		{"elsewhere", Span{40, 50}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.Overlaps(tt.other); got != tt.overlaps {
				t.Errorf("%s overlaps %s: %v, want %v", s, tt.other, got, tt.overlaps)
			}
			if got := tt.other.Overlaps(s); got != tt.overlaps {
				t.Errorf("%s overlaps %s: %v, want %v", tt.other, s, got, tt.overlaps)
			}
			if got := s.Contains(tt.other); got != tt.contains {
				t.Errorf("%s contains %s: %v, want %v", s, tt.other, got, tt.contains)
			}
		})
	}
}

func TestCheckAndQuote(t *testing.T) {
	text := Text{Body: "naïve 🙂 end"} // ï has bytes 2 and 3, the smiley 7 to 10
	tests := []struct {
		name  string
		span  Span
		want  string
		wrong string // in the error
	}{
		{"the whole text", Span{0, len(text.Body)}, "naïve 🙂 end", ""},
		{"a letter of two bytes", Span{2, 4}, "ï", ""},
		{"a letter of four bytes", Span{7, 11}, "🙂", ""},
		{"the last letter", Span{14, 15}, "d", ""},
		{"empty", Span{3, 3}, "", "3:3 is empty"},
		{"backwards", Span{5, 2}, "", "5:2 is empty"},
		{"before the text", Span{-1, 3}, "", "-1:3 leaves a text of 15 bytes"},
		{"after the text", Span{10, 16}, "", "10:16 leaves a text of 15 bytes"},
		{"starts inside a letter", Span{3, 6}, "", "3:6 cuts a letter in two"},
		{"ends inside a letter", Span{0, 9}, "", "0:9 cuts a letter in two"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := text.Quote(tt.span)
			if tt.wrong == "" {
				if err != nil || got != tt.want {
					t.Errorf("Quote(%s) = %q, %v, want %q", tt.span, got, err, tt.want)
				}
				return
			}
			if !errors.Is(err, ErrSpan) || !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("Quote(%s): error %v, want one with %q", tt.span, err, tt.wrong)
			}
			if check := text.Check(tt.span); check == nil || check.Error() != err.Error() {
				t.Errorf("Check(%s) = %v, Quote says %v", tt.span, check, err)
			}
		})
	}
}

func TestAround(t *testing.T) {
	text := Text{Body: "für 🙂 Öl"}
	tests := []struct {
		name          string
		span          Span
		runes         int
		before, after string
	}{
		{"none", Span{5, 9}, 0, "", ""},
		{"one on each side", Span{5, 9}, 1, " ", " "},
		{"letters of several bytes count once", Span{5, 9}, 3, "ür ", " Öl"},
		{"up to the ends of the text", Span{5, 9}, 99, "für ", " Öl"},
		{"at the start", Span{0, 1}, 2, "", "ür"},
		{"at the end", Span{len(text.Body) - 1, len(text.Body)}, 2, " Ö", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, after := text.Around(tt.span, tt.runes)
			if before != tt.before || after != tt.after {
				t.Errorf("Around(%s, %d) = %q, %q, want %q, %q", tt.span, tt.runes, before, after, tt.before, tt.after)
			}
		})
	}
}

func TestLines(t *testing.T) {
	text := Text{Body: "one\ntwo\n\nfour"}
	tests := []struct {
		first, last int
		want        string
		wrong       string
	}{
		{1, 1, "one", ""},
		{1, 2, "one\ntwo", ""},
		{2, 4, "two\n\nfour", ""},
		{4, 4, "four", ""},
		{1, 4, "one\ntwo\n\nfour", ""},
		{4, 5, "", "lines 4-5 of a text with 4 lines"},
		{9, 9, "", "lines 9-9 of a text with 4 lines"},
		{3, 3, "", "empty"},
		{0, 1, "", "a text with 4 lines"},
		{3, 2, "", "a text with 4 lines"},
	}
	for _, tt := range tests {
		span, err := text.Lines(tt.first, tt.last)
		if tt.wrong != "" {
			if !errors.Is(err, ErrSpan) || !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("Lines(%d, %d): error %v, want one with %q", tt.first, tt.last, err, tt.wrong)
			}
			continue
		}
		if got, _ := text.Quote(span); err != nil || got != tt.want {
			t.Errorf("Lines(%d, %d) = %q, %v, want %q", tt.first, tt.last, got, err, tt.want)
		}
	}
}

func TestTrim(t *testing.T) {
	text := Text{Body: " \n one two\t\u00a0\n three"}
	tests := []struct {
		name string
		span Span
		want string
	}{
		{"both ends", Span{0, 14}, "one two"},
		{"nothing to trim", Span{3, 10}, "one two"},
		{"only the start", Span{1, 6}, "one"},
		{"only the end", Span{7, 14}, "two"},
		{"white space only", Span{10, 14}, ""},
		{"the whole text", Span{0, len(text.Body)}, "one two\t\u00a0\n three"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := text.Trim(tt.span)
			if !tt.span.Contains(got) && got.Len() > 0 {
				t.Errorf("Trim(%s) = %s is outside of it", tt.span, got)
			}
			if words := text.Body[got.Start:got.End]; words != tt.want {
				t.Errorf("Trim(%s) = %q, want %q", tt.span, words, tt.want)
			}
		})
	}
}
