/**
 * Whatever comes in as a run file or a link, out comes a value or a named error, soon. The share of
 * every test run is small; `npm run test:long` tries more.
 */
import { deflateSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors.ts';
import { readRunFile } from '#core/comparison/read-comparison.ts';
import { comparisonOfRuns, serializeComparison } from '#core/comparison/write-comparison.ts';
import { sha256Hex } from '#core/digest/sha256.ts';
import { toBase64Url } from '#core/link/base64url.ts';
import { readAnswers } from '#core/lesson/read-answers.ts';
import { readLessonLink, writeLessonLink } from '#core/lesson/lesson-link.ts';
import { readLesson, serializeLesson } from '#core/lesson/read-lesson.ts';
import { COMPARISON_1, RUN_1 } from '#core/link/link-1.ts';
import { toPairs } from '#core/link/link-fields.ts';
import { readLink } from '#core/link/read-link.ts';
import { runLinkOfRun, writeRunLink } from '#core/link/write-link.ts';
import { readRun } from '#core/run-file/read-run.ts';
import { runId } from '#core/run-file/run-id.ts';
import { serializeRun } from '#core/run-file/write-run.ts';
import { exampleLesson } from '../fixtures/example-lesson.ts';
import { exampleRun } from '../fixtures/example-run.ts';
import fc, { examples } from '../property.ts';

const numRuns = examples(1000);
const timeoutMs = 60_000 + numRuns * 30;
/** Of processor time: other programs on the machine do not count. */
const LONGEST_MS = 1000;

const run = exampleRun();
const runText = serializeRun(run);
const runMessage = RUN_1.encode(toPairs(runLinkOfRun(run, true)));
const runFragment = writeRunLink(runLinkOfRun(run, true));

function processorMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** Reading ends soon, in a value or in one of the reader's own errors. */
function expectTotal(read: () => unknown, ownErrors: RegExp): void {
	const startedMs = processorMs();
	try {
		read();
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		expect(error.code).toMatch(ownErrors);
		expect(JSON.stringify(error.details).length).toBeLessThan(2000);
	}
	expect(processorMs() - startedMs).toBeLessThan(LONGEST_MS);
}

function fuzz<T>(inputs: fc.Arbitrary<T>, read: (input: T) => unknown, ownErrors: RegExp): void {
	fc.assert(
		fc.property(inputs, (input) => expectTotal(() => read(input), ownErrors)),
		{ numRuns }
	);
}

type Edit = readonly [at: number, removed: number, inserted: string];

const edits = (length: number): fc.Arbitrary<Edit[]> =>
	fc.array(
		fc.tuple(
			fc.integer({ min: 0, max: length }),
			fc.integer({ min: 0, max: 40 }),
			fc.oneof(
				fc.string({ maxLength: 8 }),
				fc.constantFrom(
					'"',
					'\\',
					'{',
					'}',
					'[',
					']',
					',',
					':',
					'\u0000',
					'\ud800',
					'1e999',
					'-0',
					'null'
				)
			)
		),
		{ minLength: 1, maxLength: 4 }
	);

function edited(text: string, changes: readonly Edit[]): string {
	return changes.reduce(
		(before, [at, removed, inserted]) =>
			before.slice(0, at) + inserted + before.slice(at + removed),
		text
	);
}

/** Every path to a value inside a run. */
function pathsOf(value: unknown): (string | number)[][] {
	if (typeof value !== 'object' || value === null) return [[]];
	const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
	return [
		[],
		...keys.flatMap((key) => pathsOf(Reflect.get(value, key)).map((rest) => [key, ...rest]))
	];
}

function replaced(value: unknown, path: readonly (string | number)[], junk: unknown): unknown {
	const [key, ...rest] = path;
	if (key === undefined) return junk;
	const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
	const inner: unknown = Reflect.get(copy as object, key);
	Reflect.set(copy as object, key, replaced(inner, rest, junk));
	return copy;
}

const junkValue = fc.oneof(
	fc.jsonValue({ maxDepth: 4 }),
	fc.constantFrom(2 ** 53, -1, 1e300, '', 'x'.repeat(2000), [], {}, ['__proto__'], '9'.repeat(50)),
	fc.constant(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as object)
);

function sealedText(data: unknown): string {
	try {
		const isObject = typeof data === 'object' && data !== null;
		return JSON.stringify(isObject ? { ...data, id: runId(data) } : data);
	} catch {
		return JSON.stringify(data);
	}
}

const nested = fc
	.tuple(
		fc.integer({ min: 1, max: 100_000 }),
		fc.constantFrom('[', '{"a":', '[[],', '{"type":"glasshouse.run","version":1,"model":'),
		fc.boolean()
	)
	.map(([depth, opening, closes]) => {
		const closing = opening.startsWith('[') ? ']' : '}';
		return opening.repeat(depth) + (closes ? `0${closing.repeat(depth)}` : '');
	});

describe('a run file', () => {
	const own = /^run-/;

	test('with edits anywhere in its text', { timeout: timeoutMs }, () => {
		fuzz(edits(runText.length), (changes) => readRun(edited(runText, changes)), own);
	});

	test('with another value anywhere, sealed again', { timeout: timeoutMs }, () => {
		const inputs = fc.tuple(fc.constantFrom(...pathsOf(run)), junkValue);
		fuzz(inputs, ([path, junk]) => readRun(sealedText(replaced(run, path, junk))), own);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});

	test(
		'that is any JSON, any text, any bytes, or nested without end',
		{ timeout: timeoutMs },
		() => {
			const inputs = fc.oneof(fc.json(), fc.string(), fc.uint8Array({ maxLength: 200 }), nested);
			fuzz(inputs, (input) => readRun(input), own);
		}
	);
});

describe('a comparison file', () => {
	const own = /^run-/;
	const comparison = comparisonOfRuns([run], {
		created: run.created,
		app: run.app,
		title: 'Comparison'
	});
	const text = serializeComparison(comparison);

	test('with edits anywhere in its text', { timeout: timeoutMs }, () => {
		fuzz(edits(text.length), (changes) => readRunFile(edited(text, changes)), own);
	});

	test('with another value anywhere', { timeout: timeoutMs }, () => {
		const inputs = fc.tuple(fc.constantFrom(...pathsOf(comparison)), junkValue);
		fuzz(
			inputs,
			([path, junk]) =>
				readRunFile(JSON.stringify([replaced(comparison, path, junk)]).slice(1, -1)),
			own
		);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});
});

describe('a lesson', () => {
	const lesson = exampleLesson();
	const text = serializeLesson(lesson);

	test('with edits anywhere in its text', { timeout: timeoutMs }, () => {
		fuzz(edits(text.length), (changes) => readLesson(edited(text, changes)), /^lesson-/);
	});

	test('with another value anywhere', { timeout: timeoutMs }, () => {
		const inputs = fc.tuple(fc.constantFrom(...pathsOf(lesson)), junkValue);
		fuzz(
			inputs,
			([path, junk]) => readLesson(JSON.stringify([replaced(lesson, path, junk)]).slice(1, -1)),
			/^lesson-/
		);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
	});

	test('that is any text, or answers that are', { timeout: timeoutMs }, () => {
		const inputs = fc.oneof(fc.json(), fc.string(), fc.uint8Array({ maxLength: 200 }), nested);
		fuzz(inputs, (input) => readLesson(input), /^lesson-/);
		fuzz(inputs, (input) => readAnswers(input), /^answers-/);
	});

	test('in a link with edits anywhere', { timeout: timeoutMs }, () => {
		const fragment = writeLessonLink(lesson);
		fuzz(
			edits(fragment.length),
			(changes) => readLessonLink(edited(fragment, changes)),
			/^(link|lesson)-/
		);
	});
});

describe('a link', () => {
	const own = /^link-/;

	/** A fragment whose check is right, so that what is wrong comes later. */
	function fragmentOf(kind: string, message: Uint8Array): string {
		const check = Buffer.from(sha256Hex(message).slice(0, 8), 'hex');
		return `${kind}=1.${toBase64Url(deflateSync(new Uint8Array([...check, ...message])))}`;
	}

	test('with edits anywhere', { timeout: timeoutMs }, () => {
		fuzz(edits(runFragment.length), (changes) => readLink(edited(runFragment, changes)), own);
	});

	test('with other bytes in its message', { timeout: timeoutMs }, () => {
		const inputs = fc.tuple(
			fc.constantFrom('run', 'recipe'),
			fc.array(fc.tuple(fc.nat(runMessage.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
		);
		fuzz(
			inputs,
			([kind, changes]) => {
				const message = runMessage.slice();
				for (const [at, byte] of changes) message[at] = byte;
				return readLink(fragmentOf(kind, message));
			},
			own
		);
	});

	test('with any message at all', { timeout: timeoutMs }, () => {
		const inputs = fc.tuple(
			fc.constantFrom('run', 'recipe', 'comparison'),
			fc.uint8Array({ maxLength: 200 })
		);
		fuzz(inputs, ([kind, message]) => readLink(fragmentOf(kind, message)), own);
	});

	test('of a comparison with other bytes in its message', { timeout: timeoutMs }, () => {
		const column = toPairs(runLinkOfRun(run, true));
		const message = COMPARISON_1.encode({ title: 'x', columns: [column, column] });
		const changes = fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { maxLength: 6 });
		fuzz(
			changes,
			(places) => {
				const changed = message.slice();
				for (const [at, byte] of places) changed[at] = byte;
				return readLink(fragmentOf('comparison', changed));
			},
			own
		);
	});

	test('that is any text, or any DEFLATE stream', { timeout: timeoutMs }, () => {
		const body = fc.oneof(
			fc.uint8Array({ maxLength: 100 }),
			fc.tuple(fc.nat(255), fc.nat(3_000_000)).map(([byte, size]) => {
				return deflateSync(new Uint8Array(size).fill(byte), { level: 1 });
			})
		);
		const inputs = fc.oneof(
			{ weight: 2, arbitrary: fc.string() },
			{ weight: 1, arbitrary: body.map((bytes) => `run=1.${toBase64Url(bytes)}`) }
		);
		fuzz(inputs, (input) => readLink(input), own);
	});

	test('of two megabytes of the cheapest fields is read or refused in time', () => {
		const size = 2 * 1024 * 1024 - 64;
		for (const fill of [
			[0x22, 0],
			[0x12, 0],
			[0x1a, 2, 0x12, 0],
			[0x0a, 0]
		]) {
			const message = Uint8Array.from({ length: size }, (_, i) => fill[i % fill.length] ?? 0);
			expectTotal(() => readLink(fragmentOf('run', message)), own);
		}
		const ids = new Uint8Array([
			0x22,
			0x84,
			0x80,
			0x40,
			0x3a,
			0x80,
			0x80,
			0x40,
			...new Uint8Array(1024 * 1024)
		]);
		expectTotal(() => readLink(fragmentOf('run', ids)), own);
	});
});
