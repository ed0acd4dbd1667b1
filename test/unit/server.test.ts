import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import { pricingOfRun } from '../../src/core/server.ts';
import { readServer } from '../support/servers.ts';

describe('server', () => {
  it('is read from the setting', () => {
    for (const [setting, baseUrl, origin, kind] of [
      ['', 'https://api.openai.com/v1', 'https://api.openai.com', 'OpenAI'],
      ['   ', 'https://api.openai.com/v1', 'https://api.openai.com', 'OpenAI'],
      [' https://api.openai.com/v1/ ', 'https://api.openai.com/v1', 'https://api.openai.com', 'OpenAI'],
      ['HTTPS://API.OpenAI.com:443/v1', 'https://api.openai.com/v1', 'https://api.openai.com', 'OpenAI'],
      ['https://api.openai.com:8443/v1', 'https://api.openai.com:8443/v1', 'https://api.openai.com:8443', ''],
      [
        'https://api.openai.com.evil.example/v1',
        'https://api.openai.com.evil.example/v1',
        'https://api.openai.com.evil.example',
        '',
      ],
      ['http://api.openai.com/v1', 'http://api.openai.com/v1', 'http://api.openai.com', 'insecure'],
      ['https://r.openai.azure.com/openai/v1///', 'https://r.openai.azure.com/openai/v1', 'https://r.openai.azure.com', ''],
      ['https://relay.example', 'https://relay.example/v1', 'https://relay.example', ''],
      ['https://relay.example/', 'https://relay.example/v1', 'https://relay.example', ''],
      ['https://relay.example/api', 'https://relay.example/api', 'https://relay.example', ''],
      ['https://relay.example/v1/images/generations', 'https://relay.example/v1', 'https://relay.example', ''],
      ['https://relay.example/v1/images/edits/', 'https://relay.example/v1', 'https://relay.example', ''],
      ['https://relay.example/images', 'https://relay.example/v1', 'https://relay.example', ''],
      ['https://relay.example/v1?', 'https://relay.example/v1', 'https://relay.example', ''],
      ['http://localhost:8080/v1', 'http://localhost:8080/v1', 'http://localhost:8080', 'loopback'],
      ['http://LOCALHOST:8080', 'http://localhost:8080/v1', 'http://localhost:8080', 'loopback'],
      ['http://sd.localhost/v1', 'http://sd.localhost/v1', 'http://sd.localhost', 'loopback'],
      ['http://127.0.0.1:7860/v1/', 'http://127.0.0.1:7860/v1', 'http://127.0.0.1:7860', 'loopback'],
      ['http://127.1:7860', 'http://127.0.0.1:7860/v1', 'http://127.0.0.1:7860', 'loopback'],
      ['http://[::1]:7860/v1', 'http://[::1]:7860/v1', 'http://[::1]:7860', 'loopback'],
      ['https://localhost/v1', 'https://localhost/v1', 'https://localhost', 'loopback'],
      ['http://127.0.0.1.example/v1', 'http://127.0.0.1.example/v1', 'http://127.0.0.1.example', 'insecure'],
      ['http://localhost.example/v1', 'http://localhost.example/v1', 'http://localhost.example', 'insecure'],
      ['http://192.168.1.5:8080/v1', 'http://192.168.1.5:8080/v1', 'http://192.168.1.5:8080', 'insecure'],
    ] as const) {
      const server = readServer(setting);
      const found = server.isOpenAI ? 'OpenAI' : server.isLoopback ? 'loopback' : server.isInsecure ? 'insecure' : '';
      assert.deepEqual([server.baseUrl, server.origin, found], [baseUrl, origin, kind], setting);
      assert.equal(server.isInsecure, kind === 'insecure', setting);
      assert.equal(`${new URL(server.origin).protocol}//${server.host}`, server.origin);
    }
  });

  it('has the version of Azure behind every path', () => {
    const server = readServer('https://r.openai.azure.com/openai/deployments/cat/images/edits?api-version=2025-04-01-preview');
    assert.equal(server.baseUrl, 'https://r.openai.azure.com/openai/deployments/cat');
    assert.equal(server.query, '?api-version=2025-04-01-preview');
    assert.equal(readServer('https://example.com/v1').query, '');
  });

  it('is refused where the setting is no plain http address, and what may be a secret is not repeated', () => {
    for (const [setting, problem, value = setting] of [
      ['not a url', 'address'],
      ['localhost:8080', 'address'],
      ['api.openai.com/v1', 'address'],
      ['ftp://example.com', 'address'],
      ['file:///etc/passwd', 'address'],
      ['javascript:alert(1)', 'address'],
      ['https://', 'address'],
      ['https://example.com/v1#part', 'address'],
      ['https://user:secret@example.com/v1', 'credentials', 'example.com'],
      ['https://user@example.com/v1', 'credentials', 'example.com'],
      ['https://:secret@example.com/v1', 'credentials', 'example.com'],
      ['https://example.com/v1?key=secret', 'query', 'example.com'],
      ['https://example.com/v1?api-version=1&key=secret', 'query', 'example.com'],
      ['https://example.com/v1?api-version=1&api-version=2', 'query', 'example.com'],
      ['https://example.com/v1?api-version=a%20b', 'query', 'example.com'],
    ] as const) {
      assert.throws(
        () => readServer(setting),
        (error) => {
          assert.ok(error instanceof Failed);
          assert.deepEqual(error.failure, { kind: 'invalid', invalid: { field: 'baseUrl', value, problem } });
          return true;
        },
        setting,
      );
    }
  });

  it('is paid by OpenAI’s prices, by nobody knows which, or not at all', () => {
    for (const [run, pricing] of [
      [{ provider: 'https://api.openai.com' }, 'openai'],
      [{ provider: 'https://relay.example' }, 'unknown'],
      [{ provider: 'http://127.0.0.1:8080' }, 'free'],
      [{ provider: 'placeholder:' }, 'free'],
      [{ provider: 'http://127.0.0.1:4000', pricing: 'unknown' }, 'unknown'],
      [{ provider: 'http://192.168.1.5:8080', pricing: 'free' }, 'free'],
      [{ provider: 'https://relay.example', pricing: 'openai' }, 'openai'],
    ] as const) {
      assert.equal(pricingOfRun(run), pricing, JSON.stringify(run));
    }
  });
});
