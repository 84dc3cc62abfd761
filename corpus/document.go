package corpus

import "time"

// A Document is the text of a file with its structure. Package format reads it from a
// file, package transcript finds the speakers in it.
type Document struct {
	Body      string // as in [Text]
	Blocks    []Block
	MediaType string // as "text/plain"
	Encoding  string // of the file, as "utf-8" or "windows-1252"
	Language  string // that the file declares; "" for none
	Pages     []int  // byte at which each page begins, ascending; nil for none
	Comments  []Comment
	LeftOut   []LeftOut // in the order of the file
	Date      Date      // of the recording, that the file declares; "" for none
	People    []Person  // what the file declares of those who speak; each is named as the Voice of blocks
}

// A LeftOut is something that a file shows a reader of it and that is not in the text that
// is read: together with the text it is all that the file shows.
type LeftOut struct {
	Why   Why
	Where string // as "p. 3", "line 12", "slide 2"; "" where the file has no such places
	Text  string // its words; "" where they cannot be read, as on an unreadable page
}

// CountWhy counts what was left out by its reasons, in the order in which they come first.
func CountWhy(all []LeftOut) (reasons []Why, times map[Why]int) {
	times = map[Why]int{}
	for _, x := range all {
		if times[x.Why]++; times[x.Why] == 1 {
			reasons = append(reasons, x.Why)
		}
	}
	return reasons, times
}

// Why is the reason why something is left out, as one noun that can be counted.
type Why string

// The reasons why something is left out.
const (
	RunningHead     Why = "running head"
	PageNumber      Why = "page number"
	LineNumber      Why = "line number"
	HiddenText      Why = "hidden passage"
	DeletedText     Why = "deleted passage"  // by tracked changes
	RepeatedCaption Why = "repeated caption" // its words are in the one before
	UnreadablePage  Why = "unreadable page"
	HeadingRow      Why = "heading row"        // of a table, which says what its columns are
	TitleRow        Why = "title row"          // of a table, above the one that says what its columns are
	JointLabel      Why = "joint label"        // of people who say something together, whose words have no speaker
	Annotation      Why = "annotation"         // a tier or line about the words, not spoken
	Header          Why = "header"             // what a file declares of its recording and people
	DamagedByte     Why = "damaged byte"       // of a text in UTF-8, which is shown as U+FFFD
	Navigation      Why = "navigation element" // of a web page, as a menu or a button
	Diagram         Why = "diagram"            // words drawn in it
	Alternative     Why = "alternative"        // what a speech recogniser holds for less likely
	WordlessRow     Why = "wordless row"       // of a table, in which nobody says or answers anything
	ChatNotice      Why = "chat notice"        // of the program: that a picture is missing, that a message was taken back
	OtherColumn     Why = "column"             // of a table, that is neither words nor a fact
	OtherCell       Why = "cell"               // of such a column
	OtherSheet      Why = "sheet"              // of a workbook, beside the one that is read
)

// A Block is the smallest unit of a format: a line of plain text, a paragraph of a
// word processor's document, or a cue of subtitles. Blocks are in order and never
// overlap.
type Block struct {
	Span     Span
	Kind     BlockKind
	Gap      bool   // it is a paragraph, or follows an empty line
	Row      bool   // it is in a row of a table with several cells, which have tabs between them
	Bold     int    // bytes at its start that are bold, 0 for none
	Voice    string // speaker, if the format has one
	Label    int    // bytes at its start that name the voice or the question and are not spoken
	Question string // that it answers, if the format has one
	From     time.Duration
	To       time.Duration // of a cue
}

// A BlockKind is the kind of a block.
type BlockKind uint8

// The kinds of blocks.
const (
	LineBlock    BlockKind = iota // a line or paragraph
	HeadingBlock                  // marked as a heading in the file
	CueBlock                      // a subtitle with its times
)

// A Comment is a note in the margin of a document.
type Comment struct {
	Span   Span   // the words that it is about
	Author string // "" if unknown
	At     time.Time
	Text   string
}

// A Table is a file of rows and columns, such as the answers of a survey.
type Table struct {
	Columns  []string // names, from its first line below a title; "" where there is none
	Line     int      // of these in the file, where it is not the first; else 0
	Rows     []Row
	Keyed    bool      // the columns are names of fields, and no line has them
	Encoding string    // of the file
	LeftOut  []LeftOut // what the file has beside the table
	Sheet    string    // that was read of a workbook with others; "" for any other file
	Others   []string  // sheets with something in them
}

// HeadLine is the line of the file that names the columns, counted from 1.
func (t Table) HeadLine() int { return max(t.Line, 1) }

// A Row is a row of a table after the first.
type Row struct {
	Line   int // in the file, counted from 1
	Values []string
}
