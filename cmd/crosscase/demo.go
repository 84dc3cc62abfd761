package main

import "github.com/spf13/cobra"

func newDemo(w *world) *cobra.Command { return &cobra.Command{Use: "demo"} }
