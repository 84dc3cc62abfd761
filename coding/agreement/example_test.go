package agreement_test

import (
	"fmt"

	"crosscase/coding/agreement"
)

func Example() {
	// Two coders looked at ten passages; 1 is where they saw the theme. Krippendorff
	// (2011) gives α = 0.095 for these ratings.
	r := agreement.New([][]int{
		{0, 1, 0, 0, 0, 0, 0, 0, 1, 0},
		{1, 1, 1, 0, 0, 1, 0, 0, 0, 0},
	})
	sums := r.Sums()
	fmt.Printf("agreement %.2f, α %.3f\n", sums.PercentAgreement(), sums.Krippendorff())
	// Output: agreement 0.60, α 0.095
}

// A row can stand for many units, such as the characters of a passage. Units that
// nobody marked are only counted.
func ExampleRatings_Mark() {
	units := &agreement.Units{Coders: 2}
	turn := units.Add(10_000, nil)
	r := &agreement.Ratings{Units: units, Categories: 2}
	r.Mark(turn, 500, 1, 1) // both coders tagged these characters
	r.Mark(turn, 500, 1, 0) // only the first
	r.Mark(turn, 500, 0, 1) // only the second
	sums := r.Sums()
	fmt.Printf("agreement %.2f, Holsti %.2f, κ %.2f\n", sums.PercentAgreement(), sums.Holsti(), sums.Cohen())
	// Output: agreement 0.90, Holsti 0.50, κ 0.44
}

// A coefficient that is not defined is NaN.
func ExampleCoefficient() {
	nobodyMarked := agreement.New([][]int{{0, 0, 0}, {0, 0, 0}})
	for _, c := range agreement.Coefficients {
		fmt.Printf("%s: %.2f\n", c.Name, c.Of(nobodyMarked.Sums()))
	}
	// Output:
	// agreement: 1.00
	// Holsti: NaN
	// Cohen's κ: NaN
	// Scott's π: NaN
	// Fleiss' κ: NaN
	// Brennan–Prediger κ: 1.00
	// Gwet's AC1: 1.00
	// Krippendorff's α: NaN
}

func ExampleBootstrap() {
	r := agreement.New([][]int{
		{0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1},
		{1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1},
	})
	intervals := agreement.Bootstrap(r.Units, []*agreement.Ratings{r}, 1000, 1)
	fmt.Printf("agreement %.2f, 95 %% CI %.2f to %.2f\n", r.Sums().PercentAgreement(), intervals[0][0].Low, intervals[0][0].High)
	// Output: agreement 0.75, 95 % CI 0.50 to 1.00
}
