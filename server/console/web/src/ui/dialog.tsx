/** Modal dialogs on the browser's own <dialog>: focus stays inside, Esc closes. */
import { type ComponentChildren, type JSX, render } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { texts } from '../text/texts';
import { Button } from './button';
import './dialog.css';

const t = texts({ cancel: ['取消', 'Cancel'], close: ['关闭', 'Close'] });

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  /** The buttons at the bottom; the first thing to do comes last. */
  actions?: ComponentChildren;
  /** On Enter in a field, and of a button of type submit. */
  onSubmit?: () => unknown;
  wide?: boolean;
}

/** Open while it is rendered. */
export function Dialog({ title, onClose, children, actions, onSubmit, wide }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onClose={onClose}
    >
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <header>
          <h2 id={id}>{title}</h2>
          <Button
            kind="quiet"
            small
            icon="cross"
            label={t.close}
            onClick={() => dialog.current?.close()}
          />
        </header>
        <div class="body">{children}</div>
        {actions && <footer>{actions}</footer>}
      </form>
    </dialog>
  );
}

interface Question {
  title: string;
  body: ComponentChildren;
  /** What the button that goes on says. */
  action: string;
  danger?: boolean;
}

/**
 * Shows a dialog above whatever page there is until it is done with an answer.
 * Who follows another address meanwhile, the Back button for instance, has
 * answered `left`.
 */
export function ask<T>(left: T, draw: (done: (answer: T) => void) => JSX.Element): Promise<T> {
  const host = document.body.appendChild(document.createElement('div'));
  return new Promise((resolve) => {
    const leave = () => done(left);
    const done = (answer: T) => {
      removeEventListener('popstate', leave);
      render(null, host);
      host.remove();
      resolve(answer);
    };
    addEventListener('popstate', leave);
    render(draw(done), host);
  });
}

/** Asks before something that is hard to take back. */
export function confirm({ title, body, action, danger }: Question): Promise<boolean> {
  return ask(false, (done) => (
    <Dialog
      title={title}
      onClose={() => done(false)}
      onSubmit={() => done(true)}
      actions={
        <>
          <Button onClick={() => done(false)}>{t.cancel}</Button>
          <Button kind={danger ? 'danger' : 'primary'} type="submit">
            {action}
          </Button>
        </>
      }
    >
      {body}
    </Dialog>
  ));
}
