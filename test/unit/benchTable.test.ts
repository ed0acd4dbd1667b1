import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, ROWS, type Row } from '../bench/rows.ts';
import { aimOf, judge, readTable, withTable } from '../bench/table.ts';
import { root } from '../support/host/install.ts';

describe('the table of speed and size', () => {
  it('has in README the rows that npm run bench measures, with their aims', async () => {
    const table = readTable(await readFile(join(root, 'README.md'), 'utf8'));
    const shown = table.map(([what, , against = '', , aim]) => [what, against.replace(/: [\d.]+ \w+$/, ''), aim]);
    const measured = Object.values<Row>(ROWS).map((row) => [row.what, row.against ?? '–', aimOf(row)]);
    assert.deepEqual(shown, measured);
  });

  for (const [aim, result, cells] of [
    [{ times: 2 }, { measured: 10, against: 5 }, ['10.0 ms', 'the other: 5.0 ms', '2.00 ×', '≤ 2 ×', 'ok']],
    [{ times: 2 }, { measured: 10.1, against: 5 }, ['10.1 ms', 'the other: 5.0 ms', '2.02 ×', '≤ 2 ×', 'over']],
    [{ more: 5 }, { measured: 12, against: 7 }, ['12.0 ms', 'the other: 7.0 ms', '+ 5.0 ms', '≤ 5 ms more', 'ok']],
    [{ more: 5 }, { measured: 6, against: 7 }, ['6.0 ms', 'the other: 7.0 ms', '− 1.0 ms', '≤ 5 ms more', 'ok']],
    [{ more: 5 }, { measured: 12.1, against: 7 }, ['12.1 ms', 'the other: 7.0 ms', '+ 5.1 ms', '≤ 5 ms more', 'over']],
    [{ most: 30 }, { measured: 30, against: 90 }, ['30.0 ms', 'the other: 90.0 ms', '0.33 ×', '≤ 30 ms', 'ok']],
    [{ most: 30 }, { measured: 131 }, ['131 ms', 'the other', '–', '≤ 30 ms', 'over']],
    [{ times: 2 }, { measured: 10 }, ['10.0 ms', 'the other', '–', '≤ 2 ×', 'over']],
    [{ times: 2 }, { missing: 'jq is missing' }, ['not measured: jq is missing', 'the other', '–', '≤ 2 ×', '–']],
    [undefined, { measured: 10, against: 5 }, ['10.0 ms', 'the other: 5.0 ms', '2.00 ×', '–', '–']],
  ] as const satisfies readonly (readonly [Row['aim'], Result, readonly string[]])[]) {
    it(`says of ${JSON.stringify(result)} against ${JSON.stringify(aim)}: ${cells.at(-1)}`, () => {
      const row = { what: 'it', unit: 'ms', against: 'the other', ...(aim && { aim }) } as const;
      assert.deepEqual(judge(row, result).cells, ['it', ...cells]);
    });
  }

  it('is put into README in place of the one that is there', () => {
    const readme = 'Before\n<!-- npm run bench -->\nold\n<!-- the end of it -->\nAfter\n';
    const lines = ['| what | measured |', '| --- | --- |', '| a | $& |'];
    const changed = withTable(readme, lines);
    assert.equal(changed, `Before\n<!-- npm run bench -->\n${lines.join('\n')}\n<!-- the end of it -->\nAfter\n`);
    assert.deepEqual(readTable(changed), [['a', '$&']]);
  });
});
