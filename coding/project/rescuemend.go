package project

import (
	"cmp"
	"fmt"
)

// replace sees to it that what a column of a row refers to is there; missing says what is lost
// with it where that cannot be.
func (s *saver) replace(row fields, column, to string) (missing string, err error) {
	id := row.text(column)
	if id == "" {
		return "", nil
	}
	if there, err := s.lookup("select "+keyOf(to)+" from "+to+" where "+keyOf(to)+" = $1", id); err != nil || there != "" {
		return "", err
	}
	switch to {
	case "organisations", "cases":
		row[column] = nil
		return "", nil
	case "originals":
		s.rescued.Lost = append(s.rescued.Lost, fmt.Sprintf("the imported file %q", cmp.Or(row.text("file"), row.text("name"))))
		return "", s.exec("insert into originals (sha256, bytes) values ($1, $2)", id, []byte{})
	case "coders":
		return "", s.standIn(to, fields{"id": id})
	case "themes":
		return "", s.standIn(to, fields{"id": id, "parent": "", "definition": "", "include": "", "exclude": "", "example": "", "colour": "",
			"position": int64(0)})
	case "participants":
		return "", s.standIn(to, fields{"id": id, "role": "", "aliases": "[]", "attributes": "{}"})
	}
	return fmt.Sprintf("the %s that it needs is lost", cmp.Or(s.names.kind(to).name, to)), nil
}

// standIn adds something that is lost and that others need, under a name that says so.
func (s *saver) standIn(table string, f fields) error {
	s.made++
	kind := s.names.kind(table).name
	f["name"] = fmt.Sprintf("lost %s %d", kind, s.made)
	s.rescued.Lost = append(s.rescued.Lost, fmt.Sprintf("a %s: what was done with it is kept under the name %q", kind, f["name"]))
	return s.insertUnlogged(table, f)
}

// speakers adds those of texts that are lost and that turns need.
func (s *saver) speakers() error {
	texts, err := s.ids("select text from sources")
	if err != nil {
		return err
	}
	for _, text := range texts {
		row, err := s.row("texts", text)
		if err != nil {
			return err
		}
		packed, _ := row["turns"].([]byte)
		turns, err := decodeTurns(packed)
		if err != nil {
			return err
		}
		last := -1
		for _, turn := range turns {
			last = max(last, turn.Speaker)
		}
		for number := range last + 1 {
			if err := s.speaker(text, number); err != nil {
				return err
			}
		}
	}
	return nil
}

// speaker adds a speaker of a text, by the number, unless that one is there.
func (s *saver) speaker(text string, number int) error {
	there, err := s.lookup("select id from speakers where text = $1 and number = $2", text, number)
	if err != nil || there != "" {
		return err
	}
	who := NewID()
	if _, err := s.replace(fields{"participant": who}, "participant", "participants"); err != nil {
		return err
	}
	return s.insertUnlogged("speakers", fields{"id": fmt.Sprintf("%s/%d", text, number), "text": text, "number": int64(number),
		"label": "lost", "participant": who})
}

// references mends what refers to something that is lost and of which the database knows
// nothing: notes go to the project, themes to the top, what cannot be mended goes.
func (s *saver) references() error {
	for again := true; again; {
		again = false
		for _, k := range s.kinds.all {
			for _, x := range append(s.kinds.broken(k), k.problems...) {
				ids, err := s.ids(x.query)
				if err != nil {
					return err
				}
				for _, id := range ids {
					again = true
					if err := s.mendReference(k, id, x.says); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

func (s *saver) mendReference(k kind, id, says string) error {
	row, err := s.row(k.table, id)
	if err != nil {
		return err
	}
	s.lost(k.table, id, "%s any more", says)
	for table, column := range map[string]string{"themes": "parent", "tags": "about", "coders": "alias_of"} {
		if k.table == table {
			return s.rewrite(table, row, fields{column: ""})
		}
	}
	if k.table == "memos" {
		project, err := s.lookup("select id from project")
		if err != nil {
			return err
		}
		if project != "" && row["on_id"] != project {
			return s.rewrite("memos", row, fields{"on_id": project})
		}
	}
	return s.unlogged("delete from "+k.table+" where id = $1", id)
}
