/** The property of every parser: out comes a value, or an error with a name, soon; nothing else has changed. */
import { AppError } from '#core/errors.ts';
import { writeInput, type FuzzedParser, type Input } from './parser.ts';
import { Random } from '../seeded-random.ts';

/** Of processor time: other programs on the machine do not count. Most cases take a tenth of a millisecond. */
const LONGEST_MS = 3000;
/** Details of an error are shown and sent between threads. */
const LONGEST_DETAILS = 20_000;

const BUILT_IN = [Object, Array, String, Number, Function, Map, Promise].map(
	({ prototype }) => [prototype, Reflect.ownKeys(prototype).length] as const
);

function processorMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** @throws Error that says what is wrong with this input */
export async function expectTotal(parser: FuzzedParser, input: Input): Promise<void> {
	const startedMs = processorMs();
	try {
		await parser.read(input);
	} catch (error) {
		if (!(error instanceof AppError))
			throw new Error(`a foreign error: ${String(error)}`, { cause: error });
		if (JSON.stringify(error.details).length > LONGEST_DETAILS) {
			throw new Error(`the details of ${error.code} are too long`, { cause: error });
		}
	}
	const tookMs = processorMs() - startedMs;
	if (tookMs > LONGEST_MS) throw new Error(`it took ${Math.round(tookMs)} ms`);
	for (const [prototype, keys] of BUILT_IN) {
		if (Reflect.ownKeys(prototype).length !== keys)
			throw new Error('a built-in prototype has changed');
	}
}

/** Tries so many inputs, or the parser's share of them. @throws Error with the seed, the number of the case and its input */
export async function fuzz(parser: FuzzedParser, cases: number, seed: number): Promise<void> {
	const random = new Random(seed);
	// What the parser loads with its first input is not the input's time.
	await Promise.resolve(parser.make(new Random(seed)))
		.then((first) => parser.read(first))
		.catch(() => undefined);
	for (let at = 0; at < cases * (parser.share ?? 1); at++) {
		const input = parser.make(random);
		try {
			await expectTotal(parser, input);
		} catch (error) {
			const written = JSON.stringify(writeInput(input));
			const shown = written.length > 4000 ? `${written.slice(0, 4000)} …` : written;
			const message = error instanceof Error ? error.message : String(error);
			throw new Error(`seed ${seed}, case ${at}: ${message}\nfor the corpus: ${shown}`, {
				cause: error
			});
		}
	}
}
