package reader

import (
	"testing"

	"crosscase/corpus/draws"
)

// Each try of a law works on a study of its own.
func TestMain(m *testing.M) { draws.Main(m, 15) }
