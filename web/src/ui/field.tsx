import type { ComponentProps, ReactNode } from 'react';

const FRAME =
  'min-w-0 rounded-md border border-line-strong bg-surface px-2 placeholder:text-muted disabled:text-muted';
const FIELD = `h-8 ${FRAME}`;

interface LabelProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A name above a control. */
export function Field({ label, className = '', children }: LabelProps) {
  return (
    <label className={`flex min-w-0 flex-col gap-1 text-xs text-muted ${className}`}>
      {label}
      {children}
    </label>
  );
}

export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={`${FIELD} text-sm text-ink ${className}`} />;
}

export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return <textarea {...rest} className={`py-1.5 text-sm text-ink ${FRAME} ${className}`} />;
}

interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  /** Its name, where no field around it gives one. */
  readonly label?: string;
}

/** The browser's own list of choices. */
export function Select<Value extends string>({
  value,
  choices,
  onChange,
  disabled,
  label,
}: SelectProps<Value>) {
  return (
    <select
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={({ target }) => {
        const chosen = choices.find((choice) => choice.value === target.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className={`${FIELD} text-sm text-ink`}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

/** `some_name` as words. */
export function inWords(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
