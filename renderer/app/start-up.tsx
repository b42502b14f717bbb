/** From an empty window to the desk: the host, the language, the catalogue; each trouble on the way has its own screen. */
import type { i18n } from 'i18next';
import { useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { I18nProvider } from 'react-aria-components';
import type { Language } from '../../shared/model/record-types.ts';
import type { Result } from '../../shared/result.ts';
import type { Output } from '../../shared/rpc/contract.ts';
import type { HostLine } from './host.ts';
import { LanguageChoice } from './language-choice.tsx';
import { changeLanguage } from './language.ts';
import { StartTrouble } from './start-trouble.tsx';
import { Workplace } from './workplace.tsx';

type Info = Output<'app.info'>;

/** React Aria writes its own few words and numbers by this; it has no Kazakh and uses Russian there. */
const ARIA_LOCALE: Readonly<Record<Language, string>> = { kk: 'ru-RU', ru: 'ru-RU', en: 'en-GB' };

type HostAnswer = Result<Info, string>;

/** Asks the host who it is, and speaks the language that its settings name. */
async function ask(line: HostLine, i18n: i18n): Promise<HostAnswer> {
  const answer = await line.client.call('app.info', {});
  const chosen = answer.ok ? answer.value.settings.language : null;
  if (chosen !== null) await changeLanguage(i18n, chosen);
  return answer;
}

export function StartUp({ line, i18n }: { line: HostLine; i18n: i18n }) {
  const [answer, setAnswer] = useState<HostAnswer | null>(null);
  /** What was chosen in this window, even when it could not be written down. */
  const [chosen, setChosen] = useState<Language | null>(null);
  useEffect(() => {
    void ask(line, i18n).then(setAnswer);
  }, [line, i18n]);

  const choose = async (next: Language): Promise<string | null> => {
    await changeLanguage(i18n, next);
    setChosen(next);
    const written = await line.client.call('settings.write', { language: next });
    return written.ok ? null : written.code;
  };
  if (answer === null) return null;
  const language = chosen ?? (answer.ok ? answer.value.settings.language : null);

  return (
    <I18nextProvider i18n={i18n}>
      <I18nProvider locale={ARIA_LOCALE[language ?? 'kk']}>
        {!answer.ok && (
          <StartTrouble code={answer.code} onRetry={() => void ask(line, i18n).then(setAnswer)} />
        )}
        {answer.ok && language === null && <LanguageChoice onChoose={(next) => void choose(next)} />}
        {answer.ok && language !== null && (
          <Workplace
            line={line}
            info={answer.value}
            i18n={i18n}
            language={language}
            onLanguage={choose}
            isFirstStart={answer.value.settings.language === null}
          />
        )}
      </I18nProvider>
    </I18nextProvider>
  );
}
