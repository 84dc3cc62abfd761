package main

import (
	"fmt"
	"runtime"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding/project"

	"github.com/spf13/cobra"
)

// newRoot makes all commands, in the groups of the help.
func newRoot(w *env) *cobra.Command {
	root := &cobra.Command{
		Use:   "crosscase",
		Short: "Code qualitative interviews and compare their themes across cases",
		Long: `crosscase codes qualitative interviews and lays the themes out across cases.

A study is one file, NAME.crosscase. Import transcripts, search them, tag
passages with themes, and see which themes matter to which organisation in
which case study. Each number leads back to its passages.

Begin with:  crosscase demo`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          subcommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(w.stdin)
	root.SetOut(w.stdout)
	root.SetErr(w.stderr)
	root.SetVersionTemplate(fmt.Sprintf("crosscase {{.Version}} (%s, %s/%s, project format %d)\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, project.NewestFormat()))
	root.SetUsageTemplate(root.UsageTemplate() + "\n" + statuses)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().StringVar(&w.project, "project", "",
		"project `FILE`; else $CROSSCASE_PROJECT, else the one in this folder or the nearest above")
	root.PersistentFlags().BoolVar(&w.blind, "blind", false,
		"show your own tags, notes and changes only, as if you coded alone; also $CROSSCASE_BLIND=1")
	root.AddGroup(&cobra.Group{ID: "work", Title: "Everyday commands:"}, &cobra.Group{ID: "analysis", Title: "Analysis:"},
		&cobra.Group{ID: "codebook", Title: "Codebook and notes:"},
		&cobra.Group{ID: "trail", Title: "Coders and the audit trail:"}, &cobra.Group{ID: "upkeep", Title: "Upkeep:"})
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("work", newDemo(w), newInit(w), newImport(w), newImportProject(w),
		newSearch(w), newCode(w), newWeb(w), newTag(w), newUntag(w), newListing(w, app.PassageList()), newWhy(w),
		newSuggest(w), newSimilar(w), newExport(w))
	root.AddCommand(newFormats(), newQueries())
	add("analysis", append(newAnalyses(w), newSummary(w), newListing(w, app.StudyReport()), newRun(w), newVerify(w))...)
	add("codebook", newCodebook(w), newTheme(w), newMemo(w), newLink(w), newListing(w, app.LinkList()), newQuery(w))
	add("trail", newCoder(w), newMerge(w), newConsensus(w), newListing(w, app.ProgressList()), newLog(w),
		newShowChange(w), newDiff(w), newUndo(w), newRedo(w))
	add("upkeep", newSource(w), newPassage(w), newParticipant(w), newOrganisation(w), newCase(w),
		newPseudonymise(w), newErase(w), newCheck(w), newBackup(w), newRestore(w), newRescue(w), newLock(w), newUnlock(w), newLicences(w))
	return root
}
