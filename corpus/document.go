package corpus

import "time"

// A Document is a file's text with what the file says about its parts. It is
// what readers of formats give, and what speakers are found in.
type Document struct {
	Body      string // as in [Text]
	Blocks    []Block
	MediaType string // as "text/plain"
	Encoding  string // of the file, as "utf-8" or "windows-1252"
}

// A Block is a line of a plain text, a paragraph of a word processor's, or a
// cue of subtitles: the least that a format sets apart. Blocks are in order and
// never overlap.
type Block struct {
	Span  Span
	Kind  BlockKind
	Gap   bool // something sets it apart from the block before: an empty line, or being a paragraph
	Bold  int  // bytes at its start that are bold, 0 for none
	Voice string
	From  time.Duration // of a cue
	To    time.Duration
}

// A BlockKind says what a block is.
type BlockKind uint8

// The kinds of blocks.
const (
	LineBlock    BlockKind = iota // a line or paragraph
	HeadingBlock                  // marked as a heading in the file
	CueBlock                      // a subtitle with its times
)
