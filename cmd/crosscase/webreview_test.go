package main

import (
	"testing"
	"time"

	"crosscase/cmd/crosscase/workbench"
	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
)

// A passage that changed with its text shows in the reader what it was, and is accepted by
// a button or a key; the codebook beside the text counts those that are left.
func TestReviewInTheBrowser(t *testing.T) {
	t.Parallel()
	file := demoFile(t)
	pr, err := project.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := pr.Study(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	src, err := s.FindSource("int-05")
	if err != nil {
		t.Fatal(err)
	}
	var changes []edit.Change
	var ids []coding.PassageID
	for _, p := range s.Passages {
		if p.Text == src.Text && len(ids) < 3 {
			ids = append(ids, p.ID)
			changes = append(changes, edit.MarkChanged{Text: p.Text, Span: p.Span, Was: "what was marked"})
		}
	}
	if _, err := pr.Apply(t.Context(), edit.Edit{Coder: "RW", At: time.Now(), What: "correct", Changes: changes}); err != nil {
		t.Fatal(err)
	}
	pr.Close()

	b := serve(t, file, func(o *workbench.Options) { o.Coder = "RW" })
	p := newTab(t, b.address)
	p.go_("/sources/int-05?passage=" + string(ids[0]))
	p.ready()
	p.wait(`document.querySelector("#card .warn")?.innerText.includes("“what was marked”")`)
	p.wait(`document.querySelector("#tree-note").innerText.includes("to be reviewed: 3")`)
	p.click("#card .warn button")
	p.wait(`document.querySelector("#tree-note").innerText.includes("to be reviewed: 2") && !document.querySelector("#card .warn")`)
	p.go_("/sources/int-05?passage=" + string(ids[1]))
	p.ready()
	p.wait(`document.querySelector("#card .warn")`)
	p.keys("A")
	p.wait(`document.querySelector("#tree-note").innerText.includes("to be reviewed: 1") && !document.querySelector("#card .warn")`)
	p.go_("/passages?changed=1")
	p.wait(`document.body.innerText.includes("1 passage to be reviewed")`)
	p.click(".quote .warn button")
	p.wait(`document.body.innerText.includes("0 passages to be reviewed")`)
}
