package tidy

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/corpus"
)

func text(name, description string) Field   { return Field{name, "string", description, ""} }
func whole(name, description string) Field  { return Field{name, "integer", description, ""} }
func number(name, description string) Field { return Field{name, "number", description, ""} }
func truth(name, description string) Field  { return Field{name, "boolean", description, ""} }
func ref(name, to, description string) Field {
	return Field{name, "string", description, to}
}

// named is a name, or nothing where there is none.
func named(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (b *builder) sources() Table {
	t := Table{Name: "sources", Description: "What was collected: interviews, minutes, documents.", Key: "source_id", Fields: []Field{
		text("source_id", "identifier"),
		text("name", "name, used once"),
		text("type", "interview, meeting, document, site-visit, survey or other"),
		ref("case_id", "cases", "the case study that it belongs to"),
		ref("organisation_id", "organisations", "whose document it is"),
		text("date", "day, month or year: 2019-03-14, 2019-03 or 2019"),
		text("language", "as en or de"),
		text("file", "name of the imported file"),
		text("sha256", "SHA-256 of the imported file"),
		whole("words", "words of all turns, without speakers' labels (Unicode, UAX #29)"),
		whole("characters", "characters of the text"),
	}}
	for _, x := range b.study.Sources {
		t.Rows = append(t.Rows, []any{
			string(x.ID), x.Name, string(x.Type), named(string(x.Case)), named(string(x.Organisation)), named(string(x.Date)),
			named(x.Language), named(x.File), named(x.SHA256), b.study.Transcript(x).AllWords(),
			utf8.RuneCountInString(b.bodies[x.Text]),
		})
	}
	return t
}

func seconds(t time.Duration) any {
	if t < 0 {
		return nil
	}
	return t.Seconds()
}

func (b *builder) turns() Table {
	t := Table{Name: "turns", Description: "The sources cut into turns, each with one speaker at most.", Fields: []Field{
		ref("source_id", "sources", "source"),
		whole("turn", "number of the turn in its source, from 1"),
		whole("start", "first character, of the speaker's label if there is one"),
		whole("words_start", "first character of the words"),
		whole("end", "character behind the last"),
		text("kind", "turn, heading or question"),
		text("label", "the speaker as the source has it"),
		ref("participant_id", "participants", "who speaks"),
		number("from_seconds", "in the recording"),
		number("to_seconds", "in the recording"),
		text("question", "of a guide or survey, that it answers"),
		whole("words", "words without the label"),
	}}
	if b.withTexts {
		t.Fields = append(t.Fields, text("text", "the words"))
	}
	for _, src := range b.study.Sources {
		tr := b.study.Transcript(src)
		for i, u := range tr.Turns {
			kind := map[corpus.TurnKind]string{corpus.Paragraph: "turn", corpus.Heading: "heading", corpus.Question: "question"}[u.Kind]
			row := []any{
				string(src.ID), i + 1, b.character(src.Text, u.Start), b.character(src.Text, u.Body), b.character(src.Text, u.End),
				kind, nil, nil, seconds(u.From), seconds(u.To), nil, tr.TurnWords(i),
			}
			if u.Speaker >= 0 {
				row[6], row[7] = tr.Speakers[u.Speaker].Label, named(string(tr.Speakers[u.Speaker].Participant))
			}
			if u.Question > 0 {
				row[10] = tr.Questions[u.Question-1]
			}
			if b.withTexts {
				row = append(row, b.bodies[src.Text][u.Body:u.End])
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (b *builder) participants() Table {
	t := Table{Name: "participants", Description: "Persons who speak.", Key: "participant_id", Fields: []Field{
		text("participant_id", "identifier"),
		text("name", "name, used once"),
		text("role", "role; what researchers say counts for nobody"),
		ref("organisation_id", "organisations", "whom they belong to"),
		text("aliases", "other labels, with ; between them"),
	}}
	for _, x := range b.study.Participants {
		t.Rows = append(t.Rows, []any{
			string(x.ID), x.Name, named(x.Role), named(string(x.Organisation)), named(strings.Join(x.Aliases, "; ")),
		})
	}
	return t
}

func (b *builder) organisations() Table {
	t := Table{Name: "organisations", Description: "Bodies that participants belong to.", Key: "organisation_id", Fields: []Field{
		text("organisation_id", "identifier"),
		text("name", "name, used once"),
		text("kind", "as police"),
	}}
	for _, x := range b.study.Organisations {
		t.Rows = append(t.Rows, []any{string(x.ID), x.Name, named(x.Kind)})
	}
	return t
}

func (b *builder) cases() Table {
	t := Table{Name: "cases", Description: "Case studies.", Key: "case_id", Fields: []Field{
		text("case_id", "identifier"),
		text("name", "name, used once"),
		text("description", "what it is"),
	}}
	for _, x := range b.study.Cases {
		t.Rows = append(t.Rows, []any{string(x.ID), x.Name, named(x.Description)})
	}
	return t
}

func (b *builder) organisationCases() Table {
	t := Table{Name: "organisation_cases", Description: "Which organisations take part in which case studies.", Fields: []Field{
		ref("organisation_id", "organisations", "organisation"),
		ref("case_id", "cases", "case study"),
	}}
	for _, x := range b.study.Organisations {
		for _, c := range x.Cases {
			t.Rows = append(t.Rows, []any{string(x.ID), string(c)})
		}
	}
	return t
}

func (b *builder) themes() Table {
	t := Table{Name: "themes", Description: "The codebook, in its order.", Key: "theme_id", Fields: []Field{
		text("theme_id", "identifier"),
		ref("parent_id", "themes", "the theme above"),
		text("path", "names from the top, with > between them"),
		text("name", "name"),
		whole("level", "how many themes stand above"),
		whole("position", "place in the codebook, from 1"),
	}}
	for _, x := range coding.ThemeTexts {
		t.Fields = append(t.Fields, text(x.Name, x.Meaning))
	}
	t.Fields = append(t.Fields, truth("archived", "not to be used any more"))
	for i, x := range b.study.Themes {
		row := []any{string(x.ID), named(string(x.Parent)), b.study.Path(x.ID), x.Name, b.study.Level(x.ID), i + 1}
		for _, text := range coding.ThemeTexts {
			row = append(row, named(*text.Of(x)))
		}
		t.Rows = append(t.Rows, append(row, x.Archived))
	}
	return t
}

func (b *builder) ancestors() Table {
	t := Table{Name: "theme_ancestors", Description: "Each theme with itself and all that it stands below: a passage with " +
		"a theme counts for these, too.",
		Fields: []Field{
			ref("theme_id", "themes", "theme"),
			ref("ancestor_id", "themes", "the theme itself, or one above it"),
		}}
	for i, x := range b.study.Themes {
		for _, a := range b.study.Ancestors(i) {
			t.Rows = append(t.Rows, []any{string(x.ID), string(b.study.Themes[a].ID)})
		}
	}
	return t
}

func (b *builder) passages() Table {
	t := Table{Name: "passages", Description: "What was marked. Passages on words that were corrected since are not among " +
		"them.", Key: "passage_id",
		Fields: []Field{
			text("passage_id", "identifier"),
			ref("source_id", "sources", "source"),
			whole("start", "first character"),
			whole("end", "character behind the last"),
			whole("first_turn", "number of the first turn, from 1; nothing outside of turns"),
			whole("last_turn", "number of the last"),
			whole("words", "words that begin in it, without labels"),
		}}
	if b.withTexts {
		t.Fields = append(t.Fields, text("text", "the words"))
	}
	for _, p := range b.study.Passages {
		src := b.study.SourceOf(p)
		if src == nil {
			continue
		}
		tr := b.study.Transcript(src)
		first, last := tr.TurnsIn(p.Span)
		words := 0
		for _, u := range tr.Turns[first:last] {
			words += tr.WordsIn(coding.Overlap(p.Span, u.Words()))
		}
		row := []any{string(p.ID), string(src.ID), b.character(p.Text, p.Span.Start), b.character(p.Text, p.Span.End), nil, nil, words}
		if first < last {
			row[4], row[5] = first+1, last
		}
		if b.withTexts {
			row = append(row, b.bodies[p.Text][p.Span.Start:p.Span.End])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (b *builder) tags() Table {
	t := Table{Name: "tags", Description: "Which coder put which theme on which passage.", Key: "tag_id", Fields: []Field{
		text("tag_id", "identifier"),
		ref("passage_id", "passages", "passage"),
		ref("theme_id", "themes", "theme"),
		text("coder", "who tagged"),
		text("at", "when, in UTC"),
		number("weight", "above 0"),
		ref("about_organisation_id", "organisations", "whom the passage is about"),
		truth("suggested", "a classifier proposed it"),
	}}
	for i, p := range b.study.Passages {
		if b.study.SourceOf(p) == nil {
			continue
		}
		first, last := b.study.TagsOf(i)
		for n := first; n < last; n++ {
			x := b.study.Tags[n]
			var weight any
			if x.Weight > 0 {
				weight = x.Weight
			}
			t.Rows = append(t.Rows, []any{
				string(x.ID), string(x.Passage), string(x.Theme), b.study.Coders[b.study.TagCoder(n)].Name,
				x.At.UTC().Format(time.RFC3339), weight, named(string(x.About)), x.Suggested,
			})
		}
	}
	return t
}

func (b *builder) attributions() Table {
	s := b.study
	t := Table{Name: "attributions", Description: "Whom a passage counts for: a line for each voice in it. Turns of " +
		"researchers are left out; else it is the speakers' organisations, else the source's own.",
		Fields: []Field{
			ref("passage_id", "passages", "passage"),
			ref("participant_id", "participants", "who speaks; nothing where nobody does"),
			ref("organisation_id", "organisations", "whom it counts for; nothing for none"),
			ref("case_id", "cases", "case study; nothing for none"),
			text("question", "that is answered"),
			truth("counts_for_organisation", "false for somebody without an organisation in a passage that is another's: "+
				"they count as a speaker, but the passage is not without an organisation"),
		}}
	at := func(i int32, id func(i int32) string) any {
		if i < 0 {
			return nil
		}
		return id(i)
	}
	for _, p := range s.Select(coding.Filter{}).Passages {
		for _, v := range p.Voices {
			t.Rows = append(t.Rows, []any{
				string(s.Passages[p.Index].ID), at(v.Participant, func(i int32) string { return string(s.Participants[i].ID) }),
				at(v.Organisation, func(i int32) string { return string(s.Organisations[i].ID) }),
				at(v.Case, func(i int32) string { return string(s.Cases[i].ID) }),
				at(v.Question, func(i int32) string { return s.Questions()[i] }), v.Organisation != coding.Absent,
			})
		}
	}
	return t
}

func (b *builder) attributes() Table {
	t := Table{Name: "attributes", Description: "What else is known of sources, participants, organisations and case studies.",
		Fields: []Field{
			text("of", "sources, participants, organisations or cases"),
			text("id", "identifier in that table"),
			text("name", "name of the attribute"),
			text("value", "its value"),
		}}
	add := func(of, id string, all map[string]string) {
		for _, k := range slices.Sorted(maps.Keys(all)) {
			t.Rows = append(t.Rows, []any{of, id, k, all[k]})
		}
	}
	for _, x := range b.study.Sources {
		add("sources", string(x.ID), x.Attributes)
	}
	for _, x := range b.study.Participants {
		add("participants", string(x.ID), x.Attributes)
	}
	for _, x := range b.study.Organisations {
		add("organisations", string(x.ID), x.Attributes)
	}
	for _, x := range b.study.Cases {
		add("cases", string(x.ID), x.Attributes)
	}
	return t
}

func (b *builder) memos() Table {
	t := Table{Name: "memos", Description: "Notes on anything in the project.", Key: "memo_id", Fields: []Field{
		text("memo_id", "identifier"),
		text("on_id", "identifier of what it is on, in whichever table"),
		text("coder", "who wrote it"),
		text("at", "when, in UTC"),
		text("text", "Markdown"),
	}}
	for _, x := range b.study.Memos {
		t.Rows = append(t.Rows, []any{string(x.ID), x.On, b.coder(x.Coder), x.At.UTC().Format(time.RFC3339), x.Text})
	}
	return t
}

func (b *builder) coder(id coding.CoderID) any {
	if c := b.study.Coder(id); c != nil {
		return c.Name
	}
	return nil
}

func (b *builder) links() Table {
	t := Table{Name: "links", Description: "How themes, passages and case studies bear on each other.", Key: "link_id", Fields: []Field{
		text("link_id", "identifier"),
		text("from_id", "identifier"),
		text("to_id", "identifier"),
		text("kind", "as influences"),
		text("note", "what was noted"),
		text("coder", "who made it"),
		text("at", "when, in UTC"),
	}}
	for _, x := range b.study.Links {
		t.Rows = append(t.Rows, []any{
			string(x.ID), x.From, x.To, x.Kind, named(x.Note), b.coder(x.Coder), x.At.UTC().Format(time.RFC3339),
		})
	}
	return t
}
