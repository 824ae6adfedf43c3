import { useState } from 'preact/hooks';
import { language, setLanguage, texts } from '../text/texts';
import { setTheme, type Theme, theme } from '../theme/theme';
import { Choice } from '../ui/choice';
import { Icon } from '../ui/icon';

const t = texts({
  language: ['语言', 'Language'],
  theme: ['颜色', 'Colours'],
  light: ['浅色', 'Light'],
  dark: ['深色', 'Dark'],
  system: ['跟随系统', 'As the system has it'],
});

/** Language and colours. */
export function Preferences() {
  const [chosen, setChosen] = useState<Theme>(theme);
  return (
    <div class="preferences">
      <Choice
        label={t.theme}
        value={chosen}
        options={[
          { value: 'light', label: <Icon name="sun" size={14} />, title: t.light },
          { value: 'dark', label: <Icon name="moon" size={14} />, title: t.dark },
          { value: 'system', label: <Icon name="screen" size={14} />, title: t.system },
        ]}
        onChange={(to) => {
          setTheme(to);
          setChosen(to);
        }}
      />
      <Choice
        label={t.language}
        value={language()}
        options={[
          { value: 'zh', label: '中', title: '中文' },
          { value: 'en', label: 'EN', title: 'English' },
        ]}
        onChange={setLanguage}
      />
    </div>
  );
}
