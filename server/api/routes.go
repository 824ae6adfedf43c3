package api

import (
	_ "embed"
	"net/http"

	"huashu/server"
)

// openAPI is the document that describes the routes; routes_test.go holds it
// against them.
//
//go:embed openapi.yaml
var openAPI []byte

// Route is an address and the least access it needs; none: it is public.
type Route struct {
	Method, Path string
	Access       server.Access
	handle       http.HandlerFunc
}

// Routes lists every route, without handlers.
func Routes() []Route {
	routes := (&handler{}).routes()
	for i := range routes {
		routes[i].handle = nil
	}
	return routes
}

func (h *handler) routes() []Route {
	const shop = "/v1/admin/t/{tenant}"
	const public, viewer, editor, reviewer, admin = server.Access(""), server.AccessViewer, server.AccessEditor, server.AccessReviewer, server.AccessAdmin
	return []Route{
		{"GET", "/healthz", public, h.health},
		{"GET", "/readyz", public, h.ready},
		{"GET", "/v1/openapi.yaml", public, h.openAPI},
		{"GET", "/v1/root/{n}", public, h.root},
		{"GET", "/v1/t/{tenant}/head", public, h.head},
		{"GET", "/v1/t/{tenant}/o/{sha256}", public, h.object},
		{"GET", "/v1/t/{tenant}/events", public, h.events},
		{"GET", "/v1/t/{tenant}/ws", public, h.ws},
		{"POST", "/v1/t/{tenant}/status", public, h.takeStatus},

		{"GET", "/v1/admin/me", viewer, h.read(h.me)},
		{"GET", shop + "/members", viewer, h.read(h.members)},
		{"POST", shop + "/members", admin, h.write(http.StatusCreated, maxSmall, h.addMember)},
		{"PUT", shop + "/members/{member}", admin, h.write(http.StatusOK, maxSmall, h.changeMember)},
		{"POST", shop + "/members/{member}/tokens", admin, h.write(http.StatusCreated, maxSmall, h.addToken)},
		{"GET", shop + "/tokens", admin, h.read(h.tokens)},
		{"DELETE", shop + "/tokens/{token}", admin, h.write(http.StatusNoContent, maxSmall, h.revokeToken)},

		{"GET", shop + "/drafts", viewer, h.read(h.drafts)},
		{"POST", shop + "/drafts", editor, h.write(http.StatusCreated, maxFiles, h.beginDraft)},
		{"GET", shop + "/drafts/{draft}", viewer, h.read(h.draft)},
		{"PUT", shop + "/drafts/{draft}", editor, h.write(http.StatusOK, maxFiles, h.writeDraft)},
		{"DELETE", shop + "/drafts/{draft}", editor, h.write(http.StatusNoContent, maxSmall, h.deleteDraft)},
		{"POST", shop + "/drafts/{draft}/submit", editor, h.write(http.StatusOK, maxSmall, h.submitDraft)},
		{"GET", shop + "/drafts/{draft}/diff", viewer, h.read(h.diffDraft)},
		{"POST", shop + "/drafts/{draft}/return", reviewer, h.write(http.StatusOK, maxSmall, h.returnDraft)},
		{"GET", shop + "/drafts/{draft}/proposal", viewer, h.read(h.proposal)},
		{"POST", shop + "/drafts/{draft}/approve", reviewer, h.write(http.StatusCreated, server.MaxRelease, h.approveDraft)},
		{"POST", shop + "/compile", editor, h.compile},
		{"POST", shop + "/mine", editor, h.mine},

		{"GET", shop + "/o/{sha256}", viewer, h.stagedObject},
		{"PUT", shop + "/o/{sha256}", editor, h.write(http.StatusOK, server.MaxPack, h.stage)},
		{"GET", shop + "/o/{sha256}/proposal", viewer, h.read(h.proposePack)},
		{"GET", shop + "/releases", viewer, h.read(h.releases)},
		{"POST", shop + "/releases", reviewer, h.write(http.StatusCreated, server.MaxRelease, h.publish)},
		{"GET", shop + "/releases/{seq}", viewer, h.read(h.release)},
		{"GET", shop + "/releases/{seq}/diff", viewer, h.read(h.diffRelease)},
		{"GET", shop + "/releases/{seq}/revert", viewer, h.read(h.revert)},

		{"GET", shop + "/rollout", viewer, h.read(h.rollout)},
		{"PUT", shop + "/rollout", reviewer, h.write(http.StatusOK, maxSmall, h.setShare)},
		{"POST", shop + "/rollout/halt", reviewer, h.write(http.StatusOK, maxSmall, h.halt)},
		{"PUT", shop + "/killed/{rule}", reviewer, h.write(http.StatusOK, maxSmall, h.kill)},
		{"DELETE", shop + "/killed/{rule}", reviewer, h.write(http.StatusOK, maxSmall, h.restore)},

		{"GET", shop + "/audit", viewer, h.read(h.audit)},
		{"GET", shop + "/audit/verify", viewer, h.read(h.verifyAudit)},
		{"GET", shop + "/stats", viewer, h.read(h.stats)},
		{"GET", shop + "/adoption", viewer, h.read(h.adoption)},
		{"GET", shop + "/health", viewer, h.read(h.shopHealth)},
	}
}

func (h *handler) openAPI(w http.ResponseWriter, _ *http.Request) {
	share(w)
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(openAPI) // the client may have gone
}
