package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/project"
)

// saves are forms as they are sent, with the sentence that the log has of each, "" for none.
var saves = []struct {
	name, address string
	form          url.Values
	what          string // "" for nothing
}{
	{"a source with another name, in a new case study", "/sources/int-05/edit",
		url.Values{"name": {"int-05b"}, "case": {"Pilot"}, "attr:mood": {"good"}}, "set source int-05 and rename it to int-05b"},
	{"a participant with another name and role", "/people/participant",
		url.Values{"was": {"David Orme"}, "name": {"D. Orme"}, "role": {"director"}}, "set participant David Orme and rename it to D. Orme"},
	{"an organisation with another name, in case studies", "/people/organisation",
		url.Values{"was": {"Eastmarch Police"}, "name": {"Eastmarch"}, "case": {"Shared control room", "Pilot"}},
		"set organisation Eastmarch Police and rename it to Eastmarch"},
	{"a case study with another name and description", "/people/case",
		url.Values{"was": {"Shared control room"}, "name": {"Control room"}, "description": {"One\r\nroom"}},
		"set case Shared control room and rename it to Control room"},
	{"a theme with another name and definition", "/codebook",
		url.Values{"do": {"set"}, "theme": {"Trust"}, "name": {"Reliance"}, "definition": {"Counting\r\non others"}},
		"set theme Trust and rename it to Reliance"},
	{"a new theme, in lines", "/codebook", url.Values{"do": {"add"}, "name": {"Luck"}, "definition": {"Good\r\nor bad"}}, "add theme Luck"},
	{"another name alone", "/codebook",
		url.Values{"do": {"set"}, "theme": {"Trust"}, "name": {" Reliance "}}, "rename theme Trust to Reliance"},
	{"another name alone, beside what is as it was", "/people/organisation",
		url.Values{"was": {"Eastmarch Police"}, "name": {"Eastmarch"}, "kind": {"police"}, "case": {"Shared control room"}},
		"rename organisation Eastmarch Police to Eastmarch"},
	{"facts alone", "/sources/int-05/edit", url.Values{"name": {"int-05"}, "language": {"de"}}, "set source int-05"},
	{"no name", "/sources/int-05/edit", url.Values{"name": {""}, "language": {"de"}}, ""},
	{"nothing new", "/sources/int-05/edit", url.Values{"name": {"int-05"}}, ""},
	{"a name that another one has, with facts", "/sources/int-05/edit", url.Values{"name": {"int-06"}, "language": {"de"}}, ""},
}

// Saving a form is one edit with one sentence that names all of it, and one undo takes
// all of it back.
func TestOneSaveIsOneEdit(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	c, base := enter(t, s)
	for _, x := range saves {
		t.Run(x.name, func(t *testing.T) {
			was, before := s.study(t), s.latest(t)
			post(t, c, base+x.address, x.form)
			now, after := s.study(t), s.latest(t)
			if x.what == "" {
				if after.Number != before.Number {
					t.Errorf("it is in the log: %s", after.What)
				}
				return
			}
			if after.What != x.what || after.Number != before.Number+1 {
				t.Errorf("the log has %d more edits, the last one %q; want 1, %q", after.Number-before.Number, after.What, x.what)
			}
			if strings.Contains(fmt.Sprintf("%q", described(now)), `\r`) {
				t.Error("a line ends in a carriage return")
			}
			if cmp.Equal(described(was), described(now)) {
				t.Error("nothing was changed")
			}
			if _, err := s.project.Undo(t.Context(), "AK", after.At, after.Step); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(described(was), described(s.study(t))); diff != "" {
				t.Errorf("after one undo (-before +now):\n%s", diff)
			}
		})
	}
}

// latest is the last entry of the log.
func (s *served) latest(t testing.TB) project.Entry {
	t.Helper()
	e, err := s.project.Latest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// post sends a form.
func post(t *testing.T, c *http.Client, address string, form url.Values) {
	t.Helper()
	r, err := c.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
}

// described is all of a study that these forms describe.
func described(s *coding.Study) []any {
	return []any{s.Sources, s.Participants, s.Organisations, s.Cases, s.Themes}
}
