/**
 * The receivers of the realtime benchmark: bare TCP sockets that shake hands like a browser and count frames, so that
 * a thousand of them cost little. Told what to do by their parent.
 */
import { connect, type Socket } from 'node:net';

export type ClientOrder =
  | {
      readonly do: 'open';
      readonly port: number;
      readonly path: string;
      readonly count: number;
      readonly stalled?: boolean;
    }
  | { readonly do: 'report' }
  | { readonly do: 'close' };
export interface ClientReport {
  readonly frames?: number;
  /** Of every eighth client's frames. */
  readonly latenciesMs?: number[];
}

const PING = 0x89;
const PONG = Buffer.of(0x8a, 0x80, 0, 0, 0, 0);
const TIME_AT = 28;
const TIME_LENGTH = 17;
const sockets = new Set<Socket>();
let frames = 0;
let latenciesMs: number[] = [];

/** Counts the frames of one connection; a frame may be spread over many chunks. */
class Counter {
  readonly #isTimed: boolean;
  readonly #pong: () => void;
  #rest: Buffer = Buffer.alloc(0);
  #skip = 0;

  constructor(isTimed: boolean, pong: () => void) {
    this.#isTimed = isTimed;
    this.#pong = pong;
  }

  take(chunk: Buffer): void {
    if (chunk.byteLength <= this.#skip) {
      this.#skip -= chunk.byteLength;
      return;
    }
    const fresh = this.#skip === 0 ? chunk : chunk.subarray(this.#skip);
    this.#skip = 0;
    const data = this.#rest.byteLength === 0 ? fresh : Buffer.concat([this.#rest, fresh]);
    let at = 0;
    // A frame is counted as soon as its head and its time are there; a ping is two bytes.
    const isThere = () => at + (data[at] === PING ? 2 : 10 + TIME_AT + TIME_LENGTH) <= data.byteLength;
    while (isThere()) at += this.#count(data, at);
    if (at <= data.byteLength) this.#rest = Buffer.from(data.subarray(at));
    else {
      this.#rest = Buffer.alloc(0);
      this.#skip = at - data.byteLength;
    }
  }

  /** Returns the length of the frame. */
  #count(data: Buffer, at: number): number {
    const short = (data[at + 1] ?? 0) & 0x7f;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    const length =
      short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
    if (data[at] === PING) this.#pong();
    if (data[at] !== 0x81) return head + length;
    frames += 1;
    if (this.#isTimed) {
      const from = at + head + TIME_AT;
      const sentMs = Number(data.toString('latin1', from, from + TIME_LENGTH));
      latenciesMs.push(performance.timeOrigin + performance.now() - sentMs);
    }
    return head + length;
  }
}

function open(port: number, path: string, index: number, stalled: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    sockets.add(socket);
    socket.on('error', reject);
    socket.on('close', () => {
      sockets.delete(socket);
      reject(new Error(`${path} closed the connection`));
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\nsec-websocket-extensions: permessage-deflate; client_max_window_bits\r\n\r\n`,
    );
    const counter = new Counter(index % 8 === 0, () => socket.write(PONG));
    socket.once('data', (answer) => {
      if (!answer.toString().startsWith('HTTP/1.1 101')) return reject(new Error(answer.toString()));
      if (stalled) socket.pause();
      else socket.on('data', (chunk) => counter.take(chunk));
      resolve();
    });
  });
}

async function obey(order: ClientOrder): Promise<ClientReport> {
  if (order.do === 'open') {
    for (let n = 0; n < order.count; n += 50) {
      const some = Math.min(50, order.count - n);
      await Promise.all(
        Array.from({ length: some }, (_, it) => open(order.port, order.path, n + it, order.stalled === true)),
      );
    }
    return {};
  }
  if (order.do === 'report') {
    const report = { frames, latenciesMs };
    frames = 0;
    latenciesMs = [];
    return report;
  }
  for (const socket of sockets) socket.destroy();
  return {};
}

process.on('message', (order: ClientOrder) => void obey(order).then((report) => process.send?.(report)));
process.on('disconnect', () => process.exit());
