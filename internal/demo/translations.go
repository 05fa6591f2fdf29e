package demo

import (
	"net/http"
	"strconv"
)

// translations answers with the whole body, or, when the page already holds
// the current one, with its hash only.
func (s *Server) translations(w http.ResponseWriter, r *http.Request) {
	lang := r.URL.Query().Get("lang")
	if lang == "" {
		lang = userLang
	}
	hash := shortHash([]byte("translations " + strconv.Itoa(s.buildNumber()) + lang))
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	body := record{"lang": lang, "hash": hash}
	if r.URL.Query().Get("hash") != hash {
		body["lang_parameters"] = record{
			"name": "English (US)", "code": lang, "direction": "ltr", "date_format": "%m/%d/%Y",
			"time_format": "%I:%M:%S %p", "grouping": "[3,0]", "decimal_point": ".", "thousands_sep": ",",
			"week_start": 7,
		}
		body["modules"] = translatedModules(lang)
		body["multi_lang"] = false
	}
	writeJSON(w, http.StatusOK, body)
}

// translatedModules has no terms for English, as in Odoo, and a few for others.
func translatedModules(lang string) record {
	messages := []record{}
	if lang != userLang {
		for _, term := range []string{"Open Register", "Payment", "Validate", "New Order"} {
			messages = append(messages, record{"id": term, "string": term + " (" + lang + ")"})
		}
	}
	return record{"point_of_sale": record{"messages": messages}, "web": record{"messages": []record{}}}
}

func (s *Server) buildNumber() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.build.number
}
