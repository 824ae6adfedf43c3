import type { Route } from '../../shell/router';
import { List } from './list';
import { ReviewPage } from './review-page';

/** #/review, and #/review/{draft} for one of them. */
export default function Review({ route }: { route: Route }) {
  const [id] = route.parts;
  return id ? <ReviewPage key={id} id={id} /> : <List />;
}
