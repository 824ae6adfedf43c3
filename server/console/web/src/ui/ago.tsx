import { ago, moment } from '../text/texts';

/** How long ago; the moment itself where the pointer rests. */
export function Ago({
  time,
  say = (when) => when,
}: {
  time: string;
  say?: (when: string) => string;
}) {
  return (
    <time dateTime={time} title={moment(time)}>
      {say(ago(time))}
    </time>
  );
}
