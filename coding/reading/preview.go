package reading

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"crosscase/coding/edit"
	"crosscase/coding/intake"
	"crosscase/coding/report"
	"crosscase/corpus"
)

// A Preview is what importing a file would bring, before it is stored.
type Preview struct {
	File, Name, Type         string
	Guessed                  bool   // the type
	Layout                   string // "" where nobody speaks
	Turns, Words             int
	Speakers                 []PreviewSpeaker
	From, To                 string // first and last time in the recording, "" for none
	Language, Date, Encoding string
	Pages, Comments          int
	Questions                []string
	Columns                  string               // what those of a table were taken for; "" for no table
	LeftOut                  string               // what of the file is not in the text, in short; "" for nothing
	LeftOutParts             []corpus.LeftOut     // the first of that
	First                    []PreviewTurn        // the first three turns
	Labels                   []intake.ListedLabel // what may be speakers, with what was decided; none where nobody is labelled
	Sentences                int                  // parts of sentences that look like labels and occur once
}

// A PreviewSpeaker is a speaker's share.
type PreviewSpeaker struct {
	Label, Organisation string
	Turns, Words        int
}

// A PreviewTurn is a turn as it begins.
type PreviewTurn struct {
	Number               int
	Time, Speaker, Words string
}

// NewPreview is what importing i would add as source.
func NewPreview(i intake.Import, source edit.AddSource) Preview {
	tr := source.Transcript
	p := Preview{File: i.File, Name: source.Source.Name, Type: string(source.Source.Type), Guessed: i.GuessedType(&source.Source), Layout: tr.Layout, Turns: len(tr.Turns),
		Words:    tr.AllWords(),
		Language: source.Source.Language, Date: string(source.Source.Date), Encoding: i.Document.Encoding,
		Pages: len(tr.Pages), Comments: len(i.Document.Comments), Questions: tr.Questions,
		Columns: i.Columns, LeftOut: intake.LeftOutInShort(i.Document.LeftOut),
		LeftOutParts: i.Document.LeftOut[:min(len(i.Document.LeftOut), 50)]}
	organisations := map[string]string{}
	for _, person := range i.People {
		organisations[strings.ToLower(person.Name)] = person.Organisation
	}
	for _, s := range tr.Speakers {
		p.Speakers = append(p.Speakers, PreviewSpeaker{Label: s.Label, Organisation: organisations[strings.ToLower(s.Label)]})
	}
	first, last := corpus.NoTime, corpus.NoTime
	for n, t := range tr.Turns {
		who := ""
		if t.Speaker >= 0 {
			p.Speakers[t.Speaker].Turns++
			p.Speakers[t.Speaker].Words += tr.TurnWords(n)
			who = p.Speakers[t.Speaker].Label
		}
		if t.From >= 0 && first < 0 {
			first = t.From
		}
		last = max(last, t.From, t.To)
		if n < 3 {
			p.First = append(p.First, PreviewTurn{n + 1, corpus.FormatTime(t.From), who, i.Document.Body[t.Body:t.End]})
		}
	}
	if p.From = corpus.FormatTime(first); first < 0 && last >= 0 {
		p.From = corpus.FormatTime(0)
	}
	p.To = corpus.FormatTime(last)
	return p
}

// WritePreviews writes previews to be read, each with a table of its labels, or many with
// one table of all.
func WritePreviews(w io.Writer, all []Preview, s report.Screen) error {
	for n, p := range all {
		if n > 0 {
			fmt.Fprintln(w)
		}
		if err := p.write(w, s); err != nil {
			return err
		}
		if len(all) <= mostTables {
			if err := p.writeLabels(w, s); err != nil {
				return err
			}
		}
	}
	g := Labels(all)
	if len(all) <= mostTables || g == nil {
		return nil
	}
	if _, err := fmt.Fprintln(w, "\n"+bold(s, "Labels in all files")); err != nil {
		return err
	}
	return g.Write(w, report.Table, s)
}

func (p Preview) write(w io.Writer, s report.Screen) error {
	fmt.Fprintln(w, bold(s, OneLine(p.Name))+"  "+dim(s, OneLine(p.File)))
	field := func(name, value string) {
		if value != "" {
			value = strings.ReplaceAll(wrap(s, OneLine(value), 13), "\n", "\n             ")
			fmt.Fprintf(w, "  %-10s %s\n", name, trimLines(value))
		}
	}
	layout := p.Layout
	if len(p.Speakers) == 0 {
		layout = strings.TrimPrefix(layout+", nobody speaks", ", ")
	}
	field("layout", layout)
	name := "speakers"
	for i, x := range p.Speakers {
		if i == 12 && len(p.Speakers) > 13 {
			field("", fmt.Sprintf("and %d more", len(p.Speakers)-i))
			break
		}
		says := counted(x.Turns, "turn") + ", " + counted(x.Words, "word")
		if x.Organisation != "" {
			says += "; organisation: " + x.Organisation
		}
		field(name, fmt.Sprintf("%s (%s)", x.Label, says))
		name = ""
	}
	field("in all", counted(p.Turns, "turn")+", "+counted(p.Words, "word"))
	if p.To != "" {
		field("times", p.From+" to "+p.To)
	}
	field("language", p.Language)
	field("date", p.Date)
	if p.Pages > 0 {
		field("pages", fmt.Sprint(p.Pages))
	}
	if p.Encoding != "utf-8" {
		field("encoding", p.Encoding)
	}
	if p.Comments > 0 {
		field("comments", fmt.Sprintf("%d (--comments keeps them as notes)", p.Comments))
	}
	field("columns", p.Columns)
	field("left out", p.LeftOut)
	if n := len(p.Questions); n > 0 {
		field("questions", fmt.Sprintf("%d, the first: %s", n, p.Questions[0]))
	}
	width := s.Width
	if width == 0 {
		width = 120
	}
	for _, t := range p.First {
		head := strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", t.Number, t.Time, OneLine(t.Speaker))), " ")
		if _, err := fmt.Fprintln(w, "  "+dim(s, head)+"  "+text.Snip(strings.Join(strings.Fields(OneLine(t.Words)), " "),
			max(width-len([]rune(head))-4, 20), "…")); err != nil {
			return err
		}
	}
	return nil
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
