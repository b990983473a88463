import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A WebSocket without a library: whatever bytes the test likes go out after the handshake. */
export interface RawSocket extends Disposable {
  readonly socket: Socket;
  /** The next frame of that opcode; 8 is the end. Throws where the connection ends before. */
  next(opcode: number): Promise<RawFrame>;
}

interface FrameParts {
  readonly opcode: number;
  readonly payload?: Buffer | string;
  readonly fin?: boolean;
  readonly reserved?: number;
  readonly masked?: boolean;
  /** Said in the head in place of the payload's own. */
  readonly length?: number;
}

/** A client's frame with any mistake in it. */
export function rawFrame({ opcode, payload = '', fin = true, reserved = 0, ...more }: FrameParts): Buffer {
  const bytes = Buffer.from(payload);
  const { length = bytes.byteLength, masked = true } = more;
  const mark = masked ? 0x80 : 0;
  const head = [Buffer.of((fin ? 0x80 : 0) | reserved | opcode)];
  if (length < 126) head.push(Buffer.of(mark | length));
  else {
    const long = Buffer.alloc(9);
    long[0] = mark | 127;
    long.writeBigUInt64BE(BigInt(length), 1);
    head.push(long);
  }
  if (!masked) return Buffer.concat([...head, bytes]);
  const mask = randomBytes(4);
  return Buffer.concat([...head, mask, bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0))]);
}

export async function openRawSocket(
  url: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${randomBytes(16).toString('base64')}\r\n${more.join('')}\r\n`,
  );
  let received = Buffer.alloc(0);
  const chunks = socket[Symbol.asyncIterator]();
  const more1 = async () => {
    const { value, done } = await chunks.next();
    if (done === true) throw new Error('the connection ended');
    received = Buffer.concat([received, value as Buffer]);
  };
  while (!received.includes('\r\n\r\n')) await more1();
  received = received.subarray(received.indexOf('\r\n\r\n') + 4);
  return {
    socket,
    async next(opcode) {
      for (;;) {
        const frame = takeFrame(received);
        if (frame === undefined) {
          await more1();
          continue;
        }
        received = received.subarray(frame.size);
        if (frame.opcode === opcode) return frame;
      }
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

/** The first frame of what a server sent; undefined where it is not all there yet. */
function takeFrame(bytes: Buffer): (RawFrame & { readonly size: number }) | undefined {
  const [first = 0, second = 0] = bytes;
  const extra = second === 127 ? 8 : second === 126 ? 2 : 0;
  if (bytes.byteLength < 2 + extra) return undefined;
  const length =
    extra === 8 ? Number(bytes.readBigUInt64BE(2)) : extra === 2 ? bytes.readUInt16BE(2) : second;
  const size = 2 + extra + length;
  if (bytes.byteLength < size) return undefined;
  return { opcode: first & 0x0f, payload: bytes.subarray(2 + extra, size), size };
}
