package format

import "github.com/tetratelabs/wazero/experimental"

// An engineMemory is the memory of the PDF engine. It is reserved once, since memory that
// grows is copied and needs as much again for a while; what was not used of it takes no
// room. The engine is started anew for each document, in the same memory.
type engineMemory struct {
	bytes []byte
	used  uint64 // most that an engine had of it
	taken bool
}

// Allocate implements [experimental.MemoryAllocator].
func (m *engineMemory) Allocate(_, most uint64) experimental.LinearMemory {
	if m.taken { // no two engines run at once, but if they did
		return &engineMemory{bytes: make([]byte, most), taken: true}
	}
	if uint64(len(m.bytes)) < most {
		m.bytes, m.used = make([]byte, most), 0
	}
	clear(m.bytes[:m.used])
	m.used, m.taken = 0, true
	return m
}

// Reallocate implements [experimental.LinearMemory]; nil means that there is no more.
func (m *engineMemory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.bytes)) {
		return nil
	}
	m.used = max(m.used, size)
	return m.bytes[:size]
}

// Free implements [experimental.LinearMemory].
func (m *engineMemory) Free() { m.taken = false }
