package chrome

import (
	"iter"
	"net/url"
	"strings"
)

// wordsIn are the words of a command line, which are separated by zeros; a process that
// has renamed itself has spaces between them.
func wordsIn(line string) iter.Seq[string] {
	line = strings.TrimRight(line, "\x00")
	separator := "\x00"
	if !strings.Contains(line, separator) {
		separator = " "
	}
	return strings.SplitSeq(line, separator)
}

// flagsIn are the flags of a command line with all their values in order, of which
// Chrome heeds the last. A flag without a value has an empty one.
func flagsIn(line string) map[string][]string {
	flags := map[string][]string{}
	for word := range wordsIn(line) {
		flag, is := strings.CutPrefix(word, "--")
		if !is {
			continue
		}
		name, value, _ := strings.Cut(flag, "=")
		flags[strings.ToLower(name)] = append(flags[strings.ToLower(name)], value)
	}
	return flags
}

// shows says whether a browser's command line, not that of one of its helpers, opens a
// page of an origin that may be a POS. The customer's display is a browser of its own.
func shows(line, origin string) bool {
	found := false
	for word := range wordsIn(line) {
		if strings.HasPrefix(word, "--type=") {
			return false
		}
		address, err := url.Parse(strings.TrimPrefix(word, "--app="))
		if err == nil && strings.EqualFold(address.Scheme+"://"+address.Host, origin) && !strings.HasPrefix(address.Path, "/pos_customer_display") {
			found = true
		}
	}
	return found
}
