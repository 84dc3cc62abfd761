// Package draws says how many random cases the tests of laws draw.
//
// Tests run many times a day, so a run tries each law with few cases. The environment
// variable CROSSCASE_DRAWS=20 makes that twenty times as many. Tests call [Times] where they
// draw cases themselves, and [Main] where package rapid does.
package draws

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"
)

const variable = "CROSSCASE_DRAWS"

// Times returns n, or as many times n as the environment asks for. It panics where that is
// not a whole number above 0.
func Times[N int | uint64](n N) N {
	asked := os.Getenv(variable)
	if asked == "" {
		return n
	}
	times, err := strconv.Atoi(asked)
	if err != nil || times < 1 {
		panic(fmt.Sprintf("%s=%q: not a whole number above 0", variable, asked))
	}
	return N(times) * n
}

// Main runs the tests of a package and exits. Package rapid tries each law with [Times](n)
// cases, a fifth of them with -short; its own settings, -rapid.checks and RAPID_CHECKS,
// come first.
func Main(m *testing.M, n int) {
	if _, ok := os.LookupEnv("RAPID_CHECKS"); !ok {
		if err := flag.Set("rapid.checks", strconv.Itoa(Times(n))); err != nil {
			panic(err)
		}
	}
	flag.Parse()
	os.Exit(m.Run())
}
