import { texts } from '../../text/texts';

export const t = texts({
  title: ['报表', 'Reports'],
  lead: [
    '只有次数，没有聊天内容：每条规则在打字时被触发、采纳、忽略和误报的次数；看整段聊天的规则不计。',
    'Counts only, never chat text: how often a rule fired on a message being typed, was taken, waved aside or called wrong. Rules about the whole chat are not counted.',
  ],
  days: ['时间范围', 'Days'],
  last: [(n: number) => `最近 ${n} 天`, (n: number) => `Last ${n} days`],
  none: ['这段时间还没有上报', 'Nothing was reported in these days'],
  noneHint: [
    '客服装好扩展并加入本店以后，这里每刻钟更新一次。',
    'Once agents have joined the shop, numbers come in every quarter of an hour.',
  ],
  hits: ['触发', 'Fired'],
  accepted: ['采纳', 'Taken'],
  dismissed: ['忽略', 'Waved aside'],
  acceptance: ['采纳率', 'Acceptance'],
  agents: ['客服', 'Agents'],
  perDay: ['每天触发与采纳', 'Fired and taken, by day'],
  agentsPerDay: ['每天在用的客服', 'Agents, by day'],
  rules: ['各规则', 'By rule'],
  rule: ['规则', 'Rule'],
  alarmShare: ['误报率', 'False-alarm rate'],
  unknown: ['已删除的规则', 'A rule that is gone'],
  worst: [
    '误报率超过 5% 的规则值得先看。',
    'Look first at rules called wrong in more than 5% of cases.',
  ],
});
