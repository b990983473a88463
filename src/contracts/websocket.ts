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

/** `ping`: every channel answers it with `pong`, for clients that cannot see the protocol's own pings. */
export const Ping = Type.Object({ type: Type.Literal('ping') }, { additionalProperties: false });
export const Pong = Type.Object({ type: Type.Literal('pong'), timestamp: Instant });

/** Where a client stands in the history of an event channel. An epoch is one history; offsets count its frames from 1. */
export const Position = Type.Object({
  epoch: Type.String({ description: 'Names one history; another epoch means that it began anew' }),
  offset: Type.Integer({ minimum: 0, description: 'Number of the newest frame that is contained' }),
});
export type Position = Static<typeof Position>;

/** First frame for a client of an event channel that came back with a position. */
export const ResumedFrame = Type.Object({
  type: Type.Literal('resumed'),
  timestamp: Instant,
  recovered: Type.Boolean({
    description:
      'true: every frame missed follows. false: not all is kept any more; a snapshot follows and says where you stand',
  }),
  ...Type.Partial(Position).properties,
});

/** One kind of request a client may send on a channel, and the type of the frame that answers it. */
export interface ChannelRequest {
  readonly summary: string;
  /** Without `request_id`: that belongs to the hub, which hands it back in the answer. */
  readonly schema: TSchema;
  readonly answers: string;
  /** Schema of the whole frame that answers, for the description of the channel. */
  readonly answerSchema?: TSchema;
  /** Needed beside the channel's own, for requests that change something. */
  readonly scope?: Scope;
  /** The answer without `type` and `timestamp`. Throws a DomainError, which becomes an error frame. */
  answer(message: Record<string, unknown>, principal: Principal): Promise<Record<string, unknown>>;
}

interface ChannelFace {
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  /**
   * Frame types the server sends by itself, snapshot and updates, with the schema of each frame. Of `error` only where
   * the room says more in one than the hub does.
   */
  readonly frames: Readonly<Record<string, TSchema>>;
  readonly requests: Readonly<Record<string, ChannelRequest>>;
  /** Frames for a client that has just connected, or that missed more than is kept. */
  snapshot(principal: Principal): Promise<Frame[]>;
}

/** Where a state channel's updates go. */
export interface Outlet {
  /** Sends to every client of the channel. A frame may take the place of an older one of the same `key` not yet sent. */
  publish(frame: Frame, key: string): void;
  /** Whether anybody is connected: nothing need be computed while nobody looks. */
  isWatched(): boolean;
}

/**
 * A channel of figures that are true until the next ones. A snapshot brings a client up to date, so nothing is kept,
 * and a slow client gets only the newest frame of each key.
 */
export interface StateChannel extends ChannelFace {
  readonly kind: 'state';
  /**
   * Called once, when the hub can deliver. Publish on facts of the bus, which come from every process: each process
   * publishes to its own clients what it reads or computes.
   */
  startUpdates(outlet: Outlet): Disposable;
}

/**
 * A channel of facts of which none may be missed, such as alerts. What is sent is what its history holds; the hub reads
 * it whenever `channel.frames.committed` is told and sends each frame with its `epoch` and `offset`. A client that comes
 * back with these gets all it missed, or a snapshot if that is no longer kept; never a part.
 */
export interface EventChannel extends ChannelFace {
  readonly kind: 'event';
  /** `createChannelLog` of the platform is one: append a frame in the transaction that makes it true, nothing more. */
  readonly history: ChannelHistory;
}

/** A WebSocket channel: what a client sees on connect and what it may ask. The hub delivers, the room decides. */
export type Channel = StateChannel | EventChannel;

/** The frames of one event channel as PostgreSQL holds them. Offsets follow the order of commits and have no gaps. */
export interface ChannelHistory {
  /** Its end: every frame up to this offset is committed and visible. */
  position(): Promise<Position>;
  /**
   * The frames after a position, oldest first, at most `limit`. Undefined where it is of another epoch, ahead of the
   * end, or followed by frames that are no longer kept.
   */
  after(position: Position, limit: number): Promise<HistoryFrame[] | undefined>;
}

export interface HistoryFrame {
  readonly offset: number;
  readonly frame: Frame;
}

export const TicketAnswer = Type.Object({
  status: Type.Literal('success'),
  timestamp: Instant,
  ticket: Type.String({ description: 'Good for one connection: ?ticket=…' }),
  expires_in_seconds: Type.Integer(),
});
