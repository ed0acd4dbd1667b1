import assert from 'node:assert/strict';
import { cleanKey, keyProblem } from '../../src/core/key.ts';

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
});
