import type { AdvisorProgress } from '#contracts/advisor';
import type { Universe } from '#market';
import type { Clock, Logger, Route } from '#platform';
import type { PortfolioRoom } from '#portfolio';
import { loadSentimentAnalyser, type SentimentAnalyser } from '#sentiment';
import { advisorRoutes } from './routes.ts';
import type { Writer, WriterCall, WritingStep } from './writing/write.ts';

export interface AdvisorRoomDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly market: { universe(): Promise<Universe> };
  readonly portfolio: Pick<PortfolioRoom, 'optimise' | 'assess'>;
  /** Who words the answers; undefined where this process plays no AI router. */
  readonly ai: Writer | undefined;
}

/** What the room's work is done with. */
export interface AdvisorDeps extends AdvisorRoomDeps {
  /** Loaded with the first article. */
  sentiment(): Promise<SentimentAnalyser>;
}

/** One request: for whom, and whom to tell how far it is. */
export interface Job {
  readonly call: WriterCall;
  onProgress(progress: AdvisorProgress): void;
  onStep(step: WritingStep): void;
}

export interface AdvisorRoom {
  readonly routes: Route[];
}

/** Composes the engines into answers with a text, each figure of which is a fact one of them computed. */
export function createAdvisorRoom(deps: AdvisorRoomDeps): AdvisorRoom {
  let analyser: Promise<SentimentAnalyser> | undefined;
  const sentiment = () => {
    analyser ??= loadSentimentAnalyser();
    return analyser;
  };
  return { routes: advisorRoutes({ ...deps, sentiment }) };
}
