// Package analysis asks questions of a study and lays the answers out.
//
// An [Analysis] is declared once, as a value in a file of its own: its name, help,
// options, the filters that make sense, and the function that answers. [All] lists them.
// The commands, the pages of the workbench, the entries of analysis files, completion,
// and the manifests that [Verify] reads are all made from the declarations.
//
// A [Request] is an analysis that is asked for with its options; [Request.Run] gives a
// [Result] with a table ([report.Grid]), its notes and its picture. The counting is done
// below, by packages matrix, agreement and words; package report writes the result in
// any format.
//
// A number that counts passages leads to them: [Analysis.Leads] declares which columns
// do, and [Result.Lead] gives the filters that list just those passages, for the pages of
// the workbench and for crosscase passages. A number of words leads to a search.
//
// Laws, in laws_test.go, leads_test.go, digest_test.go and study_test.go:
//
//   - lines: what a request is written as asks for the same
//   - choices: whatever a declaration offers is answered, and twice the same
//   - manifests: a result holds against its own manifest, and not against another count
//   - digest: whatever is changed of a study's data, its [Digest] is another one
//   - nothing: an empty study is answered in words
//   - pictures: whatever is asked, what can be drawn is drawn whole
//   - pages: each number of a matrix in HTML leads to as many passages on the same page
//   - files: each number that counts passages leads to them in an HTML file
//   - reports: numbers of the report lead to as many passages or sources on its page
//   - declarations: each column of counts declares what it counts
//   - leads: the passages that a number leads to are as many as it counts
//   - cells: a number of a table is that of the cell of the matrix that it is said to be of
package analysis
