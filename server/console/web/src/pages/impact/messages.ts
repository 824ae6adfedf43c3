/**
 * Messages out of a file that a supervisor has at hand: text with a line each,
 * a table with a column of texts, or JSON lines as `huashu check` takes them.
 * Only what agents said is wanted, as far as the file tells.
 */
import Papa from 'papaparse';

export interface Messages {
  texts: string[];
  /** Rows that were somebody else's or empty. */
  skipped: number;
}

/** The file cannot be read; `code` says why. */
export class FileError extends Error {
  constructor(readonly code: 'empty' | 'column' | 'json' | 'large') {
    super(code);
  }
}

/** Beyond this, in bytes, a page is not the place to look at it. */
export const MAX_BYTES = 64 << 20;

const TEXT = /^(text|content|message|msg|body|消息|内容|消息内容|聊天内容|话术|文本|回复)$/i;
const ROLE = /^(role|sender|from|speaker|角色|发送方|发送人|发送者|身份|说话人)$/i;
const NOT_AGENT = /^(buyer|customer|user|robot|bot|system|买家|顾客|客户|用户|机器人|系统)$/i;

/** Chinese spreadsheets often save in GB 18030. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

export function readMessages(name: string, text: string): Messages {
  const read = /\.csv$|\.tsv$/i.test(name)
    ? table
    : /\.(jsonl|ndjson)$/i.test(name)
      ? jsonLines
      : lines;
  const all = read(text.replace(/^\uFEFF/, ''));
  const texts = all.filter((one): one is string => one !== null && one.trim() !== '');
  if (texts.length === 0) throw new FileError('empty');
  return { texts, skipped: all.length - texts.length };
}

/** Null for what is not the agent's. */
type Row = string | null;

function lines(text: string): Row[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const named = /^([^\s:：]{1,6})[:：]\s*(.+)$/.exec(line);
      if (named && NOT_AGENT.test(named[1] ?? '')) return null;
      return named && /^(客服|agent)$/i.test(named[1] ?? '') ? (named[2] ?? '') : line.trim();
    });
}

function table(text: string): Row[] {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const [head = [], ...rows] = data;
  const cell = head.findIndex((title) => TEXT.test(title.trim()));
  if (cell < 0) {
    // One column needs no title.
    if (head.length === 1) return data.map((row) => row[0] ?? '');
    throw new FileError('column');
  }
  const role = head.findIndex((title) => ROLE.test(title.trim()));
  return rows.map((row) => (NOT_AGENT.test(row[role]?.trim() ?? '') ? null : (row[cell] ?? '')));
}

function jsonLines(text: string): Row[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .flatMap((line): Row[] => {
      const value = parse(line);
      if (Array.isArray(value.messages)) return value.messages.map(said);
      return [said(value)];
    });
}

interface Said {
  text?: unknown;
  role?: unknown;
  messages?: Said[];
}

function said({ text, role }: Said): Row {
  if (typeof role === 'string' && NOT_AGENT.test(role)) return null;
  return typeof text === 'string' ? text : '';
}

function parse(line: string): Said {
  try {
    return JSON.parse(line);
  } catch {
    throw new FileError('json');
  }
}
