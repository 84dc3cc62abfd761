package app

import (
	"context"
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/query"
	"crosscase/corpus"
)

// Sources are the imported documents. They are added by importing them.
func Sources() Kind[corpus.Source] {
	return Kind[corpus.Source]{
		Name:       "source",
		Find:       (*coding.Study).FindSource,
		All:        func(s *coding.Study) []*corpus.Source { return s.Sources },
		ID:         func(x *corpus.Source) string { return string(x.ID) },
		NameOf:     func(x *corpus.Source) *string { return &x.Name },
		Attributes: func(x *corpus.Source) *map[string]string { return &x.Attributes },
		Fields:     sourceFields(),
		Listed:     "sources",
		Columns:    sourceColumns,
		Empty:      "No sources yet. Bring some in with crosscase import FOLDER.",
		Details:    sourceDetails,
		More:       readingDetails,
		put:        func(x corpus.Source) edit.Change { return edit.PutSource{Source: x} },
		merges:     mergeSources,
		removal: func(s *coding.Study, x *corpus.Source) (change edit.Change, tags []int) {
			for i := range s.Passages {
				if s.Passages[i].Text == x.Text || s.Earlier[s.Passages[i].Text] == x.ID { // detached ones, too
					for first, last := s.TagsOf(i); first < last; first++ {
						tags = append(tags, first)
					}
				}
			}
			return edit.RemoveSource{ID: x.ID}, tags
		},
	}
}

func sourceFields() []Field[corpus.Source] {
	return []Field[corpus.Source]{
		readField(query.Flag{Name: "type", Label: "type", Kind: query.Choose,
			Usage: "`TYPE`: interview, meeting, document, site-visit, survey, other", Choices: sourceTypes},
			readSourceType, func(x *corpus.Source) *corpus.SourceType { return &x.Type }),
		caseField(query.Flag{Usage: "`CASE` study that it belongs to"}, func(x *corpus.Source) *corpus.CaseID { return &x.Case }),
		organisationField(query.Flag{Usage: "`ORGANISATION` whose it is",
			Help: "whose document it is; what people say counts for their own organisations"},
			func(x *corpus.Source) *corpus.OrganisationID { return &x.Organisation }),
		readField(query.Flag{Name: "date", Label: "date", Usage: "`DATE`, as 2019-03-14, 2019-03 or 2019",
			Help: "as 2019-03-14, 2019-03 or 2019"}, corpus.ParseDate, func(x *corpus.Source) *corpus.Date { return &x.Date }),
		textField(query.Flag{Name: "language", Label: "language", Usage: "`LANGUAGE`, as en or de", Help: "as en or de"},
			func(x *corpus.Source) *string { return &x.Language }),
	}
}

func sourceTypes(*coding.Study) []query.Choice {
	var types []string
	for _, t := range corpus.SourceTypes {
		types = append(types, string(t))
	}
	return query.Labelled(types)
}

// readSourceType reads a type; "" is none.
func readSourceType(typed string) (corpus.SourceType, error) {
	if typed == "" {
		return "", nil
	}
	return corpus.ParseSourceType(typed)
}

func sourceColumns(s *coding.Study) []Column[corpus.Source] {
	tags := map[corpus.TextID]int{}
	for i, p := range s.Passages {
		first, last := s.TagsOf(i)
		tags[p.Text] += last - first
	}
	return []Column[corpus.Source]{
		{"source", func(_ int, x *corpus.Source) any { return x.Name }},
		{"type", func(_ int, x *corpus.Source) any { return string(x.Type) }},
		{"case", func(_ int, x *corpus.Source) any { return caseName(s, x.Case) }},
		{"organisation", func(_ int, x *corpus.Source) any { return organisationName(s, x.Organisation) }},
		{"date", func(_ int, x *corpus.Source) any { return string(x.Date) }},
		{"language", func(_ int, x *corpus.Source) any { return x.Language }},
		{"turns", func(_ int, x *corpus.Source) any { return len(s.Transcript(x).Turns) }},
		{"words", func(_ int, x *corpus.Source) any { return s.Transcript(x).AllWords() }},
		{"speakers", func(_ int, x *corpus.Source) any { return len(s.Transcript(x).Shares()) }},
		{"tags", func(_ int, x *corpus.Source) any { return tags[x.Text] }},
	}
}

func sourceDetails(s *coding.Study, x *corpus.Source) []Detail {
	tr := s.Transcript(x)
	details := []Detail{{"type", string(x.Type)}, {"case", caseName(s, x.Case)}, {"organisation", organisationName(s, x.Organisation)},
		{"date", string(x.Date)}, {"language", x.Language}, {"file", x.File}, {"media type", x.MediaType}, {"SHA-256", x.SHA256},
		{"layout", tr.Layout}, {"turns", coding.Thousands(len(tr.Turns))}, {"words", coding.Thousands(tr.AllWords())},
		{"pages", countOrNothing(len(tr.Pages))}, {"questions", countOrNothing(len(tr.Questions))}}
	details = append(details, attributeDetails(x.Attributes)...)
	for _, sp := range tr.Shares() {
		name := sp.Label
		if p := s.Participant(sp.Participant); p != nil {
			name = p.Name
		}
		said := fmt.Sprintf("%s (%s, %s)", name, coding.Count(sp.Turns, "turn"), coding.Count(sp.Words, "word"))
		details = append(details, Detail{"speaker", said})
	}
	return details
}

// readingDetails say how a source's file was read, and how much of it is not in its text.
func readingDetails(ctx context.Context, a *Session, x *corpus.Source) ([]Detail, error) {
	text, err := a.Texts.Text(ctx, x.Text)
	return []Detail{{"read with", intake.Flags(text.Choices)}, {"left out", intake.LeftOutInShort(text.LeftOut)}}, err
}

// mergeSources puts FROM's tags on the same words in INTO: of a quote that occurs several
// times, on the same occurrence.
func mergeSources(ctx context.Context, a *Session, from, into *corpus.Source) ([]edit.Change, error) {
	if from.ID == into.ID {
		return nil, coding.Errorf(coding.ErrInvalid, "source: cannot be merged with itself")
	}
	old, err := a.Texts.Text(ctx, from.Text)
	if err != nil {
		return nil, err
	}
	text, err := a.Texts.Text(ctx, into.Text)
	if err != nil {
		return nil, err
	}
	changes, err := edit.Transfer(a.Study, &corpus.Finder{Text: old}, &corpus.Finder{Text: text}, a.NewID)
	if err != nil {
		return nil, fmt.Errorf("merge %s into %s: %w", from.Name, into.Name, err)
	}
	return append(changes, edit.RemoveSource{ID: from.ID}), nil
}
