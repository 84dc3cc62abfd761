package project

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// Each table has checksums, but for those of which it is declared that they have none.
func TestTablesHaveChecksums(t *testing.T) {
	p := newProject(t)
	rows, err := p.db.Query("select name from sqlite_master where type = 'table'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(unsummed, name) == slices.Contains(p.kinds.summed, name) {
			t.Errorf("%s: with a checksum %v, without one %v", name, slices.Contains(p.kinds.summed, name), slices.Contains(unsummed, name))
		}
	}
}

// rich fills a project with at least one row of each table that has checksums.
func rich(t testing.TB, p *Project) {
	t.Helper()
	stocked(t, p)
	apply(t, p, memo("m", "t", "Why"), link("l", "trust", "money", "since"), summary("s", "trust", "id-0001", "All in all"),
		theme("old", "Old", ""), edit.MergeThemes{From: "old", Into: "money"},
		edit.MarkSource{Source: stockedSource, State: coding.InProgress, Turn: 1},
		edit.PutQuery{Query: coding.SavedQuery{ID: "q", Name: "Both", Expression: "Trust AND Money"}},
		edit.PutPreserved{Preserved: coding.Preserved{ID: "x", Name: "other", Document: sha(t, p)}},
		edit.Reject{ID: "r", Theme: "trust", Source: stockedSource, Words: "abc"},
		edit.AssignTurns{Text: stockedText, Turns: []int{0}},
		edit.MarkChanged{Text: stockedText, Span: corpus.Span{Start: 37, End: 47}, Was: "Without money"},
		edit.PutOrganisation{Organisation: corpus.Organisation{ID: "o", Name: "Police"}}, edit.PutCase{Case: corpus.CaseStudy{ID: "c", Name: "Force A"}})
}

// sha is the SHA-256 of an imported file.
func sha(t testing.TB, p *Project) (sha string) {
	t.Helper()
	if err := p.db.QueryRow("select sha256 from originals").Scan(&sha); err != nil {
		t.Fatal(err)
	}
	return sha
}

// Whatever column of whatever row changes behind the back of crosscase, Check says of what.
func TestCheckSeesEveryColumn(t *testing.T) {
	p := newProject(t)
	rich(t, p)
	whole(t, p)
	if _, err := p.db.Exec("pragma foreign_keys = off; pragma ignore_check_constraints = on"); err != nil {
		t.Fatal(err)
	}
	for _, name := range p.kinds.summed {
		var table *table
		var row fields
		err := p.read(ctx, func(w *writer) (err error) {
			ids, err := w.ids("select " + keyOf(name) + " from " + name + " limit 1")
			if err != nil || len(ids) == 0 {
				return fmt.Errorf("%s: no row, %v", name, err)
			}
			if row, err = w.row(name, ids[0]); err == nil {
				table, err = w.table(name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for column, value := range row {
			if err := table.holds(fields{column: value, sumColumn: table.sum(row)}); err == nil && len(row) > 1 && !onlyDefaults(table, row, column) {
				t.Errorf("%s.%s alone has the checksum of the row", name, column)
			}
			for _, other := range []any{nil, "", "x", int64(0), int64(7), []byte("x")} {
				changed := fields{}
				for c, v := range row {
					changed[c] = v
				}
				changed[column], changed[sumColumn] = other, table.sum(row)
				_, number := value.(float64)
				same := fmt.Sprintf("%T%v", other, other) == fmt.Sprintf("%T%v", value, value) || number && fmt.Sprint(other) == fmt.Sprint(value)
				if !same && table.holds(changed) == nil {
					t.Errorf("%s.%s: %#v in the place of %#v is not noticed", name, column, other, value)
				}
			}
		}
	}
}

func onlyDefaults(t *table, row fields, but string) bool {
	for c, v := range row {
		if c != but && !isDefault(v, t.defaults[c]) {
			return false
		}
	}
	return true
}

// Check names what changed as people know it.
func TestCheckNamesWhatChanged(t *testing.T) {
	for _, tt := range []struct{ damage, says string }{
		{"update themes set definition = 'What money cannot buy' where id = 'trust'", `theme "Trust": damaged (checksum mismatch)`},
		{"update sources set language = 'fr'", `source "int-1": damaged (checksum mismatch)`},
		{"update texts set body = replace(body, 'Roe', 'Rod')", `text of "int-1": damaged (checksum mismatch)`},
		{"update texts set pages = x'01'", `text of "int-1": damaged (checksum mismatch)`},
		{"update log set coder = 'BM' where number = 2", "log entry 2: damaged (checksum mismatch)"},
		{"update memos set text = 'Whz'", `memo on tag Trust on int-1: "With money", by AK: "Whz": damaged (checksum mismatch)`},
		{"update coders set name = 'AL'", `coder "AL": damaged (checksum mismatch)`},
		{"update tags set made_at = '2031-01-01T00:00:00Z'", `tag Trust on int-1: "With money", by AK: damaged (checksum mismatch)`},
		{"update project set title = ''", "project id: damaged (checksum mismatch)"},
		{"update themes set sum = null where id = 'money'", `theme "Money": damaged (checksum mismatch)`},
	} {
		t.Run(tt.damage, func(t *testing.T) {
			p := newProject(t)
			rich(t, p)
			if _, err := p.db.Exec(tt.damage); err != nil {
				t.Fatal(err)
			}
			if problems, err := p.Check(ctx); err != nil || !slices.Contains(problems, tt.says) {
				t.Errorf("problems %q, %v; want %q", problems, err, tt.says)
			}
		})
	}
}

// An edit of a row that is damaged would make the damage look sound.
func TestDamagedRowIsNotEdited(t *testing.T) {
	p := newProject(t)
	rich(t, p)
	if _, err := p.db.Exec("update themes set definition = 'x' where id = 'trust'"); err != nil {
		t.Fatal(err)
	}
	_, err := p.Apply(ctx, edit.Edit{Coder: "AK", At: monday, Changes: []edit.Change{theme("trust", "Confidence", "")}})
	if !errors.Is(err, coding.ErrDamaged) || !strings.Contains(coding.Hint(err), "restore") {
		t.Errorf("error %v, want one that wraps %v and hints at restore", err, coding.ErrDamaged)
	}
	if problems, _ := p.Check(ctx); len(problems) == 0 {
		t.Error("the damage is no longer noticed")
	}
}

// Neither a column that a later format adds nor the upgrade to it makes a checksum wrong, or a
// wrong one right.
func TestUpgradeKeepsChecksums(t *testing.T) {
	p := newProject(t)
	rich(t, p)
	if _, err := p.db.Exec("update themes set name = 'Trusu' where id = 'trust'"); err != nil {
		t.Fatal(err)
	}
	p.Close()
	e, err := openEngine(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	later, err := open(ctx, p.Path(), extended{e, "9999_extra.sql", `alter table themes add column motto text not null default 'none';
		alter table tags add column n integer not null default 3; alter table memos add column b blob not null default x'00';
		update links set kind = 'joins', sum = null`})
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	if problems, err := later.Check(ctx); err != nil || len(problems) != 1 || !strings.Contains(problems[0], `"Trusu"`) {
		t.Errorf("problems %q, %v; want that of the theme alone", problems, err)
	}
}

// Numbers have one checksum however the database gives them back.
func TestSumOfNumbers(t *testing.T) {
	table := &table{"tags", map[string]any{"suggested": int64(0)}}
	for _, same := range [][2]fields{
		{{"weight": 2.0}, {"weight": int64(2)}},
		{{"weight": 0.0}, {"weight": int64(0)}},
		{{"id": "t"}, {"id": "t", "suggested": int64(0)}},
	} {
		if a, b := table.sum(same[0]), table.sum(same[1]); a != b {
			t.Errorf("%v has %d, %v has %d", same[0], a, same[1], b)
		}
	}
	for _, others := range [][2]fields{
		{{"weight": 2.5}, {"weight": int64(2)}},
		{{"id": "t", "theme": ""}, {"id": "t"}},
		{{"id": "ab"}, {"id": "a", "ib": ""}},
		{{"id": "1"}, {"id": int64(1)}},
		{{"id": "x"}, {"id": []byte("x")}},
	} {
		if a, b := table.sum(others[0]), table.sum(others[1]); a == b {
			t.Errorf("%v and %v both have %d", others[0], others[1], a)
		}
	}
}
