package app

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
	"crosscase/corpus/format"
)

// quotesIn are the words at the places of the codings in exported plain files, in the
// file as it is read.
func quotesIn(t *testing.T, folder, file string) (quotes []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "texts", file))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := format.Read(file, data)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(filesIn(t, folder)["codings.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		from, err1 := strconv.Atoi(row[2])
		to, err2 := strconv.Atoi(row[3])
		if err1 != nil || err2 != nil {
			t.Fatal(row)
		}
		quotes = append(quotes, doc.Body[from:to])
	}
	return quotes
}

// Passages keep their places where others speak than the labels of a source say, also
// those over several turns and those whose words occur several times.
func TestExportPlainOtherSpeakers(t *testing.T) {
	const meeting = "Anna: Yeah . Yeah .\n\nBob: Yeah . Yeah . No.\n\nAnna: Yeah . Yeah .\n\nBob: Yeah .\n"
	split := func(d *desk) { d.did(d.as("AK").SplitParticipant(t.Context(), "Bob", "Robert", "m", "2")) }
	for _, tt := range []struct {
		name string
		does func(d *desk)
		want []string // the words of 1-2, of "Yeah . No." to "Yeah" in 3, of turn 4 and of the label in 2 with a word
	}{
		{"nothing", func(*desk) {}, []string{"Anna: Yeah . Yeah .\n\nBob: Yeah . Yeah . No.", "Bob: Yeah", "Yeah . No.\n\nAnna: Yeah", "Yeah ."}},
		{"split", split, []string{"Anna: Yeah . Yeah .\n\nRobert: Yeah . Yeah . No.", "Robert: Yeah", "Yeah . No.\n\nAnna: Yeah", "Yeah ."}},
		{"split twice", func(d *desk) {
			split(d)
			d.did(d.as("AK").SplitParticipant(t.Context(), "Anna", "Ann", "m", "3"))
		}, []string{"Anna: Yeah . Yeah .\n\nRobert: Yeah . Yeah . No.", "Robert: Yeah", "Yeah . No.\n\nAnn: Yeah", "Yeah ."}},
		{"assign", func(d *desk) { d.did(d.as("AK").AssignTurns(t.Context(), "Anna", "m", "2")) },
			[]string{"Anna: Yeah . Yeah .\n\nAnna: Yeah . Yeah . No.", "Anna: Yeah", "Yeah . No.\n\nAnna: Yeah", "Yeah ."}},
		{"nobody speaks", func(d *desk) { d.did(d.as("AK").AssignTurns(t.Context(), "(none)", "m", "2-4")) },
			[]string{"Anna: Yeah . Yeah .\n\nBob: Yeah . Yeah . No.", "Bob: Yeah", "Yeah . No.\n\nAnna: Yeah", "Yeah ."}}, // by a command
		{"merge", func(d *desk) {
			split(d)
			d.did(Participants().Merge(t.Context(), d.as("AK"), "Robert", "Anna"))
		}, []string{"Anna: Yeah . Yeah .\n\nAnna: Yeah . Yeah . No.", "Anna: Yeah", "Yeah . No.\n\nAnna: Yeah", "Yeah ."}},
		{"rename", func(d *desk) {
			split(d)
			d.did(Participants().Rename(t.Context(), d.as("AK"), "Anna", "Mary Ann"))
		}, []string{"Mary Ann: Yeah . Yeah .\n\nRobert: Yeah . Yeah . No.", "Robert: Yeah", "Yeah . No.\n\nMary Ann: Yeah", "Yeah ."}},
		{"rename alone", func(d *desk) { d.did(Participants().Rename(t.Context(), d.as("AK"), "Anna", "Mary Ann")) },
			[]string{"Mary Ann: Yeah . Yeah .\n\nBob: Yeah . Yeah . No.", "Bob: Yeah", "Yeah . No.\n\nMary Ann: Yeah", "Yeah ."}},
		{"a name that is no label", func(d *desk) {
			split(d)
			d.did(Participants().Rename(t.Context(), d.as("AK"), "Robert", "Dr. No: the second, as some say, and not the first"))
		}, []string{"Anna: Yeah . Yeah .\n\nBob: Yeah . Yeah . No.", "Bob: Yeah", "Yeah . No.\n\nAnna: Yeah", "Yeah ."}}, // by a command
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.make("AK", "clear", edit.RemoveSource{ID: d.as("AK").Study.Sources[0].ID})
			d.add("m", meeting)
			d.theme("X")
			text := d.as("AK").Study.Sources[0].Text
			for _, words := range []string{"Anna: Yeah . Yeah .\n\nBob: Yeah . Yeah . No.", "Yeah . No.\n\nAnna: Yeah", "Bob: Yeah", "Yeah .\n"} {
				start := strings.Index(meeting, words)
				if words == "Yeah .\n" {
					start = strings.LastIndex(meeting, words)
				}
				d.make("AK", "tag", edit.TagPassage{Passage: d.passage(), Text: text,
					Span: span(start, strings.TrimSuffix(words, "\n")), Tag: d.tagID(), Theme: "X"})
			}
			tt.does(d)
			to := filepath.Join(t.TempDir(), "out")
			x, err := d.as("AK").Export(t.Context(), ExportOptions{To: to})
			if err != nil || x.Codings != 4 {
				t.Fatal(x, err)
			}
			got := quotesIn(t, to, "m.txt")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Words of nobody stay nobody's where a project is made again of plain files: by captions,
// which alone tell where they begin, or by commands; a source of which neither is true is
// named.
func TestExportPlainNobodysTurns(t *testing.T) {
	const meeting = "Anna: Hello.\n\nBob: Yes.\n\nAnna: The date was moved.\n\nBob: So it was.\n"
	for _, tt := range []struct{ name, who, turns, file, command, others string }{
		{"as labels say", "Anna", "1", "m.txt", "", ""},
		{"words of nobody", "(none)", "3", "m.txt", `crosscase participant assign "(none)" --source m --turns 3`, ""},
		{"nobody after somebody", "(none)", "2,4", "m.txt", `crosscase participant assign "(none)" --source m --turns 2,4`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t)
			d.make("AK", "clear", edit.RemoveSource{ID: d.as("AK").Study.Sources[0].ID})
			d.add("m", meeting)
			d.did(d.as("AK").AssignTurns(t.Context(), tt.who, "m", tt.turns))
			to := filepath.Join(t.TempDir(), "out")
			x, err := d.as("AK").Export(t.Context(), ExportOptions{To: to})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(to, "texts", tt.file)); err != nil {
				t.Error(err)
			}
			if commands := filesIn(t, to)["commands.txt"]; !strings.Contains(commands, tt.command) || tt.command == "" && strings.Contains(commands, " assign ") {
				t.Errorf("want %q in\n%s", tt.command, commands)
			}
			if got := strings.Join(x.OtherTurns, ", "); got != tt.others {
				t.Errorf("with other turns: %q, want %q", got, tt.others)
			}
		})
	}
}

func (d *desk) passage() coding.PassageID { return coding.PassageID(d.newID()) }

func (d *desk) tagID() coding.TagID { return coding.TagID(d.newID()) }

func span(start int, words string) corpus.Span {
	return corpus.Span{Start: start, End: start + len(words)}
}

// What an export that fails has written goes again: a folder that it made with those on
// the way, and what it put into one that was empty.
func TestExportLeavesNothingBehind(t *testing.T) {
	for _, format := range []string{"plain", "qualcoder", "tidy"} {
		for _, made := range []bool{false, true} {
			d := coded(t)
			x := d.as("AK")
			x.Study.Sources = append(x.Study.Sources, &corpus.Source{ID: "lost", Name: "lost", Text: "lost"})
			root := t.TempDir()
			to := filepath.Join(root, "way", "out")
			if made {
				write(t, root, map[string]string{"way/kept.txt": "kept"})
				if err := os.Mkdir(to, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := x.Export(t.Context(), ExportOptions{To: to, Format: format}); err == nil {
				t.Fatalf("%s: a source without a text is exported", format)
			}
			entries, err := os.ReadDir(root)
			if err != nil || len(entries) != 0 && !made {
				t.Errorf("%s leaves %v, %v", format, entries, err)
			}
			if !made {
				continue
			}
			if entries, err := os.ReadDir(to); err != nil || len(entries) != 0 || filesIn(t, root)["way/kept.txt"] != "kept" {
				t.Errorf("%s leaves %v, %v", format, entries, err)
			}
		}
	}
}
