package mail_test

import (
	"context"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"rollcall/app/mail"
	"rollcall/app/mail/mailtest"
	"rollcall/app/outbound/outboundtest"
)

// silent is a port on which somebody listens and says nothing, or this.
func silent(t *testing.T, says string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(says))
		}
	}()
	return "smtp://" + listener.Addr().String()
}

// What people read of a letter that could not be sent has nothing of the library's words in it.
func TestWhyALetterWasNotSentInPlainWords(t *testing.T) {
	refusing := mailtest.New(t, mailtest.Config{Refuse: func(to string, _ int) error {
		if strings.HasPrefix(to, "full") {
			return mailtest.Temporary
		}
		return mailtest.Permanent
	}})
	locked := mailtest.New(t, mailtest.Config{User: "rollcall", Password: "right"})
	wrong, _ := url.Parse(locked.URL())
	wrong.User = url.UserPassword("rollcall", "wrong")
	for name, c := range map[string]struct{ server, to, want string }{
		"an address that is none":            {refusing.URL(), "ada", "“ada” is no address that mail can be sent to."},
		"a mailbox that is not there":        {refusing.URL(), "gone@example.com", "The mail server does not accept the address. It answered “550 5.1.1 no such mailbox”."},
		"a mailbox that is full":             {refusing.URL(), "full@example.com", "The mail server does not accept the address. It answered “451 4.3.0 try again later”."},
		"a wrong password":                   {wrong.String(), "ada@example.com", "The mail server does not accept the user and password that this server has for it. It answered “535"},
		"a server that wants to know nobody": {silent(t, "554 5.7.1 not you\r\n"), "ada@example.com", "The mail server does not talk to this server. It answered “554 5.7.1 not you”."},
		"a server that is not there":         {"smtp://" + outboundtest.Refusing(t), "ada@example.com", "The mail server could not be reached."},
		"a server that says nothing":         {silent(t, ""), "ada@example.com", "The mail server did not answer in time."},
		"a server that talks nonsense":       {silent(t, "hello\r\n"), "ada@example.com", "The mail server could not be talked to."},
		"a name that is not there":           {"smtp://mail.invalid", "ada@example.com", "The mail server's name could not be looked up."},
	} {
		t.Run(name, func(t *testing.T) {
			m := letter()
			m.To = c.to
			limit := time.Minute
			if strings.HasSuffix(name, "nothing") || strings.HasSuffix(c.server, ".invalid") { // which may take any time
				limit = 500 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			err := sender(t, c.server).Send(ctx, m)
			if err == nil {
				t.Fatal("it was sent")
			}
			if got := mail.Plain(err); !strings.HasPrefix(got, c.want) {
				t.Errorf("got %s\nwant %s\nof %v", got, c.want, err)
			}
		})
	}
}
