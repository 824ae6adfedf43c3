// Package release signs and opens the three documents of the protocol: root,
// release and freshness. Each travels in a DSSE envelope whose payload is JSON
// and whose signatures are Ed25519. A payload is verified as the bytes it came
// as and is never encoded again, so no two programs need to agree on how.
package release

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"

	"huashu/server"
)

// maxSignatures bounds the work that an envelope from a stranger can cause.
const maxSignatures = 16

// Envelope is a DSSE envelope, version 1.
type Envelope struct {
	Payload     []byte      `json:"payload"`     // base64 in JSON
	PayloadType string      `json:"payloadType"` // see PayloadType
	Signatures  []Signature `json:"signatures"`
}

// Signature is one key's signature over the envelope's PAE.
type Signature struct {
	KeyID string `json:"keyid"`
	Sig   []byte `json:"sig"` // base64 in JSON
}

// PayloadType gives the DSSE payload type of a document type.
func PayloadType(documentType string) string {
	return "application/vnd.huashu." + documentType + "+json"
}

// pae is DSSE's pre-authentication encoding: what is signed. It binds the type
// to the payload and leaves no two readings of the bytes.
func pae(payloadType string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}

// Sign wraps a document in an envelope signed by the keys. The same document
// and keys give the same bytes.
func Sign(documentType string, document any, keys ...Key) ([]byte, error) {
	payload, err := marshal(document)
	if err != nil {
		return nil, fmt.Errorf("sign %s: %w", documentType, err)
	}
	env := Envelope{Payload: payload, PayloadType: PayloadType(documentType), Signatures: []Signature{}}
	message := pae(env.PayloadType, payload)
	for _, k := range keys {
		env.Signatures = append(env.Signatures, Signature{KeyID: k.ID(), Sig: ed25519.Sign(k.private, message)})
	}
	return marshal(env)
}

// ReadOwn reads a document that this very program has checked and stored
// before: it verifies nothing.
func ReadOwn(data []byte, into any) error {
	var env Envelope
	if err := json.Unmarshal(data, &env); err != nil {
		return err
	}
	return json.Unmarshal(env.Payload, into)
}

// marshal is json.Marshal without the escapes meant for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// parse reads an envelope no larger than limit bytes.
func parse(place server.Place, data []byte, limit int) (Envelope, error) {
	var env Envelope
	if len(data) > limit {
		return env, server.Refuse(place, server.CodeSize, "%d bytes, at most %d are allowed", len(data), limit)
	}
	if err := json.Unmarshal(data, &env); err != nil {
		return env, server.Refuse(place, server.CodeFormat, "not an envelope: %w", err)
	}
	return env, nil
}

// verify checks that enough different keys of the role have signed.
func (env *Envelope) verify(place server.Place, keys map[string][]byte, role server.KeyRole) error {
	if len(env.Signatures) > maxSignatures {
		return server.Refuse(place, server.CodeFormat, "%d signatures, at most %d are allowed", len(env.Signatures), maxSignatures)
	}
	message := pae(env.PayloadType, env.Payload)
	valid := 0
	for _, id := range role.KeyIDs {
		for _, s := range env.Signatures {
			if s.KeyID == id && ed25519.Verify(keys[id], message, s.Sig) {
				valid++
				break
			}
		}
	}
	if role.Threshold < 1 || valid < role.Threshold {
		return server.Refuse(place, server.CodeSignature, "%d valid signatures by the right keys, %d needed", valid, role.Threshold)
	}
	return nil
}

// decode reads the payload after its signatures have been verified, and checks
// that it was signed as what it is taken for.
func (env *Envelope) decode(place server.Place, documentType string, into any) error {
	if want := PayloadType(documentType); env.PayloadType != want {
		return server.Refuse(place, server.CodeType, "payload type %q, want %q", env.PayloadType, want)
	}
	var head struct {
		Type string `json:"_type"`
	}
	if err := json.Unmarshal(env.Payload, &head); err != nil {
		return server.Refuse(place, server.CodeFormat, "payload: %w", err)
	}
	if head.Type != documentType {
		return server.Refuse(place, server.CodeType, "_type %q, want %q", head.Type, documentType)
	}
	if err := json.Unmarshal(env.Payload, into); err != nil {
		return server.Refuse(place, server.CodeFormat, "payload: %w", err)
	}
	return nil
}
