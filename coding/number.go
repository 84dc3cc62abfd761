package coding

import (
	"math"
	"strconv"
	"strings"
)

// ParseNumber reads a number as people and spreadsheets write it: with a point or a
// comma before the decimals, and blanks around it. It is the one judge of what is a
// number, for attributes, weights and queries alike. ok is false for everything else,
// infinity and thousands in groups included.
func ParseNumber(s string) (x float64, ok bool) {
	s = strings.TrimSpace(s)
	if strings.Trim(s, "+-0123456789.,eE") != "" { // of the letters that [strconv] knows, as in inf or 0x1p-2
		return 0, false
	}
	x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, false
	}
	return x, true
}
