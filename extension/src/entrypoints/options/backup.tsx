/** All settings as one file, out and in. */
import { useState } from 'preact/hooks';
import { texts } from '../../i18n/browser';
import { today } from '../../settings/dismissals';
import { readFile, writeFile } from '../../settings/file';
import type { Settings } from '../../settings/schema';
import { loadSettings, saveSettings } from '../../settings/settings';
import { FileButton, Part, type SectionProps } from './parts';

type Outcome = { file: string; fault: string } | { file: string; before: Settings };

export function Backup({ own }: SectionProps) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const take = async (file: File) => {
    const read = readFile(await file.text());
    if ('fault' in read) {
      setOutcome({ file: file.name, fault: read.fault });
      return;
    }
    const before = await loadSettings();
    await saveSettings(read.settings);
    setOutcome({ file: file.name, before });
  };
  const undo = (before: Settings) => void saveSettings(before).then(() => setOutcome(null));
  return (
    <>
      <Part
        title={texts('exportTitle')}
        help={texts('exportHelp')}
        action={
          <button type="button" onClick={() => download(`huashu-${today()}.json`, writeFile(own))}>
            {texts('exportNow')}
          </button>
        }
      />
      <Part
        title={texts('importTitle')}
        help={texts('importHelp')}
        action={
          <FileButton
            label={texts('importNow')}
            accept=".json,application/json"
            onfile={(file) => void take(file)}
          />
        }
      >
        {outcome && 'fault' in outcome && (
          <div class="told" role="alert">
            <p class="bad">{texts('importFault', outcome.file)}</p>
            <p class="detail">{outcome.fault}</p>
          </div>
        )}
        {outcome && 'before' in outcome && (
          <div class="told title" role="status">
            {texts('importDone', outcome.file)}
            <button type="button" onClick={() => undo(outcome.before)}>
              {texts('importUndo')}
            </button>
          </div>
        )}
      </Part>
    </>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
