// Package refi reads and writes REFI-QDA, the format in which programs for
// qualitative data analysis exchange projects (.qdpx) and codebooks (.qdc).
//
// A [Project] holds everything that the standard can say, as the file says it:
// identifiers in the file's own case, dates as written, positions as counted by
// the program that wrote them. [ReadPackage] reads what programs really write:
// elements in any order, namespaces of drafts, other spellings of folders and
// files, duplicate or missing identifiers. What it left out or repaired is listed
// as a [Problem]. [Project.Write] writes what the schema allows; the same project
// gives the same bytes.
//
// # Elements
//
// Each kind of thing has a file of its own: projects and users, codes, cases and
// their variables, sources, texts and notes, selections and codings, links, sets,
// graphs. Its declare method names the attributes and children of its element
// once, in the order of the schema; reading and writing both follow from that.
// XML is read and written token by token, since files of 100 MB are common and the order
// of elements matters: plain tags by a tokenizer of its own (tags.go), all else by
// encoding/xml.
//
// # Positions
//
// Programs differ in how they count positions in a text without saying so: in
// code points or UTF-16 units, and CRLF as one or as two. A [Convention] names one
// way to count. [Resolve] finds the one that a file follows, from the words that
// selections quote and from the edges of words. [Read] then compares names and descriptions
// with the words that selections are on, and moves those that another way to count, also one
// of no known program, puts on the words quoted: from 1, with the end included, in bytes. A
// [Profile] is what a program expects of a file that it imports.
//
// The package knows nothing of crosscase's own terms; package exchange translates
// between the two.
//
// # Laws
//
// These hold for every project and text, and are tested in laws_test.go:
//
//   - What is written is valid by the schema.
//   - A project that is written and read is the same project, without problems.
//   - The same project gives the same bytes.
//   - What was read once, with whatever repairs, is written and read without any.
//   - A place in a text comes back from its position, in every convention.
//   - Positions count what the convention names: code points or UTF-16 units.
//   - A selection that is located lies within its text and does not cut a letter.
package refi
