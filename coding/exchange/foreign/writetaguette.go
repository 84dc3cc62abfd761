package foreign

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"crosscase/coding"
	"crosscase/coding/exchange"
	"crosscase/coding/exchange/refi"
	"crosscase/corpus"
)

// taguetteSchema is that of Taguette 1.5, whose version is taguetteVersion. Later ones bring
// it up to theirs.
var taguetteSchema = []string{
	"create table users (login varchar(30) not null, created datetime not null, hashed_password varchar(192), disabled boolean not null, " +
		"password_set_date datetime, language varchar(10), email varchar(256), email_sent datetime, " +
		"constraint pk_users primary key (login))",
	"create unique index ix_users_email on users (email)",
	"create table projects (id integer not null primary key autoincrement, name varchar(200) not null, description text not null, " +
		"created datetime not null)",
	"create table project_members (project_id integer not null, user_login varchar(30) not null, privileges varchar(11) not null, " +
		"constraint pk_project_members primary key (project_id, user_login), " +
		"constraint fk_project_members_project_id_projects foreign key(project_id) references projects (id) on delete cascade, " +
		"constraint fk_project_members_user_login_users foreign key(user_login) references users (login) " +
		"on delete cascade on update cascade)",
	"create index ix_project_members_project_id on project_members (project_id)",
	"create index ix_project_members_user_login on project_members (user_login)",
	"create table documents (id integer not null primary key autoincrement, name varchar(200) not null, description text not null, " +
		"filename varchar(200) not null, created datetime not null, project_id integer not null, text_direction varchar(13) not null, " +
		"contents text not null, " +
		"constraint fk_documents_project_id_projects foreign key(project_id) references projects (id) on delete cascade)",
	"create index ix_documents_project_id on documents (project_id)",
	"create table commands (id integer not null primary key autoincrement, date datetime not null, user_login varchar(30) not null, " +
		"project_id integer not null, document_id integer, payload text not null, " +
		"constraint fk_commands_user_login_users foreign key(user_login) references users (login) on update cascade, " +
		"constraint fk_commands_project_id_projects foreign key(project_id) references projects (id) on delete cascade)",
	"create index idx_project_document on commands (project_id, document_id)",
	"create index idx_project_id on commands (project_id, id)",
	"create index ix_commands_document_id on commands (document_id)",
	"create index ix_commands_date on commands (date)",
	"create index ix_commands_project_id on commands (project_id)",
	"create index ix_commands_user_login on commands (user_login)",
	"create table tags (id integer not null primary key autoincrement, project_id integer not null, path varchar(200) not null, " +
		"description text not null, constraint uq_tags_project_id unique (project_id, path), " +
		"constraint fk_tags_project_id_projects foreign key(project_id) references projects (id) on delete cascade)",
	"create index ix_tags_path on tags (path)",
	"create index ix_tags_project_id on tags (project_id)",
	"create table highlights (id integer not null primary key autoincrement, document_id integer not null, " +
		"start_offset integer not null, end_offset integer not null, snippet text not null, " +
		"constraint fk_highlights_document_id_documents foreign key(document_id) references documents (id) on delete cascade)",
	"create index ix_highlights_document_id on highlights (document_id)",
	"create table highlight_tags (highlight_id integer not null, tag_id integer not null, " +
		"constraint pk_highlight_tags primary key (highlight_id, tag_id), " +
		"constraint fk_highlight_tags_highlight_id_highlights foreign key(highlight_id) references highlights (id) on delete cascade, " +
		"constraint fk_highlight_tags_tag_id_tags foreign key(tag_id) references tags (id) on delete cascade)",
	"create index ix_highlight_tags_highlight_id on highlight_tags (highlight_id)",
	"create index ix_highlight_tags_tag_id on highlight_tags (tag_id)",
	"create table alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))",
	"pragma application_id = 1416066164", // Tgtt
}

const taguetteVersion = "db5e31a0233d"

// Taguette refuses a project where something is longer, in code points.
const (
	taguetteName        = 50 // of a project or document
	taguettePath        = 200
	taguetteFile        = 100
	taguetteDescription = 102400
)

// WriteTaguette makes a project of Taguette's, a new file. A passage is a highlight, a theme a
// tag with its whole path. Documents are paragraphs of HTML with the line breaks between them
// as they are, so that a place counts the same bytes there as here. It returns how many tags
// are on highlights, and what Taguette has no place for.
func WriteTaguette(ctx context.Context, c exchange.Contents, file string) (codings int, lost []refi.Problem, err error) {
	w := &taguetteWriter{tags: map[coding.ThemeID]int{}, documents: map[corpus.SourceID]int{}, bodies: map[corpus.TextID]string{}}
	err = w.create(ctx, c, file, w.project, w.codebook, w.texts, w.highlights, w.rest)
	return w.codings, w.lost.All(), err
}

type taguetteWriter struct {
	writer
	tags      map[coding.ThemeID]int
	documents map[corpus.SourceID]int
	bodies    map[corpus.TextID]string // as they are written
	codings   int
	noted     int // memos that are written as descriptions
}

// made is when the first thing in the study was made, for what Taguette wants a time of.
func (w *taguetteWriter) made() string {
	var first time.Time
	for _, t := range w.study.Tags {
		if !t.At.IsZero() && (first.IsZero() || t.At.Before(first)) {
			first = t.At
		}
	}
	if first.IsZero() {
		first = time.Unix(0, 0)
	}
	return first.UTC().Format("2006-01-02 15:04:05.000000")
}

func (w *taguetteWriter) project() error {
	for _, s := range taguetteSchema {
		if err := w.exec(s); err != nil {
			return err
		}
	}
	known := w.study.Things()
	var notes []string
	for _, m := range w.study.Memos {
		if !known[m.On] {
			notes = append(notes, m.Text)
			w.noted++
		}
	}
	name := w.short(cmp.Or(strings.TrimSpace(w.study.Title), "crosscase"), taguetteName)
	return cmp.Or(
		w.exec("insert into alembic_version values (?)", taguetteVersion),
		// The user that Taguette has where it runs for one person.
		w.exec("insert into users (login, created, disabled) values ('admin', ?, 0)", w.made()),
		w.exec("insert into projects (id, name, description, created) values (1, ?, ?, ?)", name, w.description(notes...), w.made()),
		w.exec("insert into project_members values (1, 'admin', 'ADMIN')"))
}

// description joins texts into one, which is shortened where Taguette would refuse it.
func (w *taguetteWriter) description(texts ...string) string {
	return w.short(joined(texts...), taguetteDescription)
}

// short shortens what is too long for Taguette.
func (w *taguetteWriter) short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	w.lost.Add(fmt.Sprintf("text of more than %d characters, which Taguette refuses: shortened", most), refi.QuoteName(text))
	return strings.TrimSpace(string(runes[:most]))
}

// codebook writes each theme as a tag, also those that stand above others.
func (w *taguetteWriter) codebook() error {
	taken := map[string]bool{}
	for i, t := range w.study.Themes {
		path := w.short(w.study.EscapedPath(t.ID), taguettePath)
		for base, n := []rune(path), 2; taken[path]; n++ {
			mark := fmt.Sprintf(" (%d)", n)
			path = string(base[:min(len(base), taguettePath-len(mark))]) + mark
		}
		taken[path], w.tags[t.ID] = true, i+1
		about := w.description(exchange.Description(*t), w.memosOn(string(t.ID)))
		if err := w.exec("insert into tags (id, project_id, path, description) values (?, 1, ?, ?)", i+1, path, about); err != nil {
			return err
		}
	}
	return nil
}

// memosOn are the notes on a thing, which are written with it.
func (w *taguetteWriter) memosOn(id string) string {
	w.noted += len(w.study.MemosOn(id))
	return w.memos(id)
}

func (w *taguetteWriter) texts() error {
	const into = "insert into documents (id, name, description, filename, created, project_id, text_direction, contents)" +
		" values (?, ?, ?, ?, ?, 1, 'LEFT_TO_RIGHT', ?)"
	names := make([]string, len(w.study.Sources))
	for i, src := range w.study.Sources {
		names[i] = src.Name
	}
	files := exchange.FileNames(names, "")
	for i, src := range w.study.Sources {
		t, err := w.from.Texts.Text(w.ctx, src.Text)
		if err != nil {
			return err
		}
		body, controls := withoutControls(t.Body)
		w.lost.AddN("control characters in texts, which Taguette refuses: a blank each", controls, src.Name)
		w.bodies[src.Text], w.documents[src.ID] = body, i+1
		file := []rune(cmp.Or(src.File, files[i]+".txt"))
		err = w.exec(into, i+1, w.short(src.Name, taguetteName), w.description(w.memosOn(string(src.ID))),
			string(file[max(0, len(file)-taguetteFile):]), w.made(), asHTML(body))
		if err != nil {
			return err
		}
	}
	return nil
}

// withoutControls has a blank in the place of each control character but tabs and line feeds.
func withoutControls(s string) (clean string, controls int) {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' {
			controls++
			return ' '
		}
		return r
	}, s), controls
}

// asHTML is a text as paragraphs, one a line. Blank lines at its beginning are in the first
// one, since HTML drops what stands before it.
func asHTML(text string) string {
	words := strings.TrimLeft(text, "\n")
	blank := text[:len(text)-len(words)]
	var b strings.Builder
	for i, line := range strings.Split(words, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i == 0 {
			line = blank + line
		}
		if line != "" {
			b.WriteString("<p>" + htmlText.Replace(line) + "</p>")
		}
	}
	return b.String()
}

// htmlText writes text in HTML as Taguette does; it refuses quotation marks as entities.
var htmlText = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func (w *taguetteWriter) highlights() error {
	const into = "insert into highlights (id, document_id, start_offset, end_offset, snippet) values (?, ?, ?, ?, ?)"
	for i, p := range w.study.Passages {
		src := w.study.SourceOf(p)
		if src == nil {
			w.correctedTags(i)
			continue
		}
		snippet := asHTML(w.bodies[p.Text][p.Span.Start:p.Span.End])
		if err := w.exec(into, i+1, w.documents[src.ID], p.Span.Start, p.Span.End, snippet); err != nil {
			return err
		}
		if err := w.tagsOn(i); err != nil {
			return err
		}
	}
	return nil
}

// tagsOn writes the themes on a passage, an index into Passages, once each.
func (w *taguetteWriter) tagsOn(passage int) error {
	first, last := w.study.TagsOf(passage)
	for n := first; n < last; n++ {
		t := w.study.Tags[n]
		if n > first && w.study.Tags[n-1].Theme == t.Theme {
			w.lost.Add("tags beside one with the same theme on the same words, as of another coder: there once", w.study.Path(t.Theme))
			continue
		}
		w.codings++
		if err := w.exec("insert into highlight_tags values (?, ?)", passage+1, w.tags[t.Theme]); err != nil {
			return err
		}
	}
	return nil
}

// rest names what Taguette has no place for.
func (w *taguetteWriter) rest() error {
	s := w.study
	by := map[coding.CoderID]bool{}
	for _, t := range s.Tags {
		by[t.Coder] = true
	}
	var coders []string
	for _, c := range s.Coders {
		if by[c.ID] {
			coders = append(coders, c.Name)
		}
	}
	w.lost.AddN("coders: a highlight does not say whose it is", len(coders), strings.Join(coders, ", "))
	w.lost.AddN("memos on passages, tags, people and cases", len(s.Memos)-w.noted, "")
	w.leaveOutPeople()
	w.leaveOut()
	return nil
}
