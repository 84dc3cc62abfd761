package secret

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"crosscase/coding"
)

const quick = 4 // passphrases of tests need not be hard to guess

func encrypt(t testing.TB, to To, plain string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, again, err := to.Witnessed(&out)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, plain)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := decrypt(again, out.Bytes()); err != nil || got != plain {
		t.Fatalf("who wrote it reads %q again, %v; want %q", got, err, plain)
	}
	return out.Bytes()
}

func decrypt(from From, data []byte) (string, error) {
	r, err := from.Decrypt(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	plain, err := io.ReadAll(r)
	return string(plain), err
}

func asked(passphrase string) From {
	return Asked(func() (string, error) { return passphrase, nil })
}

// Law: what is encrypted is read again by whoever has the passphrase or one of the keys, and
// a byte that is changed is noticed.
func TestReadAgain(t *testing.T) {
	private, public, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	_, other, _ := NewIdentity()
	keys, err := ParseKeys([]string{other, public}, nil)
	if err != nil {
		t.Fatal(err)
	}
	phrase, err := Passphrase("zwetschge", quick)
	if err != nil {
		t.Fatal(err)
	}
	mine, err := From{}.ParseIdentity("me.key", []byte(private))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		plain := rapid.String().Draw(rt, "plain")
		for _, way := range []struct {
			to   To
			from From
		}{{phrase, asked("zwetschge")}, {keys, mine}} {
			data := encrypt(t, way.to, plain)
			if got, err := decrypt(way.from, data); err != nil || got != plain {
				rt.Fatalf("decrypted to %q, %v; want %q", got, err, plain)
			}
			data[rapid.IntRange(0, len(data)-1).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
			if got, err := decrypt(way.from, data); err == nil {
				rt.Fatalf("a changed bit is unnoticed: %q", got)
			}
		}
	})
}

func TestWrongReaders(t *testing.T) {
	private, public, _ := NewIdentity()
	stranger, _, _ := NewIdentity()
	keys, _ := ParseKeys([]string{public}, nil)
	phrase, _ := Passphrase("zwetschge", quick)
	mine, _ := From{}.ParseIdentity("me.key", []byte(private))
	theirs, _ := From{}.ParseIdentity("other.key", []byte(stranger))
	forKeys, forPhrase := encrypt(t, keys, "words"), encrypt(t, phrase, "words")
	nobodyThere := errors.New("nobody there")
	for _, test := range []struct {
		name string
		from From
		data []byte
		want error
		says string
	}{
		{"another passphrase", asked("damson"), forPhrase, ErrNotForYou, "not its passphrase"},
		{"another key", theirs, forKeys, ErrNotForYou, "none of them"},
		{"no key", asked("zwetschge"), forKeys, ErrNotForYou, "private keys"},
		{"nobody to ask", Asked(func() (string, error) { return "", nobodyThere }), forPhrase, nobodyThere, ""},
		{"no passphrase", asked(""), forPhrase, coding.ErrInvalid, "passphrase"},
		{"cut off", mine, forKeys[:len(forKeys)-3], coding.ErrDamaged, "damaged"},
		{"another file", mine, []byte("B: Good morning.\n"), coding.ErrDamaged, "damaged"},
	} {
		if got, err := decrypt(test.from, test.data); !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %q, %v; want an error that is %v and says %q", test.name, got, err, test.want, test.says)
		}
	}
}

// A person is asked once, however many files there are, and not for files of keys.
func TestAskedOnce(t *testing.T) {
	phrase, _ := Passphrase("zwetschge", quick)
	_, public, _ := NewIdentity()
	keys, _ := ParseKeys([]string{public}, nil)
	times := 0
	from := Asked(func() (string, error) { times++; return "zwetschge", nil })
	decrypt(from, encrypt(t, keys, "a"))
	if times != 0 {
		t.Errorf("asked %d times for a passphrase of a file that has none", times)
	}
	for range 3 {
		decrypt(from, encrypt(t, phrase, "b"))
	}
	if times != 1 {
		t.Errorf("asked %d times; want 1", times)
	}
}

func TestParseKeys(t *testing.T) {
	private, public, _ := NewIdentity()
	files := map[string]string{"team.txt": "# the team\n" + public + "\n\n" + public + "\n", "me.key": private, "notes.txt": "no key\n"}
	read := func(file string) ([]byte, error) {
		if data, ok := files[file]; ok {
			return []byte(data), nil
		}
		return nil, os.ErrNotExist
	}
	for _, test := range []struct {
		key  string
		want int
		says string
	}{
		{public, 1, ""},
		{"team.txt", 2, ""},
		{"me.key", 0, "this is a private key"},
		{"notes.txt", 0, "not one of age"},
		{public[:30], 0, "not one of age"},
		{"nowhere", 0, "not exist"},
	} {
		to, err := ParseKeys([]string{test.key}, read)
		if len(to.recipients) != test.want || (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %d keys, %v; want %d and an error with %q", test.key, len(to.recipients), err, test.want, test.says)
		}
	}
	if _, err := (From{}).ParseIdentity("notes.txt", []byte(files["notes.txt"])); !errors.Is(err, coding.ErrInvalid) {
		t.Errorf("notes are a private key: %v", err)
	}
}

func TestIs(t *testing.T) {
	phrase, _ := Passphrase("zwetschge", quick)
	folder := t.TempDir()
	for name, data := range map[string][]byte{"yes": encrypt(t, phrase, "words"), "no": []byte("words"), "empty": nil} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if Is(file) != (name == "yes") {
			t.Errorf("Is(%s) = %v", name, Is(file))
		}
	}
	if Is(folder) || Is(filepath.Join(folder, "nowhere")) {
		t.Error("a folder or nothing at all is encrypted")
	}
}

func TestCheckPassphrase(t *testing.T) {
	for _, good := range []string{"Zwetschge Laterne Umlaut Dachs", "plum lantern gable otter", "Der Dachs trägt heute Hut.", "tr0ub4dour&3 im Regen",
		"уголь лампа заяц крыша", "犬がよるに赤い帽子をかぶって歩くのを見た", MakePassphrase()} {
		if err := CheckPassphrase(good, "joint-records", "AK"); err != nil {
			t.Errorf("%q: %v; want it taken", good, err)
		}
	}
	for weak, says := range map[string]string{
		"":                               "empty",
		"   ":                            "empty",
		"hunter2":                        "too short",
		"Sommer2026!":                    "easy to guess",
		"Geheim123456789":                "easy to guess",
		"correct horse battery staple":   "easy to guess",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaa":    "easy to guess",
		"abcabcabcabcabcabcabcabc":       "easy to guess",
		"qwertzuiopasdfghjkl":            "easy to guess",
		"98765432109876543210":           "easy to guess",
		"Joint-Records 2026":             "easy to guess",
		"passwordpasswordpassword":       "easy to guess",
		"anna anna anna anna anna anna":  "easy to guess",
		"ababacacbcbabcacacbbaaccbabcab": "",
	} {
		if err := CheckPassphrase(weak, "joint-records", "AK"); !errors.Is(err, coding.ErrInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v; want it refused as %q", weak, err, says)
		}
	}
}
