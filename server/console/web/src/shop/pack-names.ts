import { texts } from '../text/texts';

const t = texts({
  base: ['语言规范', 'House language'],
  law: ['法律法规', 'Law'],
  platform: ['平台规则', 'Platform rules'],
  shop: ['本店规则', 'This shop'],
});

/** The packs that Huashu ships, in their order. */
export const SHIPPED = ['base', 'law', 'platform'];

/** What people call a pack. */
export function packTitle(name: string): string {
  return SHIPPED.includes(name) ? t[name as 'base' | 'law' | 'platform'] : t.shop;
}
