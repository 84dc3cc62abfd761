package transcript_test

import (
	"fmt"

	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

func ExampleFind() {
	doc, err := format.Read("interview.txt", []byte(`Interviewer: How did it begin?

Penn: With money. Nobody had any.

Interviewer: And then?

Penn: Then came trust.
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("layout", found.Layout)
	for _, turn := range found.Turns {
		fmt.Printf("%s: %q\n", found.Speakers[turn.Speaker].Label, doc.Body[turn.Body:turn.End])
	}
	// Output:
	// layout colon
	// Interviewer: "How did it begin?"
	// Penn: "With money. Nobody had any."
	// Interviewer: "And then?"
	// Penn: "Then came trust."
}

func ExampleFind_attendees() {
	doc, err := format.Read("minutes.txt", []byte(`Present: Jane Roe (Northmoor Police); James Penn (Fire and Rescue)

Ms Roe reported a delay.

Mr Penn asked who would pay.

Action: Roe to ask the council.
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range found.People {
		fmt.Printf("%s of %s\n", p.Name, p.Organisation)
	}
	// Output:
	// Jane Roe of Northmoor Police
	// James Penn of Fire and Rescue
}
