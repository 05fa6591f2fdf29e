package chrome

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// netLogEvent is a line of a browser's own log of its network
// (net/log/file_net_log_observer.cc).
type netLogEvent struct {
	Params struct {
		Address string `json:"address"`        // of UDP_CONNECT, and of a packet of no connection
		Remote  string `json:"remote_address"` // of TCP_CONNECT, where one was made
	} `json:"params"`
	Source struct {
		ID int `json:"id"`
	} `json:"source"`
	Type int `json:"type"`
}

// Reached lists the addresses to which a browser made a connection or sent a packet, by
// its own log of its network (Options.NetLog), sorted. A browser that was killed has
// written all but the last moment.
func Reached(file string) ([]string, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the browser kept no log of its network: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the browser's log of its network: %w", err)
	}
	defer f.Close()
	out, err := reached(f)
	if err != nil {
		return nil, fmt.Errorf("reading the browser's log of its network: %w", err)
	}
	return out, nil
}

// reached reads such a log: one line of constants, a line that opens the list, and one
// line an event. What is cut off or is no event (the poll at the end) is passed over.
func reached(r io.Reader) ([]string, error) {
	lines := bufio.NewReaderSize(r, 1<<20)
	first, err := lines.ReadBytes('\n')
	var head struct {
		Constants struct {
			Types map[string]int `json:"logEventTypes"`
		} `json:"constants"`
	}
	if err == nil {
		err = json.Unmarshal(append(bytes.TrimRight(first, ",\n"), '}'), &head)
	}
	if err != nil {
		return nil, fmt.Errorf("its first line: %w", err)
	}
	types := head.Constants.Types
	tcp, udp, sent := types["TCP_CONNECT"], types["UDP_CONNECT"], types["UDP_BYTES_SENT"]
	if tcp == 0 || udp == 0 || sent == 0 {
		return nil, errors.New("unknown net-log format of this Chrome version")
	}
	found, sockets := map[string]bool{}, map[int]string{}
	for {
		line, err := lines.ReadBytes('\n')
		var event netLogEvent
		// The last event of a log that was ended closes the list as well.
		line = bytes.TrimSuffix(bytes.TrimRight(line, ",\n"), []byte("]"))
		_ = json.Unmarshal(line, &event) // what it leaves is no event
		switch {
		case event.Type == tcp && event.Params.Remote != "":
			found[event.Params.Remote] = true
		case event.Type == udp && event.Params.Address != "":
			sockets[event.Source.ID] = event.Params.Address
		case event.Type == sent:
			found[cmp.Or(event.Params.Address, sockets[event.Source.ID], "an address that its log does not name")] = true
		}
		if errors.Is(err, io.EOF) {
			return slices.Sorted(maps.Keys(found)), nil
		} else if err != nil {
			return nil, err
		}
	}
}
