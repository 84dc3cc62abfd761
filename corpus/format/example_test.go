package format_test

import (
	"fmt"

	"crosscase/corpus"
	"crosscase/corpus/format"
)

func Example() {
	doc, err := format.Read("interview.html", []byte("<h1>Interview 3</h1><p><b>Roe:</b> How did it begin?<p><b>Penn:</b> With money."))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range doc.Blocks {
		kind := "paragraph"
		if b.Kind == corpus.HeadingBlock {
			kind = "heading"
		}
		fmt.Printf("%s: %s\n", kind, doc.Body[b.Span.Start:b.Span.End])
	}
	// Output:
	// heading: Interview 3
	// paragraph: Roe: How did it begin?
	// paragraph: Penn: With money.
}

func ExampleReadTable() {
	table, err := format.ReadTable("answers.csv", []byte("who;why\nPenn;\"money, mostly\"\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range table.Rows {
		fmt.Printf("line %d: %s is %q\n", r.Line, table.Columns[1], r.Values[1])
	}
	// Output: line 2: why is "money, mostly"
}

func ExampleDecode() {
	text, encoding, err := format.Decode([]byte("\x93Stra\xdfe\x94\r\n"))
	fmt.Printf("%q is %s, %v\n", text, encoding, err)
	// Output: "“Straße”\n" is windows-1252, <nil>
}
