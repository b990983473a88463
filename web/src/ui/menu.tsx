import { createContext, type KeyboardEvent, type ReactNode, useContext, useEffect } from 'react';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { PopoverPanel, usePopover } from './popover.tsx';

const ROW =
  'flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-sm outline-none hover:bg-sunken focus:bg-sunken';

const CloseMenu = createContext<() => void>(() => undefined);

interface MenuProps {
  readonly label: string;
  readonly icon: IconName;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A menu under an icon button; arrow keys, Home, End and first letters move in it. */
export function Menu({ label, icon, className, children }: MenuProps) {
  const popover = usePopover();
  const { open, element } = popover;
  useEffect(() => {
    if (open) items(element.current)[0]?.focus();
  }, [open, element]);
  return (
    <>
      <IconButton
        icon={icon}
        label={label}
        aria-haspopup="menu"
        {...popover.trigger}
        {...(className === undefined ? {} : { className })}
      />
      <PopoverPanel parts={popover} className="min-w-48 p-1">
        <div
          role="menu"
          tabIndex={-1}
          aria-label={label}
          className="outline-none"
          onKeyDown={(event) => moveFocus(event, popover.close)}
        >
          <CloseMenu value={popover.close}>{children}</CloseMenu>
        </div>
      </PopoverPanel>
    </>
  );
}

interface MenuItemProps {
  readonly icon: IconName;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

export function MenuItem({ icon, onSelect, children }: MenuItemProps) {
  const close = useContext(CloseMenu);
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={ROW}
      onClick={() => {
        // Closed first, so that a dialog opened next gives the focus back to the menu's button.
        close();
        onSelect();
      }}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}

interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly icon?: IconName }[];
  readonly onChange: (value: Value) => void;
}

/** One of several, with a tick at the current one. The menu stays open to let one compare. */
export function MenuChoice<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <fieldset aria-label={label}>
      <div aria-hidden="true" className="px-2 pt-1.5 pb-1 text-xs text-muted">
        {label}
      </div>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="menuitemradio"
          aria-checked={choice.value === value}
          tabIndex={-1}
          className={ROW}
          onClick={() => onChange(choice.value)}
        >
          {choice.icon === undefined ? null : <Icon name={choice.icon} />}
          <span className="grow text-left">{choice.label}</span>
          {choice.value === value ? <Icon name="check" /> : null}
        </button>
      ))}
    </fieldset>
  );
}

export function MenuLine() {
  return <hr className="my-1 border-line" />;
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
}

function moveFocus(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const all = items(event.currentTarget);
  const at = all.findIndex((item) => item === document.activeElement);
  const target = wanted(event.key, all, at);
  if (event.key === 'Tab') close();
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}

function wanted(key: string, all: readonly HTMLElement[], at: number): HTMLElement | undefined {
  if (key === 'ArrowDown') return all[(at + 1) % all.length];
  if (key === 'ArrowUp') return all.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const after = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return after.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}
