package outbound

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func TestNamesThatResolveToRefusedAddresses(t *testing.T) {
	loot := newCanary(t)
	longChain := []string{"1.example", "2.example", "3.example", "4.example", "5.example", "6.example", "7.example", "metadata.google.internal"}
	server := newNameServer(map[string]dnsAnswer{
		"loopback.example":   addresses("127.0.0.1"),
		"metadata.example":   addresses("169.254.169.254"),
		"private.example":    addresses("10.0.0.1"),
		"six.example":        addresses("::1"),
		"mapped.example":     addresses("::ffff:169.254.169.254"),
		"mixed.example":      addresses("8.8.8.8", "127.0.0.1"),
		"mixed6.example":     addresses("8.8.8.8", "::1"),
		"worse.example":      addresses("127.0.0.1", "8.8.8.8"),
		"metadata6.example":  addresses("fd00:ec2::254"),
		"many.example":       {addrs: append(slices.Repeat([]string{"8.8.8.8"}, 199), "127.0.0.1")},
		"alias.example":      {aliases: []string{"localhost"}, addrs: []string{"127.0.0.1"}},
		"chain.example":      {aliases: longChain, addrs: []string{"169.254.169.254"}},
		"translated.example": addresses("64:ff9b::7f00:1"),
	})
	c := newClient(t, Config{Resolver: server.resolver()})
	var texts []string
	for _, host := range []string{"loopback", "metadata", "private", "six", "mapped", "mixed", "mixed6", "worse", "metadata6", "many", "alias", "chain", "translated"} {
		for _, scheme := range []string{"http", "https"} {
			url := fmt.Sprintf("%s://%s.example:%s/", scheme, host, loot.port)
			if _, err := c.CheckURL(url); err != nil {
				t.Fatalf("saving depends on DNS: %v", err)
			}
			got := post(t, c, url)
			wantClass(t, got, AddressRefused)
			if got.Address != "" || got.LogDetail == "" || got.Phases.Connect != 0 {
				t.Errorf("%s: %+v", url, got)
			}
			texts = append(texts, strings.ReplaceAll(got.Error, host+".example", "NAME"))
		}
	}
	t.Run("people read the same sentence whatever there is, without an address", func(t *testing.T) {
		texts = slices.Compact(texts)
		if len(texts) != 1 || strings.ContainsAny(texts[0], "0123456789") || !strings.Contains(texts[0], setting) {
			t.Errorf("%q", texts)
		}
	})
	loot.wantUntouched(t)
}

func TestANameThatChangesItsAddressNeverReachesLoopback(t *testing.T) {
	loot := newCanary(t)
	var asked atomic.Int64
	server := &nameServer{answer: func(string) dnsAnswer {
		if asked.Add(1)%4 < 2 { // A and AAAA are asked together
			return addresses("192.0.2.1")
		}
		return addresses("127.0.0.1")
	}}
	// The first of the two addresses is allowed here, so that some of the attempts go as far as connecting to it.
	c := newClient(t, patient(Config{Resolver: server.resolver(), Allow: []string{"192.0.2.1"}}))
	passed := unplug(c, "192.0.2.1")
	refused := int64(0)
	for range 500 {
		switch got := post(t, c, "http://rebind.example:"+loot.port+"/"); got.Class {
		case AddressRefused:
			refused++
		case ConnectionRefused:
		default:
			t.Fatalf("%+v", got)
		}
	}
	if asked.Load() < 1000 {
		t.Errorf("only %d questions: something remembers answers", asked.Load())
	}
	if refused == 0 || passed.Load() == 0 || refused+passed.Load() != 500 {
		t.Errorf("%d attempts were refused and %d connected, of 500", refused, passed.Load())
	}
	loot.wantUntouched(t)
}

func TestAnAllowanceForOneAddressDoesNotOpenAnother(t *testing.T) {
	loot := newCanary(t)
	var at atomic.Value // where the allowed name is
	server := &nameServer{answer: func(name string) dnsAnswer {
		if name == "inside.example" {
			return addresses(at.Load().(string))
		}
		return addresses("127.0.0.1")
	}}
	c := newClient(t, patient(Config{Resolver: server.resolver(), Allow: []string{"10.0.0.5"}}))
	passed := unplug(c, "10.0.0.5")
	wantClass(t, post(t, c, "http://moved.example:"+loot.port+"/"), AddressRefused)
	for _, other := range []string{"10.0.0.4", "10.0.0.6", "10.0.1.5", "::ffff:10.0.0.6", "64:ff9b::a00:6", "192.168.0.1"} {
		at.Store(other)
		wantClass(t, post(t, c, "http://inside.example:"+loot.port+"/"), AddressRefused)
	}
	at.Store("10.0.0.5")
	wantClass(t, post(t, c, "http://inside.example:"+loot.port+"/"), ConnectionRefused)
	if passed.Load() != 1 {
		t.Errorf("%d connections to the allowed address", passed.Load())
	}
	loot.wantUntouched(t)
}

func TestNamesThatCannotBeLookedUp(t *testing.T) {
	server := newNameServer(map[string]dnsAnswer{
		"broken.example": {code: dnsmessage.RCodeServerFailure},
		"silent.example": {silent: true},
		"empty.example":  {},
	})
	for host, words := range map[string]string{"absent.example": "no address", "empty.example": "no address", "broken.example": "could not be looked up", "silent.example": "took too long"} {
		limits := patient
		if host == "silent.example" {
			limits = quick
		}
		got := post(t, newClient(t, limits(Config{Resolver: server.resolver()})), "https://"+host+"/")
		wantClass(t, got, DNSFailed)
		if !strings.Contains(got.Error, words) || !strings.Contains(got.Error, host) || got.Phases.DNS <= 0 || got.Phases.Connect != 0 {
			t.Errorf("%s: %+v", host, got)
		}
	}
}

func TestANameThatIsOnlyFoundLaterIsJudgedThen(t *testing.T) {
	var answer atomic.Value
	server := &nameServer{answer: func(string) dnsAnswer { return answer.Load().(dnsAnswer) }}
	const url = "http://later.example/latest/meta-data/"
	for _, then := range []struct {
		answer dnsAnswer
		limits func(Config) Config
		class  ErrorClass
	}{{dnsAnswer{code: dnsmessage.RCodeNameError}, patient, DNSFailed}, {dnsAnswer{silent: true}, quick, DNSFailed}, {addresses("169.254.169.254"), patient, AddressRefused}} {
		c, before := newClient(t, then.limits(Config{Resolver: server.resolver()})), len(server.questions())
		if _, err := c.CheckURL(url); err != nil {
			t.Fatalf("saving depends on DNS: %v", err)
		}
		answer.Store(then.answer)
		wantClass(t, post(t, c, url), then.class)
		if asked := len(server.questions()) - before; asked < 2 && !then.answer.silent {
			t.Errorf("only %d questions: something remembers answers", asked)
		}
	}
}

// TestANameServerThatIsSlowHasTheTimeToConnectAndNoMore counts questions: a resolver that is left to its own patience
// asks again.
func TestANameServerThatIsSlowHasTheTimeToConnectAndNoMore(t *testing.T) {
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	for name, answer := range map[string]func(string) dnsAnswer{
		"that never answers":    func(string) dnsAnswer { return dnsAnswer{silent: true} },
		"that answers too late": func(string) dnsAnswer { <-over; return addresses("8.8.8.8") },
	} {
		t.Run(name, func(t *testing.T) {
			server := &nameServer{answer: answer}
			got := post(t, newClient(t, Config{Resolver: server.resolver(), ConnectTimeout: time.Second, AttemptTimeout: patience}), "http://slow.example/")
			wantClass(t, got, DNSFailed)
			if asked := server.questions(); len(asked) > 2 {
				t.Errorf("asked %q, want A and AAAA once", asked)
			}
		})
	}
}

func TestAnAnswerOfHundredsOfAddressesIsJudgedWholeAndTriedInPart(t *testing.T) {
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("8.8.%d.8", i))
	}
	server := newNameServer(map[string]dnsAnswer{"many.example": addresses(many...), "trap.example": addresses(append(slices.Clone(many), "10.0.0.1")...)})
	c := newClient(t, Config{Resolver: server.resolver()})
	candidates := func(url string) ([]netip.AddrPort, error) {
		to, err := c.parse(url)
		if err != nil {
			t.Fatal(err)
		}
		return c.candidates(t.Context(), &trip{to: to})
	}
	if all, err := candidates("https://many.example/"); err != nil || len(all) != maxCandidates {
		t.Errorf("%d addresses are tried (%v), want %d", len(all), err, maxCandidates)
	}
	if all, err := candidates("https://trap.example/"); err == nil {
		t.Errorf("%v are tried although one of the others is refused", all)
	}
}

func TestAResolverThatIsSilentAboutOneNameDoesNotHoldUpAnother(t *testing.T) {
	receiver := newCanary(t)
	server := newNameServer(map[string]dnsAnswer{"silent.example": {silent: true}, "well.internal": addresses("127.0.0.1")})
	c := newClient(t, Config{Resolver: server.resolver(), Allow: []string{"well.internal"}, ConnectTimeout: patience, AttemptTimeout: patience})
	waiting, stop := context.WithCancel(t.Context())
	silent := make(chan Result, 20)
	for range cap(silent) {
		go func() { silent <- c.Do(waiting, Request{URL: "http://silent.example/"}) }()
	}
	for range 20 {
		wantClass(t, post(t, c, "http://well.internal:"+receiver.port+"/"), "")
	}
	stop()
	for range cap(silent) {
		wantClass(t, <-silent, Interrupted)
	}
}

func TestANameIsAskedForByItselfAndNothingElse(t *testing.T) {
	server := newNameServer(nil)
	c := newClient(t, patient(Config{Resolver: server.resolver(), Allow: []string{"*.wild.internal", "neighbour"}}))
	post(t, c, "http://api.hooks/")
	asked := server.questions()
	slices.Sort(asked)
	if want := []string{"A api.hooks.", "AAAA api.hooks."}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
	t.Run("with the final dot that keeps search lists out, except where the operator named it", func(t *testing.T) {
		for host, want := range map[string]string{"api.hooks": "api.hooks.", "a.wild.internal": "a.wild.internal.", "neighbour": "neighbour"} {
			to, err := c.parse("http://" + host + "/")
			if err != nil || c.question(to) != want {
				t.Errorf("%s is asked for as %q (%v)", host, c.question(to), err)
			}
		}
	})
}

func TestLocalhostWorksWhereTheOperatorAllowsIt(t *testing.T) {
	bothResolvers(t, func(t *testing.T) {
		receiver := newCanary(t)
		c := newClient(t, Config{Allow: []string{"localhost"}})
		wantClass(t, post(t, c, "http://localhost:"+receiver.port+"/"), "")
		c = newClient(t, Config{Allow: loopback})
		wantClass(t, post(t, c, "http://localhost:"+receiver.port+"/"), AddressRefused)
	})
}

func TestTheNextAddressIsTriedWhenTheFirstDoesNotAnswer(t *testing.T) {
	receiver := newCanary(t)
	server := newNameServer(map[string]dnsAnswer{
		"refused.internal": addresses("127.0.0.2", "127.0.0.3", "127.0.0.1"),
		"family.internal":  addresses("::1", "127.0.0.1"),
		"deaf.internal":    addresses("192.0.2.1", "127.0.0.1"),
		"closed.internal":  addresses("127.0.0.2", "127.0.0.3"),
	})
	c := newClient(t, Config{Resolver: server.resolver(), Allow: []string{"refused.internal", "family.internal", "deaf.internal", "closed.internal"}})
	for _, host := range []string{"refused.internal", "family.internal", "deaf.internal"} {
		got := post(t, c, "http://"+host+":"+receiver.port+"/")
		wantClass(t, got, "")
		if got.Address != receiver.address {
			t.Errorf("%s: answered by %s", host, got.Address)
		}
	}
	wantClass(t, post(t, c, "http://closed.internal:"+receiver.port+"/"), ConnectionRefused)
}
