package app

import (
	"context"
	"fmt"
	"os"

	"crosscase/coding/project"
)

// Erasure is what erasing a source or a participant removed, or would remove.
type Erasure struct {
	project.Erased
	Name      string   // of the source or the participant
	Gone      bool     // the words are gone, which they may be also where there is an error
	Preserved []string // what came with other programs' projects, and goes
	Only      []string // participants who speak in the erased source alone, and stay
	Copies    int      // automatic copies, which go
	Elsewhere []string // files beside the project that may still hold the words
}

// Erasable looks up a source or a participant, one of which is named. The error wraps
// [coding.ErrUnknown] or [coding.ErrAmbiguous].
func (s *Session) Erasable(source, participant string) (what project.Erasure, name string, err error) {
	if source != "" {
		src, err := s.Study.FindSource(source)
		if err != nil {
			return what, "", err
		}
		return project.Erasure{Source: src.ID}, src.Name, nil
	}
	who, err := s.Study.FindParticipant(participant)
	if err != nil {
		return what, "", err
	}
	return project.Erasure{Participant: who.ID}, who.Name, nil
}

// Erase removes a source or a participant, one of which is named, with their words from the
// project, its search index and its automatic copies, for good. With dryRun it says what would
// go. The search index goes, too ([Session.SyncIndex] builds it anew). Errors are those of
// [project.Project.Erase].
func (s *Session) Erase(ctx context.Context, source, participant string, dryRun bool) (out Erasure, err error) {
	what, name, err := s.Erasable(source, participant)
	if err != nil {
		return out, err
	}
	out.Name = name
	if source != "" {
		out.Only = s.speakOnlyIn(name)
	}
	path := s.Project.Path()
	copies, err := project.Copies(path)
	if err != nil {
		return out, err
	}
	out.Copies, out.Preserved = len(copies), s.preserved()
	if out.Erased, out.Gone, err = s.Project.Erase(ctx, s.Coder, s.Now(), what, s.NewID, dryRun); err != nil || dryRun {
		return out, err
	}
	if err := os.RemoveAll(project.IndexOf(path)); err != nil {
		return out, fmt.Errorf("the words were erased, but the search index still holds them: %w", err)
	}
	out.Elsewhere = project.Beside(path)
	return out, nil
}

// speakOnlyIn names the participants who speak in one source and in no other.
func (s *Session) speakOnlyIn(source string) (names []string) {
	in := map[string]map[string]bool{}
	for _, src := range s.Study.Sources {
		for _, speaker := range s.Study.Transcript(src).Speakers {
			name := s.Study.Participant(speaker.Participant).Name
			if in[name] == nil {
				in[name] = map[string]bool{}
			}
			in[name][src.Name] = true
		}
	}
	for _, x := range s.Study.Participants {
		if sources := in[x.Name]; len(sources) == 1 && sources[source] {
			names = append(names, x.Name)
		}
	}
	return names
}
