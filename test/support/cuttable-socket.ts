import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A unix socket before the database's that can be cut and mended, or fall silent. */
export class CuttableSocket implements Disposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'rr-cut-'));
  /** Of its name, as PostgreSQL makes it of the port. */
  readonly port = 5432;
  readonly #target: string;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  constructor(target: string) {
    this.#target = target;
  }

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#target);
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.once('close', () => this.#sockets.delete(socket));
      }
      near.pipe(far).pipe(near);
    });
    this.#server = server;
    await new Promise<void>((resolve) =>
      server.listen(join(this.directory, `.s.PGSQL.${this.port}`), resolve),
    );
  }

  cut(): void {
    this.#server?.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  /** What is connected now stays so, and nothing passes any more. */
  silence(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  [Symbol.dispose](): void {
    this.cut();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
