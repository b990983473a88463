import { useCallback, useEffect, useRef, useState } from 'react';
import { channelAddress } from '#client';
import { oneTimeTicket } from '../../live/ticket.ts';

export interface LoggedFrame {
  readonly id: number;
  readonly at: number;
  readonly from: 'server' | 'client' | 'connection';
  readonly text: string;
}

const KEPT = 200;

export interface ChannelLine {
  readonly connected: boolean;
  /** The newest first. */
  readonly log: readonly LoggedFrame[];
  readonly connect: () => void;
  readonly disconnect: () => void;
  readonly send: (text: string) => void;
  readonly clear: () => void;
}

/** One connection by hand, with everything that passed over it. It ends with the page. */
export function useChannel(path: string): ChannelLine {
  const [connected, setConnected] = useState(false);
  const [log, setLog] = useState<readonly LoggedFrame[]>([]);
  const socket = useRef<WebSocket>(null);
  const lastId = useRef(0);
  const write = useCallback((from: LoggedFrame['from'], text: string) => {
    lastId.current += 1;
    const frame = { id: lastId.current, at: Date.now(), from, text };
    setLog((before) => [frame, ...before].slice(0, KEPT));
  }, []);
  const disconnect = useCallback(() => socket.current?.close(1000), []);
  useEffect(() => disconnect, [disconnect]);
  const connect = useCallback(() => {
    oneTimeTicket()
      .then((ticket) => {
        const address = channelAddress(window.location.href, path, ticket, undefined);
        socket.current = listen(new WebSocket(address), write, setConnected);
      })
      .catch((error: unknown) => write('connection', error instanceof Error ? error.message : String(error)));
  }, [path, write]);
  const send = useCallback(
    (text: string) => {
      socket.current?.send(text);
      write('client', text);
    },
    [write],
  );
  const clear = useCallback(() => setLog([]), []);
  return { connected, log, connect, disconnect, send, clear };
}

function listen(
  socket: WebSocket,
  write: (from: LoggedFrame['from'], text: string) => void,
  setConnected: (connected: boolean) => void,
): WebSocket {
  socket.addEventListener('open', () => {
    setConnected(true);
    write('connection', 'connected');
  });
  socket.addEventListener('message', ({ data }) => write('server', String(data)));
  socket.addEventListener('close', ({ code, reason }) => {
    setConnected(false);
    write('connection', `closed with ${code}${reason === '' ? '' : `: ${reason}`}`);
  });
  return socket;
}
