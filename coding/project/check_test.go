package project

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"crosscase/coding/edit"
	"crosscase/corpus"
)

// damages are what may become of a file, by hand or by a broken disk, and what Check says.
var damages = []struct{ damage, says string }{
	{"update passages set quote = 'other words'", `passage int-1: "other words": stands on "With money", but "other words" was marked`},
	{"update passages set start_byte = 51, end_byte = 60", `passage int-1: "With money": no such stretch of the text: 51:60`},
	{"update passages set end_byte = 9999", `passage int-1: "With money": no such stretch of the text: 37:9999`},
	{"update texts set body = replace(body, 'money', 'honey and more of it')", `passage int-1: "With money": stands on`},
	{"update originals set bytes = x'00'", "its bytes have changed"},
	{"update texts set turns = x'05'", "break off"},
	{"update texts set words = x'05'", "break off"},
	{"insert into memos (id, on_id, coder, made_at, text) select 'm', 'gone', id, '', 'x' from coders limit 1",
		"memo on something: \"x\": on something that is not there"},
	{"insert into links (id, from_id, to_id, kind, note, coder, made_at) select 'l', 'trust', 'gone', 'k', '', id, '' from coders limit 1", "link \"theme Trust k something\": joins something that is not there"},
	{"insert into summaries (id, theme, on_id, coder, made_at, text) select 's', 'trust', 'gone', id, '', 'x' from coders limit 1",
		"summary of Trust and something: \"x\": of something that is not there"},
	{"update tags set about = 'gone'", "tag Trust on int-1: \"With money\", by AK: about an organisation that is not there"},
	{"update themes set parent = 'gone' where id = 'money'", "theme \"Money\": below one that is not there"},
	{"insert into coders (id, name, alias_of) values ('c', 'C', 'gone')", "coder \"C\": another name of nobody"},
	{"pragma foreign_keys = off; update tags set theme = 'gone'", `on int-1: "With money", by AK: names a theme that is not there`},
	{"delete from speakers where number = 1 and text = 'id-0002'", `text of "int-1": turn 2: no speaker 1`},
}

func TestCheckSeesDamage(t *testing.T) {
	for _, tt := range damages {
		t.Run(tt.damage, func(t *testing.T) {
			p := newProject(t)
			stocked(t, p)
			whole(t, p)
			if _, err := p.db.Exec(tt.damage); err != nil {
				t.Fatal(err)
			}
			problems, err := p.Check(ctx)
			if err != nil || !slices.ContainsFunc(problems, func(s string) bool { return strings.Contains(s, tt.says) }) {
				t.Errorf("problems %q, %v; want %q", problems, err, tt.says)
			}
		})
	}
}

// A damaged value is an error when the study is read, not a study without it.
func TestDamagedStudyIsNotRead(t *testing.T) {
	for _, damage := range []string{
		"update texts set turns = x'05'",
		"update texts set words = x'05'",
		"update tags set made_at = 'yesterday'",
		"update tags set weight = 'heavy'",
		"update passages set start_byte = 'here'",
		"update themes set made_at = 'yesterday'",
		"insert into said (id, text, turn, speaker) values ('x', 'id-0002', 0, 99)",
		"delete from project",
		"pragma foreign_keys = off; update tags set coder = 'gone'",
		"pragma foreign_keys = off; update tags set theme = 'gone'",
		"pragma foreign_keys = off; update tags set passage = 'gone'",
		"pragma foreign_keys = off; update speakers set participant = 'gone'",
		"pragma foreign_keys = off; update sources set text = 'gone'",
		"pragma foreign_keys = off; update sources set case_study = 'gone'",
		"pragma foreign_keys = off; delete from coders",
		"update passages set end_byte = 9999",
		"update passages set start_byte = -1",
		"update passages set end_byte = start_byte",
		"update texts set body = substr(body, 1, 20)",
		"update themes set parent = case id when 'trust' then 'money' else 'trust' end", // a ring
	} {
		t.Run(damage, func(t *testing.T) {
			p := newProject(t)
			stocked(t, p)
			if _, err := p.db.Exec(damage); err != nil {
				t.Fatal(err)
			}
			if s, err := p.Study(ctx); err == nil || s != nil {
				t.Errorf("study %v, %v; want an error alone", s, err)
			}
		})
	}
}

// A damaged entry of the log is an error for who asks for it; all else works on.
func TestDamagedLog(t *testing.T) {
	p := newProject(t)
	stocked(t, p)
	number := apply(t, p, memo("m", "t", "Why"))
	if _, err := p.db.Exec("update log set rows = x'0102' where number = 1"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.Details(ctx, 1); err == nil {
		t.Error("details of a damaged entry are given")
	}
	if _, err := p.Since(ctx, 0); err == nil {
		t.Error("a difference over a damaged entry is given")
	}
	if _, err := p.Undo(ctx, "AK", monday, 1); err == nil {
		t.Error("a damaged entry is taken back")
	}
	apply(t, p, edit.RemoveSource{ID: stockedSource})
	if _, all, err := p.Details(ctx, number); err != nil || len(all) != 1 || !strings.Contains(fmt.Sprint(all), "memo") {
		t.Errorf("details of what is gone, with a damaged entry before: %v, %v", all, err)
	}
	if _, err := p.db.Exec("update log set made_at = 'yesterday' where number = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Log(ctx); err == nil {
		t.Error("a log without a date is read")
	}
}

func TestCodec(t *testing.T) {
	turns := []corpus.Turn{{Start: 0, Body: 5, End: 9, Kind: corpus.TurnKind(1), Speaker: 2, From: 0, To: 1},
		{Start: 11, Body: 11, End: 1 << 20, Speaker: -1, From: corpus.NoTime, To: corpus.NoTime}}
	got, err := decodeTurns(encodeTurns(turns))
	if err != nil || !slices.Equal(turns, got) {
		t.Errorf("turns %+v, %v; want %+v", got, err, turns)
	}
	words := []int32{0, 1, 200, 1 << 20}
	if got, err := decodeWords(encodeWords(words)); err != nil || !slices.Equal(words, got) {
		t.Errorf("words %v, %v; want %v", got, err, words)
	}
	if got, err := decodeWords(nil); err != nil || got != nil {
		t.Errorf("of nothing: %v, %v", got, err)
	}
	for name, b := range map[string][]byte{"cut off": encodeTurns(turns)[:4], "more than there are bytes": {200, 1, 0}, "empty": {}} {
		if got, err := decodeTurns(b); err == nil {
			t.Errorf("%s: %v, want an error", name, got)
		}
	}
	tr := corpus.Transcript{Questions: []string{"Why?"}, Turns: make([]corpus.Turn, 2)}
	if err := decodeAnswers([]byte{1, 2}, &tr); err == nil {
		t.Error("a turn answers a question that is not there")
	}
}
