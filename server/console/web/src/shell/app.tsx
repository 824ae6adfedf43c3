import { useCallback, useEffect, useState } from 'preact/hooks';
import { api } from '../api/api';
import { Problem } from '../api/problem';
import { begin, end, keptToken, onSession, signedIn } from '../api/session';
import { language, onLanguage } from '../text/texts';
import { Failed, Loading } from '../ui/states';
import { Toasts } from '../ui/toast';
import { Frame } from './frame';
import { SignIn } from './sign-in';

/** The sign-in page or, for a member, the frame with a page in it. */
export function App() {
  const [, redraw] = useState(0);
  const [asking, setAsking] = useState(() => keptToken() !== null);
  const [error, setError] = useState<unknown>();
  /** Signs in again with the token of before the reload. */
  const resume = useCallback(() => {
    const kept = keptToken() ?? '';
    setError(undefined);
    api
      .me(kept)
      .then(
        (me) => begin(kept, me),
        (problem: unknown) => {
          if (problem instanceof Problem && problem.code === 'token') end(true);
          else setError(problem);
        },
      )
      .then(() => setAsking(false));
  }, []);

  useEffect(() => {
    const turn = () => redraw((n) => n + 1);
    const unsubscribe = [onLanguage(turn), onSession(turn)];
    if (keptToken()) resume();
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, [resume]);

  if (error !== undefined) return <Failed error={error} again={resume} />;
  return (
    <>
      {/* A new language makes everything anew. */}
      {asking ? <Loading /> : signedIn() ? <Frame key={language()} /> : <SignIn key={language()} />}
      <Toasts />
    </>
  );
}
