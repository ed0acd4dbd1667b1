import assert from 'node:assert/strict';
import { cleanKey, doubtAbout, keyProblem, vendorOf } from '../../src/core/key.ts';
import { readServer } from '../support/servers.ts';

const KEY = 'sk-proj-Ab_12-cdEF34567890';

describe('key', () => {
  it('is found in what people paste', () => {
    for (const text of [
      KEY,
      `  ${KEY}\n`,
      `\r\n\t${KEY}\r\nsomething else`,
      `"${KEY}"`,
      `'${KEY}'`,
      `\`${KEY}\``,
      `“${KEY}”`,
      `"${KEY}`,
      `${KEY}",`,
      `"${KEY}",`,
      `\u200b${KEY}\ufeff`,
      `sk-proj-\u200dAb_12-cdEF34567890`,
      `Bearer ${KEY}`,
      `bearer   ${KEY}`,
      `Authorization: Bearer ${KEY}`,
      `-H "Authorization: Bearer ${KEY}"`,
      `'Authorization: Bearer ${KEY}' \\`,
      `"Authorization": "Bearer ${KEY}",`,
      `api-key: ${KEY}`,
      `x-api-key: ${KEY}`,
      `OPENAI_API_KEY=${KEY}`,
      `OPENAI_API_KEY="${KEY}"`,
      `OPENAI_API_KEY = '${KEY}'`,
      `export OPENAI_API_KEY=${KEY}`,
      `export OPENAI_API_KEY="${KEY}"`,
      `export OPENAI_API_KEY="${KEY}";`,
      `export OPENAI_API_KEY="${KEY}" # mine`,
      `export OPENAI_API_KEY=${KEY} # mine`,
      `export OPENAI_API_KEY=${KEY};`,
      `$ export OPENAI_API_KEY=${KEY}`,
      `set OPENAI_API_KEY=${KEY}`,
      `set -gx OPENAI_API_KEY ${KEY}`,
      `setx OPENAI_API_KEY "${KEY}"`,
      `setx OPENAI_API_KEY "${KEY}" /M`,
      `setx OPENAI_API_KEY ${KEY}`,
      `$env:OPENAI_API_KEY = '${KEY}'`,
      `$env:OPENAI_API_KEY="${KEY}"`,
      `apiKey: "${KEY}",`,
      `"api_key": "${KEY}"`,
      `MY_TOKEN=${KEY}`,
    ]) {
      assert.equal(cleanKey(text), KEY, JSON.stringify(text));
    }
  });

  it('stays what it is where nothing stands around it', () => {
    for (const key of ['abc', 'YWJjZGVmZ2g=', 'mytokenYWJjZA==', 'k=y', 'a:b', 'gsk_1234', 'two words', 'ключ', '']) {
      assert.equal(cleanKey(key), key, key);
    }
    assert.equal(cleanKey(' \n\u200b '), '');
  });

  it('is refused where no header could carry it', () => {
    for (const [key, problem] of [
      [KEY, undefined],
      ['YWJjZA==', undefined],
      ['', 'empty'],
      ['two words', 'spaces'],
      ['tab\tbed', 'spaces'],
      ['non\u00a0breaking', 'spaces'],
      ['ключ', 'nonAscii'],
      ['sk-…', 'nonAscii'],
      ['bell\u0007', 'nonAscii'],
      ['del\u007f', 'nonAscii'],
    ] as const) {
      assert.equal(keyProblem(key), problem, JSON.stringify(key));
    }
  });

  const REST = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6';
  const OPENAI_KEYS = [`sk-proj-${REST}`, `sk-svcacct-${REST}`, `sk-A1b2C3d4E5f6T3BlbkFJ${REST}`, `sk-admin-${REST}`];
  const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
    OpenAI: OPENAI_KEYS,
    Anthropic: [`sk-ant-api03-${REST}`, `sk-ant-${REST}T3BlbkFJ`],
    OpenRouter: [`sk-or-v1-${REST}`],
    Google: [`AIza${REST}xyz`, `AQ.Ab${REST}`],
    xAI: [`xai-${REST}`],
    Groq: [`gsk_${REST}`],
    'Hugging Face': [`hf_${REST}`],
    Replicate: [`r8_${REST}`],
    Perplexity: [`pplx-${REST}`],
    NVIDIA: [`nvapi-${REST}`],
    Cerebras: [`csk-${REST}`],
    GitHub: [`ghp_${REST}`, `gho_${REST}`, `github_pat_11ABCDE_${REST}`],
    AWS: ['AKIAABCDEFGHIJKLMNOP', 'ASIAABCDEFGHIJKLMNOP'],
  };
  for (const [vendor, keys] of Object.entries(KEYS_OF)) {
    it(`of ${vendor} is known by its shape`, () => {
      assert.deepEqual(
        keys.map((key) => vendorOf(key)?.name),
        keys.map(() => vendor),
      );
    });
  }

  it('of a shape that anybody gives out is nobody’s', () => {
    for (const key of [
      '',
      'sk-',
      'sk-1234',
      `sk-${REST}`,
      REST,
      'hf_',
      'r8_short',
      'AIza',
      'gsk_1234',
      'AKIA',
      'T3BlbkFJ',
      `my-sk-ant-${REST}`,
    ])
      assert.equal(vendorOf(key), undefined, key);
  });

  const azure = 'https://easel.openai.azure.com/openai/v1';
  const DOUBTS: readonly (readonly [key: string, baseUrl: string, doubt: ReturnType<typeof doubtAbout>])[] = [
    [`sk-proj-${REST}`, '', undefined],
    [`sk-${REST}`, '', undefined],
    [`sk-ant-${REST}`, '', { kind: 'foreign', vendor: 'Anthropic' }],
    [`xai-${REST}`, '', { kind: 'foreign', vendor: 'xAI' }],
    [`sk-admin-${REST}`, '', { kind: 'admin' }],
    [`sk-proj-${REST}`, 'http://127.0.0.1:8080/v1', { kind: 'elsewhere', vendor: 'OpenAI' }],
    [`sk-admin-${REST}`, 'https://relay.example/v1', { kind: 'elsewhere', vendor: 'OpenAI' }],
    [`sk-proj-${REST}`, azure, { kind: 'elsewhere', vendor: 'OpenAI' }],
    [`sk-proj-${REST}`, 'https://openai.com.example/v1', { kind: 'elsewhere', vendor: 'OpenAI' }],
    [`sk-proj-${REST}`, 'https://notopenai.com/v1', { kind: 'elsewhere', vendor: 'OpenAI' }],
    // A region of OpenAI's own.
    [`sk-proj-${REST}`, 'https://eu.api.openai.com/v1', undefined],
    [`sk-or-v1-${REST}`, 'https://openrouter.ai/api/v1', undefined],
    [`xai-${REST}`, 'https://api.x.ai/v1', undefined],
    [`xai-${REST}`, 'https://openrouter.ai/api/v1', { kind: 'elsewhere', vendor: 'xAI' }],
    [`sk-${REST}`, 'https://relay.example/v1', undefined],
    [REST, azure, undefined],
  ];
  for (const [key, baseUrl, doubt] of DOUBTS) {
    it(`${key.slice(0, 9)}… at ${baseUrl || 'OpenAI'} is ${doubt ? `told: ${doubt.kind}` : 'taken without a word'}`, () => {
      assert.deepEqual(doubtAbout(key, readServer(baseUrl)), doubt);
    });
  }
});
