package main

import (
	"bytes"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
)

// usualMemory is what a command should need at most, in bytes, with room for what the collector
// does not count. Beyond it the heap grows by a fifth only before it is collected.
const usualMemory = 352 << 20

// limitMemory lets the heap grow to three times what lives in it before it is collected,
// twice as much as Go does by itself: commands are short, and an import would spend a
// tenth of its time collecting. The collector works harder only where memory gets short:
// above usualMemory, unless more than that lives, or half of what the machine, or the
// container that this runs in, has. GOGC and GOMEMLIMIT go before.
func limitMemory(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if getenv("GOMEMLIMIT") != "" {
		return
	}
	l := &memoryLimit{most: math.MaxInt64, live: []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}
	if have := memory(os.ReadFile); have > 0 {
		l.most = have / 2
	}
	l.set(0)
	runtime.SetFinalizer(l, (*memoryLimit).collected)
}

// A memoryLimit follows what lives in the heap, so that a large project is not collected without
// end.
type memoryLimit struct {
	most, now int64
	live      []metrics.Sample
}

// collected sets the limit anew after each collection.
func (l *memoryLimit) collected() {
	metrics.Read(l.live)
	l.set(int64(l.live[0].Value.Uint64()))
	runtime.SetFinalizer(l, (*memoryLimit).collected)
}

// set sets the limit for a heap of which so many bytes live.
func (l *memoryLimit) set(live int64) {
	if limit := min(max(usualMemory, live+live/5), l.most); limit != l.now {
		debug.SetMemoryLimit(limit)
		l.now = limit
	}
}

// memory is how many bytes there are, of the machine or of the control group of this
// process where that has less; 0 where the system does not tell.
func memory(read func(string) ([]byte, error)) int64 {
	have := int64(0)
	if runtime.GOOS != "linux" {
		return 0
	}
	if data, err := read("/proc/meminfo"); err == nil {
		if _, rest, ok := bytes.Cut(data, []byte("MemTotal:")); ok {
			if fields := bytes.Fields(rest); len(fields) > 0 {
				kilobytes, _ := strconv.ParseInt(string(fields[0]), 10, 64)
				have = kilobytes << 10
			}
		}
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		data, err := read(file)
		if err != nil {
			continue
		}
		// "max" is no number, and no limit.
		if limit, err := strconv.ParseInt(string(bytes.TrimSpace(data)), 10, 64); err == nil && limit > 0 && (have == 0 || limit < have) {
			have = limit
		}
	}
	return have
}
