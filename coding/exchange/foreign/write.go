package foreign

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// qualcoderTables are those of QualCoder's database, version 8, that a project needs
// to be opened.
var qualcoderTables = []string{
	"project (databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer, codername text)",
	"source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text, av_text_id integer, " +
		"risid integer, unique(name))",
	"code_image (imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer, cid integer, " +
		"memo text, date text, owner text, important integer, pdf_page integer)",
	"code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text, date text, owner text, " +
		"important integer)",
	"annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text, unique(fid, " +
		"pos0, pos1, owner))",
	"attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text)",
	"attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text, owner text, unique(name, " +
		"attr_type, id))",
	"case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text, date text, memo text)",
	"cases (caseid integer primary key, name text, memo text, owner text, date text, constraint ucm unique(name))",
	"code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer, unique(name))",
	"code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, " +
		"memo text, avid integer, important integer, unique(cid, fid, pos0, pos1, owner))",
	"code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text, unique(name))",
	"journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name))",
	"stored_sql (title text, description text, grouper text, ssql text, unique(title))",
	"ris (risid integer, tag text, longtag text, value text)",
}

// ownQualCoder is what projects of QualCoder say of themselves that crosscase wrote.
const ownQualCoder = "QualCoder project by crosscase"

// WriteQualCoder makes a project of QualCoder's, a new folder. Themes with others
// below them become categories, and codes in them where they are on something; [Read] makes
// one theme of both again, and keeps the order of themes. QualCoder
// wants names that are used once: a doubled one has its parent's behind it. It returns
// how many tags are in it, and what QualCoder has no place for.
func WriteQualCoder(ctx context.Context, c exchange.Contents, folder string) (codings int, lost []refi.Problem, err error) {
	for _, sub := range []string{"", "documents", "images", "audio", "video"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
			return 0, nil, err
		}
	}
	w := &qualcoderWriter{themes: map[coding.ThemeID]int{}, sources: map[corpus.SourceID]int{}, bodies: map[corpus.TextID]string{}}
	err = w.create(ctx, c, filepath.Join(folder, "data.qda"), w.project, w.codes, w.texts, w.passages, w.cases, w.notes)
	return w.codings, w.lost.All(), err
}

type qualcoderWriter struct {
	writer
	themes  map[coding.ThemeID]int // codes
	sources map[corpus.SourceID]int
	bodies  map[corpus.TextID]string
	codings int
}

// owner is who made what nobody is named for.
func (w *qualcoderWriter) owner() string {
	for _, t := range w.study.Tags {
		return w.coder(t.Coder)
	}
	return "crosscase"
}

func (w *qualcoderWriter) project() error {
	for _, t := range qualcoderTables {
		if err := w.exec("create table " + t); err != nil {
			return err
		}
	}
	return w.exec("insert into project (databaseversion, date, memo, about, bookmarkfile, bookmarkpos, codername)"+
		" values ('v8', '', '', ?, 0, 0, ?)", ownQualCoder, w.owner())
}

// codes writes the codebook: themes with others below them as categories, and as codes
// in those where they are on something.
func (w *qualcoderWriter) codes() error {
	const (
		intoCategories = "insert into code_cat (catid, name, owner, date, memo, supercatid) values (?, ?, ?, ?, ?, ?)"
		intoCodes      = "insert into code_name (cid, name, memo, catid, owner, date, color) values (?, ?, ?, ?, ?, ?, ?)"
	)
	below, used := map[coding.ThemeID]bool{}, map[coding.ThemeID]bool{}
	for _, t := range w.study.Themes {
		below[t.Parent] = true
	}
	for _, t := range w.study.Tags {
		used[t.Theme] = true
	}
	category := map[coding.ThemeID]any{"": nil}
	codeNames, categoryNames := map[string]bool{}, map[string]bool{}
	for i, t := range w.study.Themes {
		id, parent := i+1, category[t.Parent]
		memo := joined(exchange.Description(*t), w.memos(string(t.ID)))
		if below[t.ID] || t.Kind == "category" && !used[t.ID] {
			category[t.ID] = id
			err := w.exec(intoCategories, id, w.uniqueName(t, categoryNames, "QualCoder"), w.owner(), stamp(t.Made), memo, parent)
			if err != nil {
				return err
			}
			if !used[t.ID] {
				if t.Colour != "" {
					w.lost.Add("colours of themes with others below them and no tags, which are categories", t.Name)
				}
				continue
			}
			parent, memo = id, ""
		}
		w.themes[t.ID] = id
		err := w.exec(intoCodes, id, w.uniqueName(t, codeNames, "QualCoder"), memo, parent, w.owner(), stamp(t.Made), strings.ToUpper(t.Colour))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *qualcoderWriter) texts() error {
	for i, src := range w.study.Sources {
		t, err := w.from.Texts.Text(w.ctx, src.Text)
		if err != nil {
			return err
		}
		w.bodies[src.Text], w.sources[src.ID] = t.Body, i+1
		const into = "insert into source (id, name, fulltext, mediapath, memo, owner, date) values (?, ?, ?, null, ?, ?, ?)"
		if err := w.exec(into, i+1, src.Name, t.Body, w.memos(string(src.ID)), w.owner(), string(src.Date)); err != nil {
			return err
		}
	}
	return nil
}

// characters gives places of a text in characters; ask in order.
type characters struct {
	body     string
	at, rune int
}

func (c *characters) of(offset int) int {
	if offset < c.at {
		c.at, c.rune = 0, 0
	}
	c.rune += utf8.RuneCountInString(c.body[c.at:offset])
	c.at = offset
	return c.rune
}

func (w *qualcoderWriter) passages() error {
	at := map[corpus.TextID]*characters{}
	for i, p := range w.study.Passages {
		src := w.study.SourceOf(p)
		if src == nil {
			w.correctedTags(i)
			continue
		}
		if at[p.Text] == nil {
			at[p.Text] = &characters{body: w.bodies[p.Text]}
		}
		part := casePart{w.sources[src.ID], at[p.Text].of(p.Span.Start), at[p.Text].of(p.Span.End)}
		if err := w.tagsOn(i, part, w.bodies[p.Text][p.Span.Start:p.Span.End]); err != nil {
			return err
		}
		if err := w.annotations(p, part); err != nil {
			return err
		}
	}
	return nil
}

// tagsOn writes the tags on a passage, an index into Passages.
func (w *qualcoderWriter) tagsOn(passage int, at casePart, words string) error {
	const into = "insert into code_text (cid, fid, seltext, pos0, pos1, owner, date, memo, avid, important)" +
		" values (?, ?, ?, ?, ?, ?, ?, ?, null, null)"
	first, last := w.study.TagsOf(passage)
	for n := first; n < last; n++ {
		t := w.study.Tags[n]
		if n > first && w.study.Tags[n-1].Theme == t.Theme && w.study.Tags[n-1].Coder == t.Coder {
			w.lost.Add("tag beside one that says the same but for whom it is about, which QualCoder does not allow", refi.QuoteName(words))
			continue
		}
		memo := w.memos(string(t.ID))
		if o := w.study.Organisation(t.About); o != nil {
			memo = joined(memo, "About: "+o.Name)
		}
		if t.Weight > 0 {
			memo = joined(memo, fmt.Sprintf("Weight: %g", t.Weight))
		}
		w.codings++
		err := w.exec(into, w.themes[t.Theme], at.source, words, at.start, at.end, w.coder(t.Coder), stamp(t.At), memo)
		if err != nil {
			return err
		}
	}
	return nil
}

// annotations writes the notes on a passage, those of one coder as one.
func (w *qualcoderWriter) annotations(p coding.Passage, at casePart) error {
	const into = "insert into annotation (fid, pos0, pos1, memo, owner, date) values (?, ?, ?, ?, ?, '')"
	by := map[coding.CoderID][]string{}
	var order []coding.CoderID
	for _, m := range w.study.MemosOn(string(p.ID)) {
		if by[m.Coder] == nil {
			order = append(order, m.Coder)
		}
		by[m.Coder] = append(by[m.Coder], m.Text)
	}
	for _, c := range order {
		if err := w.exec(into, at.source, at.start, at.end, strings.Join(by[c], "\n\n"), w.coder(c)); err != nil {
			return err
		}
	}
	return nil
}

// notes writes notes on the project as a journal, and what QualCoder has no place for
// as far as words can say it.
func (w *qualcoderWriter) notes() error {
	s := w.study
	known := s.Things()
	n := 0
	memos := slices.Clone(s.Memos)
	slices.SortStableFunc(memos, func(a, b coding.Memo) int { return a.At.Compare(b.At) })
	for _, m := range memos {
		if known[m.On] {
			continue
		}
		n++
		name := refi.QuoteName(strings.TrimLeft(m.Text, "# "))
		const into = "insert into journal (name, jentry, date, owner) values (?, ?, ?, ?)"
		if err := w.exec(into, fmt.Sprintf("%d %s", n, name), m.Text, stamp(m.At), w.coder(m.Coder)); err != nil {
			return err
		}
	}
	w.leaveOut()
	return nil
}
