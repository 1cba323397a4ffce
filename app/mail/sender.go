package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	smtp "github.com/wneessen/go-mail"
)

// patience is how long one try may take, from dialling to the server's last answer.
const patience = 30 * time.Second

// Sender hands messages to one mail server. It is safe for concurrent use: each message has a connection of its own.
type Sender struct {
	host    string
	from    *mail.Address
	options []smtp.Option
	tls     *tls.Config
	direct  bool // TLS from the start
}

// errURL doesn't repeat the URL, which has a password.
var errURL = errors.New("ROLLCALL_SMTP_URL must be like smtp://user:password@mail.example.com:587?from=rollcall@example.com (smtps:// for TLS from the start)")

// New reads the URL of a mail server: smtp:// (port 587 by default; encrypted if the server can, and in any case before a
// password is sent to another machine) or smtps:// (465; encrypted from the start), with a user and a password if it
// wants them, and the sender's address as "from". Without one the user is the sender if it is an address, else
// rollcall@domain. The error says what to set and has no secret in it.
func New(rawURL, domain string) (*Sender, error) {
	u, err := url.Parse(rawURL)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "" {
		return nil, errURL
	}
	for name := range u.Query() {
		if name != "from" {
			return nil, fmt.Errorf("ROLLCALL_SMTP_URL can't have %q: after the question mark it may have only from=ADDRESS", name)
		}
	}
	from, err := mail.ParseAddress(sender(u, domain))
	if err != nil {
		return nil, fmt.Errorf("ROLLCALL_SMTP_URL has no sender's address: add ?from=rollcall@example.com")
	}
	options, err := optionsOf(u)
	if err != nil {
		return nil, err
	}
	if _, err := smtp.NewClient(u.Hostname(), options...); err != nil {
		return nil, errURL
	}
	return &Sender{host: u.Hostname(), from: from, options: options, direct: u.Scheme == "smtps",
		tls: &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}}, nil
}

func sender(u *url.URL, domain string) string {
	if from := u.Query().Get("from"); from != "" {
		return from
	}
	if user := u.User.Username(); strings.Contains(user, "@") {
		return user
	}
	if _, err := netip.ParseAddr(domain); err == nil || !strings.Contains(domain, ".") {
		domain = "localhost"
	}
	return "Rollcall <rollcall@" + domain + ">"
}

func optionsOf(u *url.URL) ([]smtp.Option, error) {
	port := 587
	policy := smtp.TLSOpportunistic
	if u.User != nil && !loopback(u.Hostname()) {
		policy = smtp.TLSMandatory
	}
	options := []smtp.Option{smtp.WithTimeout(patience), smtp.WithTLSPolicy(policy)}
	if u.Scheme == "smtps" {
		port, options = 465, append(options, smtp.WithSSL())
	}
	if text := u.Port(); text != "" {
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil || n == 0 {
			return nil, errURL
		}
		port = int(n)
	}
	options = append(options, smtp.WithPort(port))
	if u.User == nil {
		return options, nil
	}
	auth := smtp.WithSMTPAuth(smtp.SMTPAuthAutoDiscover)
	if loopback(u.Hostname()) { // where the password may go unencrypted
		auth = smtp.WithOpportunisticSMTPAuth(smtp.SMTPAuthSCRAMSHA256, smtp.SMTPAuthSCRAMSHA1, smtp.SMTPAuthCramMD5, smtp.SMTPAuthPlainNoEnc, smtp.SMTPAuthLoginNoEnc)
	}
	password, _ := u.User.Password()
	return append(options, auth, smtp.WithUsername(u.User.Username()), smtp.WithPassword(password)), nil
}

// loopback reports whether a host is this machine: what goes there crosses no network.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Send hands one message to the mail server. Permanent tells whether a failure is for good.
func (s *Sender) Send(ctx context.Context, m Message) error {
	message, err := s.compose(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client, err := smtp.NewClient(s.host, append(slices.Clone(s.options), smtp.WithTLSConfig(s.tls), smtp.WithDialContextFunc(s.dialer(ctx)))...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if err := client.DialAndSendWithContext(ctx, message); err != nil && !message.IsDelivered() {
		return err
	}
	return nil // what fails after the server has taken the message is only the goodbye
}

// dialer connects to the mail server, and hangs up when ctx ends: the library only minds the time of each step.
func (s *Sender) dialer(ctx context.Context) smtp.DialContextFunc {
	return func(dial context.Context, network, address string) (net.Conn, error) {
		connect := (&net.Dialer{}).DialContext
		if s.direct {
			connect = (&tls.Dialer{Config: s.tls}).DialContext
		}
		conn, err := connect(dial, network, address)
		if err == nil {
			context.AfterFunc(ctx, func() { conn.Close() })
		}
		return conn, err
	}
}

// refusal is a failure that another try would only repeat: a sentence for people.
type refusal string

func (r refusal) Error() string { return string(r) }

// compose makes the message. Every header is made from a value that is one line of text, whatever it was before.
func (s *Sender) compose(m Message) (*smtp.Msg, error) {
	to, err := mail.ParseAddress(m.To)
	if err != nil || to.Name != "" || strings.ContainsFunc(to.Address, unicode.IsControl) {
		return nil, refusal(fmt.Sprintf("“%s” is no address that mail can be sent to.", line(m.To)))
	}
	message := smtp.NewMsg()
	message.FromMailAddress(s.from)
	message.ToMailAddress(to)
	message.Subject(line(m.Subject))
	message.SetDate()
	message.SetMessageIDWithValue(line(m.ID) + "@" + domainOf(s.from.Address))
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no vacation shall answer
	message.SetBodyString(smtp.TypeTextPlain, m.Text)
	return message, nil
}

// line makes one line of a text: what is not printed becomes a space.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if runes := []rune(text); len(runes) > 200 {
		text = string(runes[:200]) + "…"
	}
	return strings.TrimSpace(text)
}

func domainOf(address string) string {
	_, domain, _ := strings.Cut(address, "@")
	return domain
}

// Permanent reports whether the mail server, or the message itself, says that another try is of no use: it refused the
// recipient or the message for good (RFC 5321, 4.2.1: 5yz). A wrong password is not: it can be set right.
func Permanent(err error) bool {
	if _, ok := errors.AsType[refusal](err); ok {
		return true
	}
	failed, ok := errors.AsType[*smtp.SendError](err)
	if !ok || failed.IsTemp() {
		return false
	}
	switch failed.Reason {
	case smtp.ErrSMTPRcptTo, smtp.ErrSMTPDataClose:
		return failed.ErrorCode() >= 500
	}
	return false
}
