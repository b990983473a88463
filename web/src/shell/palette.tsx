import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { useState } from 'react';
import { symbolsQuery } from '../api/market.ts';
import { toggleLive } from '../live/live.ts';
import { changeSettings } from '../state/settings.ts';
import { copyText } from '../ui/copy-text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { overlay } from './overlays.ts';
import { PAGES } from './pages.ts';
import { useSettled } from './use-settled.ts';

interface Action {
  readonly title: string;
  readonly icon: IconName;
  readonly run: () => void;
}

const ACTIONS: readonly Action[] = [
  { title: 'Light theme', icon: 'sun', run: () => changeSettings({ theme: 'light' }) },
  { title: 'Dark theme', icon: 'moon', run: () => changeSettings({ theme: 'dark' }) },
  { title: 'System theme', icon: 'system', run: () => changeSettings({ theme: 'system' }) },
  {
    title: 'Gains green, losses red',
    icon: 'sliders',
    run: () => changeSettings({ changeColours: 'green-red' }),
  },
  {
    title: 'Gains blue, losses orange',
    icon: 'sliders',
    run: () => changeSettings({ changeColours: 'blue-orange' }),
  },
  { title: 'Pause or resume live updates', icon: 'pause', run: toggleLive },
  { title: 'Copy a link to this page', icon: 'link', run: () => void copyText(window.location.href) },
  { title: 'Keyboard shortcuts', icon: 'keyboard', run: () => overlay.set('shortcuts') },
  { title: 'Access key', icon: 'key', run: () => overlay.set('key') },
];

const TYPING_PAUSE_MS = 120;

/** Finds a page, a symbol or an action, by keyboard. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const router = useRouter();
  const search = useSettled(text.trim(), TYPING_PAUSE_MS);
  const symbols = useQuery(symbolsQuery(search));
  const run = (action: () => void) => {
    onClose();
    action();
  };
  const wanted = (title: string) => title.toLowerCase().includes(text.trim().toLowerCase());
  return (
    <Dialog title="Search" onClose={onClose} shape="bare">
      <Command
        shouldFilter={false}
        loop
        label="Search pages, symbols and actions"
        className="flex min-h-0 flex-col"
      >
        <div className="flex items-center gap-2.5 border-b border-line px-4 text-muted">
          <Icon name="search" />
          <Command.Input
            data-autofocus
            value={text}
            onValueChange={setText}
            placeholder="Symbol, page or action"
            className="h-12 grow bg-transparent text-base text-ink outline-none placeholder:text-muted"
          />
        </div>
        <Command.List className="max-h-[min(24rem,50dvh)] overflow-y-auto p-1.5">
          <Command.Empty className="px-3 py-6 text-center text-muted">
            {symbols.isFetching ? 'Searching' : 'Nothing found. Try a ticker such as AAPL.'}
          </Command.Empty>
          <Found
            heading="Symbols"
            entries={(text.trim() === '' ? [] : (symbols.data?.symbols ?? [])).map(({ symbol, name }) => ({
              title: symbol,
              note: name ?? '',
              icon: 'market',
              run: () => run(() => void router.navigate({ to: '/market/$symbol', params: { symbol } })),
            }))}
          />
          <Found
            heading="Pages"
            entries={PAGES.filter(({ title }) => wanted(title)).map(({ to, title, icon }) => ({
              title,
              icon,
              run: () => run(() => void router.navigate({ to })),
            }))}
          />
          <Found
            heading="Actions"
            entries={ACTIONS.filter(({ title }) => wanted(title)).map((action) => ({
              ...action,
              run: () => run(action.run),
            }))}
          />
        </Command.List>
      </Command>
    </Dialog>
  );
}

interface FoundProps {
  readonly heading: string;
  readonly entries: readonly (Action & { readonly note?: string })[];
}

function Found({ heading, entries }: FoundProps) {
  if (entries.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
    >
      {entries.map(({ title, note, icon, run }) => (
        <Command.Item
          key={title}
          value={`${heading} ${title}`}
          onSelect={run}
          className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-sunken"
        >
          <span className="text-muted">
            <Icon name={icon} />
          </span>
          <span className="whitespace-nowrap">{title}</span>
          {note === undefined ? null : <span className="truncate text-muted">{note}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
