package handlers

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"rollcall/app/access"
	"rollcall/db"
	"rollcall/db/dbtest"
)

func TestServiceAccountPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		s.user("acme", "ada", true)
		b := s.loggedIn("ada")
		const list = "/organizations/acme/service-accounts"
		secretOf := func(a answer) string { return regexp.MustCompile(`rs_[a-z2-7]{40,}`).FindString(a.body) }
		var account access.ServiceAccount
		opens := func(secret string) bool {
			_, err := s.access.IssueAccessToken(t.Context(), account.ClientID, secret, "203.0.113.7")
			return err == nil
		}

		b.get(list).says(t, http.StatusOK, "No service accounts yet")
		made := b.post(list, "name", "Terraform", "role", "admin")
		made.says(t, http.StatusOK, "Terraform is ready. Keep its client secret.", "shown this once", "/oauth/token")
		all, err := s.access.ServiceAccounts(t.Context(), access.Command(), "acme")
		if err != nil || len(all) != 1 {
			t.Fatalf("there are %v, %v", all, err)
		}
		account = all[0]
		at := list + "/1"
		first := secretOf(made)

		t.Run("the secret is shown once, and opens the API", func(t *testing.T) {
			if !strings.Contains(made.body, account.ClientID) || !opens(first) {
				t.Error("the page showed no id, or no secret that opens")
			}
			again := b.get(list)
			again.says(t, http.StatusOK, "Terraform", account.ClientID)
			if secretOf(again) != "" {
				t.Error("the secret is shown again")
			}
		})
		t.Run("a refused form keeps what was typed", func(t *testing.T) {
			b.post(list, "name", "Terraform", "role", "normal").says(t, http.StatusConflict, `value="Terraform"`, `<option value="normal" selected`)
			b.post(list, "name", "", "role", "king").says(t, http.StatusUnprocessableEntity, "1 to 100 characters", "There is no role")
		})
		t.Run("a renewed secret ends the one before", func(t *testing.T) {
			b.get(at+"/secret").says(t, http.StatusOK, "Renew the secret of Terraform?", "end at once")
			renewed := b.post(at + "/secret")
			renewed.says(t, http.StatusOK, "Keep its client secret")
			if second := secretOf(renewed); second == first || !opens(second) || opens(first) {
				t.Error("the new secret doesn't open, or the old one still does")
			}
		})
		t.Run("a deleted one is gone with its secret", func(t *testing.T) {
			b.get(at+"/delete").says(t, http.StatusOK, "Delete Terraform?")
			b.post(at+"/delete").leads(t, list)
			b.get(list).says(t, http.StatusOK, "Service account deleted.", "No service accounts yet")
			b.get(at+"/delete").says(t, http.StatusNotFound, "Not found")
			b.post(at+"/secret").says(t, http.StatusNotFound, "Not found")
		})
	})
}
