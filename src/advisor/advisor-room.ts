import type { Route } from '#platform';
import { loadSentimentAnalyser, type SentimentAnalyser } from '#sentiment';
import type { AdvisorRoomDeps } from './advisor-deps.ts';
import { advisorRoutes } from './routes.ts';

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
