import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import * as v from 'valibot';
import { readEditInput, readGenerateInput, readVaryInput } from '../../src/core/agentInput.ts';
import { AGENT_TOOLS, type AgentTool } from '../../src/core/agentTool.ts';
import { Failed } from '../../src/core/failure.ts';
import { root } from '../support/host/install.ts';

const READERS: Readonly<Record<AgentTool, (input: unknown) => object>> = {
  easel_generate_image: readGenerateInput,
  easel_edit_image: readEditInput,
  easel_image_variations: readVaryInput,
};
const [GENERATE, EDIT, VARY] = AGENT_TOOLS;
const prompt = 'a cat';
const path = 'assets/cat.png';
const region = { x: 0, y: 1, width: 2, height: 3 };

/** What is taken by the reader and by the schema alike. */
const TAKEN: readonly (readonly [AgentTool, object])[] = [
  [GENERATE, { prompt }],
  [GENERATE, { prompt, path, size: '16:9', count: 10, transparent: false, style: 'none' }],
  [EDIT, { path, prompt }],
  [EDIT, { path, prompt, region, references: [path, 'logo.webp'] }],
  [EDIT, { path, prompt, references: [] }],
  [VARY, { path }],
  [VARY, { path, count: 1, strength: 'strong' }],
];

/** What is refused by the reader and by the schema alike, and the input that is named. */
const REFUSED: readonly (readonly [AgentTool, unknown, string])[] = [
  [GENERATE, undefined, 'input'],
  [GENERATE, null, 'input'],
  [GENERATE, 'a cat', 'input'],
  [GENERATE, [prompt], 'prompt'],
  [GENERATE, {}, 'prompt'],
  [GENERATE, { prompt: '' }, 'prompt'],
  [GENERATE, { prompt: 7 }, 'prompt'],
  [GENERATE, { prompt, n: 2 }, 'n'],
  [GENERATE, { prompt, path: 7 }, 'path'],
  [GENERATE, { prompt, size: 1024 }, 'size'],
  [GENERATE, { prompt, count: 0 }, 'count'],
  [GENERATE, { prompt, count: 1.5 }, 'count'],
  [GENERATE, { prompt, count: 'two' }, 'count'],
  [GENERATE, { prompt, transparent: 'yes' }, 'transparent'],
  [GENERATE, { prompt, style: {} }, 'style'],
  [EDIT, { prompt }, 'path'],
  [EDIT, { path }, 'prompt'],
  [EDIT, { path: '', prompt }, 'path'],
  [EDIT, { path, prompt, region: 'all' }, 'region'],
  [EDIT, { path, prompt, region: { ...region, width: 0 } }, 'region'],
  [EDIT, { path, prompt, region: { ...region, x: -1 } }, 'region'],
  [EDIT, { path, prompt, region: { ...region, y: 0.5 } }, 'region'],
  [EDIT, { path, prompt, region: { ...region, unit: '%' } }, 'region'],
  [EDIT, { path, prompt, region: { x: 0, y: 0, width: 1 } }, 'region'],
  [EDIT, { path, prompt, references: path }, 'references'],
  [EDIT, { path, prompt, references: [7] }, 'references'],
  [EDIT, { path, prompt, references: [''] }, 'references'],
  [EDIT, { path, prompt, references: Array.from({ length: 17 }, () => path) }, 'references'],
  [VARY, {}, 'path'],
  [VARY, { path, count: -1 }, 'count'],
  [VARY, { path, strength: 'wild' }, 'strength'],
  [VARY, { path, prompt }, 'prompt'],
];

/** What language models write into what they leave out; `absent` are the inputs of which nothing is left. */
const LEFT_OUT: readonly (readonly [AgentTool, object, object])[] = [
  [GENERATE, { prompt: ' a cat\n', path: ' ', size: '', count: null, transparent: null, style: null }, { prompt }],
  [GENERATE, { prompt, path: null, size: ' auto ', count: '', transparent: '', style: '' }, { prompt, size: 'auto' }],
  [EDIT, { path: ` ${path}`, prompt, region: null, references: null }, { path, prompt }],
  [EDIT, { path, prompt, region: '', references: '' }, { path, prompt }],
  [VARY, { path, count: null, strength: '' }, { path }],
  [VARY, { path, count: ' 2' }, { path, count: 2 }],
  [EDIT, { path, prompt, region: { x: 0, y: 0, width: 0, height: 0 } }, { path, prompt }],
];

const Tools = v.object({
  contributes: v.object({ languageModelTools: v.array(v.object({ name: v.string(), inputSchema: v.looseObject({}) })) }),
});

async function schemas(): Promise<ReadonlyMap<string, (input: unknown) => boolean>> {
  const { contributes } = v.parse(Tools, JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const ajv = new Ajv();
  return new Map(
    contributes.languageModelTools.map(({ name, inputSchema }) => {
      const validate = ajv.compile(inputSchema);
      return [name, (input: unknown) => validate(input) === true];
    }),
  );
}

/** The input that a reader refuses by its name; undefined: it takes it. */
function refusedBy(tool: AgentTool, input: unknown): string | undefined {
  try {
    READERS[tool](input);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Failed && error.failure.kind === 'invalid', String(error));
    const { invalid } = error.failure;
    assert.ok(invalid.field === 'input' && invalid.problem === 'wrong', JSON.stringify(invalid));
    return invalid.name;
  }
}

describe('what an agent calls a tool with', () => {
  for (const [tool, input] of TAKEN) {
    it(`is taken: ${tool} ${JSON.stringify(input)}`, async () => {
      assert.deepEqual(READERS[tool](input), input);
      assert.equal((await schemas()).get(tool)?.(input), true, 'by the schema too');
    });
  }

  for (const [tool, input, name] of REFUSED) {
    it(`is refused for its ${name}: ${tool} ${JSON.stringify(input)?.slice(0, 80)}`, async () => {
      assert.equal(refusedBy(tool, input)?.split('.')[0], name);
      assert.equal((await schemas()).get(tool)?.(input), false, 'by the schema too');
    });
  }

  for (const [tool, input, left] of LEFT_OUT) {
    it(`has nothing where a model meant nothing: ${tool} ${JSON.stringify(input)}`, () => {
      assert.deepEqual(JSON.parse(JSON.stringify(READERS[tool](input))), left);
    });
  }

  it('may be more images than anybody may have: the user’s cap says how many', async () => {
    for (const [tool, input] of [[GENERATE, { prompt, count: 11 }] as const, [VARY, { path, count: 11 }] as const]) {
      assert.equal(refusedBy(tool, input), undefined);
      assert.equal((await schemas()).get(tool)?.(input), false);
    }
  });

  it('is refused where it is longer than a path can be, or all blank', () => {
    assert.equal(refusedBy(GENERATE, { prompt: ' \n' }), 'prompt');
    assert.equal(refusedBy(VARY, { path: 'a'.repeat(1001) }), 'path');
  });

  it('is what the schema allows, or refused by name, whatever it is', async () => {
    const allowed = await schemas();
    const names = ['prompt', 'path', 'size', 'count', 'transparent', 'style', 'region', 'references', 'strength'];
    const value = fc.oneof(
      fc.constantFrom(prompt, path, 1, 10, 11, 0.5, -1, true, false, region, [path], 'subtle', '1x1'),
      fc.anything(),
    );
    const like = fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...AGENT_TOOLS), fc.oneof(like, fc.anything()), async (tool, input) => {
        const refused = refusedBy(tool, input);
        if (refused !== undefined) return;
        // Null and the empty text stand for what is left out.
        const { count, ...left } = JSON.parse(JSON.stringify(READERS[tool](input)));
        assert.ok(count === undefined || (Number.isInteger(count) && count > 0), String(count));
        assert.ok(allowed.get(tool)?.(left), JSON.stringify(left));
      }),
      { numRuns: 2000 },
    );
  });
});
