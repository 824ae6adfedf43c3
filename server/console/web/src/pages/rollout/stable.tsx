/** The release in use, and how many agents run which one. */
import { number } from '../../text/texts';
import { Ago } from '../../ui/ago';
import type { Shown } from './page';
import { t } from './texts';

export function Stable({ shown: { rollout, releases, adoption } }: { shown: Shown }) {
  const stable = releases.find(({ seq }) => seq === rollout.stable);
  const most = Math.max(1, ...adoption.map(({ clients }) => clients));
  return (
    <section class="card lane" aria-label={t.stable}>
      <h2>{t.stable}</h2>
      <p class="version">{t.release(rollout.stable)}</p>
      {stable && (
        <p class="quiet">
          {whatOf(stable)} · <Ago time={stable.issued} />
        </p>
      )}
      <h3>{t.adoption}</h3>
      {adoption.length === 0 && <p class="quiet">{t.nobody}</p>}
      <ul class="adoption">
        {adoption.map(({ seq, clients, failures }) => (
          <li key={seq}>
            <span>{t.release(seq)}</span>
            <meter min={0} max={most} value={clients} aria-label={t.release(seq)} />
            <span>
              {t.clients(number(clients))}
              {failures > 0 && <span class="bad"> · {t.failures(number(failures))}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a release brought, in a few words. */
export function whatOf(release: { title?: string; reverts?: number }): string {
  if (release.reverts) return t.reverted(release.reverts);
  return release.title || t.byCommand;
}
