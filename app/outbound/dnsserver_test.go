package outbound

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// nameServer is a DNS server within the process.
type nameServer struct {
	answer func(name string) dnsAnswer

	mu    sync.Mutex
	asked []string // "TYPE name", in order
}

// dnsAnswer is what the server says about a name. Silent says nothing at all.
type dnsAnswer struct {
	aliases []string // a chain of CNAMEs, beginning after the name itself
	addrs   []string
	code    dnsmessage.RCode
	silent  bool
}

func addresses(addrs ...string) dnsAnswer { return dnsAnswer{addrs: addrs} }

// newNameServer answers by the table; what is not there does not exist. Names have no final dot here.
func newNameServer(table map[string]dnsAnswer) *nameServer {
	return &nameServer{answer: func(name string) dnsAnswer {
		if a, ok := table[name]; ok {
			return a
		}
		return dnsAnswer{code: dnsmessage.RCodeNameError}
	}}
}

// resolver asks this server. It is Go's own, which can be given a server; in a process with a network of its own it is the
// machine's, whichever that is, whose resolv.conf leads here.
func (s *nameServer) resolver() *net.Resolver {
	if os.Getenv(ownNetwork) != "" {
		theNameServer.Store(s)
		return net.DefaultResolver
	}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go s.serve(theirs)
		return ours, nil
	}}
}

// ownNetwork is set in a test binary that was started again in a network of its own, to the folder that is /etc there.
const ownNetwork = "OUTBOUND_TEST_ETC"

// theNameServer answers for that network: the one that was asked for last.
var theNameServer atomic.Pointer[nameServer]

func (s *nameServer) questions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// serve speaks DNS over a stream (RFC 1035 section 4.2.2) until the other end closes.
func (s *nameServer) serve(c net.Conn) {
	defer c.Close()
	for {
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		query := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(c, query); err != nil {
			return
		}
		reply := s.reply(query)
		if reply == nil {
			io.Copy(io.Discard, c)
			return
		}
		c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
	}
}

func (s *nameServer) reply(query []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	name := strings.TrimSuffix(q.Name.String(), ".")
	s.mu.Lock()
	s.asked = append(s.asked, strings.TrimPrefix(q.Type.String(), "Type")+" "+q.Name.String())
	s.mu.Unlock()
	answer := s.answer(name)
	if answer.silent {
		return nil
	}
	m.Header = dnsmessage.Header{ID: m.ID, Response: true, RecursionDesired: true, RecursionAvailable: true, RCode: answer.code}
	m.Additionals = nil
	m.Answers = answer.resources(q)
	reply, err := m.Pack()
	if err != nil {
		return nil
	}
	return reply
}

func (a dnsAnswer) resources(q dnsmessage.Question) (all []dnsmessage.Resource) {
	owner := q.Name
	for _, alias := range a.aliases {
		next := dnsmessage.MustNewName(alias + ".")
		all = append(all, resource(owner, dnsmessage.TypeCNAME, &dnsmessage.CNAMEResource{CNAME: next}))
		owner = next
	}
	for _, text := range a.addrs {
		addr := netip.MustParseAddr(text)
		if addr.Is4() && q.Type == dnsmessage.TypeA {
			all = append(all, resource(owner, q.Type, &dnsmessage.AResource{A: addr.As4()}))
		}
		if addr.Is6() && q.Type == dnsmessage.TypeAAAA {
			all = append(all, resource(owner, q.Type, &dnsmessage.AAAAResource{AAAA: addr.As16()}))
		}
	}
	return all
}

// resource has a TTL of 0: nothing may be remembered.
func resource(name dnsmessage.Name, kind dnsmessage.Type, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: name, Type: kind, Class: dnsmessage.ClassINET}, Body: body}
}

func TestTheNameServerOfTheTestsAnswers(t *testing.T) {
	server := newNameServer(map[string]dnsAnswer{"a.example": {aliases: []string{"b.example", "c.example"}, addrs: []string{"8.8.8.8", "2001:db8::1"}}})
	addrs, err := server.resolver().LookupNetIP(t.Context(), "ip", "a.example.")
	if err != nil || len(addrs) != 2 {
		t.Fatalf("%v, %v", addrs, err)
	}
}
