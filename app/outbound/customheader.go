package outbound

import (
	"fmt"
	"net/textproto"
	"strings"

	"rollcall/app"
)

// The limits of a webhook's own headers.
const (
	maxHeaders     = 20
	maxHeaderName  = 128
	maxHeaderValue = 4 << 10
	maxHeaderSum   = 16 << 10
)

// headersField is the name of the input that refusals about headers are about.
const headersField = "headers"

// HeaderField is one header that a webhook adds to its requests.
type HeaderField struct{ Name, Value string }

// reservedHeaders belong to the connection, to the signature or to us; a webhook can't set them. The middle group is
// what cloud metadata services ask for: nobody needs it, and a hole in the guard should not find it open.
var reservedHeaders = map[string]bool{
	"Host": true, "Content-Length": true, "Transfer-Encoding": true, "Connection": true, "Keep-Alive": true, "Te": true,
	"Trailer": true, "Upgrade": true, "Expect": true, "Http2-Settings": true, "Range": true,
	"Metadata": true, "Forwarded": true, "X-Real-Ip": true, "Via": true,
	"Content-Type": true, "Content-Encoding": true, "Accept-Encoding": true, "User-Agent": true, "Date": true,
}

// reservedPrefixes are reserved with everything that begins with them.
var reservedPrefixes = []string{
	"Proxy-", "Webhook-", "Rollcall-", "X-Forwarded-", "Metadata-", "X-Aws-Ec2-Metadata-", "X-Metadata-", "X-Google-Metadata-", "X-Aliyun-Ecs-Metadata-",
}

// CheckHeader decides whether a webhook may have a header of its own. The name is a token of at most 128 characters
// that is not reserved, the value 1 to 4,096 visible ASCII characters with spaces between them. net/http would refuse
// or silently drop some of the rest when sending, which nobody would see. The error is an *app.Error about the field
// "headers"; it never repeats the value, which may be a secret.
func CheckHeader(name, value string) error {
	if wrong := wrongHeader(name, value); wrong != "" {
		return app.Refuse(app.Field{Name: headersField, Message: wrong})
	}
	return nil
}

// CheckHeaders applies CheckHeader to each, and bounds them together: at most 20, at most 16 KiB, no name twice.
func CheckHeaders(fields ...HeaderField) error {
	if len(fields) > maxHeaders {
		return app.Refuse(app.Field{Name: headersField, Message: "A webhook has at most 20 headers of its own."})
	}
	seen, sum := map[string]bool{}, 0
	for _, f := range fields {
		if err := CheckHeader(f.Name, f.Value); err != nil {
			return err
		}
		canonical := textproto.CanonicalMIMEHeaderKey(f.Name)
		if seen[canonical] {
			return app.Refuse(app.Field{Name: headersField, Message: fmt.Sprintf("The header “%s” is there twice.", f.Name)})
		}
		seen[canonical] = true
		sum += len(f.Name) + len(f.Value)
	}
	if sum > maxHeaderSum {
		return app.Refuse(app.Field{Name: headersField, Message: "The headers are together longer than 16 KiB."})
	}
	return nil
}

func wrongHeader(name, value string) string {
	switch {
	case name == "":
		return "Enter the name of the header."
	case len(name) > maxHeaderName:
		return "The name of a header has at most 128 characters."
	case !onlyOf(name, tokenCharacters):
		return fmt.Sprintf("“%s” is not the name of a header; use letters, digits and hyphens.", shorten(clean(name), 80))
	case reservedHeader(name) && !HasAnyway(name, value):
		return fmt.Sprintf("The header “%s” is set by this server or reserved; choose another name.", name)
	case value == "":
		return fmt.Sprintf("Enter a value for the header “%s”, or remove it.", name)
	case len(value) > maxHeaderValue:
		return fmt.Sprintf("The value of the header “%s” is longer than 4,096 characters.", name)
	case strings.TrimSpace(value) != value:
		return fmt.Sprintf("The value of the header “%s” begins or ends with a space.", name)
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }):
		return fmt.Sprintf("The value of the header “%s” has a character that a header can't carry; use letters, digits and punctuation of ASCII.", name)
	}
	return ""
}

// HasAnyway reports a header that every request has with this very value: what is configured for other systems often asks
// for it. CheckHeader lets it pass, and whoever sends leaves it out.
func HasAnyway(name, value string) bool {
	return textproto.CanonicalMIMEHeaderKey(name) == "Content-Type" && strings.EqualFold(value, "application/json")
}

// tokenCharacters is RFC 9110 section 5.6.2.
const tokenCharacters = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// reservedHeader reads an underscore as a hyphen: receivers behind CGI or WSGI can't tell the two apart, and would take
// Webhook_Id for the id of the delivery.
func reservedHeader(name string) bool {
	canonical := textproto.CanonicalMIMEHeaderKey(strings.ReplaceAll(name, "_", "-"))
	if reservedHeaders[canonical] {
		return true
	}
	for _, prefix := range reservedPrefixes {
		if strings.HasPrefix(canonical, prefix) {
			return true
		}
	}
	return false
}
