// Package mailtest is a real mail server in the process of a test. It knows SMTP and keeps what it takes; it must not
// know what letters are about.
package mailtest

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Config says what the server is like. The zero Config takes everything from everybody.
type Config struct {
	User, Password string      // wanted from clients if set
	TLS            *tls.Config // offers STARTTLS if set
	Implicit       bool        // TLS from the start instead
	Refuse         func(to string, try int) error
}

// Temporary is a refusal that is worth another try, and Permanent is one for good.
var (
	Temporary = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "try again later"}
	Permanent = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
)

// Mail is one mail that the server took.
type Mail struct {
	From, To  string // of the envelope
	Raw       string
	Header    mail.Header
	Subject   string // decoded
	Text      string // decoded, with plain line ends
	Encrypted bool
	User      string // who was authenticated; "" for nobody
}

// Server is a running mail server.
type Server struct {
	Addr string // host:port

	config Config
	mu     sync.Mutex
	taken  []Mail
	tries  map[string]int // by recipient
}

// New starts a server that stops when the test ends.
func New(t testing.TB, config Config) *Server {
	t.Helper()
	s := &Server{config: config, tries: map[string]int{}}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{server: s, conn: c}, nil }))
	server.TLSConfig, server.AllowInsecureAuth, server.EnableSMTPUTF8 = config.TLS, true, true
	server.Domain, server.MaxMessageBytes, server.ReadTimeout, server.WriteTimeout = "mail.test", 1<<20, time.Minute, time.Minute
	server.ErrorLog = log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if config.Implicit {
		server.TLSConfig = nil
		listener = tls.NewListener(listener, config.TLS)
	}
	s.Addr = listener.Addr().String()
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		_ = listener.Close() // which the server doesn't know before it has begun to serve
		if err := <-done; err != nil && !errors.Is(err, net.ErrClosed) {
			t.Errorf("the mail server: %v", err)
		}
	})
	return s
}

// URL is what ROLLCALL_SMTP_URL is set to for this server, without a user.
func (s *Server) URL() string {
	if s.config.Implicit {
		return "smtps://" + s.Addr
	}
	return "smtp://" + s.Addr
}

// Mails are those taken so far, in order.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// Wait waits until the server has taken that many mails for an address, and gives them back.
func (s *Server) Wait(t testing.TB, to string, count int) []Mail {
	t.Helper()
	deadline, tick := time.NewTimer(2*time.Minute), time.NewTicker(5*time.Millisecond)
	defer deadline.Stop()
	defer tick.Stop()
	for {
		found := slices.DeleteFunc(s.Mails(), func(m Mail) bool { return m.To != to })
		if len(found) >= count {
			return found
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("waited for %d mails to %s, got %d", count, to, len(found))
		}
	}
}

// Tries is how often somebody has tried to send to an address.
func (s *Server) Tries(to string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries[to]
}

// session is one connection.
type session struct {
	server *Server
	conn   *smtp.Conn
	user   string
	mail   Mail
}

func (c *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (c *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != c.server.config.User || password != c.server.config.Password {
			return smtp.ErrAuthFailed
		}
		c.user = user
		return nil
	}), nil
}

func (c *session) Mail(from string, _ *smtp.MailOptions) error {
	if c.server.config.User != "" && c.user == "" {
		return smtp.ErrAuthRequired
	}
	_, encrypted := c.conn.TLSConnectionState()
	c.mail = Mail{From: from, User: c.user, Encrypted: encrypted}
	return nil
}

func (c *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s := c.server
	s.mu.Lock()
	s.tries[to]++
	try := s.tries[to]
	s.mu.Unlock()
	if s.config.Refuse != nil {
		if err := s.config.Refuse(to, try); err != nil {
			return err
		}
	}
	c.mail.To = to
	return nil
}

func (c *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := c.mail
	if m.Raw = string(raw); read(&m) != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "this is no mail"}
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.taken = append(c.server.taken, m)
	return nil
}

// read decodes what a person would see.
func read(m *Mail) error {
	message, err := mail.ReadMessage(strings.NewReader(m.Raw))
	if err != nil {
		return err
	}
	m.Header = message.Header
	if m.Subject, err = new(mime.WordDecoder).DecodeHeader(message.Header.Get("Subject")); err != nil {
		return err
	}
	var body io.Reader = message.Body
	if message.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	m.Text = strings.ReplaceAll(string(text), "\r\n", "\n")
	return err
}

func (c *session) Reset()        {}
func (c *session) Logout() error { return nil }
