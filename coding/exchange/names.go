package exchange

import (
	"fmt"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// CleanTitle is a title as a project can have it.
func CleanTitle(title string) string { return cleanName(title, "study") }

// cleanName is a name as crosscase allows it: on one line, all of it seen, not empty, not too long.
func cleanName(name, otherwise string) string {
	clean := corpus.PlainName(strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r <= 0x9f || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(name, "\r\n", " "), "\ufffd")))
	clean = strings.TrimSpace(clean)
	if len(clean) > coding.MaxName-20 {
		clean = strings.TrimSpace(strings.ToValidUTF8(clean[:coding.MaxName-20], "")) + "…"
	}
	if clean == "" || clean == coding.None {
		return otherwise
	}
	return clean
}

// unique gives a name that is taken a number behind it.
func unique(name string, taken map[string]bool) string {
	is := name
	for n := 2; taken[strings.ToLower(is)]; n++ {
		is = fmt.Sprintf("%s (%d)", name, n)
	}
	taken[strings.ToLower(is)] = true
	return is
}

// nameFor gives a thing its name in crosscase, and notes where that is another one.
func (im *importer) nameFor(kind, name, otherwise string, taken map[string]bool) string {
	is := cleanName(name, otherwise)
	if taken != nil {
		is = unique(is, taken)
	}
	if is != name {
		what := fmt.Sprintf("name of a %s that is empty, doubled or too long, or has line breaks or characters that nobody can see: goes by another one here", kind)
		im.report.change(what, fmt.Sprintf("%.40q is %q", name, is))
	}
	return is
}

// idOf is the identifier of a thing in crosscase. One that things of several kinds
// share is the first one's; the others get one of their own, always the same.
func (im *importer) idOf(kind, guid string) string {
	key := refi.Key(guid)
	switch other, taken := im.used[key]; {
	case !taken:
		im.used[key] = kind
		return key
	case other == kind:
		return key
	}
	return refi.NewGUID(kind, key)
}

// time reads a date of a file; zero, which is that of the import, for none. One that cannot be
// read is noted.
func (im *importer) time(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, ok := parseTime(s)
	if !ok && strings.TrimSpace(s) != "" {
		im.report.change("date that cannot be read: is that of the import here", s)
	}
	return t
}

// timeLayouts are the standard's way to write a date, and others that can mean one thing alone.
var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04",
	time.DateOnly}

// parseTime reads a date; one without a zone is taken for UTC.
func parseTime(s string) (t time.Time, ok bool) {
	s = strings.Replace(strings.TrimSpace(s), " ", "T", 1)
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, strings.ReplaceAll(s, " ", "")); err == nil {
			return t.UTC().Truncate(time.Second), true
		}
	}
	return time.Time{}, false
}

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
