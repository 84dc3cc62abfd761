package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// latex writes a table to be put into a paper, with the rules of the package
// booktabs.
func (g *Grid) latex(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString("% needs \\usepackage{booktabs}; a wide table may need \\usepackage{rotating} and " +
		"sidewaystable\n\\begin{table}\n\\centering\n\\footnotesize\n\\setlength{\\tabcolsep}{4pt}\n")
	if g.Title != "" {
		fmt.Fprintf(out, "\\caption{%s}\n", latexText(g.Title))
	}
	numbers := g.numbers()
	out.WriteString("\\begin{tabular}{@{}")
	for i := range g.Head {
		switch {
		case numbers[i]:
			out.WriteString("r")
		case g.longest(i) > 30:
			out.WriteString("p{4.5cm}")
		default:
			out.WriteString("l")
		}
	}
	out.WriteString("@{}}\n\\toprule\n")
	if g.Groups != nil {
		g.latexGroups(out)
	}
	for i, h := range g.Head {
		cell := latexText(h)
		if numbers[i] { // long names above narrow columns
			cell = `\parbox[b]{1.6cm}{\raggedleft ` + cell + `}`
		}
		out.WriteString(ampersand(i) + cell)
	}
	out.WriteString(" \\\\\n\\midrule\n")
	for _, row := range g.Rows {
		g.latexRow(out, row)
	}
	if len(g.Foot) > 0 {
		out.WriteString("\\midrule\n")
		for _, row := range g.Foot {
			g.latexRow(out, row)
		}
	}
	out.WriteString("\\bottomrule\n\\end{tabular}\n")
	if len(g.Notes) > 0 {
		out.WriteString("\n\\medskip\n\\begin{minipage}{\\linewidth}\\scriptsize\n")
		for _, n := range g.Notes {
			fmt.Fprintf(out, "%s\\par\n", latexText(n))
		}
		out.WriteString("\\end{minipage}\n")
	}
	out.WriteString("\\end{table}\n")
	return out.Flush()
}

func ampersand(i int) string {
	if i == 0 {
		return ""
	}
	return " & "
}

// longest is the longest text of a column, in bytes.
func (g *Grid) longest(column int) (n int) {
	for _, row := range g.Lines() {
		n = max(n, len(g.Shown(row[column])))
	}
	return n
}

func (g *Grid) latexGroups(out *bufio.Writer) {
	rules := ""
	for from := 0; from < len(g.Groups); {
		to := from + 1
		for to < len(g.Groups) && g.Groups[to] == g.Groups[from] && g.Groups[from] != "" {
			to++
		}
		out.WriteString(ampersand(from))
		if g.Groups[from] != "" {
			fmt.Fprintf(out, "\\multicolumn{%d}{c}{\\parbox[b]{%.1fcm}{\\centering %s}}", to-from, 1.75*float64(to-from), latexText(g.Groups[from]))
			rules += fmt.Sprintf("\\cmidrule(lr){%d-%d}", from+1, to)
		}
		from = to
	}
	out.WriteString(" \\\\\n" + rules + "\n")
}

func (g *Grid) latexRow(out *bufio.Writer, row []any) {
	for i, v := range row {
		cell := ""
		switch v := v.(type) {
		case Name:
			cell = strings.Repeat("\\quad ", v.Level) + latexText(Visible(v.Label))
		case Texts:
			parts := make([]string, len(v))
			for j, t := range v {
				parts[j] = latexText(strings.Join(strings.Fields(t), " "))
			}
			cell = strings.Join(parts, "\\newline ")
		default:
			cell = latexText(g.Shown(v))
		}
		if i == 0 && strings.HasPrefix(cell, "[") { // else it would be taken for a length
			cell = "{}" + cell
		}
		out.WriteString(ampersand(i) + cell)
	}
	out.WriteString(" \\\\\n")
}

// latexSigns protects what LaTeX takes for commands, and writes signs as commands
// that old engines do not know.
var latexSigns = strings.NewReplacer("\\", "\\textbackslash{}", "{", "\\{", "}", "\\}", "$", "\\$", "&", "\\&", "#", "\\#", "%", "\\%",
	"_", "\\_", "^", "\\textasciicircum{}", "~", "\\textasciitilde{}",
	"–", "--", "—", "---", "·", "\\textperiodcentered{}", "…", "\\ldots{}", "×", "$\\times$", "÷", "$\\div$",
	"−", "$-$", "≥", "$\\geq$", "≤", "$\\leq$", "→", "$\\rightarrow$", "√", "$\\surd$",
	"κ", "$\\kappa$", "α", "$\\alpha$", "π", "$\\pi$", "χ", "$\\chi$", "²", "$^2$", "½", "$\\frac12$", "“", "``", "”", "''", "‘", "`", "’",
	"'", "<", "\\textless{}", ">", "\\textgreater{}", "|", "\\textbar{}", "\"", "''", "\n", " ")

func latexText(s string) string { return latexSigns.Replace(Visible(s)) }
