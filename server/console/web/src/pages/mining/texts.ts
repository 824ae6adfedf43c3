import { texts } from '../../text/texts';

export const t = texts({
  title: ['词语发现', 'Term mining'],
  lead: [
    '从聊天记录里找出买卖双方常说的词和新说法，写规则时用得上。',
    'Finds what agents and buyers often say in a log, new expressions included: words for your rules.',
  ],
  stored: [
    '记录只发到您自己的服务器，算完就丢，不写盘、不进日志、不留结果。',
    'The log goes to your own server and nowhere else. It is dropped when the answer is sent: nothing is written to disk or to a log, the result included.',
  ],
  choose: ['选择记录文件', 'Choose a log'],
  kinds: [
    'txt 每行一句，或 csv、jsonl；最多 8 MB',
    'txt with a message a line, csv or jsonl; 8 MB at most',
  ],
  tooLarge: ['文件超过 8 MB，请分开来做', 'More than 8 MB; take it in parts'],
  found: [(lines: string) => `共 ${lines} 句`, (lines: string) => `${lines} messages`],
  phrases: ['新词和固定说法', 'New terms and set phrases'],
  phrasesHint: [
    '经常连在一起、又能出现在不同地方的词，多半是一个说法。',
    'Words that stand together often and among different others are probably one term.',
  ],
  keywords: ['关键词', 'Keywords'],
  keywordsHint: [
    '比日常中文里出现得多得多的词。',
    'Words that are far more frequent than in everyday Chinese.',
  ],
  word: ['词', 'Word'],
  count: ['次数', 'Times'],
  lines: ['句数', 'Messages'],
  weight: ['突出程度', 'Weight'],
  cohesion: ['紧密', 'Cohesion'],
  freedom: ['自由', 'Freedom'],
  pick: [(word: string) => `选“${word}”`, (word: string) => `Take “${word}”`],
  copy: [(n: number) => `复制所选 ${n} 个词`, (n: number) => `Copy ${n} word${n === 1 ? '' : 's'}`],
  copied: ['已复制，可以粘贴到规则的 terms 里', 'Copied; paste them into the terms of a rule'],
  none: ['没有找到', 'Nothing found'],
  start: ['选一份聊天记录', 'Choose a log of messages'],
});
