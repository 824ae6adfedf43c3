import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';

export default function () {
  return (
    <Page name="audit" title="…">
      <Empty icon="draft" title="…" />
    </Page>
  );
}
