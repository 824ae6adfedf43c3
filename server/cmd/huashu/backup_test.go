package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huashu/server/client"
	"huashu/server/setup"
)

// command runs huashu with arguments and gives what it prints.
func command(args ...string) (string, error) {
	var out strings.Builder
	cmd := rootCommand()
	cmd.SetOut(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(context.Background())
	return out.String(), err
}

func TestBackupAndRestoreOfARunningServer(t *testing.T) {
	ctx := context.Background()
	data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "huashu.backup")
	enrolment, stop := start(t, data)
	said, err := command("backup", file, "--data", data)
	if err != nil || !strings.Contains(said, "demo: release 1 is stable") {
		t.Fatalf("backup says %q, %v", said, err)
	}

	// Something happens after the backup, and a client hears of it.
	token, err := os.ReadFile(filepath.Join(setup.DemoKeysDir(data), setup.TokenFile))
	if err != nil {
		t.Fatal(err)
	}
	kill := request(t, "PUT", enrolment.Server+"/v1/admin/t/demo/killed/base.some-rule", strings.TrimSpace(string(token)))
	if kill.StatusCode != 200 {
		t.Fatalf("killing a rule: %s", kill.Status)
	}
	c, state := follower(enrolment), client.State{}
	if _, err := c.Sync(ctx, &state); err != nil || len(state.Killed) != 1 {
		t.Fatalf("before: killed %v, %v", state.Killed, err)
	}

	if _, err := command("restore", file, "--data", data, "--replace"); err == nil || !strings.Contains(err.Error(), "in use by a running huashu serve") {
		t.Errorf("restore under a running server: %v", err)
	}
	stop()
	if _, err := command("restore", file, "--data", data); err == nil || !strings.Contains(err.Error(), "--replace") {
		t.Errorf("restore over a database: %v", err)
	}
	said, err = command("restore", file, "--data", data, "--replace")
	if err != nil || !strings.Contains(said, "demo: release 1 is stable") || !strings.Contains(said, "what was in place before is") {
		t.Fatalf("restore says %q, %v", said, err)
	}
	if strings.Contains(said, "online key is missing") {
		t.Error("restore misses the online key, which is there")
	}

	again, _ := start(t, data)
	c.Server = again.Server
	if _, err := c.Sync(ctx, &state); err != nil || len(state.Killed) != 0 {
		t.Errorf("a client that had seen more than the backup holds: killed %v, %v", state.Killed, err)
	}
	if _, err := command("restore", file, "--data", filepath.Join(t.TempDir(), "new")); err != nil {
		t.Errorf("restore on another machine: %v", err)
	}
}

func TestOnlyOneServerToADataFolder(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	start(t, data)
	second := serving{addr: "127.0.0.1:0", data: data, demo: true, web: defaultWeb()}
	if err := second.run(t.Context(), os.Stdout); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second server: %v", err)
	}
}
