package format

import (
	"path"
	"slices"
	"strings"
)

// otherFormats are extensions of files that no reader takes, and how to get one that a reader takes.
var otherFormats = []struct{ extensions, says string }{
	{".doc .dot", "the old Word format; open it in Word or LibreOffice and save it as .docx"},
	{".docm .dotx .dotm", "a Word file with macros or a template; open it in Word or LibreOffice and save it as .docx"},
	{".pages", "a document of Pages; open it there and export it as Word (.docx): File > Export To > Word"},
	{".odt-flat .fodt .ott .sxw .wpd .wp .wps .wri .abw .lwp", "open it in LibreOffice or the program that made it, and save it as .docx"},
	{".gdoc", "a link to a document in Google Docs; download the document itself: File > Download > Microsoft Word (.docx)"},
	{".xls .xlsm .xlsb .ods .fods .numbers", "a spreadsheet; open it in the program that made it and save it as .xlsx or .csv"},
	{".gsheet", "a link to a table in Google Sheets; download the table itself: File > Download > .csv"},
	{".ppt .pptx .odp .key", "slides; export them as PDF"},
	{".tex .typ", "the source of a document; import the PDF that is made of it"},
	{".mp3 .m4a .wav .aac .ogg .opus .flac .wma .amr .mp4 .m4v .mov .avi .mkv .webm .wmv .ds2 .dss", "a recording; import its transcript"},
	{".jpg .jpeg .png .heic .tif .tiff .gif .bmp .webp", "a picture; let a program recognise its text (OCR) and save that as .pdf or .docx"},
	{".zip .rar .7z .gz .tar", "an archive; unpack it and import its folder"},
}

// SaveAs tells of a file that no reader takes, by its name, what it is and how to get one that a
// reader takes; "" for other files.
func SaveAs(name string) string {
	ext := extension(name)
	for _, f := range otherFormats {
		if slices.Contains(strings.Fields(f.extensions), ext) {
			return f.says
		}
	}
	return ""
}

// IsLeftover tells whether a file is one that other programs leave beside documents, by its name:
// it holds none of their words.
func IsLeftover(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, "~$") || strings.HasPrefix(base, "._") || strings.HasPrefix(base, ".~lock.") ||
		slices.Contains([]string{".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"}, base)
}
