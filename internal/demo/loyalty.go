package demo

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// Card is a customer's loyalty card, or a gift card.
type Card struct {
	ID      int     `json:"id"`
	Partner int     `json:"partner"`
	Code    string  `json:"code"`
	Points  float64 `json:"points"`
	History []Earn  `json:"history"`
}

// Earn is what one confirmation did to a card.
type Earn struct {
	Order int     `json:"order"`
	Won   float64 `json:"won"`
	Spent float64 `json:"spent"`
}

// loyalty is the cards of the shop. A till confirms an order's points by a call
// of its own, after the order; made twice, the points count twice, as in Odoo.
type loyalty struct {
	cards map[int]*Card
	last  int
}

// loyaltyProgram is the only one: a point for each unit of currency.
const loyaltyProgram = 1

func (l loyalty) clone() loyalty {
	l.cards = maps.Clone(l.cards)
	for id, card := range l.cards {
		c := *card
		c.History = slices.Clone(card.History)
		l.cards[id] = &c
	}
	return l
}

// Cards is every card on the server.
func (s *Server) Cards() []Card {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []Card{}
	for _, card := range s.loyalty.clone().cards {
		out = append(out, *card)
	}
	slices.SortFunc(out, func(a, b Card) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// create gives a customer a card.
func (l *loyalty) create(partner int, code string) *Card {
	if l.cards == nil {
		l.cards = map[int]*Card{}
	}
	l.last++
	l.cards[l.last] = &Card{ID: l.last, Partner: partner, Code: cmp.Or(code, randomToken(6))}
	return l.cards[l.last]
}

// loyaltyCalls answers what pos_loyalty asks.
func (s *Server) loyaltyCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"pos.order.validate_coupon_programs": s.validateCoupons,
		"pos.order.confirm_coupon_programs":  s.confirmCoupons,
		"loyalty.card.search_read":           s.searchCards,
		"loyalty.card.read":                  s.searchCards,
		"loyalty.history.search_count":       s.countHistory,
	}
}

func (s *Server) validateCoupons(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changes, _ := c.arg(1).(map[string]any)
	for id, change := range changes {
		n, _ := strconv.Atoi(id)
		if card := s.loyalty.cards[n]; card == nil || card.Points+amount(change) < 0 {
			return record{"successful": false, "payload": record{
				"message":        "There are not enough points for the coupon.",
				"updated_points": record{}, "removed_coupons": []int{},
			}}, nil
		}
	}
	return record{"successful": true, "payload": record{}}, nil
}

// confirmCoupons adds an order's points to the cards that it names: those of
// negative numbers are new.
func (s *Server) confirmCoupons(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	order := c.id(0)
	if len(s.matching([]any{[]any{"id", "in", []any{float64(order)}}})) == 0 {
		return nil, missingRecord("pos.order", order, c.user.id)
	}
	changes, _ := c.arg(1).(map[string]any)
	updates := []record{}
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		change, _ := changes[key].(map[string]any)
		id, _ := strconv.Atoi(key)
		card := s.loyalty.cards[id]
		if id < 0 {
			code, _ := change["code"].(string)
			card = s.loyalty.create(number(change["partner_id"]), code)
		}
		if card == nil {
			continue // one that is gone counts for nothing: exists() in pos_order.py
		}
		points := amount(change["points"])
		card.Points += points
		card.History = append(card.History, Earn{Order: order, Won: max(points, 0), Spent: max(-points, 0)})
		updates = append(updates, record{
			"old_id": id, "id": card.ID, "points": card.Points, "code": card.Code,
			"program_id": loyaltyProgram, "partner_id": card.Partner,
		})
	}
	return record{
		"coupon_updates":  updates,
		"program_updates": []record{{"program_id": loyaltyProgram, "usages": len(updates)}},
		"new_coupon_info": []any{}, "coupon_report": record{},
	}, nil
}

func (s *Server) searchCards(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	domain := c.option(0, "domain")
	if c.Method == "read" {
		domain = []any{[]any{"id", "in", idList(c.arg(0))}}
	}
	out := []record{}
	for _, id := range slices.Sorted(maps.Keys(s.loyalty.cards)) {
		card := s.loyalty.cards[id]
		r := record{
			"id": id, "code": card.Code, "points": card.Points, "partner_id": card.Partner,
			"program_id": loyaltyProgram, "write_date": catalogDate.Format(sqlTime),
		}
		if matchesDomain(r.lookup(), domain) {
			out = append(out, r)
		}
	}
	return read(out, texts(c.option(1, "fields"))), nil
}

// countHistory tells whether an order's points are confirmed: nothing else does.
func (s *Server) countHistory(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for id, card := range s.loyalty.cards {
		for _, e := range card.History {
			r := record{"card_id": id, "order_model": "pos.order", "order_id": e.Order, "issued": e.Won, "used": e.Spent}
			if matchesDomain(r.lookup(), c.option(0, "domain")) {
				n++
			}
		}
	}
	return n, nil
}

// AddCard gives a customer a card without points.
func (s *Server) AddCard(partner int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.loyalty.create(partner, "").ID
}
