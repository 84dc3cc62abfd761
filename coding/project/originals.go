package project

import (
	"context"

	"crosscase/corpus"
)

// An ImportedFile is the file that a source was imported from.
type ImportedFile struct {
	File, SHA256 string
	Earlier      []string // SHA-256 of the files whose words the source had before others took their place
}

// blob is the bytes of a file as the database takes them: of one whose bytes were removed, since
// names in it were replaced or words erased, there are none, which is not NULL.
func blob(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}

// ImportedFiles returns the files that sources were imported from, before any of them got
// other words from another file. Of edits from before names were replaced by pseudonyms
// nothing is known; a source that no other edit touches is left out.
func (p *Project) ImportedFiles(ctx context.Context, sources []corpus.SourceID) (map[corpus.SourceID]ImportedFile, error) {
	first := map[corpus.SourceID]ImportedFile{}
	if len(sources) == 0 {
		return first, nil
	}
	ids := make([]string, len(sources))
	for i, id := range sources {
		ids[i] = string(id)
	}
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	marks := idMarks(ids)
	for _, e := range entries {
		rows, err := p.touching(ctx, e.Number, marks)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			id, row := corpus.SourceID(r.ID), r.Before
			if row == nil {
				row = r.After
			}
			if r.Table != "sources" || row.text("sha256") == "" {
				continue
			}
			file, known := first[id]
			if !known {
				file = ImportedFile{File: row.text("file"), SHA256: row.text("sha256")}
			}
			if r.Before != nil && r.After != nil && r.After["sha256"] != r.Before["sha256"] && e.Undone == 0 && e.Undoes == 0 {
				file.Earlier = append(file.Earlier, r.Before.text("sha256"))
			}
			first[id] = file
		}
	}
	return first, nil
}

// EditsOf returns the edits that touched the things with these identifiers, but for those
// that were taken back, by identifier. It is [Project.History] without details.
func (p *Project) EditsOf(ctx context.Context, ids []string) (map[string][]Entry, error) {
	of := map[string][]Entry{}
	if len(ids) == 0 {
		return of, nil
	}
	entries, err := p.Log(ctx)
	if err != nil {
		return nil, err
	}
	marks := idMarks(ids)
	for _, e := range entries {
		if e.Undone != 0 || e.Undoes != 0 {
			continue
		}
		rows, err := p.touching(ctx, e.Number, marks)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			of[r.ID] = append(of[r.ID], e)
		}
	}
	return of, nil
}
