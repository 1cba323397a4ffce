package outbound

import (
	"net/http"
	"time"
)

// Request is one POST. Header is sent as it is, so it must hold everything but Host and Content-Length; it is not
// changed. URL is checked again here, whatever was checked when it was saved.
type Request struct {
	URL    string
	Header http.Header
	Body   []byte
	// Unverified is that any certificate of the receiver's will do. Where the request may go is checked all the same.
	Unverified bool
}

// Result is what came of one attempt. It counts as delivered only when Class is "": the status was 2xx and the answer,
// up to the size that is read, arrived whole and in time. Any other status decides by itself, whatever then happens to
// the body.
type Result struct {
	Started time.Time // UTC, microseconds
	Status  int       // 0 when there was no answer
	// Header is the answer's header: valid UTF-8, at most Config.MaxResponseHeaders, values of cookies and tokens masked.
	Header http.Header
	Body   []byte // the first Config.MaxResponseKeep bytes, as they came
	// BodySize is the number of bytes read; Truncated says that there was more than what Body holds.
	BodySize  int64
	Truncated bool
	Class     ErrorClass
	// Error is one line for people, "" on success. It never holds an address that a name resolved to.
	Error string
	// LogDetail is for the server's log only: the refused address, the underlying error.
	LogDetail string
	Phases    Phases
	Address   string // ip:port of the connection; "" when none was made
	// TLSVersion is as in "TLS 1.3"; CertificateExpires is the receiver's own certificate's. Zero without TLS.
	TLSVersion         string
	CertificateExpires time.Time
	// Unverified says that there was TLS, and that nobody verified the receiver's certificate.
	Unverified bool
	// RetryAfter is what the answer asked for, at most 24 h; 0 when it asked for nothing that can be understood.
	RetryAfter time.Duration
	// Location is where a 3xx answer points to, made absolute where possible; one that is longer than a URL may be is cut.
	Location string
	// ProxyFailed says that the failure is that of the server's own proxy: the receiver is not to blame.
	ProxyFailed bool
}

// Phases is how the attempt's time was spent. A phase that was not reached, or not needed because the connection was
// already open, is zero.
type Phases struct {
	DNS       time.Duration // looking the name up
	Connect   time.Duration // TCP
	TLS       time.Duration // the handshake
	FirstByte time.Duration // from having a connection to the first byte of the answer
	Body      time.Duration // from there to the end of what was read
	Total     time.Duration
}
