import { useState } from 'react';
import { useKeyState } from '../../api/key.ts';
import { CodeBlock } from '../../ui/clipboard.tsx';
import { Segments } from '../../ui/segments.tsx';
import { type Draft, prepare } from './draft.ts';
import type { Operation } from './open-api.ts';
import { LANGUAGES, type Language, sample } from './samples.ts';

const CHOICES = LANGUAGES.map((language) => ({ value: language, label: language }));

/** The request as code. It follows the form below. */
export function Samples({ operation, draft }: { readonly operation: Operation; readonly draft: Draft }) {
  const [language, setLanguage] = useState<Language>('curl');
  const { key } = useKeyState();
  const code = sample(language, prepare(operation, draft), {
    origin: window.location.origin,
    withKey: key !== null && operation.scope !== null,
  });
  return (
    <CodeBlock
      code={code}
      head={<Segments label="Language" value={language} choices={CHOICES} onChange={setLanguage} />}
    />
  );
}
