import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../src/core/redact.ts';

const KEY = 'sk-proj-Ab_12-cdEF34567890';

describe('redact', () => {
  it('takes out what looks like a secret, and leaves the rest', () => {
    for (const [text, expected] of [
      [`key ${KEY}, then`, 'key sk-[redacted], then'],
      ['Incorrect API key provided: sk-abcd****wxyz.', 'Incorrect API key provided: sk-[redacted].'],
      [
        'xai-0123456789abcdef, gsk_0123456789abcdefABCD and hf_****************wxyz',
        'xai-[redacted], gsk_[redacted] and hf_[redacted]',
      ],
      ['key AIza0123456789abcdefABCD_- or AQ.Ab0123456789abcdefABCD', 'key AIza[redacted] or AQ.[redacted]'],
      [`Authorization: Bearer ${KEY}`, 'Authorization: [redacted]'],
      ['{"authorization":"Bearer abc","n":1}', '{"authorization":"[redacted]","n":1}'],
      ['sent Bearer abc.def-ghi to it', 'sent Bearer [redacted] to it'],
      ['api-key: 0123456789abcdef', 'api-key: [redacted]'],
      ["{ 'api-key': '0123456789abcdef' }", "{ 'api-key': '[redacted]' }"],
      ['x-api-key=0123456789abcdef; n=1', 'x-api-key=[redacted]; n=1'],
      ['Set-Cookie: session=abc; path=/\nnext', 'Set-Cookie: [redacted]\nnext'],
      ['GET https://cdn.example/a.png?sig=abc&se=1 200', 'GET https://cdn.example/a.png?[redacted] 200'],
      ['GET "https://cdn.example/a.png?sig=abc" 200', 'GET "https://cdn.example/a.png?[redacted]" 200'],
      ['at https://cdn.example/a#token=abc', 'at https://cdn.example/a?[redacted]'],
      ['GET /a.png?sig=abc', 'GET /a.png?[redacted]'],
      ['via http://user:p@ss@proxy.example:8080/', 'via http://[redacted]@proxy.example:8080/'],
      [`{"b64_json":"${'iVBORw0KGgo+/'.repeat(50)}=="}`, '{"b64_json":"[redacted]"}'],
      ['POST https://api.openai.com/v1/images/generations 200 1.2 s', undefined],
      ['req_0123456789abcdef 1024x1024 2100000 bytes', undefined],
      ['risk-averse task-force, is it? a=b', undefined],
      ['gh_pages, hf_hub, r8_unorm and the FAQ.', undefined],
      ['at run (file:///home/me/ext/dist/extension.js:10:5)', undefined],
      ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', undefined],
    ] as const) {
      assert.equal(redact(text, []), expected ?? text);
    }
  });

  it('takes out the secrets it is told of, however they are spelled', () => {
    const secret = 'my "key"/+=1';
    for (const text of [secret, encodeURIComponent(secret), JSON.stringify(secret), `a${secret}b${secret}`]) {
      const clean = redact(`before ${text} after`, ['my "k', secret, '']);
      assert.ok(!/ey|=1|3D1/.test(clean) && clean.startsWith('before ') && clean.endsWith(' after'), clean);
    }
  });

  it('is not undone by empty, tiny or odd secrets', () => {
    assert.equal(redact('a plain line', ['', 'a', '\ud800\ud800\ud800\ud800']), 'a plain line');
  });

  it('lets no known secret through, wherever it stands', () => {
    const secret = fc.stringMatching(/^[\x21-\x7e]{8,40}$/);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (key, before, after) => {
        const clean = redact(`${before} ${key} ${after}`, [key]);
        // What was put in its place, and what stood around it, may happen to hold it.
        fc.pre(!`[redacted] ${before} ${after}`.includes(key));
        assert.ok(!clean.includes(key));
      }),
    );
  });

  it('takes no longer than the line is long', () => {
    const started = performance.now();
    for (const text of [
      'a.'.repeat(200_000),
      'a://'.repeat(50_000),
      'bearer '.repeat(50_000),
      'A'.repeat(400_000),
      '?a='.repeat(100_000),
      'http:'.repeat(80_000),
    ]) {
      redact(text, []);
    }
    assert.ok(performance.now() - started < 2000);
  });
});
