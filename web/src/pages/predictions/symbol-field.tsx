import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';

interface SymbolFieldProps {
  readonly symbol: string;
  readonly onSymbol: (symbol: string) => void;
}

/** Takes another symbol. */
export function SymbolField({ symbol, onSymbol }: SymbolFieldProps) {
  const [draft, setDraft] = useState(symbol);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.trim() !== '') onSymbol(draft.trim().toUpperCase());
  };
  return (
    <form onSubmit={submit} className="flex gap-1">
      <TextInput
        aria-label="Symbol"
        value={draft}
        spellCheck={false}
        onChange={({ target }) => setDraft(target.value)}
        className="w-24 uppercase"
      />
      <Button type="submit">Show</Button>
    </form>
  );
}
