/**
 * Where the agent types: a textarea in some chats and an editable element in
 * others, because platforms have both. Enter sends, Shift+Enter makes a line.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons';

const TOOLS: { icon: IconName; name: string }[] = [
  { icon: 'smile', name: '表情' },
  { icon: 'picture', name: '图片' },
  { icon: 'scissors', name: '截图' },
  { icon: 'coupon', name: '优惠券' },
  { icon: 'star', name: '邀请评价' },
];

const PLACEHOLDER = '输入回复，Enter 发送，Shift + Enter 换行';

interface BoxProps {
  draft: string;
  ondraft: (text: string) => void;
  onsend: () => void;
}

export function Composer({
  kind,
  draft,
  ondraft,
  onsend,
}: {
  kind: 'textarea' | 'contenteditable';
  draft: string;
  ondraft: (text: string) => void;
  onsend: (text: string) => void;
}) {
  const Box = kind === 'textarea' ? Plain : Rich;
  const send = () => {
    if (draft.trim()) onsend(draft.trim());
  };
  return (
    <div class="composer">
      <div class="tools">
        {TOOLS.map(({ icon, name }) => (
          <span class="tool" title={name} key={name}>
            <Icon name={icon} />
          </span>
        ))}
        <span class="kind">{kind === 'textarea' ? '纯文本输入框' : '富文本输入框'}</span>
      </div>
      <Box draft={draft} ondraft={ondraft} onsend={send} />
      <div class="send">
        <span>{draft.length}/500</span>
        <button type="button" data-demo="send" disabled={!draft.trim()} onClick={send}>
          发送
        </button>
      </div>
    </div>
  );
}

function Plain({ draft, ondraft, onsend }: BoxProps) {
  return (
    <textarea
      class="box"
      data-demo="input"
      aria-label="回复"
      placeholder={PLACEHOLDER}
      maxLength={500}
      value={draft}
      onInput={(event) => ondraft(event.currentTarget.value)}
      onKeyDown={(event) => sendOnEnter(event, onsend)}
    />
  );
}

function Rich({ draft, ondraft, onsend }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  // The browser owns what is being edited; only a draft that did not come from here is written.
  const told = useRef('');
  useLayoutEffect(() => {
    if (!box.current || draft === told.current) return;
    box.current.textContent = draft;
    told.current = draft;
  }, [draft]);
  const tell = (text: string) => {
    told.current = text;
    ondraft(text);
  };
  return (
    <div
      ref={box}
      class={draft ? 'box' : 'box empty'}
      data-demo="input"
      data-placeholder={PLACEHOLDER}
      contentEditable
      role="textbox"
      tabIndex={0}
      aria-multiline="true"
      aria-label="回复"
      onInput={(event) => tell(read(event.currentTarget))}
      onKeyDown={(event) => sendOnEnter(event, onsend)}
    />
  );
}

/** The words of the editable element; a lone line break is what an emptied one keeps. */
function read(box: HTMLElement): string {
  return box.innerText.replace(/\n$/, '');
}

function sendOnEnter(event: KeyboardEvent, send: () => void): void {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return;
  event.preventDefault();
  send();
}
