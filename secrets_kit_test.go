package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// get is a page as ada sees it.
func (v *vault) get(path string) string {
	v.t.Helper()
	answer, err := v.ada.Get(v.s.url + path)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(answer)
}

// post is what comes after ada's form, over one redirect.
func (v *vault) post(path string, fields ...string) string {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	answer, err := v.ada.PostForm(v.s.url+path, form)
	if err != nil {
		v.t.Fatal(err)
	}
	if to := answer.Header.Get("Location"); to != "" {
		_ = answer.Body.Close()
		return v.get(to)
	}
	return v.read(answer)
}

func (v *vault) read(answer *http.Response) string {
	v.t.Helper()
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return fmt.Sprint(answer.Header) + string(body)
}

func (v *vault) number(query string) (n int) {
	v.t.Helper()
	if err := v.db.QueryRow(v.t.Context(), query).Scan(&n); err != nil {
		v.t.Fatal(err)
	}
	return n
}

func (v *vault) text(query string) (text string) {
	v.t.Helper()
	if err := v.db.QueryRow(v.t.Context(), query).Scan(&text); err != nil {
		v.t.Fatal(err)
	}
	return text
}

// pairs reads rows of two texts.
func (v *vault) pairs(query string) (all [][2]string) {
	v.t.Helper()
	rows, err := v.db.Query(v.t.Context(), query)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pair [2]string
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			v.t.Fatal(err)
		}
		all = append(all, pair)
	}
	return all
}
