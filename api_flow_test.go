package main

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// The main job, as a program does it with a token: browser_flow_test.go has the same for people.
func TestTheMainJobByTheAPI(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, env []string) {
		const hooks = "/api/organizations/acme/webhooks"
		inbox, dir := newInbox(t), t.TempDir()
		env = append(env, testKey, "ROLLCALL_ALLOW_TARGETS=127.0.0.1")
		rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", "ada", "--email", "ada@acme.example", "--organization", "acme", "--admin", "--password-stdin").done(t)
		for _, name := range []string{"grace", "alan"} {
			rollcall(t, dir, env, testPassword+"\n", "user", "create", "--username", name, "--email", name+"@acme.example", "--password-stdin").done(t)
		}
		token := strings.TrimSpace(rollcall(t, dir, env, "", "token", "create", "--username", "ada", "--name", "test").done(t).out)
		s := serve(t, dir, env...)

		var made struct{ ID, Secret string }
		status, body := s.ask(http.MethodPost, hooks, token, `{"name":"demo","type":"USER_CREATED","url":"`+inbox.url+`","enabled":true}`)
		if err := json.Unmarshal([]byte(body), &made); err != nil || status != http.StatusOK {
			t.Fatalf("creating it answered %d %s", status, body)
		}
		if status, body := s.get(hooks, token); status != http.StatusOK || !strings.Contains(body, made.ID) || strings.Contains(body, made.Secret) {
			t.Errorf("the list is %d %s", status, body)
		}

		s.logIn(browser(t), "grace") // for the first time
		got := inbox.wait(t, 1)[0]
		want := regexp.MustCompile(`^\{"type":"USER_CREATED","webhook":\{"id":"` + made.ID + `","organization":"acme","name":"demo"\},"payload":\{"username":"grace","email":"grace@acme\.example","userId":"[0-9a-f]{24}","organization":"acme","remainingSeats":null\}\}$`)
		if !want.Match(got.body) {
			t.Errorf("the receiver got %s", got.body)
		}
		verifier, err := standardwebhooks.NewWebhook(made.Secret)
		if err != nil {
			t.Fatal(err)
		}
		if err := verifier.Verify(got.body, got.header); err != nil {
			t.Error(err)
		}

		if status, body := s.ask(http.MethodPatch, hooks+"/demo", token, `{"enabled":false}`); status != http.StatusOK || !strings.Contains(body, `"enabled":false`) {
			t.Errorf("disabling it answered %d %s", status, body)
		}
		s.logIn(browser(t), "alan") // unheard
		if status, body := s.ask(http.MethodPatch, hooks+"/demo", token, `{"enabled":true}`); status != http.StatusOK || !strings.Contains(body, `"enabled":true`) {
			t.Errorf("enabling it answered %d %s", status, body)
		}
		if status, body := s.ask(http.MethodDelete, hooks+"/demo", token, ""); status != http.StatusNoContent || body != "" {
			t.Errorf("deleting it answered %d %s", status, body)
		}
		if status, body := s.get(hooks, token); status != http.StatusOK || strings.TrimSpace(body) != "[]" {
			t.Errorf("the list is %d %s", status, body)
		}
		s.stop()
		if n := len(inbox.wait(t, 1)); n != 1 {
			t.Errorf("the receiver got %d requests", n)
		}
	})
}
