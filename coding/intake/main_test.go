package intake_test

import (
	"testing"

	"crosscase/corpus/draws"
)

// Each try of a law reads files.
func TestMain(m *testing.M) { draws.Main(m, 20) }
