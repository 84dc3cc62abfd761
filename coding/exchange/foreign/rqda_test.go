package foreign

import (
	"path/filepath"
	"testing"
)

// What a database of RQDA refers to and does not hold is left out; two texts of the same
// name and words are two, and one in Windows-1252 is read as that.
func TestRQDAOdd(t *testing.T) {
	file := makeDatabase(t, filepath.Join(t.TempDir(), "odd.rqda"),
		"create table source (name text, id integer, file text, status integer)", "create table freecode (name text, id integer, status integer)",
		"create table coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer)",
		"create table codecat (name text, catid integer, status integer)", "create table treecode (cid integer, catid integer, status integer)",
		"create table cases (name text, id integer, status integer)", "create table caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer)",
		"insert into source values ('same', 1, 'Ann: yes', 1), ('same', 2, 'Ann: yes', 1), ('old', 3, cast(x'dc626572' as text), 1)",
		"insert into freecode values ('Trust', 1, 1)", "insert into codecat values ('A', 1, 1), ('B', 2, 1)", "insert into treecode values (1, 1, 1), (1, 2, 1)",
		"insert into coding values (7, 1, 'yes', 5, 8, 1), (1, 7, 'yes', 5, 8, 1), (1, 1, 'yes', 5, 8, 1), (1, 1, 'yes', 5, 8, 1), (1, 3, 'Über', 0, 4, 1)",
		"insert into cases values ('Ann', 1, 1)", "insert into caselinkage values (1, 7, 0, 3, 1), (1, 2, 0, 3, 1)")
	p := saysInLines(t, file, `code A false 
  code Trust true 
code B false 
TextSource same 
  "yes" Trust by 
TextSource same 
  "Ann" Ann by 
TextSource old 
  "Über" Trust by 
case Ann 
! code in several categories: stands in the first (code 1)
! text that is not UTF-8: read as Windows-1252 (old)
! coding whose source or code is not there: left out: 2 times (first yes)
! coding that is there twice: taken once (same)
! case on a source that is not there: left out ()`)
	if a, b := p.Document.Sources[0].GUID, p.Document.Sources[1].GUID; a == b {
		t.Errorf("two sources are one: %s", a)
	}
}

// A coding whose date cannot be read is said, since it gets that of the import.
func TestRQDADates(t *testing.T) {
	saysInLines(t, makeDatabase(t, filepath.Join(t.TempDir(), "dates.rqda"),
		"create table source (name text, id integer, file text, date text, status integer)", "create table freecode (name text, id integer, status integer)",
		"create table coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer, date text)",
		"create table cases (name text, id integer, status integer)", "create table caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer)",
		"insert into source values ('Visit', 1, 'Ann: yes, no', 'sometime', 1)", "insert into freecode values ('Trust', 1, 1)",
		"insert into coding values (1, 1, 'yes', 5, 8, 1, 'jeu. mars 01 10:00:00 2018'), (1, 1, 'no', 10, 12, 1, 'Thu Mar 01 10:00:00 2018')"),
		`code Trust true 
TextSource Visit 
  "yes" Trust by 
  "no" Trust by 
! date that cannot be read: is that of the import here (jeu. mars 01 10:00:00 2018)`)
}
