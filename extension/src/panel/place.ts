/** Where on a page the panel can stand. Pure geometry, in pixels of the viewport. */

export interface Rect {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Surroundings {
  width: number;
  height: number;
  /** What must stay free: the input, the send button. */
  clear: readonly Rect[];
  /** What had better stay in sight, and how much that matters. The panel stands as high as what it covers. */
  dear: readonly { rect: Rect; weight: number }[];
  /** How high the chat stands: above it pages have their own bars. */
  level: number;
}

export interface Size {
  width: number;
  height: number;
  /** Less height than this is no use. */
  least: number;
  /** With this height it need not make room for more: it scrolls. */
  ample: number;
}

export interface Place {
  x: number;
  y: number;
  /** How high it may grow downwards. */
  room: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Space between the panel and what it must not cover, and the edge of the window. */
export const GAP = 4;

/**
 * The place nearest to the wish, or without one where least is covered, at the
 * right rather than at the left. Null when the window leaves no room.
 */
export function findPlace(size: Size, around: Surroundings, wish: Point | null): Place | null {
  let best: { place: Place; cost: number } | null = null;
  const enough = Math.min(size.height, size.ample);
  for (const x of columns(size, around, wish)) {
    for (const [top, bottom] of gaps(x, size, around)) {
      if (bottom - top < size.least) continue;
      for (const level of wish ? [wish.y] : levelsAt(x, size, around)) {
        // It keeps its place while it grows, as long as what it says is of use there.
        const y = clamp(level, top, Math.max(top, bottom - enough));
        const height = Math.min(size.height, bottom - y);
        const cost = wish
          ? Math.hypot(x - wish.x, y - wish.y)
          : covered({ left: x, top: y, right: x + size.width, bottom: y + height }, around) +
            Math.max(0, enough - height) * size.width;
        if (!best || cost < best.cost) best = { place: { x, y, room: bottom - y }, cost };
      }
    }
  }
  return best?.place ?? null;
}

/** Left edges worth a look: as wished, at the window's edges, beside what must stay free. */
function columns(size: Size, around: Surroundings, wish: Point | null): number[] {
  const last = around.width - size.width - GAP;
  if (last < GAP) return [];
  const beside = around.clear.flatMap((rect) => [rect.right + GAP, rect.left - size.width - GAP]);
  const inside = beside.filter((x) => x >= GAP && x <= last);
  return [...(wish ? [clamp(wish.x, GAP, last)] : []), last, GAP, ...inside];
}

/** The free stretches of a column, from top to bottom. */
function gaps(x: number, size: Size, around: Surroundings): [number, number][] {
  const blocks = around.clear
    .filter((rect) => rect.left - GAP < x + size.width && rect.right + GAP > x)
    .map((rect) => [rect.top - GAP, rect.bottom + GAP] as const)
    .sort((a, b) => a[0] - b[0]);
  const free: [number, number][] = [];
  let top = GAP;
  for (const [from, to] of blocks) {
    free.push([top, from]);
    top = Math.max(top, to);
  }
  free.push([top, around.height - GAP]);
  return free;
}

/** Where a panel in this column can begin: beside the chat, or below what had better stay in sight. */
function levelsAt(x: number, size: Size, { dear, level }: Surroundings): number[] {
  const below = dear
    .filter(({ rect }) => rect.left < x + size.width && rect.right > x)
    .map(({ rect }) => rect.bottom + GAP);
  return [level, ...below];
}

function covered(place: Rect, { dear }: Surroundings): number {
  return dear.reduce((sum, { rect, weight }) => sum + weight * overlap(place, rect), 0);
}

/** The area that two rectangles share. */
function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
