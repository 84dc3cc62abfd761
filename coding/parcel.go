package coding

import (
	"maps"
	"slices"
	"time"
)

// A Parcel is a project of another program's as it came in: what crosscase has no
// place for, as pictures and drawings, lies in it until the study is exported again.
// It never changes; how its parts are called here is worked out when it comes.
type Parcel struct {
	ID       string
	Name     string // of the file
	Origin   string // the program that wrote it, as it says
	At       time.Time
	Document string            // SHA-256 of the project, as package exchange keeps it
	Files    map[string]string // SHA-256 of the files that came with it, by name
	How      string            // how it was taken, as package exchange notes it
}

// A ParcelFile is a file that belongs to a parcel. Data is called when it is stored.
type ParcelFile struct {
	SHA256 string
	Data   func() ([]byte, error)
}

// PutParcel keeps a parcel, or replaces how the one with the same id was taken.
type PutParcel struct {
	Parcel Parcel
	Files  []ParcelFile // its document among them
}

// Validate implements [Change].
func (c PutParcel) Validate() error {
	if c.Parcel.ID == "" || c.Parcel.Document == "" {
		return Errorf(ErrInvalid, "a parcel without a document")
	}
	return nil
}

// parcels brings in what came with projects of other programs.
func (j *joiner) parcels() error {
	for _, p := range j.theirs.Study.Parcels {
		is := p
		if j.mine.Study.parcel(p.ID) != nil {
			continue
		}
		put := PutParcel{Parcel: is}
		for _, sum := range append([]string{p.Document}, slices.Sorted(maps.Values(p.Files))...) {
			put.Files = append(put.Files, ParcelFile{sum, func() ([]byte, error) { return j.theirs.Original(j.ctx, sum) }})
		}
		j.change(put)
	}
	return nil
}

func (s *Study) parcel(id string) *Parcel {
	for i := range s.Parcels {
		if s.Parcels[i].ID == id {
			return &s.Parcels[i]
		}
	}
	return nil
}
