package soak

import (
	"encoding/json"
	"strings"
	"testing"
)

// Each way in which the books can be wrong is told.
func TestBooksAreCompared(t *testing.T) {
	given := []receipt{
		{UUID: "a", Reference: "1", Total: 10, Payments: []float64{10}, Pieces: []float64{1}, User: 2},
		{UUID: "b", Reference: "2", Total: 5.5, Payments: []float64{5, 0.5}, Pieces: []float64{2, 1}, User: 2},
	}
	for name, c := range map[string]struct{ orders, want string }{
		"right":        {`[A, B]`, ""},
		"and a draft":  {`[A, B, {"uuid": "c", "state": "draft", "pos_reference": "2"}]`, ""},
		"lost":         {`[A]`, "receipt 2 (b): the server has it 0 times"},
		"doubled":      {`[A, B, B]`, "receipt 2 (b): the server has it 2 times; the number 2 is on 2 receipts: b (order 0), b (order 0)"},
		"a draft only": {`[A, {"uuid": "b", "state": "draft", "pos_reference": "2"}]`, "receipt 2 (b): the server has it as draft"},
		"cancelled":    {`[A, {"uuid": "b", "state": "cancel", "pos_reference": "2"}]`, "receipt 2 (b): the server has it as cancel"},
		"other total":  {`[A, {"uuid": "b", "state": "paid", "pos_reference": "2", "amount_total": 6, "amount_paid": 5.5, "user_id": 2, "payment_ids": [3, 4]}]`, "total 5.50 paid 5.50, on the server 6.00 and 5.50"},
		"not all paid": {`[A, {"uuid": "b", "state": "paid", "pos_reference": "2", "amount_total": 5.5, "amount_paid": 5, "user_id": 2, "payment_ids": [3, 4]}]`, "on the server 5.50 and 5.00"},
		"one payment":  {`[A, {"uuid": "b", "state": "paid", "pos_reference": "2", "amount_total": 5.5, "amount_paid": 5.5, "user_id": 2, "payment_ids": [3]}]`, "2 payments, on the server 1"},
		"other lines":  {`[A, B]`, "receipt 2 (b): pieces [2 1], on the server [1 1]"},
		"other number": {`[A, {"uuid": "b", "state": "paid", "pos_reference": "9", "amount_total": 5.5, "amount_paid": 5.5, "user_id": 2, "payment_ids": [3, 4]}]`, "on the server it is 9"},
		"number twice": {`[A, B, {"uuid": "c", "state": "paid", "pos_reference": "2"}]`, "the number 2 is on 2 receipts: b (order 0), c (order 0); the server has a paid order c (2) that nobody has a receipt of"},
		"another user": {`[A, {"uuid": "b", "state": "done", "pos_reference": "2", "amount_total": 5.5, "amount_paid": 5.5, "user_id": [6, "Anna"], "payment_ids": [3, 4]}]`, "sold by user 2, on the server by 6"},
	} {
		text := strings.NewReplacer(
			"A,", `{"uuid": "a", "state": "paid", "pos_reference": "1", "amount_total": 10, "amount_paid": 10, "user_id": [2, "Admin"], "payment_ids": [1]},`,
			"[A]", `[{"uuid": "a", "state": "paid", "pos_reference": "1", "amount_total": 10, "amount_paid": 10, "user_id": 2, "payment_ids": [1]}]`,
			"B", `{"uuid": "b", "state": "done", "pos_reference": "2", "amount_total": 5.5, "amount_paid": 5.5, "user_id": 2, "payment_ids": [3, 4]}`,
		).Replace(c.orders)
		var orders []entry
		if err := json.Unmarshal([]byte(text), &orders); err != nil {
			t.Fatal(name, err)
		}
		for i, o := range orders {
			orders[i].Pieces = map[string][]float64{"a": {1}, "b": {1, 2}}[o.UUID]
			if name == "other lines" && o.UUID == "b" {
				orders[i].Pieces = []float64{1, 1}
			}
		}
		got := strings.Join(compare(given, orders, 0), "; ")
		if name == "number twice" {
			if left := strings.Join(compare(given, orders, 1), "; "); left != "the number 2 is on 2 receipts: b (order 0), c (order 0)" {
				t.Errorf("interrupted once: %q", left)
			}
		}
		if (got == "") != (c.want == "") || !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestCashBookIsCompared(t *testing.T) {
	moves := []cashMove{{"r1x1", 5}, {"r1x2", -7}, {"r1x3", 9}}
	book := map[string]int{"r1x1 5.00": 1, "r1x2 -7.00": 2}
	want := "the cash move r1x2 of -7.00 is in the book 2 times; the cash move r1x3 of 9.00 is in the book 0 times"
	if got := strings.Join(compareCash(moves, book), "; "); got != want {
		t.Error(got)
	}
	if got := lastWord("POS/00001-in-r1x1"); got != "r1x1" {
		t.Error(got)
	}
}

func TestRarePoints(t *testing.T) {
	if got := neverReached(map[string]int{answerLost: 1}); !strings.HasPrefix(got, soldAway+", "+reloadWaiting) || strings.Contains(got, answerLost) {
		t.Error(got)
	}
}
