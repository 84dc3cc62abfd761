package coding

import (
	"fmt"

	"crosscase/corpus"
)

// SoundStudy is [NewStudy] for parts that come from a file, which may be damaged. sizes are
// the lengths of all texts, in bytes. The error wraps [ErrDamaged] where something names what
// is not there, or a turn, word or passage leaves its text, so that nobody who is given a
// study has to expect that.
func SoundStudy(s Study, sizes map[corpus.TextID]int) (*Study, error) {
	v := verifier{sizes: sizes, participants: ids(s.Participants, func(x *corpus.Participant) corpus.ParticipantID { return x.ID }),
		organisations: ids(s.Organisations, func(x *corpus.Organisation) corpus.OrganisationID { return x.ID }),
		cases:         ids(s.Cases, func(x *corpus.CaseStudy) corpus.CaseID { return x.ID }),
		themes:        ids(s.Themes, func(x *Theme) ThemeID { return x.ID }),
		sources:       ids(s.Sources, func(x *corpus.Source) corpus.SourceID { return x.ID })}
	v.people(&s)
	v.texts(&s)
	v.codes(&s)
	if v.err != nil {
		return nil, v.err
	}
	st := NewStudy(s)
	if n := len(s.Tags) - len(st.Tags); n > 0 {
		v.damaged("%d of %d tags have a theme or a passage that is not there", n, len(s.Tags))
	}
	for i, coder := range st.tagCoder {
		v.reference(coder >= 0, "a tag", "coder", st.Tags[i].Coder)
	}
	if v.err != nil {
		return nil, v.err
	}
	return st, nil
}

// A verifier keeps the first thing that is wrong with a study.
type verifier struct {
	sizes         map[corpus.TextID]int
	participants  map[corpus.ParticipantID]bool
	organisations map[corpus.OrganisationID]bool
	cases         map[corpus.CaseID]bool
	themes        map[ThemeID]bool
	sources       map[corpus.SourceID]bool
	err           error
}

func ids[T any, ID comparable](things []T, id func(T) ID) map[ID]bool {
	known := make(map[ID]bool, len(things))
	for _, x := range things {
		known[id(x)] = true
	}
	return known
}

func (v *verifier) damaged(format string, args ...any) {
	if v.err == nil {
		v.err = fmt.Errorf("%w: %w", ErrDamaged, fmt.Errorf(format, args...))
	}
}

// reference notes that something names a thing which is not there.
func (v *verifier) reference(there bool, what, kind string, id any) {
	if !there {
		v.damaged("%s names the %s %v, which is not there", what, kind, id)
	}
}

func (v *verifier) people(s *Study) {
	for _, x := range s.Participants {
		there := x.Organisation == "" || v.organisations[x.Organisation]
		v.reference(there, fmt.Sprintf("participant %q", x.Name), "organisation", x.Organisation)
	}
	for _, x := range s.Sources {
		what := fmt.Sprintf("source %q", x.Name)
		v.reference(x.Organisation == "" || v.organisations[x.Organisation], what, "organisation", x.Organisation)
		v.reference(x.Case == "" || v.cases[x.Case], what, "case", x.Case)
		tr := s.Transcripts[x.Text]
		v.reference(tr != nil, what, "text", x.Text)
		if tr == nil {
			continue
		}
		for _, speaker := range tr.Speakers {
			v.reference(v.participants[speaker.Participant], fmt.Sprintf("speaker %q of %s", speaker.Label, what), "participant",
				speaker.Participant)
		}
		if err := tr.CheckPlaces(v.sizes[x.Text]); err != nil {
			v.damaged("%s: %w", what, err)
		}
	}
}

func (v *verifier) texts(s *Study) {
	for _, x := range s.Passages {
		size, there := v.sizes[x.Text]
		if v.reference(there, "a passage", "text", x.Text); there && (x.Span.Start < 0 || x.Span.End > size || x.Span.Start >= x.Span.End) {
			v.damaged("a passage is at %s of a text of %d bytes", x.Span, size)
		}
	}
}

// codes leaves out who made a note: that may be another name of a coder.
func (v *verifier) codes(s *Study) {
	parents := make(map[ThemeID]ThemeID, len(s.Themes))
	for _, x := range s.Themes {
		parents[x.ID] = x.Parent
	}
	for _, x := range s.Themes {
		above, known := x.Parent, true
		for range len(s.Themes) {
			if above, known = parents[above]; !known {
				break
			}
		}
		if known {
			v.damaged("theme %q is below itself", x.Name)
		}
	}
	for _, x := range s.Summaries {
		v.reference(v.themes[x.Theme], "a summary", "theme", x.Theme)
	}
	for _, x := range s.Readings {
		v.reference(v.sources[x.Source], "a mark of progress", "source", x.Source)
	}
	for _, x := range s.Rejections {
		v.reference(v.themes[x.Theme], "a rejected suggestion", "theme", x.Theme)
		v.reference(v.sources[x.Source], "a rejected suggestion", "source", x.Source)
	}
	for _, x := range s.Merged {
		v.reference(v.themes[x.Into], fmt.Sprintf("the merged theme %q", x.Path), "theme", x.Into)
	}
}
