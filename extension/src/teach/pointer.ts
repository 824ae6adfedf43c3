/**
 * Lets the user point at an element of the page: what is under the pointer is
 * outlined, and nothing of the page feels it.
 *
 *   ↑ ↓        what is around, what is within
 *   ← →        what stands before, what stands after
 *   Enter      takes it, as a click does
 */

export interface PointerHost {
  document: Document;
  /** Whether an event is our own card's. */
  owns(event: Event): boolean;
  /** What is meant by an element that is pointed at; null when it cannot be what is asked for. */
  meant(element: Element): Element | null;
  /** What can be reached by ← and →, in order. */
  choices(): Element[];
  /** Something else is pointed at. */
  changed(element: Element | null): void;
  taken(element: Element): void;
}

const SWALLOWED = [
  ...['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'dblclick', 'auxclick', 'contextmenu'],
  ...['touchstart', 'touchend', 'dragstart'],
];

export class Pointer {
  /** What is pointed at. */
  current: Element | null = null;
  /** What was gone through on the way up, to come back down. */
  private within: Element[] = [];

  constructor(
    private readonly host: PointerHost,
    signal: AbortSignal,
  ) {
    const window = host.document.defaultView as Window;
    const options = { capture: true, signal };
    const foreign = (handle: (event: Event) => void) => (event: Event) => {
      if (!event.isTrusted || host.owns(event)) return;
      handle(event);
    };
    const swallow = (event: Event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener(
      'pointermove',
      foreign(({ target }) => this.over(target)),
      options,
    );
    for (const type of SWALLOWED) window.addEventListener(type, foreign(swallow), options);
    window.addEventListener(
      'click',
      foreign((event) => {
        swallow(event);
        this.over(event.target);
        this.take();
      }),
      options,
    );
    window.addEventListener('keydown', (event) => this.keydown(event), options);
  }

  /** Points at an element. */
  point(element: Element | null): void {
    this.within = [];
    this.set(element);
  }

  private over(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const meant = this.host.meant(target);
    if (meant !== this.current) this.point(meant);
  }

  private set(element: Element | null): void {
    this.current = element;
    this.host.changed(element);
  }

  private take(): void {
    if (this.current?.isConnected) this.host.taken(this.current);
  }

  private keydown(event: KeyboardEvent): void {
    if (!event.isTrusted || event.altKey || event.ctrlKey || event.metaKey) return;
    // On a button of the card Enter presses the button.
    const onCard = this.host.owns(event);
    const act = {
      ArrowUp: () => this.widen(),
      ArrowDown: () => this.narrow(),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      ...(!onCard && { Enter: () => this.take() }),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  private widen(): void {
    const { current } = this;
    const around = current?.parentElement;
    const meant = around && around.localName !== 'body' ? this.host.meant(around) : null;
    if (!current || !meant || meant === current) return;
    this.within.push(current);
    this.set(meant);
  }

  private narrow(): void {
    const inner = this.within.pop() ?? this.current?.firstElementChild ?? null;
    const meant = inner && this.host.meant(inner);
    if (meant) this.set(meant);
  }

  private step(by: 1 | -1): void {
    const choices = this.host.choices();
    const { current } = this;
    const at = choices.findIndex((one) => one === current || current?.contains(one));
    const next = choices[at < 0 ? (by > 0 ? 0 : choices.length - 1) : at + by];
    if (!next) return;
    next.scrollIntoView({ block: 'nearest' });
    this.point(next);
  }
}
