/**
 * The words of an editable element and the way back from an offset in them to
 * a place in the DOM. A text node gives its characters, `<br>` a line feed, a
 * block begins and ends a line, and anything that is not text to edit (an
 * emoji picture, a mention) is one object replacement character, so that no
 * fix ever spans it.
 */

/** A run of the text and the node it comes from. */
interface Segment {
  node: Text | Element;
  /** Where the run begins in a text node's data. */
  from: number;
  /** Where it begins in the text. */
  start: number;
  /** Code units of text. A `<br>` that only keeps an empty line open has none. */
  length: number;
}

export interface DomPosition {
  node: Node;
  offset: number;
}

const OBJECT = '\uFFFC';
/** Editors put these into empty spans to give the caret a place; they are not the agent's words. */
const FILLERS = /[\u200B\uFEFF]+/g;

const BLOCKS = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER LI MAIN NAV OL P PRE SECTION TABLE TR UL'.split(
    ' ',
  ),
);
const OBJECTS = new Set('AUDIO BUTTON CANVAS IFRAME IMG INPUT OBJECT SELECT SVG VIDEO'.split(' '));

export class DomText {
  readonly text: string;
  private readonly segments: Segment[] = [];

  constructor(private readonly root: Element) {
    let text = '';
    let lineOpen = false;
    let lineBreakDue = false;

    const endLine = () => {
      if (lineOpen) lineBreakDue = true;
    };
    const add = (node: Text | Element, from: number, words: string) => {
      if (lineBreakDue) text += '\n';
      lineBreakDue = false;
      lineOpen = true;
      this.segments.push({ node, from, start: text.length, length: words.length });
      text += words;
    };
    const walk = (parent: Node) => {
      for (let node = parent.firstChild; node; node = node.nextSibling) {
        if (isText(node)) {
          for (const [from, words] of runs(node.data)) add(node, from, words);
        } else if (isElement(node)) {
          const name = node.tagName.toUpperCase();
          if (name === 'BR') {
            add(node, 0, isLast(node, this.root) ? '' : '\n');
          } else if (OBJECTS.has(name) || node.getAttribute('contenteditable') === 'false') {
            add(node, 0, OBJECT);
          } else if (BLOCKS.has(name)) {
            endLine();
            walk(node);
            endLine();
          } else {
            walk(node);
          }
        }
      }
    };
    walk(root);
    this.text = text;
  }

  /**
   * The DOM place of an offset. Between two runs, `start` prefers the one that
   * begins there and `end` the one that ends there, so that a range clings to
   * its own words.
   */
  position(offset: number, edge: 'start' | 'end'): DomPosition {
    let best: Segment | undefined;
    for (const segment of this.segments) {
      if (segment.start > offset) break;
      if (edge === 'end' && best && best.start + best.length === offset && offset > 0) break;
      best = segment;
    }
    if (!best) return { node: this.root, offset: 0 };
    const within = Math.min(offset - best.start, best.length);
    if (isText(best.node)) return { node: best.node, offset: best.from + within };
    const parent = best.node.parentNode ?? this.root;
    const index = [...parent.childNodes].indexOf(best.node);
    return { node: parent, offset: index + (within > 0 ? 1 : 0) };
  }

  /** The offset of a DOM place inside the root; a place between runs counts as the next run's start. */
  offsetOf(node: Node, offset: number): number {
    const place = this.root.ownerDocument.createRange();
    place.setStart(node, offset);
    for (const { node: own, from, start, length } of this.segments) {
      if (own === node) {
        if (offset <= from + length) return start + Math.max(0, offset - from);
      } else if (place.comparePoint(own, 0) >= 0) {
        return start;
      }
    }
    return this.text.length;
  }
}

/** The stretches of a text node that are words, without fillers, with where they begin. */
function* runs(data: string): Generator<[from: number, words: string]> {
  let from = 0;
  for (const { index, 0: filler } of data.matchAll(FILLERS)) {
    if (index > from) yield [from, plain(data.slice(from, index))];
    from = index + filler.length;
  }
  if (from < data.length) yield [from, plain(data.slice(from))];
}

/** Editable elements turn spaces into no-break spaces; to the engine they are the same. */
function plain(words: string): string {
  return words.replaceAll('\u00A0', ' ');
}

/** Whether nothing follows inside the same line's block: such a `<br>` shows no new line. */
function isLast(node: Node, root: Node): boolean {
  for (let at: Node = node; at !== root; at = at.parentNode) {
    if (at !== node && isElement(at) && BLOCKS.has(at.tagName.toUpperCase())) return true;
    for (let next = at.nextSibling; next; next = next.nextSibling) {
      if (isElement(next)) return BLOCKS.has(next.tagName.toUpperCase());
      if (isText(next) && next.data !== '') return false;
    }
    if (!at.parentNode) return true;
  }
  return true;
}

function isText(node: Node): node is Text {
  return node.nodeType === 3;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
