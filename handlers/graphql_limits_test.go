package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/db/dbtest"
)

// nested is a document that is that many levels deep.
func nested(depth int) string {
	return `{ __type(name: "User") { ` + strings.Repeat(`ofType { `, depth-2) + `name` + strings.Repeat(` }`, depth)
}

func TestGraphQLLimits(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	aliases := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "a%d: me { id } ", i)
		}
		return "{ " + b.String() + "}"
	}
	t.Run("15 levels are fine and 16 are not", func(t *testing.T) {
		q.ask(nested(15)).fine()
		q.ask(nested(16)).refused("USAGE_LIMIT_EXCEEDED", "16 levels deep")
	})
	t.Run("fragments count for the depth", func(t *testing.T) {
		q.ask(`{ __type(name: "User") { ...a } } fragment a on __Type { `+strings.Repeat(`ofType { `, 7)+`...b`+strings.Repeat(` }`, 7)+` }
			fragment b on __Type { ... on __Type { `+strings.Repeat(`ofType { `, 7)+`name`+strings.Repeat(` }`, 7)+` } }`).
			refused("USAGE_LIMIT_EXCEEDED", "16 levels deep")
	})
	t.Run("fragments in a circle are refused", func(t *testing.T) {
		for _, document := range []string{
			`{ me { ...a } } fragment a on User { id ...a }`,
			`{ me { ...a } } fragment a on User { ...b } fragment b on User { ...c } fragment c on User { ...a }`,
			`{ me { id } } fragment a on User { ...b } fragment b on User { ...a }`,
		} {
			q.ask(document).refused("INVALID_INPUT", "contains itself")
		}
	})
	t.Run("30 aliases are fine and 31 are not", func(t *testing.T) {
		q.ask(aliases(30)).fine("a29", "id")
		q.ask(aliases(31)).refused("USAGE_LIMIT_EXCEEDED", "30 aliases")
	})
	t.Run("fragments count for the aliases", func(t *testing.T) {
		q.ask(`{ a: me { ...f } b: me { ...f } c: me { ...f } } fragment f on User { `+
			`a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id }`).refused("USAGE_LIMIT_EXCEEDED", "30 aliases")
	})
	t.Run("fragments that double and double are refused at once, used or not", func(t *testing.T) {
		var bomb strings.Builder
		for i := range 150 {
			fmt.Fprintf(&bomb, "fragment f%d on User { ...f%d ...f%d } ", i, i+1, i+1)
		}
		bomb.WriteString("fragment f150 on User { id }")
		q.ask(`{ me { ...f0 } } `+bomb.String()).refused("USAGE_LIMIT_EXCEEDED", "fragments written out")
		q.ask(`{ me { id } } `+bomb.String()).refused("USAGE_LIMIT_EXCEEDED", "fragments written out")
	})
	t.Run("2,000 words and signs are the most", func(t *testing.T) {
		q.ask(`{ me { id @include(if: true) ` + strings.Repeat(`name username email uuid locale timezone `, 90) + `} }`).fine("me")
		q.ask(`{ me { `+strings.Repeat(`id `, 1996)+`} }`).refused("USAGE_LIMIT_EXCEEDED", "2000 words")
		q.ask(`{ me { id `+strings.Repeat(`@include(if: true) `, 10_000)+`} }`).refused("USAGE_LIMIT_EXCEEDED", "2000 words")
		q.ask(`{ me { `+strings.Repeat(`[`, 10_000)).refused("INVALID_INPUT", "Expected Name")
	})
	t.Run("one field is asked for a hundred times at most, inline fragments included", func(t *testing.T) {
		q.ask(`{ me { `+strings.Repeat(`id `, 100)+`} }`).fine("me", "id")
		q.ask(`{ me { `+strings.Repeat(`id `, 50)+`... on User { `+strings.Repeat(`id `, 51)+`} } }`).refused("USAGE_LIMIT_EXCEEDED", "one field more than 100 times")
		q.ask(`{ `+strings.Repeat(`me { id } `, 101)+`}`).refused("USAGE_LIMIT_EXCEEDED", "one field more than 100 times")
	})
	t.Run("of a thousand mistakes a few are said", func(t *testing.T) {
		r := q.ask(`{ me { id ` + strings.Repeat(`@a `, 900) + `} }`)
		if n := len(r.Errors); n == 0 || n > 10 {
			t.Errorf("there are %d errors", n)
		}
	})
}

func TestGraphQLRate(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	other := querent{q.site, q.site.token(q.user("acme", "bob", false)), q.ada}
	const whoami = `{ me { id } }`
	for range 499 {
		q.ask(whoami).fine("me")
	}
	q.clock.pass(10 * time.Second)
	q.send(`no request`) // counts as well
	t.Run("the 501st request within 30 seconds is refused", func(t *testing.T) {
		r := q.ask(whoami)
		if r.answer.status != http.StatusTooManyRequests || len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "USAGE_LIMIT_EXCEEDED" {
			t.Errorf("answered %d with %s", r.answer.status, r.answer.body)
		}
		if after := r.answer.header.Get("Retry-After"); after != "20" {
			t.Errorf("Retry-After is %q", after)
		}
	})
	t.Run("another token is not slowed down by it", func(t *testing.T) {
		other.ask(whoami).fine("me")
	})
	t.Run("once the time is over as many are free as came before it", func(t *testing.T) {
		q.clock.pass(20 * time.Second)
		for range 499 {
			q.ask(whoami).fine("me")
		}
		r := q.ask(whoami)
		if wait, _ := strconv.Atoi(r.answer.header.Get("Retry-After")); r.answer.status != http.StatusTooManyRequests || wait != 10 {
			t.Errorf("answered %d with Retry-After %d", r.answer.status, wait)
		}
	})
}

func TestEachFieldOfAMutationCounts(t *testing.T) {
	q := newQuerent(t, dbtest.SQLite(t))
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, `a%d: deleteWebhook(input: {id: "0123456789abcdef01234567"}) { success } `, i)
	}
	document := "mutation { " + b.String() + "}"
	for range 16 {
		if r := q.ask(document); len(r.Errors) != 30 { // one for each, or some would be null without a word
			t.Fatalf("answered %d with %d errors", r.answer.status, len(r.Errors))
		}
	}
	if r := q.ask(document); r.answer.status != http.StatusTooManyRequests {
		t.Errorf("answered %d", r.answer.status)
	}
	q.ask(`{ me { id } }`).fine("me")
}
