package main

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// keyFile is where the key of a SQLite database is kept: beside it, with the same name and the ending .key.
func keyFile(database string) string {
	return strings.TrimSuffix(database, filepath.Ext(database)) + ".key"
}

// loadKey reads a key file. A file that others may read is refused: whoever has it and a backup has every secret.
// The error is fs.ErrNotExist when there is none.
func loadKey(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, fmt.Errorf("the key file can't be read: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s may be read by others: run `chmod 600 %s`", file, file)
	}
	content, err := readSmall(file)
	if err != nil {
		return nil, fmt.Errorf("the key file can't be read: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(content))
	if err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("the key file %s is damaged: put the key back from your copy", file)
	}
	return key, nil
}

// loadOrMakeKey reads a key file, or makes it when there is none; made says so.
func loadOrMakeKey(file string) (key []byte, made bool, err error) {
	key, err = loadKey(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, false, err
	}
	key = make([]byte, keyBytes)
	rand.Read(key) // never fails: crypto/rand ends the process instead
	err = saveKey(file, key)
	if errors.Is(err, fs.ErrExist) { // another process was quicker
		key, err = loadKey(file)
		return key, false, err
	}
	return key, true, err
}

// saveKey writes a new key file: whole and on the disk before it has its name, because a secret encrypted with a key
// that a power cut took away is lost. The error is fs.ErrExist when there already is one.
func saveKey(file string, key []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	defer func() { _ = os.Remove(temp.Name()) }() // its second name, if all went well
	_, err = temp.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	if err := os.Link(temp.Name(), file); err != nil { // a rename would replace another process's key
		return fmt.Errorf("make the key file: %w", err)
	}
	return syncFolder(filepath.Dir(file))
}

// syncFolder puts a folder's list of names on the disk.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	if err := errors.Join(folder.Sync(), folder.Close()); err != nil {
		return fmt.Errorf("make the key file: %w", err)
	}
	return nil
}
