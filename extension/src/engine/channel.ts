/**
 * A two-way line between a page and the engine, whatever carries it: an
 * extension Port, or a Worker on a page that tries Huashu without the
 * extension.
 */
export interface Channel {
  post(message: object): void;
  /** At most one listener each; set them before anything is posted. */
  onmessage: (message: unknown) => void;
  /** The other end is gone. Not called after one's own `close`. */
  onclose: () => void;
  close(): void;
}

/** The part of an extension Port that a channel needs. */
interface PortLike {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

/** The part of a Worker, or of the scope inside one, that a channel needs. */
interface WorkerLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** A channel over an extension Port. */
export function portChannel(port: PortLike): Channel {
  const channel: Channel = {
    post: (message) => port.postMessage(message),
    onmessage: () => {},
    onclose: () => {},
    close: () => port.disconnect(),
  };
  port.onMessage.addListener((message) => channel.onmessage(message));
  port.onDisconnect.addListener(() => channel.onclose());
  return channel;
}

/** A channel to a Worker, or from inside one to the page that made it. */
export function workerChannel(worker: WorkerLike, close: () => void): Channel {
  const channel: Channel = {
    post: (message) => worker.postMessage(message),
    onmessage: () => {},
    onclose: () => {},
    close,
  };
  worker.addEventListener('message', (event) => channel.onmessage(event.data));
  return channel;
}
