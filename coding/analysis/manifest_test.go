package analysis

import (
	"bytes"
	"testing"

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
