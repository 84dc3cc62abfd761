package main

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"testing"
)

// A number of a table leads to a page with as many passages, also where a long table is
// cut into pages.
func TestNumbersLeadToPassages(t *testing.T) {
	t.Parallel()
	v := visit(t, serve(t, demoFile(t), nil))
	number := regexp.MustCompile(`<a href="(/passages\?[^"]*)">(\d+)</a>`)
	for _, address := range []string{"/analysis/timeline", "/analysis/compare?a=Joint+records+system&b=Eastmarch+Police", "/analysis/cooccur?depth=1",
		"/analysis/cooccur?pairs=on&by=near&organisation=Eastmarch+Police", "/analysis/saturation"} {
		t.Run(address, func(t *testing.T) {
			status, body, _ := v.get(address)
			found := number.FindAllStringSubmatch(body, -1)
			if status != http.StatusOK || len(found) < 5 {
				t.Fatalf("%d, and %d numbers lead to passages", status, len(found))
			}
			for i := 0; i < len(found); i += 1 + len(found)/5 { // a few, with one of the first line
				to, n := html.UnescapeString(found[i][1]), found[i][2]
				_, list, _ := v.get(to)
				what := " passages"
				if n == "1" {
					what = " passage"
				}
				if want := fmt.Sprintf("<h1>%s%s</h1>", n, what); !regexp.MustCompile(regexp.QuoteMeta(want)).MatchString(list) {
					t.Errorf("%s is on the page, and the page behind it is of %s", n, regexp.MustCompile(`<h1>.*</h1>`).FindString(list))
				}
			}
		})
	}
}
