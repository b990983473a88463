import { type Static, Type } from 'typebox';
import { Instant } from './common.ts';

export const Liveness = Type.Object({
  status: Type.Literal('ok'),
  timestamp: Instant,
  version: Type.String(),
});
export type Liveness = Static<typeof Liveness>;

export const ComponentHealth = Type.Object({
  ok: Type.Boolean(),
  detail: Type.Optional(Type.String()),
  latency_ms: Type.Optional(Type.Number()),
});
export type ComponentHealth = Static<typeof ComponentHealth>;

export const DetailedHealth = Type.Object({
  ok: Type.Boolean(),
  status: Type.Enum(['healthy', 'unhealthy']),
  timestamp: Instant,
  version: Type.String(),
  roles: Type.Array(Type.String()),
  simulated: Type.Boolean({ description: 'Demo data or simulated providers are in use' }),
  uptime_seconds: Type.Number(),
  components: Type.Record(Type.String(), ComponentHealth),
});
export type DetailedHealth = Static<typeof DetailedHealth>;

export const ProblemParams = Type.Object(
  { code: Type.String({ pattern: '^[a-z-]{1,64}$' }) },
  { additionalProperties: false },
);
