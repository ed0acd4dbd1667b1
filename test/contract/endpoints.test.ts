import assert from 'node:assert/strict';
import { createServer, type Server as HttpServer } from 'node:http';
import { Failed } from '../../src/core/failure.ts';
import { findEndpoints } from '../../src/provider/endpoints.ts';
import { readServer } from '../support/servers.ts';

const [GENERATE, EDIT, VARIATION] = ['/v1/images/generations', '/v1/images/edits', '/v1/images/variations'] as const;

describe('the endpoints of a server, by free requests', () => {
  let statuses: Readonly<Record<string, number>> = {};
  const seen: string[] = [];
  let server: HttpServer;
  let baseUrl = '';
  before(async () => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      const status = statuses[request.url ?? ''];
      // Without one it never answers.
      if (status !== undefined) response.writeHead(status).end('{"detail":"Method Not Allowed"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const find = (signal = new AbortController().signal) => findEndpoints(readServer(baseUrl), 'sk-1', 5000, signal);

  for (const [name, [generate, edit, variation], found] of [
    ['all are there', [405, 405, 405], ['generate', 'edit', 'variation']],
    ['there are no variations', [405, 405, 404], ['generate', 'edit']],
    ['it makes images only', [405, 404, 404], ['generate']],
    ['one says something else, which is no sign that it is missing', [405, 401, 404], ['generate', 'edit']],
    ['the router answers 404 for every GET', [404, 404, 404], undefined],
    ['every path answers', [200, 200, 200], undefined],
    ['a redirect is none', [302, 405, 405], undefined],
  ] as const) {
    it(name, async () => {
      seen.length = 0;
      statuses = { [GENERATE]: generate, [EDIT]: edit, [VARIATION]: variation };
      assert.deepEqual(await find(), found);
      assert.deepEqual(seen.toSorted(), [
        `GET ${EDIT} Bearer sk-1`,
        `GET ${GENERATE} Bearer sk-1`,
        `GET ${VARIATION} Bearer sk-1`,
      ]);
    });
  }

  it('are not waited for by one who cancels', async () => {
    statuses = {};
    const controller = new AbortController();
    const asked = find(controller.signal);
    controller.abort();
    await assert.rejects(asked, (error) => error instanceof Failed && error.failure.kind === 'cancelled');
  });
});
