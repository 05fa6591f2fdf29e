package demo

import "slices"

// lookupCalls answers searches for products and customers.
func (s *Server) lookupCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"product.template.load_product_from_pos": s.loadProducts,
		"product.template.get_product_info_pos":  s.productInfo,
		"product.product.search_read":            s.searchVariants,
		"product.product.has_access":             s.mayCreateProducts,
		"res.partner.get_new_partner":            s.newPartners,
		"res.partner.read":                       s.readPartners,
		"res.partner.search_read":                s.searchPartners,
		"res.users.read":                         s.readUser,
		"res.users.has_group":                    s.hasGroup,
	}
}

func (s *Server) loadProducts(c *call) (any, error) {
	found := s.catalog.find(c.arg(1))
	if offset := number(c.arg(2)); offset > 0 {
		found = found[min(offset, len(found)):]
	}
	if n := number(c.arg(3)); n > 0 && n < len(found) {
		found = found[:n]
	}
	return record{
		"product.template": found, "product.product": s.catalog.variantsOf(found),
		"product.template.attribute.line": []any{}, "product.template.attribute.value": []any{},
		"product.template.attribute.exclusion": []any{}, "product.pricelist.item": []any{},
		"product.uom": []any{}, "product.combo": []any{}, "product.combo.item": []any{},
	}, nil
}

// searchVariants finds product variants; what is no field of theirs is their
// template's.
func (s *Server) searchVariants(c *call) (any, error) {
	found := limit(s.catalog.findVariants(c.option(0, "domain")), c)
	return read(found, texts(c.option(1, "fields"))), nil
}

func (s *Server) mayCreateProducts(c *call) (any, error) { return c.user.role == "manager", nil }

func (s *Server) productInfo(c *call) (any, error) {
	return record{
		"all_prices": record{"tax_details": []any{}}, "pricelists": []any{}, "warehouses": []any{},
		"suppliers": []any{}, "variants": []any{}, "optional_products": []any{},
	}, nil
}

func (s *Server) partners() []record {
	var out []record
	for _, r := range s.schema.records["res.partner"] {
		out = append(out, s.schema.fill("res.partner", r))
	}
	return out
}

// readPartners reads some by their numbers; who is not there is left out.
func (s *Server) readPartners(c *call) (any, error) {
	ids, _ := c.arg(0).([]any)
	found := slices.DeleteFunc(s.partners(), func(r record) bool {
		return !slices.ContainsFunc(ids, func(id any) bool { return number(id) == number(r["id"]) })
	})
	return read(found, texts(c.option(1, "fields"))), nil
}

func (s *Server) newPartners(*call) (any, error) {
	return record{"res.partner": s.partners(), "account.fiscal.position": []any{}}, nil
}

func (s *Server) searchPartners(c *call) (any, error) {
	var found []record
	for _, p := range s.partners() {
		if matchesDomain(p.lookup(), c.option(0, "domain")) {
			found = append(found, p)
		}
	}
	return read(found, texts(c.option(1, "fields"))), nil
}

func (s *Server) readUser(c *call) (any, error) {
	return read([]record{{
		"id": c.user.id, "name": c.user.name, "login": c.user.login, "lang": userLang,
		"company_id": []any{1, "Demo Company"}, "partner_id": []any{c.user.partner, c.user.name},
	}}, texts(c.option(1, "fields"))), nil
}

func (s *Server) hasGroup(c *call) (any, error) {
	group, _ := c.arg(len(c.Args) - 1).(string)
	switch group {
	case "point_of_sale.group_pos_user":
		return c.user.role != "", nil
	case "point_of_sale.group_pos_manager":
		return c.user.role == "manager", nil
	}
	return group == "base.group_user", nil
}
