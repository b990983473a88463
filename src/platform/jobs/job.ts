import type { Schedule } from './schedule.ts';

/** Recurring work of a room. */
export interface Job {
  readonly name: string;
  readonly summary: string;
  readonly schedule: Schedule;
  /** Due at once on a database that has never seen it; others wait for their first time. */
  readonly atFirst?: boolean;
  /** A run that failed is tried again, so it must not matter how often it runs. */
  run(): Promise<JobReport>;
}

/** What a run found or did, as figures and as text. */
export interface JobReport {
  readonly report: object;
  readonly text: string;
}
