package project

import (
	"errors"
	"slices"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// participantKind is how participants are kept.
func participantKind() kind {
	return kind{
		table: "participants", name: "participant",
		changes: []change{keepsPlaces((*writer).putParticipant), does((*writer).mergeParticipants),
			does((*writer).removeParticipant)},
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

// removeParticipant removes a participant. Of earlier texts in which they spoke, nobody is
// known to have said it.
func (w *writer) removeParticipant(c edit.RemoveParticipant) error {
	const earlier = "select id from speakers where participant = $1 and text not in (select text from sources)"
	if err := w.removeAll("speakers", earlier, string(c.ID)); err != nil {
		return err
	}
	return w.removeUnused("participants", string(c.ID))
}

// removeUnused removes a row that no other one needs. The error wraps [coding.ErrConflict].
func (w *writer) removeUnused(table, id string) error {
	k := w.kinds.byTable[table]
	row, err := w.row(table, id)
	if err != nil || row == nil {
		return missing(err, k.name)
	}
	err = w.unused(table, id)
	if err == nil {
		err = w.engine.Kind(w.removeRow(table, id, row))
	}
	if errors.Is(err, coding.ErrConflict) {
		return coding.WithHint(coding.Errorf(coding.ErrConflict, "%s %q: something in the project refers to it", k.name, row.text("name")),
			"crosscase %s show tells what", k.name)
	}
	return err
}
