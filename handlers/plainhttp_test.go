package handlers

import (
	"slices"
	"testing"

	"golang.org/x/net/html"

	"rollcall/app/access"
	"rollcall/app/webhook"
	"rollcall/db/dbtest"
)

func TestPlainHTTPIsWarnedOf(t *testing.T) {
	s, ada := acme(t, dbtest.SQLite(t))
	safe := hooksPath + "/" + s.newHook("safe").ID
	ada.post(hooksPath, "type", "USER_LOGIN", "name", "plain", "url", "HTTP://receiver.example/x", "enabled", "on")
	list, err := s.webhooks.List(t.Context(), access.Command(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	plain := hooksPath + "/" + list[slices.IndexFunc(list, func(w webhook.Webhook) bool { return w.Name == "plain" })].ID
	const warning = "Plain http: not encrypted."
	ada.get(plain).says(t, 200, warning)
	ada.get(safe).lacks(t, warning)
	for path, hidden := range map[string]bool{plain + "/edit": false, safe + "/edit": true, hooksPath + "/new": true} {
		t.Run("the form at "+path, func(t *testing.T) {
			found := false
			walk(parseHTML(t, ada.get(path).body), func(n *html.Node) {
				if attribute(n, "id") != "http-warning" {
					return
				}
				found = true
				if is := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" }); is != hidden {
					t.Errorf("the warning is hidden: %v", is)
				}
			})
			if !found {
				t.Error("there is no warning")
			}
		})
	}
}
