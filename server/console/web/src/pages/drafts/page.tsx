import type { Route } from '../../shell/router';
import { DraftPage } from './draft-page';
import { List } from './list';

/** #/drafts, and #/drafts/{draft}?rule={rule} or ?new=rule for one of them. */
export default function Drafts({ route }: { route: Route }) {
  const [id] = route.parts;
  return id ? <DraftPage key={id} id={id} query={route.query} /> : <List />;
}
