package inventory

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"poswarm/internal/strictyaml"
)

// ranges are Ansible's: till-[01:50], till-[1:9:2], till-[a:f].
var ranges = regexp.MustCompile(`^(.*?)\[([0-9]+|[a-z]):([0-9]+|[a-z])(?::([0-9]+))?\](.*)$`)

// maxRange is more terminals than one line should make.
const maxRange = 10_000

// counted is a name up to the end of its first range.
type counted struct {
	before         string
	from, to, step int
	// width is that of a number with its zeros, 0 for letters.
	width int
}

// size is how many names the range makes.
func (c counted) size() int { return (c.to-c.from)/c.step + 1 }

// at is one of them.
func (c counted) at(i int) string {
	if c.width == 0 {
		return c.before + string(rune(i))
	}
	return c.before + fmt.Sprintf("%0*d", c.width, i) // 01 keeps its zero
}

// expandRange gives the names that one name stands for, itself when it has no
// range in it. How many is known before the first is made: four ranges of a
// hundred are a hundred million.
func expandRange(n strictyaml.Node) []string {
	parts, rest, ok := split(n, n.Str("a name"))
	if !ok {
		return nil
	}
	all := 1
	for _, part := range parts {
		// Each factor is at most maxRange, see split.
		if all *= part.size(); all > maxRange {
			n.Errorf("give them in several lines", "the range stands for more than %d terminals", maxRange)
			return nil
		}
	}
	names := []string{rest}
	for _, part := range slices.Backward(parts) {
		var longer []string
		for i := part.from; i <= part.to; i += part.step {
			for _, name := range names {
				longer = append(longer, part.at(i)+name)
			}
		}
		names = longer
	}
	return names
}

// split takes a name apart into its ranges and what is behind the last one.
func split(n strictyaml.Node, name string) (parts []counted, rest string, ok bool) {
	for rest = name; ; {
		m := ranges.FindStringSubmatch(rest)
		if m == nil {
			return parts, rest, true
		}
		part := counted{before: m[1], from: bound(m[2]), to: bound(m[3]), step: 1}
		if m[4] != "" {
			part.step = bound(m[4])
		}
		if digit(m[2]) {
			part.width = len(m[2])
		}
		if digit(m[2]) != digit(m[3]) || part.from < 0 || part.from > part.to || part.step < 1 || part.size() > maxRange {
			n.Errorf("write it like till-[01:50]", "%q has no range that can be counted", name)
			return nil, "", false
		}
		parts, rest = append(parts, part), m[5]
	}
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
