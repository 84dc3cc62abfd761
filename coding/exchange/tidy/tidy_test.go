package tidy_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"crosscase/coding"
	"crosscase/coding/exchange/tidy"
	"crosscase/coding/matrix"
	"crosscase/corpus"
)

type texts map[corpus.TextID]string

func (x texts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	return corpus.Text{ID: id, Body: x[id]}, nil
}

// study has two organisations that speak with each other, a person of none, a document
// of one, themes in two levels, and words that are hard to write down.
func study() (*coding.Study, texts) {
	body := "Ann: 🙂 We saved, and saved.\n\nBob: =1+1 is what we trusted.\n\nCal: I belong nowhere."
	at := func(words string) corpus.Span {
		i := strings.Index(body, words)
		return corpus.Span{Start: i, End: i + len(words)}
	}
	bob, cal := strings.Index(body, "Bob"), strings.Index(body, "Cal")
	tr := &corpus.Transcript{Speakers: []corpus.Speaker{{Label: "Ann", Participant: "ann"}, {Label: "Bob", Participant: "bob"}, {Label: "Cal", Participant: "cal"}},
		Turns: []corpus.Turn{{Start: 0, Body: 5, End: bob - 2, Speaker: 0, From: corpus.NoTime, To: corpus.NoTime}, {Start: bob, Body: bob + 5, End: cal - 2, Speaker: 1, From: 90e9, To: corpus.NoTime}, {Start: cal, Body: cal + 5, End: len(body), Speaker: 2, From: corpus.NoTime, To: corpus.NoTime}}}
	tr.Words = corpus.WordStarts(body)
	plan := "A plan to save."
	s := coding.Study{Title: "A study",
		Sources: []*corpus.Source{{ID: "s1", Name: "=talk", Type: corpus.TypeMeeting, Case: "docks", Text: "x1", Attributes: map[string]string{"site": "a, b"}},
			{ID: "s2", Name: "plan", Type: corpus.TypeDocument, Organisation: "fire", Text: "x2"}},
		Transcripts:   map[corpus.TextID]*corpus.Transcript{"x1": tr, "x2": {Words: corpus.WordStarts(plan)}},
		Participants:  []*corpus.Participant{{ID: "ann", Name: "Ann", Organisation: "police"}, {ID: "bob", Name: "Bob", Organisation: "fire"}, {ID: "cal", Name: "Cal"}},
		Organisations: []*corpus.Organisation{{ID: "fire", Name: "Fire", Cases: []corpus.CaseID{"docks"}}, {ID: "police", Name: "Police", Kind: "police"}},
		Cases:         []*corpus.CaseStudy{{ID: "docks", Name: "Docks"}},
		Coders:        []*coding.Coder{{ID: "ak", Name: "AK"}, {ID: "jm", Name: "JM"}},
		Themes:        []*coding.Theme{{ID: "money", Name: "Money"}, {ID: "saving", Parent: "money", Name: "Saving > or not"}, {ID: "trust", Name: "Trust", Position: 1}, {ID: "unused", Name: "Unused", Position: 2}},
	}
	for i, p := range []struct {
		text   corpus.TextID
		span   corpus.Span
		themes []coding.ThemeID
	}{{"x1", at("We saved"), []coding.ThemeID{"saving", "money"}}, {"x1", at("🙂"), []coding.ThemeID{"trust"}}, {"x1", corpus.Span{Start: 5, End: bob + 12}, []coding.ThemeID{"trust", "saving"}},
		{"x1", corpus.Span{Start: bob + 5, End: len(body)}, []coding.ThemeID{"money"}}, {"x1", at("I belong"), []coding.ThemeID{"trust"}}, {"x2", corpus.Span{Start: 2, End: 6}, []coding.ThemeID{"saving"}}} {
		id := coding.PassageID(fmt.Sprint("p", i))
		s.Passages = append(s.Passages, coding.Passage{ID: id, Text: p.text, Span: p.span})
		for n, theme := range p.themes {
			s.Tags = append(s.Tags, coding.Tag{ID: coding.TagID(fmt.Sprint("t", i, n)), Passage: id, Theme: theme, Coder: []coding.CoderID{"ak", "jm"}[n%2]})
		}
	}
	return coding.NewStudy(s), texts{"x1": body, "x2": plan}
}

func files(t *testing.T, s *coding.Study, x texts, withTexts bool) (map[string][]byte, []tidy.Table) {
	t.Helper()
	tables, err := tidy.Tables(context.Background(), s, x, withTexts)
	if err != nil {
		t.Fatal(err)
	}
	all, err := tidy.Files(s.Title, tables)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string][]byte{}
	for _, f := range all {
		by[f.Name] = f.Data
	}
	return by, tables
}

// Each table is the same as CSV and as Parquet, and as the dictionary says; references
// lead somewhere.
func TestTables(t *testing.T) {
	s, x := study()
	by, tables := files(t, s, x, true)
	var dictionary struct {
		Resources []struct {
			Path   string
			Schema struct {
				Fields []struct{ Name, Type string }
			}
		}
	}
	if err := json.Unmarshal(by["datapackage.json"], &dictionary); err != nil {
		t.Fatal(err)
	}
	if len(dictionary.Resources) != len(tables) {
		t.Errorf("%d tables in the dictionary of %d", len(dictionary.Resources), len(tables))
	}
	keys := map[string]map[string]bool{}
	for _, table := range tables {
		keys[table.Name] = map[string]bool{}
		for i, f := range table.Fields {
			if f.Name == table.Key {
				for _, row := range table.Rows {
					if keys[table.Name][row[i].(string)] {
						t.Errorf("%s: %s is there twice", table.Name, row[i])
					}
					keys[table.Name][row[i].(string)] = true
				}
			}
		}
	}
	for n, table := range tables {
		lines, err := csv.NewReader(bytes.NewReader(by[table.Name+".csv"])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		file, err := parquet.OpenFile(bytes.NewReader(by[table.Name+".parquet"]), int64(len(by[table.Name+".parquet"])))
		if err != nil {
			t.Fatal(err)
		}
		if file.NumRows() != int64(len(table.Rows)) || len(lines) != len(table.Rows)+1 {
			t.Errorf("%s: %d lines, %d in Parquet; want %d", table.Name, len(lines)-1, file.NumRows(), len(table.Rows))
		}
		var columns []string
		for _, c := range file.Schema().Columns() {
			columns = append(columns, c[0])
		}
		if !slices.Equal(columns, lines[0]) {
			t.Errorf("%s: columns %v in CSV, %v in Parquet", table.Name, lines[0], columns)
		}
		for i, f := range dictionary.Resources[n].Schema.Fields {
			if f.Name != lines[0][i] {
				t.Errorf("%s: the dictionary has %s where the table has %s", table.Name, f.Name, lines[0][i])
			}
		}
		rows := make([]parquet.Row, len(table.Rows))
		if groups := file.RowGroups(); len(groups) > 0 {
			reader := groups[0].Rows()
			reader.ReadRows(rows)
			for i, row := range rows {
				for c, v := range row {
					want := table.Rows[i][c]
					if v.IsNull() != (want == nil) || want != nil && v.String() != fmt.Sprint(want) {
						t.Errorf("%s, line %d, %s: %v in Parquet, want %v", table.Name, i+1, columns[c], v, want)
					}
				}
			}
		}
		for i, f := range table.Fields {
			for _, row := range table.Rows {
				if f.References != "" && row[i] != nil && !keys[f.References][row[i].(string)] {
					t.Errorf("%s: %s %v is not in %s", table.Name, f.Name, row[i], f.References)
				}
			}
		}
	}
}

// Places are characters: slicing a text by them gives the words.
func TestCharacters(t *testing.T) {
	s, x := study()
	_, tables := files(t, s, x, true)
	sources := map[string][]rune{"s1": []rune(x["x1"]), "s2": []rune(x["x2"])}
	for _, table := range tables {
		if table.Name != "passages" {
			continue
		}
		for _, row := range table.Rows {
			if got := string(sources[row[1].(string)][row[2].(int):row[3].(int)]); got != row[7] {
				t.Errorf("%v to %v is %q, want %q", row[2], row[3], got, row[7])
			}
		}
	}
}

// Without texts no word of a source is in any file, and no formula in any table.
func TestWithoutTexts(t *testing.T) {
	s, x := study()
	by, _ := files(t, s, x, false)
	for name, data := range by {
		for _, word := range []string{"saved", "nowhere", "A plan"} {
			if bytes.Contains(data, []byte(word)) && !strings.HasPrefix(name, "matrix.") {
				t.Errorf("%s has %q in it", name, word)
			}
		}
	}
	if !bytes.Contains(by["sources.csv"], []byte("'=talk")) {
		t.Errorf("a name is a formula:\n%s", by["sources.csv"])
	}
}

// The scripts make the same matrix as crosscase of the tables.
func TestScripts(t *testing.T) {
	s, x := study()
	folder := t.TempDir()
	by, _ := files(t, s, x, false)
	for name, data := range by {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dims, err := matrix.ParseDimensions("case,organisation", s)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := matrix.ParseDimensions("theme", s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := matrix.New(s, matrix.Options{Rows: rows, Cols: dims})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"theme"}}
	for _, keys := range m.ColKeys {
		want[0] = append(want[0], keys[0].Label+": "+keys[1].Label)
	}
	for i, keys := range m.RowKeys {
		line := []string{keys[0].Path}
		for c := range m.ColKeys {
			line = append(line, fmt.Sprint(m.Cells[i][c].Passages))
		}
		want = append(want, line)
	}
	ran := 0
	for _, script := range [][]string{{"python3", "matrix.py"}, {"Rscript", "matrix.R"}} {
		if _, err := exec.LookPath(script[0]); err != nil {
			continue
		}
		ran++
		cmd := exec.Command(script[0], filepath.Join(folder, script[1]))
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s", script[1], err, errs.String())
		}
		got, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-crosscase +script)\n%s", script[1], diff)
		}
	}
	if ran == 0 && os.Getenv("CROSSCASE_SCRIPTS") != "" {
		t.Error("neither python3 nor Rscript is here")
	}
}
