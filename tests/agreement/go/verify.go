// Verify judges a published log with the Go team's own note and tlog packages.
//
// Usage: verify <folder> <vkey> [<earlier size> ...]; or: verify sign <private key> < text.
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// folder serves tiles as tlog-tiles names them: the paths of this package without the height.
type folder string

func (f folder) Height() int                                { return 8 }
func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := f.tile(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) tile(t tlog.Tile) ([]byte, error) {
	data, err := os.ReadFile(f.path(t))
	if os.IsNotExist(err) && t.W < 256 {
		width := t.W
		t.W = 256
		if data, err = os.ReadFile(f.path(t)); err == nil {
			data = data[:width*tlog.HashSize]
		}
	}
	return data, err
}

func (f folder) path(t tlog.Tile) string {
	return filepath.Join(string(f), "tile", strings.TrimPrefix(t.Path(), "tile/8/"))
}

func (f folder) entries(size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		t := tlog.Tile{H: 8, L: 0, N: n, W: 256}
		if left := size - n*256; left < 256 {
			t.W = int(left)
		}
		path := strings.Replace(f.path(t), "/tile/0/", "/tile/entries/", 1)
		data, err := os.ReadFile(path)
		check(err)
		for len(data) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:end])
			data = data[end:]
		}
	}
	return all
}

func check(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func sign(key string) {
	signer, err := note.NewSigner(key)
	check(err)
	text, err := io.ReadAll(os.Stdin)
	check(err)
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	check(err)
	os.Stdout.Write(signed)
}

func main() {
	if os.Args[1] == "sign" {
		sign(os.Args[2])
		return
	}
	log := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	message, err := os.ReadFile(filepath.Join(string(log), "checkpoint"))
	check(err)
	opened, err := note.Open(message, note.VerifierList(verifier))
	check(err)
	lines := strings.SplitN(opened.Text, "\n", 4)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, log)
	entries := log.entries(size)
	if int64(len(entries)) != size {
		check(fmt.Errorf("%d entries in a log of %d", len(entries), size))
	}
	for n, entry := range entries {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(n))})
		check(err)
		if hashes[0] != tlog.RecordHash(entry) {
			check(fmt.Errorf("entry %d has another hash than its leaf", n))
		}
		proof, err := tlog.ProveRecord(size, int64(n), reader)
		check(err)
		check(tlog.CheckRecord(proof, size, root, int64(n), hashes[0]))
	}
	for _, word := range os.Args[3:] {
		old, err := strconv.ParseInt(word, 10, 64)
		check(err)
		before, err := tlog.TreeHash(old, reader)
		check(err)
		proof, err := tlog.ProveTree(size, old, reader)
		check(err)
		check(tlog.CheckTree(proof, size, root, old, before))
		for _, hash := range proof {
			fmt.Println("proof", old, hash)
		}
		fmt.Println("root", old, before)
	}
	fmt.Println("holds", size)
}
