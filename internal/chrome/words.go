package chrome

import "strings"

// flagsIn are the flags of a command line with all their values in order, of which
// Chrome heeds the last. A flag without a value has an empty one. The words are
// separated by zeros; a process that has renamed itself has spaces between them.
func flagsIn(line string) map[string][]string {
	line = strings.TrimRight(line, "\x00")
	separator := "\x00"
	if !strings.Contains(line, separator) {
		separator = " "
	}
	flags := map[string][]string{}
	for word := range strings.SplitSeq(line, separator) {
		flag, is := strings.CutPrefix(word, "--")
		if !is {
			continue
		}
		name, value, _ := strings.Cut(flag, "=")
		flags[strings.ToLower(name)] = append(flags[strings.ToLower(name)], value)
	}
	return flags
}
