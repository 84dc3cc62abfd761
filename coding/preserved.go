package coding

import "time"

// A Preserved is a project of another program's as it came in: what crosscase has no
// place for, as pictures and drawings, lies in it until the study is exported again.
// It never changes; how its parts are called here is worked out when it comes.
type Preserved struct {
	ID       string
	Name     string // of the file
	Origin   string // the program that wrote it, as it says
	At       time.Time
	Document string            // SHA-256 of the project, as package exchange keeps it
	Files    map[string]string // SHA-256 of the files that came with it, by name
	How      string            // how it was taken, as package exchange notes it
}

// A PreservedFile is a file that belongs to one. Data is called when it is stored.
type PreservedFile struct {
	SHA256 string
	Data   func() ([]byte, error)
}
