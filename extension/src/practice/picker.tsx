/** The choice of buyers to practise on. */
import type { Scenario } from '@huashu/wasm/types';
import type { TextKey, Texts } from '../i18n/texts';
import type { Best } from './best';

/** How scenarios are grouped, by the first word of their ids; those of the shop's own come last. */
const GROUPS: readonly { title: TextKey; kinds: readonly string[] }[] = [
  { title: 'practiceBargain', kinds: ['bargain', 'promo'] },
  { title: 'practiceDoubt', kinds: ['doubt'] },
  { title: 'practiceNeed', kinds: ['need'] },
  { title: 'practiceHard', kinds: ['hard'] },
];

const LEVELS: Record<number, TextKey> = {
  1: 'practiceLevel1',
  2: 'practiceLevel2',
  3: 'practiceLevel3',
};

export function Picker({
  scenarios,
  best,
  pick,
  texts,
}: {
  scenarios: readonly Scenario[];
  best: Best;
  pick: (scenario: Scenario) => void;
  texts: Texts;
}) {
  const kindOf = ({ id }: Scenario) => id.split('.')[0] ?? '';
  const known = GROUPS.flatMap(({ kinds }) => kinds);
  const groups = [
    ...GROUPS.map(({ title, kinds }) => ({
      title,
      members: scenarios.filter((scenario) => kinds.includes(kindOf(scenario))),
    })),
    {
      title: 'practiceOwn' as const,
      members: scenarios.filter((scenario) => !known.includes(kindOf(scenario))),
    },
  ];
  return (
    <>
      <header class="lead">
        <h1>{texts('practiceTitle')}</h1>
        <p>{texts('practiceLead')}</p>
      </header>
      {groups
        .filter(({ members }) => members.length > 0)
        .map(({ title, members }) => (
          <section key={title}>
            <h2>{texts(title)}</h2>
            <ul class="cards">
              {members
                .toSorted((a, b) => a.level - b.level)
                .map((scenario) => (
                  <li key={scenario.id}>
                    <button type="button" class="card" onClick={() => pick(scenario)}>
                      <span class="top">
                        <strong>{scenario.title}</strong>
                        <Level level={scenario.level} texts={texts} />
                      </span>
                      <span class="about">{scenario.about}</span>
                      <span class="record">
                        {best.of(scenario.id) === null
                          ? texts('practiceNew')
                          : texts('practiceBest', best.of(scenario.id) ?? 0)}
                      </span>
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      <p class="foot">{texts('practicePrivate')}</p>
    </>
  );
}

function Level({ level, texts }: { level: number; texts: Texts }) {
  return <span class={`level of${level}`}>{texts(LEVELS[level] ?? 'practiceLevel1')}</span>;
}
