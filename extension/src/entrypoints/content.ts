/** The content script: puts Huashu on a page for as long as the extension lives. */
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import '../annotator/highlight.css';
import { connect } from '../engine/connect';
import { SITES } from '../site/hosts';
import { announce } from '../site/presence';
import { Site } from '../site/site';
import { offerEnrolment } from '../sync/enrolpage';

export default defineContentScript({
  matches: [...SITES],
  allFrames: true,
  runAt: 'document_end',
  // A page that listens to messages has no use for ours.
  noScriptStartedPostMessage: true,
  main(ctx) {
    const isTopFrame = window === window.top;
    new Site({
      document,
      isTopFrame,
      signal: ctx.signal,
      connect: async () => {
        // Throws when the extension was reloaded or removed, and with it goes all our work.
        if (!browser.runtime?.id) {
          ctx.abort();
          throw new Error('the extension is gone');
        }
        return connect();
      },
    });
    if (isTopFrame) {
      announce(document, ctx.signal);
      offerEnrolment(document, ctx.signal);
    }
  },
});
