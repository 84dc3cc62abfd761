package transcript

import (
	"strings"

	"crosscase/corpus"
	"crosscase/corpus/internal/lazyregexp"
)

// mail is a correspondence: several e-mails, each with lines that say from whom and to whom it is. What an e-mail
// quotes of others is nobody's, since it is somebody else's or is there already.
var mail = layout{
	name: "mail", timed: true, distinctive: true, example: "From: Name, To: Name, the words below",
	interrupts: lazyregexp.New(`^[ \t]*(?:-{3,}[^-\n]{3,40}-{3,}|_{8,})[ \t]*$`),
	proved:     func(d *document) bool { return d.mails() > 1 },
	find: func(d *document) finder {
		if d.mails() < 2 {
			return func(int) (mark, bool) { return mark{}, false }
		}
		f := mailFinder{document: d}
		return f.find
	},
}

// mailKeys are what the lines above an e-mail begin with; true for who sends it.
var mailKeys = func() map[string]bool {
	keys := map[string]bool{}
	for k := range set(`to, an, à, a, para, aan, do, cc, bcc, kopie, sent, gesendet, date, datum, envoyé, enviado, fecha, inviato, data,
		verzonden, wysłano, subject, betreff, objet, asunto, oggetto, onderwerp, temat, reply-to, antwort an, importance, attachments, anlagen, anhang`) {
		keys[k] = false
	}
	for k := range set(`from, von, de, da, van, od`) {
		keys[k] = true
	}
	return keys
}()

// quotedMail is a line that says whose words are quoted below it.
var quotedMail = lazyregexp.New(`^[ \t]*(?i:on|am|le|el|il|op|w dniu) .{0,80}\d.{0,120}` +
	`(?i:wrote|schrieb|a écrit|escribió|ha scritto|schreef|napisał)\b.{0,80}[:：][ \t]*$`)

// mails counts the e-mails of the document.
func (d *document) mails() (n int) {
	for i := 0; i < len(d.Blocks); i++ {
		if end, _ := d.mailHead(i); end > i {
			n++
			i = end - 1
		}
	}
	return n
}

// mailHead reads the lines above an e-mail from block i on: the block behind them, and who sends it. It is i
// where there are none.
func (d *document) mailHead(i int) (end int, sender string) {
	for end = i; end < len(d.Blocks); end++ {
		key, value, ok := strings.Cut(strings.Trim(d.line(end), "*_ \t"), ":")
		from, known := mailKeys[strings.ToLower(strings.Trim(key, "*_ \t"))]
		if !ok || !known {
			break
		}
		if from {
			sender = senderOf(value)
		}
	}
	if sender == "" || end-i < 2 {
		return i, ""
	}
	return end, sender
}

// senderOf is the name, or else the address, in "Tom Brace <t.brace@uni.example>".
func senderOf(value string) string {
	value = strings.Trim(value, "*_ \t")
	name, address, _ := strings.Cut(value, "<")
	if n := strings.IndexAny(name, "[("); n > 0 { // [mailto:…]
		name = name[:n]
	}
	if name = strings.Trim(name, "\"'“”„ \t"); name == "" {
		name = strings.Trim(address, "<> \t")
	}
	if len(name) > 2*longestLabel || wordingOf(name) == sentenceWording {
		return ""
	}
	return name
}

// A mailFinder knows who sent the e-mail at the block that was last looked at.
type mailFinder struct {
	*document
	sender string
	body   int  // first block below the lines above the e-mail
	quotes bool // the block before is quoted
	below  bool // and so is what is below, without a sign
}

func (f *mailFinder) find(i int) (mark, bool) {
	m := mark{body: f.Blocks[i].Span.Start, at: corpus.NoTime, to: corpus.NoTime}
	if i == 0 {
		f.sender, f.body, f.quotes, f.below = "", 0, false, false
	}
	if i < f.body {
		return m, false
	}
	if end, sender := f.mailHead(i); end > i {
		f.sender, f.body, f.quotes, f.below = sender, end, false, false
		m.nobody = true
		return m, true
	}
	sign, intro := beginsWith(f.line(i), ">|"), quotedMail().MatchString(f.line(i))
	if intro {
		f.below = i+1 < len(f.Blocks) && !beginsWith(f.line(i+1), ">|")
	}
	before := f.quotes
	f.quotes = sign || intro || f.below
	switch {
	case f.sender == "":
		return m, false
	case f.quotes:
		m.nobody = true
		return m, !before
	}
	m.name = f.sender
	return m, before || i == f.body
}
