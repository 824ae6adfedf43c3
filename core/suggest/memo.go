package suggest

// memo keeps what a function gave for a text. A chat grows by a message at a time
// and is read anew after each, so nearly every text has been seen before.
type memo[T any] struct {
	of    func(text string) T
	known map[string]T
}

// maxKnown is how many texts are remembered: some chats' worth.
const maxKnown = 512

func remember[T any](of func(text string) T) memo[T] { return memo[T]{of, map[string]T{}} }

func (m *memo[T]) get(text string) T {
	v, ok := m.known[text]
	if !ok {
		if len(m.known) == maxKnown {
			clear(m.known)
		}
		v = m.of(text)
		m.known[text] = v
	}
	return v
}

// forget is for when the function would give something else.
func (m *memo[T]) forget() { clear(m.known) }
