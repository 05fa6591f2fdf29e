// Package sqlite reads the rows of a table out of the image of a SQLite database,
// and can take a value out of a row. It knows what
// Chrome's small databases need (https://www.sqlite.org/fileformat.html): table
// b-trees, overflow pages, UTF-8. It changes no structure, so a database stays
// as sound as it was. A write-ahead log or a hot journal is not looked at: who
// reads the image of a database in use reads it again when it changes.
package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrFormat means that the image is no database that this package can read.
var ErrFormat = errors.New("not a readable SQLite database")

// File is the image of a database. Displace changes it.
type File struct {
	data     []byte
	pageSize int
	usable   int // bytes of a page that hold content
}

// magic begins every database.
const magic = "SQLite format 3\x00"

// Open reads the head of an image. The image is kept, not copied.
func Open(image []byte) (*File, error) {
	if len(image) < 100 || string(image[:16]) != magic {
		return nil, fmt.Errorf("%w: no header", ErrFormat)
	}
	f := &File{data: image, pageSize: int(binary.BigEndian.Uint16(image[16:]))}
	if f.pageSize == 1 {
		f.pageSize = 1 << 16
	}
	f.usable = f.pageSize - int(image[20])
	if encoding := binary.BigEndian.Uint32(image[56:]); f.pageSize < 512 || f.usable < 480 || encoding > 1 {
		return nil, fmt.Errorf("%w: page size %d, encoding %d", ErrFormat, f.pageSize, encoding)
	}
	return f, nil
}

// Row is one row of a table.
type Row struct {
	ID      int64
	file    *File
	columns map[string]int
	values  []value
	spans   []span // where the record is in the file, in order
}

// value is where a column's content is in the record.
type value struct {
	kind       int64 // serial type
	start, len int
}

// span is a part of a record in the file.
type span struct{ at, len int }

// Rows calls visit with every row of a table until it returns false.
func (f *File) Rows(table string, visit func(Row) bool) error {
	root, columns := 0, map[string]int(nil)
	err := f.walk(1, schemaColumns, 0, func(r Row) bool {
		if r.Text("type") == "table" && r.Text("name") == table {
			root, columns = int(r.Int("rootpage")), columnsOf(r.Text("sql"))
			return false
		}
		return true
	})
	if err != nil {
		return err
	}
	if root == 0 {
		return fmt.Errorf("%w: it has no table %s", ErrFormat, table)
	}
	return f.walk(root, columns, 0, visit)
}

var schemaColumns = map[string]int{"type": 0, "name": 1, "tbl_name": 2, "rootpage": 3, "sql": 4}

// columnsOf reads the names out of CREATE TABLE.
func columnsOf(sql string) map[string]int {
	out := map[string]int{}
	_, body, _ := strings.Cut(sql, "(")
	depth, start := 0, 0
	for i, r := range body {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case r == ',' && depth == 0 || r == ')':
			if words := strings.Fields(body[start:i]); len(words) > 0 {
				out[strings.Trim(words[0], "\"`[]")] = len(out)
			}
			start = i + 1
			if r == ')' {
				return out
			}
		}
	}
	return out
}

// maxDepth is more than a database of 2^31 pages needs.
const maxDepth = 40

var errStop = errors.New("enough rows")

// walk visits the rows below a page.
func (f *File) walk(page int, columns map[string]int, depth int, visit func(Row) bool) error {
	err := f.descend(page, columns, depth, visit)
	if errors.Is(err, errStop) && depth == 0 {
		return nil
	}
	return err
}

// The kinds of pages of a table.
const (
	interiorTable = 0x05
	leafTable     = 0x0d
)

func (f *File) descend(page int, columns map[string]int, depth int, visit func(Row) bool) error {
	start := (page - 1) * f.pageSize
	if page < 1 || start+f.pageSize > len(f.data) || depth > maxDepth {
		return fmt.Errorf("%w: page %d", ErrFormat, page)
	}
	head := start
	if page == 1 {
		head += 100
	}
	cells := int(binary.BigEndian.Uint16(f.data[head+3:]))
	kind := f.data[head]
	pointers := head + 8
	if kind == interiorTable {
		pointers = head + 12
	} else if kind != leafTable {
		return fmt.Errorf("%w: page %d is of kind %d", ErrFormat, page, kind)
	}
	if pointers+2*cells > start+f.pageSize {
		return fmt.Errorf("%w: page %d has %d cells", ErrFormat, page, cells)
	}
	for i := range cells {
		at := start + int(binary.BigEndian.Uint16(f.data[pointers+2*i:]))
		if at+4 > start+f.pageSize {
			return fmt.Errorf("%w: a cell of page %d", ErrFormat, page)
		}
		if kind == interiorTable {
			if err := f.descend(int(binary.BigEndian.Uint32(f.data[at:])), columns, depth+1, visit); err != nil {
				return err
			}
			continue
		}
		row, err := f.row(at, columns)
		if err != nil {
			return err
		}
		if !visit(row) {
			return errStop
		}
	}
	if kind == interiorTable {
		return f.descend(int(binary.BigEndian.Uint32(f.data[head+8:])), columns, depth+1, visit)
	}
	return nil
}

// row reads a cell of a leaf.
func (f *File) row(at int, columns map[string]int) (Row, error) {
	size, n := varint(f.data[at:])
	id, m := varint(f.data[at+n:])
	row := Row{ID: id, file: f, columns: columns}
	var err error
	if row.spans, err = f.spansOf(at+n+m, int(size)); err != nil {
		return row, err
	}
	record := row.bytes(0, int(size))
	header, n := varint(record)
	if header < 1 || int(header) > len(record) {
		return row, fmt.Errorf("%w: a record with a head of %d bytes", ErrFormat, header)
	}
	body := int(header)
	for n < int(header) {
		kind, used := varint(record[n:])
		n += used
		length := widthOf(kind)
		if used == 0 || length < 0 || body+length > len(record) {
			return row, fmt.Errorf("%w: a value of %d bytes", ErrFormat, length)
		}
		row.values = append(row.values, value{kind, body, length})
		body += length
	}
	return row, nil
}

// spansOf finds the parts of a record: what is on the leaf, then the overflow
// pages.
func (f *File) spansOf(at, size int) ([]span, error) {
	local := size
	if limit := f.usable - 35; size > limit {
		least := (f.usable-12)*32/255 - 23
		if local = least + (size-least)%(f.usable-4); local > limit {
			local = least
		}
	}
	if size < 0 || at+local > len(f.data) {
		return nil, fmt.Errorf("%w: a record of %d bytes", ErrFormat, size)
	}
	spans := []span{{at, local}}
	if local == size {
		return spans, nil
	}
	if at+local+4 > len(f.data) {
		return nil, fmt.Errorf("%w: a record of %d bytes", ErrFormat, size)
	}
	next, left := int(binary.BigEndian.Uint32(f.data[at+local:])), size-local
	for left > 0 {
		start := (next - 1) * f.pageSize
		if next < 1 || start+f.pageSize > len(f.data) {
			return nil, fmt.Errorf("%w: overflow page %d", ErrFormat, next)
		}
		part := min(left, f.usable-4)
		spans = append(spans, span{start + 4, part})
		next, left = int(binary.BigEndian.Uint32(f.data[start:])), left-part
	}
	return spans, nil
}

// each calls do with the parts of the file that hold length bytes of the record
// from start on.
func (r Row) each(start, length int, do func(part []byte)) {
	for _, s := range r.spans {
		from, to := max(start, 0), min(start+length, s.len)
		if from < to {
			do(r.file.data[s.at+from : s.at+to])
		}
		start -= s.len
	}
}

func (r Row) bytes(start, length int) []byte {
	out := make([]byte, 0, length)
	r.each(start, length, func(part []byte) { out = append(out, part...) })
	return out
}

func (r Row) value(column string) (value, bool) {
	i, known := r.columns[column]
	if !known || i >= len(r.values) {
		return value{}, false
	}
	return r.values[i], true
}

// Has says whether the table has the column.
func (r Row) Has(column string) bool {
	_, has := r.value(column)
	return has
}

// Text is the content of a column of text or of a blob, "" for anything else.
func (r Row) Text(column string) string {
	v, known := r.value(column)
	if !known || v.kind < 12 {
		return ""
	}
	return string(r.bytes(v.start, v.len))
}

// Int is the content of a column of whole numbers, 0 for anything else.
func (r Row) Int(column string) int64 {
	v, known := r.value(column)
	switch {
	case !known || v.kind == 0 || v.kind == 7 || v.kind > 9:
		return 0
	case v.kind >= 8:
		return v.kind - 8
	}
	var out int64
	for i, b := range r.bytes(v.start, v.len) {
		if i == 0 {
			out = int64(int8(b))
			continue
		}
		out = out<<8 | int64(b)
	}
	return out
}

// Displace empties one column and fills another with as many bytes as both had,
// all of them fill. The record is as long as before, so nothing else in the file
// changes, and nothing of either value is left in it. An index must hold neither.
func (r Row) Displace(from, to string, fill byte) error {
	gone, kept := r.columns[from], r.columns[to]
	if !r.Has(from) || !r.Has(to) || gone == kept {
		return fmt.Errorf("%w: no columns %s and %s", ErrFormat, from, to)
	}
	values := slices.Clone(r.values)
	length := values[gone].len + values[kept].len
	values[gone] = value{kind: emptyBlob}
	values[kept] = value{kind: emptyText + 2*int64(length), len: length}
	record, err := r.written(values, kept, bytes.Repeat([]byte{fill}, length))
	if err != nil {
		return err
	}
	at := 0
	r.each(0, len(record), func(part []byte) { at += copy(part, record[at:]) })
	return nil
}

// written is the record with other values: the column filled has a new content,
// and the others, where they are not empty, the one that they had. Its head is as
// long as it was, for which the length of the filled column may be written in more
// bytes than it needs.
func (r Row) written(values []value, filled int, content []byte) ([]byte, error) {
	head := r.values[0].start
	out := appendVarint(nil, int64(head), 1)
	rest := head - len(out)
	for i, v := range values {
		if i != filled {
			rest -= len(appendVarint(nil, v.kind, 1))
		}
	}
	for i, v := range values {
		width := 1
		if i == filled {
			width = rest
		}
		out = appendVarint(out, v.kind, width)
	}
	if len(out) != head {
		return nil, fmt.Errorf("%w: a head of %d bytes has no room for %d", ErrFormat, head, len(out))
	}
	for i, v := range values {
		if i == filled {
			out = append(out, content...)
			continue
		}
		out = append(out, r.bytes(v.start, v.len)...)
	}
	return out, nil
}

// The serial types of a text and of a blob without content.
const (
	emptyBlob = 12
	emptyText = 13
)

// appendVarint appends a number below 2^56 in at least width bytes.
func appendVarint(out []byte, n int64, width int) []byte {
	for width < 8 && n>>(7*width) != 0 {
		width++
	}
	for i := width - 1; i > 0; i-- {
		out = append(out, byte(n>>(7*i))|0x80)
	}
	return append(out, byte(n&0x7f))
}

// widthOf is the length of a value of a serial type, -1 for one that is reserved.
func widthOf(kind int64) int {
	switch {
	case kind < 0 || kind == 10 || kind == 11:
		return -1
	case kind >= 12:
		return int((kind - 12) / 2)
	}
	return [...]int{0, 1, 2, 3, 4, 6, 8, 8, 0, 0}[kind]
}

// varint reads a number of 1 to 9 bytes; a length of 0 means that it broke off.
func varint(b []byte) (n int64, length int) {
	var out uint64
	for i := range min(9, len(b)) {
		if i == 8 {
			return int64(out<<8 | uint64(b[i])), 9
		}
		out = out<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return int64(out), i + 1
		}
	}
	return 0, 0
}
