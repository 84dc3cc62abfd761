// Package app is what a person can do with a study. The command line, the reader in the
// terminal and the workbench call the same functions, so that an edit means the same
// wherever it is asked for, and the log tells it by the same sentence.
//
// A [Session] is somebody at work on an open project. Each of its methods that changes
// something is one edit: it looks up what is meant, has the changes worked out (package
// edit and those beside it), makes them as one step of the log, and says what was done
// ([Done]). Methods that only read return values, which a command prints and a page
// shows. Nothing here parses flags, asks questions, prints, or knows of a request: what a
// person has to be asked is an argument.
//
// A field of a thing, such as a theme's definition or a source's date, is declared once
// (things.go): the flag of the command and the field of the form are made from it. So is
// what can be read besides analyses ([Listing]): the command and the entry of an analysis
// file ([AnalysisFile]) are made from the declaration.
//
// Where what is:
//
//   - What all share: session.go, output.go (where results go, and as what), files.go,
//     tools.go (words by language), index.go (the search index).
//   - Things with fields, lists and edits: things.go and fields.go for all of them, then
//     sources.go, participants.go, organisations.go, cases.go, coders.go, themes.go.
//   - Themes: themeedits.go (add, move, merge), split.go, themehistory.go, codebookfile.go.
//   - Passages: tag.go, marks.go (themes on selected words), passages.go, suggest.go,
//     summaries.go (of a theme for somebody), memos.go, links.go.
//   - Searches: search.go, quotelists.go (what commands list of passages and matches).
//   - Into a project: import.go, correct.go, reread.go (originals again), review.go (passages
//     that a correction changed or detached), speakers.go,
//     importproject.go with foreign.go and arrived.go (of other programs), merge.go (of another coder).
//   - Out of it: export.go with exportplain.go, exportmarked.go, exportarchive.go and
//     readback.go (whether what was written can be read); pseudonymise.go with key.go, erase.go, lock.go (private keys,
//     and which locked project is meant).
//   - Results again: analysisfile.go, verify.go, matrices.go (saved ones), studyreport.go,
//     listings.go.
//   - Work of several coders: progress.go, consensus.go.
//   - What was done: log.go, undo.go, difference.go, check.go,
//     rescue.go, syncfolder.go.
//
// The laws of this package, each in laws_test.go:
//
//   - Fields: what is put into a field of a thing is there when the project is read again,
//     and in plain files; putting what is known of a thing back into it changes nothing, and makes
//     nothing new.
//   - Lists: there is a row for each thing, which begins with its name, and a text or a
//     number in each column. What it counts of a coder is what a filter by them selects.
package app

import (
	"context"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/coding/project"
)

// A Session is one coder at work on an open project.
type Session struct {
	Project *project.Project
	Study   *coding.Study // all of it, as it was read
	Texts   coding.Texts  // where the words of texts come from: the project, or a cache before it
	Coder   string        // name of who works
	Blind   bool          // sees the own tags, memos and changes alone
	Now     func() time.Time
	NewID   func() string
	Version string // of the program, for files that say what wrote them
	KeyWork int    // how hard a key's passphrase is to guess, a power of two; 0 is usual, and takes a second

	seen *coding.Study
}

// On is the same coder at work on a study that was read later.
func (s *Session) On(study *coding.Study) *Session {
	later := *s
	later.Study, later.seen = study, nil
	return &later
}

// Seen is the study as the coder sees it: all of it, or the own part of one who works
// blind. What removes or corrects things works on all of it, whoever made it.
func (s *Session) Seen() *coding.Study {
	if !s.Blind {
		return s.Study
	}
	if s.seen == nil {
		s.seen = s.Study.Only(s.CoderID())
	}
	return s.seen
}

// CoderID is the identifier of the coder, "" where nobody of that name has worked yet.
func (s *Session) CoderID() coding.CoderID {
	if c, err := s.Study.FindCoder(s.Coder); err == nil {
		return c.ID
	}
	return ""
}

// Done is what came of an edit.
type Done struct {
	Step int      // of the log, which undo takes back; 0 where everything was so already
	What string   // the sentence of the log
	Said []string // what the person may want to know besides, each a line
	Made []string // what a name that was new has made, each a line
}

// Apply makes changes as one entry of the log, or none of them. Errors are those of
// [project.Project.Apply].
func (s *Session) Apply(ctx context.Context, what string, changes ...edit.Change) (Done, error) {
	n, err := s.Project.Apply(ctx, edit.Edit{Coder: s.Coder, At: s.Now(), What: what, Changes: changes})
	return Done{Step: n, What: what}, err
}
