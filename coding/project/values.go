package project

import (
	"encoding/json"
	"time"
)

// moment is a time to the fraction of a second, for what is compared with what
// was done just before; zero is that of the edit.
func (w *writer) moment(at time.Time) string {
	if at.IsZero() {
		at = w.at
	}
	return at.UTC().Format("2006-01-02T15:04:05.000000000Z07:00") // as text in the order of time
}

// second is a time as lists show it; zero is that of the edit.
func (w *writer) second(at time.Time) string {
	if at.IsZero() {
		return w.now
	}
	return at.UTC().Format(time.RFC3339)
}

// moment reads a time; none is zero.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, s)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// orNull writes no reference as null, which references nothing.
func orNull[T ~string](id T) any {
	if id == "" {
		return nil
	}
	return string(id)
}

func list[T any](l []T) string {
	if len(l) == 0 {
		return "[]"
	}
	return marshal(l)
}

func object(m map[string]string) string {
	if len(m) == 0 {
		return "{}"
	}
	return marshal(m)
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, lists and maps of them can always be written
	}
	return string(b)
}

func readList[T any](v any) (l []T) {
	s, _ := v.(string)
	if s != "[]" {
		json.Unmarshal([]byte(s), &l) // what list wrote; else it is none
	}
	return l
}

func readObject(v any) map[string]string {
	m := map[string]string{}
	if s, _ := v.(string); s != "{}" {
		json.Unmarshal([]byte(s), &m)
	}
	return m
}
