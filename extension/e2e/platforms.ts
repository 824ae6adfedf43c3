/** Pages of our own at the platforms' addresses, so that the adapters in the pack find them. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Frame, Locator, Page } from '@playwright/test';

/** A platform as a test sees it: where its fixture stands, and how it is worked by hand. */
export interface Platform {
  id: string;
  /** The adapter's title. */
  title: string;
  url: string;
  input: string;
  /** What scrolls. */
  list: string;
  send: string;
  /** The conversations to choose from. */
  chats: string;
  /** Rows say when they were said, to the second. */
  timed: boolean;
  /** How the list of conversations tells who waits: since when, only that somebody does, or not at all. */
  waiting: 'since' | 'that' | null;
  /** All of it stands in this frame. */
  frame?: string;
}

export const PLATFORMS: readonly Platform[] = [
  {
    id: 'pinduoduo',
    title: '拼多多商家客服',
    url: 'https://mms.pinduoduo.com/chat-merchant/index.html',
    input: '#replyTextarea',
    list: '#msgListContainer',
    send: '.send-btn',
    chats: '.chat-item-box',
    timed: true,
    waiting: 'since',
  },
  {
    id: 'douyin',
    title: '抖店飞鸽',
    url: 'https://im.jinritemai.com/pc_seller_v2/main/workspace',
    input: '[data-qa-id="qa-send-message-textarea"]',
    list: '.scroller',
    send: '[data-qa-id="qa-send-message-button"]',
    chats: '[data-qa-id="qa-conversation-chat-item"]',
    timed: false,
    waiting: 'since',
  },
  {
    id: 'jd',
    title: '京东咚咚',
    url: 'https://dongdong.jd.com/',
    input: '.EditorContent',
    list: '.c-wrap',
    send: '.send-button',
    chats: '.alluser-item',
    timed: true,
    waiting: null,
  },
  {
    id: 'kuaishou',
    title: '快手小店客服',
    url: 'https://im.kwaixiaodian.com/workbench',
    input: '.ql-editor',
    list: '.ChatMessageList-ContentWrap',
    send: '.SendBox-Submit',
    chats: '.SessionBaseCard-Static',
    timed: false,
    waiting: 'since',
  },
  {
    id: 'xiaohongshu',
    title: '小红书千帆客服',
    url: 'https://walle.xiaohongshu.com/cstools/workbench',
    input: '#jarvis-reply-textarea',
    list: '.vue-recycle-scroller',
    send: '.send_btn',
    chats: '.sx-contact-item',
    timed: false,
    waiting: 'that',
  },
  {
    id: 'taobao',
    title: '淘宝网页版旺旺',
    url: 'https://market.m.taobao.com/app/im/chat/index.html',
    input: 'pre.edit',
    list: '.message-list',
    send: '.send-text',
    chats: '.conversation-item',
    timed: true,
    waiting: 'that',
    frame: 'taobao-core.html',
  },
  {
    id: 'chatwoot',
    title: 'Chatwoot',
    url: 'http://127.0.0.1/app/accounts/1/conversations/7',
    input: '.ProseMirror',
    list: '.conversation-panel',
    send: '.reply-box button',
    chats: '.conversation',
    timed: false,
    waiting: 'that',
  },
];

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What the fixtures offer to tests. */
declare const desk: {
  /** Somebody else says something in the open chat. */
  receive(role: 'buyer' | 'robot' | 'system', text: string): void;
  /** How many messages the open chat has loaded. */
  said(): number;
};

/** A fixture that stands in a tab. */
export class Desk {
  readonly input: Locator;
  readonly list: Locator;
  readonly panel: Locator;
  readonly card: Locator;

  constructor(
    readonly platform: Platform,
    readonly frame: Frame,
  ) {
    this.input = frame.locator(platform.input);
    this.list = frame.locator(platform.list);
    this.panel = frame.locator('huashu-overlay .panel');
    this.card = frame.locator('huashu-overlay .card');
  }

  receive(role: 'buyer' | 'robot' | 'system', text: string): Promise<void> {
    return this.frame.evaluate(([role, text]) => desk.receive(role, text), [role, text] as const);
  }

  said(): Promise<number> {
    return this.frame.evaluate(() => desk.said());
  }

  /** The agent chooses another conversation from the list. */
  choose(name: string): Promise<void> {
    return this.frame.locator(this.platform.chats).filter({ hasText: name }).click();
  }

  /** The agent scrolls the list up or down by pixels. */
  scroll(by: number): Promise<void> {
    return this.list.evaluate((list, by) => list.scrollBy(0, by), by);
  }
}

/** Opens the fixture of a platform where the platform would be. */
export async function openDesk(page: Page, platform: Platform): Promise<Desk> {
  const { url, id } = platform;
  await page.route(`${new URL(url).origin}/**`, async (route) => {
    const asked = route.request();
    const name =
      asked.isNavigationRequest() && asked.frame() === page.mainFrame()
        ? `${id}.html`
        : (new URL(asked.url()).pathname.split('/').at(-1) ?? '');
    const body = await readFile(new URL(`../fixtures/platforms/${name}`, import.meta.url)).catch(
      () => null,
    );
    if (!body) return route.fulfill({ status: 404 });
    await route.fulfill({
      body,
      contentType: TYPES[extname(name)] ?? '',
      // No word of WebAssembly: the platform's policy must not matter.
      headers: {
        'Content-Security-Policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'",
      },
    });
  });
  await page.goto(url);
  const frame = platform.frame
    ? page.frames().find((one) => one.url().endsWith(platform.frame ?? ''))
    : page.mainFrame();
  if (!frame) throw new Error(`${url} has no frame ${platform.frame}`);
  await frame.locator(platform.input).waitFor();
  return new Desk(platform, frame);
}
