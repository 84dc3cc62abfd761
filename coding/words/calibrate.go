package words

import "math"

// A calibration turns scores into probabilities, 1/(1+exp(a·score+b)).
type calibration struct{ a, b float64 }

func (c calibration) probability(score float64) float64 { return 1 / (1 + math.Exp(c.a*score+c.b)) }

// calibrate fits a calibration to scores of units that have a theme or not, by
// Platt's method (1999) in the form of Lin, Lin and Weng (2007): Newton steps with
// backtracking.
func calibrate(scores []float64, truths []bool) calibration {
	c, s := newSigmoid(scores, truths)
	now := s.loss(c)
	for range 100 {
		da, db, slope, done := s.newton(c)
		if done {
			break
		}
		step := 1.0
		for ; step > 1e-10; step /= 2 {
			next := calibration{c.a + step*da, c.b + step*db}
			if loss := s.loss(next); loss < now+1e-4*step*slope {
				c, now = next, loss
				break
			}
		}
		if step <= 1e-10 {
			break
		}
	}
	return c
}

// A sigmoid is a calibration being fitted: scores, and the probabilities that they
// should have.
type sigmoid struct{ scores, targets []float64 }

// newSigmoid also returns where to start. Targets are a little inside 0 and 1, more
// so where there are few units.
func newSigmoid(scores []float64, truths []bool) (calibration, sigmoid) {
	positive, negative := 0.0, 0.0
	for _, t := range truths {
		if t {
			positive++
		} else {
			negative++
		}
	}
	s := sigmoid{scores, make([]float64, len(truths))}
	for i, t := range truths {
		if s.targets[i] = 1 / (negative + 2); t {
			s.targets[i] = (positive + 1) / (positive + 2)
		}
	}
	return calibration{b: math.Log((negative + 1) / (positive + 1))}, s
}

// loss is the cross entropy, computed without overflow.
func (s sigmoid) loss(c calibration) (sum float64) {
	for i, score := range s.scores {
		if x := c.a*score + c.b; x >= 0 {
			sum += s.targets[i]*x + math.Log1p(math.Exp(-x))
		} else {
			sum += (s.targets[i]-1)*x + math.Log1p(math.Exp(x))
		}
	}
	return sum
}

// newton is a Newton step with the slope of the loss along it. It is done where the
// gradient vanishes.
func (s sigmoid) newton(c calibration) (da, db, slope float64, done bool) {
	h11, h22, h21, g1, g2 := 1e-12, 1e-12, 0.0, 0.0, 0.0
	for i, score := range s.scores {
		p := c.probability(score)
		d2 := p * (1 - p)
		h11, h22, h21 = h11+score*score*d2, h22+d2, h21+score*d2
		d1 := s.targets[i] - p
		g1, g2 = g1+score*d1, g2+d1
	}
	if math.Abs(g1) < 1e-5 && math.Abs(g2) < 1e-5 {
		return 0, 0, 0, true
	}
	det := h11*h22 - h21*h21
	da, db = -(h22*g1-h21*g2)/det, -(-h21*g1+h11*g2)/det
	return da, db, g1*da + g2*db, false
}
