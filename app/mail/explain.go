package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	smtp "github.com/wneessen/go-mail"
)

// Plain says in a sentence for people why a message could not be sent, with the mail server's own answer where it gave
// one. The details are for the log.
func Plain(err error) string {
	if refused, ok := errors.AsType[refusal](err); ok {
		return refused.Error()
	}
	if failed, ok := errors.AsType[*smtp.SendError](err); ok {
		return refusedText(failed)
	}
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		return answeredText(answer)
	}
	return unreachedText(err)
}

// refusedText is about a conversation that came as far as the letter itself.
func refusedText(failed *smtp.SendError) string {
	what := map[smtp.SendErrReason]string{smtp.ErrSMTPMailFrom: "the sender's address", smtp.ErrSMTPRcptTo: "the address", smtp.ErrSMTPDataClose: "the letter"}[failed.Reason]
	if what == "" {
		what = "the letter"
	}
	if failed.ErrorCode() == 0 {
		return "The connection to the mail server broke off before it had taken the letter."
	}
	text := strings.TrimPrefix(failed.Error(), failed.Reason.String()+": ")
	text, _, _ = strings.Cut(text, ", affected recipient(s): ")
	text, _, _ = strings.Cut(text, ", affected message ID: ")
	code, words, _ := strings.Cut(text, " ")
	if unquoted, err := strconv.Unquote(words); err == nil {
		text = code + " " + unquoted
	}
	return fmt.Sprintf("The mail server does not accept %s. It answered “%s”.", what, line(text))
}

// answeredText is about a server that wants to know nothing of us (RFC 4954, section 6: 530, 534, 535).
func answeredText(answer *textproto.Error) string {
	says := line(strconv.Itoa(answer.Code) + " " + answer.Msg)
	if slices.Contains([]int{530, 534, 535, 538}, answer.Code) {
		return fmt.Sprintf("The mail server does not accept the user and password that this server has for it. It answered “%s”.", says)
	}
	return fmt.Sprintf("The mail server does not talk to this server. It answered “%s”.", says)
}

// unreachedText is about a connection.
func unreachedText(err error) string {
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "The mail server's name could not be looked up."
	}
	timeout, ok := errors.AsType[net.Error](err)
	if ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed) { // we hang up when the time is over
		return "The mail server did not answer in time."
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "The mail server's certificate is not valid, so the letter was not handed to it."
	}
	if strings.Contains(err.Error(), "STARTTLS") { // the library has no type for it
		return "The mail server offers no encryption, and the password is not sent without."
	}
	if failed, ok := errors.AsType[*net.OpError](err); ok && failed.Op == "dial" {
		return "The mail server could not be reached."
	}
	return "The mail server could not be talked to."
}
