// Package agreement measures intercoder agreement: percent agreement, Holsti's
// coefficient, and the coefficients that correct for chance, from Cohen's κ to
// Krippendorff's α, with bootstrap intervals.
//
// It works without a study, on [Ratings]: units, each assigned to one of several
// nominal categories by some or all coders. A row can stand for many units, such as
// the characters of a sentence. Most units of a real study are marked by nobody and
// are only counted, so the cost grows with what was marked.
//
// Everything that the coefficients need adds up over units. [Ratings.Sums] collects it
// once, each coefficient is a formula on the [Sums], and [Bootstrap] adds up randomly
// drawn blocks of units. A coefficient that is not defined is NaN, never 0 or 1: κ,
// for example, where nobody ever used a second category.
//
// The laws of the package, each a property test in laws_test.go:
//
//   - Definition: each coefficient equals its definition, computed unit by unit and pair by pair.
//   - Counting: unmarked units that are only counted are worth as much as listed ones.
//   - Perfect agreement: coders who agree on every unit have 1 where a coefficient is defined.
//   - Symmetry: the order of coders, and of units, changes no coefficient.
//   - Names: renaming the categories changes no coefficient but Holsti's.
//   - Addition: the sums of two sets of units add up to those of both sets.
//   - Range: agreement and Holsti lie from 0 to 1, the other coefficients at 1 at most.
//   - Intervals: a bootstrap interval is in order, in range, and the same for the same seed.
package agreement
