package corpus

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseTime reads a time in a recording: 01:02:03.500, 1:02:03,5, 62:03 or 02:03. ok is
// false for anything else, including minutes or seconds above 59 after a larger unit.
func ParseTime(s string) (t time.Duration, ok bool) {
	whole, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	parts := strings.Split(whole, ":")
	if len(parts) < 2 || len(parts) > 3 || len(fraction) > 9 {
		return 0, false
	}
	for i, p := range parts {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || i > 0 && (n > 59 || len(p) != 2) {
			return 0, false
		}
		t = t*60 + time.Duration(n)*time.Second
	}
	if fraction != "" {
		n, err := strconv.ParseUint((fraction + "00000000")[:9], 10, 32)
		if err != nil {
			return 0, false
		}
		t += time.Duration(n)
	}
	return t, true
}

// FormatTime formats a time as 00:01:02, and [NoTime] as "".
func FormatTime(t time.Duration) string {
	if t < 0 {
		return ""
	}
	s := int(t / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}
