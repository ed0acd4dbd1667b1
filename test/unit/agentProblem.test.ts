import assert from 'node:assert/strict';
import { adviseAgent } from '../../src/core/agentAdvice.ts';
import type { InputProblem, Invalid } from '../../src/core/failure.ts';

const NOW = { now: Date.UTC(2026, 10, 30), began: false };
const [CHANGED, NEVER] = ['Calling again helps only with a changed input.', 'Do not call again before that has changed.'];

const given = 'a/b';
const INPUT: { readonly [Problem in InputProblem['problem']]: readonly [Extract<InputProblem, { problem: Problem }>, string] } = {
  wrong: [{ problem: 'wrong' }, 'The input "path" is missing, unknown, or has a wrong value: see the schema of the tool.'],
  noWorkspace: [{ problem: 'noWorkspace' }, '"path" needs a workspace, and no folder is open.'],
  outside: [
    { problem: 'outside', value: given },
    'The "path" "a/b" leads out of the workspace; only files inside of it are read and written.',
  ],
  address: [{ problem: 'address', value: given }, 'The "path" "a/b" is an address; only files of the workspace are taken.'],
  extension: [
    { problem: 'extension', value: given },
    'The "path" "a/b" must be a file name that ends in .png, .jpg, .jpeg or .webp, without characters that some systems do not take.',
  ],
  notAPicture: [
    { problem: 'notAPicture', value: given },
    'The "path" "a/b" is no image that can be sent: that is a .png, .jpg, .jpeg or .webp file.',
  ],
  style: [
    { problem: 'style', value: given, known: ['Ink', 'Oil'] },
    'There is no style "a/b". There are: "Ink", "Oil", and "none".',
  ],
  tooMany: [
    { problem: 'tooMany', count: 9, limit: 4 },
    '9 images are more than the user allows an agent at once: 4 (easel.agentMaxImages).',
  ],
  transparentJpeg: [{ problem: 'transparentJpeg' }, 'A JPEG cannot be transparent: give a path that ends in .png or .webp.'],
  changed: [
    { problem: 'changed' },
    'The settings or the picture were changed since this was confirmed: it would not be the same request any more. Call again, so that it is confirmed anew.',
  ],
  region: [{ problem: 'region', picture: '64x48' }, 'The region does not lie within the picture, which is 64x48 px.'],
};

/** What else can be wrong before anything is sent, whether the agent can change it. */
const OTHERS: readonly (readonly [Invalid, string, boolean])[] = [
  [
    { field: 'prompt', problem: 'long', length: 5000, limit: 4000, model: 'dall-e-3' },
    'The prompt has 5000 characters; dall-e-3 takes at most 4000.',
    true,
  ],
  [{ field: 'count', value: '1e9' }, 'The count is "1e9"; it must be a whole number from 1 to 10.', true],
  [
    { field: 'size', value: 'huge' },
    'The size is "huge"; it must be "auto", width x height such as "1536x1024", or a ratio such as "16:9".',
    true,
  ],
  [
    { field: 'baseUrl', value: 'x', problem: 'address' },
    'The address of the server in the settings of the user cannot be used.',
    false,
  ],
  [
    { field: 'entry', setting: 'easel.servers', position: 1, property: '' },
    'An entry of easel.servers in the settings of the user cannot be used.',
    false,
  ],
  [
    { field: 'setting', name: 'easel.fileName', value: 'x' },
    'The setting easel.fileName of the user has a value that it cannot have.',
    false,
  ],
  [
    { field: 'endpoint', model: 'dall-e-3' },
    'dall-e-3 makes images from words only; to edit images the user has to choose another model.',
    false,
  ],
  [
    { field: 'reference', path: '../x.png', style: 'Ink' },
    'The style "Ink" of the user has a picture that does not lie in the workspace.',
    false,
  ],
  [{ field: 'picture', name: 'cat.png' }, '"cat.png" was changed meanwhile.', true],
  [{ field: 'mask', size: '1x1', picture: '2x2' }, 'The mask is 1x1 px, and the picture 2x2 px.', true],
  [{ field: 'canvas', size: '9x9' }, 'A picture of 9x9 px cannot be made from this one.', true],
  [{ field: 'arguments', name: 'size' }, '"size" has a wrong value.', true],
];

describe('what a language model is told of a wrong value', () => {
  for (const [problem, sentence] of Object.values(INPUT)) {
    it(`says what is wrong about an input: ${problem.problem}`, () => {
      const invalid = { field: 'input', name: 'path', ...problem } as const;
      assert.equal(adviseAgent({ kind: 'invalid', invalid }, NOW), `${sentence} Nothing was sent. ${CHANGED}`);
    });
  }
  it('says that there are no styles where the user has none', () => {
    const invalid = { field: 'input', name: 'style', problem: 'style', value: 'Ink', known: [] } as const;
    assert.match(adviseAgent({ kind: 'invalid', invalid }, NOW), /^There is no style "Ink". The user has none\./);
  });

  for (const [invalid, sentence, isChangeable] of OTHERS) {
    it(`says who can change it: ${invalid.field}`, () => {
      const text = adviseAgent({ kind: 'invalid', invalid }, NOW);
      assert.equal(text, `${sentence} Nothing was sent. ${isChangeable ? CHANGED : NEVER}`);
    });
  }
});
