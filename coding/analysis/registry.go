package analysis

// All lists the analyses, in the order in which help and pages show them. A new one is a
// file with its declaration, and a line here.
func All() []*Analysis {
	return []*Analysis{
		&matrixAnalysis,
		&compareAnalysis,
		&similarityAnalysis,
		&cooccurAnalysis,
		&triangulateAnalysis,
		&saturationAnalysis,
		&timelineAnalysis,
		&codelineAnalysis,
		&agreeAnalysis,
		&jointAnalysis,
		&truthAnalysis,
		&wordsAnalysis,
	}
}
