package pace

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// tick is the unit of /proc/stat, USER_HZ: 100 a second on every architecture that
// Go runs on.
const tick = 10 * time.Millisecond

// threads is the source on Linux.
type threads struct {
	roots   map[int]bool // and whether what they start counts too
	known   map[int]bool // whether a process is one of ours
	threads map[int]turn // by thread
	machine machine
}

// turn is what the kernel tells of a thread: how long it ran, and how long it could
// have run and another did (Documentation/scheduler/sched-stats.rst).
type turn struct{ ran, waited time.Duration }

// machine is what all processors did, and what this process's group of processes
// was kept from doing by a quota or by the machine below.
type machine struct {
	busy, stolen, throttled, pressed time.Duration
	processors                       int
}

// sampleEvery is the pause between two looks at the threads. What a thread that
// ends had to wait since the last look is not counted.
const sampleEvery = 500 * time.Millisecond

func (*threads) every() time.Duration { return sampleEvery }

func newSource() source {
	if _, err := os.Stat("/proc/self/schedstat"); err != nil {
		return pulse{}
	}
	return &threads{roots: map[int]bool{}, known: map[int]bool{}, threads: map[int]turn{}, machine: readMachine()}
}

func self() int { return os.Getpid() }

// add takes what a process did so far for known.
func (s *threads) add(pid int, offspring bool) {
	s.roots[pid] = offspring
	s.turns()
}

func (s *threads) since(clock time.Duration) (lost, pressed time.Duration) {
	sum := s.turns()
	before := s.machine
	s.machine = readMachine()
	spent := s.machine.less(before)
	return lostOf(clock, sum, spent), spent.pressed
}

// lostOf is, of the time in which some thread could run, the share that threads had
// to wait, so far as others worked then or a quota held us. What the machine below
// took away shows nowhere else, and met us as all others.
func lostOf(clock time.Duration, ours turn, all machine) (lost time.Duration) {
	wanted := ours.ran + ours.waited
	if wanted <= 0 {
		return 0
	}
	lost = time.Duration(float64(ours.waited) / float64(wanted) * float64(min(clock, wanted)))
	lost = min(lost, max(all.busy-ours.ran, 0)+all.throttled)
	if ours.ran > 0 {
		lost += all.stolen / time.Duration(max(all.processors, 1))
	}
	return min(lost, clock)
}

func (m machine) less(before machine) machine {
	return machine{m.busy - before.busy, m.stolen - before.stolen, m.throttled - before.throttled, m.pressed - before.pressed, m.processors}
}

// turns sums up what our threads did since the last time, all but the one that
// looks: at rest, that would be all.
func (s *threads) turns() (sum turn) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	looker := syscall.Gettid()
	seen := make(map[int]turn, len(s.threads))
	for _, pid := range s.processes() {
		for _, tid := range numbers("/proc/" + strconv.Itoa(pid) + "/task") {
			text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/task/" + strconv.Itoa(tid) + "/schedstat")
			fields := bytes.Fields(text)
			if err != nil || len(fields) < 2 {
				continue // it ended
			}
			now := turn{nanoseconds(fields[0]), nanoseconds(fields[1])}
			seen[tid] = now
			last := s.threads[tid]
			if now.ran < last.ran { // another thread under the same number
				last = turn{}
			}
			sum.ran += now.ran - last.ran
			if tid != looker {
				sum.waited += now.waited - last.waited
			}
		}
	}
	s.threads = seen
	return sum
}

// processes are the roots and what they started. Who once belonged to us does so
// when its parent has died as well.
func (s *threads) processes() (ours []int) {
	parents := map[int]int{}
	known := map[int]bool{}
	for _, pid := range numbers("/proc") {
		if mine, asked := s.known[pid]; asked {
			known[pid] = mine
		} else {
			parents[pid] = parent(pid)
		}
	}
	var belongs func(pid int) bool
	belongs = func(pid int) bool {
		if mine, told := known[pid]; told {
			return mine
		}
		up := parents[pid]
		known[pid] = false
		if offspring, root := s.roots[up]; root {
			known[pid] = offspring
		} else if up > 1 {
			known[pid] = belongs(up)
		}
		return known[pid]
	}
	for pid := range parents {
		belongs(pid)
	}
	for pid := range s.roots {
		known[pid] = true
	}
	s.known = known
	for pid, mine := range known {
		if mine {
			ours = append(ours, pid)
		}
	}
	return ours
}

// parent is the fourth field of /proc/PID/stat, behind a name in brackets that may
// hold anything; 0 for a process that ended.
func parent(pid int) int {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	up, _ := strconv.Atoi(string(fields[1])) // 0 where it is no number
	return up
}

// numbers are the entries of a folder that are numbers.
func numbers(folder string) (out []int) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1) // some are better than none
	for _, name := range names {
		if n, err := strconv.Atoi(name); err == nil {
			out = append(out, n)
		}
	}
	return out
}

func nanoseconds(text []byte) time.Duration {
	n, _ := strconv.ParseInt(string(text), 10, 64) // 0 where it is no number
	return time.Duration(n)
}

// readMachine reads what there is; what the system does not tell stays 0.
func readMachine() (m machine) {
	text, _ := os.ReadFile("/proc/stat")
	for line := range bytes.Lines(text) {
		fields := bytes.Fields(line)
		switch {
		case len(fields) < 9 || !bytes.HasPrefix(fields[0], []byte("cpu")):
		case len(fields[0]) == len("cpu"):
			for _, i := range []int{1, 2, 3, 6, 7} { // user, nice, system, irq, softirq
				m.busy += nanoseconds(fields[i]) * tick
			}
			m.stolen = nanoseconds(fields[8]) * tick
		default:
			m.processors++
		}
	}
	m.throttled = throttled()
	m.pressed = pressed()
	return m
}

// throttled is for how long a quota kept this process's control group from
// running (Documentation/admin-guide/cgroup-v2.rst, cpu.stat; in version 1 the unit
// is a nanosecond). In a container the group is the root of what is mounted.
func throttled() time.Duration {
	for file, unit := range map[string]time.Duration{"/sys/fs/cgroup/cpu.stat": time.Microsecond, "/sys/fs/cgroup/cpu/cpu.stat": 1} {
		text, _ := os.ReadFile(file)
		for line := range bytes.Lines(text) {
			if fields := bytes.Fields(line); len(fields) == 2 && bytes.HasPrefix(fields[0], []byte("throttled_")) {
				return nanoseconds(fields[1]) * unit
			}
		}
	}
	return 0
}

// pressed is for how long anything on this machine waited for a processor
// (Documentation/accounting/psi.rst).
func pressed() time.Duration {
	text, _ := os.ReadFile("/proc/pressure/cpu")
	for line := range bytes.Lines(text) {
		if total, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("some ")); ok {
			return nanoseconds(total[bytes.LastIndexByte(total, '=')+1:]) * time.Microsecond
		}
	}
	return 0
}
