import http, { type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Contents } from './imagesRequest.ts';
import type { RecordedRequest } from './imagesServer.ts';

/** A server that listens on a free port of this machine. */
export interface Loopback {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Cuts what is still open, too. */
  close(): Promise<void>;
}

export async function listen(handle: http.RequestListener): Promise<Loopback> {
  const server = http.createServer(handle);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads what a request carries, by its path, its content type and its body. */
export type Reader = (path: string, type: string, raw: Uint8Array<ArrayBuffer>) => Promise<Contents>;

/** Listens, and hands over each request when it is all there. */
export async function receive(
  read: Reader,
  handle: (request: RecordedRequest, response: ServerResponse, violations: readonly string[]) => void | Promise<void>,
): Promise<Loopback> {
  return listen(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      // The client went away while it was still sending.
      return;
    }
    const raw = Buffer.concat(chunks);
    const path = incoming.url ?? '';
    const { violations, ...contents } = await read(path, incoming.headers['content-type'] ?? '', raw);
    const request: RecordedRequest = {
      method: incoming.method ?? '',
      path,
      headers: incoming.headers,
      text: raw.toString('utf8'),
      ...contents,
      closed: new Promise((resolve) => response.once('close', resolve)),
      socket: incoming.socket,
    };
    await handle(request, response, violations);
  });
}
