package exchange_test

import (
	"flag"
	"os"
	"testing"
)

// Each try of a law makes a dozen projects on the disk, so that a run tries fewer than
// the library's hundred; -rapid.checks says otherwise.
func TestMain(m *testing.M) {
	flag.Set("rapid.checks", "30")
	flag.Parse()
	os.Exit(m.Run())
}
