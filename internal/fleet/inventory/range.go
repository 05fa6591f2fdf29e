package inventory

import (
	"fmt"
	"regexp"
	"strconv"

	"poswarm/internal/strictyaml"
)

// ranges are Ansible's: till-[01:50], till-[1:9:2], till-[a:f].
var ranges = regexp.MustCompile(`^(.*?)\[([0-9]+|[a-z]):([0-9]+|[a-z])(?::([0-9]+))?\](.*)$`)

// maxRange is more terminals than one line should make.
const maxRange = 10_000

// expandRange gives the names that one name stands for, itself when it has no
// range in it.
func expandRange(n strictyaml.Node) []string {
	names := spread(n, n.Str("a name"))
	if len(names) > maxRange {
		n.Errorf("", "the range stands for more than %d terminals", maxRange)
		return nil
	}
	return names
}

func spread(n strictyaml.Node, name string) []string {
	m := ranges.FindStringSubmatch(name)
	if m == nil {
		return []string{name}
	}
	from, to, step := bound(m[2]), bound(m[3]), 1
	if m[4] != "" {
		step, _ = strconv.Atoi(m[4]) // digits, by the expression
	}
	if digit(m[2]) != digit(m[3]) || from > to || step < 1 || (to-from)/max(step, 1) > maxRange {
		n.Errorf("write it like till-[01:50]", "%q has no range that can be counted", name)
		return nil
	}
	var out []string
	for i := from; i <= to; i += step {
		at := string(rune(i))
		if digit(m[2]) {
			at = fmt.Sprintf("%0*d", len(m[2]), i) // 01 keeps its zero
		}
		for _, rest := range spread(n, m[5]) {
			out = append(out, m[1]+at+rest)
		}
	}
	return out
}

func digit(s string) bool { return s[0] <= '9' }

func bound(s string) int {
	if digit(s) {
		n, err := strconv.Atoi(s)
		if err != nil {
			return -1 // too large: it fails as a range
		}
		return n
	}
	return int(s[0])
}
