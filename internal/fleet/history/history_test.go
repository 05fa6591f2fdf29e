// The tests of this package prove that answers outlive runs that are killed or run
// at the same time, and that files of another layout or of somebody else are refused
// unharmed.
package history

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"poswarm/internal/result"
)

func store(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "deep", "history.db"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func record(t *testing.T, s *Store, day int, name string, state result.State) {
	t.Helper()
	if err := s.Record(Subject{name, "here"}, noon.AddDate(0, 0, day), result.FleetTerminal{Name: name, State: state}); err != nil {
		t.Fatal(err)
	}
}

func TestTerminalAndRuns(t *testing.T) {
	s := store(t)
	record(t, s, 0, "till-1", result.StateOK)
	record(t, s, 1, "till-1", result.StateFlaky)
	record(t, s, 2, "till-1", result.StateFailed)
	record(t, s, 1, "till-2", result.StateOK)
	all, err := s.Terminal("till-1", 0)
	if err != nil || len(all) != 3 || all[0].Terminal.State != result.StateFailed || all[2].Terminal.State != result.StateOK || !all[1].At.Equal(noon.AddDate(0, 0, 1)) {
		t.Fatalf("%+v, %v", all, err)
	}
	if two, _ := s.Terminal("till-1", 2); len(two) != 2 {
		t.Errorf("asked for two, got %d", len(two))
	}
	if none, err := s.Terminal("till-9", 0); err != nil || len(none) != 0 {
		t.Errorf("a terminal nobody knows: %v, %v", none, err)
	}
	if err := s.RecordRun(Run{Verb: "check", Started: noon, Ended: noon.Add(time.Minute), Counts: map[result.State]int{result.StateOK: 2}}); err != nil {
		t.Fatal(err)
	}
	if runs, err := s.Runs(0); err != nil || len(runs) != 1 || runs[0].Counts[result.StateOK] != 2 {
		t.Errorf("%+v, %v", runs, err)
	}
}

// What is kept for a while does not take the last good day with it.
func TestForget(t *testing.T) {
	s := store(t)
	record(t, s, 0, "till-1", result.StateOK)
	record(t, s, 1, "till-1", result.StateOK)
	record(t, s, 2, "till-1", result.StateFailed)
	record(t, s, 3, "till-1", result.StateFailed)
	record(t, s, 0, "gone", result.StateFailed)
	if err := s.Forget(noon.AddDate(0, 0, 100)); err != nil {
		t.Fatal(err)
	}
	all, _ := s.Terminal("till-1", 0)
	if len(all) != 2 || all[0].Terminal.State != result.StateFailed || !all[1].At.Equal(noon.AddDate(0, 0, 1)) {
		t.Errorf("%+v", all)
	}
	if gone, _ := s.Terminal("gone", 0); len(gone) != 1 {
		t.Errorf("the newest answer was forgotten: %+v", gone)
	}
}

// An answer about something else of that name is none.
func TestNewest(t *testing.T) {
	s := store(t)
	record(t, s, 0, "till", result.StateOK)
	if err := s.Record(Subject{"till", "there"}, noon.AddDate(0, 0, 1), result.FleetTerminal{State: result.StateFailed}); err != nil {
		t.Fatal(err)
	}
	for about, want := range map[string]result.State{"here": result.StateOK, "there": result.StateFailed} {
		if got, err := s.Newest(Subject{"till", about}); err != nil || got == nil || got.Terminal.State != want {
			t.Errorf("%s: %+v, %v", about, got, err)
		}
	}
	for _, none := range []Subject{{"till", "elsewhere"}, {"other", "here"}} {
		if got, err := s.Newest(none); err != nil || got != nil {
			t.Errorf("%v: %+v, %v", none, got, err)
		}
	}
	if all, err := s.Terminal("till", 0); err != nil || len(all) != 2 || all[0].Terminal.State != result.StateFailed {
		t.Errorf("%+v, %v", all, err)
	}
}

// A clock that was a year ahead for one night says nothing of what came after it.
func TestClockThatWasAhead(t *testing.T) {
	s := store(t)
	record(t, s, 0, "till", result.StateOK)
	record(t, s, 365, "till", result.StateOK)
	record(t, s, 1, "till", result.StateFailed)
	if got, err := s.Newest(Subject{"till", "here"}); err != nil || got == nil || got.Terminal.State != result.StateFailed {
		t.Errorf("the newest is %+v, %v", got, err)
	}
	all, err := s.Terminal("till", 0)
	if err != nil || len(all) != 3 || all[0].Terminal.State != result.StateFailed || !all[1].At.Equal(noon.AddDate(0, 0, 365)) {
		t.Errorf("%+v, %v", all, err)
	}
	for day := range 3 {
		if err := s.RecordRun(Run{Started: noon.AddDate(0, 0, []int{0, 365, 1}[day])}); err != nil {
			t.Fatal(err)
		}
	}
	if runs, err := s.Runs(1); err != nil || !runs[0].Started.Equal(noon.AddDate(0, 0, 1)) {
		t.Errorf("the newest run is %+v, %v", runs, err)
	}
}

// Answers of the layout without numbers are older than all others.
func TestFileWithoutNumbers(t *testing.T) {
	s := store(t)
	err := s.update(func(tx *bolt.Tx) error {
		named, err := tx.Bucket(terminalsBucket).CreateBucket([]byte("till"))
		if err != nil {
			return err
		}
		own, err := named.CreateBucket([]byte("here"))
		if err != nil {
			return err
		}
		return errors.Join(tx.Bucket(metaBucket).Put(schemaKey, []byte(unnumbered)), own.Put(old(noon.AddDate(1, 0, 0)), []byte(`{"name":"till","state":"ok"}`)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if s, err = Open(s.path); err != nil {
		t.Fatal(err)
	}
	record(t, s, 0, "till", result.StateFailed)
	if got, err := s.Newest(Subject{"till", "here"}); err != nil || got == nil || got.Terminal.State != result.StateFailed {
		t.Errorf("the newest is %+v, %v", got, err)
	}
	if err := s.Forget(noon.AddDate(9, 0, 0)); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Terminal("till", 0); err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
}

// old is a key of the layouts without numbers.
func old(at time.Time) []byte { return []byte(at.UTC().Format(stamp)) }

// A file of an earlier poswarm is read on; what its answers were about it does not
// say.
func TestFileOfTheLayoutBefore(t *testing.T) {
	s := store(t)
	err := s.update(func(tx *bolt.Tx) error {
		if err := tx.Bucket(metaBucket).Put(schemaKey, []byte(unfiled)); err != nil {
			return err
		}
		named, err := tx.Bucket(terminalsBucket).CreateBucket([]byte("till"))
		if err != nil {
			return err
		}
		return errors.Join(named.Put(old(noon), []byte(`{"name":"till","state":"ok"}`)), named.Put(old(noon.Add(time.Hour)), []byte(`{"name":"till","state":"failed"}`)),
			named.Put(old(noon.Add(-time.Hour)), []byte(`{"name":"till","state":"failed"}`)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if s, err = Open(s.path); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Newest(Subject{"till", "here"}); err != nil || got != nil {
		t.Errorf("it answers for what it may not be about: %+v, %v", got, err)
	}
	record(t, s, 1, "till", result.StateOK)
	if all, err := s.Terminal("till", 3); err != nil || len(all) != 3 || all[0].Terminal.State != result.StateOK || !all[1].At.Equal(noon.Add(time.Hour)) {
		t.Errorf("%+v, %v", all, err)
	}
	if err := s.Forget(noon.AddDate(0, 0, 100)); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Terminal("till", 0); err != nil || len(all) != 3 {
		t.Errorf("%+v, %v", all, err)
	}
	if got, err := s.Newest(Subject{"till", "here"}); err != nil || got == nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestForeignFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	text := []byte("a letter to somebody, long enough to be taken for a page of a database\n")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrNotOurs) {
		t.Errorf("a letter: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(text) {
		t.Error("the letter was changed")
	}
	if _, err := Open(filepath.Join(path, "history.db")); err == nil {
		t.Error("a file as folder")
	}
}

// Many write at a time, others read meanwhile.
func TestTogether(t *testing.T) {
	s := store(t)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			record(t, s, 0, "till-"+strconv.Itoa(i), result.StateOK)
			if _, err := s.Terminal("till-0", 0); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range 20 {
		if all, err := s.Terminal("till-"+strconv.Itoa(i), 0); err != nil || len(all) != 1 {
			t.Errorf("till-%d: %v, %v", i, all, err)
		}
	}
}

// writerPath makes the test binary a writer that ends only when it is killed:
// it prints the number of each result that Record says is written.
const writerPath = "POSWARM_TEST_HISTORY"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerPath); path != "" {
		s, err := Open(path)
		for i := 0; err == nil; i++ {
			if err = s.Record(Subject{"till", "here"}, noon.Add(time.Duration(i)), result.FleetTerminal{Name: "till", State: result.StateOK, Detail: strconv.Itoa(i)}); err == nil {
				fmt.Println(i)
			}
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// TestKilled kills a writer at any write: the history opens, and has everything
// that was said to be written.
func TestKilled(t *testing.T) {
	for round := range 15 {
		path := filepath.Join(t.TempDir(), "history.db")
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), writerPath+"="+path)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		command.Stderr = os.Stderr
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		last := -1
		for n := 0; n < 5+3*round; n++ {
			if _, err := fmt.Fscanln(out, &last); err != nil {
				t.Fatalf("the writer ended by itself: %v", err)
			}
		}
		_ = command.Process.Kill()
		for { // what it said before it died
			var one int
			if _, err := fmt.Fscanln(out, &one); err != nil {
				break
			}
			last = one
		}
		_ = command.Wait()
		s, err := Open(path)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		all, err := s.Terminal("till", 0)
		if err != nil || len(all) < last+1 {
			t.Errorf("round %d: %d results are there, %d were written; %v", round, len(all), last+1, err)
		}
	}
}
