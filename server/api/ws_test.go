package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"huashu/server/api"
	"huashu/server/servertest"
)

// hear opens a WebSocket that ends with the test.
func hear(t *testing.T, shop *servertest.Shop) *websocket.Conn {
	t.Helper()
	conn, _, err := websocket.Dial(t.Context(), shop.HTTP.URL+"/v1/t/shop/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.CloseNow() })
	return conn
}

// said gives the next message.
func said(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, message, err := conn.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return string(message)
}

func TestWebSocketHintsAtTheCurrentHeadAndEveryNewOne(t *testing.T) {
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	conn := hear(t, shop)
	for i := range int64(3) {
		var hint map[string]int64
		if err := json.Unmarshal([]byte(said(t, conn)), &hint); err != nil {
			t.Fatal(err)
		}
		if _, jitter := hint["jitter"]; hint["version"] != servertest.Day.Unix()+i || !jitter || len(hint) != 2 {
			t.Errorf("got hint %v, want version %d and a jitter", hint, servertest.Day.Unix()+i)
		}
		shop.Publish(t, fmt.Sprint("pack after ", i))
	}
}

func TestWebSocketAnswersPing(t *testing.T) {
	shop := servertest.New(t)
	conn := hear(t, shop)
	if err := conn.Write(t.Context(), websocket.MessageText, []byte("ping")); err != nil {
		t.Fatal(err)
	}
	if got := said(t, conn); got != "pong" {
		t.Errorf("got %q, want pong", got)
	}
}

func TestWebSocketListensToNothingElse(t *testing.T) {
	for _, tt := range []struct {
		said   string
		status websocket.StatusCode
	}{
		{"亲，在吗", websocket.StatusPolicyViolation},
		{strings.Repeat("ping", 1000), websocket.StatusMessageTooBig},
	} {
		conn := hear(t, servertest.New(t))
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(tt.said)); err != nil {
			t.Fatal(err)
		}
		_, _, err := conn.Read(t.Context())
		if closed := (websocket.CloseError{}); !errors.As(err, &closed) || closed.Code != tt.status {
			t.Errorf("after %.10s: got %v, want status %d", tt.said, err, tt.status)
		}
	}
}

func TestWebSocketShowsItIsAlive(t *testing.T) {
	shop := servertest.New(t, func(c *api.Config) { c.Heartbeat = time.Millisecond })
	pinged := make(chan struct{})
	conn, _, err := websocket.Dial(t.Context(), shop.HTTP.URL+"/v1/t/shop/ws", &websocket.DialOptions{
		OnPingReceived: func(context.Context, []byte) bool {
			select {
			case pinged <- struct{}{}:
			default:
			}
			return true
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.CloseNow()
	conn.CloseRead(t.Context())
	<-pinged
	<-pinged // the first was answered
}

func TestWebSocketEndsWithTheServer(t *testing.T) {
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	conn := hear(t, shop)
	said(t, conn)
	shop.Hub.Close()
	_, _, err := conn.Read(t.Context())
	if closed := (websocket.CloseError{}); !errors.As(err, &closed) || closed.Code != websocket.StatusGoingAway {
		t.Errorf("got %v, want status %d", err, websocket.StatusGoingAway)
	}
}

func TestWhoLeavesAWebSocketIsNoSubscriberAnyLonger(t *testing.T) {
	shop := servertest.New(t)
	shop.Publish(t, "pack one")
	conn := hear(t, shop)
	said(t, conn)
	if n := shop.Hub.Subscribers(servertest.Tenant); n != 1 {
		t.Errorf("%d subscribers, want 1", n)
	}
	if err := conn.Close(websocket.StatusNormalClosure, ""); err != nil {
		t.Fatal(err)
	}
	for shop.Hub.Subscribers(servertest.Tenant) > 0 { // until the server has heard of it
		time.Sleep(time.Millisecond)
	}
}

func TestWebSocketRefusals(t *testing.T) {
	shop := servertest.New(t)
	expectProblem(t, shop, "GET", "/v1/t/shop/ws", "", nil, 426, "upgrade")
	_, res, err := websocket.Dial(t.Context(), shop.HTTP.URL+"/v1/t/nobody/ws", nil)
	if err == nil || res.StatusCode != 404 {
		t.Errorf("another tenant's: got %v, want status 404", err)
	}
}
