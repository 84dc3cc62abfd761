// Package demo holds a ready-made study: two collaborations between emergency
// services, told in interviews, minutes, strategies, site visit notes and a
// survey. Services, places and people in it are invented.
package demo

import "embed"

// Study holds the files of the study, in the folder study.
//
//go:embed study
var Study embed.FS

// Commands are the commands that make a project of the files, a line each, as
// they are typed in the folder above study.
//
//go:embed commands.txt
var Commands string
