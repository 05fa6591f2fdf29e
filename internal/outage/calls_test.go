package outage

import "testing"

func TestCallIn(t *testing.T) {
	for body, want := range map[string]string{
		`{"id":1,"jsonrpc":"2.0","params":{"model":"pos.order","method":"sync_from_ui","args":[[{"uuid":"x"}]],"kwargs":{}}}`: "pos.order.sync_from_ui",
		// Odoo's names are exact; a reader that is not would be told of a read.
		`{"params":{"model":"pos.order","method":"unlink","METHOD":"read"}}`: "pos.order.unlink",
		`{"params":{"model":"pos.order","method":"read","method":"unlink"}}`: "pos.order.unlink",
		`{"params":{"model":"pos.order"}}`:                                   "",
		`{"params":[]}`:                                                      "",
		`{"params":{"model":"pos.or`:                                         "",
		``:                                                                   "",
	} {
		if got := callIn([]byte(body)); got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
