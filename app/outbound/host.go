package outbound

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
)

// The limits of a host name (RFC 1035 section 2.3.4).
const (
	maxHost  = 253
	maxLabel = 63
)

// lookupProfile maps a host name as browsers do (UTS 46, non-transitional). The character rule is ours, in
// plainLabel: the profile's own refuses the underscore, which real host names have.
var lookupProfile = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false))

// canonicalHost returns the one spelling of a host: an address, or a lower-case ASCII name without the final dot. What
// is wrong is the rest of a sentence that begins with the host, "" when nothing is.
//
// Mapping comes first and every test after it, because the mapping turns full-width digits and dots into an address
// that no test of the original string would see.
func canonicalHost(raw string) (name string, addr netip.Addr, wrong string) {
	if raw == "" {
		return "", netip.Addr{}, "is empty"
	}
	mapped, wrong := asciiHost(raw)
	if wrong != "" {
		return "", netip.Addr{}, wrong
	}
	mapped = strings.TrimSuffix(mapped, ".")
	if endsInNumber(mapped) {
		addr, err := netip.ParseAddr(mapped)
		if err != nil || mapped != strings.TrimSuffix(raw, ".") {
			return "", netip.Addr{}, "looks like a number; write an IPv4 address as four plain decimal numbers, like 192.0.2.1"
		}
		return mapped, addr, ""
	}
	return mapped, netip.Addr{}, wrongName(mapped)
}

// asciiHost lower-cases and, where needed, maps to ASCII.
func asciiHost(raw string) (mapped, wrong string) {
	if plainASCII(raw) && !strings.Contains(strings.ToLower(raw), "xn--") {
		return strings.ToLower(raw), ""
	}
	mapped, err := lookupProfile.ToASCII(raw)
	if err != nil || !plainASCII(mapped) {
		return "", "is not a valid internationalised host name"
	}
	return mapped, ""
}

// endsInNumber is the test of the WHATWG URL Standard ("ends in a number checker"): such a host is an IPv4 address or
// nothing. The C library reads 127.1, 0x7f.1 and 2130706433 as loopback; Go's own resolver does not.
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return onlyOf(hex, "0123456789abcdef")
	}
	return last != "" && onlyOf(last, "0123456789")
}

func wrongName(name string) string {
	if len(name) > maxHost {
		return "is longer than 253 characters"
	}
	for label := range strings.SplitSeq(name, ".") {
		if wrong := wrongLabel(label); wrong != "" {
			return wrong
		}
	}
	return ""
}

func wrongLabel(label string) string {
	switch {
	case label == "":
		return "has an empty part between two dots"
	case len(label) > maxLabel:
		return "has a part longer than 63 characters"
	case label[0] == '-' || label[len(label)-1] == '-':
		return "has a part that begins or ends with a hyphen"
	case !onlyOf(label, "abcdefghijklmnopqrstuvwxyz0123456789-_"):
		return "has a character that no host name has"
	}
	return ""
}

// internalSuffixes are the names that exist only inside a network: RFC 6761 and 8375, ICANN's .internal, the names it
// never delegates because networks use them, and the tail of Kubernetes' service names.
var internalSuffixes = []string{
	"localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "home.arpa", "svc",
}

// internalName reports whether a name can only mean something inside this server's own network.
func internalName(name string) bool {
	if !strings.Contains(name, ".") {
		return true
	}
	for _, suffix := range internalSuffixes {
		if strings.HasSuffix(name, "."+suffix) || name == suffix {
			return true
		}
	}
	return false
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func onlyOf(s, set string) bool { return strings.Trim(s, set) == "" }
