import { defineCommand } from 'citty';
import type { Pool } from 'pg';
import { backfill, lastCompletedWeekday, type MarketDataFeed, runFeed } from '#market';
import { type Bus, createPostgresBus, migrate, readConfig, SetupError, systemClock } from '#platform';
import { abortOnSignal } from './abort-on-signal.ts';
import { readEnvironment } from './environment.ts';
import { feedStatus } from './feed-status.ts';
import { createVendorFeed, FEEDS, openReplayFeed, readSymbolList } from './feeds.ts';
import { renderRefused } from './import-report.ts';
import { DATABASE_ARGS, openSession } from './session.ts';
import { readCount } from './simulate-providers.ts';
import { progressBar } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const START = `Read live market data into the database until Ctrl-C

Works beside a running server, which shows every quote at once. A lost connection is made again.

binance   crypto currencies such as BTC-USD; no key. Prices in USDT count as USD.
alpaca    US equities; needs APCA_API_KEY_ID and APCA_API_SECRET_KEY.
replay    plays a stored session from open to close, at its own date and any speed. What happened within the day is
          made up from the day's bar, and says simulated; the bars themselves come back when it ends.`;

const startCommand = defineCommand({
  meta: { name: 'start', description: START },
  args: {
    ...DATABASE_ARGS,
    name: { type: 'positional', required: true, description: FEEDS.join(', ') },
    symbols: {
      type: 'string',
      valueHint: 'A,B',
      description: 'which; replay takes all unless told',
    },
    'backfill-days': {
      type: 'string',
      valueHint: 'number',
      description: 'first imports the daily bars of so many days before today',
    },
    date: {
      type: 'string',
      valueHint: 'YYYY-MM-DD',
      description: 'replay: the session; the latest unless told',
    },
    speed: {
      type: 'string',
      valueHint: 'factor',
      description: 'replay: 1 is real time; 60 unless told, a session in six and a half minutes',
    },
  },
  async run({ args }) {
    const symbols = readSymbolList(args.symbols);
    const days = readCount('backfill-days', args['backfill-days']) ?? 0;
    checkOptions(args.name, symbols, days);
    using stop = abortOnSignal();
    await using session = await openSession(args, { endsItself: true });
    await migrate(session.database);
    await using bus = await createPostgresBus(session.database, session.logger, { listen: false });
    await using stack = new AsyncDisposableStack();
    const feed =
      args.name === 'replay'
        ? stack.use(await openReplayFeed(session, bus, args, symbols))
        : createVendorFeed(args.name, session.config.feeds);
    const deps = { pool: session.database.pool, bus, random: Math.random };
    if (days > 0) await fill(deps, feed, symbols, days, stop.signal);
    using status = feedStatus(feed.name);
    const { quotes } = await runFeed(deps, feed, symbols, stop.signal, (it) => status.show(it));
    status.clear();
    console.log(`${feed.name}: ${quotes.toLocaleString('en-US')} quotes recorded.`);
  },
});

function checkOptions(name: string, symbols: readonly string[], backfillDays: number): void {
  if (!FEEDS.some((it) => it === name))
    throw new UsageError(`There is no feed "${name}".`, `Feeds are ${FEEDS.join(', ')}.`);
  if (name !== 'replay' && symbols.length === 0)
    throw new UsageError(`${name} must know which symbols.`, 'Write --symbols AAPL,MSFT.');
  if (name === 'replay' && backfillDays > 0)
    throw new UsageError('A replay has nothing to backfill.', 'Leave out --backfill-days.');
}

async function fill(
  deps: { readonly pool: Pool; readonly bus: Bus },
  feed: MarketDataFeed,
  symbols: readonly string[],
  days: number,
  signal: AbortSignal,
): Promise<void> {
  using bar = progressBar(`${feed.name} bars`, days * symbols.length);
  const to = lastCompletedWeekday(systemClock.now());
  const report = await backfill(deps, feed, {
    symbols,
    from: to - days + 1,
    to,
    signal,
    onBars: (bars) => bar.update(bars),
  });
  if (report.refused.length > 0) console.error(renderRefused(report));
  const failure = report.bars.files.find((file) => file.failure !== null)?.failure;
  if (failure != null)
    throw new SetupError({
      what: 'The daily bars could not be imported.',
      why: failure,
      fix: 'Try again, or leave out --backfill-days.',
    });
}

const newsCommand = defineCommand({
  meta: {
    name: 'news',
    description:
      'Print the latest news of symbols, a JSON object a line, as `richesreach sentiment` reads them',
  },
  args: {
    name: { type: 'positional', required: true, description: 'alpaca' },
    symbols: { type: 'string', valueHint: 'A,B', required: true, description: 'which' },
    limit: { type: 'string', valueHint: 'number', description: '20 unless told, 50 at most' },
  },
  async run({ args }) {
    using stop = abortOnSignal();
    const symbols = readSymbolList(args.symbols);
    const feed = createVendorFeed(args.name, readConfig(readEnvironment()).feeds);
    if (feed.news === undefined)
      throw new UsageError(`${feed.name} carries no news.`, 'Use richesreach feed news alpaca.');
    for (const item of await feed.news(symbols, readCount('limit', args.limit) ?? 20, stop.signal))
      console.log(JSON.stringify({ text: item.title, ...item }));
  },
});

export const feedCommand = defineCommand({
  meta: { name: 'feed', description: 'Market data from outside' },
  subCommands: { start: startCommand, news: newsCommand },
});
