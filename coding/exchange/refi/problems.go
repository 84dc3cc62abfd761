package refi

import "fmt"

// A Problem is something in a file that was left out or repaired.
type Problem struct {
	What    string // as "identifier missing: a new one was made"
	Count   int
	Example string // where it first occurred
}

// Describe returns the problem as one line.
func (p Problem) Describe() string {
	if p.Count == 1 {
		return fmt.Sprintf("%s (%s)", p.What, p.Example)
	}
	return fmt.Sprintf("%s: %d times (first %s)", p.What, p.Count, p.Example)
}

// Problems counts problems by kind. The zero value is ready to use.
type Problems struct {
	order []string
	by    map[string]*Problem
}

// Add counts a problem once.
func (p *Problems) Add(what, example string) { p.AddN(what, 1, example) }

// AddN counts a problem n times. The example of its first occurrence is kept.
func (p *Problems) AddN(what string, n int, example string) {
	if n == 0 {
		return
	}
	if p.by == nil {
		p.by = map[string]*Problem{}
	}
	if p.by[what] == nil {
		p.by[what] = &Problem{What: what, Example: example}
		p.order = append(p.order, what)
	}
	p.by[what].Count += n
}

// All returns the problems in the order in which they first occurred.
func (p *Problems) All() (all []Problem) {
	for _, what := range p.order {
		all = append(all, *p.by[what])
	}
	return all
}
