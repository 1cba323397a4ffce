package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/db"
	"rollcall/db/dbtest"
)

// trade sends a request for an access token; basic is "id:secret" or "".
func (s *site) trade(kind, body, basic string) answer {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), post, s.url+"/oauth/token", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if id, secret, ok := strings.Cut(basic, ":"); ok {
		r.SetBasicAuth(id, secret)
	}
	return s.browser().do(r)
}

func TestAccessTokens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		q := newQuerent(t, d)
		account, secret, err := q.access.CreateServiceAccount(t.Context(), access.Command(), "acme", "CI of Acme", "")
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{"grant_type": {"client_credentials"}, "client_id": {account.ClientID}, "client_secret": {secret}}.Encode()
		object := fmt.Sprintf(`{"grant_type":"client_credentials","client_id":%q,"client_secret":%q}`, account.ClientID, secret)
		t.Run("an id and its secret get a token that opens the API, in every way of asking", func(t *testing.T) {
			for _, a := range []answer{
				q.trade("application/json", object, ""),
				q.trade("application/x-www-form-urlencoded", form, ""),
				q.trade("application/x-www-form-urlencoded", "grant_type=client_credentials", account.ClientID+":"+secret),
			} {
				if !regexp.MustCompile(`^\{"access_token":"[^"]+","token_type":"Bearer","expires_in":86400\}\n$`).MatchString(a.body) || a.status != http.StatusOK {
					t.Fatalf("answered %d with %s", a.status, a.body)
				}
				if a.header.Get("Cache-Control") != "no-store" || a.header.Get("Pragma") != "no-cache" {
					t.Errorf("it may be kept: %v", a.header)
				}
				var token struct {
					Secret string `json:"access_token"`
				}
				if err := json.Unmarshal([]byte(a.body), &token); err != nil {
					t.Fatal(err)
				}
				got := querent{q.site, token.Secret, q.ada}.ask(`{ me { id name email username createdAt } }`).fine("me").(map[string]any)
				if got["createdAt"] != nil || got["name"] != "CI of Acme" || got["username"] != account.ClientID || got["email"] != "" {
					t.Errorf("it is %v", got)
				}
			}
		})
		t.Run("anything else is refused as the standard says", func(t *testing.T) {
			for _, c := range []struct {
				kind, body, basic string
				status            int
				word              string
			}{
				{"application/json", strings.Replace(object, secret, "wrong", 1), "", 401, "invalid_client"},
				{"application/json", strings.Replace(object, account.ClientID, "nobody", 1), "", 401, "invalid_client"},
				{"application/x-www-form-urlencoded", "grant_type=client_credentials", account.ClientID + ":wrong", 401, "invalid_client"},
				{"application/json", `{"grant_type":"client_credentials"}`, "", 401, "invalid_client"},
				{"application/json", strings.Replace(object, "client_credentials", "password", 1), "", 400, "unsupported_grant_type"},
				{"application/json", `{}`, "", 400, "invalid_request"},
				{"application/json", `[]`, "", 400, "invalid_request"},
				{"application/json", ``, "", 400, "invalid_request"},
				{"application/x-www-form-urlencoded", form + "&client_id=x", "", 400, "invalid_request"},
				{"application/x-www-form-urlencoded", "grant_type=%zz", "", 400, "invalid_request"},
				{"text/plain", object, "", 415, "invalid_request"},
				{"application/json", `"` + strings.Repeat("x", maxBody) + `"`, "", 413, "invalid_request"},
			} {
				a := q.trade(c.kind, c.body, c.basic)
				var refused struct {
					Error       string `json:"error"`
					Description string `json:"error_description"`
				}
				if err := json.Unmarshal([]byte(a.body), &refused); err != nil || a.status != c.status || refused.Error != c.word || refused.Description == "" {
					t.Errorf("%s %.100s: answered %d with %s", c.kind, c.body, a.status, a.body)
				}
				if basic := a.header.Get("WWW-Authenticate"); c.status == 401 && (basic != "") != (c.basic != "") {
					t.Errorf("WWW-Authenticate is %q", basic)
				}
			}
		})
		t.Run("a GET is refused, and the address has no part in it", func(t *testing.T) {
			a := q.call("", get, "/oauth/token?"+form, "")
			if a.status != http.StatusMethodNotAllowed || !strings.Contains(a.body, "invalid_request") {
				t.Errorf("answered %d with %s", a.status, a.body)
			}
			if a := q.trade("application/x-www-form-urlencoded", "", ""); a.status != http.StatusBadRequest {
				t.Errorf("answered %d with %s", a.status, a.body)
			}
		})
		t.Run("guessing is slowed down", func(t *testing.T) {
			var last answer
			for range 200 {
				if last = q.trade("application/json", strings.Replace(object, secret, "wrong", 1), ""); last.status == http.StatusTooManyRequests {
					break
				}
			}
			if last.status != http.StatusTooManyRequests || last.header.Get("Retry-After") == "" || !strings.Contains(last.body, "temporarily_unavailable") {
				t.Errorf("answered %d with %s", last.status, last.body)
			}
		})
		t.Run("no secret gets into the log", func(t *testing.T) {
			if strings.Contains(q.log.String(), secret) {
				t.Error("it did")
			}
		})
	})
}
