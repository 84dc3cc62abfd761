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

// Texts returns the source itself and all texts that it has: the words of a PDF file or
// of parts of it, the description of a picture, the transcripts of a recording. Each has
// files, selections, codings and references to notes of its own; selections of the source
// itself are in the words of a text alone.
func (s *Source) Texts() []*Text {
	all := []*Text{&s.Text}
	for _, t := range []*Text{s.Representation, s.TextDescription} {
		if t != nil {
			all = append(all, t)
		}
	}
	for _, t := range s.Transcripts {
		all = append(all, &t.Text)
	}
	for _, x := range s.Selections {
		if x.Representation != nil {
			all = append(all, x.Representation)
		}
	}
	return all
}

// Files returns the paths of all files that the source names.
func (s *Source) Files() (paths []string) {
	if s.Path != "" {
		paths = append(paths, s.Path)
	}
	for _, t := range s.Texts() {
		paths = append(paths, t.files()...)
	}
	return paths
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
