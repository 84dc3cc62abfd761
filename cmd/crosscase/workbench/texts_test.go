package workbench

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/matrix"
	"crosscase/coding/query"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// named are the pages' files of a kind, as "*.html", and those that they share.
func named(t *testing.T, pattern string) (names []string) {
	t.Helper()
	for _, p := range []string{pattern, "parts/" + pattern} {
		found, err := fs.Glob(files, p)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", p, len(found), err)
		}
		names = append(names, found...)
	}
	return names
}

// said are the texts that pages say: those in templates, scripts and Go.
func said(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{} // to where it is said
	read := func(pattern string, calls ...string) {
		for _, name := range named(t, pattern) {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range calls {
				for _, m := range regexp.MustCompile(call+`"((?:[^"\\]|\\.)*)"`).FindAllSubmatch(data, -1) {
					var text string
					if err := json.Unmarshal([]byte(`"`+string(m[1])+`"`), &text); err != nil {
						t.Fatalf("%s: %s: %v", name, m[1], err)
					}
					texts[text] = name
				}
			}
		}
	}
	read("*.html", `\bt `)
	read("*.js", `\bt\(`, `\? t\("[^"]*"\) : t\(`)
	counts := map[string]string{}
	templates := named(t, "*.html")
	for _, name := range templates {
		data, _ := fs.ReadFile(files, name)
		for _, m := range regexp.MustCompile(`count [^"{}]*"([a-z]+)"`).FindAllSubmatch(data, -1) {
			counts[string(m[1])] = name
		}
	}
	for one, where := range counts {
		for _, n := range []int{0, 1, 2} {
			_, word, _ := strings.Cut(coding.Count(n, one), " ")
			if word != "" {
				texts[word] = where
			}
		}
	}
	source := goSource(t)
	for _, m := range regexp.MustCompile(`(?:\bsay\(r, |\btitle: |\bhelp: |\bLabel: |\bHelp: |\bpicture: |\bTitle: |, help: )"((?:[^"\\]|\\.)*)"`).FindAllStringSubmatch(source, -1) {
		texts[m[1]] = "Go"
	}
	for _, m := range regexp.MustCompile(`return "([A-Z][^"]*\.)"`).FindAllStringSubmatch(source, -1) { // what is missing
		texts[m[1]] = "Go"
	}
	declared(texts)
	for _, x := range query.FilterNames() {
		texts[x] = "a filter"
	}
	for _, x := range corpus.SourceTypes {
		texts[string(x)] = "a type of source"
	}
	for _, x := range append(transcript.Reasons(), string(transcript.Person), string(transcript.Researcher), string(transcript.Nobody), string(transcript.Prose)) {
		texts[x] = "a label"
	}
	for _, x := range matrix.Names {
		if !strings.HasPrefix(string(x), "attr") {
			texts[string(x)] = "a dimension"
		}
	}
	for _, x := range matrix.Measures {
		texts[string(x)] = "a measure"
	}
	declaredFields(texts, app.Themes())
	declaredFields(texts, app.Sources())
	declaredFields(texts, app.Participants())
	declaredFields(texts, app.Organisations())
	declaredFields(texts, app.Cases())
	delete(texts, "")
	return texts
}

// declaredFields adds what forms say of a kind of thing.
func declaredFields[T any](texts map[string]string, k app.Kind[T]) {
	for _, f := range k.Fields {
		if f.Label != "" {
			texts[f.Label], texts[f.Help] = "field of "+k.Name, "field of "+k.Name
		}
	}
}

// declared adds what pages say of the analyses: names of things in a study stay as they
// are.
func declared(texts map[string]string) {
	none := coding.NewStudy(coding.Study{})
	for _, a := range analysis.All() {
		said := []string{a.Title, a.Summary, a.Picture}
		if a.Missing != nil {
			said = append(said, a.Missing(none, a.Ask()))
		}
		for _, x := range a.Arguments {
			said = append(said, x.Label)
		}
		for _, o := range a.Options {
			if o.Label == "" {
				continue
			}
			said = append(said, o.Label, o.Help)
			if o.Choices != nil {
				for _, c := range o.Choices(none) {
					said = append(said, c.Label)
				}
			}
		}
		for _, text := range said {
			if !strings.ContainsFunc(text, unicode.IsLetter) {
				continue // numbers need no translation
			}
			texts[text] = "analysis " + a.Name
		}
	}
	for _, f := range query.Filters() {
		if strings.ContainsFunc(f.Help, unicode.IsLetter) {
			texts[f.Help] = "filter " + f.Name
		}
	}
}

// goSource are the package's Go files, one after the other.
func goSource(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(data)
	}
	return b.String()
}

// Every text that a page says has a translation, and no translation is left over of a
// text that none says any more; and what is filled in is filled in everywhere.
func TestCatalogue(t *testing.T) {
	var p pages
	if err := p.parse(); err != nil {
		t.Fatal(err)
	}
	texts := said(t)
	verbs := regexp.MustCompile(`%[sdg]`)
	for _, l := range languages[1:] {
		catalogue := p.catalogue[l[0]]
		var missing []string
		for text, where := range texts {
			translation, ok := catalogue[text]
			if !ok {
				missing = append(missing, fmt.Sprintf("%q, said by %s", text, where))
			} else if a, b := verbs.FindAllString(text, -1), verbs.FindAllString(translation, -1); !slices.Equal(a, b) {
				t.Errorf("%s: %q takes %v, %q takes %v", l[1], text, a, translation, b)
			}
		}
		slices.Sort(missing)
		for _, m := range missing {
			t.Errorf("%s: no translation of %s; add it to texts/%s.json", l[1], m, l[0])
		}
		for text := range catalogue {
			if _, ok := texts[text]; !ok && !slices.Contains(kept, text) {
				t.Errorf("%s: %q is said by no page", l[1], text)
			}
		}
	}
}

// kept are texts that pages take from elsewhere: heads of tables, actions of the log, what
// another program's project holds.
var kept = []string{"no", "Total", "what is said", "Difference", "likely", "so far", "new", "new themes", "count", "added", "changed", "removed", "aliases", "cases", "organisations", "coders", "progress", "speaker", "Participants", "Organisations", "Case studies",
	"codes", "selections", "codings", "variables", "notes", "links", "sets", "graphs", "users", "attribute",
	"Two coders are needed. Another coder's copy of the project comes in with crosscase merge."}
