// Package static knows the files that browsers load beside the pages: the stylesheet, the scripts, the icon and the
// vendored htmx. It embeds them and gives each a URL that carries a hash of its content, so that a browser may keep a
// file for ever and still sees a new one at once. It knows nothing of pages, sessions or the domain.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed css js icons vendor
var files embed.FS

// Prefix is where Handler is to be mounted.
const Prefix = "/static/"

// asset is one file as it is served.
type asset struct {
	url         string
	contentType string
	plain       []byte
	gzipped     []byte // nil when compressing would not make it smaller
}

// types maps the extensions that are served; every other file (licences, notes) is embedded but not served.
var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// assets are the served files, once by the last part of their path ("app.css") and once by URL.
var assets = sync.OnceValue(index)

// URL returns the address of the file with that base name, for example "/static/app.1f0c9a2b7d3e.css" for "app.css".
// A name that is not embedded panics: it is a mistake in our own source, and the first page rendered shows it.
func URL(name string) string {
	a, ok := assets()[name]
	if !ok {
		panic("static: no such file: " + name)
	}
	return a.url
}

// Handler serves the files below Prefix. The URL names the content, so answers are immutable for a year; any other
// path, one with the hash of an older build too, is 404.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets()[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
			return
		}
		serve(w, r, a)
	})
}

func serve(w http.ResponseWriter, r *http.Request, a asset) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	body := a.plain
	if a.gzipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.gzipped
	}
	if r.Method == http.MethodGet {
		_, _ = w.Write(body) // the client has gone: nobody is left to tell
	}
}

// index reads every embedded file once. Embedded files can always be read, so an error is a mistake in this package.
func index() map[string]asset {
	out := map[string]asset{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		contentType := types[path.Ext(name)]
		if err != nil || d.IsDir() || contentType == "" {
			return err
		}
		content, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		a := asset{url: hashedURL(path.Base(name), content), contentType: contentType, plain: content, gzipped: compress(content)}
		out[path.Base(name)], out[a.url] = a, a
		return nil
	})
	if err != nil {
		panic("static: " + err.Error())
	}
	return out
}

func hashedURL(base string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(base)
	return Prefix + strings.TrimSuffix(base, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

func compress(content []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // fails only for a level that does not exist
	_, _ = w.Write(content)                               // a bytes.Buffer takes everything
	_ = w.Close()
	if b.Len() >= len(content) {
		return nil
	}
	return b.Bytes()
}
