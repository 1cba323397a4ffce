package dbtest

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"testing"

	"rollcall/db"
)

// PostgresLosing is Postgres behind a line on which answers can be lost: after lose, the next commit of a transaction
// that has sent that text is made, and its connection ends before anybody hears of it.
func PostgresLosing(t testing.TB) (d *db.DB, lose func(text string)) {
	t.Helper()
	u, err := url.Parse(postgresFrom(t, template(t)))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	l := &badLine{server: u.Host}
	go l.serve(listener)
	u.Host = listener.Addr().String()
	return open(t, u.String()), l.losing
}

// badLine carries connections to a server.
type badLine struct {
	server string

	mu   sync.Mutex
	lose []byte // the text after which a commit's answer is lost; nil for none
}

func (l *badLine) serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go l.carry(client)
	}
}

// carry hands everything on, in both directions, until either side ends or an answer is to be lost.
func (l *badLine) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", l.server)
	if err != nil {
		return
	}
	defer server.Close()
	lost := make(chan struct{})
	go func() {
		defer client.Close()
		handOn(client, server, func([]byte) bool {
			select {
			case <-lost:
				return false
			default:
				return true
			}
		})
	}()
	said := false
	handOn(server, client, func(text []byte) bool {
		if said = said || l.is(text); said && bytes.Contains(text, []byte("commit\x00")) && l.took() {
			close(lost)
			said = false
		}
		return true
	})
}

// handOn copies as long as it may.
func handOn(to, from net.Conn, may func(text []byte) bool) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil || !may(buffer[:n]) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (l *badLine) losing(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lose = []byte(text)
}

func (l *badLine) is(text []byte) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lose != nil && bytes.Contains(text, l.lose)
}

// took reports that this is the commit whose answer is lost: it is one.
func (l *badLine) took() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	took := l.lose != nil
	l.lose = nil
	return took
}
