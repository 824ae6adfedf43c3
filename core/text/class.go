package text

// Class is a set of kinds that a unit is of; see [ClassOf]. A folded unit is of
// the same kinds as the unit itself, but for blanks that were ideographic.
type Class uint16

// The kinds of units.
const (
	Han         Class = 1 << iota // a Chinese character; of a rare one, the first half of its pair
	Latin                         // a letter of the Latin script, of either width
	Digit                         // 0–9, of either width
	Space                         // blank, tab, line feed
	Punct                         // punctuation, Chinese or Western; symbols such as + and ￥ are not
	SentenceEnd                   // 。！？… and line feed; not the full stop, which is in 3.5 as well
	ClauseEnd                     // ，； and all ends of sentences; not 、 and ：, after which the clause goes on
	Opening                       // an opening quotation mark or bracket; straight quotation marks are both
	Closing                       // a closing one
	Emoji                         // a pictograph; of two units, the first
	Ignorable                     // seen by nobody: zero-width characters, variation selectors, soft hyphen
	Surrogate                     // half a pair
)

// Most pages of 256 units are alike, all Han or of no kind at all: the table
// has each page once.
const maxClassPages = 32

var (
	classPage  [256]uint8
	classTable [maxClassPages * 256]Class
)

// ClassOf returns the kinds of a unit.
func ClassOf(u uint16) Class {
	// The mask tells the compiler that the index is in range.
	return classTable[uint(classPage[u>>8]&(maxClassPages-1))<<8|uint(u&0xff)]
}

// Is tells whether a unit is of any of the kinds in c.
func (c Class) Is(u uint16) bool { return ClassOf(u)&c != 0 }

// IsHan tells whether a unit is a Chinese character.
func IsHan(u uint16) bool { return Han.Is(u) }

// IsPunct tells whether a unit is punctuation.
func IsPunct(u uint16) bool { return Punct.Is(u) }

// IsSpace tells whether a unit is blank.
func IsSpace(u uint16) bool { return Space.Is(u) }

// IsSentenceEnd tells whether a unit ends a sentence.
func IsSentenceEnd(u uint16) bool { return SentenceEnd.Is(u) }

// IsClauseEnd tells whether a unit ends a clause or a sentence.
func IsClauseEnd(u uint16) bool { return ClauseEnd.Is(u) }

// IsDigit tells whether a unit is a digit.
func IsDigit(u uint16) bool { return Digit.Is(u) }

// IsLatin tells whether a unit is a Latin letter.
func IsLatin(u uint16) bool { return Latin.Is(u) }

// classRanges lists the kinds of units; a unit's class is all that hold it.
var classRanges = []struct {
	class       Class
	first, last uint16
}{
	{Han, 0x3400, 0x4dbf}, {Han, 0x4e00, 0x9fff}, {Han, 0xf900, 0xfaff}, {Han, '々', '々'}, {Han, '〇', '〇'},
	{Han, 0x2e80, 0x2fdf}, // radicals
	{Han, 0xd840, 0xd888}, // U+20000 – U+323AF
	{Latin, 'A', 'Z'}, {Latin, 'a', 'z'}, {Latin, 'Ａ', 'Ｚ'}, {Latin, 'ａ', 'ｚ'},
	{Latin, 0xc0, 0xd6}, {Latin, 0xd8, 0xf6}, {Latin, 0xf8, 0x24f},
	{Digit, '0', '9'}, {Digit, '０', '９'},
	{Space, '\t', '\r'}, {Space, ' ', ' '}, {Space, 0xa0, 0xa0}, {Space, 0x2000, 0x200a},
	{Space, 0x2028, 0x2029}, {Space, 0x202f, 0x202f}, {Space, 0x205f, 0x205f}, {Space, 0x3000, 0x3000},
	{Punct, 0x2010, 0x2027}, {Punct, 0x2030, 0x205e}, // dashes, quotation marks, …
	{Punct, 0x3001, 0x3003}, {Punct, 0x3008, 0x3011}, {Punct, 0x3014, 0x301f}, // 、。〃〈…】〔…〟
	{Punct, '〰', '〰'}, {Punct, '・', '・'},
	{Punct, 0xfe10, 0xfe19}, {Punct, 0xfe30, 0xfe52}, {Punct, 0xfe54, 0xfe61}, // vertical and small forms
	{Punct, 0xff5f, 0xff65}, {Punct, '·', '·'}, {Punct, '«', '«'}, {Punct, '»', '»'}, {Punct, '¡', '¡'}, {Punct, '¿', '¿'},
	{Emoji, 0x2600, 0x27bf}, {Emoji, 0x2b05, 0x2b07}, {Emoji, 0x2b1b, 0x2b1c}, {Emoji, 0x2b50, 0x2b55},
	{Emoji, 0x231a, 0x231b}, {Emoji, 0x23e9, 0x23fa}, {Emoji, 0xd83c, 0xd83e},
	{Ignorable, 0xad, 0xad}, {Ignorable, 0x200b, 0x200f}, {Ignorable, 0x202a, 0x202e}, {Ignorable, 0x2060, 0x2064},
	{Ignorable, 0xfe00, 0xfe0f}, {Ignorable, 0xfeff, 0xfeff},
	{Surrogate, 0xd800, 0xdfff},
}

// classSets lists kinds whose units are few and scattered.
var classSets = []struct {
	class Class
	units string
}{
	{Punct, "!\"#%&'()*,-./:;?@[\\]_{}~！＂＃％＆＇（）＊，－．／：；？＠［＼］＿｛｝～"},
	{SentenceEnd, "\n\r\u2028\u2029。！？!?…｡⋯‼⁇⁈⁉︒﹖﹗"},
	{Punct, "⋯‼⁇⁈⁉"},
	{ClauseEnd, "\n\r\u2028\u2029。！？!?…｡⋯‼⁇⁈⁉︒﹖﹗，,；;﹐﹔"},
	{Opening, "([{（［｛【《〈「『〔〖“‘«\"'＂＇"},
	{Closing, ")]}）］｝】》〉」』〕〗”’»\"'＂＇"},
}

func init() {
	var flat [1 << 16]Class
	for _, r := range classRanges {
		for u := int(r.first); u <= int(r.last); u++ {
			flat[u] |= r.class
		}
	}
	for _, set := range classSets {
		for _, u := range set.units {
			flat[u] |= set.class
		}
	}
	pages := map[[256]Class]uint8{}
	for high := range classPage {
		page := [256]Class(flat[high<<8 : high<<8+256])
		n, ok := pages[page]
		if !ok {
			n = uint8(len(pages))
			pages[page] = n
			copy(classTable[int(n)<<8:], page[:])
		}
		classPage[high] = n
	}
}
