package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rollcall/db"
)

// vault is a running server with webhooks that have secrets, and all that was found where people and programs look.
type vault struct {
	t       *testing.T
	s       *serving
	db      *db.DB
	ada     *http.Client
	token   string
	secrets map[string]string // by what they are
	said    map[string]string // by where
}

const (
	ownValue  = "Bearer hunter2-hunter2-hunter2" // of a header that looks secret
	ownColour = "blue-swordfish-blue"            // of one that does not
)

// TestSecretsAreNowhereElse gives webhooks signing secrets and headers, has receivers answer in every way, one that prints all
// that it was sent included, and then looks everywhere. A signing secret is where it was asked for and nowhere else; the
// value of a header is at its receiver, and in the API that must give back what is in no secret's name (contracts/pipefy.md).
func TestSecretsAreNowhereElse(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, env []string) {
		dir := t.TempDir()
		env = append(env, testKey, "ROLLCALL_ALLOW_TARGETS=127.0.0.1", "ROLLCALL_METRICS_TOKEN=metrics-metrics-metrics-metrics")
		rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
		rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "grace", "--email", "grace@acme.example", "--password-stdin").done(t)
		v := &vault{t: t, ada: browser(t), secrets: map[string]string{"the header's value": ownValue, "its second word": strings.Fields(ownValue)[1]}, said: map[string]string{}}
		v.token = strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
		v.s = serve(t, dir, env...)
		v.s.logIn(v.ada, "ada")
		database := strings.TrimPrefix(env[0], "DATABASE_URL=")
		var err error
		if v.db, err = db.Open(t.Context(), db.Config{URL: database, Mode: db.Beside}); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = v.db.Close() })

		v.makeHooks()
		v.s.logIn(browser(t), "grace") // for the first time
		until(t, "each webhook has an attempt", func() bool {
			return v.number(`SELECT COUNT(DISTINCT d.webhook_id) FROM attempts a JOIN deliveries d ON d.id = a.delivery_id`) == 4
		})
		v.lookAtPages()
		v.lookAtAPIs()
		v.lookIntoTheDatabase()
		v.s.stop()
		v.said["the log"] = fmt.Sprint(v.s.lines)
		if path, ok := strings.CutPrefix(database, "sqlite:"); ok {
			v.lookIntoTheFiles(path)
		}
		v.expectNothing()
	})
}

// makeHooks makes webhooks whose receivers deliver, fail, redirect and can't be found, and takes note of their secrets.
func (v *vault) makeHooks() {
	v.t.Helper()
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := httputil.DumpRequest(r, true)
		w.Header().Set("X-Seen", r.Header.Get("Authorization"))
		w.Header().Set("Location", "/elsewhere?was="+strings.Fields(r.Header.Get("Authorization"))[1])
		w.WriteHeader(map[string]int{"/delivers": 200, "/fails": 500, "/redirects": 302}[r.URL.Path])
		_, _ = w.Write(sent)
	}))
	v.t.Cleanup(echo.Close)
	secret := regexp.MustCompile(`whsec_[A-Za-z0-9+/]{43}=`)
	for name, to := range map[string]string{"delivers": echo.URL + "/delivers", "fails": echo.URL + "/fails", "redirects": echo.URL + "/redirects", "lost": "https://lost.invalid/"} {
		shown := html.UnescapeString(v.post("/organizations/acme/webhooks", "name", name, "url", to, "type", "USER_CREATED", "enabled", "on",
			"header-name", "Authorization", "header-value", ownValue, "header-name", "X-Colour", "header-value", ownColour))
		if v.secrets["the secret of "+name] = secret.FindString(shown); v.secrets["the secret of "+name] == "" {
			v.t.Fatalf("%s has no secret:\n%s", name, shown)
		}
	}
	hook := "/organizations/acme/webhooks/" + v.text(`SELECT id FROM webhooks WHERE name = 'delivers'`)
	if shown := html.UnescapeString(v.post(hook + "/secret")); !strings.Contains(shown, v.secrets["the secret of delivers"]) {
		v.t.Error("the secret is not where it was asked for")
	}
	shown := html.UnescapeString(v.post(hook+"/secret/rotation", "overlap", "24"))
	if v.secrets["the new secret"] = secret.FindString(shown); v.secrets["the new secret"] == "" || v.secrets["the new secret"] == v.secrets["the secret of delivers"] {
		v.t.Errorf("there is no new secret:\n%s", shown)
	}
}

var link = regexp.MustCompile(`\shref="([^"#]*)`)

// lookAtPages follows every link, asks for each attempt as curl, and provokes errors.
func (v *vault) lookAtPages() {
	v.t.Helper()
	for waiting := []string{"/organizations/acme", "/organizations/acme/events"}; len(waiting) > 0; waiting = waiting[1:] {
		path := waiting[0]
		if _, seen := v.said[path]; seen || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "/static") {
			continue
		}
		v.said[path] = v.get(path)
		for _, found := range link.FindAllStringSubmatch(v.said[path], -1) {
			waiting = append(waiting, html.UnescapeString(found[1]))
		}
	}
	if len(v.said) < 40 {
		v.t.Errorf("only %d pages were looked at", len(v.said))
	}
	for _, ids := range v.pairs(`SELECT d.id, a.id FROM attempts a JOIN deliveries d ON d.id = a.delivery_id`) {
		at := "/organizations/acme/deliveries/" + ids[0]
		command := v.post(at + "/attempts/" + ids[1] + "/curl")
		if !strings.Contains(command, "curl ") {
			v.t.Errorf("there is no command:\n%s", command)
		}
		v.said["curl of "+ids[1]], v.said["location of "+ids[1]] = command, v.post(at+"/attempts/"+ids[1]+"/location")
	}
	for _, id := range v.pairs(`SELECT id, name FROM webhooks`) {
		at := "/organizations/acme/webhooks/" + id[0]
		v.said["nothing at "+at], v.said["a bad form at "+at] = v.get(at+"/nothing"), v.post(at, "version", "1", "name", id[1], "url", "ftp://x", "header-name", "Authorization", "header-value", "")
		v.said["a stale form at "+at] = v.post(at, "version", "0", "name", id[1], "url", "https://example.com", "type", "USER_CREATED")
	}
}

// lookAtAPIs asks both of them for all that they tell of webhooks.
func (v *vault) lookAtAPIs() {
	v.t.Helper()
	_, v.said["REST"] = v.s.get("/api/organizations/acme/webhooks", v.token)
	_, v.said["REST, one that is there"] = v.s.ask(http.MethodPatch, "/api/organizations/acme/webhooks/delivers", v.token, `{"enabled":true}`)
	_, v.said["REST, a bad one"] = v.s.ask(http.MethodPost, "/api/organizations/acme/webhooks", v.token, `{"name":"delivers","type":"USER_CREATED","url":"https://example.com/","enabled":true}`)
	_, v.said["metrics"] = v.s.get("/metrics", "metrics-metrics-metrics-metrics")
	for i, id := range v.pairs(`SELECT id, name FROM webhooks`) {
		for n, document := range []string{fmt.Sprintf(`mutation { updateOrganizationWebhook(input: {id: %q, name: "renamed-%d"}) { webhook { id name url actions email headers filters enabled createdAt } } }`, id[0], i),
			fmt.Sprintf(`{ webhookDeliveries(webhookId: %q) { nodes { id payloadId action status attempts responseStatus error } } }`, id[0])} {
			body, _ := json.Marshal(map[string]string{"query": document})
			_, answer := v.s.ask(http.MethodPost, "/graphql", v.token, string(body))
			if !strings.Contains(answer, `"data":{"`) || strings.Contains(answer, `"errors"`) {
				v.t.Errorf("GraphQL: %s", answer)
			}
			// What is in no secret's name is given back here, by the contract.
			v.said[fmt.Sprintf("GraphQL %d about webhook %d", n, i)] = strings.ReplaceAll(answer, `"X-Colour":"`+ownColour+`"`, "")
		}
	}
}

// lookIntoTheDatabase reads every row of every table.
func (v *vault) lookIntoTheDatabase() {
	v.t.Helper()
	tables := `SELECT name, name FROM sqlite_schema WHERE type = 'table'`
	if v.db.Engine() == db.PostgreSQL {
		tables = `SELECT tablename, tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	for _, table := range v.pairs(tables) {
		rows, err := v.db.Query(v.t.Context(), "SELECT * FROM "+table[0])
		if err != nil {
			v.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		var text strings.Builder
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				v.t.Fatal(err)
			}
			for _, value := range values {
				if raw, ok := value.([]byte); ok {
					value = string(raw)
				}
				fmt.Fprintln(&text, value)
			}
		}
		_ = rows.Close()
		v.said["the table "+table[0]] = text.String()
	}
}

// lookIntoTheFiles reads what SQLite has on disk, and a backup of it.
func (v *vault) lookIntoTheFiles(path string) {
	v.t.Helper()
	copied := filepath.Join(v.t.TempDir(), "copy.db")
	rollcall(v.t, v.t.TempDir(), []string{"DATABASE_URL=sqlite:" + path, testKey}, "", "backup", copied).done(v.t)
	files, err := filepath.Glob(path + "*")
	if err != nil {
		v.t.Fatal(err)
	}
	for _, file := range append(files, copied) {
		content, err := os.ReadFile(file)
		if err != nil {
			v.t.Fatal(err)
		}
		if strings.HasSuffix(file, ".db") && !bytes.Contains(content, []byte("grace@acme.example")) {
			v.t.Errorf("%s is not what it should be", file)
		}
		v.said["the file "+filepath.Base(file)] = string(content)
	}
}

// expectNothing searches all of it for each secret, in the forms in which it might be kept.
func (v *vault) expectNothing() {
	v.t.Helper()
	v.secrets["the other header's value"] = ownColour
	for what, secret := range v.secrets {
		forms := []string{secret, base64.StdEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret)), url.QueryEscape(secret), html.EscapeString(secret)}
		if encoded, ok := strings.CutPrefix(secret, "whsec_"); ok {
			key, err := base64.StdEncoding.DecodeString(encoded)
			if err != nil || len(key) < 24 {
				v.t.Fatalf("%s is %d bytes (%v)", what, len(key), err)
			}
			forms = append(forms, encoded, string(key), hex.EncodeToString(key), html.EscapeString(encoded))
		}
		for where, text := range v.said {
			for i, form := range forms {
				if strings.Contains(text, form) {
					v.t.Errorf("%s is in %s (form %d)", what, where, i)
				}
			}
		}
	}
}
