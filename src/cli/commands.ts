import type { ArgsDef, CommandMeta } from 'citty';

/** A command of any arguments; each is defined with its own by citty's `defineCommand`. */
export interface AnyCommand {
  readonly meta?: CommandMeta;
  readonly args?: ArgsDef;
  readonly subCommands?: Readonly<Record<string, AnyCommand>>;
  readonly run?: (context: never) => unknown;
}

export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<unknown>;
}

/** Every command, one file each. Loaded when called, so that help need not wait for the platform to load. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  serve: {
    summary: 'Run the platform: API, web app, WebSocket and jobs',
    load: () => import('./serve.ts').then((it) => it.serveCommand),
  },
  keys: {
    summary: 'Make, list, rotate and revoke keys',
    load: () => import('./keys.ts').then((it) => it.keysCommand),
  },
  migrate: {
    summary: 'Bring the database schema up to date',
    load: () => import('./migrate.ts').then((it) => it.migrateCommand),
  },
  import: {
    summary: 'Bring in data from files',
    load: () => import('./import.ts').then((it) => it.importCommand),
  },
  feed: {
    summary: 'Read live market data from a vendor, or play a stored day once more',
    load: () => import('./feed.ts').then((it) => it.feedCommand),
  },
  indicators: {
    summary: 'Compute technical indicators of a file of bars',
    load: () => import('./indicators.ts').then((it) => it.indicatorsCommand),
  },
  optimize: {
    summary: 'Find the portfolios of a file of problems, with proof',
    load: () => import('./optimize.ts').then((it) => it.optimizeCommand),
  },
  'optimize-qp': {
    summary: 'Solve a quadratic problem and prove the answer',
    load: () => import('./optimize-qp.ts').then((it) => it.optimizeQpCommand),
  },
  forecast: {
    summary: 'Forecast series, with intervals that hold',
    load: () => import('./forecast.ts').then((it) => it.forecastCommand),
  },
  'forecast-load': {
    summary: "Write next week's scaling floors from the forecast of requests",
    load: () => import('./forecast-load.ts').then((it) => it.forecastLoadCommand),
  },
  'predict-prices': {
    summary: 'Predict the last days of price series, each from what came before',
    load: () => import('./predict-prices.ts').then((it) => it.predictPricesCommand),
  },
  sentiment: {
    summary: 'Judge the tone of headlines',
    load: () => import('./sentiment.ts').then((it) => it.sentimentCommand),
  },
  anomalies: {
    summary: 'Score the points of series for how anomalous they are',
    load: () => import('./anomalies.ts').then((it) => it.anomaliesCommand),
  },
  train: {
    summary: 'Train the models that ship',
    load: () => import('./train.ts').then((it) => it.trainCommand),
  },
  route: {
    summary: 'Ask the AI router, and see why it chose its model',
    load: () => import('./route.ts').then((it) => it.routeCommand),
  },
  models: {
    summary: 'Keep the catalogue of AI models and their prices up to date',
    load: () => import('./models.ts').then((it) => it.modelsCommand),
  },
  'simulate-providers': {
    summary: "Run a simulation of the AI vendors' APIs",
    load: () => import('./simulate-providers.ts').then((it) => it.simulateProvidersCommand),
  },
  chaos: {
    summary: 'Make a simulated AI provider fail, and heal it again',
    load: () => import('./chaos.ts').then((it) => it.chaosCommand),
  },
  jobs: {
    summary: 'See recurring work and its reports, and run it by hand',
    load: () => import('./jobs.ts').then((it) => it.jobsCommand),
  },
  doctor: {
    summary: 'Check this machine and its configuration, and say what to mend',
    load: () => import('./doctor.ts').then((it) => it.doctorCommand),
  },
  completion: {
    summary: 'Print the completion script for bash, zsh or fish',
    load: () => import('./completion.ts').then((it) => it.completionCommand),
  },
};
