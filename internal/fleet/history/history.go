// Package history keeps what every terminal of a fleet answered, run by run, in
// one bbolt file. A result is on the disk before the next one is taken, so a run
// that is killed loses nothing that it had finished.
package history

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"poswarm/internal/hint"
	"poswarm/internal/result"
)

// schema is the version of the file's layout:
//
//	meta/schema                       3
//	terminals/<name>/<about>/<key>    a result.FleetTerminal as JSON
//	runs/<key>                        a Run as JSON
//
// A key is "s", the number of the answer in this file in 16 hexadecimal digits, a
// space, and a time: UTC with nine digits of a second. The number says what came
// after what: a clock may have been wrong for a night.
const schema = "3"

// Layouts before: their keys are times alone, which sort before all others.
const (
	unnumbered = "2"
	// unfiled has terminals/<name>/<time>. What those answers were about is not known, so
	// they are shown and answer for nothing.
	unfiled = "1"
)

// stamp is the form of a key.
const stamp = "2006-01-02T15:04:05.000000000Z"

// patience bounds the wait for another poswarm that has the file open, which
// each does for one write only.
const patience = 10 * time.Second

var (
	metaBucket      = []byte("meta")
	terminalsBucket = []byte("terminals")
	runsBucket      = []byte("runs")
	schemaKey       = []byte("schema")
)

// ErrBusy means that another program keeps the history open.
var ErrBusy = errors.New("the history is in use")

// ErrNotOurs means that the file is no history of this program.
var ErrNotOurs = errors.New("no history of poswarm fleet")

// Store is a history file. It is opened for each read and each write, so that a
// look at it never waits for a night.
type Store struct{ path string }

// Run is one run over the fleet.
type Run struct {
	Verb    string               `json:"verb"`
	Started time.Time            `json:"started"`
	Ended   time.Time            `json:"ended"`
	Counts  map[result.State]int `json:"counts"`
}

// Open checks the file, and makes it with its folder where there is none.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	s := &Store{path}
	return s, s.update(func(tx *bolt.Tx) error {
		meta, err := tx.CreateBucketIfNotExists(metaBucket)
		if err != nil {
			return err
		}
		if found := meta.Get(schemaKey); found != nil && !slices.Contains([]string{schema, unnumbered, unfiled}, string(found)) {
			return hint.Add(fmt.Errorf("%w that this version reads: it has schema %q, this is %s", ErrNotOurs, found, schema), "use a newer poswarm, or another file with --history")
		}
		for _, name := range [][]byte{terminalsBucket, runsBucket} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return meta.Put(schemaKey, []byte(schema))
	})
}

// Subject is what an answer is about. A name alone is none: two inventories may
// use it for two tills, and one inventory may give it to another till.
type Subject struct {
	// Name is the terminal's.
	Name string
	// About tells one thing to judge under that name from another, such as
	// inventory.Terminal.Judged.
	About string
}

// Record writes the answer of one terminal, durably, under its time of start.
func (s *Store) Record(of Subject, at time.Time, t result.FleetTerminal) error {
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return s.update(func(tx *bolt.Tx) error {
		named, err := tx.Bucket(terminalsBucket).CreateBucketIfNotExists([]byte(of.Name))
		if err != nil {
			return err
		}
		own, err := named.CreateBucketIfNotExists([]byte(of.About))
		if err != nil {
			return err
		}
		number, err := tx.Bucket(terminalsBucket).NextSequence()
		if err != nil {
			return err
		}
		return own.Put(key(number, at), data)
	})
}

// RecordRun writes that a run has ended.
func (s *Store) RecordRun(run Run) error {
	data, err := json.Marshal(run)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return s.update(func(tx *bolt.Tx) error {
		number, err := tx.Bucket(runsBucket).NextSequence()
		if err != nil {
			return err
		}
		return tx.Bucket(runsBucket).Put(key(number, run.Started), data)
	})
}

// Entry is one answer of a terminal.
type Entry struct {
	At       time.Time // by the clock of the machine that asked
	Terminal result.FleetTerminal

	number uint64 // 0 for one of an earlier layout
}

// Terminal returns the answers under a name, whatever they were about, the newest
// first, at most limit of them; 0 is all.
func (s *Store) Terminal(name string, limit int) (all []Entry, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		named := tx.Bucket(terminalsBucket).Bucket([]byte(name))
		if named == nil {
			return nil
		}
		for _, own := range filed(named) {
			some, err := newest(own, limit)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Or(cmp.Compare(b.number, a.number), b.At.Compare(a.At)) })
	if limit > 0 && len(all) > limit {
		all = all[:limit]
	}
	return all, err
}

// Newest returns the last answer about a subject, nil when there is none.
func (s *Store) Newest(of Subject) (found *Entry, err error) {
	some, err := s.Last(of, 1)
	if len(some) > 0 {
		found = &some[0]
	}
	return found, err
}

// Last returns the answers about a subject, the newest first, at most limit of them.
func (s *Store) Last(of Subject, limit int) (all []Entry, err error) {
	err = s.view(func(tx *bolt.Tx) error {
		named := tx.Bucket(terminalsBucket).Bucket([]byte(of.Name))
		if named == nil {
			return nil
		}
		own := named.Bucket([]byte(of.About))
		if own == nil {
			return nil
		}
		var err error
		all, err = newest(own, limit)
		return err
	})
	return all, err
}

// filed are the buckets with the answers under a name: one for each subject, and
// the name's own with those of an older layout.
func filed(named *bolt.Bucket) []*bolt.Bucket {
	all := []*bolt.Bucket{named}
	// Without an error of ours there is none.
	_ = named.ForEachBucket(func(about []byte) error {
		all = append(all, named.Bucket(about))
		return nil
	})
	return all
}

// newest reads the last answers of a bucket, at most limit of them; 0 is all.
func newest(own *bolt.Bucket, limit int) (all []Entry, err error) {
	cursor := own.Cursor()
	for k, v := cursor.Last(); k != nil && (limit == 0 || len(all) < limit); k, v = cursor.Prev() {
		if v == nil {
			continue // a bucket in it
		}
		entry, err := decode(k, v)
		if err != nil {
			return nil, err
		}
		all = append(all, entry)
	}
	return all, nil
}

// Runs returns the runs that ended, the newest first.
func (s *Store) Runs(limit int) (all []Run, err error) {
	all = []Run{}
	err = s.view(func(tx *bolt.Tx) error {
		cursor := tx.Bucket(runsBucket).Cursor()
		for k, v := cursor.Last(); k != nil && (limit == 0 || len(all) < limit); k, v = cursor.Prev() {
			var run Run
			if err := json.Unmarshal(v, &run); err != nil {
				return fmt.Errorf("the run of %s: %w", k, err)
			}
			all = append(all, run)
		}
		return nil
	})
	return all, err
}

// Forget removes what is older than a moment. The newest answer about a subject
// stays, and so does its newest good one: "since when" and "ready last" must not
// depend on how long things are kept.
func (s *Store) Forget(before time.Time) error {
	return s.update(func(tx *bolt.Tx) error {
		terminals := tx.Bucket(terminalsBucket)
		err := terminals.ForEachBucket(func(name []byte) error {
			for _, own := range filed(terminals.Bucket(name)) {
				if err := forget(own, before); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		return deleteAll(tx.Bucket(runsBucket), func(k, _ []byte) bool { return isBefore(k, before) })
	})
}

func forget(own *bolt.Bucket, before time.Time) error {
	newest, good := "", ""
	cursor := own.Cursor()
	for k, v := cursor.Last(); k != nil && good == ""; k, v = cursor.Prev() {
		if v == nil {
			continue // a bucket in it
		}
		if newest == "" {
			newest = string(k)
		}
		if entry, err := decode(k, v); err == nil && entry.Terminal.Ready() {
			good = string(k)
		}
	}
	return deleteAll(own, func(k, v []byte) bool {
		return v != nil && isBefore(k, before) && string(k) != newest && string(k) != good
	})
}

func deleteAll(b *bolt.Bucket, over func(k, v []byte) bool) error {
	var keys [][]byte
	cursor := b.Cursor()
	for k, v := cursor.First(); k != nil; k, v = cursor.Next() {
		if over(k, v) {
			keys = append(keys, append([]byte(nil), k...))
		}
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

func decode(k, v []byte) (Entry, error) {
	number, at, err := read(k)
	if err != nil {
		return Entry{}, err
	}
	entry := Entry{At: at, number: number}
	if err := json.Unmarshal(v, &entry.Terminal); err != nil {
		return Entry{}, fmt.Errorf("the answer of %s: %w", k, err)
	}
	return entry, nil
}

func key(number uint64, at time.Time) []byte {
	return fmt.Appendf(nil, "s%016x %s", number, at.UTC().Format(stamp))
}

// read is what a key says; one of an earlier layout has no number.
func read(k []byte) (number uint64, at time.Time, err error) {
	text := string(k)
	if rest, numbered := strings.CutPrefix(text, "s"); numbered {
		var digits string
		digits, text, _ = strings.Cut(rest, " ")
		if number, err = strconv.ParseUint(digits, 16, 64); err != nil {
			return 0, at, fmt.Errorf("the key %q: %w", k, err)
		}
	}
	if at, err = time.Parse(stamp, text); err != nil {
		return 0, at, fmt.Errorf("the time %q: %w", k, err)
	}
	return number, at, nil
}

func isBefore(k []byte, moment time.Time) bool {
	_, at, err := read(k)
	return err == nil && at.Before(moment)
}

func (s *Store) update(do func(*bolt.Tx) error) error {
	return s.with(&bolt.Options{Timeout: patience}, func(db *bolt.DB) error { return db.Update(do) })
}

func (s *Store) view(do func(*bolt.Tx) error) error {
	return s.with(&bolt.Options{Timeout: patience, ReadOnly: true}, func(db *bolt.DB) error { return db.View(do) })
}

func (s *Store) with(o *bolt.Options, do func(*bolt.DB) error) (err error) {
	db, err := bolt.Open(s.path, 0o600, o)
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return hint.Add(fmt.Errorf("%w: %s", ErrBusy, s.path), "another program has kept it open for "+patience.String())
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return hint.Add(fmt.Errorf("%w: %s: %w", ErrNotOurs, s.path, err), "name another file with --history; nothing was changed in this one")
	case err != nil:
		return fmt.Errorf("history: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := do(db); err != nil {
		return fmt.Errorf("history %s: %w", s.path, err)
	}
	return nil
}
