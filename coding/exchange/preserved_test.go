package exchange_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// drawn is a project with all that crosscase has no place for: a picture, a case of
// which nothing tells what it is, a set of codes, a link of a code to a picture, a drawing,
// a note on the project, and a case that is a code, too.
func drawn() *refi.Project {
	text := "On it all"
	return &refi.Project{Name: "Drawn", Origin: "Test", NoteRefs: []string{guid(notes, 1)},
		Users: []refi.User{{GUID: guid(users, 1), Name: "AK"}},
		Codes: []*refi.Code{{GUID: guid(codes, 1), Name: "Trust", Codable: true}, {GUID: guid(cases, 2), Name: "Site", Codable: true}},
		Cases: []*refi.Case{{GUID: guid(cases, 1), Name: "thing"}, {GUID: guid(cases, 2), Name: "Site"}},
		Sources: []*refi.Source{{Kind: refi.PictureSource, Path: "internal://map.jpg", Text: refi.Text{GUID: guid(sources, 1), Name: "map",
			Selections: []*refi.Selection{{GUID: guid(selections, 1), Box: [4]int{1, 2, 3, 4}, Codings: []*refi.Coding{{GUID: guid(codings, 1), Code: guid(codes, 1)}}}}}}},
		Notes:  []*refi.Text{{GUID: guid(notes, 1), Name: "Note", Content: &text}},
		Links:  []*refi.Link{{GUID: guid(links, 1), Name: "shows", Origin: guid(codes, 1), Target: guid(sources, 1)}},
		Sets:   []*refi.Set{{GUID: guid(sets, 1), Name: "Codes", Codes: []string{guid(codes, 1)}}},
		Graphs: []*refi.Graph{{GUID: guid(graphs, 1), Name: "Drawing", Vertices: []refi.Vertex{{GUID: guid(graphs, 2), X1: "1", Y1: "2", Represented: guid(codes, 1)}}}},
	}
}

// Of a project that was imported twice, and changed in between by the program that wrote
// it, everything is exported once, as it came last.
func TestTwoStatesOfAProject(t *testing.T) {
	files := exchange.Memory{"map.jpg": []byte("jpeg")}
	p := empty(t, t.TempDir())
	defer p.Close()
	bring(t, p, drawn(), files, exchange.Options{})
	later := drawn()
	later.Graphs[0].Name, later.Sets[0].Name, later.Cases[0].Description = "Drawing, later", "Codes, later", "more is known"
	bringAt(t, p, later, files, exchange.Options{}, monday.Add(time.Hour))
	if n := len(study(t, p).Preserved); n != 2 {
		t.Fatalf("%d projects are preserved, want 2", n)
	}
	back, _ := give(t, p, refi.Standard)
	want := modelOf(t, later, files, always(refi.Expected("Test")))
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(modelOf(t, back.Project, back, always(refi.Standard.Convention)), "\n")); diff != "" {
		t.Errorf("(-came last +went)\n%s", diff)
	}
}
