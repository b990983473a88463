import { useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { type Amount, type HoldingDraft, type PortfolioDraft, readPasted } from './holdings.ts';

const UNITS = [
  { value: 'quantity', label: 'Shares' },
  { value: 'weight', label: 'Weights, %' },
] as const;

interface HoldingsEditorProps {
  readonly holdings: readonly HoldingDraft[];
  readonly unit: Amount;
  readonly onChange: (part: Partial<PortfolioDraft>) => void;
}

/** Holdings line by line, or pasted as CSV. */
export function HoldingsEditor({ holdings, unit, onChange }: HoldingsEditorProps) {
  const [pasting, setPasting] = useState(false);
  const next = 1 + Math.max(-1, ...holdings.map(({ id }) => id));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Segments
          label="Amounts are"
          value={unit}
          choices={UNITS}
          onChange={(to) => onChange({ unit: to })}
        />
        <Button onClick={() => onChange({ holdings: [...holdings, { id: next, symbol: '', amount: '' }] })}>
          Add a line
        </Button>
        <Button aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          Paste CSV
        </Button>
      </div>
      {pasting ? (
        <PasteField
          onRead={(part) => {
            onChange(part);
            setPasting(false);
          }}
        />
      ) : null}
      <HoldingLines holdings={holdings} unit={unit} onChange={onChange} />
    </div>
  );
}

function HoldingLines({ holdings, unit, onChange }: HoldingsEditorProps) {
  const change = (id: number, part: Partial<HoldingDraft>) =>
    onChange({
      holdings: holdings.map((holding) => (holding.id === id ? { ...holding, ...part } : holding)),
    });
  return (
    <ul className="grid max-h-96 gap-x-6 gap-y-2 overflow-y-auto p-0.5 sm:grid-cols-2 xl:grid-cols-3">
      {holdings.map(({ id, symbol, amount }, index) => (
        <li key={id} className="flex min-w-0 items-center gap-2">
          <TextInput
            aria-label={`Symbol ${index + 1}`}
            value={symbol}
            placeholder="Symbol"
            required={index === 0 && holdings.every((holding) => holding.symbol.trim() === '')}
            autoComplete="off"
            className="w-24 grow"
            onChange={({ target }) => change(id, { symbol: target.value })}
          />
          <TextInput
            aria-label={`${unit === 'weight' ? 'Weight, %' : 'Shares'} ${index + 1}`}
            type="number"
            step="any"
            min="0"
            required={symbol.trim() !== ''}
            value={amount}
            placeholder={unit === 'weight' ? 'Weight, %' : 'Shares'}
            className="w-24 grow text-right"
            onChange={({ target }) => change(id, { amount: target.value })}
          />
          <IconButton
            icon="close"
            label={`Remove line ${index + 1}`}
            disabled={holdings.length === 1}
            onClick={() => onChange({ holdings: holdings.filter((holding) => holding.id !== id) })}
          />
        </li>
      ))}
    </ul>
  );
}

interface PasteFieldProps {
  readonly onRead: (part: Pick<PortfolioDraft, 'holdings' | 'unit'>) => void;
}

function PasteField({ onRead }: PasteFieldProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const read = () => {
    const found = readPasted(text);
    if ('problem' in found) setProblem(found.problem);
    else onRead(found);
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <textarea
        aria-label="Holdings as CSV"
        value={text}
        rows={4}
        placeholder={'symbol,quantity\nAAPL,12\nMSFT,5'}
        onChange={({ target }) => setText(target.value)}
        className="w-full rounded-md border border-line-strong bg-surface px-2 py-1.5 font-mono placeholder:text-muted"
      />
      {problem === null ? null : (
        <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
          {problem}
        </p>
      )}
      <Button onClick={read}>Use these holdings</Button>
    </div>
  );
}
