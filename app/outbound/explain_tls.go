package outbound

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"time"
)

// tlsText says what is wrong with TLS, "" when it is something else.
func tlsText(err error, host string, saw seen) string {
	var notTLS tls.RecordHeaderError
	if errors.As(err, &notTLS) {
		return "The port does not speak TLS; should the URL begin with http://?"
	}
	if text := certificateText(err, host); text != "" {
		return text
	}
	// crypto/tls has no exported type for an alert that the other side sent; its words are fixed by RFC 8446.
	switch words := err.Error(); {
	case strings.Contains(words, "protocol version"):
		return "The receiver offers only versions of TLS older than 1.2."
	case saw.certificateWanted && strings.Contains(words, "tls: "):
		return "The receiver wants a client certificate, which webhooks don't have."
	case strings.Contains(words, "unrecognized name"):
		return fmt.Sprintf("The receiver has no TLS settings for “%s”.", host)
	case strings.Contains(words, "tls: "):
		return "The TLS handshake failed; receiver and server found no common settings."
	case saw.stage == stageTLS && isLost(err):
		return "The receiver closed the connection during the TLS handshake."
	case saw.stage == stageTLS:
		return "The TLS handshake failed."
	}
	return ""
}

func certificateText(err error, host string) string {
	var verification *tls.CertificateVerificationError
	var chain []*x509.Certificate
	if errors.As(err, &verification) {
		chain = verification.UnverifiedCertificates
	}
	var invalid x509.CertificateInvalidError
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid):
		return invalidText(invalid)
	case errors.As(err, &name):
		return wrongNameText(name, host)
	case errors.As(err, &unknown):
		return authorityText(chain)
	case verification != nil:
		return "The receiver's certificate could not be verified."
	}
	return ""
}

func invalidText(e x509.CertificateInvalidError) string {
	if e.Reason != x509.Expired || e.Cert == nil {
		return "The receiver's certificate is not valid."
	}
	if time.Now().Before(e.Cert.NotBefore) {
		return fmt.Sprintf("The receiver's certificate is not valid before %s.", e.Cert.NotBefore.UTC().Format(time.DateTime+" UTC"))
	}
	return fmt.Sprintf("The receiver's certificate expired on %s.", e.Cert.NotAfter.UTC().Format(time.DateTime+" UTC"))
}

func wrongNameText(e x509.HostnameError, host string) string {
	if e.Certificate == nil || len(e.Certificate.DNSNames) == 0 {
		return fmt.Sprintf("The receiver's certificate is not for “%s”.", host)
	}
	names := e.Certificate.DNSNames[:min(len(e.Certificate.DNSNames), 3)]
	return clean(fmt.Sprintf("The receiver's certificate is for %s, not for “%s”.", shorten(strings.Join(names, ", "), 200), host))
}

func authorityText(chain []*x509.Certificate) string {
	if len(chain) > 0 && chain[0].Issuer.String() == chain[0].Subject.String() {
		return "The receiver's certificate is self-signed."
	}
	return "The receiver's certificate is from an authority that this server does not know, or the receiver does not send the certificates in between."
}

// isLost reports whether the connection ended before it should have.
func isLost(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
