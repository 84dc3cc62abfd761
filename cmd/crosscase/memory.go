package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

// limitMemory lets the heap grow to three times what lives in it before it is collected,
// twice as much as Go does by itself: commands are short, and an import would spend a
// tenth of its time collecting. The collector works harder only where memory gets short,
// above half of what the machine, or the container that this runs in, has. GOGC and
// GOMEMLIMIT go before.
func limitMemory(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	if getenv("GOMEMLIMIT") != "" {
		return
	}
	if have := memory(os.ReadFile); have > 0 {
		debug.SetMemoryLimit(have / 2)
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
