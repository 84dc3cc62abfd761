package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/edit"
	"crosscase/coding/project"
	"crosscase/coding/secret"
	"crosscase/corpus"
)

// A project that is well is counted as the coder sees it; a copy of it holds the same.
func TestCheckAndBackup(t *testing.T) {
	d := coded(t)
	d.make("BM", "tag", tagged(d, "Trust", "With less money."))
	d.make("AK", "note", edit.NotePassage{Passage: "noted", Text: d.as("AK").Study.Sources[0].Text, Span: corpus.Span{End: 3}, MemoID: "memo", Memo: "Who?"})
	for _, tt := range []struct {
		s    *Session
		want Checked
	}{
		{d.as("AK"), Checked{File: "study.crosscase", Sources: 1, Passages: 2, Others: 1, Tags: 2}},
		{d.blind("BM"), Checked{File: "study.crosscase", Sources: 1, Passages: 1, Tags: 1}},
	} {
		got, err := tt.s.Check(t.Context())
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%v (-want +got)\n%s", err, diff)
		}
	}
	to := filepath.Join(t.TempDir(), "copy.crosscase")
	if err := d.as("AK").Backup(t.Context(), to, secret.To{}); err != nil {
		t.Fatal(err)
	}
	p, err := project.Open(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if got, want := holds(t, p), [3]int{1, 1, 2}; got != want {
		t.Errorf("the copy has %v sources, themes and tags, want %v", got, want)
	}
	if err := d.as("AK").Backup(t.Context(), to, secret.To{}); !errors.Is(err, os.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
}
