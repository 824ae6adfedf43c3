/**
 * Between selecting words and replacing them a rich editor needs a moment. What
 * is typed in it would go over the selected words, so it is held back and
 * handed on afterwards.
 */
export class Hold {
  /** What was typed meanwhile. */
  typed = '';
  private readonly life = new AbortController();
  private passing = false;

  constructor(private readonly element: HTMLElement) {
    const window = element.ownerDocument.defaultView as Window;
    const options = { capture: true, signal: this.life.signal };
    window.addEventListener('keydown', (event) => this.keydown(event), options);
    window.addEventListener('beforeinput', (event) => this.input(event), options);
  }

  /** Lets what `write` does through. */
  pass(write: () => void): void {
    this.passing = true;
    write();
    this.passing = false;
  }

  end(): void {
    this.life.abort();
  }

  private keydown(event: KeyboardEvent): void {
    // A key for a character tells the character when it is put in.
    if (event.key.length > 1) this.stop(event);
  }

  private input(event: InputEvent): void {
    // Undoing makes another text, and the fix gives way to that by itself.
    if (event.inputType.startsWith('history')) return;
    if (this.stop(event)) this.typed += event.data ?? '';
  }

  private stop(event: Event): boolean {
    const typed = event.isTrusted && event.composedPath().includes(this.element);
    if (!typed || this.passing) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    return true;
  }
}
