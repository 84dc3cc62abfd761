package corpus

import (
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		text string
		want time.Duration
	}{
		{"00:01:02", 62 * time.Second},
		{"1:02", 62 * time.Second},
		{"0:00", 0},
		{"01:02:03.5", 3723*time.Second + 500*ms},
		{"01:02:03,250", 3723*time.Second + 250*ms},
		{"00:00.000000001", 1},
		{"90:00", 90 * time.Minute},
		{"100:00:00", 100 * time.Hour},
		{"0:59:59.999", time.Hour - ms},
	}
	for _, tt := range tests {
		if got, ok := ParseTime(tt.text); !ok || got != tt.want {
			t.Errorf("ParseTime(%q) = %v, %v, want %v", tt.text, got, ok, tt.want)
		}
	}
}

func TestParseTimeRejects(t *testing.T) {
	tests := []struct{ name, text string }{
		{"nothing", ""},
		{"no colon", "12"},
		{"one digit for seconds", "1:2"},
		{"three digits for seconds", "1:002"},
		{"61 minutes", "00:61:00"},
		{"99 seconds", "00:00:99"},
		{"letters", "a:bc"},
		{"letters in the fraction", "1:02.x"},
		{"four parts", "1:02:03:04"},
		{"a sign", "-1:02"},
		{"a sign in the middle", "1:+2"},
		{"ten digits after the point", "1:02.0123456789"},
		{"a blank", "1: 02"},
		{"more minutes than any recording has", "99999999:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := ParseTime(tt.text); ok {
				t.Errorf("ParseTime(%q) = %v, want none", tt.text, got)
			}
		})
	}
}

func TestFormatTime(t *testing.T) {
	tests := []struct {
		t    time.Duration
		want string
	}{
		{0, "00:00:00"},
		{62 * time.Second, "00:01:02"},
		{3723*time.Second + 999*time.Millisecond, "01:02:03"},
		{100 * time.Hour, "100:00:00"},
		{NoTime, ""},
	}
	for _, tt := range tests {
		if got := FormatTime(tt.t); got != tt.want {
			t.Errorf("FormatTime(%d) = %q, want %q", tt.t, got, tt.want)
		}
	}
}
