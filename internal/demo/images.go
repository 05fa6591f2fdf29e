package demo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strconv"
	"sync"
)

func (s *Server) imageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /web/image", s.imageByQuery)
	mux.HandleFunc("GET /web/image/{model}/{id}/{field}", s.imageByPath)
	mux.HandleFunc("GET /web/image/{model}/{id}/{field}/{size}", s.imageByPath)
	mux.HandleFunc("GET /web/binary/company_logo", func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, file{
			name: "logo.png", kind: "image/png", control: "no-cache", etag: "logo", content: drawn(7, 64),
		})
	})
}

func (s *Server) imageByQuery(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.serveImage(w, r, q.Get("model"), q.Get("id"), q.Get("unique") != "")
}

func (s *Server) imageByPath(w http.ResponseWriter, r *http.Request) {
	s.serveImage(w, r, r.PathValue("model"), r.PathValue("id"), false)
}

// serveImage never says no: who may not see an image, or asks for none that
// exists, gets the placeholder with status 200 and the same caching headers.
func (s *Server) serveImage(w http.ResponseWriter, r *http.Request, model, id string, unique bool) {
	control := revisited
	if unique {
		control = "max-age=31536000, private, immutable"
	}
	n, _ := strconv.Atoi(id)
	name := s.imageName(model, n)
	if s.userOf(r) == nil || name == "" {
		serveFile(w, r, file{
			name: "placeholder.png", kind: "image/png", control: control, etag: "placeholder", content: placeholder(),
		})
		return
	}
	content := drawn(n+len(model)*40, 32)
	serveFile(w, r, file{
		name: name + ".png", kind: "image/png", control: control,
		etag: shortHash(content) + "-128x128-crop=False-quality=0", content: content,
	})
}

// imageName is the name of the record that has the image, empty when it has
// none.
func (s *Server) imageName(model string, id int) string {
	switch model {
	case "product.template":
		if t := s.catalog.byID[id]; t != nil && t["image_128"] == true {
			return fmt.Sprint(t["name"])
		}
	case "product.product":
		for _, v := range s.catalog.variants {
			if v["id"] == id {
				return s.imageName("product.template", v["product_tmpl_id"].(int))
			}
		}
	case "res.users":
		return s.userName(id)
	default:
		for _, r := range s.schema.records[model] {
			if number(r["id"]) == id && r["has_image"] != false {
				return fmt.Sprint(r["name"])
			}
		}
	}
	return ""
}

// productImage is the picture of the first product that has one, as a page in UTC asks.
func (s *Server) productImage() string {
	for _, t := range s.catalog.templates {
		if t["image_128"] == true {
			return fmt.Sprintf("/web/image?model=product.template&field=image_128&id=%d&unique=%s",
				t["id"], catalogDate.Format("2006-01-02T15:04:05.000+00:00"))
		}
	}
	return ""
}

// drawn is a small PNG that differs from number to number: two colours in a
// symmetrical pattern. It is made when asked for, which is cheaper than keeping
// fifty thousand of them.
func drawn(n, size int) []byte {
	hue := uint32(n) * 2654435761
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{
		color.RGBA{240, 241, 243, 255},
		color.RGBA{uint8(60 + hue>>8%160), uint8(60 + hue>>16%160), uint8(60 + hue>>24%160), 255},
	})
	cell := size / 8
	for y := range size {
		for x := range size {
			cx := min(x/cell, 7-x/cell)
			if cy := y / cell; cy > 0 && cy < 7 && cx > 0 && hue>>(uint(cx*7+cy)%31)&1 == 1 {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img) // writing to a buffer never fails
	return out.Bytes()
}

// placeholder is the grey picture for what cannot be shown.
var placeholder = sync.OnceValue(func() []byte {
	img := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range img.Pix {
		img.Pix[i] = uint8(190 + i%8)
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img) // writing to a buffer never fails
	return out.Bytes()
})

// icon is a PNG in the ICO container.
var icon = sync.OnceValue(func() []byte {
	body := drawn(19, 32)
	var out bytes.Buffer
	header := []any{
		uint16(0), uint16(1), uint16(1), // reserved, type, count
		uint8(32), uint8(32), uint8(0), uint8(0), uint16(1), uint16(32), // size, colours, planes, depth
		uint32(len(body)), uint32(22),
	}
	for _, v := range header {
		_ = binary.Write(&out, binary.LittleEndian, v) // writing to a buffer never fails
	}
	out.Write(body)
	return out.Bytes()
})
