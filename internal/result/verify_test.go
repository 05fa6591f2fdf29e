// The tests of this package prove how the figures of a document come from its parts.
package result

import "testing"

func TestNewSample(t *testing.T) {
	for _, c := range []struct {
		values           []int64
		min, median, max int64
	}{
		{[]int64{30, 10, 20}, 10, 20, 30},
		{[]int64{40, 10, 20, 30}, 10, 25, 40},
		{nil, 0, 0, 0},
	} {
		got := NewSample("up_ms", "open", c.values)
		if got.Min != c.min || got.Median != c.median || got.Max != c.max || len(got.Values) != len(c.values) {
			t.Errorf("%v: %+v", c.values, got)
		}
	}
	first := []int64{3, 1, 2}
	if NewSample("up_ms", "open", first); first[0] != 3 {
		t.Error("the values are no longer in the order of their measurement")
	}
}
