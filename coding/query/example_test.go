package query_test

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/coding/query"
)

// A code query becomes a condition of a filter, so what it finds can be listed and counted
// like everything else.
func ExampleParse() {
	study := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")
		codingtest.Put(s, 4, 8, "b") // within the first one
		codingtest.Put(s, 12, 20, "a")
	})
	q, err := query.Parse("A AND B")
	if err != nil {
		fmt.Println(err)
		return
	}
	where, err := q.Resolve(context.Background(), study, nil) // no text: condition, so no texts are needed
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range study.Select(coding.Filter{Where: where}).Passages {
		fmt.Println(study.Passages[p.Index].Span)
	}
	// Output:
	// 2:10
	// 4:8
}

// Filters are resolved from what was typed, as flags of commands and forms of pages are.
func ExampleNames_Resolve() {
	study := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")  // Roe, of Northmoor
		codingtest.Put(s, 12, 20, "a") // Penn, of Aldenshire
	})
	typed := query.Names{"theme": {"A"}, "organisation": {"aldenshire"}}
	filter, err := typed.Resolve(context.Background(), study, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(filter.Themes, filter.Organisations, len(study.Select(filter).Passages))
	// Output: [a] [A] 1
}

func ExampleQuote() {
	fmt.Println(query.Quote("int-03"), query.Quote("Cost > Savings"), query.Quote(`The "new" way`))
	// Output: int-03 "Cost > Savings" 'The "new" way'
}

func ExampleSplit() {
	for _, arg := range query.Split(`tag "Cost > Savings" --source int-03`) {
		fmt.Println(arg)
	}
	// Output:
	// tag
	// Cost > Savings
	// --source
	// int-03
}
