import type { AlertCondition, ConditionOf } from '#contracts/alerts';
import type { Look } from './alert-desk.ts';
import { isCurrentSession } from './current.ts';
import { judgeAbsence, judgeBurnRate, judgeChange, judgeThreshold } from './judge.ts';
import type { Observations } from './observation-store.ts';

/** How the prices of the last session have changed, by symbol. `day` is the session's, counted from 1970-01-01. */
export type SessionChanges = ReadonlyMap<
  string,
  { readonly day: number; readonly changePercent: number; readonly simulated: boolean }
>;

export interface LookDeps {
  readonly observations: Observations;
  sessionChanges(): Promise<SessionChanges>;
}

/** What a rule sees at a moment. `watched` are the subjects it has something to settle with. Rules on anomalies see by the bus alone. */
export async function look(
  deps: LookDeps,
  condition: AlertCondition,
  watched: readonly string[],
  nowMs: number,
): Promise<Look[]> {
  const { observations } = deps;
  switch (condition.kind) {
    case 'threshold': {
      const { value, simulated } = await observations.aggregate(condition, nowMs);
      return [{ subject: '', sighting: judgeThreshold(condition, value), simulated }];
    }
    case 'change': {
      const { value, simulated } = await observations.change(condition, nowMs);
      return [{ subject: '', sighting: judgeChange(condition, condition.metric, value), simulated }];
    }
    case 'absence': {
      const seconds = await observations.silentSeconds(condition.metric, nowMs);
      return [{ subject: '', sighting: judgeAbsence(condition, seconds), simulated: false }];
    }
    case 'burn_rate': {
      const { objective, long_minutes, short_minutes } = condition;
      const short = await observations.served(objective, short_minutes, nowMs);
      const long = await observations.served(objective, long_minutes, nowMs);
      return [{ subject: '', sighting: judgeBurnRate(condition, long, short), simulated: false }];
    }
    case 'market_change':
      return lookAtMarket(condition, await deps.sessionChanges(), watched, nowMs);
    case 'anomaly':
      return [];
  }
}

function lookAtMarket(
  condition: ConditionOf<'market_change'>,
  changes: SessionChanges,
  watched: readonly string[],
  nowMs: number,
): Look[] {
  const named = condition.symbols?.map((symbol) => symbol.toUpperCase());
  const symbols = new Set(named ?? [...changes.keys(), ...watched]);
  return [...symbols].flatMap((subject) => {
    const found = changes.get(subject);
    const change = found !== undefined && isCurrentSession(found.day, nowMs) ? found : undefined;
    const sighting = judgeChange(condition, subject, change?.changePercent ?? 0);
    if (!sighting.breached && !watched.includes(subject)) return [];
    return [{ subject, sighting, simulated: change?.simulated ?? false }];
  });
}
