package format

import (
	"math"
	"slices"
)

// pitch is the distance of the lines of a paragraph: the smallest that is frequent.
func pitch(pages [][]pdfLine, size float64) float64 {
	var steps []float64
	for _, lines := range pages {
		for i := 1; i < len(lines); i++ {
			if d := lines[i-1].base - lines[i].base; d > 0.9*size && d < 6*size {
				steps = append(steps, d)
			}
		}
	}
	slices.Sort(steps)
	for i, j := 0, 0; i < len(steps); i++ {
		for j < len(steps) && steps[j] <= steps[i]+1.5 {
			j++
		}
		if j-i >= 2 && (j-i)*12 >= len(steps) {
			return steps[(i+j)/2]
		}
	}
	return 1.3 * size
}

// pitches are the distances of lines in a paragraph, by the size of their letters in half
// points. A size has several where notes or tables are set tighter than the text.
type pitches map[int][]float64

func style(size float64) int { return int(math.Round(2 * size)) }

// pitchesOf measures the distances from lines that fill their column to the next one: such
// lines are in the middle of a paragraph. A distance counts where it comes twice in a row,
// which those between paragraphs seldom do; where none does, the smallest that is frequent,
// unless that is more than twice the size of the letters: each line is a paragraph then.
func pitchesOf(pages [][]pdfLine) pitches {
	steps, all := map[int][]float64{}, map[int][]float64{}
	for _, lines := range pages {
		var c column
		before := 0.0
		for i, l := range lines {
			if i == 0 || c.leftBy(l, lines[i-1]) {
				c, before = columnOf(lines[i:]), 0
				continue
			}
			last := lines[i-1]
			s := style(l.size)
			d, ok := step(last, l)
			if ok {
				all[s] = append(all[s], d)
			}
			if full := !c.early(last, l) && last.right-last.left > 0.5*(c.right-c.left); !ok || !full {
				before = 0
				continue
			}
			if math.Abs(d-before) <= 0.75 {
				steps[s] = append(steps[s], d)
			}
			before = d
		}
	}
	found := pitches{}
	for style, all := range all {
		if found[style] = frequent(steps[style]); len(found[style]) == 0 {
			if all = frequent(all); len(all) > 0 && all[0] <= float64(style) { // twice the size
				found[style] = all[:1]
			}
		}
	}
	return found
}

// step is the distance of two lines in letters of one size.
func step(above, below pdfLine) (d float64, ok bool) {
	d = above.base - below.base
	return d, style(above.size) == style(below.size) && d > 0.9*below.size && d < 6*below.size
}

// frequent are the values that make up a twelfth of all, and that occur twice; those
// within one and a half points are the same.
func frequent(values []float64) (found []float64) {
	slices.Sort(values)
	for i := 0; i < len(values); {
		j := i
		for j < len(values) && values[j] <= values[i]+1.5 {
			j++
		}
		if j-i >= 2 && (j-i)*12 >= len(values) {
			found = append(found, values[(i+j)/2])
		}
		i = j
	}
	return found
}

// measured knows the sizes and distances of lines.
func measured(lines [][]pdfLine) *pdfText {
	p := &pdfText{size: bodySize(lines)}
	p.pitch, p.pitches = pitch(lines, p.size), pitchesOf(lines)
	return p
}

// usual is the distance of lines in letters of a size that has none of its own. Lines
// further apart than twice their size are seldom in a paragraph.
func (p *pdfText) usual(size float64) float64 {
	pitch := p.pitch
	if p.size > 0 && pitch > 2*p.size {
		pitch = 1.3 * p.size
	}
	return pitch * max(1, size/max(p.size, 1))
}

// widest is the largest distance of lines in a paragraph in letters of a size.
func (p *pdfText) widest(size float64) float64 {
	if found := p.pitches[style(size)]; len(found) > 0 {
		return found[len(found)-1]
	}
	return p.usual(size)
}

// pitchAt is the distance of lines in a paragraph around line i: of several the one that
// most lines near it have.
func (p *pdfText) pitchAt(lines []pdfLine, i int) float64 {
	size := max(lines[i].size, 1)
	found := p.pitches[style(lines[i].size)]
	if len(found) == 0 {
		return p.usual(size)
	}
	best, most := found[0], 0
	for _, f := range found {
		if len(found) == 1 {
			break
		}
		n := 0
		for j := max(i-6, 1); j < min(i+7, len(lines)); j++ {
			if d, ok := step(lines[j-1], lines[j]); ok && math.Abs(d-f) <= 0.75 {
				n++
			}
		}
		if n > most {
			best, most = f, n
		}
	}
	return best
}
