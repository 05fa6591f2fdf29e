//go:build !linux

package main

import "syscall"

const endSignal = syscall.SIGTERM

func adopt() {}

func reap() {}

// coreSeconds is not known here.
func coreSeconds() float64 { return 0 }
