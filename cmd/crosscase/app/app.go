// Package app is what a person can ask and do, as values that commands and pages share,
// so that neither runs the other.
package app
