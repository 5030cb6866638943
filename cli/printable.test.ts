import { expect, test } from 'vitest';
import { resultLine, resultsJson } from './cli-output.ts';
import { printable } from './printable.ts';
import type { FileResult } from './verify-file.ts';

const PAINTED = 'a.run.json\u001b[2K\u001b[1Gbit-exact\u009b1m\u202efoo\u0000\r\n';

const result: FileResult = {
	name: PAINTED,
	verdict: {
		verdict: 'not-comparable',
		evidence: {
			reason: 'model',
			recorded: null,
			local: null,
			resources: [{ name: PAINTED, recordedDigest: null, localDigest: null }]
		}
	},
	text: `The model differs: ${PAINTED}`,
	rows: { tokens: [] },
	elapsedMs: 1
};

// eslint-disable-next-line no-control-regex -- what must not be printed
const CODES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

test('names and texts of files cannot move the cursor, paint, or turn the direction of writing', () => {
	expect(printable(PAINTED)).toBe(
		'a.run.json\\u001b[2K\\u001b[1Gbit-exact\\u009b1m\\u202efoo\\u0000\\u000d\\u000a'
	);
	const lines = resultLine(result);
	expect(lines).not.toMatch(CODES);
	expect(lines.split('\n')).toHaveLength(2);
});

test('JSON holds the same texts, with every code spelled out', () => {
	const json = resultsJson([result]);
	expect(json).not.toMatch(CODES);
	const { results } = JSON.parse(json) as { results: { name: string; text: string }[] };
	expect(results[0]).toMatchObject({ name: PAINTED, text: `The model differs: ${PAINTED}` });
});
