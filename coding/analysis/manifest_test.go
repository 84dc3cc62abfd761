package analysis

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/matrix"
	"crosscase/coding/report"
)

// A manifest is read as it was written, and holds against the study it is of.
func FuzzReadManifest(f *testing.F) {
	s, _ := codingtest.Wide()
	m, err := matrix.New(s, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"case"}, Keep: true})
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if err := report.WriteJSON(&b, NewManifest(m, s)); err != nil {
		f.Fatal(err)
	}
	read, err := ReadManifest(b.Bytes())
	if err != nil {
		f.Fatal(err)
	}
	if changes := Verify(read, m, s); len(changes) > 0 {
		f.Fatalf("it holds, but %+v", changes)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"state": "x", "cells": [{"passages": [3]}]}`))
	f.Add([]byte(`{"state": "x", "rows": [[{"dimension": "theme", "id": "a"}]], "shown": [["0"], ["·"]]}`))
	f.Add([]byte(`{"state": "x", "shown": [["0", "0"]]}`))
	small := coding.NewStudy(coding.Study{})
	none, err := matrix.New(small, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"case"}, Keep: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if read, err := ReadManifest(data); err == nil {
			Verify(read, none, small)
		}
	})
}

// What a cell without passages shows is compared, where the manifest knows it: those
// that were written before it was noted say nothing of such cells.
func TestVerifyCellsWithoutPassages(t *testing.T) {
	complete := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	of := func(described time.Time, themes ...*coding.Theme) (*matrix.Matrix, *coding.Study) {
		s := codingtest.Room(func(s *coding.Study) {
			s.Themes = append(themes, &coding.Theme{ID: "c", Name: "Cost"}, &coding.Theme{ID: "t", Name: "Trust", Described: described})
			codingtest.Put(s, 2, 10, "t")
			s.Passages[0].Text = "paper"
			s.Readings = []coding.Reading{{Source: "meeting", Coder: "x", State: coding.Complete, At: complete}}
		})
		m, err := matrix.New(s, matrix.Options{Rows: []matrix.Dimension{matrix.Theme}, Cols: []matrix.Dimension{"source"}, Keep: true,
			Empty: true})
		if err != nil {
			t.Fatal(err)
		}
		return m, s
	}
	m, s := of(complete.Add(-time.Hour))
	f := NewManifest(m, s)
	if changes := Verify(f, m, s); len(changes) > 0 {
		t.Fatalf("it holds, but %+v", changes)
	}
	if now, is := of(complete.Add(-time.Minute)); Digest(is) == Digest(s) || len(Verify(f, now, is)) > 0 {
		t.Errorf("described at another time: the state is another one, and all cells hold")
	}
	now, is := of(complete.Add(time.Hour))
	changes := Verify(f, now, is)
	if len(changes) != 1 || changes[0].Row != "Trust" || changes[0].Column != "meeting" || changes[0].Then != "0" || changes[0].Now != "·" {
		t.Errorf("a theme that was described anew: %+v", changes)
	}
	back := Verify(NewManifest(now, is), m, s)
	if len(back) != 1 || back[0].Then != "·" || back[0].Now != "0" || !strings.Contains(back[0].Why[0], "found nothing") {
		t.Errorf("a source that was gone through since: %+v", back)
	}
	f.Rows, f.Columns, f.Shown = nil, nil, nil
	if changes := Verify(f, now, is); len(changes) > 0 {
		t.Errorf("a manifest that does not know of empty cells says %+v", changes)
	}
	m, s = of(complete, &coding.Theme{ID: "r", Name: "Rumours"})
	changes = Verify(NewManifest(m, s), now, is)
	if i := slices.IndexFunc(changes, func(c CellChange) bool { return c.Row == "Rumours" }); i < 0 || changes[i].Column != "Total" ||
		changes[i].Now != "not there" {
		t.Errorf("a theme without passages that was removed: %+v", changes)
	}
}
