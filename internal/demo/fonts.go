package demo

import (
	"bytes"
	"encoding/binary"
	"sync"
)

// blankFont is a valid TrueType font with one empty glyph and no characters:
// the browser loads it, as it must, and draws every text in its own font.
var blankFont = sync.OnceValue(func() []byte {
	be := func(values ...any) []byte {
		var b bytes.Buffer
		for _, v := range values {
			_ = binary.Write(&b, binary.BigEndian, v) // writing to a buffer never fails
		}
		return b.Bytes()
	}
	u16 := func(values ...uint16) []byte { return be(values) }
	tables := []struct {
		tag  string
		data []byte
	}{
		// version, average width, weight, width, type, 10 script metrics, class,
		// panose, unicode ranges, vendor, selection, first and last character,
		// ascender, descender, gap, windows ascent and descent
		{"OS/2", be(uint16(0), int16(500), uint16(400), uint16(5), uint16(0), [10]int16{}, int16(0), [10]byte{},
			[4]uint32{}, []byte("DEMO"), uint16(0x40), uint16(0xFFFF), uint16(0xFFFF), int16(800), int16(-200),
			int16(0), uint16(800), uint16(200))},
		// one empty format 4 table: only the closing segment 0xFFFF
		{"cmap", u16(0, 1, 3, 1, 0, 12, 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0)},
		{"glyf", []byte{0, 0}},
		{"head", be(uint32(0x00010000), uint32(0x00010000), uint32(0), uint32(0x5F0F3CF5), uint16(0), uint16(1000),
			uint64(0), uint64(0), int16(0), int16(0), int16(0), int16(0), uint16(0), uint16(8), int16(2), int16(0), int16(0))},
		{"hhea", be(uint32(0x00010000), int16(800), int16(-200), int16(0), uint16(500), [11]int16{}, uint16(1))},
		{"hmtx", u16(500, 0)},
		{"loca", u16(0, 0)},
		{"maxp", be(uint32(0x00010000), uint16(1), [13]uint16{})},
		{"name", u16(0, 0, 6)},
		{"post", be(uint32(0x00030000), uint32(0), int16(0), int16(0), uint32(0), [4]uint32{})},
	}
	var head, body bytes.Buffer
	n := len(tables)
	head.Write(be(uint32(0x00010000), uint16(n), uint16(128), uint16(3), uint16(n*16-128)))
	for _, t := range tables {
		var sum uint32
		padded := append(bytes.Clone(t.data), make([]byte, (4-len(t.data)%4)%4)...)
		for i := 0; i < len(padded); i += 4 {
			sum += binary.BigEndian.Uint32(padded[i:])
		}
		head.WriteString(t.tag)
		head.Write(be(sum, uint32(12+16*n+body.Len()), uint32(len(t.data))))
		body.Write(padded)
	}
	return append(head.Bytes(), body.Bytes()...)
})
