package outbound

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// proxyFromEnvironment reads the environment now, and not the first time that a request is made. A setting that can't
// be read would be passed over in silence and the requests sent without the proxy, so it is an error, which does not
// repeat the value: it may hold a password.
func proxyFromEnvironment() (func(*url.URL) (*url.URL, error), error) {
	env := httpproxy.FromEnvironment()
	for name, value := range map[string]string{"HTTP_PROXY": env.HTTPProxy, "HTTPS_PROXY": env.HTTPSProxy} {
		if value != "" && !isProxyURL(value) {
			return nil, fmt.Errorf("%s is not the URL of a proxy; write it like http://proxy.example:3128", name)
		}
	}
	return env.ProxyFunc(), nil
}

// isProxyURL accepts what httpproxy does: a URL, or host:port for one of http.
func isProxyURL(value string) bool {
	if !strings.Contains(value, "://") {
		value = "http://" + value
	}
	u, err := url.Parse(value)
	return err == nil && u.Hostname() != ""
}

// chosenProxy answers with what the attempt has chosen before it began, so that choosing and dialling can't disagree.
func chosenProxy(r *http.Request) (*url.URL, error) {
	t, ok := r.Context().Value(tripKey{}).(*trip)
	if !ok {
		return nil, errUnguarded
	}
	return t.proxy, nil
}

// chooseProxy returns the proxy for a target, nil for none.
func (c *Client) chooseProxy(u *url.URL) (*url.URL, error) {
	if c.proxy == nil {
		return nil, nil
	}
	return c.proxy(u)
}

// secureProxy takes the TLS to the operator's proxy away from net/http, which would verify the proxy's certificate as
// little as the receiver's: what one webhook's administrator gave up is not the operator's. It would also look like the
// receiver's TLS, and what goes wrong with it be held against the receiver.
func (t *trip) secureProxy() {
	if t.proxy == nil || t.proxy.Scheme != "https" {
		return
	}
	plain := *t.proxy
	plain.Scheme = "http"
	if plain.Port() == "" {
		plain.Host = net.JoinHostPort(plain.Hostname(), "443")
	}
	t.proxy, t.secured = &plain, true
}
