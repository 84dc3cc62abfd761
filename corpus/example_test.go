package corpus_test

import (
	"fmt"
	"time"

	"crosscase/corpus"
)

// A short interview, as package transcript would find its turns.
func interview() (corpus.Text, *corpus.Transcript) {
	text := corpus.Text{Body: "Roe: How did it begin?\nPenn: With money. Then came trust."}
	return text, &corpus.Transcript{
		Speakers: []corpus.Speaker{{Label: "Roe"}, {Label: "Penn"}},
		Turns: []corpus.Turn{
			{Start: 0, Body: 5, End: 22, Speaker: 0, From: corpus.NoTime, To: corpus.NoTime},
			{Start: 23, Body: 29, End: 57, Speaker: 1, From: corpus.NoTime, To: corpus.NoTime},
		},
		Words: corpus.WordStarts(text.Body),
	}
}

func Example() {
	text, transcript := interview()
	for i, turn := range transcript.Turns {
		words, err := text.Quote(turn.Words())
		if err != nil {
			fmt.Println(err)
			return
		}
		speaker := transcript.Speakers[turn.Speaker].Label
		fmt.Printf("%s said %q in %d words.\n", speaker, words, transcript.TurnWords(i))
	}
	// Output:
	// Roe said "How did it begin?" in 4 words.
	// Penn said "With money. Then came trust." in 5 words.
}

func ExampleTranscript_TurnsIn() {
	_, transcript := interview()
	first, last := transcript.TurnsIn(corpus.Span{Start: 15, End: 40})
	fmt.Printf("turns %d to %d\n", first+1, last)
	// Output: turns 1 to 2
}

func ExampleFinder_Find() {
	finder := corpus.Finder{Text: corpus.Text{Body: "“We can’t\nwait”, she said. Nobody could wait."}}
	for _, place := range finder.Find(`"we can't wait"`) {
		fmt.Println(place)
	}
	// Output: 0:21
}

func ExampleCarry() {
	old := corpus.Text{Body: "It began with mony. Nobody had any."}
	corrected := corpus.Text{Body: "It all began with money. Nobody had any."}
	spans := []corpus.Span{{Start: 20, End: 35}, {Start: 3, End: 18}}
	for i, c := range corpus.Carry(old, corrected, spans) {
		words, _ := old.Quote(spans[i])
		fmt.Printf("%q is %s", words, c.Outcome)
		if c.Outcome == corpus.Detached {
			fmt.Printf("; near %q", corrected.Body[c.Near.Start:c.Near.End])
		}
		fmt.Println()
	}
	// Output:
	// "Nobody had any." is unchanged
	// "began with mony" is detached; near "all began with money"
}

func ExampleText_Sentences() {
	text := corpus.Text{Body: "Dr. Roe came at 3.15. So did Supt. Hale!"}
	for _, s := range text.Sentences(corpus.Span{Start: 0, End: len(text.Body)}) {
		fmt.Println(text.Body[s.Start:s.End])
	}
	// Output:
	// Dr. Roe came at 3.15.
	// So did Supt. Hale!
}

func ExampleFindDate() {
	fmt.Println(corpus.FindDate("minutes-14.3.2019.docx"))
	fmt.Println(corpus.FindDate("Board, March 14, 2019"))
	fmt.Printf("%q\n", corpus.FindDate("3/4/2019")) // April or March
	// Output:
	// 2019-03-14
	// 2019-03-14
	// ""
}

func ExampleParseTime() {
	at, ok := corpus.ParseTime("62:03.5")
	fmt.Println(at, ok, corpus.FormatTime(at))
	fmt.Println(corpus.FormatTime(90*time.Minute + 5*time.Second))
	// Output:
	// 1h2m3.5s true 01:02:03
	// 01:30:05
}
