import { constants, deflateRawSync } from 'node:zlib';
import type { Frame, Position } from '#contracts/websocket';

/** How a client takes its messages: as WebSocket frames, such frames deflated, or as server-sent events. */
export type Form = 'frame' | 'deflated' | 'event-stream';

/** Below this, deflating costs more than it saves. */
const DEFLATE_FROM_BYTES = 1024;

/** What a message is to the channel it is sent on. */
export interface Place {
  /** A newer message of a state channel with the same key replaces it. */
  readonly key?: string;
  /** Where it stands in an event channel's history. */
  readonly position?: Position;
}

/** A frame made ready for the wire: serialised, framed and deflated once, however many clients it goes to. */
export class Message {
  readonly json: Buffer;
  readonly key: string;
  readonly position: Position | undefined;
  readonly #forms = new Map<Form, Buffer>();

  constructor(frame: Frame, { key = '', position }: Place = {}) {
    this.json = Buffer.from(JSON.stringify(position === undefined ? frame : { ...frame, ...position }));
    this.key = key;
    this.position = position;
  }

  bytes(form: Form): Buffer {
    const made = this.#forms.get(form) ?? this.#make(form);
    this.#forms.set(form, made);
    return made;
  }

  #make(form: Form): Buffer {
    if (form === 'event-stream') return serverSentEvent(this.json, this.position);
    if (form === 'frame') return textFrame(this.json, false);
    const deflated = this.json.byteLength < DEFLATE_FROM_BYTES ? this.json : deflate(this.json);
    return deflated.byteLength < this.json.byteLength ? textFrame(deflated, true) : this.bytes('frame');
  }
}

/** What goes to many clients with one write each. */
export class Batch {
  readonly messages: readonly Message[];
  readonly #forms = new Map<Form, Buffer>();

  constructor(messages: readonly Message[]) {
    this.messages = messages;
  }

  bytes(form: Form): Buffer {
    const [only] = this.messages;
    if (this.messages.length === 1 && only !== undefined) return only.bytes(form);
    const made = this.#forms.get(form) ?? Buffer.concat(this.messages.map((message) => message.bytes(form)));
    this.#forms.set(form, made);
    return made;
  }
}

/** A whole text message of RFC 6455 in one unmasked frame; `deflated` sets RSV1 of RFC 7692. */
function textFrame(payload: Buffer, deflated: boolean): Buffer {
  const { byteLength } = payload;
  const first = deflated ? 0xc1 : 0x81;
  if (byteLength < 126) return Buffer.concat([Buffer.of(first, byteLength), payload]);
  if (byteLength < 65_536)
    return Buffer.concat([Buffer.of(first, 126, byteLength >> 8, byteLength & 0xff), payload]);
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(byteLength), 2);
  return Buffer.concat([head, payload]);
}

/** Of its own, without what went before: so the same bytes suit every client. RFC 7692, 7.2.1 drops the last four. */
function deflate(payload: Buffer): Buffer {
  return deflateRawSync(payload, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
}

// JSON has no line breaks of its own, so one data line holds it.
function serverSentEvent(json: Buffer, position: Position | undefined): Buffer {
  const id = position === undefined ? '' : `id: ${position.epoch}:${position.offset}\n`;
  return Buffer.from(`${id}data: ${json.toString()}\n\n`);
}
