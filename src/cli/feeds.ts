import type { FeedsConfig } from '#contracts/config';
import {
  createAlpacaFeed,
  createBinanceFeed,
  dayOf,
  lastRealSession,
  type MarketDataFeed,
  openReplay,
} from '#market';
import { type Bus, SetupError, systemClock } from '#platform';
import type { Session } from './session.ts';
import { UsageError } from './usage-error.ts';

export const VENDORS = ['binance', 'alpaca'] as const;
export const FEEDS = [...VENDORS, 'replay'] as const;

/** A vendor's feed, as configured. */
export function createVendorFeed(name: string, { binance, alpaca }: FeedsConfig): MarketDataFeed {
  const now = systemClock.now;
  if (name === 'binance') return createBinanceFeed({ ...binance, now });
  if (name !== 'alpaca')
    throw new UsageError(`There is no feed "${name}".`, `Feeds are ${FEEDS.join(', ')}.`);
  const { keyId, secretKey } = alpaca;
  if (keyId === undefined || secretKey === undefined)
    throw new SetupError({
      what: 'alpaca needs a key.',
      why: 'APCA_API_KEY_ID or APCA_API_SECRET_KEY is not set.',
      fix: 'Make a key in its dashboard – a paper account will do – and set both.',
    });
  return createAlpacaFeed({ ...alpaca, keyId, secretKey, now });
}

export interface ReplayChoice {
  readonly date: string | undefined;
  readonly speed: string | undefined;
}

const USUAL_SPEED = 60;

/** The stored session of `--date`, or the latest. */
export async function openReplayFeed(
  { database }: Session,
  bus: Bus,
  { date, speed }: ReplayChoice,
  symbols: readonly string[],
): Promise<MarketDataFeed & AsyncDisposable> {
  const { pool } = database;
  const session = date === undefined ? await lastRealSession(pool) : readDate(date);
  if (session === undefined)
    throw new SetupError({
      what: 'There is nothing to replay.',
      why: 'No real bars are stored.',
      fix: 'Bring some in with `richesreach import market`.',
    });
  return openReplay({ pool, bus, day: dayOf(session), speed: readSpeed(speed) }, symbols);
}

/** `A,B` as symbols, upper case, each once; none where the option is not given. */
export function readSymbolList(text: string | undefined): string[] {
  const symbols = (text ?? '').split(',').flatMap((part) => part.trim().toUpperCase() || []);
  const wrong = symbols.find((symbol) => !/^[A-Z0-9][A-Z0-9.^=/-]{0,23}$/.test(symbol));
  if (wrong !== undefined)
    throw new UsageError(`"${wrong}" is not a symbol.`, 'Write --symbols AAPL,MSFT or --symbols BTC-USD.');
  return [...new Set(symbols)];
}

function readDate(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new UsageError(`"${text}" is not a date.`, 'Write --date YYYY-MM-DD.');
}

function readSpeed(text: string | undefined): number {
  const speed = text === undefined ? USUAL_SPEED : Number(text);
  if (speed > 0 && Number.isFinite(speed)) return speed;
  throw new UsageError(`--speed ${text} is no factor.`, 'Give a number above 0: 1 is real time.');
}
