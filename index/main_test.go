package index

import (
	"testing"

	"crosscase/corpus/draws"
)

// Each try of a law fills an index.
func TestMain(m *testing.M) { draws.Main(m, 30) }
