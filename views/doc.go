// Package views knows how Rollcall looks in a browser: the layout and the components (this file lists them), and one
// file of templates a resource. Templates take domain values and decide nothing beyond if, for and formatting; they
// know no request, no database and no use-case. Every page works without JavaScript: whatever carries an hx- attribute
// is a link or a form that works alone. There is no inline script and no inline style (the Content-Security-Policy
// forbids both); text goes through templ's escaping, always.
//
// A page is a templ component that wraps its content:
//
//	templ UsersPage(p Page, members []directory.Member) {
//		@Layout(p) {
//			@PageHead("Users", "Everybody who belongs to this organization.") {
//				@ButtonLink(Primary, UsersURL(p.Place.Name)+"/new", nil) { Add user }
//			}
//			@Table("Users of " + p.Place.Title) { <thead>…</thead><tbody>…</tbody> }
//		}
//	}
//
// The components:
//
//	Layout, Bare          the page around the content: with header and sidebar, or alone (log in, first run)
//	PageHead, Breadcrumb  the one h1 with its actions; where the page is
//	Button, ButtonLink    Primary, Secondary, Quiet, Danger
//	Field, TextArea, Select, Check, Choices, ErrorSummary, FormActions
//	Table                 a table that becomes cards below 40rem: give every td data-label
//	Badge, UserBadge      a state as icon and word
//	Time, When            relative time, exact in <time>
//	Empty                 what a list is for when it has nothing
//	Dialog, DialogButton  a native modal; Confirm is the same question as a page or a fetched modal
//	Menu                  the "more" menu of a row
//	Pager                 Newer and Older
//	Notice                a message in the page; Toasts the messages at its bottom right
//	Code, CopyButton, Secret, Phases, Icon
//
// What the handlers owe to these templates: POST /logout, POST /theme (theme=system|light|dark, return=path), and the
// addresses of urls.go.
package views
