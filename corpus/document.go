package corpus

import "time"

// A Document is a file's text with what the file says about its parts. It is
// what readers of formats give, and what speakers are found in.
type Document struct {
	Body      string // as in [Text]
	Blocks    []Block
	MediaType string // as "text/plain"
	Encoding  string // of the file, as "utf-8" or "windows-1252"
	Language  string // as the file itself says, "" where it does not
	Pages     []int  // byte at which each page begins, ascending; nil where there are none
	Comments  []Comment
}

// A Block is a line of a plain text, a paragraph of a word processor's, or a
// cue of subtitles: the least that a format sets apart. Blocks are in order and
// never overlap.
type Block struct {
	Span     Span
	Kind     BlockKind
	Gap      bool   // something sets it apart from the block before: an empty line, or being a paragraph
	Bold     int    // bytes at its start that are bold, 0 for none
	Voice    string // who speaks in it, where the format itself says so
	Label    int    // bytes at its start that name the voice or the question, and are said by nobody
	Question string // that it answers, where the format itself says so
	From     time.Duration
	To       time.Duration // of a cue
}

// A BlockKind says what a block is.
type BlockKind uint8

// The kinds of blocks.
const (
	LineBlock    BlockKind = iota // a line or paragraph
	HeadingBlock                  // marked as a heading in the file
	CueBlock                      // a subtitle with its times
)

// A Comment is a note that somebody wrote beside a document's text.
type Comment struct {
	Span   Span   // the words that it is about
	Author string // "" where the file does not say
	At     time.Time
	Text   string
}

// A Table is a file of lines and columns, as a survey's answers are.
type Table struct {
	Columns  []string // names, from its first line
	Rows     []Row
	Encoding string // of the file
}

// A Row is a line of a table.
type Row struct {
	Line   int // in the file, counted from 1
	Values []string
}
