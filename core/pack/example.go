package pack

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"huashu/core"
	"huashu/core/text"
)

// Marked is an example taken apart: the message as it would be typed, the
// spans that a rule must find in it (UTF-16 code units) and what the message
// becomes when the first fixes are applied ("" when the example does not say).
type Marked struct {
	Text  string
	Spans []Span
	Fixed string
}

// Span is [Start, End) of a text in UTF-16 code units.
type Span struct{ Start, End int }

// ParseExample reads the marks of a bad example: "[[你]]好" marks 你,
// "[[你=>您]]好" says as well what is written there.
func ParseExample(e Example) (Marked, error) {
	m := Marked{Fixed: e.Fixed}
	var plain, fixed strings.Builder
	rest, fixes := e.Text, false
	for {
		before, after, ok := strings.Cut(rest, "[[")
		plain.WriteString(before)
		fixed.WriteString(before)
		if !ok {
			break
		}
		inner, tail, ok := strings.Cut(after, "]]")
		if !ok {
			return m, errors.New("[[ without ]]")
		}
		wrong, right, has := strings.Cut(inner, "=>")
		start := text.Len(plain.String())
		plain.WriteString(wrong)
		m.Spans = append(m.Spans, Span{start, text.Len(plain.String())})
		if has {
			fixes = true
			fixed.WriteString(right)
		} else {
			fixed.WriteString(wrong)
		}
		rest = tail
	}
	m.Text = plain.String()
	if fixes && m.Fixed == "" {
		m.Fixed = fixed.String()
	}
	if len(m.Spans) == 0 {
		return m, errors.New("a bad example marks what is wrong with [[ ]]")
	}
	return m, nil
}

// ParseChat reads an example of a rule about chats: one message a line, who,
// when (seconds) and what.
//
//	买家 0 在吗
//	客服 25 [[在的]]
//
// [[…]] marks the messages that something is found in; without a mark it is
// found in the chat as a whole.
func ParseChat(example string) (chat core.Chat, marked []int, err error) {
	for i, line := range strings.Split(strings.TrimSpace(example), "\n") {
		who, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		when, words, _ := strings.Cut(rest, " ")
		role, ok := chatRoles[who]
		t, err := strconv.ParseFloat(when, 64)
		if !ok || err != nil {
			return nil, nil, fmt.Errorf("line %d of the chat: want who (买家, 客服, 机器人 or 系统), seconds and words", i+1)
		}
		plain := strings.NewReplacer("[[", "", "]]", "").Replace(words)
		if plain != words {
			marked = append(marked, i)
		}
		chat = append(chat, core.Message{Role: role, T: t, Text: plain})
	}
	return chat, marked, nil
}

var chatRoles = map[string]core.Role{"买家": core.Buyer, "客服": core.Agent, "机器人": core.Robot, "系统": core.System}
