package project

import (
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// participantKind is how participants are kept.
func participantKind() kind {
	return kind{
		table: "participants", name: "participant",
		changes: []change{keepsPlaces((*writer).putParticipant), does((*writer).mergeParticipants)},
		read:    (*reader).participants,
		written: []string{"name", "role", "aliases", "attributes"},
		noted:   true,
	}
}

func (r *reader) participants(s *coding.Study) {
	const query = "select id, name, role, coalesce(organisation, ''), aliases, attributes from participants order by name"
	r.each(query, func(scan scanner) error {
		var x corpus.Participant
		var aliases, attributes string
		err := scan(&x.ID, &x.Name, &x.Role, &x.Organisation, &aliases, &attributes)
		x.Aliases, x.Attributes = readList[string](aliases), readObject(attributes)
		s.Participants = append(s.Participants, &x)
		return err
	})
}

func (w *writer) putParticipant(c edit.PutParticipant) error {
	x := c.Participant
	return w.named("participant", x.Name, w.put("participants", fields{"id": string(x.ID), "name": x.Name, "role": x.Role,
		"organisation": orNull(x.Organisation), "aliases": list(x.Aliases), "attributes": object(x.Attributes)}))
}

func (w *writer) mergeParticipants(c edit.MergeParticipants) error {
	from, into := string(c.From), string(c.Into)
	f, err := w.row("participants", from)
	if err != nil {
		return err
	}
	i, err := w.row("participants", into)
	if err != nil || f == nil || i == nil {
		return missing(err, "participant")
	}
	if err := w.point("speakers", "participant", from, into); err != nil {
		return err
	}
	if err := w.moveNotes(from, into); err != nil {
		return err
	}
	aliases := readList[string](i["aliases"])
	for _, a := range append([]string{f["name"].(string)}, readList[string](f["aliases"])...) {
		if !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	set := fields{"aliases": list(aliases), "attributes": joined(f, i)}
	if i["role"] == "" {
		set["role"] = f["role"]
	}
	if i["organisation"] == nil {
		set["organisation"] = f["organisation"]
	}
	if err := w.remove("participants", from); err != nil {
		return err
	}
	return w.update("participants", into, set)
}
