package format

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/abadojack/whatlanggo"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

var (
	chatStart  = lazyregexp.New(`^\s*(?:@(?:UTF8|Begin|Font|PID|Window|ColorWords)\b|\*[A-Z][A-Z0-9_-]{0,9}:\t)`)
	chatCode   = lazyregexp.New(`^[^\s:]{1,20}$`)
	chatBullet = lazyregexp.New(`\f([^\f]*)\f|•([0-9]+_[0-9]+-?)•`)
	chatTimes  = lazyregexp.New(`([0-9]{1,10})_([0-9]{1,10})-?$`)
)

// readPlain reads a .txt, which is often a CHAT transcript that was renamed.
func readPlain(data []byte) (corpus.Document, error) {
	if isCHAT(data) {
		return readCHAT(data)
	}
	return readText(data)
}

func isCHAT(data []byte) bool {
	return chatStart().Match(bytes.TrimPrefix(data[:min(len(data), 1000)], []byte("\ufeff")))
}

// readCHAT reads the transcripts of TalkBank and CHILDES (Brian MacWhinney, Tools for
// Analyzing Talk, part 1: The CHAT Transcription Format). Lines with * are what
// speakers say, each a turn; the times of the recording are at their end, between two
// characters U+0015, and are drawn as bullets. Codes within the words stay as they are
// written. Lines with % annotate the line above, lines with @ describe the recording;
// both are left out. A line that begins with a tab continues the one before.
func readCHAT(data []byte) (corpus.Document, error) {
	body, name, err := Decode(withoutControls(data))
	if err != nil {
		return corpus.Document{}, err
	}
	var c chatReader
	number := 0
	for row := range strings.Lines(body) {
		number++
		if row = strings.TrimSuffix(row, "\n"); strings.TrimSpace(row) == "" {
			continue
		}
		if mark, key, text, ok := chatLine(row); ok {
			if err := c.end(); err != nil {
				return corpus.Document{}, err
			}
			c.mark, c.key, c.number = mark, key, number
			c.text.WriteString(text)
			continue
		}
		c.text.WriteByte(' ')
		c.text.WriteString(row)
	}
	if err := c.end(); err != nil {
		return corpus.Document{}, err
	}
	if len(c.doc.Blocks) == 0 {
		return corpus.Document{}, fmt.Errorf(`%w: no line of a speaker (as "*PET:", a tab, "we took the bus .") in it`, ErrDamaged)
	}
	doc := c.document()
	doc.Encoding = name
	doc.People = c.people
	return doc, nil
}

// chatLine cuts a line that begins with *, % or @ into its mark, its key and its text,
// with or without a colon between them; ok is false for any other line.
func chatLine(row string) (mark, key, text string, ok bool) {
	if !strings.ContainsAny(row[:1], "*%@") {
		return "", "", "", false
	}
	mark = row[:1]
	key, text, _ = strings.Cut(row[1:], ":")
	if key = strings.TrimSpace(key); mark != "*" || chatCode().MatchString(key) {
		return mark, key, text, true
	}
	if n := strings.IndexAny(row, " \t"); n >= 0 {
		key, text = row[1:n], row[n:]
	}
	return mark, key, text, chatCode().MatchString(key)
}

// withoutControls removes the control characters of CHAT: U+0015 around times becomes a
// form feed, which texts may have, and those that underline words go.
func withoutControls(data []byte) []byte {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return data // UTF-16
	}
	kept := make([]byte, 0, len(data))
	for _, b := range data {
		switch {
		case b == 0x15:
			kept = append(kept, '\f')
		case b == '\n' || b == '\r' || b == '\t' || b == 0 || b >= ' ':
			kept = append(kept, b)
		}
	}
	return kept
}

// A chatReader collects the lines of a transcript; the fields after text are of the line
// that is being read.
type chatReader struct {
	builder
	cast
	codes  map[string]int // index into people
	text   strings.Builder
	mark   string // *, % or @
	key    string // speaker, kind of annotation or header
	number int    // of the line
}

// end ends a line with those that continue it.
func (c *chatReader) end() error {
	text := c.text.String()
	c.text.Reset()
	where := "line " + strconv.Itoa(c.number)
	switch c.mark {
	case "*", "":
		return c.utterance(text, where)
	case "%":
		return c.leaveOut(corpus.Annotation, where, c.line(chatBullet().ReplaceAllString(text, " ")))
	}
	switch c.key {
	case "UTF8", "Begin", "End":
		if strings.TrimSpace(text) == "" {
			return nil
		}
	case "Participants":
		c.participants(text)
	case "ID":
		c.id(text)
	case "Languages":
		first, _, _ := strings.Cut(text, ",")
		c.doc.Language = isoLanguage(first)
	case "Date":
		c.doc.Date = corpus.FindDate(text)
	}
	return c.leaveOut(corpus.Header, where, c.line(text))
}

// line is a line as it is written, with its text.
func (c *chatReader) line(text string) string {
	if strings.TrimSpace(text) == "" {
		return c.mark + c.key
	}
	return c.mark + c.key + ": " + text
}

// utterance adds what a speaker says: with the times of the first and last bullet.
func (c *chatReader) utterance(text, where string) error {
	block := corpus.Block{Gap: true, From: corpus.NoTime, To: corpus.NoTime}
	if c.mark == "*" {
		block.Voice = c.name(c.key)
	}
	var others []string
	text = chatBullet().ReplaceAllStringFunc(text, func(bullet string) string {
		bullet = strings.Trim(bullet, "\f•")
		m := chatTimes().FindStringSubmatch(bullet)
		if m == nil {
			others = append(others, bullet)
			return " "
		}
		from, _ := strconv.ParseInt(m[1], 10, 64)
		to, _ := strconv.ParseInt(m[2], 10, 64)
		if block.From == corpus.NoTime {
			block.From = seconds(float64(from) / 1000)
		}
		block.To = seconds(float64(to) / 1000)
		return " "
	})
	for _, o := range others {
		if err := c.leaveOut(corpus.Annotation, where, o); err != nil {
			return err
		}
	}
	return c.add(oneLine(text), block)
}

// name is what the speaker with a code is called: by name, if the participants say it.
func (c *chatReader) name(code string) string {
	if i, ok := c.codes[code]; ok {
		return c.people[i].Name
	}
	return code
}

// participants reads the list of speakers: CODE Name Role, CODE Role.
func (c *chatReader) participants(list string) {
	for entry := range strings.SplitSeq(list, ",") {
		words := strings.Fields(clean(entry))
		if len(words) == 0 {
			continue
		}
		p := c.person(words[0])
		if p == nil {
			return
		}
		if last := len(words) - 1; last > 0 {
			p.Role = roleOf(words[last])
			p.Name = c.unique(strings.ReplaceAll(strings.Join(words[1:last], " "), "_", " "), words[0])
		}
	}
}

// id reads language|corpus|code|age|sex|group|status|role|education|custom|.
func (c *chatReader) id(line string) {
	fields := strings.Split(clean(line), "|")
	if len(fields) < 8 || strings.TrimSpace(fields[2]) == "" {
		return
	}
	p := c.person(strings.TrimSpace(fields[2]))
	if p == nil {
		return
	}
	if p.Role == "" {
		p.Role = roleOf(fields[7])
	}
	names := map[int]string{3: "age", 4: "sex", 5: "group", 6: "status", 8: "education", 9: "custom"}
	for i, f := range fields {
		if f = oneLine(f); f != "" && names[i] != "" {
			if p.Attributes == nil {
				p.Attributes = map[string]string{}
			}
			p.Attributes[names[i]] = f
		}
	}
}

// person returns the speaker with a code, a new one if there is none; nil if there
// are too many.
func (c *chatReader) person(code string) *corpus.Person {
	i, ok := c.codes[code]
	if !ok {
		if len(c.people) == maxPeople {
			return nil
		}
		if c.codes == nil {
			c.codes = map[string]int{}
		}
		i = len(c.people)
		c.codes[code] = i
		c.people = append(c.people, corpus.Person{Name: code})
	}
	return &c.people[i]
}

// isoLanguage is the code of two letters of a language (ISO 639-1) whose code has three
// letters, or a region after it, as in en-US.
func isoLanguage(code string) string {
	code, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(code)), "_", "-"), "-")
	if len(code) == 3 {
		return whatlanggo.CodeToLang(code).Iso6391()
	}
	return code
}
