package outbound

import (
	"context"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// badURLs are spellings that may never be saved nor called, grouped by what is wrong with them. PORT stands for the
// port of a listener on loopback that must not be reached.
var badURLs = map[string][]string{
	"only http and https are called": {
		"ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1:PORT/_x", "dict://127.0.0.1:PORT/", "ldap://127.0.0.1:PORT/",
		"unix:///run/docker.sock", "ws://127.0.0.1:PORT/", "javascript:alert(1)", "data:text/plain,x", "//127.0.0.1:PORT/", "example.com/hook",
	},
	"a host is needed": {
		"", "http:", "http:/127.0.0.1:PORT/", "http:127.0.0.1:PORT", "http:///x", "http://:80/", "http://:PORT/", "https://", "http://?x", "http://#x", "http://./",
	},
	"a user name or password is not accepted": {
		"http://user:pw@127.0.0.1:PORT/", "http://example.com@127.0.0.1:PORT/", "http://@[::1]:PORT", "http://@127.0.0.1:PORT/",
		"http://127.0.0.1:PORT@example.com/", "https://user@example.com/", "https://:@example.com/",
	},
	"what two parsers read differently is not cleaned": {
		`http://127.0.0.1:PORT\@example.com/`, "http://a b/", "http://example.com%00/", "http://example.com%2f@127.0.0.1:PORT/", "http://127%2e0%2e0%2e1:PORT/",
		"http://example.com/\r\nX: 1", "http://example.com/a\tb", " http://example.com/", "http://example.com/ ", "http://example.com/\x00",
		"http://example.com\n.127.0.0.1/", "http://example.com/\xff", "http://exa%6dple.com/", "http://example.com/%zz", "http://example.com/#fragment", "http://example.com#@127.0.0.1:PORT/",
	},
	"a port is a number from 1 to 65535": {
		"http://example.com:0/", "http://example.com:-1/", "http://example.com:65536/", "http://example.com:99999/",
		"http://example.com:800000000000000000000/", "http://example.com:http/", "http://example.com:8o/", "http://example.com:80:80/",
	},
	"a number that is not four plain ones": {
		"http://127.1:PORT/", "http://127.0.1:PORT/", "http://0177.0.0.1:PORT/", "http://0177.1:PORT/", "http://017700000001:PORT/", "http://0x7f.1:PORT/", "http://0X7F.1:PORT/",
		"http://0x7f000001:PORT/", "http://2130706433:PORT/", "http://127.000.000.001:PORT/", "http://0:PORT/", "http://4294967295:PORT/", "http://0o177.0.0.1:PORT/",
		"http://127.0.0.1.:PORT/", "http://127.0.0.0x1:PORT/", "http://256.256.256.256:PORT/", "http://1.2.3:PORT/", "http://example.1:PORT/", "http://0x:PORT/",
	},
	"another script's digits and dots": {
		"http://①②⑦.⓪.⓪.①:PORT/", "http://127。0。0。1:PORT/", "http://ⓛocalhost:PORT/", "http://１２７．０．０．１:PORT/", "http://127.0.0.1。:PORT/",
		"http://８.８.８.８:PORT/", "http://ｌｏｃａｌｈｏｓｔ:PORT/", "http://xn--a.example/", "http://xn--.example/", "http://\u202eexample.com/",
	},
	"addresses that are not on the internet": {
		"http://127.0.0.1:PORT/", "https://127.0.0.1:PORT/", "http://0.0.0.0:PORT/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://255.255.255.255/",
		"http://[::1]:PORT/", "http://[::]:PORT/", "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/", "http://[0:0:0:0:0:ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/",
		"http://[::ffff:0:127.0.0.1]:PORT/", "http://[fe80::1%25eth0]:PORT/", "http://[::1%25.example.com]:PORT/", "http://[::1%25lo]:PORT/", "http://[::ffff:8.8.8.8]/", "http://[127.0.0.1]:PORT/", "http://[::1:PORT/",
		"http://[fd00:ec2::254]/", "http://[64:ff9b::7f00:1]:PORT/", "http://[2002:7f00:1::]:PORT/", "http://[]:PORT/", "http://[::1]example.com/", "http://[example.com]/", "http://[v1.x]/",
	},
	"names of internal networks": {
		"http://localhost:PORT/", "http://LOCALHOST.:PORT/", "http://x.localhost:PORT/", "http://db:PORT/", "http://redis:PORT/", "http://metadata.google.internal/",
		"http://kubernetes.default.svc/", "http://printer.local/", "http://nas.home.arpa/", "http://intranet.corp/", "http://localhost.localdomain:PORT/", "http://router.lan/",
	},
	"names that are too long or no names": {
		"http://" + strings.Repeat("a", 64) + ".example/", "http://" + strings.Repeat("a.", 124) + "example/", "http://" + longHost + "a/", "http://a..example/", "http://.example.com/", "http://-a.example/", "http://a-.example/",
		"http://a!b.example/", "http://a,b.example/", "http://ex*mple.com/", "http://<b>.example/", "https://example.com/" + strings.Repeat("x", 2049-len("https://example.com/")), "http://example.com../",
	},
	"ports of other services": {
		"http://example.com:22/", "http://example.com:25/", "http://example.com:110/", "http://example.com:143/", "http://example.com:465/", "http://example.com:587/", "http://example.com:993/",
		"http://example.com:2375/", "http://example.com:3306/", "http://example.com:5432/", "http://example.com:6379/", "http://example.com:9200/", "http://example.com:11211/", "http://example.com:27017/",
		"http://8.8.8.8:53/", "https://[2606:4700:4700::1111]:22/",
	},
}

// longHost is as long as a host name may be.
var longHost = strings.Repeat("abcdefghi.", 24) + "abcde.example"

func TestURLsThatAreRefused(t *testing.T) {
	bothResolvers(t, func(t *testing.T) {
		resolverIsTheOneMeant(t)
		loot := newCanary(t)
		c := newClient(t, Config{})
		for reason, urls := range badURLs {
			t.Run(reason, func(t *testing.T) {
				for _, raw := range urls {
					raw = strings.ReplaceAll(raw, "PORT", loot.port)
					refusedAtBothDoors(t, c, raw)
				}
			})
		}
		loot.wantUntouched(t)
	})
}

// resolverIsTheOneMeant makes sure that the two runs differ: only the C library takes a number for an address, without
// asking anybody. Go's asks, and is not waited for.
func resolverIsTheOneMeant(t *testing.T) {
	t.Helper()
	meant, limit := os.Getenv(underResolver), patience
	if meant == "go" {
		limit = 50 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	addrs, err := net.DefaultResolver.LookupHost(ctx, "0x7f.1")
	if reads := slices.Equal(addrs, []string{"127.0.0.1"}); reads != (meant == "cgo") {
		t.Fatalf("0x7f.1 resolves to %v (%v): that is not the resolver %s", addrs, err, meant)
	}
}

// refusedAtBothDoors checks that a URL can't be saved, and when it stands in the database all the same is not called.
func refusedAtBothDoors(t *testing.T, c *Client, raw string) {
	t.Helper()
	normalized, err := c.CheckURL(raw)
	if err == nil {
		t.Errorf("%q is accepted as %q", raw, normalized)
		return
	}
	wantURLRefusal(t, err)
	got := post(t, c, raw)
	wantClass(t, got, AddressRefused)
	if got.Address != "" || got.Status != 0 {
		t.Errorf("%q: %+v", raw, got)
	}
}

func TestURLsThatAreAccepted(t *testing.T) {
	c := newClient(t, Config{})
	for raw, want := range map[string]string{
		"https://example.com/hook":                         "https://example.com/hook",
		"https://example.com":                              "https://example.com",
		"HTTP://Example.COM/Path?Q=A":                      "http://example.com/Path?Q=A",
		"https://example.com.:8443/":                       "https://example.com:8443/",
		"https://example.com:/":                            "https://example.com/",
		"http://example.com:080/":                          "http://example.com:80/",
		"https://8.8.8.8/":                                 "https://8.8.8.8/",
		"https://[2606:4700:4700:0::1111]:444/x":           "https://[2606:4700:4700::1111]:444/x",
		"https://bücher.example/":                          "https://xn--bcher-kva.example/",
		"https://faß.example/":                             "https://xn--fa-hia.example/",
		"https://my_host.example.com/":                     "https://my_host.example.com/",
		"https://a.b.c.d.example.co.uk/x/../y//z":          "https://a.b.c.d.example.co.uk/x/../y//z",
		"https://example.com/a%2Fb%20c?x=%zz&y":            "https://example.com/a%2Fb%20c?x=%zz&y",
		"https://example.com/ü?ü":                          "https://example.com/%C3%BC?%C3%BC",
		"https://x.test/?a='-alert(1)-'":                   "https://x.test/?a=%27-alert(1)-%27",
		`https://x.test/"><img>?"><img>`:                   "https://x.test/%22%3E%3Cimg%3E?%22%3E%3Cimg%3E",
		"https://example.com/?":                            "https://example.com/?",
		"https://hooks.example.com:1/":                     "https://hooks.example.com:1/",
		"https://123.example.com/":                         "https://123.example.com/",
		"https://" + longHost + "/":                        "https://" + longHost + "/",
		"https://" + strings.Repeat("a", 63) + ".example/": "https://" + strings.Repeat("a", 63) + ".example/",
		"https://example.com/" + strings.Repeat("x", 2048-len("https://example.com/")): "https://example.com/" + strings.Repeat("x", 2048-len("https://example.com/")),
	} {
		got, err := c.CheckURL(raw)
		if err != nil || got != want {
			t.Errorf("%q becomes %q (%v), want %q", raw, got, err, want)
			continue
		}
		if again, err := c.CheckURL(got); again != got {
			t.Errorf("%q does not stay as it is: %q (%v)", got, again, err)
		}
	}
}

func TestARefusalNamesTheSettingThatWouldHelp(t *testing.T) {
	c := newClient(t, Config{OwnAddress: "127.0.0.1:8080"})
	for raw, entry := range map[string]string{
		"http://10.0.0.1/":             "adding 10.0.0.1 to ROLLCALL_ALLOW_TARGETS",
		"http://[fd00::1]/":            "adding fd00::1 to ROLLCALL_ALLOW_TARGETS",
		"http://127.0.0.1:9000/":       "adding 127.0.0.1 to ROLLCALL_ALLOW_TARGETS",
		"http://127.0.0.1:8080/":       "adding 127.0.0.1:8080 to ROLLCALL_ALLOW_TARGETS",
		"http://169.254.169.254/":      "adding 169.254.169.254 to ROLLCALL_ALLOW_TARGETS",
		"http://localhost:9000/":       "adding localhost to ROLLCALL_ALLOW_TARGETS",
		"http://db.internal/":          "adding db.internal to ROLLCALL_ALLOW_TARGETS",
		"http://example.com:25/":       "adding example.com:25 to ROLLCALL_ALLOW_TARGETS",
		"http://[2606:4700::1111]:25/": "adding [2606:4700::1111]:25 to ROLLCALL_ALLOW_TARGETS",
		"http://[64:ff9b::808:808]/":   "adding 64:ff9b::808:808 to ROLLCALL_ALLOW_TARGETS",
	} {
		_, err := c.CheckURL(raw)
		if message := wantURLRefusal(t, err); !strings.Contains(message, entry) {
			t.Errorf("%q: %q does not say %q", raw, message, entry)
		}
	}
	for _, raw := range []string{"http://0.0.0.0/", "http://224.0.0.1/", "http://user@example.com/", "http://127.1/", "http://[64:ff9b::a9fe:a9fe]/"} {
		_, err := c.CheckURL(raw)
		if message := wantURLRefusal(t, err); strings.Contains(message, setting) {
			t.Errorf("%q: no entry helps, but the text is %q", raw, message)
		}
	}
}

// FuzzCheckURL looks for a URL that changes its meaning when it is checked twice.
func FuzzCheckURL(f *testing.F) {
	for _, urls := range badURLs {
		for _, raw := range urls {
			f.Add(raw)
		}
	}
	f.Add("https://bücher.example:8443/a%2Fb?ü=1")
	c, err := New(Config{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := c.CheckURL(raw)
		if err != nil {
			return
		}
		if twice, err := c.CheckURL(once); err != nil || twice != once {
			t.Errorf("%q becomes %q, then %q (%v)", raw, once, twice, err)
		}
		if !plainASCII(once) || strings.ContainsAny(once, " \r\n\t\"<>\\") {
			t.Errorf("%q becomes %q", raw, once)
		}
	})
}
