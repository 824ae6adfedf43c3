/** A taught page as a file that a supervisor puts into a pack's folder adapters/. */
import type { Adapter } from '@huashu/wasm/types';
import { stringify } from 'yaml';

export function packYaml(adapter: Adapter): string {
  return stringify({ adapters: [adapter] }, { lineWidth: 0, singleQuote: true });
}

/** Its name: desk.example.com.yaml */
export function packFileName({ title }: Adapter): string {
  return `${title.replace(/[^\w.-]+/g, '-')}.yaml`;
}
