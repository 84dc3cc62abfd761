package main

import (
	"github.com/spf13/cobra"

	"crosscase/cmd/crosscase/app"
	"crosscase/corpus"
)

func newParticipant(w *env) *cobra.Command {
	c := noun[corpus.Participant]{
		Kind:  app.Participants(),
		short: "Participants: list, show, add, set, rename, merge, split, assign and remove",
		mergeHelp: `Merge two participants who are the same person: all turns of FROM become
INTO's, FROM's name becomes an alias, and what is not known of INTO is taken
from FROM.`,
	}.command(w)
	c.AddCommand(newParticipantSplit(w), newParticipantAssign(w))
	return c
}

func newOrganisation(w *env) *cobra.Command {
	c := noun[corpus.Organisation]{
		Kind:  app.Organisations(),
		short: "Organisations: list, show, add, set, rename, merge and remove",
		mergeHelp: `Merge two organisations: participants, sources and tags about FROM become
INTO's.`,
	}.command(w)
	c.Aliases = []string{"organization"}
	return c
}

func newCase(w *env) *cobra.Command {
	return noun[corpus.CaseStudy]{
		Kind:      app.Cases(),
		short:     "Case studies: list, show, add, set, rename, merge and remove",
		mergeHelp: "Merge two case studies: FROM's sources and organisations become INTO's.",
	}.command(w)
}
