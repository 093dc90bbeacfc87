import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import dynalite from 'dynalite';

export type Engine = {
  /** Answers one call; `headers` are those of the wire, dynalite asks for an Authorization header. */
  call(headers: Record<string, string>, body: Buffer): Promise<Response>;
  close(): Promise<void>;
};

function requestOf(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { method: 'POST', url: '/', headers });
}

/** A response that is kept instead of sent. */
function responseTo(request: IncomingMessage): { response: ServerResponse; answer: Promise<Response> } {
  const response = new ServerResponse(request);
  const answer = new Promise<Response>((resolve) => {
    response.end = (body?: unknown) => {
      const headers = new Headers();
      for (const [name, value] of Object.entries(response.getHeaders())) headers.set(name, String(value));
      resolve(new Response(String(body ?? ''), { status: response.statusCode, headers }));
      return response;
    };
  });
  return { response, answer };
}

/**
 * dynalite on disk, called without a socket: it checks no signature and lets every web page in, so it never listens.
 * What it was told is in LevelDB's log before it answers and outlives kill -9.
 */
export function openEngine(folder: string): Engine {
  const server = dynalite({ path: folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    call(headers, body) {
      const request = requestOf(headers);
      const { response, answer } = responseTo(request);
      server.emit('request', request, response);
      request.emit('data', body);
      request.emit('end');
      return answer;
    },
    async close() {
      // dynalite closes its database only behind a server that listened.
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      await new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
    },
  };
}
