import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';

export default function () {
  return (
    <Page name="mining" title="…">
      <Empty icon="draft" title="…" />
    </Page>
  );
}
