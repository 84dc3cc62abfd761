package foreign

import (
	"flag"
	"os"
	"testing"
)

// Each try of a law makes a database on the disk, so that a run tries fewer than the
// library's hundred; -rapid.checks says otherwise.
func TestMain(m *testing.M) {
	flag.Set("rapid.checks", "25")
	flag.Parse()
	os.Exit(m.Run())
}
