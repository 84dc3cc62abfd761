package coding_test

import (
	"fmt"

	"crosscase/coding"
	"crosscase/coding/codingtest"
	"crosscase/corpus"
)

// In a meeting of two organisations, a passage counts for those who speak in it.
func ExampleStudy_Select() {
	study := codingtest.Room(func(s *coding.Study) {
		codingtest.Put(s, 2, 10, "t")  // Roe, of Northmoor
		codingtest.Put(s, 12, 20, "t") // Penn, of Aldenshire
		codingtest.Put(s, 4, 18, "t")  // both
	})
	found := study.Select(coding.Filter{
		Themes:        []coding.ThemeID{"t"},
		Organisations: []corpus.OrganisationID{"N"},
	})
	for _, p := range found.Passages {
		fmt.Println(study.Passages[p.Index].Span)
	}
	fmt.Println("straddling:", found.Straddling)
	// Output:
	// 2:10
	// 4:18
	// straddling: 1
}

// Themes are found by their name, or by their path where the name alone is ambiguous.
func ExampleStudy_FindTheme() {
	study := codingtest.Codebook()
	theme, err := study.FindTheme("Cost > Savings")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(study.Path(theme.ID))

	_, err = study.FindTheme("Truts")
	fmt.Println(err)
	fmt.Println(coding.Hint(err))
	// Output:
	// Cost > Savings
	// theme "Truts": unknown
	// did you mean "Trust"?
}
