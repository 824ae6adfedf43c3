/**
 * The panel on the page: a small window of ours that stands beside the chat,
 * can be moved and collapsed, and never stands on what the agent works with.
 */
import { render } from 'preact';
import type { Texts } from '../i18n/texts';
import { createOverlay, onDark, sheetOf } from '../ui/overlay';
import panelCss from './panel.css?inline';
import { findPlace, type Point, type Rect, type Surroundings } from './place';
import { type PanelState, Pill, View } from './view';

/** How the panel was left on a site. */
export interface PanelMemory {
  collapsed: boolean;
  /** Where it was put, from the window's nearer side; null where nobody has moved it. */
  at: { side: 'left' | 'right'; inset: number; top: number } | null;
}

export interface PanelHost {
  texts: Texts;
  /** What must never be covered: the input, the send button. */
  clear(): Element[];
  /** What had better stay in sight, besides the chat. */
  dear(): Element[];
  insert(index: number): void;
  /** The panel was moved, collapsed or opened. */
  remember(memory: PanelMemory): void;
  /** The keyboard goes back to the page. */
  leave(): void;
}

const WIDTH = 280;
/** Lower than this, the panel tells too little; it collapses. */
const LEAST = 240;
/** Lower than this, it would rather stand elsewhere. */
const AMPLE = 480;
/** How much it matters that the list of buyers and the chat stay in sight; other things count 1. */
const BUYERS = 4;
const CHAT = 3;
/** A pointer that moves less, in pixels, has not dragged. */
const DRAG = 4;
/** How far the pill keeps from the window's corner, in pixels. */
const EDGE = 16;
/** How far an arrow key moves the panel, in pixels. */
const STEP = 24;

const DIRECTIONS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

interface Overlay {
  host: HTMLElement;
  panel: HTMLElement;
  /** What a screen reader says when it has time. */
  spoken: HTMLElement;
  life: AbortController;
}

export class Panel {
  private overlay: Overlay | null = null;
  private state: PanelState | null = null;
  private measured = new Set<Element>();
  private resized: ResizeObserver | null = null;
  /** The window has no room for more than the pill. */
  private cramped = false;
  private at: Point = { x: 0, y: 0 };
  private dragged = false;

  constructor(
    /** The chat: the panel goes where it is, and is light or dark like it. */
    readonly chat: Element,
    private readonly host: PanelHost,
    private memory: PanelMemory,
  ) {}

  /** Whether the suggestions can be seen. */
  get open(): boolean {
    return this.overlay !== null && !this.memory.collapsed && !this.cramped;
  }

  owns(event: Event): boolean {
    return this.overlay !== null && event.composedPath().includes(this.overlay.host);
  }

  show(state: PanelState): void {
    const before = this.state;
    this.state = state;
    this.overlay ??= this.build();
    this.draw();
    this.place();
    const news = state.suggestions.map(({ text }) => text).join();
    if (news !== (before?.suggestions.map(({ text }) => text).join() ?? '')) this.speak(state);
  }

  /** Opens the panel if need be and puts the keyboard into it. */
  focus(): void {
    if (this.memory.collapsed) this.collapse(false);
    const { panel } = this.overlay ?? {};
    const first = panel?.querySelector<HTMLElement>('.reply') ?? panel?.querySelector('button');
    first?.focus();
  }

  close(): void {
    if (!this.overlay) return;
    const { host, panel, life } = this.overlay;
    this.overlay = null;
    this.state = null;
    life.abort();
    render(null, panel);
    host.remove();
  }

  // --- drawing ----------------------------------------------------------------

  private build(): Overlay {
    const { host, shadow } = createOverlay(this.chat);
    shadow.adoptedStyleSheets.push(sheetOf(panelCss));
    const document = host.ownerDocument;
    const window = document.defaultView as Window;
    const panel = document.createElement('aside');
    panel.role = 'complementary';
    panel.ariaLabel = this.host.texts('panelLabel');
    const spoken = document.createElement('div');
    spoken.className = 'spoken';
    spoken.ariaLive = 'polite';
    shadow.append(panel, spoken);

    const life = new AbortController();
    const { signal } = life;
    panel.addEventListener('pointerdown', (event) => this.grab(event));
    panel.addEventListener('keydown', (event) => this.keydown(event));
    window.addEventListener('resize', () => this.place(), { signal });
    const media = window.matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', () => this.draw(), { signal });
    // Where pages note which theme they are in.
    const drawIfSeen = () => document.hidden || this.draw();
    const theme = new MutationObserver(drawIfSeen);
    document.addEventListener('visibilitychange', drawIfSeen, { signal });
    for (const root of [document.documentElement, document.body]) {
      theme.observe(root, { attributes: true });
    }
    this.resized = new ResizeObserver(() => this.place());
    this.resized.observe(panel);
    signal.addEventListener('abort', () => {
      theme.disconnect();
      this.resized?.disconnect();
      this.measured.clear();
    });
    return { host, panel, spoken, life };
  }

  private draw(): void {
    if (!this.overlay || !this.state) return;
    const { panel } = this.overlay;
    const { texts, insert } = this.host;
    const { state } = this;
    const collapsed = this.memory.collapsed || this.cramped;
    panel.className = `panel surface${collapsed ? ' collapsed' : ''}${onDark(this.chat) ? ' dark' : ''}`;
    render(
      collapsed ? (
        <Pill state={state} texts={texts} onopen={() => this.openByClick()} />
      ) : (
        <>
          <header>
            <b>话术</b>
            <button
              type="button"
              class="icon quiet move"
              aria-label={texts('panelMove')}
              title={texts('panelMove')}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M6 4v.01M10 4v.01M6 8v.01M10 8v.01M6 12v.01M10 12v.01" stroke-width="2" />
              </svg>
            </button>
            <button
              type="button"
              class="icon quiet"
              aria-label={texts('panelCollapse')}
              title={texts('panelCollapse')}
              onClick={() => this.collapse(true)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M4 8h8" />
              </svg>
            </button>
          </header>
          <View state={state} texts={texts} oninsert={(index) => insert(index)} />
        </>
      ),
      panel,
    );
  }

  /** Tells a screen reader of new suggestions, in its own time. */
  private speak({ suggestions }: PanelState): void {
    if (!this.overlay) return;
    const { length } = suggestions;
    this.overlay.spoken.textContent = length > 0 ? this.host.texts('panelNew', length) : '';
  }

  private collapse(collapsed: boolean): void {
    const focused = this.overlay?.panel.matches(':focus-within') ?? false;
    this.memory = { ...this.memory, collapsed };
    this.host.remember(this.memory);
    this.draw();
    this.place();
    if (focused) this.overlay?.panel.querySelector<HTMLElement>('button')?.focus();
  }

  private openByClick(): void {
    if (!this.dragged) this.collapse(false);
  }

  // --- placing ----------------------------------------------------------------

  private place(): void {
    if (!this.overlay) return;
    const wish = this.wish();
    const around = this.look();
    if (this.memory.collapsed || !this.placeOpen(wish, around)) this.placePill(wish, around);
  }

  /** Places the open panel; false when the window has no room for it. */
  private placeOpen(wish: Point | null, around: Surroundings): boolean {
    const { panel } = this.overlay as Overlay;
    const height = this.openHeight(panel);
    const found = findPlace({ width: WIDTH, height, least: LEAST, ample: AMPLE }, around, wish);
    const cramped = found === null;
    if (cramped !== this.cramped) {
      this.cramped = cramped;
      this.draw();
    }
    if (!found) return false;
    panel.style.maxHeight = `${found.room}px`;
    this.move(found);
    return true;
  }

  private placePill(wish: Point | null, around: Surroundings): void {
    const { panel } = this.overlay as Overlay;
    const pill = panel.getBoundingClientRect();
    const { width, height } = pill;
    const size = { width, height, least: height, ample: height };
    const found = findPlace(size, around, this.pillWish(wish, pill, around));
    if (found) this.move(found);
    else panel.style.visibility = 'hidden';
  }

  /** How high the panel would be with all it has to say, whatever of it is scrolled away now. */
  private openHeight(panel: HTMLElement): number {
    const scroll = panel.querySelector('.scroll');
    if (!scroll) return LEAST;
    return panel.offsetHeight + scroll.scrollHeight - scroll.clientHeight;
  }

  /** The pill stands in the corner of the panel that is nearer to the window's side; by itself, at the bottom. */
  private pillWish(wish: Point | null, pill: DOMRect, { width, height }: Surroundings): Point {
    if (!wish) return { x: width - pill.width - EDGE, y: height - pill.height - EDGE };
    const right = wish.x + WIDTH / 2 > width / 2;
    return { x: right ? wish.x + WIDTH - pill.width : wish.x, y: wish.y };
  }

  private move({ x, y }: Point): void {
    if (!this.overlay) return;
    this.at = { x, y };
    const { style } = this.overlay.panel;
    style.visibility = '';
    style.left = `${Math.round(x)}px`;
    style.top = `${Math.round(y)}px`;
  }

  /** Where the agent has put it. */
  private wish(): Point | null {
    const { at } = this.memory;
    if (!at) return null;
    const x = at.side === 'left' ? at.inset : this.window.innerWidth - at.inset - WIDTH;
    return { x, y: at.top };
  }

  private look(): Surroundings {
    const clear = this.host.clear();
    const dear = this.host.dear();
    this.measure(new Set([this.chat, ...clear, ...dear]));
    const rectOf = (element: Element): Rect => element.getBoundingClientRect();
    const { innerWidth: width, innerHeight: height } = this.window;
    const chat = rectOf(this.chat);
    // Left of the chat every seller's page has the buyers to choose from.
    const buyers = { left: 0, top: chat.top, right: chat.left, bottom: height };
    return {
      width,
      height,
      level: Math.max(0, chat.top),
      clear: clear.map(rectOf).filter(({ left, right }) => right > left),
      dear: [
        { rect: buyers, weight: BUYERS },
        { rect: chat, weight: CHAT },
        ...dear.map((element) => ({ rect: rectOf(element), weight: 1 })),
      ],
    };
  }

  /** Has the panel placed anew when one of these changes its size. */
  private measure(elements: Set<Element>): void {
    for (const gone of this.measured.difference(elements)) this.resized?.unobserve(gone);
    for (const added of elements.difference(this.measured)) this.resized?.observe(added);
    this.measured = elements;
  }

  private get window(): Window {
    return this.chat.ownerDocument.defaultView as Window;
  }

  /** Puts it as near to a point as it may stand, and keeps that in mind. */
  private put(wish: Point): void {
    const width = this.window.innerWidth;
    const side = wish.x + WIDTH / 2 > width / 2 ? 'right' : 'left';
    const inset = Math.max(0, side === 'left' ? wish.x : width - wish.x - WIDTH);
    this.memory = { ...this.memory, at: { side, inset, top: wish.y } };
    this.place();
  }

  /** After a move, what is kept is where it stands, not where it was asked to. */
  private settle(): void {
    this.put(this.openAt(this.at));
    this.host.remember(this.memory);
  }

  /** Where the open panel would stand, were what is shown now at a point. */
  private openAt({ x, y }: Point): Point {
    const width = this.overlay?.panel.getBoundingClientRect().width ?? WIDTH;
    const right = x + width / 2 > this.window.innerWidth / 2;
    return { x: right ? x + width - WIDTH : x, y };
  }

  // --- moving -----------------------------------------------------------------

  private grab(event: PointerEvent): void {
    const { panel } = this.overlay ?? {};
    const handle = (event.target as Element).closest('header, .pill');
    const button = (event.target as Element).closest('button:not(.move, .pill)');
    this.dragged = false;
    if (!panel || !handle || button || event.button !== 0) return;
    const grip = { x: event.clientX - this.at.x, y: event.clientY - this.at.y };
    const from = { x: event.clientX, y: event.clientY };
    const life = new AbortController();
    const drag = (move: PointerEvent) => {
      if (!this.dragged && Math.hypot(move.clientX - from.x, move.clientY - from.y) < DRAG) return;
      this.dragged = true;
      this.put(this.openAt({ x: move.clientX - grip.x, y: move.clientY - grip.y }));
    };
    const drop = () => {
      life.abort();
      if (this.dragged) this.settle();
    };
    const { signal } = life;
    handle.setPointerCapture(event.pointerId);
    panel.addEventListener('pointermove', drag, { signal });
    panel.addEventListener('pointerup', drop, { signal });
    panel.addEventListener('pointercancel', drop, { signal });
  }

  private keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.host.leave();
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (!direction || !(event.target as Element).closest('.move, .pill')) return;
    event.preventDefault();
    const { x, y } = this.at;
    const furthest = Math.max(this.window.innerWidth, this.window.innerHeight);
    // What stands in the way is stepped over.
    for (let far = STEP; far < furthest; far += STEP) {
      this.put(this.openAt({ x: x + far * direction.x, y: y + far * direction.y }));
      if ((this.at.x - x) * direction.x + (this.at.y - y) * direction.y > 0) break;
    }
    this.settle();
  }
}
