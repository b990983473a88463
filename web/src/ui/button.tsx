import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';

const LOOKS = {
  plain: 'border border-line bg-surface hover:border-line-strong hover:bg-sunken',
  primary:
    'border border-transparent bg-accent text-on-accent enabled:hover:opacity-90 disabled:border-line disabled:bg-sunken',
  quiet: 'border border-transparent text-muted hover:bg-sunken hover:text-ink',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS;
  readonly icon?: IconName;
}

export function Button({ look = 'plain', icon, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`inline-flex h-8 items-center justify-center gap-1.5 rounded-md px-2.5 text-sm whitespace-nowrap transition-colors duration-150 disabled:cursor-not-allowed disabled:text-muted ${LOOKS[look]} ${className}`}
      {...rest}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends ComponentProps<'button'> {
  readonly icon: IconName;
  /** Read by assistive tools and shown as the browser's own tip. */
  readonly label: string;
  readonly look?: keyof typeof LOOKS;
}

/** A button that is only an icon; 32 px square unless its class says otherwise. */
export function IconButton({ icon, label, look = 'quiet', className = 'size-8', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex shrink-0 items-center justify-center rounded-md transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-40 ${LOOKS[look]} ${className}`}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
