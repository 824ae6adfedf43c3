/** What a shop's first draft begins with, and what a new rule looks like. */
import type { Files } from '../api/types';

/** A pack that says its name and nothing else. */
export function emptyPack(shop: string): Files {
  return {
    'pack.yaml': `# 本店规则包：叠在自带的规则包之上
pack: shop
title: ${JSON.stringify(shop)}
version: 1.0.0

categories:
  - {id: shop.words, title: 本店用语}
`,
  };
}

/** A rule to write over: it is complete and works. */
export function newRule(id: string, category: string): string {
  return `  - id: ${id}
    category: ${category}
    severity: hint
    title: 说“优惠”
    message: 换成“优惠”，听起来更正式
    why: 本店走品质路线，用词要配得上商品。
    source: 本店用语手册
    match: {terms: [便宜点, 便宜些]}
    fix: 优惠一些
    examples:
      bad:
        - "这款可以给您[[便宜点=>优惠一些]]"
        - "[[便宜些=>优惠一些]]卖给您吧"
      good:
        - 这款现在有优惠
        - 这款本来就很便宜
`;
}
