package outbound

// ErrorClass is the way in which an attempt failed, one word of a closed list; "" is success.
type ErrorClass string

// The classes.
const (
	HTTPStatus          ErrorClass = "http_status"
	RedirectNotFollowed ErrorClass = "redirect_not_followed"
	TimeoutConnect      ErrorClass = "timeout_connect"
	TimeoutResponse     ErrorClass = "timeout_response"
	DNSFailed           ErrorClass = "dns_failed"
	ConnectionRefused   ErrorClass = "connection_refused"
	ConnectionReset     ErrorClass = "connection_reset"
	TLSFailed           ErrorClass = "tls_failed"
	AddressRefused      ErrorClass = "address_refused"
	ResponseInvalid     ErrorClass = "response_invalid"
	Interrupted         ErrorClass = "interrupted"
)

// classes in the order in which pages offer them, with what people read.
var classes = []struct {
	class         ErrorClass
	label, advice string
}{
	{HTTPStatus, "HTTP error", "The receiver was reached and answered with an error: look for this request in its own log."},
	{RedirectNotFollowed, "Redirect", "Redirects are never followed: change the webhook's URL to the final address."},
	{TimeoutConnect, "No connection", "Check that the receiver is running and that its firewall lets this server in."},
	{TimeoutResponse, "Timed out", "Let the receiver answer first and do its work afterwards: it has to answer within the time limit."},
	{DNSFailed, "DNS", "Check the host name in the URL and its DNS records."},
	{ConnectionRefused, "Refused", "Check the host and the port in the URL, that the receiver is running, and that this server has a route to it."},
	{ConnectionReset, "Connection lost", "The receiver closed the connection before its answer was complete: look in its log, or in its proxy's, for a crash or a limit."},
	{TLSFailed, "TLS", "Repair the receiver's certificate or TLS settings; its certificate must be valid for the host name in the URL."},
	{AddressRefused, "Not allowed", "Use an https:// URL with an address on the public internet, or ask the operator of this server to add the target to ROLLCALL_ALLOW_TARGETS."},
	{ResponseInvalid, "Invalid answer", "What answered does not speak plain HTTP/1.1 as a webhook needs it: check the port and the scheme in the URL."},
	{Interrupted, "Interrupted", "This server was stopped during the attempt; nothing needs to be done, it is tried again."},
}

// Classes returns every class, in the order in which pages offer them.
func Classes() []ErrorClass {
	all := make([]ErrorClass, len(classes))
	for i, c := range classes {
		all[i] = c.class
	}
	return all
}

// Label is two or three words for a status cell; "" for what is not in the list.
func (c ErrorClass) Label() string {
	if i := c.index(); i >= 0 {
		return classes[i].label
	}
	return ""
}

// Advice is one sentence of what to do; "" for what is not in the list.
func (c ErrorClass) Advice() string {
	if i := c.index(); i >= 0 {
		return classes[i].advice
	}
	return ""
}

func (c ErrorClass) index() int {
	for i := range classes {
		if classes[i].class == c {
			return i
		}
	}
	return -1
}
