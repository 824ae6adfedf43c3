/**
 * Selectors that reach into open shadow roots, because some chats are made of
 * web components: `A >>> B` is every B within an A, in the page's own tree or
 * in A's shadow root. Both sides are ordinary selectors.
 */

/** The ordinary selectors that one is made of. */
export function stepsOf(selector: string): string[] {
  return selector.split(' >>> ');
}

/** What a selector finds, and the shadow roots that it looked into. */
export interface Found {
  elements: Set<Element>;
  roots: ShadowRoot[];
}

export function queryDeep(root: ParentNode, selector: string): Found {
  const steps = stepsOf(selector);
  const last = steps.pop() as string;
  const roots: ShadowRoot[] = [];
  let scopes: ParentNode[] = [root];
  for (const step of steps) {
    const hosts = scopes.flatMap((scope) => [...scope.querySelectorAll(step)]);
    const entered = hosts.flatMap(({ shadowRoot }) => shadowRoot ?? []);
    roots.push(...entered);
    scopes = [...hosts, ...entered];
  }
  return { elements: new Set(scopes.flatMap((s) => [...s.querySelectorAll(last)])), roots };
}
