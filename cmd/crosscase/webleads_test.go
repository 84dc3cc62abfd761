package main

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// A number of a table leads to a page with as many passages, also where a long table is
// cut into pages.
func TestNumbersLeadToPassages(t *testing.T) {
	t.Parallel()
	v := visit(t, serve(t, demoFile(t), nil))
	number := regexp.MustCompile(`<a href="(/passages\?[^"]*)">(\d+)</a>`)
	for _, address := range []string{"/analysis/timeline", "/analysis/compare?a=Joint+records+system&b=Eastmarch+Police", "/analysis/cooccur?depth=1",
		"/analysis/cooccur?pairs=on&by=near&organisation=Eastmarch+Police", "/analysis/saturation",
		"/analysis/cooccur?by=passage", "/analysis/agree?unit=passage"} {
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

// Numbers of turns and sources lead to passages, where there are any.
func TestNumbersOfUnitsLeadToPassages(t *testing.T) {
	t.Parallel()
	v := visit(t, serve(t, demoFile(t), nil))
	number := regexp.MustCompile(`<a href="(/passages\?[^"]*)">([1-9]\d*)</a>`)
	for _, address := range []string{"/analysis/agree", "/analysis/agree?unit=source", "/analysis/agree?unit=word", "/analysis/agree?units=on",
		"/analysis/cooccur?by=turn&depth=1", "/analysis/cooccur?by=source&depth=1&pairs=on"} {
		_, body, _ := v.get(address)
		found := number.FindAllStringSubmatch(body, -1)
		if len(found) < 5 {
			t.Errorf("%s: %d numbers lead to passages", address, len(found))
		}
		for i := 0; i < len(found); i += 1 + len(found)/5 {
			status, list, _ := v.get(html.UnescapeString(found[i][1]))
			if status != http.StatusOK || !regexp.MustCompile(`<h1>[1-9]\d* passages?</h1>`).MatchString(list) {
				t.Errorf("%s on %s leads to %d, %s", found[i][2], address, status, regexp.MustCompile(`<h1>.*</h1>`).FindString(list))
			}
		}
	}
}

// A number of words leads to a search that finds as many, and not what researchers say and
// headings.
func TestNumbersLeadToWords(t *testing.T) {
	t.Parallel()
	v := visit(t, serve(t, demoFile(t), nil))
	number := regexp.MustCompile(`<td class="n"><a href="(/search\?[^"]*)">([0-9,]+)</a>`)
	more := 0
	said := regexp.MustCompile(`([0-9,]+) match(?:es)? in [0-9,]+ turns? of ([0-9,]+) source`)
	for address, sources := range map[string]int{ // the column of numbers that counts sources, -1 for none
		"/analysis/words": 1, "/analysis/words?all=on&limit=400&min=1": 1, "/analysis/words?phrase=2": 1, "/analysis/words?stems=on": 1,
		"/analysis/words?by=organisation&case=Joint+records+system": 1,
		"/analysis/words?near=records":                              -1, "/analysis/words?by=participant&type=interview": 1,
	} {
		t.Run(address, func(t *testing.T) {
			status, body, _ := v.get(address)
			led := 0
			for i, row := range regexp.MustCompile(`(?s)<tr>.*?</tr>`).FindAllString(body, -1) {
				if led > 9 && i%20 != 0 { // all of the first lines, and a few of the others
					continue
				}
				for column, x := range number.FindAllStringSubmatch(row, -1) {
					if x[2] == "0" {
						continue
					}
					led++
					to := html.UnescapeString(x[1])
					_, list, _ := v.get(to + "&all=1")
					found, what := said.FindStringSubmatch(list), 1
					if column == sources {
						what = 2
					}
					if found == nil || found[what] != x[2] {
						t.Errorf("%s is on the page, and %s finds %q", x[2], to, found)
					}
					if _, list, _ = v.get(strings.Replace(to, "counted=on", "", 1)); column == 0 && !strings.Contains(list, x[2]+" match") {
						more++
					}
				}
			}
			if status != http.StatusOK || led < 3 {
				t.Fatalf("%d, and %d numbers lead to words", status, led)
			}
		})
	}
	if more == 0 {
		t.Error("no search for words finds what researchers say, which is not counted")
	}
}
