package intake

import (
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// SpeakersElsewhere are the labels of speakers in files, as evidence for labels in other files
// that may be speakers.
type SpeakersElsewhere struct{ labels map[string]bool }

// Note notes the speakers of a file as they were found without other files.
func (s *SpeakersElsewhere) Note(i Import) {
	for _, l := range i.Labels {
		if (l.As == transcript.Person || l.As == transcript.Researcher) && !l.Guessed() {
			s.add(l.Text)
		}
	}
}

// NoteSources notes the speakers of sources of a study.
func (s *SpeakersElsewhere) NoteSources(study *coding.Study, sources []*corpus.Source) {
	for _, src := range sources {
		for _, share := range study.Transcript(src).Shares() {
			s.add(share.Label)
		}
	}
}

func (s *SpeakersElsewhere) add(label string) {
	if s.labels == nil {
		s.labels = map[string]bool{}
	}
	s.labels[transcript.LabelKey(label)] = true
}

// Has tells whether a label is that of a speaker.
func (s *SpeakersElsewhere) Has(label string) bool { return s.labels[transcript.LabelKey(label)] }

// Settles tells whether a label of a file that may be a speaker is one in others, so that the
// file is worth another look ([Reader.Again]).
func (s *SpeakersElsewhere) Settles(i Import) bool {
	return slices.ContainsFunc(i.Labels, func(l transcript.Label) bool { return l.Doubtful() && s.Has(l.Text) })
}

// Doubtful tells whether a file has a label that may be a speaker.
func (i Import) Doubtful() bool { return i.doubtful }
