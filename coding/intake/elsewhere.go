package intake

import (
	"slices"

	"crosscase/coding"
	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// SpeakersElsewhere are the labels of speakers in files, as evidence for labels in other files
// that may be speakers.
type SpeakersElsewhere struct{ files map[string]int } // in which each is one's, by the key of the label

// Note notes the speakers of a file as they were found without other files.
func (s *SpeakersElsewhere) Note(i Import) { s.add(speakerKeys(i)) }

// speakerKeys are the keys of the labels of those who speak in a file by its own evidence.
func speakerKeys(i Import) map[string]bool {
	keys := map[string]bool{}
	for _, l := range i.Labels {
		if (l.As == transcript.Person || l.As == transcript.Researcher) && !l.Guessed() {
			keys[transcript.LabelKey(l.Text)] = true
		}
	}
	return keys
}

// NoteSources notes the speakers of sources of a study.
func (s *SpeakersElsewhere) NoteSources(study *coding.Study, sources []*corpus.Source) {
	for _, src := range sources {
		keys := map[string]bool{}
		for _, share := range study.Transcript(src).Shares() {
			keys[transcript.LabelKey(share.Label)] = true
		}
		s.add(keys)
	}
}

func (s *SpeakersElsewhere) add(keys map[string]bool) {
	if s.files == nil {
		s.files = map[string]int{}
	}
	for key := range keys {
		s.files[key]++
	}
}

// Than returns a function that tells whether a label is that of a speaker in other files than
// i, which was noted.
func (s *SpeakersElsewhere) Than(i Import) func(label string) bool {
	own := speakerKeys(i)
	return func(label string) bool {
		key := transcript.LabelKey(label)
		return s.files[key] > 1 || s.files[key] == 1 && !own[key]
	}
}

// Settles tells whether a label of a file that may be a speaker is one in others, so that the
// file is worth another look ([Reader.Again]).
func (s *SpeakersElsewhere) Settles(i Import) bool {
	elsewhere := s.Than(i)
	return slices.ContainsFunc(i.Labels, func(l transcript.Label) bool { return l.Doubtful() && elsewhere(l.Text) })
}

// Doubtful tells whether a file has a label that may be a speaker.
func (i Import) Doubtful() bool { return i.doubtful }
