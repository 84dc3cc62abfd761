package format

import (
	"strings"
	"time"
	"unicode"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// On top of the page a PDF may have the answers to a form, typed notes, and comments on
// the words below them. Answers and typed notes are read with the text, as paragraphs at
// their place; comments become comments.

// A pdfNote is a comment on a page.
type pdfNote struct {
	author, text string
	at           time.Time
	words        string // that it marks; "" for a note beside the text
	y            float64
}

// marks read what is on top of the pages of a document.
type marks struct {
	engine   pdfium.Pdfium
	document references.FPDF_DOCUMENT
	form     references.FPDF_FORMHANDLE // "" for none
	left     *int                       // how many more are read
}

// openMarks makes the fields of a form readable, if the document is one.
func openMarks(engine pdfium.Pdfium, document references.FPDF_DOCUMENT) marks {
	left := maxAllMarks
	m := marks{engine: engine, document: document, left: &left}
	kind, err := engine.FPDF_GetFormType(&requests.FPDF_GetFormType{Document: document})
	if err != nil || kind.FormType == enums.FPDF_FORMTYPE_NONE {
		return m
	}
	form, err := engine.FPDFDOC_InitFormFillEnvironment(&requests.FPDFDOC_InitFormFillEnvironment{
		Document: document,
		FormFillInfo: structs.FPDF_FORMFILLINFO{
			FFI_Invalidate:         func(references.FPDF_PAGE, float64, float64, float64, float64) {},
			FFI_SetCursor:          func(enums.FXCT) {},
			FFI_SetTimer:           func(int, func(int)) int { return 0 },
			FFI_KillTimer:          func(int) {},
			FFI_GetLocalTime:       func() structs.FPDF_SYSTEMTIME { return structs.FPDF_SYSTEMTIME{} },
			FFI_GetPage:            func(references.FPDF_DOCUMENT, int) *references.FPDF_PAGE { return nil },
			FFI_GetRotation:        func(references.FPDF_PAGE) enums.FPDF_PAGE_ROTATION { return enums.FPDF_PAGE_ROTATION_NONE },
			FFI_ExecuteNamedAction: func(string) {},
		},
	})
	if err == nil {
		m.form = form.FormHandle
	}
	return m
}

// close releases the form; a document must not be closed before.
func (m marks) close() {
	if m.form != "" {
		m.engine.FPDFDOC_ExitFormFillEnvironment(&requests.FPDFDOC_ExitFormFillEnvironment{FormHandle: m.form})
	}
}

// The marks of a page and of a document that are read, at the most.
const (
	maxMarks    = 2000
	maxAllMarks = 20_000
)

// page adds the marks of a page to it. What cannot be read of a mark is not there.
func (m marks) page(index int, p *pdfPage, glyphs []glyph) {
	page := requests.Page{ByIndex: &requests.PageByIndex{Document: m.document, Index: index}}
	count, err := m.engine.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil || count.Count == 0 {
		return
	}
	if m.form != "" {
		m.engine.FORM_OnAfterLoadPage(&requests.FORM_OnAfterLoadPage{Page: page, FormHandle: m.form})
		defer m.engine.FORM_OnBeforeClosePage(&requests.FORM_OnBeforeClosePage{Page: page, FormHandle: m.form})
	}
	for i := range min(count.Count, maxMarks, *m.left) {
		*m.left--
		a, err := m.engine.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: page, Index: i})
		if err == nil {
			mark{m, a.Annotation}.addTo(p, glyphs)
			m.engine.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: a.Annotation})
		}
	}
}

// A mark is an annotation, as the PDF calls it.
type mark struct {
	marks
	it references.FPDF_ANNOTATION
}

// addTo adds the mark to its page, unless it is hidden.
func (m mark) addTo(p *pdfPage, glyphs []glyph) {
	kind, err := m.engine.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: m.it})
	if err != nil || m.hidden() {
		return
	}
	switch kind.Subtype {
	case enums.FPDF_ANNOT_SUBTYPE_WIDGET:
		p.fields = append(p.fields, m.lines(m.answer(), p.turn)...)
	case enums.FPDF_ANNOT_SUBTYPE_FREETEXT:
		p.fields = append(p.fields, m.lines(m.value("Contents"), p.turn)...)
	case enums.FPDF_ANNOT_SUBTYPE_LINK, enums.FPDF_ANNOT_SUBTYPE_POPUP:
	default:
		if text := strings.TrimSpace(plainLines(m.value("Contents"))); text != "" {
			n := pdfNote{author: m.value("T"), text: text, at: pdfTime(m.value("CreationDate"), m.value("M"))}
			n.words, n.y = m.marked(glyphs), m.box().turned(p.turn).top
			p.notes = append(p.notes, n)
		}
	}
}

// hidden reports whether readers do not see the mark.
func (m mark) hidden() bool {
	flags, err := m.engine.FPDFAnnot_GetFlags(&requests.FPDFAnnot_GetFlags{Annotation: m.it})
	return err == nil && flags.Flags&(enums.FPDF_ANNOT_FLAG_HIDDEN|enums.FPDF_ANNOT_FLAG_NOVIEW) != 0
}

// value returns one of the mark's strings; "" if it has none of this name.
func (m mark) value(key string) string {
	v, err := m.engine.FPDFAnnot_GetStringValue(&requests.FPDFAnnot_GetStringValue{Annotation: m.it, Key: key})
	if err != nil {
		return ""
	}
	return v.Value
}

// box is the mark's rectangle.
func (m mark) box() turnedBox {
	r, err := m.engine.FPDFAnnot_GetRect(&requests.FPDFAnnot_GetRect{Annotation: m.it})
	if err != nil {
		return turnedBox{}
	}
	return boxOfRect(float64(r.Rect.Left), float64(r.Rect.Right), float64(r.Rect.Bottom), float64(r.Rect.Top))
}

func boxOfRect(x1, x2, y1, y2 float64) turnedBox {
	return turnedBox{min(x1, x2), max(x1, x2), min(y1, y2), max(y1, y2)}
}

// Marks of the boxes of a form.
const (
	tickedBox = "☒"
	emptyBox  = "☐"
)

// ticked reports whether a text ends with a box, which its label follows.
func ticked(text string) bool {
	return strings.HasSuffix(text, tickedBox) || strings.HasSuffix(text, emptyBox)
}

// answer is what a field of a form shows.
func (m mark) answer() string {
	if m.form == "" { // a page that was taken out of a form
		switch state := m.value("AS"); {
		case m.value("FT") != "Btn":
			return m.value("V")
		case state != "" && state != "Off":
			return tickedBox
		}
		return ""
	}
	kind, err := m.engine.FPDFAnnot_GetFormFieldType(&requests.FPDFAnnot_GetFormFieldType{FormHandle: m.form, Annotation: m.it})
	if err != nil {
		return ""
	}
	switch kind.FormFieldType {
	case enums.FPDF_FORMFIELD_TYPE_CHECKBOX, enums.FPDF_FORMFIELD_TYPE_RADIOBUTTON:
		is, err := m.engine.FPDFAnnot_IsChecked(&requests.FPDFAnnot_IsChecked{FormHandle: m.form, Annotation: m.it})
		if err == nil && is.IsChecked {
			return tickedBox
		}
		return emptyBox
	case enums.FPDF_FORMFIELD_TYPE_COMBOBOX, enums.FPDF_FORMFIELD_TYPE_LISTBOX:
		if options := m.options(kind.FormFieldType == enums.FPDF_FORMFIELD_TYPE_LISTBOX); options != "" {
			return options
		}
	case enums.FPDF_FORMFIELD_TYPE_TEXTFIELD:
		const password = 1 << 13
		flags, err := m.engine.FPDFAnnot_GetFormFieldFlags(&requests.FPDFAnnot_GetFormFieldFlags{FormHandle: m.form, Annotation: m.it})
		if err == nil && flags.Flags&password != 0 {
			return ""
		}
	default:
		return ""
	}
	v, err := m.engine.FPDFAnnot_GetFormFieldValue(&requests.FPDFAnnot_GetFormFieldValue{FormHandle: m.form, Annotation: m.it})
	if err != nil {
		return ""
	}
	return v.FormFieldValue
}

// fewOptions is how many options a list may have that are all read.
const fewOptions = 20

// options are those of a list that are selected. Of a list box, which shows them all, the
// others are read as well.
func (m mark) options(all bool) string {
	count, err := m.engine.FPDFAnnot_GetOptionCount(&requests.FPDFAnnot_GetOptionCount{FormHandle: m.form, Annotation: m.it})
	if err != nil {
		return ""
	}
	all = all && count.OptionCount <= fewOptions
	var labels []string
	for i := range min(count.OptionCount, maxMarks) {
		is, err := m.engine.FPDFAnnot_IsOptionSelected(&requests.FPDFAnnot_IsOptionSelected{FormHandle: m.form, Annotation: m.it, Index: i})
		if err != nil || !is.IsOptionSelected && !all {
			continue
		}
		label, err := m.engine.FPDFAnnot_GetOptionLabel(&requests.FPDFAnnot_GetOptionLabel{FormHandle: m.form, Annotation: m.it, Index: i})
		switch {
		case err != nil || strings.TrimSpace(label.OptionLabel) == "":
		case all && is.IsOptionSelected:
			labels = append(labels, tickedBox+" "+label.OptionLabel)
		case all:
			labels = append(labels, emptyBox+" "+label.OptionLabel)
		default:
			labels = append(labels, label.OptionLabel)
		}
	}
	if all {
		return strings.Join(labels, " ")
	}
	return strings.Join(labels, ", ")
}

// plainLines is a text with \n at the ends of its lines.
func plainLines(text string) string {
	return clean(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// lines are the line of a text in the mark's rectangle; none if it has no words.
func (m mark) lines(text string, turn int) []pdfLine {
	text = strings.Join(strings.Fields(plainLines(text)), " ")
	if text == "" {
		return nil
	}
	box := m.box().turned(turn)
	size := max(min(box.top-box.bottom, 12), 4)
	base := box.top - 0.8*size
	if box.top-box.bottom < 2.5*size { // a single line, in the middle
		base = (box.top+box.bottom)/2 - 0.35*size
	}
	return []pdfLine{{
		text: text, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
		base: base, size: size, first: box.right - box.left, own: true,
	}}
}

// marked are the words in the areas that a mark highlights, underlines or strikes out.
func (m mark) marked(glyphs []glyph) string {
	count, err := m.engine.FPDFAnnot_CountAttachmentPoints(&requests.FPDFAnnot_CountAttachmentPoints{Annotation: m.it})
	if err != nil {
		return ""
	}
	var words strings.Builder
	for i := range min(count.Count, maxMarks) {
		found, err := m.engine.FPDFAnnot_GetAttachmentPoints(&requests.FPDFAnnot_GetAttachmentPoints{Annotation: m.it, Index: i})
		if err != nil {
			continue
		}
		q := found.QuadPoints
		box := boxOfRect(float64(min(q.X1, q.X2, q.X3, q.X4)), float64(max(q.X1, q.X2, q.X3, q.X4)),
			float64(min(q.Y1, q.Y2, q.Y3, q.Y4)), float64(max(q.Y1, q.Y2, q.Y3, q.Y4)))
		for _, g := range glyphs {
			if x, y := (g.left+g.right)/2, g.middle(); x >= box.left && x <= box.right && y >= box.bottom && y <= box.top {
				words.WriteString(expand(g.text))
			}
		}
		words.WriteByte(' ')
	}
	return strings.TrimFunc(words.String(), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// pdfTime reads the first date that is one, as D:20260304101500+01'00'; zero for none.
func pdfTime(dates ...string) time.Time {
	for _, d := range dates {
		d = strings.ReplaceAll(strings.TrimPrefix(d, "D:"), "'", "")
		for _, layout := range []string{"20060102150405Z0700", "20060102150405Z", "20060102150405", "200601021504", "20060102"} {
			if t, err := time.Parse(layout, d); err == nil {
				return t
			}
		}
		if len(d) >= 14 {
			if t, err := time.Parse("20060102150405", d[:14]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}
