/** The agent's own dictionary, and the words that a rule shall say nothing about. */
import { useEffect, useState } from 'preact/hooks';
import { engineStatus } from '../../engine/status';
import { texts } from '../../i18n/browser';
import { saveSettings } from '../../settings/settings';
import { Adder, Line, Nothing, Part, type SectionProps } from './parts';

const LONGEST = 40;

export function Words({ own: { words, ignored } }: SectionProps) {
  const [titles, setTitles] = useState(new Map<string, string>());
  useEffect(() => {
    engineStatus().then(
      ({ pack }) => setTitles(new Map(pack.rules.map(({ id, title }) => [id, title]))),
      // Without an engine the rules go by their ids.
      () => {},
    );
  }, []);

  const add = (word: string) => {
    if (words.includes(word)) return texts('wordsTwice');
    if (word.length > LONGEST) return texts('wordsLong', LONGEST);
    void saveSettings((now) => ({ words: [...now.words, word] }));
    return null;
  };
  return (
    <>
      <Part title={texts('wordsTitle')} help={texts('wordsHelp')}>
        <Adder label={texts('wordsAdd')} placeholder={texts('wordsAdd')} onadd={add} />
        {words.length === 0 && <Nothing>{texts('wordsNone')}</Nothing>}
        <ul class="chips">
          {words.map((word) => (
            <li key={word} class="chip">
              {word}
              <button
                type="button"
                class="quiet"
                aria-label={texts('optionsRemoveThis', word)}
                onClick={() =>
                  void saveSettings((now) => ({
                    words: now.words.filter((other) => other !== word),
                  }))
                }
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={texts('ignoredTitle')} help={texts('ignoredHelp')}>
        {ignored.length === 0 && <Nothing>{texts('ignoredNone')}</Nothing>}
        <ul class="lines">
          {ignored.map(({ rule, text }) => (
            <Line
              key={`${rule}\n${text}`}
              action={
                <button
                  type="button"
                  class="quiet"
                  aria-label={texts('ignoredMarkThis', text)}
                  onClick={() =>
                    void saveSettings((now) => ({
                      ignored: now.ignored.filter(
                        (other) => other.rule !== rule || other.text !== text,
                      ),
                    }))
                  }
                >
                  {texts('ignoredMark')}
                </button>
              }
            >
              {text}
              <small>{titles.get(rule) ?? rule}</small>
            </Line>
          ))}
        </ul>
      </Part>
    </>
  );
}
