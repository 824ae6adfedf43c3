import { useState } from 'preact/hooks';
import { api } from '../api/api';
import { describe } from '../api/problem';
import { begin, wasRefused } from '../api/session';
import icon from '../icon.svg';
import { texts } from '../text/texts';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Preferences } from './preferences';

const t = texts({
  title: ['话术主管台', 'Huashu console'],
  lead: [
    '写规则、试规则、发规则；每位客服的页面随之更新。',
    "Write rules, try them, publish them; every agent's page follows.",
  ],
  token: ['访问令牌', 'Access token'],
  hint: [
    '管理员给您的那一串，以 huashu_ 开头。只保存在这个标签页里，关掉就没有了。',
    'The text your admin gave you; it begins with huashu_. It is kept in this tab alone and goes when the tab closes.',
  ],
  ended: ['登录已失效，请用新的令牌登录', 'Your token counts no more; sign in with another'],
  form: ['令牌以 huashu_ 开头，共 50 个字符', 'A token begins with huashu_ and has 50 characters'],
  wrong: ['没有这个令牌，或者已经吊销', 'There is no such token, or it was revoked'],
  enter: ['登录', 'Sign in'],
  privacy: [
    '聊天内容不经过服务器，也不经过这里。',
    'No chat passes through the server, nor through this page.',
  ],
});

const FORM = /^huashu_[A-Za-z0-9_-]{43}$/;

export function SignIn() {
  const [token, setToken] = useState('');
  const [error, setError] = useState(wasRefused() ? t.ended : undefined);
  const enter = async () => {
    const given = token.trim();
    if (!FORM.test(given)) {
      setError(t.form);
      return;
    }
    try {
      begin(given, await api.me(given));
    } catch (problem) {
      const unknown = (problem as { code?: string }).code === 'token';
      setError(unknown ? t.wrong : describe(problem));
    }
  };
  return (
    <main class="sign-in">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          return enter();
        }}
      >
        <img src={icon} alt="" width="44" height="44" />
        <h1>{t.title}</h1>
        <p class="quiet">{t.lead}</p>
        <Field label={t.token} hint={t.hint} error={error}>
          <input
            type="password"
            name="token"
            autocomplete="off"
            spellcheck={false}
            autofocus
            required
            value={token}
            onInput={(event) => {
              setToken(event.currentTarget.value);
              setError(undefined);
            }}
          />
        </Field>
        <Button kind="primary" type="submit">
          {t.enter}
        </Button>
      </form>
      <footer>
        <p class="quiet">{t.privacy}</p>
        <Preferences />
      </footer>
    </main>
  );
}
