/**
 * The underlines of one editor, painted through the CSS Custom Highlight API:
 * no element of the page is touched. All editors of a document share one
 * registry; an entry goes when its last range goes.
 */
import { RANK } from '@huashu/wasm/marked';
import type { Severity } from '@huashu/wasm/types';
import type { PageFinding } from '../protocol/engine';
import { sheetOf } from '../ui/overlay';
import type { Editor, TextRange } from './editor';
import highlightCss from './highlight.css?inline';

type Layer = Severity | 'current';

interface Mark {
  finding: PageFinding;
  text: TextRange;
}

export class Marks {
  private marks: Mark[] = [];
  private currentMark: Mark | null = null;

  constructor(
    private readonly editor: Editor,
    signal: AbortSignal,
  ) {
    const { root } = editor;
    // The document has the sheet from the manifest or from the page itself.
    if (root instanceof ShadowRoot) adopt(root, signal);
    signal.addEventListener('abort', () => this.set([]), { once: true });
  }

  get findings(): PageFinding[] {
    return this.marks.map((mark) => mark.finding);
  }

  /** Paints these findings and no others. What stands where it should is left: the browser need not paint it anew. */
  set(findings: readonly PageFinding[]): void {
    this.setCurrent(null);
    const old = new Map<string, Mark[]>();
    for (const mark of this.marks) {
      const key = placeOf(mark.finding.severity, mark.text.range);
      const same = old.get(key);
      if (same) same.push(mark);
      else old.set(key, [mark]);
    }
    // The new before the old are let go: what carries them both need not go and come.
    this.marks = findings.map((finding) => {
      const text = this.editor.range(finding.start, finding.end);
      const standing = old.get(placeOf(finding.severity, text.range)) ?? [];
      const at = standing.findIndex(
        (mark) => isSamePlace(mark.text.range, text.range) && mark.text.intact(),
      );
      const [kept] = at < 0 ? [] : standing.splice(at, 1);
      if (kept) {
        text.release();
        return { finding, text: kept.text };
      }
      paint(finding.severity, text.range);
      return { finding, text };
    });
    for (const { finding, text } of [...old.values()].flat()) {
      unpaint(finding.severity, text.range);
      text.release();
    }
  }

  /** Paints anew when a mark has lost its words: a framework may put other nodes under the same text. */
  mend(): void {
    if (this.marks.every(({ text }) => text.intact())) return;
    const current = this.currentMark?.finding ?? null;
    this.set(this.findings);
    this.setCurrent(current);
  }

  /** Lays a ground under the finding that is being spoken of. */
  setCurrent(finding: PageFinding | null): void {
    if (this.currentMark) unpaint('current', this.currentMark.text.range);
    this.currentMark = this.marks.find((mark) => mark.finding === finding) ?? null;
    if (this.currentMark) paint('current', this.currentMark.text.range);
  }

  /** The most severe finding whose words stand at a point of the viewport. */
  at(x: number, y: number): PageFinding | null {
    let best: PageFinding | null = null;
    for (const { finding, text } of this.marks) {
      if (best && RANK[best.severity] >= RANK[finding.severity]) continue;
      const hit = text
        .rects()
        .some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom + UNDERLINE);
      if (hit) best = finding;
    }
    return best;
  }

  /** Where a finding's words stand in the viewport. */
  rects(finding: PageFinding): DOMRect[] {
    return this.marks.find((mark) => mark.finding === finding)?.text.rects() ?? [];
  }
}

/** How far an underline hangs below its line, in pixels. */
const UNDERLINE = 5;

/** Equal for ranges that may be at the same place. */
const placeOf = (severity: Severity, { startOffset, endOffset }: AbstractRange) =>
  `${severity} ${startOffset} ${endOffset}`;

const isSamePlace = (a: AbstractRange, b: AbstractRange) =>
  a.startContainer === b.startContainer && a.endContainer === b.endContainer;

const nameOf = (layer: Layer) => `huashu-${layer}`;

function paint(layer: Layer, range: AbstractRange): void {
  const name = nameOf(layer);
  let highlight = CSS.highlights.get(name);
  if (!highlight) {
    highlight = new Highlight();
    highlight.priority = layer === 'current' ? 0 : RANK[layer];
    CSS.highlights.set(name, highlight);
  }
  highlight.add(range);
}

function unpaint(layer: Layer, range: AbstractRange): void {
  const name = nameOf(layer);
  const highlight = CSS.highlights.get(name);
  highlight?.delete(range);
  if (highlight?.size === 0) CSS.highlights.delete(name);
}

const adopters = new WeakMap<ShadowRoot, { sheet: CSSStyleSheet; editors: number }>();

/** Gives a shadow root the highlights' styles for as long as an editor in it lives. */
function adopt(root: ShadowRoot, signal: AbortSignal): void {
  let entry = adopters.get(root);
  if (!entry) {
    entry = { sheet: sheetOf(highlightCss), editors: 0 };
    adopters.set(root, entry);
    root.adoptedStyleSheets.push(entry.sheet);
  }
  const own = entry;
  own.editors++;
  signal.addEventListener('abort', () => {
    if (--own.editors > 0) return;
    adopters.delete(root);
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== own.sheet);
  });
}
