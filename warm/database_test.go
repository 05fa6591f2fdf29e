package warm_test

import (
	"errors"
	"strings"
	"testing"

	"poswarm/warm"
)

// A profile that is logged in to one database is not primed for another.
func TestAnotherDatabase(t *testing.T) {
	t.Parallel()
	o := newShop(t).options
	o.Images = "none"
	o.Database = "demo"
	if _, err := warm.Prime(within(t, o.Timeout), o); err != nil {
		t.Fatal(err)
	}
	o.Login, o.Password, o.Database = "", "", "nosuchdb"
	_, err := warm.Prime(within(t, o.Timeout), o)
	if !errors.Is(err, warm.ErrOtherDatabase) || !strings.Contains(err.Error(), `"demo", not "nosuchdb"`) {
		t.Errorf("%v", err)
	}
}
