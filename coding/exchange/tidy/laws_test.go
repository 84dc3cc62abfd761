package tidy

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// A tester is a test, or one try of a law.
type tester interface {
	Fatal(...any)
	Fatalf(string, ...any)
	Helper()
}

// written are the files of a study's tables by name.
func written(t tester, s *coding.Study) map[string][]byte {
	t.Helper()
	tables, err := Tables(context.Background(), s, codingtest.Bodies(s), true)
	if err != nil {
		t.Fatal(err)
	}
	all, err := Files(s.Title, tables)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string][]byte{}
	for _, f := range all {
		by[f.Name] = f.Data
	}
	return by
}

// lines are those of a table as a statistics program reads it, by column.
func lines(t tester, files map[string][]byte, table string) (all []map[string]string) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(files[table+".csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		line := map[string]string{}
		for i, name := range rows[0] {
			line[name] = row[i]
		}
		all = append(all, line)
	}
	return all
}

// Whoever counts with the tables, passages that have a theme or one below it and that count
// for an organisation, gets what Select gets for each theme and organisation, and for none.
func TestTablesCountAsSelect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		files := written(t, s)
		above := map[string][]string{}
		for _, l := range lines(t, files, "theme_ancestors") {
			above[l["theme_id"]] = append(above[l["theme_id"]], l["ancestor_id"])
		}
		with := map[[2]string]bool{} // passage and theme
		for _, l := range lines(t, files, "tags") {
			for _, theme := range above[l["theme_id"]] {
				with[[2]string{l["passage_id"], theme}] = true
			}
		}
		passages := map[[2]string]map[string]bool{} // of theme and organisation
		for _, l := range lines(t, files, "attributions") {
			if l["counts_for_organisation"] != "true" {
				continue
			}
			for _, theme := range s.Themes {
				if key := [2]string{string(theme.ID), l["organisation_id"]}; with[[2]string{l["passage_id"], key[0]}] {
					if passages[key] == nil {
						passages[key] = map[string]bool{}
					}
					passages[key][l["passage_id"]] = true
				}
			}
		}
		organisations := []corpus.OrganisationID{""}
		for _, o := range s.Organisations {
			organisations = append(organisations, o.ID)
		}
		for _, theme := range s.Themes {
			for _, o := range organisations {
				want := len(s.Select(coding.Filter{Themes: []coding.ThemeID{theme.ID}, Organisations: []corpus.OrganisationID{o}}).Passages)
				if got := len(passages[[2]string{string(theme.ID), string(o)}]); got != want {
					t.Fatalf("theme %s, organisation %q: %d passages by the tables, %d by Select", theme.ID, o, got, want)
				}
			}
		}
	})
}

// The words of passages and turns are as many as the tables say, and stand where they say,
// in characters.
func TestPlacesAreThoseOfWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		files, bodies := written(t, s), map[string][]rune{}
		texts := codingtest.Bodies(s)
		for _, src := range s.Sources {
			bodies[string(src.ID)] = []rune(texts[src.Text].Body)
		}
		number := func(s string) int {
			n, err := strconv.Atoi(s)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, l := range lines(t, files, "passages") {
			if is := string(bodies[l["source_id"]][number(l["start"]):number(l["end"])]); is != coding.Unharmed(l["text"]) {
				t.Fatalf("passage %s: %q at its place, %q in the table", l["passage_id"], is, l["text"])
			}
		}
		for _, l := range lines(t, files, "turns") {
			if is := string(bodies[l["source_id"]][number(l["words_start"]):number(l["end"])]); is != coding.Unharmed(l["text"]) {
				t.Fatalf("turn %s of %s: %q at its place, %q in the table", l["turn"], l["source_id"], is, l["text"])
			}
		}
	})
}

// hostile names begin with, or hold, what a spreadsheet runs, or CSV or JSON obeys.
func hostile(t *rapid.T) string {
	return rapid.SampledFrom([]string{"=", "+", "-", "@", "a", "'", `"`, ",", "\n", ";"}).Draw(t, "first") +
		rapid.SampledFrom([]string{"", "1+1", "cmd|' /C calc'!A0", "SUM(A1)", `","x`, " <b> & 🙂", "'"}).Draw(t, "rest")
}

// No cell of any table is a formula, whatever the things of a study are called; what was
// put before it is taken off again.
func TestCellsAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := func() string { return hostile(t) }
		attributes := map[string]string{name(): name()}
		s := coding.NewStudy(coding.Study{Title: name(),
			Sources:       []*corpus.Source{{ID: "s", Name: name(), Text: "x", File: name(), Language: name(), Attributes: attributes}},
			Participants:  []*corpus.Participant{{ID: "p", Name: name(), Role: name(), Aliases: []string{name(), name()}, Attributes: attributes}},
			Organisations: []*corpus.Organisation{{ID: "o", Name: name(), Kind: name(), Attributes: attributes}},
			Cases:         []*corpus.CaseStudy{{ID: "c", Name: name(), Description: name(), Attributes: attributes}},
			Themes:        []*coding.Theme{{ID: "t", Name: name(), Definition: name(), Include: name(), Exclude: name(), Example: name(), Kind: name()}},
			Coders:        []*coding.Coder{{ID: "k", Name: name()}},
			Passages:      []coding.Passage{{ID: "a", Text: "x", Span: corpus.Span{Start: 0, End: 6}}},
			Tags:          []coding.Tag{{ID: "g", Passage: "a", Theme: "t", Coder: "k", Weight: 1e-7}},
			Memos:         []coding.Memo{{ID: "m", On: "t", Coder: "k", Text: name()}},
			Links:         []coding.Link{{ID: "l", From: "t", To: "a", Kind: name(), Note: name(), Coder: "k"}},
			Transcripts: map[corpus.TextID]*corpus.Transcript{"x": {Speakers: []corpus.Speaker{{Label: name(), Participant: "p"}}, Questions: []string{name()},
				Turns: []corpus.Turn{{Start: 0, Body: 0, End: 6, Question: 1}}}},
		})
		tables, err := Tables(context.Background(), s, codingtest.Texts{"x": {Body: "=1+1 🙂"}}, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			data, err := table.csv()
			if err != nil {
				t.Fatal(err)
			}
			harmless(t, table, data)
		}
	})
}

// harmless fails where a cell of a table is a formula, or is not what it was.
func harmless(t tester, table Table, data []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(table.Rows)+1 {
		t.Fatalf("%s: %d lines, want %d", table.Name, len(rows), len(table.Rows)+1)
	}
	for i, row := range rows[1:] {
		for c, cell := range row {
			if cell != "" && strings.Contains("=+-@", cell[:1]) {
				t.Fatalf("%s, %s: %q is a formula", table.Name, table.Fields[c].Name, cell)
			}
			if was, is := table.Rows[i][c].(string); is && !strings.HasPrefix(was, "'") && coding.Unharmed(cell) != strings.ReplaceAll(was, "\r\n", "\n") {
				t.Fatalf("%s, %s: %q, was %q", table.Name, table.Fields[c].Name, cell, was)
			}
		}
	}
}

// What a table says as CSV it says as Parquet.
func TestParquetSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := codingtest.Draw(t)
		tables, err := Tables(context.Background(), s, codingtest.Bodies(s), true)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			text, err := table.csv()
			if err != nil {
				t.Fatal(err)
			}
			binary, err := table.parquet()
			if err != nil {
				t.Fatal(err)
			}
			want, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want[1:], parquetLines(t, binary)); diff != "" {
				t.Fatalf("%s (-CSV +Parquet)\n%s", table.Name, diff)
			}
		}
	})
}

// parquetLines reads a file of Parquet as lines of CSV.
func parquetLines(t tester, data []byte) [][]string {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := [][]string{}
	for _, group := range file.RowGroups() {
		rows := make([]parquet.Row, group.NumRows())
		r := group.Rows()
		if n, _ := r.ReadRows(rows); n != len(rows) {
			t.Fatalf("%d rows of %d", n, len(rows))
		}
		r.Close()
		for _, row := range rows {
			line := make([]string, len(row))
			for i, v := range row {
				switch {
				case v.IsNull():
				case v.Kind() == parquet.Double:
					line[i] = strconv.FormatFloat(v.Double(), 'f', -1, 64)
				case v.Kind() == parquet.ByteArray:
					line[i] = coding.Harmless(v.String())
				default:
					line[i] = v.String()
				}
			}
			all = append(all, line)
		}
	}
	return all
}

// A place in characters is the number of characters before it, however long the text.
func TestCharacterCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "日", "🙂", "\n"}), 0, 9).Draw(t, "part"), "")
		body := strings.Repeat(part, rapid.SampledFrom([]int{1, 7, 200, 1024}).Draw(t, "times"))
		b := &builder{bodies: map[corpus.TextID]string{"x": body}, runes: map[corpus.TextID][]int32{}}
		for range 20 {
			at := rapid.IntRange(0, len(body)).Draw(t, "at")
			for at < len(body) && !utf8.RuneStart(body[at]) {
				at++
			}
			if got, want := b.character("x", at), utf8.RuneCountInString(body[:at]); got != want {
				t.Fatalf("byte %d of %d is character %d, want %d", at, len(body), got, want)
			}
		}
	})
}

// FuzzFiles writes a table of one line: its CSV, Parquet and dictionary can be read, and
// say what was written.
func FuzzFiles(f *testing.F) {
	f.Add("A study", "=1+1", "a")
	f.Add("", "", "\x00")
	f.Add("</script>", "'=x", "\xff\"\n,")
	f.Add("🙂", "\t", "-\r\n1")
	f.Fuzz(func(t *testing.T, title, value, description string) {
		table := Table{Name: "things", Description: description, Key: "id", Fields: []Field{text("id", description), text("value", ""), whole("n", "")},
			Rows: [][]any{{"1", value, 7}, {"2", nil, nil}}}
		files, err := Files(title, []Table{table})
		if err != nil {
			t.Fatal(err)
		}
		var dictionary struct {
			Title     string
			Resources []struct {
				Description string
				Schema      struct {
					Key    string `json:"primaryKey"`
					Fields []struct{ Name, Type, Description string }
				}
			}
		}
		for _, file := range files {
			switch file.Name {
			case "things.csv":
				if value == "" || !strings.Contains(value, "\r") { // which CSV does not tell from a line feed
					harmless(t, table, file.Data)
				}
			case "things.parquet":
				if got := parquetLines(t, file.Data); !cmp.Equal(got, [][]string{{"1", coding.Harmless(value), "7"}, {"2", "", ""}}) {
					t.Errorf("Parquet: %q", got)
				}
			case "datapackage.json":
				if err := json.Unmarshal(file.Data, &dictionary); err != nil {
					t.Fatal(err)
				}
			}
		}
		r := dictionary.Resources[0]
		if utf8.ValidString(title) && utf8.ValidString(description) && (dictionary.Title != title || r.Description != description+" The same is in things.parquet." || r.Schema.Key != "id" ||
			fmt.Sprint(r.Schema.Fields) != fmt.Sprintf("[{id string %s} {value string } {n integer }]", description)) {
			t.Errorf("dictionary: %+v", dictionary)
		}
	})
}
