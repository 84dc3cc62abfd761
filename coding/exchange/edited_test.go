package exchange_test

import (
	"bytes"

	"crosscase/coding/edit"
	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/coding/merge"
	"crosscase/coding/project"
)

// importInto brings a document into a project in memory.
func importInto(t tester, m *edittest.Memory, doc *refi.Project, files exchange.Files, options exchange.Options) *exchange.Imported {
	t.Helper()
	a, err := exchange.Import(doc, files, "file.qdpx", options, monday)
	if err != nil {
		t.Fatal(err)
	}
	j, err := a.Merge(ctx, merge.Side{Study: m.Study(), Texts: m, Original: m.Original}, func(string) bool { return false }, project.NewID)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Apply(edit.Edit{Coder: "BM", At: monday, What: "import", Changes: j.Changes}); err != nil {
		t.Fatal(err)
	}
	return a
}

// exported is what a project in memory is in an archive for a program, read again.
func exported(t tester, m *edittest.Memory, profile refi.Profile) (bare, *exchange.Report) {
	t.Helper()
	doc, files, report, err := exchange.Export(ctx, exchange.Contents{Study: m.Study(), Texts: m, Original: m.Original}, profile, "crosscase test")
	if err != nil {
		t.Fatal(err)
	}
	return archived(t, doc, files), report
}

// archived is a document with its files as an archive, read again; nothing of it may have to
// be mended.
func archived(t tester, doc *refi.Project, files []refi.File) bare {
	t.Helper()
	var b bytes.Buffer
	if _, err := refi.WritePackage(&b, doc, files); err != nil {
		t.Fatal(err)
	}
	back, err := refi.ReadPackage(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Found) > 0 {
		t.Fatalf("what was written had to be mended: %v", back.Found)
	}
	return bare{back}
}
