/** The validator speaks English; people who write rules read Chinese here. */
import { language } from '../text/texts';

const SAID: readonly [RegExp, string][] = [
  [/^unknown key "(.*)"$/, '没有“$1”这个字段，检查一下拼写'],
  [/^missing$/, '不能为空'],
  [/^missing \(want (.*)\)$/, '不能为空，可以写 $1'],
  [/^missing: it names the pack.*$/, '缺少 pack.yaml，里面要写 pack、title、version'],
  [/^unknown category "(.*)"$/, '没有分类“$1”；本店的分类先在 categories 里登记'],
  [/^unknown class "(.*)"$/, '没有词类“$1”；词类写在 classes 里'],
  [/^unknown profile "(.*)"$/, '没有平台设置“$1”'],
  [/^unknown intent "(.*)"$/, '没有意图“$1”'],
  [/^unknown action "(.*)" \(want (.*)\)$/, '不认识动作“$1”，可以写 $2'],
  [
    /^unknown (?:metric|kind|fact|likeness|place) "(.*)" \(want (?:one of )?(.*)\)$/,
    '不认识“$1”，可以写 $2',
  ],
  [/^unknown (?:scope|window|anchor|part of speech) "(.*)"$/, '不认识“$1”'],
  [/^unknown severity "(.*)".*$/, '不认识程度“$1”，可以写 hint、warning 或 error'],
  [/^no rule "(.*)"$/, '没有规则“$1”'],
  [/^no earlier pack has a rule "(.*)"$/, '自带的规则里没有“$1”'],
  [/^duplicate (\w+) "(.*)", already in pack (.*)$/, '“$2”和规则包 $3 里的重名，换一个编号'],
  [/^duplicate (\w+) "(.*)", first in (?:\w+\/)?(.*)$/, '“$2”写了两次，第一次在 $3'],
  [
    /^a rule needs at least two bad and two good examples, this one has (\d+) and (\d+)$/,
    '至少要有两句 bad 和两句 good，现在是 $1 句和 $2 句',
  ],
  [/^a bad example marks what is wrong with \[\[ \]\]$/, 'bad 例句要用 [[ ]] 标出该提醒的词'],
  [/^\[\[ without \]\]$/, '有 [[ 没有 ]]'],
  [/^wants exactly one kind of match, has (\d+)$/, '只能用一种匹配方式，现在有 $1 种'],
  [/^empty word$/, '词语是空的'],
  [/^bad regex: (.*)$/, '正则写错了：$1'],
  [/^matches the empty text, so it would match everywhere$/, '空文字也会匹配，等于到处都提醒'],
  [/^takes no word, so it would match everywhere$/, '没有限定任何词，等于到处都提醒'],
  [/^can never match(.*)$/, '永远匹配不到$1'],
  [/^nothing in the match is named "(.*)"$/, 'match 里没有叫“$1”的部分'],
  [/^"(.*)" is not a date \(want YYYY-MM-DD\)$/, '“$1”不是日期，要写成 2026-11-22'],
  [/^holds more than one YAML document$/, '一个文件只能有一份 YAML'],
  [/^finds (.*), want nothing$/, '这句不该提醒，却提醒了 $1'],
  [/^finds (.*), want (.*)$/, '实际标出 $1，应该标出 $2'],
  [/^becomes "(.*)", want "(.*)"$/, '改完成了“$1”，应该是“$2”'],
  [/^did not find expected.*$/, 'YAML 写法不对：检查缩进、引号和括号'],
  [/^mapping values are not allowed in this context$/, 'YAML 写法不对：冒号前面的缩进或引号有问题'],
  [/^could not find expected ':'$/, 'YAML 写法不对：这里少了冒号'],
  [
    /^found character that cannot start any token$/,
    'YAML 写法不对：不能用 Tab 缩进，特殊符号要加引号',
  ],
  [/^cannot unmarshal .*$/, '这里的写法和字段要的不一样（要列表还是要文字？）'],
];

/** A mistake in the words of whoever reads it. */
export function phrase(message: string): string {
  if (language() === 'en') return message;
  for (const [said, words] of SAID) {
    if (said.test(message)) return message.replace(said, words);
  }
  return message;
}
