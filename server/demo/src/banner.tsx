/** Says whether the extension is at work here, and lets anyone try Huashu without it. */
import { useEffect, useState } from 'preact/hooks';
import { CALL, PRESENT } from '../../../extension/src/site/presence';
import { startTrial } from './trial';

type Presence = 'absent' | 'extension' | 'starting' | 'trial' | 'failed';

const TRY = '你好，这个价格不能再便宜了';

const SAYS: Record<Presence, string> = {
  absent: '未检测到话术扩展',
  extension: '话术扩展正在本页工作',
  starting: '正在启动引擎…',
  trial: '话术正在本页试用，文字只在本机检查',
  failed: '引擎没有启动，请刷新后重试',
};

export function Banner() {
  const [presence, setPresence] = useState<Presence>('absent');
  useEffect(() => {
    const present = () => setPresence((now) => (now === 'trial' ? now : 'extension'));
    document.addEventListener(PRESENT, present);
    document.dispatchEvent(new CustomEvent(CALL));
    return () => document.removeEventListener(PRESENT, present);
  }, []);

  const start = async () => {
    setPresence('starting');
    try {
      await startTrial(document);
      setPresence('trial');
    } catch (error) {
      console.error(error);
      setPresence('failed');
    }
  };
  const works = presence === 'extension' || presence === 'trial';
  return (
    <div class="banner" role="status" data-presence={presence}>
      <b class="brand">话术</b>
      <span>
        <i class={works ? 'online' : 'offline'} />
        {SAYS[presence]}
      </span>
      {(presence === 'absent' || presence === 'failed') && (
        <button type="button" onClick={() => void start()}>
          在本页试用
        </button>
      )}
      <span class="try">
        {works ? '在输入框里打：' : '试用后，在输入框里打：'}
        <q>{TRY}</q>
      </span>
    </div>
  );
}
