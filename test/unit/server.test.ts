import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import { readServer } from '../../src/core/server.ts';

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
      ['https://relay.example', 'https://relay.example', 'https://relay.example', ''],
      ['https://relay.example/v1?', 'https://relay.example/v1', 'https://relay.example', ''],
      ['http://localhost:8080/v1', 'http://localhost:8080/v1', 'http://localhost:8080', 'loopback'],
      ['http://LOCALHOST:8080', 'http://localhost:8080', 'http://localhost:8080', 'loopback'],
      ['http://sd.localhost/v1', 'http://sd.localhost/v1', 'http://sd.localhost', 'loopback'],
      ['http://127.0.0.1:7860/v1/', 'http://127.0.0.1:7860/v1', 'http://127.0.0.1:7860', 'loopback'],
      ['http://127.1:7860', 'http://127.0.0.1:7860', 'http://127.0.0.1:7860', 'loopback'],
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

  it('is refused where the setting is no plain http address', () => {
    for (const setting of [
      'not a url',
      'localhost:8080',
      'api.openai.com/v1',
      'ftp://example.com',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'https://',
      'https://user:secret@example.com/v1',
      'https://user@example.com/v1',
      'https://:secret@example.com/v1',
      'https://example.com/v1?key=secret',
      'https://example.com/v1#part',
    ]) {
      assert.throws(
        () => readServer(setting),
        (error) => {
          assert.ok(error instanceof Failed);
          assert.deepEqual(error.failure, { kind: 'invalid', invalid: { field: 'baseUrl', value: setting } });
          return true;
        },
        setting,
      );
    }
  });
});
