//go:build !linux

package pace

func newSource() source { return pulse{} }

func self() int { return 0 }
