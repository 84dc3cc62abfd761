package analysis_test

import (
	"context"
	"fmt"
	"os"

	"crosscase/coding"
	"crosscase/coding/analysis"
	"crosscase/coding/codingtest"
	"crosscase/coding/report"
)

// Asks for the cross-case matrix of a small study, and lists the passages behind one of its
// numbers.
func Example() {
	study := codingtest.Tagged(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "a")  // Roe, of Northmoor
		codingtest.Put(s, 12, 20, "a") // Penn, of Aldenshire
		codingtest.Put(s, 4, 18, "b")  // both
	})
	request := analysis.Named("matrix").Ask()
	if err := request.Set("cols", "organisation"); err != nil {
		fmt.Println(err)
		return
	}
	result, err := request.Run(context.Background(), study, analysis.Tools{Keep: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := result.Table.Write(os.Stdout, report.CSV, report.Screen{}); err != nil {
		fmt.Println(err)
		return
	}
	behind := study.Select(result.Matrix.Filter(2, 1))
	fmt.Println("passages behind the cell of B and Northmoor:", len(behind.Passages))
	// Output:
	// theme,Aldenshire,Northmoor,Total
	// A,1,1,2
	// A > D,0,0,0
	// B,1,1,1
	// C,0,0,0
	// x > y (z),0,0,0
	// Total,2,2,3
	// passages behind the cell of B and Northmoor: 1
}
