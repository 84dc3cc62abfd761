package merge

import (
	"fmt"

	"crosscase/coding"
	"crosscase/coding/edit"
	"crosscase/corpus"
)

// passages brings in passages with their tags. Of mine and theirs on the same
// words, mine stays.
func (j *merger) passages() error {
	t := j.theirs.Study
	linked := map[string]bool{}
	for _, l := range t.Links {
		linked[l.From], linked[l.To] = true, true
	}
	kept, moved := map[corpus.TextID]bool{}, map[coding.PassageID]bool{}
	var others []foreignTag
	for i, p := range t.Passages {
		here, detached, err := j.locate(p, kept)
		if err != nil {
			return err
		}
		first, last := t.TagsOf(i)
		if !detached {
			j.attach(p, t.Tags[first:last], here, moved)
		}
		j.mark(p, here, moved)
		if mine, there := j.tags.passages[here]; there {
			j.same(string(p.ID), string(mine))
		} else if _, known := j.tags.stood[string(p.ID)]; !known {
			j.tags.passages[here] = p.ID
			if first == last && (linked[string(p.ID)] || len(t.MemosOn(string(p.ID))) == 0) { // a note makes its own
				j.change(edit.KeepPassage{Passage: p.ID, Text: here.text, Span: here.span, Detached: detached})
			}
		}
		for _, x := range t.Tags[first:last] {
			if mine := j.tags.tags[coding.TagID(j.tags.now(string(x.ID)))]; mine != nil {
				j.same(string(x.ID), string(mine.ID))
				j.sameTag(mine, x, mapped(j, x.Theme), mapped(j, x.About))
			} else {
				others = append(others, foreignTag{x, here, detached})
			}
		}
	}
	for _, x := range others { // only now is it known which of them are like one of mine
		j.foreignTag(x)
	}
	return nil
}

// attach puts a passage of mine where theirs has it, if that side gave it another
// place; it is known by its identifier, or that of one of its tags.
func (j *merger) attach(p coding.Passage, tags []coding.Tag, here location, moved map[coding.PassageID]bool) {
	ids := []string{string(p.ID)}
	for _, x := range tags {
		ids = append(ids, string(x.ID))
	}
	for _, id := range ids {
		mine, there := j.tags.stood[id]
		if !there || moved[mine.ID] || (location{mine.Text, mine.Span}) == here {
			continue
		}
		moved[mine.ID] = true
		if j.elsewhere(mine, id, here.text, here.span) {
			was, _ := j.was(p)
			j.change(edit.AttachPassage{Passage: mine.ID, Text: here.text, Span: here.span, Was: was})
			j.tags.movePassage(mine, here)
		}
	}
}

// was are the words that were marked where a passage of theirs is on others, "" where it is
// not; carried tells whether that is so because it is carried to words of mine.
func (j *merger) was(p coding.Passage) (was string, carried bool) {
	if was, carried = j.carried[p.ID]; carried {
		return was, true
	}
	return j.theirs.Study.Changed[p.ID].Was, false
}

// mark settles whether the words of a passage are still to be accepted. Of words of mine
// that a passage is carried to, mine knows better.
func (j *merger) mark(p coding.Passage, here location, moved map[coding.PassageID]bool) {
	theirs, carried := j.was(p)
	mine, there := j.tags.passages[here]
	is := j.mine.Study.Changed[mine].Was
	switch {
	case there && (carried || moved[mine]):
		return
	case there:
		theirs = j.pick(string(mine), string(p.ID), "words of a passage before they were changed", is, theirs)
	}
	if theirs != is {
		j.changed = append(j.changed, edit.MarkChanged{Text: here.text, Span: here.span, Was: theirs, At: j.theirs.Study.Changed[p.ID].At})
	}
}

// changedPassages marks passages as changed, or as accepted, now that all are there.
func (j *merger) changedPassages() error {
	for _, c := range j.changed {
		if _, there := j.tags.passages[location{c.Text, c.Span}]; there {
			j.change(c)
		}
	}
	return nil
}

// A foreignTag is a tag that mine does not have by its identifier.
type foreignTag struct {
	coding.Tag
	here     location
	detached bool
}

// foreignTag brings a tag in, unless there is one like it.
func (j *merger) foreignTag(x foreignTag) {
	coder, theme, about := j.coder(x.Coder), mapped(j, x.Theme), mapped(j, x.About)
	k := tagKey{x.here, theme, coder, about}
	twin, taken := j.tags.at[k]
	if mine := j.tags.tags[twin]; mine != nil {
		j.same(string(x.ID), string(mine.ID))
		j.sameTag(mine, x.Tag, theme, about)
		return
	}
	if taken { // two of theirs are one here
		j.same(string(x.ID), string(twin))
		return
	}
	j.tags.at[k], j.tags.key[x.ID] = x.ID, k
	if j.mine.Removed[string(x.ID)] {
		j.result.Back++
	}
	j.count("tag").Added++
	j.change(edit.TagPassage{Passage: mapped(j, x.Passage), Text: x.here.text, Span: x.here.span, Tag: x.ID, Theme: theme, About: about,
		Weight: x.Weight,
		Coder:  coder, At: x.At, Suggested: x.Suggested, Detached: x.detached})
}

// elsewhere tells whether a passage of mine goes to where theirs has it.
func (j *merger) elsewhere(mine coding.Passage, theirs string, text corpus.TextID, span corpus.Span) bool {
	s := j.mine.Study
	src := s.SourceOf(mine)
	if src == nil { // detached: any place is better
		return true
	}
	id := string(mine.ID)
	if !j.mine.Touched[id] {
		id = theirs
	}
	other := theirs
	for _, p := range j.theirs.Study.Passages {
		if p.ID == mine.ID && j.theirs.Touched[string(p.ID)] {
			other = string(p.ID)
		}
	}
	here, there := mine.Span.String(), fmt.Sprint(text, " ", span)
	if mine.Text == text {
		there = span.String()
	}
	return j.pick(id, other, fmt.Sprintf("passage of %s at %s", src.Name, mine.Span), here, there) == there
}

// sameTag settles a tag that is there.
func (j *merger) sameTag(mine *coding.Tag, theirs coding.Tag, theme coding.ThemeID, about corpus.OrganisationID) {
	id, other := string(mine.ID), string(theirs.ID)
	what := "tag of " + j.mine.Study.Path(mine.Theme)
	changed := false
	is := j.tags.key[mine.ID]
	if to := coding.ThemeID(j.pick(id, other, what+": theme", string(is.theme), string(theme))); to != is.theme {
		j.change(edit.Retag{Tag: mine.ID, Theme: to})
		is.theme = to
		if j.tags.move(mine.ID, is) != mine.ID { // it became another one, which has its own say
			j.count("tag").Taken++
			return
		}
		changed = true
	}
	number := func(w float64) string {
		if w == 0 {
			return ""
		}
		return fmt.Sprint(w)
	}
	weight := mine.Weight
	if j.pick(id, other, what+": weight", number(mine.Weight), number(theirs.Weight)) != number(mine.Weight) {
		weight = theirs.Weight
	}
	whom := corpus.OrganisationID(j.pick(id, other, what+": about", string(is.about), string(about)))
	if weight != mine.Weight || whom != is.about {
		changed = true
		j.change(edit.PutTag{Tag: mine.ID, Weight: weight, About: whom})
		is.about = whom
		j.tags.move(mine.ID, is)
	}
	if changed {
		j.count("tag").Taken++
	} else {
		j.count("tag").Same++
	}
}

// locate finds where a passage of theirs goes. On words that stand in none of mine it
// stays detached, on their words.
func (j *merger) locate(p coding.Passage, kept map[corpus.TextID]bool) (at location, detached bool, err error) {
	at.text, at.span = p.Text, p.Span
	if where := j.texts[p.Text]; where != nil {
		if span, ok := where(p.Span); ok {
			at.text, at.span = j.into[p.Text], span
			return at, false, nil
		}
		return at, true, nil
	}
	source, earlier := j.theirs.Study.Earlier[p.Text]
	if !earlier {
		return at, false, nil
	}
	// Of a text that theirs has corrected since.
	mine := mapped(j, source)
	src := j.mine.Study.Source(mine)
	if src != nil && src.Text == p.Text { // which is how it still stands here, unless theirs is taken
		return at, j.replaced[p.Text], nil
	}
	if _, there := j.mine.Study.Earlier[p.Text]; !there && !kept[p.Text] {
		text, err := j.theirs.Texts.Text(j.ctx, p.Text)
		if err != nil {
			return at, false, err
		}
		j.change(edit.KeepText{Source: mine, Text: text})
		kept[p.Text] = true
	}
	return at, true, nil
}
