/** The agent's own report: nobody else sees it. */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Texts } from '../i18n/texts';
import type { NamedPack } from '../protocol/control';
import type { Day } from '../settings/counters';
import { QUICK } from '../settings/pace';
import { DaysChart, HoursChart } from './charts';
import { numbersOf, type ReportNumbers } from './numbers';

/** The titles of what is counted; null without an engine: then things go by their ids. */
export type Vocabulary = Pick<NamedPack, 'rules' | 'categories' | 'intents'> | null;

export function Report({
  days,
  today,
  vocabulary,
  texts,
}: {
  days: readonly Day[];
  /** YYYY-MM-DD */
  today: string;
  vocabulary: Vocabulary;
  texts: Texts;
}) {
  const [week, setWeek] = useState(false);
  const numbers = useMemo(() => {
    const categories = new Map(vocabulary?.rules.map(({ id, category }) => [id, category]));
    const shown = week ? days : days.filter(({ day }) => day === today);
    return numbersOf(shown, (rule) => categories.get(rule) ?? '');
  }, [days, today, vocabulary, week]);
  const empty =
    numbers.answered === 0 && numbers.findings.hits === 0 && numbers.replies.shown === 0;
  return (
    <>
      <header>
        <div>
          <h1>{texts('reportOpen')}</h1>
          <p class="help">{texts('reportLocal')}</p>
        </div>
        <fieldset class="span">
          <legend class="spoken">{texts('reportSpan')}</legend>
          {[false, true].map((value) => (
            <label key={String(value)}>
              <input
                type="radio"
                name="span"
                class="spoken"
                checked={week === value}
                onChange={() => setWeek(value)}
              />
              {texts(value ? 'reportWeek' : 'reportToday')}
            </label>
          ))}
        </fieldset>
      </header>
      {empty ? (
        <Empty week={week} more={!week && days.length > 0} texts={texts} />
      ) : (
        <Figures numbers={numbers} week={week} vocabulary={vocabulary} texts={texts} />
      )}
    </>
  );
}

function Empty({ week, more, texts }: { week: boolean; more: boolean; texts: Texts }) {
  return (
    <div class="empty">
      <svg viewBox="0 0 120 56" aria-hidden="true">
        <path d="M4 52h112" />
        <path d="M14 52V38M30 52V30M46 52V34M62 52V20M78 52V27M94 52V14M110 52V22" />
      </svg>
      <h2>{texts(week ? 'reportEmptyWeek' : 'reportEmpty')}</h2>
      <p>{texts(more ? 'reportEmptyMore' : 'reportEmptyHelp')}</p>
    </div>
  );
}

function Figures({
  numbers,
  week,
  vocabulary,
  texts,
}: {
  numbers: ReportNumbers;
  week: boolean;
  vocabulary: Vocabulary;
  texts: Texts;
}) {
  const { answered, median, within, hours, days, categories, findings, replies, praise } = numbers;
  const titleOf = (list: readonly { id: string; title: string }[] | undefined, id: string) =>
    list?.find((entry) => entry.id === id)?.title ?? id;
  return (
    <>
      {praise.length > 0 && (
        <Block title={texts('praiseTitle')} tone="praise">
          <ul class="chips">
            {praise.map(({ intent, count }) => (
              <li key={intent}>
                {titleOf(vocabulary?.intents, intent)} <b>× {count}</b>
              </li>
            ))}
          </ul>
          <p class="help">{texts('praiseHelp')}</p>
        </Block>
      )}
      {answered > 0 && (
        <>
          <Block title={texts('reportPace', answered, median)}>
            <ul class="tiles">
              {within.map(({ seconds, share }) => (
                <Tile
                  key={seconds}
                  share={share}
                  label={
                    seconds < 60
                      ? texts('reportWithin', seconds)
                      : texts('reportWithinMinutes', seconds / 60)
                  }
                  note={texts(NOTES[seconds] ?? 'boundPlatform')}
                />
              ))}
            </ul>
          </Block>
          <Block title={texts('reportHours')}>
            <HoursChart hours={hours} texts={texts} />
          </Block>
        </>
      )}
      {week && answered > 0 && (
        <Block title={texts('reportDays', QUICK)}>
          <DaysChart days={days} texts={texts} />
        </Block>
      )}
      <Block title={texts('reportAcceptance')}>
        <ul class="tiles">
          <Tile
            share={findings.accepted / findings.hits}
            label={texts('reportAccepted')}
            note={texts('reportOf', findings.accepted, findings.hits)}
          />
          <Tile
            share={replies.accepted / replies.shown}
            label={texts('reportReplies')}
            note={texts('reportOf', replies.accepted, replies.shown)}
          />
        </ul>
      </Block>
      {categories.length > 0 && (
        <Block title={texts('reportCategories')}>
          <p class="legend">
            <i class="key" /> {texts('reportTaken')}
            <i class="key soft" /> {texts('reportNotTaken')}
          </p>
          <ul class="bars">
            {categories.map(({ id, hits, accepted }) => (
              <li key={id}>
                <span>
                  {id === '' ? texts('reportOtherRules') : titleOf(vocabulary?.categories, id)}
                </span>
                <Bar
                  whole={hits / (categories[0]?.hits || 1)}
                  part={accepted / (categories[0]?.hits || 1)}
                />
                <b title={texts('reportOf', accepted, hits)}>{hits}</b>
              </li>
            ))}
          </ul>
        </Block>
      )}
    </>
  );
}

/** What the bounds are called. */
const NOTES: Record<number, 'boundGolden' | 'boundFirst' | 'boundReply'> = {
  6: 'boundGolden',
  15: 'boundFirst',
  [QUICK]: 'boundReply',
};

function Block({
  title,
  tone = '',
  children,
}: {
  title: string;
  tone?: '' | 'praise';
  children: ComponentChildren;
}) {
  return (
    <section class={tone} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A share in large figures; nothing to divide by is a dash. */
function Tile({ share, label, note }: { share: number; label: string; note: string }) {
  const known = Number.isFinite(share);
  return (
    <li>
      <span class="label">{label}</span>
      <strong>
        {known ? Math.round(100 * share) : '–'}
        {known && <small>%</small>}
      </strong>
      <Bar whole={1} part={known ? share : 0} />
      <span class="note">{note}</span>
    </li>
  );
}

/** How much of the width is coloured at all, and how much of it strongly; both 0–1. */
function Bar({ whole, part }: { whole: number; part: number }) {
  return (
    <span class="bar" aria-hidden="true">
      <i class="whole" style={{ width: `${100 * whole}%` }} />
      <i class="part" style={{ width: `${100 * part}%` }} />
    </span>
  );
}
