import { type Static, type TSchema, Type } from 'typebox';
import type { Principal, Scope } from './access.ts';
import { Instant, Problem } from './common.ts';

/** What every frame from the server has. */
export const Frame = Type.Object({
  type: Type.String(),
  timestamp: Instant,
  data: Type.Optional(Type.Unknown()),
});
export type Frame = Static<typeof Frame> & Record<string, unknown>;

/** Sent where a frame from the client could not be answered; the connection goes on. */
export const ErrorFrame = Type.Object({ type: Type.Literal('error'), timestamp: Instant, error: Problem });

/** One kind of request a client may send on a channel, and the type of the frame that answers it. */
export interface ChannelRequest {
  readonly summary: string;
  readonly schema: TSchema;
  readonly answers: string;
  /** The answer without `type` and `timestamp`. */
  answer(message: Record<string, unknown>, principal: Principal): Promise<Record<string, unknown>>;
}

/** A WebSocket channel: what a client sees on connect and what it may ask. The hub delivers, the room decides. */
export interface Channel {
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  /** Frame types the server sends by itself, with the schema of each frame. */
  readonly frames: Readonly<Record<string, TSchema>>;
  readonly requests: Readonly<Record<string, ChannelRequest>>;
  /** Frames for a client that has just connected. */
  snapshot(principal: Principal): Promise<Frame[]>;
}

export const TicketAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  ticket: Type.String({ description: 'Good for one connection: ?ticket=…' }),
  expires_in_seconds: Type.Integer(),
});
