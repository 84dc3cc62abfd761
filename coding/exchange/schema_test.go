package exchange_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding/edit/edittest"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
)

// What is written is valid by the standard's own schema, where that and xmllint are at
// hand: of the samples, of random studies and of random projects of other programs.
func TestValid(t *testing.T) {
	schema := filepath.Join(os.Getenv("CROSSCASE_REFI"), "Project.xsd")
	if _, err := os.Stat(schema); err != nil || os.Getenv("CROSSCASE_REFI") == "" {
		t.Skip("CROSSCASE_REFI names no folder with the schema")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("no xmllint")
	}
	folder := t.TempDir()
	n := 0
	var files []string
	write := func(t tester, p *refi.Project) {
		n++
		name := filepath.Join(folder, fmt.Sprintf("%d.xml", n))
		var b bytes.Buffer
		if _, err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	samples, _ := filepath.Glob(filepath.Join(os.Getenv("CROSSCASE_REFI"), "samples", "*.qd[pe]*"))
	for _, f := range samples {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p, err := refi.ReadPackage(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			continue // the one that is none
		}
		in := &edittest.Memory{}
		bring(t, in, p.Project, p, exchange.Options{})
		for _, profile := range refi.Profiles() {
			back, _ := give(t, in, profile)
			write(t, back.Project)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := empty(t, folder)
		defer p.Close()
		randomStudy(t, p)
		back, _ := give(t, p, refi.Standard)
		write(t, back.Project)
	})
	rapid.Check(t, func(t *rapid.T) {
		doc, memory, c := foreign(t)
		p := &edittest.Memory{}
		bring(t, p, doc, memory, exchange.Options{Positions: map[string]refi.Convention{"": c}})
		back, _ := give(t, p, refi.Standard)
		write(t, back.Project)
	})
	out, err := exec.Command("xmllint", append([]string{"--noout", "--schema", schema}, files...)...).CombinedOutput()
	if err != nil {
		t.Errorf("%d files: %v\n%.3000s", len(files), err, bytes.ReplaceAll(out, []byte(" validates\n"), nil))
	}
}
