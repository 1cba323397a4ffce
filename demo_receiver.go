package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

//go:embed static/demo
var demoFiles embed.FS

// The bounds of what the receiver reads and remembers.
const (
	receiverMaxBody  = 1 << 20
	receiverRemember = 200
)

// receiver is the demo's other system: it verifies what it gets as a customer's would, with the public library and
// nothing of ours, and shows it on a page and on the terminal.
type receiver struct {
	page  *template.Template
	lines io.Writer

	mu    sync.Mutex
	paths map[string]route
	got   []receipt // oldest first
	seen  map[string]bool
}

// route is what one path of the receiver expects and answers.
type route struct {
	verify *standardwebhooks.Webhook // nil: the secret is not known
	status int
	answer string
}

// receipt is one request that came.
type receipt struct {
	At        time.Time
	Path      string
	Event     string
	Subject   string
	Attempt   string
	Refused   string // why the signature is not good; "" when it is
	Unchecked bool   // the signature was not looked at: the webhook is one that somebody made for a path of their own
	Again     bool   // this webhook-id has come before
	Answered  int
	Headers   []string
	Body      string
}

// newReceiver makes a receiver that writes one line for each request.
func newReceiver(lines io.Writer) (*receiver, error) {
	page, err := template.ParseFS(demoFiles, "static/demo/receiver.html")
	if err != nil {
		return nil, fmt.Errorf("read the receiver's page: %w", err)
	}
	return &receiver{page: page, lines: lines, paths: map[string]route{}, seen: map[string]bool{}}, nil
}

// expect has a path verify with the secret of its webhook and answer with the status and text.
func (r *receiver) expect(path, secret string, status int, answer string) error {
	verify, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		return fmt.Errorf("the secret of %s: %w", path, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paths[path] = route{verify, status, answer}
	return nil
}

// ServeHTTP takes webhooks by POST and shows what came by GET.
func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
	switch {
	case req.Method == http.MethodPost:
		r.take(w, req)
	case req.URL.Path == "/receiver.css":
		http.ServeFileFS(w, req, demoFiles, "static/demo/receiver.css")
	case req.URL.Path == "/":
		r.show(w, req.URL.Query().Has("still"))
	default:
		http.NotFound(w, req)
	}
}

func (r *receiver) take(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, receiverMaxBody))
	if err != nil {
		http.Error(w, "the body can't be read", http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	path, known := r.paths[req.URL.Path]
	if !known { // of a webhook that somebody tries out: its secret is theirs
		path.status = http.StatusNoContent
	}
	got := read(req, body)
	if path.verify == nil {
		got.Unchecked = true
	} else if err := path.verify.Verify(body, req.Header); err != nil {
		got.Refused, path.status, path.answer = err.Error(), http.StatusUnauthorized, "the signature is not good"
	}
	id := req.URL.Path + " " + req.Header.Get(standardwebhooks.HeaderWebhookID)
	got.Again, r.seen[id] = r.seen[id], true
	got.Answered = path.status
	r.remember(got)
	w.WriteHeader(path.status)
	_, _ = io.WriteString(w, path.answer)
}

// read makes a receipt of a request.
func read(req *http.Request, body []byte) receipt {
	var says struct { // of either family
		Payload struct{ Username, GroupName string }
		Data    struct{ User struct{ Username string } }
	}
	_ = json.Unmarshal(body, &says) // what can't be read has no subject, and is shown all the same
	got := receipt{At: time.Now(), Path: req.URL.Path, Event: req.Header.Get("Rollcall-Event"), Attempt: req.Header.Get("Rollcall-Attempt"),
		Subject: says.Payload.Username + says.Data.User.Username, Body: string(body)}
	if says.Payload.GroupName != "" {
		got.Subject += ", " + says.Payload.GroupName
	}
	for name, values := range req.Header {
		got.Headers = append(got.Headers, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(got.Headers)
	return got
}

func (r *receiver) remember(got receipt) {
	r.got = append(r.got, got)
	if len(r.got) > receiverRemember {
		r.got = slices.Clone(r.got[1:])
	}
	signature := "signature valid"
	switch {
	case got.Refused != "":
		signature = "signature REFUSED: " + got.Refused
	case got.Unchecked:
		signature = "signature not checked"
	}
	_, _ = fmt.Fprintf(r.lines, "%s  receiver %-9s %-24s %-22s attempt %s, %s, answered %d\n",
		got.At.Format(time.TimeOnly), got.Path, got.Event, got.Subject, got.Attempt, signature, got.Answered)
}

func (r *receiver) show(w http.ResponseWriter, still bool) {
	r.mu.Lock()
	got := slices.Clone(r.got)
	r.mu.Unlock()
	slices.Reverse(got)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = r.page.Execute(w, struct {
		Got   []receipt
		Still bool // does not reload by itself
	}{got, still}) // an error is a browser that has gone: there is nobody to tell
}
