package project

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// Apply makes all changes of an edit, or none, with their entry in the log, in
// one transaction: when it returns without an error, they are on the disk. It
// returns the entry's number, 0 where everything was so already and there was
// nothing to log. The error wraps [coding.ErrInvalid], [coding.ErrConflict],
// [coding.ErrUnknown] or [coding.ErrBusy].
func (p *Project) Apply(ctx context.Context, e edit.Edit) (logged int, err error) {
	for _, c := range e.Changes {
		if err := c.Validate(); err != nil {
			return 0, err
		}
	}
	err = p.write(ctx, func(w *writer) error {
		if err := w.begin(e.Coder, e.At); err != nil {
			return err
		}
		for i, c := range e.Changes {
			if err := w.apply(c); err != nil {
				return err
			}
			if e.Progress != nil && i%256 == 0 {
				e.Progress(i, len(e.Changes))
			}
		}
		logged, err = w.note(e, 0)
		return err
	})
	if err != nil {
		return 0, err
	}
	return logged, nil
}

// begin says who edits and when; a coder not seen before is added.
func (w *writer) begin(coder string, at time.Time) (err error) {
	w.at = at
	w.now = at.UTC().Format(time.RFC3339)
	w.coder, err = w.coderID(coder)
	return err
}

// moment is a time to the fraction of a second, for what is compared with what
// was done just before; zero is that of the edit.
func (w *writer) moment(at time.Time) string {
	if at.IsZero() {
		at = w.at
	}
	return at.UTC().Format("2006-01-02T15:04:05.000000000Z07:00") // as text in the order of time
}

// second is a time as lists show it; zero is that of the edit.
func (w *writer) second(at time.Time) string {
	if at.IsZero() {
		return w.now
	}
	return at.UTC().Format(time.RFC3339)
}

// coderOf is the id of a coder by name, of who edits for "".
func (w *writer) coderOf(name string) (string, error) {
	if name == "" {
		return w.coder, nil
	}
	return w.coderID(name)
}

// coderID finds a coder by name or adds one.
func (w *writer) coderID(name string) (string, error) {
	if id, known := w.coders[name]; known {
		return id, nil
	}
	id, err := w.lookup("select case alias_of when '' then id else alias_of end from coders where name = $1", name)
	if err != nil || id != "" {
		if id != "" {
			w.coders[name] = id
		}
		return id, err
	}
	if err := coding.CheckName("coder", name); err != nil {
		return "", err
	}
	id = NewID()
	// Who has edited stays on record, also when the edit is taken back.
	return id, w.insertUnlogged("coders", fields{"id": id, "name": name})
}

// note writes the entry for what was done so far; undoes is the step that it
// takes back.
func (w *writer) note(e edit.Edit, undoes int) (number int, err error) {
	if w.log.n == 0 {
		return 0, nil
	}
	rows, err := w.log.bytes()
	if err != nil {
		return 0, err
	}
	if err := w.tx.QueryRowContext(w.ctx, "select coalesce(max(number), 0) + 1 from log").Scan(&number); err != nil {
		return 0, err
	}
	step := e.Step
	if step == 0 {
		step = number
	}
	return number, w.exec("insert into log (number, step, made_at, coder, what, undoes, rows) values ($1, $2, $3, $4, $5, $6, $7)",
		number, step, w.now, e.Coder, e.What, undoes, rows)
}

func (w *writer) apply(c edit.Change) error {
	switch c.(type) {
	case edit.AddSource, edit.TagPassage, edit.NotePassage, edit.KeepPassage, edit.PutTheme, edit.PutParticipant, edit.PutOrganisation, edit.PutCase,
		edit.PutMemo, edit.PutLink, edit.PutPreserved, edit.PutTitle:
	default: // it may move or remove what is on a text, or make coders one
		clear(w.fresh)
		clear(w.coders)
	}
	switch c := c.(type) {
	case edit.AddSource:
		return w.addSource(c)
	case edit.PutSource:
		return w.named("source", c.Source.Name, w.update("sources", string(c.Source.ID), sourceFields(c.Source)))
	case edit.UpdateText:
		return w.updateText(c)
	case edit.KeepText:
		return w.keepText(c)
	case edit.KeepPassage:
		_, err := w.passageOn(c.Passage, c.Text, c.Span, c.Detached)
		return err
	case edit.AttachPassage:
		return w.movePassage(c)
	case edit.AssignTurns:
		return w.assignTurns(c)
	case edit.NotePassage:
		return w.notePassage(c)
	case edit.RemoveSource:
		return w.removeSource(c.ID)
	case edit.PutParticipant:
		x := c.Participant
		return w.named("participant", x.Name, w.put("participants", fields{"id": string(x.ID), "name": x.Name, "role": x.Role,
			"organisation": orNull(x.Organisation), "aliases": list(x.Aliases), "attributes": object(x.Attributes)}))
	case edit.MergeParticipants:
		return w.mergeParticipants(string(c.From), string(c.Into))
	case edit.PutOrganisation:
		x := c.Organisation
		return w.named("organisation", x.Name, w.put("organisations", fields{"id": string(x.ID), "name": x.Name, "kind": x.Kind,
			"cases": list(x.Cases), "attributes": object(x.Attributes)}))
	case edit.MergeOrganisations:
		return w.mergeOrganisations(string(c.From), string(c.Into))
	case edit.PutCase:
		x := c.Case
		return w.named("case", x.Name, w.put("cases", fields{"id": string(x.ID), "name": x.Name,
			"description": x.Description, "attributes": object(x.Attributes)}))
	case edit.MergeCases:
		return w.mergeCases(string(c.From), string(c.Into))
	case edit.PutTheme:
		return w.putTheme(c.Theme)
	case edit.RemoveTheme:
		return w.removeTheme(string(c.ID))
	case edit.MergeThemes:
		return w.mergeThemes(string(c.From), string(c.Into))
	case edit.Retag:
		return w.retag(string(c.Tag), string(c.Theme))
	case edit.PutTag:
		return w.putTag(c)
	case edit.PutMemo:
		return w.putMemo(c)
	case edit.RemoveMemo:
		return w.removeMemo(string(c.ID))
	case edit.PutLink:
		return w.putLink(c)
	case edit.RemoveLink:
		return w.removeLink(string(c.ID))
	case edit.PutQuery:
		return w.named("query", c.Query.Name, w.put("queries", fields{"id": string(c.Query.ID), "name": c.Query.Name, "expression": c.Query.Expression, "kind": cmp.Or(c.Query.Kind, "query")}))
	case edit.RemoveQuery:
		return w.remove("queries", string(c.ID))
	case edit.PutPreserved:
		return w.putParcel(c)
	case edit.PutSummary:
		return w.putSummary(c)
	case edit.MarkSource:
		return w.markSource(c)
	case edit.Reject:
		return w.reject(c)
	case edit.PutCoder:
		return w.named("coder", c.Coder.Name, w.putCoder(c.Coder, c.IfNew))
	case edit.MergeCoders:
		return w.mergeCoders(string(c.From), string(c.Into))
	case edit.TagPassage:
		return w.tagPassage(c)
	case edit.Untag:
		return w.untag(string(c.Tag))
	case edit.PutTitle:
		id, err := w.lookup("select id from project")
		if err != nil {
			return err
		}
		return w.update("project", id, fields{"title": c.Title})
	}
	return coding.Errorf(coding.ErrInvalid, "change %T", c)
}

// named makes a broken rule of the database (two things of one name) readable.
func (w *writer) named(what, name string, err error) error {
	if w.engine.IsDuplicate(err) {
		return coding.Errorf(coding.ErrConflict, "%s %q: there is one of that name already", what, name)
	}
	return w.engine.Kind(err)
}

func sourceFields(s corpus.Source) fields {
	return fields{"name": s.Name, "type": string(s.Type), "case_study": orNull(s.Case), "organisation": orNull(s.Organisation),
		"date": string(s.Date), "language": s.Language, "attributes": object(s.Attributes)}
}

func (w *writer) addSource(c edit.AddSource) error {
	s := c.Source
	if err := w.addText(s.ID, c.Text, c.Transcript, s.SHA256, c.Original); err != nil {
		return err
	}
	var position int64
	if err := w.tx.QueryRowContext(w.ctx, "select coalesce(max(position), 0) + 1 from sources").Scan(&position); err != nil {
		return err
	}
	row := sourceFields(s)
	maps.Copy(row, fields{"id": string(s.ID), "position": position, "text": string(c.Text.ID),
		"file": s.File, "media_type": s.MediaType, "sha256": s.SHA256})
	if err := w.named("source", s.Name, w.insert("sources", row)); err != nil {
		return err
	}
	if err := w.addSpeakers(c.Text.ID, c.Transcript.Speakers); err != nil {
		return err
	}
	return w.sayAgain(c.Text.ID, c.Transcript)
}

// sayAgain notes who speaks in turns of a text that was there before, as far as
// that is not what the text has: turns of a copy may have been given to others.
func (w *writer) sayAgain(text corpus.TextID, tr corpus.Transcript) error {
	var stored []byte
	if err := w.tx.QueryRowContext(w.ctx, "select turns from texts where id = $1", text).Scan(&stored); err != nil {
		return err
	}
	turns, err := decodeTurns(stored)
	if err != nil {
		return err
	}
	for i := range min(len(turns), len(tr.Turns)) {
		if speaker := tr.Turns[i].Speaker; speaker != turns[i].Speaker {
			err := w.put("said", fields{"id": fmt.Sprintf("%s/%d", text, i), "text": string(text), "turn": int64(i), "speaker": int64(speaker)})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// addText adds a text with what is computed from it, and the bytes that it came
// from.
func (w *writer) addText(source corpus.SourceID, text corpus.Text, tr corpus.Transcript, sha256 string, original []byte) error {
	if err := w.exec("insert into originals (sha256, bytes) values ($1, $2) on conflict do nothing", sha256, original); err != nil {
		return err
	}
	if there, err := w.lookup("select id from texts where id = $1", text.ID); err != nil || there != "" {
		return err // of a source that was removed, and comes back from a copy; texts never change
	}
	w.fresh[string(text.ID)] = &freshText{map[corpus.Span]string{}, map[freshTag]string{}}
	return w.insertUnlogged("texts", fields{"id": string(text.ID), "body": text.Body, "source": string(source), "layout": tr.Layout,
		"turns": encodeTurns(tr.Turns), "words": encodeWords(tr.Words), "questions": list(tr.Questions),
		"answers": encodeAnswers(tr), "pages": encodeWords(tr.Pages)})
}

func (w *writer) addSpeakers(text corpus.TextID, speakers []corpus.Speaker) error {
	for i, sp := range speakers {
		if err := w.addSpeaker(text, i, sp); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) addSpeaker(text corpus.TextID, number int, sp corpus.Speaker) error {
	return w.insert("speakers", fields{"id": fmt.Sprintf("%s/%d", text, number), "text": string(text),
		"number": int64(number), "label": sp.Label, "participant": string(sp.Participant)})
}

// removeSource removes a source with the tags on all the words that it had.
func (w *writer) removeSource(id corpus.SourceID) error {
	texts, err := w.ids("select id from texts where source = $1", id)
	if err != nil {
		return err
	}
	for _, text := range texts {
		if err := w.removeTags("select t.id from tags t join passages p on p.id = t.passage where p.text = $1", text); err != nil {
			return err
		}
		noted, err := w.ids("select id from passages where text = $1", text)
		if err != nil {
			return err
		}
		for _, p := range noted {
			if err := w.removeNotes(p); err != nil {
				return err
			}
		}
		for _, table := range []string{"passages", "said", "speakers"} {
			if err := w.removeAll(table, "select id from "+table+" where text = $1", text); err != nil {
				return err
			}
		}
	}
	for _, table := range []string{"readings", "rejections"} {
		if err := w.removeAll(table, "select id from "+table+" where source = $1", id); err != nil {
			return err
		}
	}
	if err := w.removeNotes(string(id)); err != nil {
		return err
	}
	return w.remove("sources", string(id))
}

func (w *writer) removeAll(table, query string, args ...any) error {
	ids, err := w.ids(query, args...)
	for _, id := range ids {
		if err = w.remove(table, id); err != nil {
			return err
		}
	}
	return err
}

// removeNotes removes what says something of a thing: notes on it, and links.
func (w *writer) removeNotes(on string) error {
	if err := w.removeAll("memos", "select id from memos where on_id = $1", on); err != nil {
		return err
	}
	if err := w.removeAll("summaries", "select id from summaries where theme = $1 or on_id = $1", on); err != nil {
		return err
	}
	return w.removeAll("links", "select id from links where from_id = $1 or to_id = $1", on)
}

func (w *writer) removeTags(query string, args ...any) error {
	ids, err := w.ids(query, args...)
	for _, id := range ids {
		if err = w.untag(id); err != nil {
			return err
		}
	}
	return err
}

// point makes a column of every row that names from name into.
func (w *writer) point(table, column, from, into string) error {
	ids, err := w.ids("select id from "+table+" where "+column+" = $1", from)
	for _, id := range ids {
		if err = w.update(table, id, fields{column: into}); err != nil {
			return err
		}
	}
	return err
}

func (w *writer) putTheme(t coding.Theme) error {
	for above := string(t.Parent); above != ""; {
		if above == string(t.ID) {
			return coding.Errorf(coding.ErrInvalid, "theme %q: cannot stand below itself", t.Name)
		}
		parent, err := w.row("themes", above)
		if err != nil || parent == nil {
			return missing(err, "theme above "+t.Name)
		}
		above = parent["parent"].(string)
	}
	row := fields{"id": string(t.ID), "parent": string(t.Parent), "name": t.Name,
		"definition": t.Definition, "include": t.Include, "exclude": t.Exclude, "example": t.Example,
		"colour": t.Colour, "position": int64(t.Position), "kind": t.Kind, "archived": flag(t.Archived)}
	before, err := w.row("themes", string(t.ID))
	switch {
	case err != nil:
		return err
	case before == nil:
		row["made_at"], row["described_at"] = w.moment(t.Made), w.moment(t.Described)
	case before["definition"] != t.Definition || before["include"] != t.Include || before["exclude"] != t.Exclude:
		row["described_at"] = w.moment(time.Time{})
		if was := w.moment(t.Described); !t.Described.IsZero() && was != before["described_at"] { // in another copy, before now
			row["described_at"] = was
		}
	}
	return w.named("theme", t.Name, w.put("themes", row))
}

func (w *writer) removeTheme(id string) error {
	below, err := w.ids("select id from themes where parent = $1", id)
	if err != nil {
		return err
	}
	for _, b := range below {
		if err := w.removeTheme(b); err != nil {
			return err
		}
	}
	if err := w.removeTags("select id from tags where theme = $1", id); err != nil {
		return err
	}
	if err := w.removeNotes(id); err != nil {
		return err
	}
	if err := w.removeAll("rejections", "select id from rejections where theme = $1", id); err != nil {
		return err
	}
	if err := w.removeAll("merged_themes", "select id from merged_themes where into_id = $1", id); err != nil {
		return err
	}
	return w.remove("themes", id)
}

// contextRunes is how much of the text on each side a passage keeps.
const contextRunes = 32

func (w *writer) tagPassage(c edit.TagPassage) error {
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	passage, err := w.passageOn(c.Passage, c.Text, c.Span, c.Detached)
	if err != nil {
		return err
	}
	fresh, key := w.fresh[string(c.Text)], freshTag{passage, string(c.Theme), coder, string(c.About)}
	tag := ""
	if fresh != nil {
		tag = fresh.tags[key]
	} else {
		tag, err = w.lookup("select id from tags where passage = $1 and theme = $2 and coder = $3 and about = $4", passage, c.Theme, coder, c.About)
	}
	switch {
	case err != nil:
		return err
	case tag == "":
		tag = string(c.Tag)
		if fresh != nil {
			fresh.tags[key] = tag
		}
		err = w.addTag(fresh != nil, fields{"id": tag, "passage": passage, "theme": string(c.Theme), "coder": coder,
			"made_at": w.second(c.At), "weight": c.Weight, "about": string(c.About), "suggested": flag(c.Suggested)})
	case c.Weight > 0:
		err = w.update("tags", tag, fields{"weight": c.Weight})
	}
	if err != nil || c.Memo == "" {
		return err
	}
	return w.addMemo(string(c.MemoID), tag, coder, c.Memo, c.At)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// addMemo adds a note that is not there yet.
func (w *writer) addMemo(id, on, coder, text string, at time.Time) error {
	twin, err := w.lookup("select id from memos where on_id = $1 and coder = $2 and text = $3", on, coder, text)
	if err != nil || twin != "" {
		return err
	}
	return w.insert("memos", fields{"id": id, "on_id": on, "coder": coder, "made_at": w.second(at), "text": text})
}

func (w *writer) notePassage(c edit.NotePassage) error {
	passage, err := w.passageOn(c.Passage, c.Text, c.Span, c.Detached)
	if err != nil {
		return err
	}
	coder, err := w.coderOf(c.Coder)
	if err != nil {
		return err
	}
	return w.addMemo(string(c.MemoID), passage, coder, c.Memo, c.At)
}

// addTag adds a tag; what it names may have gone since the study was read.
func (w *writer) addTag(fresh bool, f fields) error {
	if fresh {
		return w.insertFresh("tags", f)
	}
	err := w.engine.Kind(w.insert("tags", f))
	if errors.Is(err, coding.ErrConflict) {
		return goneMeanwhile()
	}
	return err
}

func goneMeanwhile() error {
	return coding.WithHint(coding.Errorf(coding.ErrConflict, "the theme or the passage was removed meanwhile"), "do it again; crosscase log shows who removed it")
}

// passageOn finds the passage on a span, or makes it with this id.
func (w *writer) passageOn(id coding.PassageID, text corpus.TextID, span corpus.Span, detached bool) (string, error) {
	fresh := w.fresh[string(text)]
	if fresh != nil {
		if there := fresh.passages[span]; there != "" {
			return there, nil
		}
	} else if there, err := w.lookup("select id from passages where text = $1 and start_byte = $2 and end_byte = $3", text, span.Start, span.End); err != nil || there != "" {
		return there, err
	}
	f, err := w.place(text, span, detached)
	if err != nil {
		return "", err
	}
	if fresh != nil {
		fresh.passages[span] = string(id)
	}
	f["id"] = string(id)
	if fresh != nil {
		return string(id), w.insertFresh("passages", f)
	}
	return string(id), w.insert("passages", f)
}

// place is what a passage on a span of a source's text holds. The text must be as
// the source stands now, unless the passage may be detached.
func (w *writer) place(id corpus.TextID, span corpus.Span, detached bool) (fields, error) {
	text := corpus.Text{ID: id}
	body, ok := w.bodies[string(id)]
	if !ok {
		query := "select body from texts where id = (select text from sources where text = $1)"
		if detached {
			query = "select t.body from texts t join sources s on s.id = t.source where t.id = $1"
		}
		var err error
		if body, err = w.lookup(query, id); err != nil {
			return nil, err
		}
		if body == "" {
			return nil, coding.WithHint(coding.Errorf(coding.ErrConflict, "the source was removed or given other words meanwhile"), "do it again; crosscase log shows who did it")
		}
		w.bodies[string(id)] = body
	}
	text.Body = body
	quote, err := text.Quote(span)
	if err != nil {
		return nil, coding.Errorf(coding.ErrInvalid, "%w", err)
	}
	before, after := text.Around(span, contextRunes)
	return fields{"text": string(id), "start_byte": int64(span.Start), "end_byte": int64(span.End), "quote": quote, "before": before, "after": after}, nil
}

// untag removes a tag with the notes on it, and its passage with the last tag if
// there is no note on that.
func (w *writer) untag(id string) error {
	passage, err := w.lookup("select passage from tags where id = $1", id)
	if err != nil || passage == "" {
		return err
	}
	if err := w.removeNotes(id); err != nil {
		return err
	}
	if err := w.remove("tags", id); err != nil {
		return err
	}
	return w.prunePassage(passage)
}

// prunePassage removes a passage that nothing is said of any more.
func (w *writer) prunePassage(passage string) error {
	left, err := w.lookup(`select id from tags where passage = $1 union all select id from memos where on_id = $1
		union all select id from links where from_id = $1 or to_id = $1 limit 1`, passage)
	if err != nil || left != "" {
		return err
	}
	return w.remove("passages", passage)
}

// orNull writes no reference as null, which references nothing.
func orNull[T ~string](id T) any {
	if id == "" {
		return nil
	}
	return string(id)
}

func list[T ~string](l []T) string {
	if len(l) == 0 {
		return "[]"
	}
	return marshal(l)
}

func object(m map[string]string) string {
	if len(m) == 0 {
		return "{}"
	}
	return marshal(m)
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, lists and maps of them can always be written
	}
	return string(b)
}

func readList[T ~string](v any) (l []T) {
	s, _ := v.(string)
	if s != "[]" {
		json.Unmarshal([]byte(s), &l) // what list wrote; else it is none
	}
	return l
}

func readObject(v any) map[string]string {
	m := map[string]string{}
	if s, _ := v.(string); s != "{}" {
		json.Unmarshal([]byte(s), &m)
	}
	return m
}
