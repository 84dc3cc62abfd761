package main

import "crosscase/cmd/crosscase/app"

// showKey prints a key.
func (w *env) showKey(file string) error {
	table, err := app.ReadKey(file, func() (string, error) { return w.passphrase("") })
	if err != nil {
		return err
	}
	_, err = w.stdout.Write(table)
	return err
}
