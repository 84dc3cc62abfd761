package project

import (
	"maps"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// sourceKind is how sources are kept; their words are texts.
func sourceKind() kind {
	return kind{
		table: "sources", name: "source",
		changes: []change{keepsPlaces((*writer).addSource), does((*writer).putSource), does((*writer).removeSource)},
		read:    (*reader).sources,
		written: []string{"name", "file", "attributes"},
		noted:   true,
		usedBy:  "select id from passages where text = (select text from sources where id = $1)",
		takeBack: func(w *writer, r rowChange, _ fields) (done bool, err error) {
			if r.Before == nil || r.After == nil || r.Before["text"] == r.After["text"] {
				return false, nil
			}
			return false, w.speakersThere(r.Before.text("text"))
		},
	}
}

func (r *reader) sources(s *coding.Study) {
	const query = `select id, name, type, coalesce(case_study, ''), coalesce(organisation, ''), date, language, attributes,
		text, file, media_type, sha256, place from sources order by position, name`
	r.each(query, func(scan scanner) error {
		var x corpus.Source
		var attributes string
		err := scan(&x.ID, &x.Name, &x.Type, &x.Case, &x.Organisation, &x.Date, &x.Language, &attributes, &x.Text, &x.File,
			&x.MediaType, &x.SHA256, &x.Place)
		x.Attributes = readObject(attributes)
		s.Sources = append(s.Sources, &x)
		return err
	})
}

func sourceFields(s corpus.Source) fields {
	return fields{"name": s.Name, "type": string(s.Type), "case_study": orNull(s.Case), "organisation": orNull(s.Organisation),
		"date": string(s.Date), "language": s.Language, "attributes": object(s.Attributes)}
}

func (w *writer) addSource(c edit.AddSource) error {
	s := c.Source
	if err := w.addText(s.ID, c.Text, c.Transcript, s.SHA256, c.Original); err != nil {
		return err
	}
	var position int64
	if err := w.tx.QueryRowContext(w.ctx, "select coalesce(max(position), 0) + 1 from sources").Scan(&position); err != nil {
		return err
	}
	row := sourceFields(s)
	maps.Copy(row, fields{"id": string(s.ID), "position": position, "text": string(c.Text.ID),
		"file": s.File, "media_type": s.MediaType, "sha256": s.SHA256, "place": s.Place})
	if err := w.named("source", s.Name, w.insert("sources", row)); err != nil {
		return err
	}
	if err := w.addSpeakers(c.Text.ID, c.Transcript.Speakers); err != nil {
		return err
	}
	return w.sayAgain(c.Text.ID, c.Transcript)
}

func (w *writer) putSource(c edit.PutSource) error {
	return w.named("source", c.Source.Name, w.update("sources", string(c.Source.ID), sourceFields(c.Source)))
}

// removeSource removes a source with the tags on all the words that it had.
func (w *writer) removeSource(c edit.RemoveSource) error {
	id := c.ID
	texts, err := w.ids("select id from texts where source = $1", id)
	if err != nil {
		return err
	}
	for _, text := range texts {
		if err := w.removeTags("select t.id from tags t join passages p on p.id = t.passage where p.text = $1", text); err != nil {
			return err
		}
		noted, err := w.ids("select id from passages where text = $1", text)
		if err != nil {
			return err
		}
		for _, p := range noted {
			if err := w.removeNotes(p); err != nil {
				return err
			}
		}
		if err := w.removeAll("changed_passages", "select id from passages where text = $1", text); err != nil {
			return err
		}
		for _, table := range []string{"passages", "said", "speakers"} {
			if err := w.removeAll(table, "select id from "+table+" where text = $1", text); err != nil {
				return err
			}
		}
	}
	for _, table := range []string{"readings", "rejections"} {
		if err := w.removeAll(table, "select id from "+table+" where source = $1", id); err != nil {
			return err
		}
	}
	if err := w.removeNotes(string(id)); err != nil {
		return err
	}
	return w.remove("sources", string(id))
}
