package outbound

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"rollcall/app"
)

// maxURL is the longest URL accepted, in bytes.
const maxURL = 2048

// urlField is the name of the input that CheckURL's refusals are about.
const urlField = "url"

// target is a URL that passed every test of spelling.
type target struct {
	url  *url.URL
	host string     // canonical, without port and brackets
	addr netip.Addr // valid when the host is a literal address
	port uint16
}

// hostPort is the form in which net/http asks for a connection.
func (t target) hostPort() string { return net.JoinHostPort(t.host, strconv.Itoa(int(t.port))) }

// name is the host when it is a name, "" when it is a literal address.
func (t target) name() string {
	if t.addr.IsValid() {
		return ""
	}
	return t.host
}

// CheckURL decides whether a URL may be saved, and returns it with scheme and host in their one spelling and the rest
// as it was typed, in ASCII. It never asks DNS: what a name resolves to is decided on every attempt. The error is an
// *app.Error with code Invalid about the field "url"; where an allowance would help, its sentence names
// ROLLCALL_ALLOW_TARGETS and what to add.
func (c *Client) CheckURL(raw string) (normalized string, err error) {
	t, err := c.parse(raw)
	if err != nil {
		return "", err
	}
	return t.url.String(), nil
}

func refuse(format string, args ...any) error {
	return app.Refuse(app.Field{Name: urlField, Message: fmt.Sprintf(format, args...)})
}

// parse is the whole check of spelling, for saving and again for each attempt.
func (c *Client) parse(raw string) (target, error) {
	if err := checkCharacters(raw); err != nil {
		return target{}, err
	}
	u, err := url.Parse(raw)
	if err != nil {
		return target{}, refuse("This is not a valid URL. Write it like https://example.com/path.")
	}
	if err := checkParts(u, raw); err != nil {
		return target{}, err
	}
	if c.cfg.HTTPSOnly && u.Scheme != "https" {
		return target{}, refuse("This server calls https:// only: what is sent by plain http can be read and changed on the way.")
	}
	t := target{url: u}
	if t.port, err = portOf(u); err != nil {
		return target{}, err
	}
	if t.host, t.addr, err = hostOf(u); err != nil {
		return target{}, err
	}
	if refusal := c.guard.spelled(t); refusal != nil {
		return target{}, refuse("%s", refusal.sentence())
	}
	return t.canonical(), nil
}

// checkCharacters refuses what two parsers could read differently. Nothing is cleaned away: a URL that needs cleaning
// is not the one that was meant.
func checkCharacters(raw string) error {
	switch {
	case raw == "":
		return refuse("Enter the URL that is to be called.")
	case len(raw) > maxURL:
		return refuse("The URL is longer than %s characters.", "2,048")
	case strings.ToValidUTF8(raw, "") != raw:
		return refuse("The URL is not valid UTF-8.")
	case strings.ContainsRune(raw, '\\'):
		return refuse("A URL has no backslash; write / or %%5C.")
	case strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return refuse("The URL has a space or a control character in it; write a space as %%20.")
	}
	return nil
}

func checkParts(u *url.URL, raw string) error {
	_, afterScheme, _ := strings.Cut(raw, ":")
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return refuse("The URL must begin with https:// or http://.")
	case !strings.HasPrefix(afterScheme, "//") || u.Host == "" || u.Hostname() == "":
		return refuse("The URL has no host. Write it like https://example.com/path.")
	case u.User != nil:
		return refuse("A URL with a user name or password in it is not accepted; the receiver verifies the signature instead.")
	case strings.ContainsRune(authority(afterScheme), '%'):
		return refuse("The host of the URL has a %% in it; write the host name in plain characters, and an IPv6 address without a zone.")
	case strings.ContainsRune(raw, '#'):
		return refuse("A URL with a fragment (#…) is not accepted: a fragment is never sent.")
	}
	return nil
}

// authority is host and port as they were typed.
func authority(afterScheme string) string {
	rest := strings.TrimPrefix(afterScheme, "//")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		return rest[:end]
	}
	return rest
}

func portOf(u *url.URL) (uint16, error) {
	typed := u.Port()
	if typed == "" {
		if u.Scheme == "https" {
			return 443, nil
		}
		return 80, nil
	}
	port, err := strconv.ParseUint(typed, 10, 16)
	if err != nil || port == 0 {
		return 0, refuse("The port of the URL must be a number from 1 to 65535.")
	}
	return uint16(port), nil
}

func hostOf(u *url.URL) (string, netip.Addr, error) {
	typed := u.Hostname()
	if strings.HasPrefix(u.Host, "[") {
		return literal6(typed)
	}
	host, addr, wrong := canonicalHost(typed)
	if wrong != "" {
		return "", netip.Addr{}, refuse("The host name “%s” %s.", shorten(typed, 80), wrong)
	}
	return host, addr, nil
}

// literal6 reads what stands in brackets.
func literal6(typed string) (string, netip.Addr, error) {
	addr, err := netip.ParseAddr(typed)
	switch {
	case err != nil || !addr.Is6() || addr.Zone() != "":
		return "", netip.Addr{}, refuse("“%s” is not an IPv6 address.", shorten(typed, 80))
	case addr.Is4In6():
		return "", netip.Addr{}, refuse("“%s” is an IPv4 address in disguise; write it as %s.", shorten(typed, 80), addr.Unmap())
	}
	return addr.String(), addr, nil
}

// canonical puts the one spelling of host and query into the URL.
func (t target) canonical() target {
	typedPort := t.url.Port()
	t.url.Host = t.host
	if t.addr.Is6() {
		t.url.Host = "[" + t.host + "]"
	}
	if typedPort != "" {
		t.url.Host += ":" + strconv.Itoa(int(t.port))
	}
	t.url.RawQuery = asciiQuery(t.url.RawQuery)
	return t
}

// asciiQuery escapes what net/url leaves as it is in a query although it can't stand in a request line, or could do
// harm on a page.
func asciiQuery(query string) string {
	if !strings.ContainsFunc(query, mustEscape) {
		return query
	}
	var b strings.Builder
	for i := range len(query) {
		if mustEscape(rune(query[i])) {
			fmt.Fprintf(&b, "%%%02X", query[i])
		} else {
			b.WriteByte(query[i])
		}
	}
	return b.String()
}

func mustEscape(r rune) bool { return r >= 0x80 || strings.ContainsRune(`"<>'`, r) }

// shorten cuts a string for a sentence, at a rune's border.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
