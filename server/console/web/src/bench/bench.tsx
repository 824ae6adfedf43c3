/**
 * The test bench: a message or a chat, read by the engine with whatever pack
 * it has, live. What is typed stays in this page's memory and ends with it.
 */
import type { ChatFinding, PackInfo } from '@huashu/wasm';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Engine } from '../engine/engine';
import { Choice } from '../ui/choice';
import { Icon } from '../ui/icon';
import { examine, type Mode, type Result, withFix } from './examine';
import { FindingCard } from './finding';
import { Marked } from './marked';
import { t } from './texts';
import './bench.css';
import './try.css';

/** Kept while the page is open, so that a look elsewhere does not lose it. */
const typed: { mode: Mode; texts: Record<Mode, string>; profile: string } = {
  mode: 'agent',
  texts: { agent: '', buyer: '', chat: '' },
  profile: '',
};

interface Props {
  engine: Engine | undefined;
  /** The pack in use; another object when it has changed. */
  info: PackInfo | undefined;
  /** What to call the profiles. */
  profiles?: readonly { id: string; title: string }[] | undefined;
  /** The draft has mistakes: this is not how it stands. */
  stale?: boolean;
  /** Shows a rule: where it is written, or what it says. */
  onRule: (rule: string) => void;
}

export function Bench({ engine, info, profiles = [], stale, onRule }: Props) {
  const [mode, setMode] = useState(typed.mode);
  const [text, setText] = useState(typed.texts[typed.mode]);
  const [profile, setProfile] = useState(typed.profile);
  const [result, setResult] = useState<Result>();
  const [active, setActive] = useState<ChatFinding>();
  const running = useRef(0);

  useEffect(() => {
    typed.mode = mode;
    typed.texts[mode] = text;
    typed.profile = profile;
    if (!engine || !info) return;
    const turn = ++running.current;
    examine(engine, mode, text, profile).then(
      (found) => turn === running.current && setResult(found),
      // The engine is started anew; the next key press asks again.
      () => {},
    );
  }, [engine, info, mode, text, profile]);

  const change = (to: Mode) => {
    setMode(to);
    setText(typed.texts[to]);
    setResult(undefined);
    setActive(undefined);
  };
  const current = result?.mode === mode && result.text === text ? result : undefined;
  const marks = current && mode !== 'chat' ? current.findings : [];
  return (
    <section class="bench card" aria-label={t.bench}>
      <header>
        <h2>{t.bench}</h2>
        <Choice
          label={t.input}
          value={mode}
          options={(['agent', 'buyer', 'chat'] as const).map((value) => ({
            value,
            label: t[value],
          }))}
          onChange={change}
        />
        {info && info.profiles.length > 1 && (
          <select
            aria-label={t.profile}
            value={profile}
            onChange={(event) => setProfile(event.currentTarget.value)}
          >
            {info.profiles.map((name) => (
              <option key={name} value={name === 'default' ? '' : name}>
                {profiles.find(({ id }) => id === name)?.title ?? name}
              </option>
            ))}
          </select>
        )}
      </header>
      <div class={`try ${mode}`}>
        <div class="mirror" aria-hidden="true">
          <Marked text={text} findings={marks} active={active} />
          {'\n'}
        </div>
        <textarea
          aria-label={t[mode]}
          placeholder={t[`placeholder_${mode}`]}
          value={text}
          spellcheck={false}
          rows={mode === 'chat' ? 5 : 3}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <p class="local quiet">
        <Icon name="lock" size={12} />
        {engine && info ? t.local : t.starting}
      </p>
      {stale && <p class="stale">{t.stale}</p>}
      <div class="results" aria-live="polite">
        {text.trim() === '' ? (
          <p class="quiet nothing">{t.empty}</p>
        ) : (
          result && (
            <Results
              result={result}
              info={info}
              engine={engine}
              onRule={onRule}
              active={active}
              onPoint={setActive}
              onText={setText}
            />
          )
        )}
      </div>
    </section>
  );
}

interface ResultsProps {
  result: Result;
  info: PackInfo | undefined;
  engine: Engine | undefined;
  active: ChatFinding | undefined;
  onRule: (rule: string) => void;
  onPoint: (finding: ChatFinding | undefined) => void;
  onText: (text: string) => void;
}

function Results({ result, info, engine, active, onRule, onPoint, onText }: ResultsProps) {
  const { mode, messages, findings, intents, suggestions } = result;
  const titles = new Map(info?.intents.map(({ id, title }) => [id, title]));
  const speaksToAgent = mode !== 'buyer';
  return (
    <>
      {mode === 'chat' && (
        <ol class="chat">
          {messages.length === 0 && <li class="quiet">{t.nobody}</li>}
          {messages.map(({ role, text }, turn) => (
            <li key={String(turn)} class={role}>
              <small>{t[`role_${role}`]}</small>
              <p>
                <Marked
                  text={text}
                  findings={findings.filter(
                    (f) => f.turn === turn && f.end - f.start < text.length,
                  )}
                  active={active?.turn === turn ? active : undefined}
                />
              </p>
            </li>
          ))}
        </ol>
      )}
      {(speaksToAgent || findings.length > 0) && (
        <section>
          {findings.length === 0 ? (
            <p class="clean">
              <Icon name="check" /> {mode === 'chat' ? t.cleanChat : t.clean}
            </p>
          ) : (
            <h3>{t.found(findings.length)}</h3>
          )}
          <ul class="findings">
            {findings.map((finding) => (
              <FindingCard
                key={`${finding.turn} ${finding.rule} ${finding.start}`}
                finding={finding}
                text={messages[finding.turn]?.text ?? ''}
                inChat={mode === 'chat'}
                engine={engine}
                onRule={onRule}
                onPoint={onPoint}
                onFix={mode === 'chat' ? undefined : (fix) => onText(withFix(result.text, fix))}
              />
            ))}
          </ul>
        </section>
      )}
      {intents.length > 0 && (
        <section>
          <h3>{t.wants}</h3>
          <ul class="intents">
            {intents.map(({ id, score }) => (
              <li key={id}>
                <span>{titles.get(id) ?? id}</span>
                <meter min="0" max="1" value={score} aria-label={titles.get(id) ?? id} />
                <span class="quiet figure">{Math.round(score * 100)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {suggestions.length > 0 && (
        <section>
          <h3>{t.suggestions}</h3>
          <ul class="suggestions">
            {suggestions.map(({ text, why, template }) => (
              <li key={template + text}>
                <p>{text}</p>
                <small class="quiet">
                  {why} · <code>{template}</code>
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
