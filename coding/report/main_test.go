package report_test

import (
	"testing"

	"crosscase/corpus/draws"
)

// Each try of a law writes files.
func TestMain(m *testing.M) { draws.Main(m, 40) }
