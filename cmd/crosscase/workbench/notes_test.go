package workbench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// send sends a value as a script does.
func (v *visit) send(address string, value any) (status int, body string) {
	v.t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		v.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(string(data)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	status, body, _ = v.ask(r)
	return status, body
}

// A note in the reader is the same edit as a memo by command, with the same sentence.
func TestNotes(t *testing.T) {
	v := newCodebook(t, "AK", false)
	s := v.study()
	passage := string(s.Passages[0].ID)
	tag := string(s.Tags[0].ID)
	words := map[string]any{"text": s.Sources[0].Text, "start": map[string]int{"at": 0, "units": 0},
		"end": map[string]int{"at": 0, "units": 3}, "words": "Int", "memo": "?"}
	for _, tt := range []struct {
		name   string
		in     map[string]any
		what   string
		status int
		says   string
	}{
		{"on a theme", map[string]any{"on": "Trust", "memo": " x "}, "write a memo on Trust", 200, ""},
		{"on a tag", map[string]any{"on": tag, "memo": "x"}, "write a memo on a tag of Trust", 200, ""},
		{"on a passage", map[string]any{"on": passage, "memo": "x"}, "write a memo on a passage", 200, ""},
		{"on words", words, "write a memo on a passage of int-1", 200, ""},
		{"on what is gone", map[string]any{"on": "gone", "memo": "x"}, "", 404, "not in the project any more"},
		{"without words", map[string]any{"on": "Trust", "memo": " "}, "", 400, "nothing in this memo"},
		{"in place of none", map[string]any{"id": "gone", "memo": "x"}, "", 404, "memo"},
		{"not understood", map[string]any{"note": "x"}, "", 400, "load it anew"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := v.number()
			status, body := v.send("/notes", tt.in)
			if status != tt.status || !strings.Contains(body, tt.says) {
				t.Fatalf("status %d, %s; want %d and %q", status, body, tt.status, tt.says)
			}
			if tt.what == "" {
				if v.number() != before {
					t.Errorf("it did %s", v.sentence())
				}
				return
			}
			if want := fmt.Sprintf(`{"step":%d}`, before+1); strings.TrimSpace(body) != want || v.sentence() != "AK: "+tt.what {
				t.Errorf("%s, %s; want %s, %s", body, v.sentence(), want, tt.what)
			}
		})
	}
}

func TestEditNote(t *testing.T) {
	v := newCodebook(t, "AK", false)
	v.send("/notes", map[string]any{"on": "Trust", "memo": "First"})
	id := v.study().Memos[0].ID
	if status, body := v.send("/notes", map[string]any{"id": id, "memo": " Second "}); status != http.StatusOK {
		t.Errorf("status %d, %s", status, body)
	}
	if memos := v.study().Memos; len(memos) != 1 || memos[0].Text != "Second" || v.sentence() != "AK: edit the memo on Trust" {
		t.Errorf("memos %v, %s", memos, v.sentence())
	}
	if status, body := v.send("/notes", map[string]any{"id": id, "memo": " "}); status != http.StatusOK {
		t.Errorf("status %d, %s", status, body)
	}
	if memos := v.study().Memos; len(memos) != 0 || v.sentence() != "AK: remove the memo on Trust" {
		t.Errorf("memos %v, %s", memos, v.sentence())
	}
}
