import { resolve } from 'node:path';
import { type AwsConfig, type Config, type FeedsConfig, ROLES, type Role } from '#contracts/config';
import { readCompatibleServers } from './compatible-servers.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable or option that cannot be used, and what to do about it. */
export interface ConfigMistake {
  readonly name: string;
  readonly why: string;
  readonly fix: string;
}

/** Every mistake at once, so that a set-up is mended in one round. */
export class ConfigError extends Error {
  readonly mistakes: readonly ConfigMistake[];
  constructor(mistakes: readonly ConfigMistake[]) {
    super(mistakes.map(({ name, why, fix }) => `${name}: ${why} ${fix}`).join('\n'));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const PROFILES: Record<string, Config['profile']> = {
  dev: 'development',
  development: 'development',
  test: 'development',
  staging: 'production',
  prod: 'production',
  production: 'production',
};

/** Reads the typed configuration. The environment is data: nothing else in the house looks at it. */
export function readConfig(env: Environment): Config {
  const mistakes: ConfigMistake[] = [];
  const refuse = (name: string, why: string, fix: string) => void mistakes.push({ name, why, fix });
  const profile = PROFILES[env.ENVIRONMENT ?? 'development'];
  if (profile === undefined)
    refuse(
      'ENVIRONMENT',
      `"${env.ENVIRONMENT}" is not an environment.`,
      'Use development, staging or production.',
    );
  const config: Config = {
    profile: profile ?? 'development',
    host: env.HOST ?? (profile === 'production' ? '0.0.0.0' : '127.0.0.1'),
    port: readWhole('PORT', env.PORT, 8000, 65_535, refuse),
    dataDir: resolve(env.RICHESREACH_DATA_DIR ?? '.richesreach'),
    roles: readRoles(env.RICHESREACH_ROLES, refuse),
    databaseUrl: readUrl('DATABASE_URL', env.DATABASE_URL, ['postgres:', 'postgresql:'], refuse),
    writerUrl: readWriter(env, refuse),
    redisUrl: readUrl('REDIS_URL', env.REDIS_URL, ['redis:', 'rediss:'], refuse),
    logLevel: readChoice('LOG_LEVEL', env.LOG_LEVEL, LOG_LEVELS, 'warn', refuse),
    demo: readBoolean('RICHESREACH_DEMO', env.RICHESREACH_DEMO, profile !== 'production', refuse),
    ...readLimits(env, refuse),
    allowedOrigins: readOrigins('ALLOWED_ORIGINS', env.ALLOWED_ORIGINS, refuse),
    collectOrigins: readOrigins('COLLECT_ORIGINS', env.COLLECT_ORIGINS, refuse),
    aws: readAws(env),
    allowPrivateWebhooks: readBoolean(
      'WEBHOOKS_TO_PRIVATE_NETWORKS',
      env.WEBHOOKS_TO_PRIVATE_NETWORKS,
      false,
      refuse,
    ),
    providers: {
      openai: provider(
        'OPENAI_BASE_URL',
        env.OPENAI_API_KEY,
        env.OPENAI_BASE_URL,
        'https://api.openai.com/v1',
        refuse,
      ),
      anthropic: provider(
        'ANTHROPIC_BASE_URL',
        env.ANTHROPIC_API_KEY,
        env.ANTHROPIC_BASE_URL,
        'https://api.anthropic.com',
        refuse,
      ),
      google: provider(
        'GOOGLE_BASE_URL',
        env.GOOGLE_API_KEY ?? env.GOOGLE_AI_API_KEY,
        env.GOOGLE_BASE_URL,
        'https://generativelanguage.googleapis.com',
        refuse,
      ),
    },
    compatibleServers: readCompatibleServers(env, refuse),
    tracing: readTracing(env, refuse),
    feeds: readFeeds(env, refuse),
  };
  if (config.profile === 'production') refuseUnsafe(config, refuse);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}

type Refuse = (name: string, why: string, fix: string) => void;

function refuseUnsafe(config: Config, refuse: Refuse): void {
  if (config.demo)
    refuse('RICHESREACH_DEMO', 'Demo data has no place in production.', 'Remove it or set it to false.');
  if (config.databaseUrl === undefined)
    refuse(
      'DATABASE_URL',
      'Production needs its own PostgreSQL.',
      'Set postgres://user:password@host/database?sslmode=require.',
    );
  else if (!/[?&]sslmode=(require|verify-ca|verify-full)/.test(config.databaseUrl)) {
    refuse('DATABASE_URL', 'The connection is not encrypted.', 'Add ?sslmode=require or stricter.');
  }
  if (config.writerUrl?.startsWith('http:') === true)
    refuse('INGEST_FORWARD_URL', 'The connection is not encrypted.', 'Use https://.');
  if (config.redisUrl?.startsWith('redis:') === true)
    refuse('REDIS_URL', 'The connection is not encrypted.', 'Use rediss://.');
  for (const [name, origins] of [
    ['ALLOWED_ORIGINS', config.allowedOrigins],
    ['COLLECT_ORIGINS', config.collectOrigins],
  ] as const)
    if (origins.includes('*'))
      refuse(name, 'A wildcard lets every site in.', 'List the origins of your own apps.');
}

/** Where a server on a read replica sends what writes. */
function readWriter(env: Environment, refuse: Refuse): string | undefined {
  const name = 'INGEST_FORWARD_URL';
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.href !== `${url.origin}/`)
    refuse(
      name,
      'This is not the address of a server.',
      'Use scheme, host and port only: https://us-east-1.ingest.example.com',
    );
  if (!env.DATABASE_URL)
    refuse(
      name,
      'It is for servers on a read replica, and there is no DATABASE_URL of one.',
      'Set DATABASE_URL to the replica, or leave both away.',
    );
  return url?.origin;
}

function readFeeds(env: Environment, refuse: Refuse): FeedsConfig {
  const address = (name: string, schemes: string[], fallback: string) =>
    readUrl(name, env[name], schemes, refuse)?.replace(/\/$/, '') ?? fallback;
  return {
    binance: {
      apiUrl: address('BINANCE_API_URL', ['http:', 'https:'], 'https://data-api.binance.vision'),
      streamUrl: address('BINANCE_STREAM_URL', ['ws:', 'wss:'], 'wss://data-stream.binance.vision'),
    },
    alpaca: {
      keyId: env.APCA_API_KEY_ID || undefined,
      secretKey: env.APCA_API_SECRET_KEY || undefined,
      apiUrl: address('ALPACA_API_URL', ['http:', 'https:'], 'https://data.alpaca.markets'),
      streamUrl: address('ALPACA_STREAM_URL', ['ws:', 'wss:'], 'wss://stream.data.alpaca.markets/v2/iex'),
    },
  };
}

function readAws(env: Environment): AwsConfig | undefined {
  const given = (name: string) => (env[name] === '' ? undefined : env[name]);
  const region = given('AWS_REGION');
  if (region === undefined) return undefined;
  return {
    region,
    ecsCluster: given('AWS_ECS_CLUSTER'),
    loadBalancer: given('AWS_LOAD_BALANCER'),
    distribution: given('AWS_CLOUDFRONT_DISTRIBUTION'),
    edgeFunction: given('AWS_EDGE_FUNCTION'),
  };
}

function provider(
  name: string,
  apiKey: string | undefined,
  url: string | undefined,
  fallback: string,
  refuse: Refuse,
) {
  return {
    apiKey: apiKey === '' ? undefined : apiKey,
    baseUrl: readUrl(name, url, ['http:', 'https:'], refuse)?.replace(/\/$/, '') ?? fallback,
  };
}

/** OpenTelemetry's own variables. */
function readTracing(env: Environment, refuse: Refuse): Config['tracing'] {
  const protocols = ['http:', 'https:'];
  const traces = readUrl(
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    protocols,
    refuse,
  );
  const base = readUrl('OTEL_EXPORTER_OTLP_ENDPOINT', env.OTEL_EXPORTER_OTLP_ENDPOINT, protocols, refuse);
  const url = traces ?? (base === undefined ? undefined : `${base.replace(/\/$/, '')}/v1/traces`);
  if (url === undefined || env.OTEL_SDK_DISABLED === 'true') return undefined;
  return {
    url,
    headers: readPairs('OTEL_EXPORTER_OTLP_HEADERS', env.OTEL_EXPORTER_OTLP_HEADERS, refuse),
    serviceName: env.OTEL_SERVICE_NAME || 'richesreach',
    resource: readPairs('OTEL_RESOURCE_ATTRIBUTES', env.OTEL_RESOURCE_ATTRIBUTES, refuse),
  };
}

/** `name=value,other=value`, values percent-encoded. */
function readPairs(name: string, text: string | undefined, refuse: Refuse): Record<string, string> {
  const pairs = (text ?? '').split(',').flatMap((pair) => pair.trim() || []);
  const entries = pairs.flatMap((pair) => {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    try {
      if (key !== '') return [[key.trim(), decodeURIComponent(value.trim())]];
    } catch {
      // Told below.
    }
    refuse(name, `"${pair}" is not understood.`, 'Write name=value,other=value with values percent-encoded.');
    return [];
  });
  return Object.fromEntries(entries);
}

function readWhole(
  name: string,
  text: string | undefined,
  fallback: number,
  max: number,
  refuse: Refuse,
): number {
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > max)
    refuse(name, `"${text}" is not usable.`, `Use a whole number from 0 to ${max}.`);
  return number;
}

function readLimits(
  env: Environment,
  refuse: Refuse,
): Pick<Config, 'rateLimitPerMinute' | 'connectionsPerKey'> {
  const read = (name: string, fallback: number, max: number) =>
    readWhole(name, env[name], fallback, max, refuse);
  return {
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE', 6_000, 10_000_000),
    connectionsPerKey: read('REALTIME_CONNECTIONS_PER_KEY', 10_000, 1_000_000),
  };
}

function readRoles(text: string | undefined, refuse: Refuse): readonly Role[] {
  if (text === undefined || text === '' || text === 'all') return ROLES;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(ROLES as readonly string[]).includes(name));
  if (unknown.length > 0)
    refuse(
      'RICHESREACH_ROLES',
      `"${unknown.join(', ')}" is not a role.`,
      `Use one or more of ${ROLES.join(', ')}, or all.`,
    );
  return names.filter((name): name is Role => (ROLES as readonly string[]).includes(name));
}

function readUrl(
  name: string,
  text: string | undefined,
  protocols: readonly string[],
  refuse: Refuse,
): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  if (url === null || !protocols.includes(url.protocol))
    refuse(
      name,
      'This is not a usable address.',
      `It must start with ${protocols.map((p) => `${p}//`).join(' or ')}.`,
    );
  return text;
}

function readOrigins(name: string, text: string | undefined, refuse: Refuse): readonly string[] {
  const origins = (text ?? '').split(',').flatMap((origin) => origin.trim() || []);
  const wrong = origins.filter(
    (origin) => origin !== '*' && (origin.includes('*') || URL.parse(origin)?.origin !== origin),
  );
  if (wrong.length > 0)
    refuse(
      name,
      `"${wrong.join(', ')}" is not an origin.`,
      'Use scheme, host and port only, as browsers send it: https://app.example.com',
    );
  return origins;
}

function readChoice<T extends string>(
  name: string,
  text: string | undefined,
  choices: readonly T[],
  fallback: T,
  refuse: Refuse,
): T {
  if (text === undefined || text === '') return fallback;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) refuse(name, `"${text}" is not one of its values.`, `Use ${choices.join(', ')}.`);
  return found ?? fallback;
}

function readBoolean(name: string, text: string | undefined, fallback: boolean, refuse: Refuse): boolean {
  if (text === undefined || text === '') return fallback;
  if (['true', '1', 'yes', 'on'].includes(text)) return true;
  if (!['false', '0', 'no', 'off'].includes(text))
    refuse(name, `"${text}" is neither yes nor no.`, 'Use true or false.');
  return false;
}
