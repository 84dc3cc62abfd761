package main

import "github.com/spf13/cobra"

// newFormats is a topic of the help, not a command.
func newFormats() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "The formats of results, for other programs",
		Long: `Results go to standard output, or with --output to a file; all else goes to
standard error. The formats are

  table     for reading; fits the terminal, $COLUMNS where there is none
  csv, tsv  UTF-8, one line of names, then the rows; a theme is its whole path
  json      UTF-8, indented; names stay as they are from version to version
  markdown  for papers and wikis
  html      a page of its own, nothing in it from elsewhere; numbers of a matrix
            lead to their passages
  xlsx      numbers as numbers, heads that stay, shades by conditional formatting;
            of a matrix the passages behind the cells on a second sheet
  docx      a table for a word processor
  latex     a table with the rules of booktabs, to be put into a paper
  svg, png  a picture, of what can be drawn

Without --format, the ending of the FILE says which.

In CSV and TSV a text that a spreadsheet would take for a formula (one that
begins with = + - or @) has an apostrophe before it. What is not defined, as the
coverage of no words, is empty there, null in JSON and – in tables. Places are
bytes of the text, the end not included.

JSON of passages, why and search is a list of objects:
  id (of the passage), source, turn, last_turn, page, last_page (counted from 1),
  time, speaker, organisation, case, questions, themes, coders, about, memos
  (lists), tags (a list of {id, theme, coder, at, about, weight, suggested,
  memos}), start, end, quote, before, after; of detached passages also detached
  and now, what stands in their place

Intervals are three columns in CSV (NAME, NAME low, NAME high) and {value, low,
high} in JSON. Participants are {n, of} in JSON, n in CSV. What nobody has looked
for yet is · in tables, empty in CSV and null in JSON.

JSON of matrix is one object:
  measure, percent
  columns   a list of {keys: {dimension: value}, total}
  rows      a list of {keys: {dimension: value}, total, cells: [a number a column]}
  total     over everything, counted anew like all totals
  passages, straddling, without_organisation, notes

JSON of log is a list of objects:
  number, step, at, coder, what, undoes, undone
JSON of show-change is such an object, with changes, a list of
  action (added, changed, removed), kind, what, fields (name, before, after)

JSON of diff is one object:
  after, changes, from, to, coders
  themes    a list of {path, was, what, into, fields}
  tags      a list of {theme, coder, added, removed}
  others    a list of {kind, added, changed, removed}

JSON of diff --matrix and of verify is a list of objects:
  row, column, then, now, why (a list)

JSON of triangulate is a list of objects:
  theme, cells (by column: types, available, passages, participants), all,
  to_think_of

The manifest beside a table that was written to a file is one object:
  crosscase (version), project, state (SHA-256 of all that counts), change (number
  of the last one), arguments, file, sha256; of a table that is no matrix table
  (names, then rows as they are shown); of a matrix measure and
  passages  a list of {id, source, turn, start, end}
  cells     a list of {row, column (each a list of {dimension, id, label}; empty is
            a total), value, passages (indices into the list)}

JSON of memo list is a list of objects:
  id, kind (of what it is on), on, theme, source, coder, at, text

JSON of every other result is a list of objects, one a row, named by columns.`,
	}
}
