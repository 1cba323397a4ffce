package handlers

import (
	"fmt"

	"rollcall/app/access"
)

// try is one request that would do what the route is for.
type try struct {
	path    string   // "" is that of the route, with nothing to fill in
	browser *browser // nil is the knocker's own
	form    []string // of a page
	json    string   // of an API
	want    int      // for whoever may; 0 is 200 for a GET and 303 for a POST
}

// tries has a row for every route behind a door. Each makes what it needs anew.
var tries = withPlaces(map[string]func(w *world, who knocker) try{
	"GET /docs/events": func(*world, knocker) try { return try{} },

	"GET /":       func(*world, knocker) try { return try{want: 303} },
	"GET /setup":  func(*world, knocker) try { return try{want: 303} },
	"POST /setup": func(*world, knocker) try { return try{form: []string{"code", "x"}, want: 409} },
	"GET /login": func(_ *world, who knocker) try {
		if who.actor.SignedIn() {
			return try{want: 303}
		}
		return try{}
	},
	"POST /login": func(w *world, _ knocker) try {
		return try{form: []string{"login", w.name("nobody"), "password", "x"}, want: 422}
	},
	"POST /logout": func(w *world, who knocker) try {
		if !who.actor.SignedIn() {
			return try{}
		}
		return try{browser: w.loggedIn(who.actor.Username)} // a session of its own to end
	},
	"GET /invitations/:token": func(w *world, who knocker) try {
		if who.actor.SignedIn() {
			return try{path: w.invitation(), want: 403}
		}
		return try{path: w.invitation()}
	},
	"POST /invitations/:token": func(w *world, who knocker) try {
		t := try{path: w.invitation(), form: []string{"name", "New", "username", "", "password", "short"}, want: 422}
		if who.actor.SignedIn() {
			t.want = 403
		}
		return t
	},
	"POST /invitations/:token/membership": func(w *world, who knocker) try {
		if who.actor.SignedIn() {
			return try{path: w.invitation() + "/membership", want: 403}
		}
		return try{path: w.invitation() + "/membership"} // leads to the log-in
	},

	"POST /theme":     func(*world, knocker) try { return try{form: []string{"theme", "dark"}} },
	"POST /shortcuts": func(*world, knocker) try { return try{form: []string{"shortcuts", "off"}} },

	"GET /account": func(*world, knocker) try { return try{} },
	"POST /account/password": func(*world, knocker) try {
		return try{form: []string{"current", "wrong", "password", password + "!"}, want: 422}
	},
	"POST /account/sessions/removal": func(*world, knocker) try { return try{} },
	"POST /account/tokens": func(w *world, _ knocker) try {
		return try{form: []string{"name", w.name("token"), "expires", "30"}, want: 200}
	},
	"POST /account/sessions/:session/removal": func(w *world, who knocker) try {
		return try{path: "/account/sessions/" + w.otherSession(who) + "/removal"}
	},
	"POST /account/tokens/:token/revocation": func(w *world, who knocker) try {
		return try{path: "/account/tokens/" + w.otherToken(who) + "/revocation"}
	},

	"GET /search": func(*world, knocker) try { return try{path: "/search?q=ada@example.com"} },

	"GET /organizations":                        func(*world, knocker) try { return try{} },
	"GET /organizations/new":                    func(*world, knocker) try { return try{} },
	"POST /organizations":                       func(w *world, _ knocker) try { return try{form: []string{"title", w.name("Org "), "seats", "0"}} },
	"GET /organizations/:organization":          func(*world, knocker) try { return try{path: "/organizations/acme", want: 303} },
	"GET /organizations/:organization/settings": func(*world, knocker) try { return try{path: "/organizations/acme/settings"} },
	"POST /organizations/:organization/settings": func(w *world, _ knocker) try {
		return try{path: "/organizations/acme/settings", form: []string{"title", w.name("Acme ")}}
	},
	"POST /organizations/:organization/seats": func(w *world, _ knocker) try {
		return try{path: "/organizations/acme/seats", form: []string{"seats", fmt.Sprint(1000 + w.made)}}
	},

	"GET /organizations/:organization/users":     func(*world, knocker) try { return try{path: "/organizations/acme/users"} },
	"GET /organizations/:organization/users/new": func(*world, knocker) try { return try{path: "/organizations/acme/users/new"} },
	"POST /organizations/:organization/users": func(w *world, _ knocker) try {
		name := w.name("new")
		return try{path: "/organizations/acme/users", form: []string{"name", name, "username", name, "email", name + "@example.com", "password", password, "role", "normal"}}
	},
	"GET /organizations/:organization/users/:user":         user(""),
	"GET /organizations/:organization/users/:user/edit":    user("/edit"),
	"GET /organizations/:organization/users/:user/removal": user("/removal"),
	"POST /organizations/:organization/users/:user": func(w *world, who knocker) try {
		name := w.name("edited")
		return user("", "name", name, "username", name, "email", name+"@example.com")(w, who)
	},
	"POST /organizations/:organization/users/:user/role":        user("/role", "role", "company_guest"),
	"POST /organizations/:organization/users/:user/password":    user("/password", "password", password),
	"POST /organizations/:organization/users/:user/disablement": user("/disablement"),
	"POST /organizations/:organization/users/:user/disablement/removal": func(w *world, _ knocker) try {
		u := w.target()
		if err := w.directory.Disable(w.t.Context(), access.Command(), "acme", u.ID); err != nil {
			w.t.Fatal(err)
		}
		return try{path: fmt.Sprintf("/organizations/acme/users/%d/disablement/removal", u.ID)}
	},
	"POST /organizations/:organization/users/:user/removal": func(w *world, _ knocker) try {
		u := w.target()
		return try{path: fmt.Sprintf("/organizations/acme/users/%d/removal", u.ID), form: []string{"confirm", u.Username}}
	},
	"GET /organizations/:organization/guests/new": func(*world, knocker) try { return try{path: "/organizations/acme/guests/new"} },
	"POST /organizations/:organization/guests": func(w *world, _ knocker) try {
		name := w.name("visitor")
		w.user("initech", name, false)
		return try{path: "/organizations/acme/guests", form: []string{"login", name, "role", "company_guest"}}
	},

	"GET /organizations/:organization/groups":     func(*world, knocker) try { return try{path: "/organizations/acme/groups"} },
	"GET /organizations/:organization/groups/new": func(*world, knocker) try { return try{path: "/organizations/acme/groups/new"} },
	"POST /organizations/:organization/groups": func(w *world, _ knocker) try {
		return try{path: "/organizations/acme/groups", form: []string{"name", w.name("Group ")}}
	},
	"GET /organizations/:organization/groups/:group":         group(""),
	"GET /organizations/:organization/groups/:group/edit":    group("/edit"),
	"GET /organizations/:organization/groups/:group/delete":  group("/delete"),
	"POST /organizations/:organization/groups/:group/delete": group("/delete"),
	"POST /organizations/:organization/groups/:group":        func(w *world, who knocker) try { return group("", "name", w.name("Renamed "))(w, who) },
	"POST /organizations/:organization/groups/:group/members": func(w *world, who knocker) try {
		return group("/members", "login", w.target().Username)(w, who)
	},
	"POST /organizations/:organization/groups/:group/members/:user/removal": func(w *world, _ knocker) try {
		g, u := w.group()
		return try{path: fmt.Sprintf("/organizations/acme/groups/%d/members/%d/removal", g, u)}
	},

	"GET /organizations/:organization/service-accounts": func(*world, knocker) try { return try{path: "/organizations/acme/service-accounts"} },
	"POST /organizations/:organization/service-accounts": func(w *world, _ knocker) try {
		return try{path: "/organizations/acme/service-accounts", form: []string{"name", w.name("Service "), "role", "admin"}, want: 200}
	},
	"GET /organizations/:organization/service-accounts/:account/secret":  service("/secret"),
	"GET /organizations/:organization/service-accounts/:account/delete":  service("/delete"),
	"POST /organizations/:organization/service-accounts/:account/delete": service("/delete"),
	"POST /organizations/:organization/service-accounts/:account/secret": func(w *world, who knocker) try {
		t := service("/secret")(w, who)
		t.want = 200
		return t
	},

	"GET /api/organizations/:organization/webhooks": func(*world, knocker) try { return try{path: "/api/organizations/acme/webhooks"} },
	"POST /api/organizations/:organization/webhooks": func(w *world, _ knocker) try {
		return try{path: "/api/organizations/acme/webhooks", want: 200,
			json: fmt.Sprintf(`{"name":%q,"type":"USER_CREATED","url":"https://example.com/","enabled":true}`, w.name("hook"))}
	},
	"PATCH /api/organizations/:organization/webhooks/:webhook": func(w *world, _ knocker) try {
		return try{path: "/api/organizations/acme/webhooks/" + w.hook().Name, json: `{"enabled":false}`, want: 200}
	},
	"POST /graphql": func(*world, knocker) try { return try{json: `{"query":"{ me { id } }"}`, want: 200} },
	"POST /queries": func(*world, knocker) try { return try{json: `{"query":"{ me { id } }"}`, want: 200} },

	"DELETE /api/organizations/:organization/webhooks/:webhook": func(w *world, _ knocker) try {
		return try{path: "/api/organizations/acme/webhooks/" + w.hook().Name, want: 204}
	},
})

func user(rest string, form ...string) func(*world, knocker) try {
	return func(w *world, _ knocker) try {
		return try{path: fmt.Sprintf("/organizations/acme/users/%d%s", w.target().ID, rest), form: form}
	}
}

func group(rest string, form ...string) func(*world, knocker) try {
	return func(w *world, _ knocker) try {
		g, _ := w.group()
		return try{path: fmt.Sprintf("/organizations/acme/groups/%d%s", g, rest), form: form}
	}
}

func service(rest string) func(*world, knocker) try {
	return func(w *world, _ knocker) try {
		made, _, err := w.access.CreateServiceAccount(w.t.Context(), access.Command(), "acme", w.name("Service "), "")
		if err != nil {
			w.t.Fatal(err)
		}
		return try{path: fmt.Sprintf("/organizations/acme/service-accounts/%d%s", made.ID, rest)}
	}
}
