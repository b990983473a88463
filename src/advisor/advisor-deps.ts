import type { AdvisorProgress } from '#contracts/advisor';
import type { Universe } from '#market';
import type { Clock, Logger } from '#platform';
import type { PortfolioRoom } from '#portfolio';
import type { SentimentAnalyser } from '#sentiment';
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
  readonly onStep: (step: WritingStep) => void;
}
