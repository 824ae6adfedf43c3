import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/api';
import { begin, end, keptToken, onSession, signedIn } from '../api/session';
import { language, onLanguage } from '../text/texts';
import { Loading } from '../ui/states';
import { Toasts } from '../ui/toast';
import { Frame } from './frame';
import { SignIn } from './sign-in';

/** The sign-in page or, for a member, the frame with a page in it. */
export function App() {
  const [, redraw] = useState(0);
  const [asking, setAsking] = useState(() => keptToken() !== null);
  useEffect(() => {
    const turn = () => redraw((n) => n + 1);
    const unsubscribe = [onLanguage(turn), onSession(turn)];
    const kept = keptToken();
    if (kept) {
      api.me(kept).then(
        (me) => {
          begin(kept, me);
          setAsking(false);
        },
        () => {
          end();
          setAsking(false);
        },
      );
    }
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, []);
  return (
    <>
      {/* A new language makes everything anew. */}
      {asking ? <Loading /> : signedIn() ? <Frame key={language()} /> : <SignIn key={language()} />}
      <Toasts />
    </>
  );
}
