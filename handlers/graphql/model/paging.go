package model

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"rollcall/app"
)

// pageMost is how many things a page has at most, and when nobody says (contracts/pipefy.md, Limits).
const pageMost = 50

// PageInfo is where a page lies in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// page is what a client asks for of a list: so many after a cursor, or before one.
type page struct {
	size     int
	cursor   string
	backward bool
}

// paging reads the arguments of a connection. More than a page has is a page; less than nothing is refused.
func paging(first *int, after *string, last *int, before *string) (page, error) {
	p := page{size: pageMost, backward: first == nil && (last != nil || before != nil)}
	size, cursor := first, after
	if p.backward {
		size, cursor = last, before
	}
	if size != nil {
		if *size < 0 {
			return page{}, refuse("The size of a page can't be negative.")
		}
		p.size = min(*size, pageMost)
	}
	if cursor != nil {
		p.cursor = *cursor
	}
	return p, nil
}

// cut takes a page out of a whole list. A cursor names a place by number, and the thing there by its id: where things
// came or went meanwhile the thing counts, and where it is gone the number.
func cut[T any](list []T, p page, id func(T) string) (part []T, from int, info *PageInfo, err error) {
	to := len(list)
	if p.cursor != "" {
		at, gone, err := find(list, p.cursor, id)
		if err != nil {
			return nil, 0, nil, err
		}
		if p.backward {
			to = at
		} else if from = at + 1; gone {
			from = at
		}
	}
	if p.backward {
		from = max(from, to-p.size)
	} else {
		to = min(to, from+p.size)
	}
	info = &PageInfo{HasNextPage: to < len(list), HasPreviousPage: from > 0}
	if from < to {
		start, end := cursor(from, id(list[from])), cursor(to-1, id(list[to-1]))
		info.StartCursor, info.EndCursor = &start, &end
	}
	return list[from:to], from, info, nil
}

func cursor(at int, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(at) + " " + id))
}

// find is the index of the thing that a cursor names; if it is gone, where it was.
func find[T any](list []T, cursor string, id func(T) string) (at int, gone bool, err error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	number, name, ok := strings.Cut(string(text), " ")
	was, bad := strconv.Atoi(number)
	if err != nil || bad != nil || !ok || was < 0 {
		return 0, false, app.Errorf(app.Invalid, "There is no such cursor: start from the first page.").Because(app.ReasonInput)
	}
	if at = slices.IndexFunc(list, func(thing T) bool { return id(thing) == name }); at >= 0 {
		return at, false, nil
	}
	return min(was, len(list)), true, nil
}
