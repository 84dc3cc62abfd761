package reader

import (
	"flag"
	"os"
	"testing"
)

// Each try of a law works on a study of its own, so that a run tries fewer than the
// library's hundred; -rapid.checks says otherwise.
func TestMain(m *testing.M) {
	flag.Set("rapid.checks", "40")
	flag.Parse()
	os.Exit(m.Run())
}
