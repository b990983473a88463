/** The typed configuration every room receives; `platform/config.ts` makes it from the environment. */
export const ROLES = ['ai-router', 'analytics', 'realtime', 'web', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export type ProviderName = 'openai' | 'anthropic' | 'google';

export interface ProviderConfig {
  readonly apiKey: string | undefined;
  readonly baseUrl: string;
}

/** A model of an OpenAI-compatible server, as the operator describes it. */
export interface CompatibleModel {
  readonly name: string;
  readonly contextWindow: number;
  readonly maxOutputTokens: number;
  /** USD per million tokens; null where unknown. */
  readonly price: { readonly input: number; readonly cachedRead: number; readonly output: number } | null;
  /** Prior, 0 to 1; null where none is stated. */
  readonly quality: number | null;
  readonly vision: boolean;
  readonly tools: boolean;
  readonly jsonSchema: boolean;
  readonly temperature: boolean;
  readonly reasoning: boolean;
}

export interface CompatibleServer extends ProviderConfig {
  readonly name: string;
  readonly models: readonly CompatibleModel[];
}

/** Where market data feeds are, and the key of the one that needs one. */
export interface FeedsConfig {
  readonly binance: { readonly apiUrl: string; readonly streamUrl: string };
  readonly alpaca: {
    readonly keyId: string | undefined;
    readonly secretKey: string | undefined;
    readonly apiUrl: string;
    readonly streamUrl: string;
  };
}

/** Where CloudWatch is asked, and the names of what it is asked about, as far as they are known. */
export interface AwsConfig {
  readonly region: string;
  readonly ecsCluster: string | undefined;
  readonly loadBalancer: string | undefined;
  /** Id of the CloudFront distribution; `*` is the only one of the account. */
  readonly distribution: string | undefined;
  readonly edgeFunction: string | undefined;
}

/** Where OpenTelemetry spans go. */
export interface TracingConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Further attributes of what the spans are of. */
  readonly resource: Readonly<Record<string, string>>;
}

export interface Config {
  readonly profile: 'development' | 'production';
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly roles: readonly Role[];
  readonly databaseUrl: string | undefined;
  /** Set where the database is a read replica: the server in the region that writes, as an origin. */
  readonly writerUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Load labelled synthetic data into an empty database and run the provider simulator. */
  readonly demo: boolean;
  /** Requests a caller may make in a minute; 0 is no limit. */
  readonly rateLimitPerMinute: number;
  /** WebSockets and event streams that one key may hold open in a process; 0 is no limit. */
  readonly connectionsPerKey: number;
  readonly allowedOrigins: readonly string[];
  /** Origins whose pages may send events with `/collect.js`. */
  readonly collectOrigins: readonly string[];
  /** Set where this process runs in AWS. */
  readonly aws: AwsConfig | undefined;
  /** Whether alerts may be sent to addresses of private networks. */
  readonly allowPrivateWebhooks: boolean;
  readonly providers: Readonly<Record<ProviderName, ProviderConfig>>;
  readonly compatibleServers: readonly CompatibleServer[];
  /** Undefined where nobody asked for spans. */
  readonly tracing: TracingConfig | undefined;
  readonly feeds: FeedsConfig;
}
