package outbound

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// setting is the name under which people know the list of allowances.
const setting = "ROLLCALL_ALLOW_TARGETS"

// allowance is one entry of ROLLCALL_ALLOW_TARGETS.
type allowance struct {
	prefix netip.Prefix // of an address or a range
	name   string       // of a host name, canonical, without "*."
	wild   bool         // the true sub-domains of name, not name itself
	port   uint16       // 0: every port that is not on the list of services
}

func (a allowance) matchesAddress(addr netip.Addr, port uint16) bool {
	return a.prefix.IsValid() && a.prefix.Contains(addr) && (a.port == 0 || a.port == port)
}

func (a allowance) matchesName(name string, port uint16) bool {
	if a.name == "" || name == "" || a.port != 0 && a.port != port {
		return false
	}
	if a.wild {
		return strings.HasSuffix(name, "."+a.name)
	}
	return name == a.name
}

// parseAllowances reads the setting; empty entries are skipped.
func parseAllowances(entries []string) ([]allowance, error) {
	var all []allowance
	for _, entry := range entries {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		a, wrong := parseAllowance(entry)
		if wrong != "" {
			return nil, fmt.Errorf("%s: the entry “%s” %s", setting, shorten(entry, 80), wrong)
		}
		all = append(all, a)
	}
	return all, nil
}

func parseAllowance(entry string) (a allowance, wrong string) {
	if strings.Contains(entry, "/") {
		return rangeAllowance(entry)
	}
	if addr, err := netip.ParseAddr(withoutBrackets(entry)); err == nil {
		return addressAllowance(addr, 0)
	}
	if to, err := netip.ParseAddrPort(entry); err == nil {
		if to.Port() == 0 {
			return a, "has no valid port; use a number from 1 to 65535"
		}
		return addressAllowance(to.Addr(), to.Port())
	}
	return nameAllowance(entry)
}

func withoutBrackets(entry string) string {
	if len(entry) > 2 && entry[0] == '[' && entry[len(entry)-1] == ']' {
		return entry[1 : len(entry)-1]
	}
	return entry
}

func rangeAllowance(entry string) (a allowance, wrong string) {
	prefix, err := netip.ParsePrefix(entry)
	switch {
	case err != nil:
		return a, "is not a range of addresses; write one like 10.0.0.0/8, and a host name without scheme and path"
	case prefix.Addr().Is4In6():
		return a, "is a range of IPv4 addresses in disguise; write it as IPv4"
	case prefix != prefix.Masked():
		return a, fmt.Sprintf("is not the beginning of a range; did you mean %s?", prefix.Masked())
	}
	return allowance{prefix: prefix}, ""
}

func addressAllowance(addr netip.Addr, port uint16) (a allowance, wrong string) {
	switch {
	case addr.Zone() != "":
		return a, "has a zone; write the address without it"
	case addr.Is4In6():
		return a, "is an IPv4 address in disguise; write it as IPv4"
	}
	return allowance{prefix: netip.PrefixFrom(addr, addr.BitLen()), port: port}, ""
}

func nameAllowance(entry string) (a allowance, wrong string) {
	host, portText, hasPort := strings.Cut(entry, ":")
	if hasPort {
		port, err := strconv.ParseUint(portText, 10, 16)
		if err != nil || port == 0 {
			return a, "is neither an address, a range nor a host name, each without scheme and path"
		}
		a.port = uint16(port)
	}
	host, a.wild = strings.CutPrefix(host, "*.")
	name, addr, wrong := canonicalHost(host)
	if wrong != "" || addr.IsValid() {
		return a, "is neither an address, a range nor a host name, each without scheme and path"
	}
	a.name = name
	return a, ""
}
