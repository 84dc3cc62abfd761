package edittest

import (
	"fmt"
	"slices"
	"strings"

	"crosscase/coding"
	"crosscase/corpus"
)

// Canonical writes what a study holds without identifiers, times, order and colours, so
// that two can be compared that were made in different ways.
func Canonical(s *coding.Study) string {
	c := canon{s: s, what: map[string]string{}}
	c.people()
	c.passages()
	c.notes()
	slices.Sort(c.lines)
	return strings.Join(slices.Compact(c.lines), "\n")
}

type canon struct {
	s     *coding.Study
	what  map[string]string // by identifier
	lines []string
}

func (c *canon) say(format string, args ...any) {
	c.lines = append(c.lines, fmt.Sprintf(format, args...))
}

func (c *canon) coder(id coding.CoderID) string {
	if x := c.s.Coder(id); x != nil {
		return x.Name
	}
	return "nobody"
}

func (c *canon) organisation(id corpus.OrganisationID) string {
	if o := c.s.Organisation(id); o != nil {
		return o.Name
	}
	return ""
}

func (c *canon) people() {
	for _, x := range c.s.Sources {
		c.what[string(x.ID)] = "source " + x.Name
		c.say("source %s %s %s %s %v %s", x.Name, x.Type, c.organisation(x.Organisation), x.Date, x.Attributes, x.SHA256)
		tr := c.s.Transcript(x)
		for i, turn := range tr.Turns {
			who := ""
			if turn.Speaker >= 0 {
				who = c.s.Participant(tr.Speakers[turn.Speaker].Participant).Name
			}
			c.say("turn %s %d %s", x.Name, i, who)
		}
	}
	for _, x := range c.s.Cases {
		c.what[string(x.ID)] = "case " + x.Name
		c.say("case %s %s", x.Name, x.Description)
	}
	for _, x := range c.s.Organisations {
		c.what[string(x.ID)] = "organisation " + x.Name
		c.say("organisation %s %s %d", x.Name, x.Kind, len(x.Cases))
	}
	for _, x := range c.s.Participants {
		c.what[string(x.ID)] = "participant " + x.Name
		c.say("participant %s %s %s", x.Name, x.Role, c.organisation(x.Organisation))
	}
}

func (c *canon) passages() {
	for _, x := range c.s.Themes {
		c.what[string(x.ID)] = "theme " + c.s.Path(x.ID)
		line := "theme " + c.s.Path(x.ID)
		for _, said := range x.Said(coding.ThemeWords) {
			line += fmt.Sprintf(" %s %q", said.Name, said.Text)
		}
		if x.Archived {
			line += " archived"
		}
		c.say("%s", line)
	}
	for i, x := range c.s.Passages {
		src := c.s.SourceOf(x)
		if src == nil {
			src = c.s.Source(c.s.Earlier[x.Text])
		}
		place := fmt.Sprint("passage ", src.Name, " ", x.Span)
		c.what[string(x.ID)] = place
		if changed, ok := c.s.Changed[x.ID]; ok {
			c.say("%s was %q", place, changed.Was)
		}
		first, last := c.s.TagsOf(i)
		for _, tag := range c.s.Tags[first:last] {
			c.what[string(tag.ID)] = fmt.Sprint("tag ", place, " ", c.s.Path(tag.Theme), " ", c.coder(tag.Coder), " ",
				c.organisation(tag.About))
			c.say("%s %g %v", c.what[string(tag.ID)], tag.Weight, tag.Suggested)
		}
	}
}

func (c *canon) notes() {
	s := c.s
	for _, m := range s.Memos {
		c.say("memo on %s by %s: %s", c.what[m.On], c.coder(m.Coder), m.Text)
	}
	for _, l := range s.Links {
		c.say("link %s %s %s: %s", c.what[l.From], l.Kind, c.what[l.To], l.Note)
	}
	for _, q := range slices.Concat(s.Queries, s.Matrices, s.Searches) {
		c.say("query %s %s %s", q.Kind, q.Name, q.Expression)
	}
	for _, x := range s.Summaries {
		c.say("summary of %s and %s: %s", c.what[string(x.Theme)], c.what[x.On], x.Text)
	}
	for _, r := range s.Readings {
		c.say("reading %s %s %s", c.what[string(r.Source)], c.coder(r.Coder), r.State)
	}
	for _, r := range s.Rejections {
		c.say("rejection %s %s %s %s", c.what[string(r.Theme)], c.what[string(r.Source)], r.Words, c.coder(r.Coder))
	}
	for _, p := range s.Preserved {
		c.say("preserved %s %s", p.ID, p.Document)
	}
}

// Difference is what came to a canonical text, in lines that begin with +, then what went,
// with -.
func Difference(before, after string) (lines []string) {
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, l := range is {
		if !slices.Contains(was, l) {
			lines = append(lines, "+ "+l)
		}
	}
	for _, l := range was {
		if !slices.Contains(is, l) {
			lines = append(lines, "- "+l)
		}
	}
	return lines
}
