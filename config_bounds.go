package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// bounds are what one attempt may take (delivery.md, Limits). Zero ones have the default of their room.
type bounds struct {
	connect time.Duration
	body    int // of the request, in bytes, and so are the others
	read    int
	keep    int
	headers int
}

// The sizes that can be meant, in bytes.
const (
	leastSize = 1 << 10
	mostSize  = 1 << 20
)

// bounds resolves what one attempt may take. A part can't be more than what it is part of.
func (s boundSettings) bounds(attempt time.Duration) (b bounds, err error) {
	if s.ConnectTimeout != "" {
		if b.connect, err = time.ParseDuration(s.ConnectTimeout); err != nil || b.connect < minWait || b.connect > attempt {
			return bounds{}, wrong("ROLLCALL_CONNECT_TIMEOUT", s.ConnectTimeout, fmt.Sprintf("set it to a time from 100ms to %s (ROLLCALL_ATTEMPT_TIMEOUT), like 5s", attempt))
		}
	}
	for _, size := range []struct {
		setting, value string
		into           *int
	}{
		{"ROLLCALL_MAX_REQUEST_BODY", s.MaxRequestBody, &b.body},
		{"ROLLCALL_MAX_RESPONSE_READ", s.MaxResponseRead, &b.read},
		{"ROLLCALL_MAX_RESPONSE_KEPT", s.MaxResponseKept, &b.keep},
		{"ROLLCALL_MAX_RESPONSE_HEADERS", s.MaxResponseHeaders, &b.headers},
	} {
		if *size.into, err = bytesOf(size.setting, size.value); err != nil {
			return bounds{}, err
		}
	}
	if b.keep > b.read {
		return bounds{}, wrong("ROLLCALL_MAX_RESPONSE_KEPT", s.MaxResponseKept, "set it to no more than is read (ROLLCALL_MAX_RESPONSE_READ, "+s.MaxResponseRead+")")
	}
	return b, nil
}

// bytesOf reads a size: bytes, or KiB with that behind the number.
func bytesOf(setting, value string) (int, error) {
	number, kibi := strings.CutSuffix(strings.TrimSpace(value), "KiB")
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if kibi && n <= mostSize {
		n <<= 10
	}
	if err != nil || n < leastSize || n > mostSize {
		return 0, wrong(setting, value, "set it to a size from 1KiB to 1024KiB, like 64KiB")
	}
	return n, nil
}
