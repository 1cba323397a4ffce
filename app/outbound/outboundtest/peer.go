// Package outboundtest has receivers for tests that misbehave in every way that a webhook has to survive. It knows bytes
// on connections; it must not know what is being delivered.
package outboundtest

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Peer is a client's connection as a raw server sees it; Over is closed when the test ends.
type Peer struct {
	*net.TCPConn
	Over <-chan struct{}
}

// Listen answers each connection on a port of loopback with a function, and ends with the test.
func Listen(t testing.TB, serve func(*Peer)) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over, end := context.WithCancel(context.Background())
	t.Cleanup(func() { end(); listener.Close() })
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				defer context.AfterFunc(over, func() { c.Close() })()
				serve(&Peer{c.(*net.TCPConn), over.Done()})
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}

// Refusing is an address of loopback, host:port, that refuses connections as long as the test runs. It is bound, so that
// nobody else can get it meanwhile, and nobody listens.
func Refusing(t testing.TB) (address string) {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(fd) })
	syscall.CloseOnExec(fd)
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("127.0.0.1:%d", name.(*syscall.SockaddrInet4).Port)
}

// ReadRequest reads one request whose body is a JSON object, as far as a hostile receiver cares.
func ReadRequest(c net.Conn) error {
	buffer, seen := make([]byte, 4096), ""
	for !strings.Contains(seen, "\r\n\r\n{") || !strings.HasSuffix(seen, "}") {
		n, err := c.Read(buffer)
		if err != nil {
			return err
		}
		seen += string(buffer[:n])
	}
	return nil
}

// Hold keeps a connection open until the other side closes it.
func Hold(c *Peer) { io.Copy(io.Discard, c) }

// Greet speaks as soon as there is a connection and then holds it open.
func Greet(words string) func(*Peer) {
	return func(c *Peer) {
		io.WriteString(c, words)
		Hold(c)
	}
}

// Say answers with fixed bytes and then holds the connection open.
func Say(answer string) func(*Peer) {
	return func(c *Peer) {
		if ReadRequest(c) == nil {
			io.WriteString(c, answer)
			Hold(c)
		}
	}
}

// Drip answers with a beginning and then bit by bit, for ever.
func Drip(beginning, more string) func(*Peer) {
	return func(c *Peer) {
		if ReadRequest(c) != nil {
			return
		}
		_, err := io.WriteString(c, beginning)
		for tick := time.NewTicker(20 * time.Millisecond); err == nil; <-tick.C {
			_, err = io.WriteString(c, more)
		}
	}
}

// Flood answers with a beginning and then as fast as it can, for ever.
func Flood(beginning, more string) func(*Peer) {
	return func(c *Peer) {
		if ReadRequest(c) != nil {
			return
		}
		_, err := io.WriteString(c, beginning)
		for chunk := strings.Repeat(more, 1+4096/len(more)); err == nil; {
			_, err = io.WriteString(c, chunk)
		}
	}
}

// Cut answers and closes, with a reset when hard.
func Cut(answer string, hard bool) func(*Peer) {
	return func(c *Peer) {
		if ReadRequest(c) != nil {
			return
		}
		io.WriteString(c, answer)
		if hard {
			c.SetLinger(0)
		}
	}
}
