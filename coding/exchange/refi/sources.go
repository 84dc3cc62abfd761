package refi

import "strings"

// The kinds of sources, named as their elements.
const (
	TextSource    = "TextSource"
	PictureSource = "PictureSource"
	PDFSource     = "PDFSource"
	AudioSource   = "AudioSource"
	VideoSource   = "VideoSource"
)

var sourceKinds = []string{TextSource, PictureSource, PDFSource, AudioSource, VideoSource}

// A Source is a text, picture, PDF file or recording. Only a text has Rich, Plain
// and Content; the others have Path and CurrentPath.
type Source struct {
	Kind string
	Text
	Path, CurrentPath string
	TextDescription   *Text // of a picture
	Representation    *Text // of a PDF file
	Transcripts       []*Transcript
}

func (s *Source) declare(e *element) {
	if e.reading() {
		s.Kind = e.name
	}
	if s.Kind == TextSource {
		s.Text.declare(e)
		return
	}
	e.guid("source", &s.GUID)
	e.optional("name", &s.Name)
	e.optional("path", &s.Path)
	e.optional("currentPath", &s.CurrentPath)
	s.Audit.declare(e)
	e.text("Description", &s.Description)
	switch s.Kind {
	case PictureSource:
		one(e, "TextDescription", &s.TextDescription)
	case AudioSource, VideoSource:
		many(e, "Transcript", &s.Transcripts)
	}
	many(e, strings.TrimSuffix(s.Kind, "Source")+"Selection", &s.Selections)
	if s.Kind == PDFSource {
		one(e, "Representation", &s.Representation)
	}
	s.whole(e)
}

// sources declares the sources of a project, which may be in any order.
func (p *Project) sources(e *element) {
	e.anyOrder = true
	if e.reading() {
		for _, name := range sourceKinds {
			e.child(name, readMany[Source], &p.Sources)
		}
		return
	}
	for _, s := range p.Sources {
		e.w.element(s.Kind, s)
	}
}
