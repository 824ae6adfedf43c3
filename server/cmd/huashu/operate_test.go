package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestOperateSpeaksOfWhatThereIs holds docs/operate.md and the files in
// docs/deploy against the program.
func TestOperateSpeaksOfWhatThereIs(t *testing.T) {
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile("../../../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	page := read("operate.md")

	serveCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(page, "`--"+f.Name+"`") {
			t.Errorf("operate.md does not speak of huashu serve --%s", f.Name)
		}
	})

	// Commands as they stand in the text, from their name to the end of the
	// line or of the quotation.
	commands := regexp.MustCompile("huashu ((?:backup|restore|serve|keys|tenant|audit)\\b[^\n`#:;,]*)")
	found := commands.FindAllStringSubmatch(page, -1)
	if len(found) < 15 {
		t.Fatalf("only %d commands were found", len(found))
	}
	for _, f := range found {
		thereIs(t, "operate.md", strings.Fields(f[1]))
	}
	unit := regexp.MustCompile(`ExecStart=\S+ (.*)`).FindStringSubmatch(read("deploy/huashu.service"))
	thereIs(t, "huashu.service", strings.Fields(unit[1]))
	image := regexp.MustCompile(`CMD \[(.*)\]`).FindStringSubmatch(read("deploy/Containerfile"))
	thereIs(t, "Containerfile", strings.Fields(strings.NewReplacer(`"`, "", ",", "").Replace(image[1])))

	r := run(t, nil)
	publishFirst(t, r)
	shown := metricsOf(t, r)
	for _, name := range regexp.MustCompile(`(huashu|process|go)_[a-z_]+[a-z]`).FindAllString(page, -1) {
		if !strings.Contains(shown, "\n"+name) {
			t.Errorf("operate.md speaks of %s, which /metrics does not have", name)
		}
	}
}

// thereIs checks that a command and its flags are there.
func thereIs(t *testing.T, where string, args []string) {
	t.Helper()
	cmd, rest, err := rootCommand().Find(args)
	if err == nil && cmd.HasSubCommands() {
		t.Errorf("%s: huashu %s is no command", where, strings.Join(args, " "))
		return
	}
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err != nil {
		t.Errorf("%s: huashu %s: %v", where, strings.Join(args, " "), err)
	}
}

func TestAShopThatLostItsTokensGetsAnother(t *testing.T) {
	r := run(t, nil)
	said, err := command("tenant", "admin", "shop", "--data", r.data) // also while it serves
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`huashu_\S+`).FindString(said)
	if res := request(t, "GET", r.address+adminPath+"/tokens", token); res.StatusCode != 200 {
		t.Errorf("the new admin gets status %d", res.StatusCode)
	}
	if _, err := command("tenant", "admin", "nobody", "--data", r.data); err == nil {
		t.Error("made an admin of a shop that is not there")
	}
}
