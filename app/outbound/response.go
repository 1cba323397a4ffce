package outbound

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// readChunk is how much of what is not kept is read at once.
const readChunk = 16 << 10

// read takes what the answer has to say: first the status, which decides, then as much of the body as the limits allow.
// An error means that a 2xx answer did not arrive whole; with any other status the body changes nothing.
func (a *attempt) read(resp *http.Response, t *trip) error {
	defer resp.Body.Close()
	a.result.Status = resp.StatusCode
	a.result.Header = storable(resp.Header)
	a.result.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), a.began)
	a.judge(resp)
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// net/http hands the bare connection over and no longer watches the context: nothing is read from it.
		t.hangUp()
		return nil
	}
	if err := a.readBody(resp, t); err != nil && a.result.Class == "" {
		return err
	}
	return nil
}

// judge decides by the status.
func (a *attempt) judge(resp *http.Response) {
	status := resp.StatusCode
	switch {
	case status == http.StatusSwitchingProtocols:
		a.fail(ResponseInvalid, "The receiver answered 101 and wants to switch to another protocol.", "")
	case status < 200:
		a.fail(ResponseInvalid, "The receiver's answer has no valid status.", "")
	case status < 300:
	case status < 400:
		a.result.Location = Location(resp.Header, a.to.url.String())
		a.fail(RedirectNotFollowed, redirectText(status, a.result.Location), "")
	default:
		a.fail(HTTPStatus, fmt.Sprintf("The receiver answered %s.", statusText(status)), "")
	}
}

// redirectText goes into logs and letters, and stays on the webhook's page: what may be a secret in the URL is not in it.
func redirectText(status int, location string) string {
	if location == "" {
		return fmt.Sprintf("The receiver answered %s, which is a redirect without a target.", statusText(status))
	}
	return fmt.Sprintf("The receiver answered %s and points to %s; redirects are not followed.", statusText(status), shorten(MaskedURL(location), 200))
}

// statusText uses our own words for a status: the receiver's could be anything.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// readBody reads until the end or the limit. Beyond the limit nothing is read, not even to be thrown away: the
// connection is closed.
func (a *attempt) readBody(resp *http.Response, t *trip) error {
	if resp.Body == http.NoBody {
		return nil
	}
	buffer := a.client.buffers.Get().(*[]byte)
	defer a.client.buffers.Put(buffer)
	kept, size, err := readUpTo(resp.Body, *buffer, a.client.cfg)
	if len(kept) > 0 {
		a.result.Body = append([]byte(nil), kept...)
	}
	a.result.BodySize = size
	a.result.Truncated = int64(len(kept)) < size || err != nil && resp.ContentLength != size
	if err == nil {
		return nil
	}
	t.hangUp()
	if errors.Is(err, errLimit) {
		return nil
	}
	return err
}

// errLimit says that as much was read as may be, and that the end was not seen.
var errLimit = errors.New("the limit is reached")

// readUpTo reads at most cfg.MaxResponseRead bytes. The first cfg.MaxResponseKeep stay at the front of the buffer, the
// rest of which is overwritten again and again. At the end of the body the error is nil.
func readUpTo(body io.Reader, buffer []byte, cfg Config) (kept []byte, size int64, err error) {
	for size < cfg.MaxResponseRead {
		at := min(size, int64(cfg.MaxResponseKeep))
		room := buffer[at:min(int64(len(buffer)), at+cfg.MaxResponseRead-size)]
		n, err := body.Read(room)
		size += int64(n)
		kept = buffer[:min(size, int64(cfg.MaxResponseKeep))]
		if errors.Is(err, io.EOF) {
			return kept, size, nil
		}
		if err != nil {
			return kept, size, err
		}
	}
	return kept, size, errLimit
}
