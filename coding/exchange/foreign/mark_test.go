package foreign

import (
	"path/filepath"
	"testing"
)

// A byte order mark at the beginning of a text counts as a character in a database; the words
// that stand with each coding say whether it was counted, coding by coding.
func TestByteOrderMark(t *testing.T) {
	folder := t.TempDir()
	saysInLines(t, makeDatabase(t, filepath.Join(folder, "bom.rqda"),
		"create table source (name text, id integer, file text, status integer)", "create table freecode (name text, id integer, status integer)",
		"create table coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer)",
		"create table cases (name text, id integer, status integer)", "create table caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer)",
		"insert into source values ('Visit', 1, '\ufeffThe pumps were dear. The men were kind.', 1), ('Twice', 2, '\ufeff\ufeffPumps hum.', 1)",
		"insert into freecode values ('Cost', 1, 1)",
		"insert into coding values (1, 1, 'pumps were dear', 5, 20, 1)", // counted
		"insert into coding values (1, 1, 'men were kind', 25, 38, 1)",  // not counted
		"insert into coding values (1, 1, '', 1, 4, 1)",                 // nothing says
		"insert into coding values (1, 1, '\ufeffThe pumps', 0, 10, 1)",
		"insert into coding values (1, 1, '\ufeff', 0, 1, 1)",
		"insert into coding values (1, 1, 'The men', 2, 9, 1)", // elsewhere by now
		"insert into coding values (1, 2, 'Pumps', 2, 7, 1)",
		"insert into cases values ('Ann', 1, 1)", "insert into caselinkage values (1, 1, 5, 10, 1), (1, 2, 0, 12, 1)"),
		`code Cost true 
TextSource Visit 
  "The pumps" Cost by 
  "The" Cost by 
  "The men" Cost by 
  "pumps were dear" Cost by 
  "men were kind" Cost by 
  "pumps" Ann by 
TextSource Twice 
  "Pumps" Cost by 
case Ann 
  is Twice
! coding of a byte order mark alone: left out (Visit, 0 to 1)
! coding counted with the byte order mark that its text begins with, which is left out here: that much earlier: 3 times (first Visit, 1 to 4)
! coding whose words stand elsewhere in its text by now: put on them (Visit, 2 to 9)`)

	qda := qualcoderFolder(t, nil,
		"insert into code_name values (1, 'Cost', '', null, 'ann', '', '#FFCC00')",
		"insert into source values (1, 'Visit', '\ufeffThe pumps were dear. The men were kind.', null, '', 'ann', '', null, null)",
		"insert into code_text values (1, 1, 1, 'pumps were dear.', 5, 21, 'ann', '', '', null, null)",
		"insert into code_text values (2, 1, 1, 'men were kind.', 25, 39, 'ann', '', '', null, null)",
		"insert into annotation values (1, 1, 1, 4, 'who?', 'bob', '')")
	saysInLines(t, qda, `code Cost true 
TextSource Visit 
  "pumps were dear." Cost by ann
  "men were kind." Cost by ann
  "The" noted who?
! coding counted with the byte order mark that its text begins with, which is left out here: that much earlier (Visit, 5 to 21)`)

	saysInLines(t, makeDatabase(t, filepath.Join(folder, "bom.sqlite3"),
		"create table projects (id integer, name text)", "create table project_members (user_login text)",
		"create table documents (id integer, name text, contents text)", "create table tags (id integer, path text)",
		"create table highlights (id integer, document_id integer, start_offset integer, end_offset integer, snippet text)",
		"create table highlight_tags (highlight_id integer, tag_id integer)",
		"insert into documents values (1, 'int', '<p>\ufeffÜber pumps.</p>')", "insert into tags values (1, 'Cost')",
		"insert into highlights values (1, 1, 9, 14, 'pumps'), (2, 1, 0, 8, '\ufeffÜber'), (3, 1, 0, 3, '\ufeff')",
		"insert into highlight_tags values (1, 1), (2, 1), (3, 1)"),
		`code Cost true 
TextSource int 
  "Über" Cost by 
  "pumps" Cost by 
! highlight counted with the byte order mark that its document begins with, which is left out here: that much earlier: 2 times (first int)
! highlight of a byte order mark alone: left out (int)`)
}
