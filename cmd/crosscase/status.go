package main

import (
	"errors"

	"crosscase/cmd/crosscase/app"
	"crosscase/coding"
	"crosscase/index"
)

// Exit statuses.
const (
	done    = 0
	failed  = 1
	usage   = 2
	partial = 3
	unknown = 4
	unready = 5
)

const statuses = `Exit status:
  0  done
  1  failed; nothing was changed
  2  wrong usage
  3  part of it failed, each failure is named
  4  no such project, source, theme or other thing
  5  the project is in use, damaged, read-only or from a newer crosscase
`

// A fault is an error with an exit status of its own.
type fault struct {
	error
	status int
}

func (f fault) Unwrap() error { return f.error }

func statusOf(err error) int {
	var f fault
	var file app.FileError
	switch {
	case err == nil:
		return done
	case errors.As(err, &f):
		return f.status
	case errors.As(err, &file):
		return failed
	case errors.Is(err, coding.ErrUnknown), errors.Is(err, coding.ErrAmbiguous):
		return unknown
	case errors.Is(err, coding.ErrBusy), errors.Is(err, coding.ErrDamaged), errors.Is(err, coding.ErrNewer),
		errors.Is(err, coding.ErrReplaced), errors.Is(err, coding.ErrReadOnly), errors.Is(err, index.ErrBusy):
		return unready
	case errors.Is(err, coding.ErrInvalid):
		return usage
	}
	return failed
}
