package index_test

import (
	"context"
	"errors"
	"fmt"

	"crosscase/corpus"
	"crosscase/index"
)

// texts are texts in memory; a project is one of its own.
type texts map[corpus.TextID]corpus.Text

func (t texts) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) { return t[id], nil }

func Example() {
	text := corpus.Text{ID: "interview", Body: "Did you trust them?\nTrusting was the hard part."}
	transcript := &corpus.Transcript{
		Speakers: []corpus.Speaker{{Label: "Interviewer"}, {Label: "Roe"}},
		Turns:    []corpus.Turn{{Start: 0, Body: 0, End: 20, Speaker: 0}, {Start: 20, Body: 20, End: len(text.Body), Speaker: 1}},
	}
	sources := []index.Source{{
		Text: text.ID, Language: "en", Transcript: transcript,
		Facts: [][]corpus.Fact{nil, {{Name: "speaker", Value: "Interviewer"}}, {{Name: "speaker", Value: "Roe"}}},
	}}
	query, err := index.Parse("speaker:roe trust")
	if err != nil {
		fmt.Println(err)
		return
	}
	hits, err := index.Find(context.Background(), query, sources, texts{text.ID: text})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, hit := range hits {
		for _, span := range hit.Spans {
			fmt.Printf("turn %d: %q\n", hit.Turn+1, text.Body[span.Start:span.End])
		}
	}
	// Output: turn 2: "Trusting"
}

func ExampleParse() {
	_, err := index.Parse("trust AND (cost OR savings")
	fmt.Println(err)
	var at *index.SyntaxError
	if errors.As(err, &at) {
		fmt.Println("hint: " + at.Hint())
	}
	// Output:
	// query, character 11: this ( is not closed
	// hint: trust AND (cost OR savings
	//                 ^
}

func ExampleTokenizer() {
	tokenizer, err := index.NewTokenizer("en")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range tokenizer.Tokenize("The boards trusted us.") {
		fmt.Printf("%s, stem %s, stop word %v\n", w.Word, w.Stem, w.Stop)
	}
	// Output:
	// the, stem the, stop word true
	// boards, stem board, stop word false
	// trusted, stem trust, stop word false
	// us, stem us, stop word false
}
