// Package gomod finds the sources of Go modules, for the generators that read
// tables which come with them.
package gomod

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Dir returns the folder of a module, which the go command downloads if need
// be. A path alone names a module that go.mod requires, in its version there.
// "path@version" names any module: it is asked for from outside of this one, so
// that go.mod does not come to list it.
func Dir(query string) (string, error) {
	var stderr bytes.Buffer
	cmd := exec.Command("go", "mod", "download", "-json", query)
	if strings.Contains(query, "@") {
		cmd.Dir = os.TempDir()
	}
	cmd.Stderr = &stderr
	answer, err := cmd.Output()
	var module struct{ Dir, Error string }
	if e := json.Unmarshal(answer, &module); err == nil {
		err = e
	}
	if err != nil { // why stands in the answer or beside it
		return "", fmt.Errorf("go mod download %s: %w: %s%s", query, err, module.Error, &stderr)
	}
	return module.Dir, nil
}
