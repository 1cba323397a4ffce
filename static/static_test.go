package static

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, target, encoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, target, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestVendoredFilesAreUnchanged(t *testing.T) {
	note, err := files.ReadFile("vendor/htmx/README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(string(note), -1)
	if len(rows) != 3 {
		t.Fatalf("the note names %d files, want 3", len(rows))
	}
	for _, row := range rows {
		t.Run(row[2]+" has the hash that its note names", func(t *testing.T) {
			content, err := files.ReadFile("vendor/htmx/" + row[2])
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(content)
			if got := hex.EncodeToString(sum[:]); got != row[1] {
				t.Errorf("hash %s, the note says %s", got, row[1])
			}
		})
	}
}

func TestHandler(t *testing.T) {
	t.Run("a file is served under its hashed name, for ever", func(t *testing.T) {
		url := URL("app.css")
		if !regexp.MustCompile(`^/static/app\.[0-9a-f]{12}\.css$`).MatchString(url) {
			t.Errorf("URL %q", url)
		}
		res := get(t, url, "")
		if res.StatusCode != http.StatusOK {
			t.Fatalf("status %d", res.StatusCode)
		}
		if got := res.Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("Cache-Control %q", got)
		}
		if got := res.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
	})
	t.Run("a client that takes gzip gets the same bytes compressed", func(t *testing.T) {
		res := get(t, URL("htmx.min.js"), "gzip, br")
		if got := res.Header.Get("Content-Encoding"); got != "gzip" {
			t.Fatalf("Content-Encoding %q", got)
		}
		zr, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(zr)
		if err != nil {
			t.Fatal(err)
		}
		want, err := files.ReadFile("vendor/htmx/htmx.min.js")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Error("not the file")
		}
	})
	for _, target := range []string{"/static/app.000000000000.css", "/static/", "/static/app.css", "/static/../static.go", "/static/README.md"} {
		t.Run(target+" does not exist", func(t *testing.T) {
			if res := get(t, target, ""); res.StatusCode != http.StatusNotFound {
				t.Errorf("status %d", res.StatusCode)
			}
		})
	}
	t.Run("only GET and HEAD are answered", func(t *testing.T) {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, URL("app.js"), nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("status %d", w.Code)
		}
	})
}
