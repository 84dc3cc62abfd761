package refi

import (
	"crypto/sha1"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// IsGUID reports whether s is an identifier by the schema, with or without braces.
func IsGUID(s string) bool {
	_, ok := parseGUID(s)
	return ok
}

// parseGUID returns the bytes that an identifier stands for, which are the same however it is
// written.
func parseGUID(s string) (guid uuid.UUID, ok bool) {
	if len(s) == 38 && s[0] == '{' && s[37] == '}' {
		s = s[1:37]
	}
	if len(s) != 36 { // the package takes other forms, too
		return guid, false
	}
	guid, err := uuid.Parse(s)
	return guid, err == nil
}

// Key returns the form in which identifiers are compared: without braces, in lower
// case.
func Key(guid string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(guid), "{}"))
}

// namespace is the one in which [NewGUID] makes identifiers from names.
var namespace = [16]byte{0x0c, 0x5c, 0x6a, 0x2e, 0x8a, 0x37, 0x5d, 0x0b, 0x9d, 0x61, 0x3e, 0x1b, 0x0f, 0x6c, 0x7a, 0x44}

// NewGUID returns an identifier made from parts; the same parts give the same one
// (RFC 9562, version 5).
func NewGUID(parts ...string) string {
	h := sha1.New()
	h.Write(namespace[:])
	h.Write([]byte(strings.Join(parts, "\x00")))
	var b [16]byte
	copy(b[:], h.Sum(nil))
	b[6], b[8] = b[6]&0x0f|0x50, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
