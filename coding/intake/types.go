package intake

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"crosscase/corpus"
	"crosscase/corpus/transcript"
)

// What names of files say of the type of a source, as words in lower case.
var (
	interviewWord = compiled(`^(?:\p{L}*interviews?|interviewtranskripte?|entrevistas?|entretiens?)$`)
	meetingWord   = compiled(`^(?:minutes|meetings?|sitzung(?:en)?|(?:sitzungs|besprechungs|ergebnis|verlaufs)?protokolle?)$`)
	visitWord     = compiled(`^(?:fieldnotes|feldnotizen|(?:feld|beobachtungs)protokolle?)$`)
	noTypeWord    = compiled(`^(?:guides?|\p{L}*leitfaden|schedule|questions|fragen|fragebogen|consent|einwilligung\p{L}*|template|vorlage)$`)
	chairRole     = compiled(`(?i)\bchair|vorsitz|sitzungsleitung|protokollführ|minute taker`)
)

// compiled compiles an expression when it is first used, so that commands which import nothing
// start without it.
func compiled(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// guessType returns the type of a source where the name of its file or of its folder, or who
// speaks in it, proves one; [corpus.TypeOther] where nothing does, or the two say different
// things.
func (in *Intake) guessType(i Import) corpus.SourceType {
	named, spoken := typeNamed(SourceName(i.File)), in.typeSpoken(i)
	if named == "" {
		named = typeNamed(path.Base(path.Dir(i.File)))
		if len(i.Transcript.Speakers) == 0 { // a guide lies beside the interviews
			named = ""
		}
	}
	switch {
	case named == corpus.TypeInterview && len(i.Transcript.Speakers) == 0, named == corpus.TypeOther,
		named != "" && spoken != "" && named != spoken, named == "" && spoken == "":
		return corpus.TypeOther
	case named == "":
		return spoken
	}
	return named
}

// GuessedType reports whether the type of the source that came of i is what guessType found.
func (i Import) GuessedType(src *corpus.Source) bool {
	return i.Facts.Type == "" && src.Type != corpus.TypeOther
}

// typeNamed is the one type that the words of a name say; "" for none, [corpus.TypeOther] where
// they say that it is none or several.
func typeNamed(name string) (is corpus.SourceType) {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for n, w := range words {
		says := corpus.SourceType("")
		switch {
		case noTypeWord().MatchString(w):
			says = corpus.TypeOther
		case interviewWord().MatchString(w):
			says = corpus.TypeInterview
		case w == "minutes" && n > 0 && strings.Trim(words[n-1], "0123456789") == "": // 90 minutes
		case meetingWord().MatchString(w):
			says = corpus.TypeMeeting
		case visitWord().MatchString(w), n > 0 && words[n-1] == "site" && (w == "visit" || w == "visits"):
			says = corpus.TypeSiteVisit
		}
		switch {
		case says == "" || says == is:
		case is == "":
			is = says
		default:
			return corpus.TypeOther
		}
	}
	return is
}

// typeSpoken is the type that shows in who speaks: an interview is one who asks and one who
// answers, each more than once; a meeting has somebody in the chair and two others. "" is none.
func (in *Intake) typeSpoken(i Import) corpus.SourceType {
	asks, shares := asking(i.Labels), i.Transcript.Shares()
	roles := map[string]string{}
	for _, p := range i.People {
		roles[p.Name] = p.Role
	}
	chair := len(shares) > 2 && slices.ContainsFunc(shares, func(s corpus.Share) bool {
		return chairRole().MatchString(roles[s.Label]) || chairRole().MatchString(s.Label)
	})
	if chair {
		return corpus.TypeMeeting
	}
	if len(shares) != 2 || transcript.Reports(i.Transcript.Layout) {
		return ""
	}
	researchers := 0
	for _, s := range shares {
		p := in.named(s.Label)
		if s.Turns < 2 {
			return ""
		}
		if asks[s.Label] || roles[s.Label] == corpus.Researcher || p != nil && p.Role == corpus.Researcher {
			researchers++
		}
	}
	if researchers != 1 {
		return ""
	}
	return corpus.TypeInterview
}
