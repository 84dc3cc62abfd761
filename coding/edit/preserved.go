package edit

import "crosscase/coding"

// PutPreserved keeps a project of another program, or replaces how the one with the
// same id was imported.
type PutPreserved struct {
	Preserved coding.Preserved
	Files     []coding.PreservedFile // its document among them
}

// Validate implements [Change].
func (c PutPreserved) Validate() error {
	if c.Preserved.ID == "" || c.Preserved.Document == "" {
		return coding.Errorf(coding.ErrInvalid, "a preserved project without a document")
	}
	return nil
}
