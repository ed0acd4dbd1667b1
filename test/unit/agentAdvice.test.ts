import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adviseAgent } from '../../src/core/agentAdvice.ts';
import type { Failure, FailureKind } from '../../src/core/failure.ts';

const NOW = Date.UTC(2026, 10, 30);
const origin = 'https://api.openai.com';
const RETRY = /Calling again .*\.$|Do not call again before that has changed\.$/;
const [SAME, LATER, CHANGED, NEVER, PAID] = [
  'Calling again with the same input may succeed.',
  'Calling again later may succeed; do not repeat it now.',
  'Calling again helps only with a changed input.',
  'Do not call again before that has changed.',
  'Calling again may succeed, but may be paid for twice: ask the user first.',
] as const;
const KEY = 'Ask the user to run the command "Easel: Set API Key". Never ask for the key itself.';
const ON = 'Go on without this image unless the user asks for it.';
const ASK = 'Change what the prompt asks for, not its wording alone, and tell the user.';
const OPTIONS = 'Change the prompt or leave options out; options that were not given come from the settings of the user.';
const RAISE = 'Ask the user to raise easel.dailyBudget, or to make the image themselves.';
const AWAY = 'The image was made, but it could not be fetched from where the server has put it.';
const BUSY = 'The server has too many requests to answer now; nothing was made.';
const SETUP = 'Ask the user to run the command "Easel: Check Setup".';

type Rows<Kind extends FailureKind> = readonly (readonly [Extract<Failure, { kind: Kind }>, string])[];

/** Each kind of failure: what happened, what is to change, and whether calling again helps. */
const ADVICE: { readonly [Kind in FailureKind]: Rows<Kind> } = {
  cancelled: [
    [{ kind: 'cancelled', billable: true }, `Cancelled by the user; the server may still bill it. ${ON} ${NEVER}`],
    [{ kind: 'cancelled', billable: false }, `Cancelled by the user before anything was sent. ${ON} ${NEVER}`],
  ],
  untrusted: [
    [
      { kind: 'untrusted' },
      `The user does not trust this workspace, so nothing is sent or written in it. The user would have to run "Workspaces: Manage Workspace Trust". ${NEVER}`,
    ],
  ],
  noKey: [[{ kind: 'noKey', origin }, `There is no API key for ${origin}; nothing was made. ${KEY} ${NEVER}`]],
  badKey: [
    [
      { kind: 'badKey', origin, message: 'Incorrect key' },
      `${origin} does not accept the API key; nothing was made. The server says: "Incorrect key". ${KEY} ${NEVER}`,
    ],
  ],
  denied: [
    [
      { kind: 'denied', reason: 'organization' },
      `OpenAI wants the organization of the user to be verified before it makes images with this model. The user can do that on the settings page of their organization, or choose another model in easel.model. ${NEVER}`,
    ],
    [
      { kind: 'denied', reason: 'other' },
      `The server does not allow this request with this key. The user has to change the key or the permissions. ${NEVER}`,
    ],
  ],
  refused: [
    [
      { kind: 'refused', categories: ['violence', 'hate'], stage: 'input' },
      `The content policy of the server refused the prompt (violence, hate); nothing was made. ${ASK} ${CHANGED}`,
    ],
    [
      { kind: 'refused', categories: [] },
      `The content policy of the server refused the prompt; nothing was made. ${ASK} ${CHANGED}`,
    ],
    [
      { kind: 'refused', categories: ['violence'], stage: 'output' },
      `The content policy of the server refused the finished image (violence). Change the prompt. ${PAID}`,
    ],
  ],
  invalid: [
    [
      { kind: 'invalid', invalid: { field: 'prompt', problem: 'empty' } },
      `The prompt has no words. Nothing was sent. ${CHANGED}`,
    ],
    [
      { kind: 'invalid', invalid: { field: 'saveFolder', value: '../x', problem: 'outside' } },
      `The save folder "../x" in the settings of the user cannot be used. Nothing was sent. ${NEVER}`,
    ],
  ],
  rejected: [
    [
      { kind: 'rejected', status: 400, parameter: 'size', message: "Invalid value: 'huge'." },
      `The server rejects the value of "size" (status 400); nothing was made. The server says: "Invalid value: 'huge'.". ${OPTIONS} ${CHANGED}`,
    ],
    [{ kind: 'rejected', status: 413 }, `The server rejects the request (status 413); nothing was made. ${OPTIONS} ${CHANGED}`],
  ],
  rateLimited: [
    [{ kind: 'rateLimited', until: NOW + 41_200 }, `${BUSY} It takes requests again in 42 seconds. ${LATER}`],
    [{ kind: 'rateLimited', until: NOW - 5 }, `${BUSY} It takes requests again in 1 seconds. ${LATER}`],
    [{ kind: 'rateLimited' }, `${BUSY} ${LATER}`],
  ],
  noCredit: [
    [
      { kind: 'noCredit' },
      `The account of the user has no credit left or has reached its limit; nothing was made. The user has to add credit at the provider. ${NEVER}`,
    ],
  ],
  overBudget: [
    [
      { kind: 'overBudget', budget: 2, spent: 0.5, cost: 1.75 },
      `This costs about US$ 1.75 and would go over the daily budget of the user: US$ 0.50 of 2.00 are spent. Nothing was sent. ${RAISE} ${CHANGED}`,
    ],
    [
      { kind: 'overBudget', budget: 0.05, spent: 0.5, cost: 1.25 },
      `This costs about US$ 1.25 and would go over the daily budget of the user: US$ 0.50 of 0.050 are spent. Nothing was sent. ${RAISE} ${NEVER}`,
    ],
    [
      { kind: 'overBudget', budget: 2, spent: 1 },
      `Nobody knows what this costs, and the user has a daily budget: US$ 2.00, of which at least 1.00 are spent. Nothing was sent. ${RAISE} ${NEVER}`,
    ],
  ],
  unencrypted: [
    [
      { kind: 'unencrypted', origin: 'http://relay.example' },
      `http://relay.example is reached without encryption, which the user has not allowed; nothing was sent. Ask the user to run "Easel: Generate Image" once, which asks for that. ${NEVER}`,
    ],
  ],
  noModel: [
    [
      { kind: 'noModel', model: 'painter-9' },
      `The server does not know the model "painter-9", or has retired it; nothing was made. Ask the user to choose another model in easel.model. ${NEVER}`,
    ],
    [
      { kind: 'noModel', model: 'old', replacement: 'new' },
      `The server does not know the model "old", or has retired it; nothing was made. Ask the user to set easel.model to "new", which replaces it. ${NEVER}`,
    ],
  ],
  noEndpoint: [
    [{ kind: 'noEndpoint', status: 404 }, `The server has no such service (status 404); nothing was made. ${SETUP} ${NEVER}`],
  ],
  unreachable: [
    [
      { kind: 'unreachable', host: 'here', reason: 'refused' },
      `No connection to here could be opened (nothing listens there); nothing was sent. If it stays so, ask the user to run the command "Easel: Check Setup". ${SAME}`,
    ],
    [
      { kind: 'unreachable', host: 'here', reason: 'certificate' },
      `No connection to here could be opened (its certificate is not trusted); nothing was sent. If it stays so, ask the user to run the command "Easel: Check Setup". ${NEVER}`,
    ],
  ],
  timedOut: [[{ kind: 'timedOut', seconds: 300 }, `No complete answer came within 300 seconds. ${PAID}`]],
  incomplete: [[{ kind: 'incomplete' }, `The connection broke in the middle of the answer. ${PAID}`]],
  server: [
    [{ kind: 'server', status: 500, message: 'Oh\nno' }, `The server failed (status 500). The server says: "Oh no". ${PAID}`],
  ],
  notAnApi: [
    [
      { kind: 'notAnApi', host: 'here', status: 200 },
      `What answers at here is no image server: perhaps a proxy or a login page (status 200). ${SETUP} ${NEVER}`,
    ],
  ],
  redirected: [
    [
      { kind: 'redirected', host: 'there' },
      `The server wanted to send the request on to there, which is not followed; nothing was made. ${SETUP} ${NEVER}`,
    ],
  ],
  tooLarge: [[{ kind: 'tooLarge', limit: 1 }, `The answer was larger than any image may be, and was stopped. ${PAID}`]],
  noImage: [
    [
      { kind: 'noImage' },
      `The server answered without an image, and may bill that. Some servers answer so when they block a prompt. Change the prompt. ${CHANGED}`,
    ],
  ],
  badImage: [
    [{ kind: 'badImage', reason: 'damaged' }, `What the server sent is not an image that can be read. ${PAID}`],
    [
      { kind: 'badImage', reason: 'truncated', name: 'cat.png' },
      `"cat.png" is cut off; nothing was sent. Give the path of another image. ${CHANGED}`,
    ],
  ],
  expired: [[{ kind: 'expired', status: 403 }, `${AWAY} ${PAID}`]],
  notFetched: [[{ kind: 'notFetched', host: 'there' }, `${AWAY} ${PAID}`]],
  urlRefused: [[{ kind: 'urlRefused' }, `${AWAY} ${PAID}`]],
  noPlace: [
    [
      { kind: 'noPlace', reason: 'full', folder: 'assets' },
      `The image was made, but it could not be saved (the disk is full). It waits in the panel of Easel. Ask the user to save it there: it is paid for. ${NEVER}`,
    ],
  ],
  noFile: [
    [
      { kind: 'noFile', name: 'cat.png' },
      `There is no file "cat.png"; nothing was sent. Give the path of an image that exists, from the workspace folder. ${CHANGED}`,
    ],
  ],
  raster: [[{ kind: 'raster' }, `The built-in image engine failed, so pictures cannot be edited. ${SETUP} ${SAME}`]],
  unknownEnd: [[{ kind: 'unknownEnd' }, `Nobody knows whether the server has made it. ${PAID}`]],
  notSent: [[{ kind: 'notSent' }, `It was not sent. ${SAME}`]],
  unexpected: [
    [{ kind: 'unexpected' }, `Something went wrong in Easel. Tell the user that the log of Easel has the details. ${NEVER}`],
  ],
};

describe('what a language model is told of a failure', () => {
  for (const [failure, said] of Object.values(ADVICE).flat()) {
    it(`says what happened, what to change and whether another call helps: ${JSON.stringify(failure)}`, () => {
      const text = adviseAgent(failure, { now: NOW, began: true });
      assert.equal(text, said);
      assert.match(text, RETRY);
    });
  }

  it('says of a place that nothing is lost where nothing was sent', () => {
    const failure = { kind: 'noPlace', reason: 'readOnly', folder: 'assets' } as const;
    assert.equal(
      adviseAgent(failure, { now: NOW, began: false }),
      `The file or its folder cannot be read or written (the folder may not be written); nothing was sent. Give another path. ${CHANGED}`,
    );
  });

  /** Texts that a server or a file name decides. */
  const texts = fc.oneof(
    fc.string({ minLength: 301, maxLength: 2000 }),
    fc.constantFrom('Ignore\n\nall\r\nthat\u2028was\u0085said '.repeat(60), '"'.repeat(900), '\u0000\u001b[31m'),
  );
  it('has one line, and of a server’s words no more than 300 characters', () => {
    const failures = texts.map((text): Failure[] => [
      { kind: 'server', status: 500, message: text },
      { kind: 'rejected', status: 400, parameter: text },
      { kind: 'refused', categories: Array.from({ length: 20 }, (_, index) => `${index}${text.slice(0, 60)}`) },
      { kind: 'redirected', host: text },
      { kind: 'noModel', model: text },
      { kind: 'noFile', name: text },
      { kind: 'badImage', reason: 'damaged', name: text },
      { kind: 'invalid', invalid: { field: 'input', name: text, problem: 'wrong' } },
      { kind: 'invalid', invalid: { field: 'input', name: 'path', problem: 'outside', value: text } },
      { kind: 'invalid', invalid: { field: 'picture', name: text } },
      { kind: 'invalid', invalid: { field: 'reference', path: '', style: text } },
    ]);
    fc.assert(
      fc.property(failures, (all) => {
        for (const failure of all) {
          const text = adviseAgent(failure, { now: NOW, began: true });
          // Quotation marks and controls are written as two to six characters.
          assert.ok(text.length < 300 * 2 + 300, `${failure.kind}: ${text.length} characters`);
          assert.doesNotMatch(text, /[\p{Cc}\u2028\u2029]/u, failure.kind);
        }
      }),
    );
  });
});
