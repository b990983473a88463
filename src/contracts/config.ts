/** The typed configuration every room receives; `platform/config.ts` makes it from the environment. */
export const ROLES = ['ai-router', 'analytics', 'realtime', 'web', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export type ProviderName = 'openai' | 'anthropic' | 'google';

export interface ProviderConfig {
  readonly apiKey: string | undefined;
  readonly baseUrl: string;
}

export interface Config {
  readonly profile: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly roles: readonly Role[];
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Load labelled synthetic data into an empty database and run the provider simulator. */
  readonly demo: boolean;
  /** Requests a caller may make in a minute; 0 is no limit. */
  readonly rateLimitPerMinute: number;
  readonly allowedOrigins: readonly string[];
  readonly providers: Readonly<Record<ProviderName, ProviderConfig>>;
}
