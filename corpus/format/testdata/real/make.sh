#!/usr/bin/env bash
# Makes the fixtures in this folder with the programs that people use, from the
# .md files; the .txt files, written by hand, say what is in them. Needs pandoc,
# libreoffice, chromium, weasyprint, pdflatex, qpdf and python3 with python-docx.
# The results are kept, so that tests need none of these.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
office() { # office FORMAT FILTER FILE NAME
	soffice --headless -env:UserInstallation=file://"$work"/profile --convert-to "$1${2:+:$2}" --outdir "$work/out" "$3" >/dev/null 2>&1
	base=$(basename "${3%.*}")
	mv "$work/out/$base.$1" "$4"
}
for name in interview minutes strategy scripts; do
	for format in docx odt rtf html epub; do
		options=(--standalone --metadata title=" " --metadata lang=en)
		[ $format = docx ] || [ $format = odt ] || [ $format = rtf ] && options=(--standalone)
		pandoc -f markdown-smart -t $format "${options[@]}" -o "$name.pandoc.$format" "$name.md"
	done
	office odt "" "$name.pandoc.docx" "$name.libreoffice.odt"
	office rtf "" "$name.pandoc.docx" "$name.libreoffice.rtf"
	office docx "" "$name.libreoffice.odt" "$name.libreoffice.docx"
	office html "" "$name.libreoffice.odt" "$name.libreoffice.html"
	[ $name = strategy ] && continue # its notes stand at the foot of the page
	office pdf "" "$name.libreoffice.odt" "$name.libreoffice.pdf"
	cat >"$work/style.css" <<'C'
ul { list-style-type: "• " }
body { font: 12pt/1.4 "DejaVu Serif", "Noto Sans", serif; }
C
	pandoc -f markdown-smart -t html --standalone --metadata pagetitle=" " --css "$work/style.css" --self-contained -o "$work/$name.html" "$name.md"
	chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$PWD/$name.chromium.pdf" "$work/$name.html" >/dev/null 2>&1
	weasyprint -q "$work/$name.html" "$name.weasyprint.pdf"
done
# A paper of several pages: columns, running heads, numbers in the margin.
python3 - >"$work/paged.md" <<'P'
import re
text = re.sub(r"(?m)^\[\^.*\n", "", open("strategy.md", encoding="utf-8").read())
print(re.sub(r"\[\^\w+\]", "", text))
P
pandoc -f markdown-smart -t latex "$work/paged.md" | sed 's/section{/section*{/' >"$work/body.tex"
cat >"$work/paged.tex" <<'T'
\documentclass[10pt,twocolumn]{article}
\usepackage[a5paper,margin=15mm,top=20mm,bottom=20mm]{geometry}
\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{lmodern,fancyhdr,hyperref}
\pagestyle{fancy}\fancyhead[L]{Northmoor Police}\fancyhead[R]{A strategy for shared systems}\fancyfoot[C]{\thepage}
\begin{document}\thispagestyle{fancy}\input{body}\end{document}
T
(cd "$work" && pdflatex -interaction=batchmode paged.tex >/dev/null) && cp "$work/paged.pdf" paged.pdflatex.pdf
page() { # page NAME CSS
	printf '%s\n' "$2" >"$work/page.css"
	pandoc -f markdown-smart -t html --standalone --metadata pagetitle="A strategy" --css "$work/page.css" --self-contained -o "$work/page.html" "$work/paged.md"
	weasyprint -q "$work/page.html" "paged.weasyprint-$1.pdf"
}
page columns '@page { size: A5; margin: 18mm; @top-left { content: "Northmoor Police" } @bottom-right { content: "Page " counter(page) " of " counter(pages) } } body { font: 9pt serif; columns: 2; text-align: justify; hyphens: auto }'
page margin '@page { size: A5; margin: 18mm 18mm 18mm 28mm; @bottom-center { content: counter(page) } } body { font: 11pt serif; counter-reset: p } p { counter-increment: p; position: relative } p::before { content: counter(p); position: absolute; left: -10mm }'
page indented '@page { size: A5; margin: 18mm; @top-center { content: "DRAFT " counter(page) } } body { font: 11pt serif } p { margin: 0; text-indent: 1.5em; text-align: justify }'
# A court's transcript: every line of a page has its number.
python3 - >"$work/court.html" <<'P'
lines = ["                    JANE ROE, having been duly sworn, testified:", "", "          DIRECT EXAMINATION", "BY MR. SMITH:"]
talk = [("Q.", "Where were you on the night of the flood, and with"), ("", "whom did you speak?"), ("A.", "In the control room. I spoke with two others, and"),
        ("", "later with the chief."), ("Q.", "Alone?"), ("A.", "No, never.")]
for n in range(6):
    lines += [f"     {who:3} {said}" for who, said in talk]
    if n == 3:
        lines += ["          MS. PENN:  Objection, your Honor.", "          THE COURT:  Overruled."]
print('<style>@page { size: letter; margin: 20mm; @bottom-right { content: counter(page) } } pre { font: 12pt "DejaVu Sans Mono"; line-height: 1.7; page-break-after: always; margin: 0 }</style>')
for at in range(0, len(lines), 25):
    print("<pre>" + "\n".join(f"{i + 1:2}   {l}" for i, l in enumerate(lines[at:at + 25])) + "</pre>")
P
weasyprint -q "$work/court.html" court.weasyprint.pdf
qpdf --encrypt secret secret 256 -- interview.chromium.pdf encrypted.qpdf.pdf
weasyprint -q - scanned.weasyprint.pdf <<<'<svg width="200" height="100" xmlns="http://www.w3.org/2000/svg"><rect width="90" height="50"/></svg>'
python3 - <<'P'
import docx, re
for name in ("interview", "scripts"):
    d = docx.Document()
    for par in open(name + ".txt", encoding="utf-8").read().split("\n\n"):
        d.add_paragraph(par.strip())
    d.save(name + ".python-docx.docx")

# A transcript in a table, one with comments, and one as Microsoft Teams lays it out.
d = docx.Document()
rows = [p.split(": ", 1) for p in open("interview.txt", encoding="utf-8").read().strip().split("\n\n") if ": " in p[:20]]
t = d.add_table(rows=0, cols=2)
for who, said in rows:
    cells = t.add_row().cells
    cells[0].text, cells[1].text = who, said
d.save("table.python-docx.docx")
open("table.txt", "w", encoding="utf-8").write("".join(f"{who}\t{said}\n" for who, said in rows))

d = docx.Document()
d.add_paragraph("Joint board")
d.add_paragraph("6 March 2018, 14:03")
d.add_paragraph("Jane Roe started transcription")
lines = ["Joint board", "6 March 2018, 14:03", "Jane Roe started transcription"]
for i, (who, said) in enumerate(rows):
    p = d.add_paragraph()
    p.add_run(who).bold = True
    p.add_run(f"   {i}:05")
    p.add_run().add_break()
    p.add_run(said)
    lines += [f"{who}   {i}:05", said]
d.save("teams.python-docx.docx")
open("teams.txt", "w", encoding="utf-8").write("\n".join(lines) + "\n")

d = docx.Document()
p = d.add_paragraph("Roe: ")
first = p.add_run("It began with money.")
p.add_run(" Nobody had any.")
q = d.add_paragraph("Penn: Yes – ")
second = q.add_run("for years.")
d.add_comment(first, text="Ask about the amount.", author="A. Coder", initials="AC")
d.add_comment([first, second], text="Who says so?\nBoth of them.", author="J. Reader", initials="JR")
d.save("comments.python-docx.docx")
open("comments.txt", "w", encoding="utf-8").write("Roe: It began with money. Nobody had any.\nPenn: Yes – for years.\n")
P
for name in table teams comments; do
	office odt "" "$name.python-docx.docx" "$name.libreoffice.odt"
	office rtf "" "$name.libreoffice.odt" "$name.libreoffice.rtf"
	office docx "" "$name.libreoffice.odt" "$name.libreoffice.docx"
done
