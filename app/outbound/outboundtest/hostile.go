package outboundtest

import "strings"

// OK is the first line of an answer that would be a success.
const OK = "HTTP/1.1 200 OK\r\n"

// The classes that attempts on hostile receivers end with.
const (
	timeout    = "timeout_response"
	reset      = "connection_reset"
	invalid    = "response_invalid"
	httpStatus = "http_status"
)

// Receiver is a server that does its worst. An attempt on it ends within its time limit, with that error class ("" for
// one that counts as delivered) and that status, 0 where there is no usable answer.
type Receiver struct {
	Name   string
	Serve  func(*Peer)
	Class  string
	Status int
}

// Hostile is one receiver of every kind.
func Hostile() []Receiver {
	return []Receiver{
		{"accepts and never answers", Hold, timeout, 0},
		{"never reads", func(c *Peer) { <-c.Over }, timeout, 0},
		{"sends header bytes one by one", Drip(OK+"X: ", "x"), timeout, 0},
		{"sends header lines one by one", Drip(OK, "X: y\r\n"), timeout, 0},
		{"sends body bytes one by one", Drip(OK+"\r\n", "x"), timeout, 200},
		{"sends chunks one by one", Drip(OK+"Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), timeout, 200},
		{"never ends an error's body", Drip("HTTP/1.1 500 x\r\n\r\n", "x"), httpStatus, 500},
		{"never ends the body of a 410", Say("HTTP/1.1 410 Gone\r\nContent-Length: 10\r\n\r\nx"), httpStatus, 410},
		{"holds an HTTP/1.0 answer without length open", Say("HTTP/1.0 200 OK\r\n\r\nx"), timeout, 200},
		{"sends a body without end", Flood(OK+"\r\n", "x"), "", 200},
		{"announces 10 GB", Flood(OK+"Content-Length: 10737418240\r\n\r\n", "x"), "", 200},
		{"sends chunks without end", Flood(OK+"Transfer-Encoding: chunked\r\n\r\n", "1000\r\n"+strings.Repeat("x", 4096)+"\r\n"), "", 200},
		{"sends chunk extensions without end", Flood(OK+"Transfer-Encoding: chunked\r\n\r\n", "1;"+strings.Repeat("e", 3000)+"\r\nx\r\n"), invalid, 200},
		{"sends one chunk header without end", Flood(OK+"Transfer-Encoding: chunked\r\n\r\n", "0"), invalid, 200},
		{"sends trailers without end", Flood(OK+"Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n"), invalid, 200},
		{"sends 1 MiB of one header", Say(OK + "X: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"), invalid, 0},
		{"sends 10,000 headers", Say(OK + strings.Repeat("X: y\r\n", 10_000) + "\r\n"), invalid, 0},
		{"sends a status line without end", Flood("HTTP/1.1 200 ", "x"), invalid, 0},
		{"sends 102 for ever", Flood("", "HTTP/1.1 102 Processing\r\n\r\n"), invalid, 0},
		{"sends 103 for ever", Flood("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), invalid, 0},
		{"sends 102 one by one", Drip("", "HTTP/1.1 102 Processing\r\n\r\n"), timeout, 0},
		{"sends 103 one by one", Drip("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), timeout, 0},
		{"sends 100 and nothing else", Say("HTTP/1.1 100 Continue\r\n\r\n"), timeout, 0},
		{"switches protocols and holds", Say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), invalid, 101},
		{"switches protocols and drips", Drip("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "x"), invalid, 101},
		{"switches protocols without saying to which", Say("HTTP/1.1 101 Switching Protocols\r\n\r\n"), invalid, 101},
		{"closes without an answer", Cut("", false), reset, 0},
		{"resets without an answer", Cut("", true), reset, 0},
		{"closes in the middle of the header", Cut(OK+"X: ", false), reset, 0},
		{"closes in the middle of the body", Cut(OK+"Content-Length: 10\r\n\r\nx", false), reset, 200},
		{"resets in the middle of the body", Cut(OK+"Content-Length: 100000\r\n\r\n"+strings.Repeat("x", 50_000), true), reset, 200},
		{"closes in the middle of a chunk", Cut(OK+"Transfer-Encoding: chunked\r\n\r\n5\r\nx", false), reset, 200},
		{"closes in the middle of an error's body", Cut("HTTP/1.1 503 x\r\nContent-Length: 10\r\n\r\nx", false), httpStatus, 503},
		{"speaks SSH before it is asked", Greet("SSH-2.0-OpenSSH_9.9\r\n"), invalid, 0},
		{"speaks mail before it is asked", Greet("220 mail.example ESMTP\r\n"), invalid, 0},
		{"speaks SSH", Say("SSH-2.0-OpenSSH_9.9\r\n"), invalid, 0},
		{"speaks mail", Say("220 mail.example ESMTP\r\n"), invalid, 0},
		{"speaks TLS", Say("\x15\x03\x01\x00\x02\x02\x28"), timeout, 0},
		{"speaks HTTP/2", Say("\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64HTTP/2\r\n"), invalid, 0},
		{"answers status 000", Say("HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n"), invalid, 0},
		{"answers status 099", Say("HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n"), invalid, 99},
		{"answers status 999", Say("HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n"), httpStatus, 999},
		{"answers status 1000", Say("HTTP/1.1 1000 x\r\n\r\n"), invalid, 0},
		{"answers status -20", Say("HTTP/1.1 -20 x\r\n\r\n"), invalid, 0},
		{"answers two lengths", Say(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), invalid, 0},
		{"answers one length twice", Say(OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok"), "", 200},
		{"answers a length and chunks", Say(OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"), "", 200},
		{"answers a negative length", Say(OK + "Content-Length: -1\r\n\r\n"), invalid, 0},
		{"answers an unknown transfer encoding", Say(OK + "Transfer-Encoding: gzip\r\n\r\n"), invalid, 0},
		{"answers a control character in a header", Say(OK + "X: \x1b[2J\r\n\r\n"), invalid, 0},
		{"answers a NUL in a header", Say(OK + "X: a\x00b\r\n\r\n"), invalid, 0},
		{"answers a bad chunk", Say(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), invalid, 200},
		{"answers after 204 with a body", Say("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 x\r\n\r\n"), "", 204},
	}
}
