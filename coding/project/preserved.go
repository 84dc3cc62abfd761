package project

import (
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
)

// preservedKind is how it is kept what came in with projects of other programs and has no
// place in a study.
func preservedKind() kind {
	return kind{
		table: "preserved", name: "preserved project",
		changes: []change{keepsPlaces((*writer).putPreserved)},
		read:    (*reader).preserved,
	}
}

// putPreserved keeps what came with a project of another program. Its files are stored
// one after the other, so that no more than one of them is in memory.
func (w *writer) putPreserved(c edit.PutPreserved) error {
	for _, f := range c.Files {
		there, err := w.lookup("select sha256 from originals where sha256 = $1 and length(bytes) > 0", f.SHA256)
		if err != nil || there != "" {
			if err != nil {
				return err
			}
			continue
		}
		data, err := f.Data()
		if err != nil {
			return err
		}
		err = w.exec(`insert into originals (sha256, bytes) values ($1, $2)
			on conflict (sha256) do update set bytes = excluded.bytes`, f.SHA256, blob(data))
		if err != nil {
			return err
		}
	}
	p := c.Preserved
	at := p.At
	if at.IsZero() {
		at = w.at
	}
	return w.put("preserved", fields{"id": p.ID, "name": p.Name, "origin": p.Origin, "made_at": w.moment(at), "document": p.Document,
		"files": object(p.Files), "how": p.How})
}

func (r *reader) preserved(s *coding.Study) {
	r.each("select id, name, origin, made_at, document, files, how from preserved order by made_at, id", func(scan scanner) error {
		var p coding.Preserved
		var at, files string
		if err := scan(&p.ID, &p.Name, &p.Origin, &at, &p.Document, &files, &p.How); err != nil {
			return err
		}
		p.Files = readObject(files)
		var err error
		p.At, err = time.Parse(time.RFC3339Nano, at)
		s.Preserved = append(s.Preserved, p)
		return err
	})
}
