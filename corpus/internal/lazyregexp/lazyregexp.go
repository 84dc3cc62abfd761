// Package lazyregexp compiles regular expressions when they are first used, so that
// a program with many of them starts without delay.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles pattern on its first call and returns the
// same expression ever after. It panics on that call if pattern is not valid.
func New(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}
