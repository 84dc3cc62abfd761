package main

import (
	"html"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A visitor asks a workbench for pages, without a browser.
type visitor struct {
	t      testing.TB
	client *http.Client
	base   string
}

func visit(t testing.TB, s *served) visitor {
	t.Helper()
	c, base := enter(t, s)
	return visitor{t, c, base}
}

// get opens a page, and follows where it leads.
func (v visitor) get(address string) (status int, body, at string) {
	v.t.Helper()
	r, err := v.client.Get(v.base + address)
	return v.read(r, err)
}

// post sends a form, and follows where it leads.
func (v visitor) post(address string, form url.Values) (status int, body, at string) {
	v.t.Helper()
	r, err := v.client.PostForm(v.base+address, form)
	return v.read(r, err)
}

func (v visitor) read(r *http.Response, err error) (status int, body, at string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return r.StatusCode, string(data), r.Request.URL.RequestURI()
}

var hrefs = regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>`)

// links are the addresses in a page that lead to pages of the workbench.
func links(body string) (all []string) {
	for _, m := range hrefs.FindAllStringSubmatch(body, -1) {
		if to := html.UnescapeString(m[1]); strings.HasPrefix(to, "/") {
			all = append(all, to)
		}
	}
	return all
}

// The links of every page lead to pages, with the query that they were made with: a
// name in it never holds the signs that part names from values.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	followed := map[string]bool{} // one of each kind: the path and what it is asked for
	follow := func(page, body string) {
		for _, to := range links(body) {
			u, err := url.Parse(to)
			if err != nil {
				t.Errorf("%s: %v", page, err)
				continue
			}
			kind := u.Path
			for _, name := range slices.Sorted(maps.Keys(u.Query())) {
				kind += " " + name
				if strings.ContainsAny(name, "=&") {
					t.Errorf("%s: the link %s asks for %q", page, to, name)
				}
			}
			if followed[kind] {
				continue
			}
			followed[kind] = true
			if status, _, _ := v.get(to); status != http.StatusOK {
				t.Errorf("%s: the link %s leads to %d", page, to, status)
			}
		}
	}
	for _, x := range screens {
		_, body, _ := v.get(x.address)
		follow(x.address, body)
	}
	_, body, _ := v.get("/search?q=the&type=interview")
	follow("many hits", body)
	_, body, _ = v.post("/search/tag", url.Values{"do": {"preview"}, "search": {"q=trust&type=interview"}, "hit": hits(body)[:2], "new-theme": {"Trust"}})
	follow("what would be tagged", body)
	if len(followed) < 50 {
		t.Errorf("only %d kinds of links were followed", len(followed))
	}
}

// hits are the places that a page of a search lets one tick.
func hits(body string) (places []string) {
	for _, m := range regexp.MustCompile(`name="hit" value="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		places = append(places, html.UnescapeString(m[1]))
	}
	return places
}

// The links of a search ask the same question again, with what they add to it, and
// without what was done last.
func TestLinksKeepTheSearch(t *testing.T) {
	t.Parallel()
	s := serve(t, demoFile(t), nil)
	v := visit(t, s)
	if status, _, stderr := s.crosscase("theme", "add", "Noticed"); status != done {
		t.Fatal(stderr)
	}
	asked := url.Values{"q": {`the OR "shared vision"`}, "type": {"interview", "meeting"}}
	_, found, _ := v.get("/search?" + asked.Encode() + "&done=1")
	_, would, _ := v.post("/search/tag", url.Values{"do": {"preview"}, "search": {asked.Encode()}, "hit": hits(found)[:2], "new-theme": {"Trust"}})
	linked := func(body, label string) url.Values {
		m := regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>` + label + `</a>`).FindAllStringSubmatch(body, -1)
		if len(m) == 0 {
			t.Fatalf("there is no link %s", label)
		}
		u, err := url.Parse(html.UnescapeString(m[len(m)-1][1]))
		if err != nil {
			t.Fatal(err)
		}
		return u.Query()
	}
	with := func(name, value string) url.Values {
		q := url.Values{"q": asked["q"], "type": slices.Clone(asked["type"])}
		q.Add(name, value)
		return q
	}
	for _, x := range []struct {
		label, body string
		want        url.Values
	}{
		{"Show all", found, with("all", "1")},
		{"Eastmarch Police", found, with("organisation", "Eastmarch Police")},
		{"Search", would, asked},
		{"Cancel", would, asked},
	} {
		if diff := cmp.Diff(x.want, linked(x.body, x.label)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.label, diff)
		}
	}
}
