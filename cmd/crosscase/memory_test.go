package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("asked of Linux alone; elsewhere Go's own rule holds")
	}
	meminfo := "MemTotal:       24576000 kB\nMemFree:        12345 kB\n"
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  int64
	}{
		{"a machine", map[string]string{"/proc/meminfo": meminfo}, 24576000 << 10},
		{"a container without a limit", map[string]string{"/proc/meminfo": meminfo, "/sys/fs/cgroup/memory.max": "max\n"}, 24576000 << 10},
		{"a container with one", map[string]string{"/proc/meminfo": meminfo, "/sys/fs/cgroup/memory.max": "536870912\n"}, 512 << 20},
		{"an older container", map[string]string{"/proc/meminfo": meminfo, "/sys/fs/cgroup/memory/memory.limit_in_bytes": "1073741824"}, 1 << 30},
		{"an older one without a limit", map[string]string{"/proc/meminfo": meminfo, "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712"}, 24576000 << 10},
		{"a system that does not tell", nil, 0},
	} {
		if runtime.GOOS != "linux" {
			tt.want = 0
		}
		got := memory(func(name string) ([]byte, error) {
			if text, ok := tt.files[name]; ok {
				return []byte(text), nil
			}
			return nil, os.ErrNotExist
		})
		if got != tt.want {
			t.Errorf("%s: %d bytes, want %d", tt.name, got, tt.want)
		}
	}
}

func TestMemoryLimitFollowsTheHeap(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	for _, tt := range []struct {
		name             string
		most, live, want int64
	}{
		{"nothing lives yet", 8 << 30, 0, usualMemory},
		{"a study of 90 MB", 8 << 30, 90 << 20, usualMemory},
		{"a project of 600 MB", 8 << 30, 600 << 20, 720 << 20},
		{"more than half of the machine", 512 << 20, 600 << 20, 512 << 20},
		{"a small container", 256 << 20, 90 << 20, 256 << 20},
	} {
		l := memoryLimit{most: tt.most}
		if l.set(tt.live); debug.SetMemoryLimit(-1) != tt.want {
			t.Errorf("%s: limit %d bytes, want %d", tt.name, debug.SetMemoryLimit(-1), tt.want)
		}
	}
}
