// The tests of this package prove that an address which a user types is read as a
// browser reads it, or refused with what to write.
package address

import (
	"testing"

	"poswarm/internal/hint"
)

// TestAddressAsTheBrowserWritesIt: what a profile holds is filed under the
// origin, so another spelling of it finds nothing.
func TestAddressAsTheBrowserWritesIt(t *testing.T) {
	for text, want := range map[string]string{
		"http://LOCALHOST:8069":           "http://localhost:8069",
		"http://shop.example:80":          "http://shop.example",
		"https://shop.example:443/":       "https://shop.example",
		"https://shop.example:80":         "https://shop.example:80",
		"https://Bäckerei.example":        "https://xn--bckerei-5wa.example",
		"https://xn--bckerei-5wa.example": "https://xn--bckerei-5wa.example",
		"http://[::1]:80":                 "http://[::1]",
		"http://[0:0::0:1]:8069":          "http://[::1]:8069",
		"http://192.168.0.7:8069":         "http://192.168.0.7:8069",
		"http://my_till:8069":             "http://my_till:8069",
	} {
		got, err := Parse(text)
		if err != nil || got.String() != want {
			t.Errorf("%s: %v, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"https://xn--0.example", "", "http://x:99999", "http://x:0", "ftp://x", "http://u:p@x", "http://x/pos", "http://"} {
		if got, err := Parse(text); err == nil || hint.Of(err) == "" {
			t.Errorf("%s: %s was taken", text, got)
		}
	}
}
