package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huashu/core/engine"
	"huashu/core/packs"
	"huashu/server"
	"huashu/server/client"
	"huashu/server/gate"
	"huashu/server/release"
	"huashu/server/setup"
)

func packPublishCommand() *cobra.Command {
	var p publication
	cmd := &cobra.Command{
		Use:   "publish [DIR]... | FILE",
		Short: "sign a pack and publish it to a shop",
		Long: `publish compiles the folders on top of the default packs (or takes a compiled
file), runs the examples, signs the release with the key in the keys folder and
sends both to the server, which puts the pack to the test again.

The token is taken from --token, else from the environment variable
HUASHU_TOKEN, else from the file "token" in the keys folder.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			done, err := p.run(cmd.Context(), args)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), done)
			return err
		},
	}
	p.flags(cmd)
	return cmd
}

// flags are those of whoever signs and sends.
func (p *publication) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&p.server, "server", "http://127.0.0.1:8787", "address of the server")
	cmd.Flags().StringVar(&p.tenant, "tenant", "", "the shop")
	cmd.Flags().StringVar(&p.keys, "keys", "", "folder with release.pem and root.json")
	cmd.Flags().StringVar(&p.token, "token", "", "the reviewer's token")
	_ = cmd.MarkFlagRequired("tenant") // both are flags of this command
	_ = cmd.MarkFlagRequired("keys")
}

type publication struct{ server, tenant, keys, token string }

// run publishes and says what came of it.
func (p *publication) run(ctx context.Context, paths []string) (string, error) {
	pack, err := tested(paths)
	if err != nil {
		return "", err
	}
	admin, next, key, err := p.open(ctx)
	if err != nil {
		return "", err
	}
	ref := release.NewRef(pack)
	if next.Pack == ref {
		return fmt.Sprintf("release %d of %s has this very pack: nothing to publish", next.Seq-1, p.tenant), nil
	}
	if err := admin.Upload(ctx, ref, pack); err != nil {
		return "", err
	}
	proposed, err := admin.ProposalFor(ctx, ref)
	if err != nil {
		return "", err
	}
	next.Pack = ref
	envelope, err := sign(next, proposed, key)
	if err != nil {
		return "", err
	}
	published, err := admin.Publish(ctx, envelope)
	if err != nil {
		return "", err
	}
	done := fmt.Sprintf("published release %d of %s: %d bytes, sha256 %s", published.Seq, p.tenant, ref.Size, ref.SHA256)
	if r := published.Report; r != nil {
		done += fmt.Sprintf("\nthe gate ran %d examples of %d rules in %s", r.Examples, r.Rules, r.Took.Round(time.Millisecond))
	}
	return done, nil
}

// maxSkip is how many numbers a server may leave out between the stable release
// and the one to sign: those of releases that never became stable. Whoever
// signs a very high number can publish none after.
const maxSkip = 1000

// sign signs next, the release that follows the stable one by what was verified
// here. From what the server proposes come the number and the deltas, which
// can bring nothing but the pack.
func sign(next, proposed server.Release, key release.Key) ([]byte, error) {
	if proposed.Parent != next.Parent || proposed.Seq < next.Seq || proposed.Seq > next.Seq+maxSkip || proposed.Pack != next.Pack {
		return nil, fmt.Errorf("the server proposes release %d of pack %s after %q, but release %d (%q) is stable, and the pack is %s",
			proposed.Seq, proposed.Pack.SHA256, proposed.Parent, next.Seq-1, next.Parent, next.Pack.SHA256)
	}
	next.Seq, next.Deltas, next.MinEngine = proposed.Seq, proposed.Deltas, gate.Level
	return release.Sign(server.TypeRelease, next, key)
}

// tested compiles a pack and runs its examples.
func tested(paths []string) ([]byte, error) {
	pack, err := packs.Open(paths...)
	if err != nil {
		return nil, err
	}
	_, err = examples(pack)
	return pack, err
}

// examples runs those of a compiled pack and gives how many there are. All
// must hold.
func examples(pack []byte) (run int, err error) {
	e, err := engine.Open(pack)
	if err != nil {
		return 0, err
	}
	run, failures, err := e.SelfTest()
	if err == nil && len(failures) > 0 {
		err = fmt.Errorf("%d of %d examples fail:\n%s", len(failures), run, strings.Join(failures, "\n"))
	}
	return run, err
}

// open gives what it takes to sign and send: the server as a reviewer sees it,
// the release to follow the stable one, and the key.
func (p *publication) open(ctx context.Context) (admin client.Admin, next server.Release, key release.Key, err error) {
	if key, err = release.LoadKey(filepath.Join(p.keys, setup.ReleaseKeyFile)); err != nil {
		return admin, next, key, err
	}
	token, err := p.findToken()
	if err != nil {
		return admin, next, key, err
	}
	admin = client.Admin{Server: strings.TrimSuffix(p.server, "/"), Tenant: p.tenant, Token: token}
	next, err = p.next(ctx)
	return admin, next, key, err
}

// next asks the server what is stable and gives the release to follow it. The
// answer is checked like any client's: with the root in the keys folder.
func (p *publication) next(ctx context.Context) (server.Release, error) {
	next := server.Release{Type: server.TypeRelease, Tenant: p.tenant, Seq: 1, Issued: time.Now().UTC().Truncate(time.Second)}
	root, err := os.ReadFile(filepath.Join(p.keys, setup.RootFile))
	if err != nil {
		return next, err
	}
	fingerprint, err := release.Fingerprint(root)
	if err != nil {
		return next, err
	}
	trusted, err := release.OpenFirstRoot(root, fingerprint)
	if err != nil {
		return next, err
	}
	c := client.Client{Enrolment: client.Enrolment{
		Server: strings.TrimSuffix(p.server, "/"), Tenant: p.tenant, Root: trusted.Version, Fingerprint: fingerprint,
	}}
	stable, ref, err := c.Current(ctx, new(client.State))
	if noHead := (*server.Refused)(nil); errors.Is(err, server.ErrNotFound) && errors.As(err, &noHead) && noHead.Place == server.PlaceHead {
		return next, nil
	}
	if err != nil {
		return next, err
	}
	next.Seq, next.Parent, next.Pack = stable.Seq+1, ref.SHA256, stable.Pack
	return next, nil
}

func (p *publication) findToken() (string, error) {
	if token := cmp.Or(p.token, os.Getenv("HUASHU_TOKEN")); token != "" {
		return token, nil
	}
	data, err := os.ReadFile(filepath.Join(p.keys, setup.TokenFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("a token is needed: --token, or HUASHU_TOKEN in the environment")
	}
	return strings.TrimSpace(string(data)), err
}
