package main

import (
	"context"
	"fmt"
	"io"
)

// manSection is that of programs (man-pages(7)).
const manSection = 1

func manCommand() *command {
	return &command{
		name: "man", summary: "the manual page, in roff",
		about: "To read it: poswarm man | man -l -",
		exits: []int{exitHealthy},
		run: func(_ context.Context, in *input) error {
			page, err := commandTree(io.Discard, "").ToManWithSection(manSection)
			if err != nil {
				return fmt.Errorf("writing the manual page: %w", err)
			}
			_, err = fmt.Fprint(in.env.stdout, page)
			return err
		},
	}
}
