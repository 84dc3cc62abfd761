package index

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"crosscase/corpus"
	"crosscase/corpus/format"
	"crosscase/corpus/transcript"
)

var ctx = context.Background()

// library is sources in memory, as a study has them.
type library struct {
	sources []Source
	texts   map[corpus.TextID]corpus.Text
}

func (l *library) Text(_ context.Context, id corpus.TextID) (corpus.Text, error) {
	t, ok := l.texts[id]
	if !ok {
		return t, errors.New("no such text")
	}
	return t, nil
}

// add adds a transcript; each speaker's organisation is the speaker's name with
// "shire" after it.
func (l *library) add(t testing.TB, language, body string) {
	t.Helper()
	doc, err := format.Read("a.txt", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	found, err := transcript.Find(doc, transcript.Options{})
	if err != nil {
		t.Fatal(err)
	}
	facts := [][]corpus.Fact{{{Name: "type", Value: "document"}}}
	for _, s := range found.Transcript.Speakers {
		facts = append(facts, []corpus.Fact{{Name: "speaker", Value: s.Label}, {Name: "organisation", Value: s.Label + "shire"}})
	}
	l.put(language, doc.Body, &found.Transcript, facts)
}

// put adds a source as it is.
func (l *library) put(language, body string, tr *corpus.Transcript, facts [][]corpus.Fact) {
	if l.texts == nil {
		l.texts = map[corpus.TextID]corpus.Text{}
	}
	id := corpus.TextID(fmt.Sprintf("text-%04d", len(l.texts)))
	l.texts[id] = corpus.Text{ID: id, Body: body}
	l.sources = append(l.sources, Source{id, language, tr, facts})
}

// matched writes hits as the words that matched, those of one turn joined with |.
func (l *library) matched(t testing.TB, hits []Hit) (all []string) {
	t.Helper()
	for _, h := range hits {
		var words []string
		turn := l.sources[h.Source].Transcript.Turns[h.Turn]
		for _, s := range h.Spans {
			if !turn.Words().Contains(s) {
				t.Errorf("%v lies outside its turn %v", s, turn)
			}
			quote, err := l.texts[l.sources[h.Source].Text].Quote(s)
			if err != nil {
				t.Error(err)
			}
			words = append(words, quote)
		}
		all = append(all, strings.Join(words, "|"))
	}
	return all
}

// parse parses a query that is valid.
func parse(t interface{ Fatal(...any) }, query string) Query {
	q, err := Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func interviews(t testing.TB) *library {
	var l library
	l.add(t, "en", `Interviewer: Did you trust them?
Roe: Trusting was the hard part. We trusted the organisation's word — “the shared vision” — and they organised it.
Penn: The vision was not shared. It was state-of-the-art, they said, 🙂 and naïve.
Roe: The universe of universities! Colour or color, it can't be told.`)
	l.add(t, "de", "Vater: Die Häuser waren schön.\nMutter: Das Haus war Vertrauen, Vertrauens wert.\nVater: Ja.\nMutter: Nein.")
	l.add(t, "fr", "Père: L'organisation d'une équipe.\nMère: Nous organisons les équipes.\nPère: Oui.\nMère: Non.")
	l.add(t, "ru", "Отец: Мы доверяли пожарным.\nМать: Доверие было.\nОтец: Да.\nМать: Нет.")
	l.add(t, "ja", "消防と警察が一緒に働くことになりました。")
	l.add(t, "", "Nobody speaks of trusting here. Trusts stay as they are.")
	return &l
}
