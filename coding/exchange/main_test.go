package exchange_test

import (
	"testing"

	"crosscase/corpus/draws"
)

// Each try of a law takes a project of its own.
func TestMain(m *testing.M) { draws.Main(m, 12) }
