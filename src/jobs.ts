import { createAiJobs } from '#ai';
import { createUpkeepJob } from '#analytics';
import type { Config } from '#contracts/config';
import type { Clock, Database, Job } from '#platform';

/** Every room's recurring work: what the worker role runs by schedule, and `richesreach jobs` by hand. */
export function allJobs(ground: {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
}): Job[] {
  return [createUpkeepJob({ ...ground, pool: ground.database.pool }), ...createAiJobs(ground)];
}
