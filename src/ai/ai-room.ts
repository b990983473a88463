import { randomUUID } from 'node:crypto';
import type { Config } from '#contracts/config';
import type { Bus, Clock, Database, Logger, Route } from '#platform';
import { createAccountStore } from './budget/account-store.ts';
import { createBudgetBook } from './budget/budget-book.ts';
import { createLimitStore } from './budget/limit-store.ts';
import { builtInModels, createCatalogue } from './catalogue/catalogue.ts';
import { DEADLINES, type Deadlines } from './execution/engine.ts';
import { createGateway } from './gateway.ts';
import { openAiRoutes } from './openai-routes.ts';
import { createProviders, type SimulatedProviders } from './providers/registry.ts';
import { createUpstream } from './providers/upstream.ts';
import { aiRoutes } from './routes.ts';

export interface AiRoomDeps {
  readonly config: Pick<Config, 'providers'>;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly database: Database;
  readonly bus: Bus;
  readonly deadlines?: Partial<Deadlines>;
  /** Stands in where no provider has a key; every answer then says `simulated`. */
  readonly simulator?: SimulatedProviders | undefined;
}

export interface AiRoom extends AsyncDisposable {
  readonly routes: Route[];
}

/** The AI Router. It knows nothing of finance. */
export async function createAiRoom(deps: AiRoomDeps): Promise<AiRoom> {
  const { models, version } = builtInModels();
  const deadlines = { ...DEADLINES, ...deps.deadlines };
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(createUpstream(deadlines.connectMs));
  const budgets = stack.use(
    await createBudgetBook({
      ...deps,
      limits: createLimitStore(deps.database),
      accounts: createAccountStore(deps.database, randomUUID()),
    }),
  );
  stack.defer(deps.bus.subscribe('ai.controls.changed', () => void budgets.refresh().catch(() => undefined)));
  const gateway = createGateway({
    clock: deps.clock,
    bus: deps.bus,
    deadlines,
    budgets,
    catalogue: createCatalogue(models, version),
    providers: createProviders(deps.config, deps.simulator, upstream),
  });
  const whole = stack.move();
  return {
    routes: [...aiRoutes(gateway), ...openAiRoutes(gateway)],
    [Symbol.asyncDispose]: () => whole.disposeAsync(),
  };
}
