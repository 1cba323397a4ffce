package outbound

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// BenchmarkDo measures whole attempts against a receiver in the same process.
func BenchmarkDo(b *testing.B) {
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		io.WriteString(w, `{"ok":true}`)
	}))
	defer receiver.Close()
	client, err := New(Config{Allow: []string{"127.0.0.1"}})
	if err != nil {
		b.Fatal(err)
	}
	defer client.CloseIdle()
	header := http.Header{"Content-Type": {"application/json"}, "Webhook-Id": {"018f"}, "User-Agent": {"Rollcall/bench"}}
	body := make([]byte, 300)
	b.ReportAllocs()
	b.SetParallelism(16)
	start := time.Now()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if got := client.Do(b.Context(), Request{URL: receiver.URL + "/hook", Header: header, Body: body}); got.Class != "" {
				b.Errorf("%s: %s (%s)", got.Class, got.Error, got.LogDetail)
			}
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "req/s")
}
