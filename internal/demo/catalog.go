package demo

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// sqlTime is how Odoo writes a moment: UTC, whole seconds, no zone.
const sqlTime = "2006-01-02 15:04:05"

// catalogDate is when every demo record was last written. It is fixed so that
// image URLs are the same in every run.
var catalogDate = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

// Sizes of what one load_data answer may carry, as in a default Odoo.
const (
	MaxProducts     = 50_000
	loadedProducts  = 20_000
	firstProductID  = 3
	attributeShirt  = "Apron"
	tipProductID    = 1
	tipProductLabel = "Tips"
)

var productNames = []string{
	"Bread Knife", "Chopping Board", "Coffee Mug", "Copper Pan", "Corkscrew", "Desk Bell", "Desk Lamp",
	"Door Mat", "Enamel Bowl", "Felt Pen", "Flower Pot", "Garden Gloves", "Garden Hose", "Glass Jar",
	"Hand Trowel", "Ink Roller", "Iron Skillet", "Jute Bag", "Kettle", "Label Roll", "Lemon Squeezer",
	"Linen Towel", "Mixing Bowl", "Notebook", "Oil Can", "Oven Cloth", "Paper Clips", "Pencil Case",
	"Pepper Mill", "Plant Label", "Pruning Saw", "Rake", "Rolling Pin", "Rubber Stamp", "Salt Cellar",
	"Seed Packet", "Serving Tray", "Soup Ladle", "Spice Rack", "Stapler", "String Ball", "Tea Strainer",
	"Tin Opener", "Watering Can", "Whisk",
}

// catalog is the products of the shop in wire form.
type catalog struct {
	templates, variants []record
	byID                map[int]record             // templates
	full                map[string]json.RawMessage // both models as one load_data answer carries them
}

// newCatalog makes that many product variants; without barcodes none has one.
func newCatalog(s *schema, count int, barcodes bool) (*catalog, error) {
	c := &catalog{byID: map[int]record{}}
	c.add(s, tipProductID, 1, tipProductLabel, 1, record{
		"pos_categ_ids": []int{}, "available_in_pos": false, "image_128": false,
		"default_code": "TIPS", "type": "service", "is_storable": false,
	})
	id := firstProductID
	// one template with two variants: the POS asks for the variants that it
	// did not load of such templates, at every start
	c.addApron(s, id)
	id++
	for i := range max(count-3, 1) {
		name := productNames[i%len(productNames)]
		if round := i / len(productNames); round > 0 {
			name = fmt.Sprintf("%s %d", name, round+1)
		}
		c.add(s, id, id+1, name, 1+float64((i*37)%400)/4, nil)
		id++
	}
	if !barcodes {
		for _, r := range slices.Concat(c.templates, c.variants) {
			r["barcode"] = false
		}
	}
	return c, c.encode()
}

func (c *catalog) add(s *schema, template, variant int, name string, price float64, more record) {
	code := fmt.Sprintf("DEMO%05d", template)
	t := record{
		"id": template, "display_name": name, "name": name, "categ_id": 1,
		"pos_categ_ids": []int{1 + template%3}, "barcode": ean13(template), "list_price": price,
		"default_code": code, "uom_id": 1, "tracking": "none", "type": "consu", "service_tracking": "no",
		"is_storable": true, "write_date": catalogDate.Format(sqlTime), "pos_sequence": template,
		"sequence": 1, "color": 0, "available_in_pos": true, "active": true, "image_128": true,
		"product_variant_ids": []int{variant}, "_archived_combinations": []any{},
	}
	for k, v := range more {
		t[k] = v
	}
	filled := s.fill("product.template", t)
	c.templates = append(c.templates, filled)
	c.byID[template] = filled
	c.variants = append(c.variants, s.fill("product.product", record{
		"id": variant, "product_tmpl_id": template, "default_code": t["default_code"], "lst_price": price,
		"display_name": fmt.Sprintf("[%s] %s", t["default_code"], name), "barcode": t["barcode"],
	}))
}

func (c *catalog) addApron(s *schema, id int) {
	c.add(s, id, id, attributeShirt, 18, record{
		"attribute_line_ids": []int{1}, "product_variant_ids": []int{id, id + 1}, "barcode": false,
	})
	small := c.variants[len(c.variants)-1]
	large := record{}
	for k, v := range small {
		large[k] = v
	}
	large["id"] = id + 1
	for i, v := range []record{small, large} {
		v["product_template_attribute_value_ids"] = []int{i + 1}
		v["product_template_variant_value_ids"] = []int{i + 1}
	}
	c.variants = append(c.variants, large)
}

// ean13 is a valid private-range barcode for a number.
func ean13(n int) string {
	digits := fmt.Sprintf("20%010d", n)
	sum := 0
	for i, d := range digits {
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += weight * int(d-'0')
	}
	return fmt.Sprintf("%s%d", digits, (10-sum%10)%10)
}

// encode renders the products once: tens of thousands of records in every
// load_data answer would otherwise be most of the server's work.
func (c *catalog) encode() error {
	n := min(len(c.templates), loadedProducts)
	templates, err := json.Marshal(c.templates[:n])
	if err != nil {
		return fmt.Errorf("encode products: %w", err)
	}
	variants, err := json.Marshal(c.variants[:min(len(c.variants), n+1)])
	if err != nil {
		return fmt.Errorf("encode variants: %w", err)
	}
	c.full = map[string]json.RawMessage{"product.template": templates, "product.product": variants}
	return nil
}

// find gives the templates that a search domain of the POS names.
func (c *catalog) find(domain any) []record {
	found := []record{}
	for _, t := range c.templates {
		if matchesDomain(func(field string) any { return searched(t, field) }, domain) {
			found = append(found, t)
		}
	}
	return found
}

// searched reads a field of a template; those of its variants are its own.
func searched(t record, field string) any {
	switch field {
	case "sale_ok":
		return true
	case "company_id":
		return false // of every company
	case "product_variant_ids.id":
		return t["product_variant_ids"]
	}
	return t[strings.TrimPrefix(field, "product_variant_ids.")]
}

// findVariants gives the variants that a search domain names.
func (c *catalog) findVariants(domain any) []record {
	found := []record{}
	for _, v := range c.variants {
		template := c.byID[v["product_tmpl_id"].(int)]
		field := func(name string) any {
			if own, ok := v[name]; ok {
				return own
			}
			return searched(template, name)
		}
		if matchesDomain(field, domain) {
			found = append(found, v)
		}
	}
	return found
}

func (c *catalog) variantsOf(templates []record) []record {
	ids := map[any]bool{}
	for _, t := range templates {
		ids[t["id"]] = true
	}
	out := []record{}
	for _, v := range c.variants {
		if ids[v["product_tmpl_id"]] {
			out = append(out, v)
		}
	}
	return out
}
