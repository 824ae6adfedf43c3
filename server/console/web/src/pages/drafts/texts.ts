import { texts } from '../../text/texts';

export const t = texts({
  title: ['草稿', 'Drafts'],
  lead: [
    '改动先写进草稿，试好了再提交；另一位同事审核签名以后才会发给客服。',
    'Changes go into a draft; once they work, submit it. Agents get it after a colleague has reviewed and signed it.',
  ],
  begin: ['新建草稿', 'New draft'],
  none: ['还没有草稿', 'No drafts yet'],
  noneHint: [
    '新建一份，写本店自己的规则，或者调整自带规则的程度。',
    'Begin one to write rules of your own, or to change how grave those are that ship.',
  ],
  name: ['名称', 'Title'],
  state: ['状态', 'State'],
  open: ['编辑中', 'Open'],
  submitted: ['待审核', 'In review'],
  approved: ['已通过', 'Approved'],
  returned: ['已退回', 'Returned'],
  by: ['编辑', 'Editors'],
  updated: ['更新', 'Updated'],
  base: ['起点', 'Begun from'],
  release: [(n: number) => `第 ${n} 版`, (n: number) => `Release ${n}`],
  fromNothing: ['自带规则包', 'The packs that ship'],
  discard: ['删除草稿', 'Discard the draft'],
  discardAsk: [
    (title: string) => `删除草稿“${title}”？`,
    (title: string) => `Discard the draft “${title}”?`,
  ],
  discardHint: ['里面的改动会一起消失。', 'Its changes go with it.'],
  actions: ['操作', 'Actions'],

  back: ['草稿', 'Drafts'],
  titleOf: ['草稿名称', 'Title of the draft'],
  retitle: ['改草稿名称', 'Change its title'],
  unsaved: ['有改动没保存', 'Unsaved changes'],
  savedAt: [(when: string) => `${when}保存`, (when: string) => `Saved ${when}`],
  save: ['保存', 'Save'],
  submit: ['提交审核', 'Submit'],
  submitAsk: ['提交审核？', 'Submit for review?'],
  submitHint: [
    '服务器会再编译一遍、跑完所有例句，然后锁住草稿等待审核。',
    'The server compiles it once more and runs all examples; then the draft is locked until it is reviewed.',
  ],
  submitDone: ['已提交，等待审核', 'Submitted; it waits for review'],
  submitMistakes: ['还有错误，先改好再提交', 'There are mistakes; mend them first'],
  impact: ['看影响', 'What would change'],
  inRules: ['规则总览', 'All rules'],
  locked_submitted: [
    '草稿已提交，正在等待审核，暂时不能改。',
    'Submitted and waiting for review; it cannot be changed now.',
  ],
  locked_approved: [
    (n: number) => `草稿已通过审核，成为第 ${n} 版。要再改，请新建草稿。`,
    (n: number) => `Approved; it became release ${n}. Begin a new draft to change more.`,
  ],
  locked_viewer: ['您的权限只能查看。', 'You may only look.'],
  comment: [
    (comment: string) => `审核退回：${comment}`,
    (comment: string) => `Returned: ${comment}`,
  ],
  restored: ['恢复了您上次没保存的改动', 'Your unsaved changes of before are back'],

  files: ['文件', 'Files'],
  addFile: ['新建文件', 'New file'],
  addRule: ['新建规则', 'New rule'],
  fileName: ['文件名', 'File name'],
  fileHint: [
    '用英文字母和数字，以 .yaml 结尾，例如 rules/refund.yaml',
    'Letters and digits, ending in .yaml: rules/refund.yaml',
  ],
  fileForm: [
    '只能用字母、数字、. _ - 和 /，以 .yaml 结尾',
    'Letters, digits, . _ - and / only, ending in .yaml',
  ],
  fileTaken: ['已经有这个文件了', 'There is such a file already'],
  rename: ['改名', 'Rename'],
  remove: ['删除文件', 'Delete the file'],
  removeAsk: [(file: string) => `删除 ${file}？`, (file: string) => `Delete ${file}?`],
  removeHint: [
    '保存之前都可以放弃改动找回来。',
    'Until you save, it comes back when you leave the changes.',
  ],
  create: ['新建', 'Create'],
  cancel: ['取消', 'Cancel'],
  noFiles: ['草稿里还没有文件', 'The draft has no files yet'],

  ruleTitle: ['新规则', 'New rule'],
  ruleId: ['编号', 'Id'],
  ruleIdHint: [
    '以分类开头，例如 shop.words.deal；以后不要改，统计靠它认规则',
    'Begins with the category, e.g. shop.words.deal; do not change it later: counts go by it',
  ],
  ruleIdTaken: ['已经有这个编号了', 'There is such a rule already'],
  ruleIdForm: ['只能用小写字母、数字、. 和 -', 'Small letters, digits, . and - only'],
  category: ['分类', 'Category'],
  intoFile: ['写进文件', 'File'],
  newFile: ['新文件', 'A new file'],

  problems: ['问题', 'Problems'],
  building: ['正在编译…', 'Compiling…'],
  starting: ['引擎启动中…', 'The engine is starting…'],
  fine: [
    (examples: number, rules: number) =>
      `没有问题 · 本店 ${rules} 条规则，${examples} 句例句全部通过`,
    (examples: number, rules: number) =>
      `All well · ${rules} rules of your own, all ${examples} examples pass`,
  ],
  count: [(n: number) => `${n} 个问题`, (n: number) => `${n} problem${n === 1 ? '' : 's'}`],
  trained: [
    (rules: number) => `可以编译 · 本店 ${rules} 条规则；例句在提交时检验`,
    (rules: number) =>
      `It compiles · ${rules} rule${rules === 1 ? '' : 's'} of your own; submitting runs the examples`,
  ],
  training: [
    '草稿带有学习样本，要在服务器上重新训练；保存提交时会检查，试验台用的是服务器编译的结果。',
    'The draft brings examples to learn from, so a classifier is trained on the server; the bench uses its result.',
  ],

  conflict: ['有人先改了这份草稿', 'Somebody changed this draft first'],
  conflictHint: [
    '您的改动都还在。下面这些文件两边都改过，请选用哪一边；另一边可以先下载留底。其他文件已经自动合并。',
    'Nothing of yours is lost. These files were changed on both sides: choose which to keep; the other can be downloaded first. All other files have been put together already.',
  ],
  merged: [
    '别人也改了这份草稿，改的是别的文件，已经合并；请再保存一次',
    'Somebody changed other files of this draft; both are together now. Save again',
  ],
  mine: ['我的', 'Mine'],
  theirs: ['对方的', 'Theirs'],
  download: ['下载我的版本', 'Download mine'],
  asNew: ['把我的另存为新草稿', 'Keep mine as a new draft'],
  copyOf: [(title: string) => `${title}（我的版本）`, (title: string) => `${title} (mine)`],
  useChoice: ['合并', 'Put together'],
  deleted: ['（已删除）', '(deleted)'],
  lines: [(n: number) => `${n} 行`, (n: number) => `${n} lines`],
});
