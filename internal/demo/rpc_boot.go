package demo

import (
	"fmt"
	"strconv"
)

// bootCalls answers what a POS page asks while it starts.
func (s *Server) bootCalls() map[string]func(*call) (any, error) {
	return map[string]func(*call) (any, error){
		"barcode.nomenclature.read":                 s.readNomenclature,
		"barcode.rule.search_read":                  s.readBarcodeRules,
		"pos.config.register_new_device_identifier": s.registerDevice,
		"pos.session.load_data_params":              s.loadDataParams,
		"pos.session.load_data":                     s.loadData,
		"pos.session.filter_local_data":             s.filterLocalData,
		"pos.config.read_config_open_orders":        s.readOpenOrders,
		"res.company.iap_enrich_auto":               func(*call) (any, error) { return true, nil },
	}
}

func (s *Server) readNomenclature(c *call) (any, error) {
	rules := []int{}
	for _, r := range barcodeRules() {
		rules = append(rules, r["id"].(int))
	}
	return read([]record{{
		"id": 1, "name": "Demo Nomenclature", "rule_ids": rules, "upc_ean_conv": "always",
		"is_gs1_nomenclature": false, "gs1_separator_fnc1": `(Alt029|#|\x1D)`,
	}}, texts(c.option(1, "fields"))), nil
}

func (s *Server) readBarcodeRules(c *call) (any, error) {
	return read(barcodeRules(), texts(c.KWArgs["fields"])), nil
}

// barcodeRules are the patterns of the shop's barcodes; {N} are digits of a
// value, {D} its decimals.
func barcodeRules() []record {
	rules := []struct{ name, kind, encoding, pattern string }{
		{"Prices", "price", "ean13", "23.....{NNNDD}"},
		{"Discounts", "discount", "any", "22{NN}"},
		{"Weights", "weight", "ean13", "21.....{NNDDD}"},
		{"Customers", "client", "any", "042"},
		{"Cashiers", "cashier", "any", "041"},
		{"Products", "product", "any", ".*"},
	}
	out := []record{}
	for i, r := range rules {
		out = append(out, record{
			"id": i + 1, "name": r.name, "sequence": (i + 1) * 10, "type": r.kind, "encoding": r.encoding,
			"pattern": r.pattern, "alias": "0", "gs1_content_type": false, "gs1_decimal_usage": false,
			"associated_uom_id": false,
		})
	}
	return out
}

// registerDevice gives a new device number at each call: two tills with the
// same number would write the same receipt numbers.
func (s *Server) registerDevice(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	config := s.configs[c.id(0)]
	if config == nil {
		return nil, missingError("Record does not exist or has been deleted.")
	}
	config.devices++
	return record{"device_identifier": strconv.Itoa(config.devices)}, nil
}

// loadDataParams names the models and fields that a session's POS loads.
func (s *Server) loadDataParams(c *call) (any, error) {
	return s.locked(func(_ *call, ps *session) (any, error) {
		return s.schema.params(s.configs[ps.config]), nil
	})(c)
}

// loadData answers pos.session.load_data, in full or, with a date, only what
// was written since. A delta does not move the watermark, as in Odoo.
func (s *Server) loadData(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ps := s.sessions[c.id(0)]
	if ps == nil {
		return nil, missingError("Record does not exist or has been deleted.")
	}
	since, _ := c.context()["pos_last_server_date"].(string)
	limited, _ := c.context()["pos_limited_loading"].(bool)
	out := record{}
	for _, m := range s.schema.modelsOf(s.configs[ps.config]) {
		out[m.name] = s.loadModel(m, c, since, limited)
	}
	watermark := since
	if since == "" {
		watermark = s.now().UTC().Format(sqlTime)
	}
	out["pos.session"] = []record{ps.record(s.schema)}
	out["pos.config"] = []record{s.configRecord(s.configs[ps.config], c.user, watermark)}
	return out, nil
}

// roleField is where a build's data says what a user may do.
func (s *Server) roleField() string {
	if s.o.Odoo == Odoo19June {
		return "_role"
	}
	return "role"
}

func (s *Server) loadModel(m *model, c *call, since string, limited bool) any {
	// the demo's data never changes after the start, so a delta has nothing but
	// what Odoo adds to every answer, changed or not
	if since != "" && since > catalogDate.Format(sqlTime) && limited {
		if m.name == "product.template" {
			return []record{s.catalog.byID[tipProductID]}
		}
		return []record{}
	}
	if m.name == "res.users" {
		return []record{{"id": c.user.id, "name": c.user.name, "partner_id": c.user.partner, s.roleField(): c.user.role}}
	}
	if raw, ok := s.catalog.full[m.name]; ok {
		return raw
	}
	out := []record{}
	for _, r := range s.schema.records[m.name] {
		out = append(out, s.schema.fill(m.name, r))
	}
	return out
}

// configRecord is a pos.config as load_data sends it. The caller holds s.mu.
func (s *Server) configRecord(config *posConfig, u *user, watermark string) record {
	r := record{
		"id": config.id, "display_name": config.name, "name": config.name, "access_token": config.token,
		"picking_type_id": 1, "journal_id": 1, "invoice_journal_id": 1, "currency_id": 1, "company_id": 1,
		"module_pos_restaurant": config.restaurant, "iface_tax_included": "total", "iface_available_categ_ids": []int{1, 2, 3}, "cash_control": true,
		"active": true, "limit_categories": true, "payment_method_ids": []int{1, 2, 3},
		"tip_product_id": tipProductID, "show_product_images": true, "show_category_images": true,
		"iface_print_skip_screen": true, "manual_discount": true, "picking_policy": "direct",
		"auto_validate_terminal_payment": true, "warehouse_id": 1, "current_user_id": u.id,
		"last_data_change": s.lastDataChange.Format(sqlTime), "create_uid": 1, "write_uid": 1,
		"create_date": catalogDate.Format(sqlTime), "write_date": catalogDate.Format(sqlTime),
		"current_session_id": false, "current_session_state": false, "has_active_session": false,
		"pos_session_state": false, "uuid": config.token, "company_has_template": true,
		"statistics_for_current_session": s.statistics(config.id),
		"_server_version": record{
			"server_version": serverVersion, "server_version_info": versionInfo(), "server_serie": serverVersion,
			"protocol_version": 1,
		},
		"_base_url": s.URL(), "_data_server_date": watermark, "_has_cash_move_perm": u.role == "manager",
		"_has_cash_delete_perm": s.o.Odoo == Odoo19June && u.role == "manager", "_pos_special_products_ids": []int{tipProductID},
		"_product_default_values": record{}, "_IS_VAT": false,
	}
	if ps := s.openSession(config.id); ps != nil {
		r["current_session_id"], r["has_active_session"] = ps.id, true
		r["current_session_state"], r["pos_session_state"] = ps.state, ps.state
		r["pos_session_username"], r["session_ids"] = s.userName(ps.user), []int{ps.id}
	}
	return s.schema.fill("pos.config", r)
}

func (s *Server) statistics(config int) record {
	paid := 0
	for _, o := range s.orders {
		if o.Config == config && o.State == "paid" {
			paid++
		}
	}
	return record{
		"cash":   record{"raw_opening_cash": 0.0, "opening_cash": "$ 0.00"},
		"date":   record{"is_started": true, "start_date": s.now().UTC().Format("01/02/2006")},
		"orders": record{"paid": paid, "draft": false},
	}
}

// filterLocalData names the local records that the server no longer has.
func (s *Server) filterLocalData(c *call) (any, error) {
	local, _ := c.arg(1).(map[string]any)
	out := record{}
	for name, list := range local {
		gone := []int{}
		have := map[int]bool{}
		for _, r := range s.catalogRecords(name) {
			have[r["id"].(int)] = true
		}
		values, _ := list.([]any)
		for _, id := range values {
			if !have[number(id)] {
				gone = append(gone, number(id))
			}
		}
		out[name] = gone
	}
	return out, nil
}

func (s *Server) catalogRecords(name string) []record {
	switch name {
	case "product.template":
		return s.catalog.templates
	case "product.product":
		return s.catalog.variants
	}
	return nil
}

// readOpenOrders answers what a till's domain finds, and which of the orders
// that it names are gone or cancelled (read_config_open_orders in pos_config.py).
func (s *Server) readOpenOrders(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	domains, _ := c.arg(1).(map[string]any)
	named, _ := c.arg(2).(map[string]any)
	found, deleted := []*storedOrder{}, record{}
	if domain, asked := domains["pos.order"]; asked {
		found = s.matching(domain)
		gone, missing := s.goneOrders(named["pos.order"])
		if missing != 0 && s.o.Odoo == Odoo19 { // it asks for the state of what is gone
			return nil, missingRecord("pos.order", missing, c.user.id)
		}
		deleted["pos.order"] = gone
	}
	return record{"dynamic_records": s.ordersAnswer(found), "deleted_record_ids": deleted}, nil
}

// goneOrders are those of the named orders that a till must no longer show,
// and one that is not there at all, 0 for none.
func (s *Server) goneOrders(ids any) (gone []int, missing int) {
	here := map[int]bool{}
	for _, o := range s.orders {
		here[o.ID] = o.State != "cancel"
	}
	gone = []int{}
	list, _ := ids.([]any)
	for _, id := range list {
		shown, exists := here[number(id)]
		if !exists {
			missing = number(id)
		}
		if !shown {
			gone = append(gone, number(id))
		}
	}
	return gone, missing
}

const serverVersion = "19.0"

func versionInfo() []any { return []any{19, 0, 0, "final", 0, ""} }

// texts reads a list of strings of a request.
func texts(v any) []string {
	list, _ := v.([]any)
	out := []string{}
	for _, item := range list {
		out = append(out, fmt.Sprint(item))
	}
	return out
}
