package addon

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// sealName is the file by which an export is known as one. It lists the digest of every
// other file in the format of sha256sum, so that a file that somebody changed or added
// is neither overwritten nor deleted.
const sealName = ".poswarm-export"

var errNoSeal = errors.New("was not made by addon export")

func seal(files []file) []byte {
	var text bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&text, "%s  %s\n", digest(f.text), f.path)
	}
	return text.Bytes()
}

func digest(text []byte) string {
	return fmt.Sprintf("%x", sha256.Sum256(text))
}

// checkSeal reports whether a tree is an export that nobody has changed since.
func checkSeal(tree fs.FS) error {
	text, err := fs.ReadFile(tree, sealName)
	if errors.Is(err, fs.ErrNotExist) {
		return errNoSeal
	}
	if err != nil {
		return err
	}
	sealed := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		sealed[name] = sum
	}
	files, err := collectFrom(tree, ".", "")
	if err != nil {
		return err
	}
	for _, f := range files {
		switch sum, known := sealed[f.path]; {
		case f.path == sealName:
		case !known:
			return fmt.Errorf("it contains a file that export did not write: %s", f.path)
		case sum != digest(f.text):
			return fmt.Errorf("its file %s was changed", f.path)
		}
	}
	return nil
}
