import { texts } from '../text/texts';

export const t = texts({
  editorOf: [(file: string) => `编辑 ${file}`, (file: string) => `Editing ${file}`],
});

/** CodeMirror's own words. */
export const phrases = {
  Find: '查找',
  Replace: '替换为',
  next: '下一个',
  previous: '上一个',
  all: '全部',
  'match case': '区分大小写',
  regexp: '正则',
  'by word': '整词',
  replace: '替换',
  'replace all': '全部替换',
  close: '关闭',
  'current match': '当前',
  'replaced $ matches': '替换了 $ 处',
  'on line': '在行',
  'Control character': '控制字符',
  'Folded lines': '折叠的行',
  'Unfolded lines': '展开的行',
  unfold: '展开',
  'Fold line': '折叠',
  'Unfold line': '展开',
  'Go to line': '跳到行',
  go: '跳',
  Completions: '补全',
  Diagnostics: '问题',
  'No diagnostics': '没有问题',
};
