// Package secret encrypts, so that a passphrase or a private key is needed to read again.
//
// What it writes is in the format of age (age-encryption.org/v1), so that the age program and
// others can read it, too. [Passphrase] and [ParseKeys] say for whom something is encrypted,
// [To.Encrypt] does it; [From] says what a reader has, [From.Decrypt] reads. Whether a
// passphrase is needed is in the file, so a person is asked for one only then. [CheckPassphrase]
// refuses passphrases that could be guessed by whoever has the file and time.
package secret

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"

	"crosscase/coding"
)

// Ending is what names of encrypted files end in.
const Ending = ".age"

// header is what encrypted files begin with, whatever their version.
const header = "age-encryption.org/"

// Is tells whether a file is encrypted by age.
func Is(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // a pipe would be waited for
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	begins := make([]byte, len(header))
	_, err = io.ReadFull(f, begins)
	return err == nil && string(begins) == header
}

// To is for whom something is encrypted; the zero To is for nobody.
type To struct{ recipients []age.Recipient }

// Passphrase is whoever knows a passphrase. work is how hard it is to guess, a power of two;
// 0 is what age takes, and costs a second.
func Passphrase(passphrase string, work int) (To, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return To{}, coding.Errorf(coding.ErrInvalid, "passphrase: %w", err)
	}
	if work > 0 {
		recipient.SetWorkFactor(work)
	}
	return To{[]age.Recipient{recipient}}, nil
}

// ParseKeys is whoever has the private key to one of these public keys, age1… or files with
// one in each line. read reads a file. The error wraps [coding.ErrInvalid].
func ParseKeys(keys []string, read func(file string) ([]byte, error)) (to To, err error) {
	for _, key := range keys {
		text := key
		if !strings.HasPrefix(key, "age1") {
			data, err := read(key)
			if err != nil {
				return To{}, fmt.Errorf("public key %w", err)
			}
			text = string(data)
		}
		if strings.Contains(text, "AGE-SECRET-KEY-") {
			return To{}, coding.WithHint(coding.Errorf(coding.ErrInvalid, "public key %s: this is a private key, which its owner alone may have", key),
				"the public one begins with age1, and stands in a comment above it")
		}
		found, err := age.ParseRecipients(strings.NewReader(text))
		if err != nil {
			return To{}, coding.WithHint(coding.Errorf(coding.ErrInvalid, "public key %s: not one of age", key),
				"it begins with age1; crosscase lock --new-identity FILE makes one")
		}
		to.recipients = append(to.recipients, found...)
	}
	return to, nil
}

// Nobody tells whether there is nobody who could read it.
func (to To) Nobody() bool { return len(to.recipients) == 0 }

// Encrypt encrypts what is written, until it is closed.
func (to To) Encrypt(w io.Writer) (io.WriteCloser, error) { return age.Encrypt(w, to.recipients...) }

// Witnessed encrypts as [To.Encrypt] does; again reads what it wrote, without a private key,
// as long as this process lives.
func (to To) Witnessed(w io.Writer) (out io.WriteCloser, again From, err error) {
	if to.Nobody() {
		return nil, From{}, coding.Errorf(coding.ErrInvalid, "nobody to encrypt for")
	}
	seen := &witness{Recipient: to.recipients[0]}
	recipients := append([]age.Recipient{seen}, to.recipients[1:]...)
	out, err = age.Encrypt(w, recipients...)
	if err != nil {
		return nil, From{}, err
	}
	return out, From{identities: []age.Identity{age.NewInjectedFileKeyIdentity(seen.key)}}, nil
}

// witness is a recipient that keeps the key of the one file that is encrypted for it.
type witness struct {
	age.Recipient
	key []byte
}

func (w *witness) WrapWithLabels(key []byte) ([]*age.Stanza, []string, error) {
	w.key = append([]byte(nil), key...)
	if labelled, ok := w.Recipient.(age.RecipientWithLabels); ok {
		return labelled.WrapWithLabels(key)
	}
	stanzas, err := w.Wrap(key)
	return stanzas, nil, err
}

// From is what a reader has to decrypt with.
type From struct{ identities []age.Identity }

// Asked is a reader who types the passphrase; ask is called where one is needed.
func Asked(ask func() (string, error)) From {
	return From{[]age.Identity{&typed{ask: ask}}}
}

// ParseIdentity adds the private keys of a file of age's. The error wraps
// [coding.ErrInvalid].
func (from From) ParseIdentity(file string, data []byte) (From, error) {
	found, err := age.ParseIdentities(strings.NewReader(string(data)))
	if err != nil {
		return from, coding.WithHint(coding.Errorf(coding.ErrInvalid, "private key %s: not one of age", file),
			"its line begins with AGE-SECRET-KEY-; crosscase lock --new-identity FILE makes one")
	}
	return From{append(found, from.identities...)}, nil
}

// ErrNotForYou means that what a reader has does not open a file.
var ErrNotForYou = errors.New("not its passphrase, or not one of its keys")

// Decrypt reads what was encrypted. The error wraps [ErrNotForYou], or [coding.ErrDamaged]
// where it is not in the format of age, as does the error of reading where a byte of it is not
// as it was written.
func (from From) Decrypt(r io.Reader) (io.Reader, error) {
	plain, err := age.Decrypt(r, from.identities...)
	var wrong *age.NoIdentityMatchError
	var asked askError
	switch {
	case errors.As(err, &asked):
		return nil, asked.error
	case errors.As(err, &wrong):
		for _, identity := range from.identities {
			if t, ok := identity.(*typed); ok && t.wanted {
				return nil, coding.Errorf(ErrNotForYou, "this is not its passphrase")
			}
		}
		return nil, coding.WithHint(coding.Errorf(ErrNotForYou, "it is encrypted for private keys, and this is none of them"),
			"give yours with --identity FILE")
	case err != nil:
		return nil, coding.Errorf(coding.ErrDamaged, "encrypted, but damaged (%w)", err)
	}
	return whole{plain}, nil
}

// whole reads what is decrypted.
type whole struct{ plain io.Reader }

func (w whole) Read(to []byte) (int, error) {
	n, err := w.plain.Read(to)
	if err != nil && err != io.EOF {
		err = coding.Errorf(coding.ErrDamaged, "encrypted, but damaged (%w)", err)
	}
	return n, err
}

// typed asks for the passphrase of a file that has one, once.
type typed struct {
	ask    func() (string, error)
	known  age.Identity
	wanted bool
}

// An askError is why there is no passphrase.
type askError struct{ error }

func (t *typed) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != "scrypt" {
		return nil, age.ErrIncorrectIdentity
	}
	if t.wanted = true; t.known == nil {
		passphrase, err := t.ask()
		if err != nil {
			return nil, askError{err}
		}
		if t.known, err = age.NewScryptIdentity(passphrase); err != nil {
			return nil, askError{coding.Errorf(coding.ErrInvalid, "passphrase: %w", err)}
		}
	}
	return t.known.Unwrap(stanzas)
}

// NewIdentity makes a private key, the text of a file that its owner alone may read, and the
// public key that others encrypt with.
func NewIdentity() (private, public string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", "", err
	}
	public = identity.Recipient().String()
	return fmt.Sprintf("# public key: %s\n%s\n", public, identity), public, nil
}
