/** Puts a text through a model that has just been loaded: drivers and conversions give garbage at times. */
import { isAbort } from '#core/errors.ts';
import { logprobOf } from '#core/sampling/trace.ts';
import type { AnySession, EngineSession, MaskedSession } from '#engines/engine.ts';
import type { SelfTest } from '#protocol/worker-api.ts';
import { teacherForce } from './teacher-force.ts';

/**
 * The one that the model's tokens spell most briefly, by characters, is asked of it. Plain English is for
 * nearly all; a model of a small world (Sprout's kind, genes, another language) knows none of it, and
 * whatever it thinks of what it never saw means nothing.
 */
const TEXTS = [
	'One, two, three, four, five, six, seven, eight, nine, ten. The sun rises in the east and sets in the west.',
	'Mia has a red kite. Tom has a blue boat. Mia is in the garden. Tom is in the forest.',
	'太阳从东方升起，从西方落下。一年有四个季节：春天、夏天、秋天和冬天。',
	'1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4 1 2 3 4',
	'A C G T A C G T A C G T A C G T A C G T A C G T'
] as const;

/** Longer tells no more; an engine that reads token by token takes a step for each. */
const MOST_TOKENS = 32;
/** With fewer, one token everywhere may be right, and the mean says little. */
const LEAST_POSITIONS = 6;
/** An engine that takes a step for each token is not asked on for longer. */
const PATIENCE_MS = 3_000;

/**
 * How far below chance, in nats a token, is no accident. Weights that were never trained are about one
 * below, by half the variance of their logits; garbage with the scale of real logits is further down.
 */
const CHANCE_MARGIN = 2;

const NO_TEXT: SelfTest = { kind: 'not-run', reason: 'no-text' };

/** What is seen of the logits, position by position. */
class Sight {
	count = 0;
	#sum = 0;
	#hasNaN = false;
	#vocabularySize = 1;
	readonly #likeliest = new Set<number>();
	readonly #maxima = new Set<number>();

	/** @param expected the token that does stand there */
	look(logits: Float32Array, expected: number): void {
		this.count += 1;
		this.#vocabularySize = logits.length;
		const best = argmax(logits);
		if (best === null) this.#hasNaN = true;
		if (best === null || this.#hasNaN) return;
		this.#likeliest.add(best);
		this.#maxima.add(logits[best] ?? 0);
		this.#sum += logprobOf(logits, expected);
	}

	/** Whether every place has the very same answer: one likely word for all hidden ones is no fault yet. */
	get isConstant(): boolean {
		return this.#likeliest.size === 1 && this.#maxima.size === 1;
	}

	/** @param tooFew what it means that less was seen than tells anything */
	verdict(
		piece: (id: number) => string,
		{ tooFew, mayRepeat }: { readonly tooFew: SelfTest; readonly mayRepeat: boolean }
	): SelfTest {
		if (this.#hasNaN) return { kind: 'not-a-number' };
		const [first, ...others] = this.#likeliest;
		if (first === undefined || this.count < LEAST_POSITIONS) return tooFew;
		if (mayRepeat ? this.isConstant : others.length === 0)
			return { kind: 'one-token', token: piece(first) };
		const mean = this.#sum / this.count;
		const chance = -Math.log(this.#vocabularySize);
		if (!(mean < chance - CHANCE_MARGIN)) return { kind: 'passed' };
		// A token that is ruled out has no finite logarithm, and a message must be plain data.
		return { kind: 'below-chance', meanLogprob: Math.max(mean, -1e6), chanceLogprob: chance };
	}
}

/** @returns null when a logit is no number, +Infinity, or all are −Infinity */
function argmax(logits: Float32Array): number | null {
	let best: number | null = null;
	let max = -Infinity;
	for (let id = 0; id < logits.length; id++) {
		const logit = logits[id] ?? NaN;
		if (!(logit < Infinity)) return null;
		if (logit > max) {
			max = logit;
			best = id;
		}
	}
	return best;
}

/** Whether most of its tokens differ: where not, they stand for what the tokenizer cannot spell. */
function isSpelled(ids: readonly number[]): boolean {
	const counts = new Map<number, number>();
	for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
	return Math.max(...counts.values()) <= ids.length / 2;
}

/** @returns token ids, special ones included; none when it can spell no text */
function chooseText({ tokenizer }: AnySession): readonly number[] {
	let best: readonly number[] = [];
	let least = Infinity;
	for (const text of TEXTS) {
		const ids = tokenizer.encode(text, true);
		const perCharacter = ids.length / Array.from(text).length;
		if (!isSpelled(ids) || perCharacter >= least) continue;
		best = ids;
		least = perCharacter;
	}
	return best;
}

async function testDecoder(
	session: EngineSession,
	text: readonly number[],
	signal: AbortSignal
): Promise<SelfTest> {
	const ids = text.slice(0, Math.min(MOST_TOKENS, session.contextLength));
	const sight = new Sight();
	const startedMs = performance.now();
	const isOver = (): boolean => performance.now() - startedMs > PATIENCE_MS;
	const onLogits = (logits: Float32Array): void => {
		sight.look(logits, ids[sight.count + 1] ?? 0);
	};
	if (ids.length < 2) return NO_TEXT;
	const tokens = { prompt: ids.slice(0, 1), output: ids.slice(1) };
	try {
		await teacherForce(session, tokens, { exact: false, onLogits, isOver }, signal);
	} finally {
		// A run finds the session as if nothing had been asked.
		session.reset();
	}
	const tooFew: SelfTest = { kind: 'not-run', reason: 'slow' };
	return sight.verdict((id) => session.tokenizer.piece(id), { tooFew, mayRepeat: false });
}

/** Every third token is hidden, and expected in its place. */
async function testMasked(
	session: MaskedSession,
	ids: readonly number[],
	signal: AbortSignal
): Promise<SelfTest> {
	const { tokenizer, contextLength } = session;
	if (ids.length === 0 || ids.length > contextLength) return NO_TEXT;
	const isSpecial = (id: number): boolean => tokenizer.specialTokenIds.has(id);
	const positions = [...ids.keys()].filter((i) => i % 3 === 1 && !isSpecial(ids[i] ?? 0));
	const hidden = new Set(positions);
	const masked = ids.map((id, i) => (hidden.has(i) ? tokenizer.maskTokenId : id));
	const sight = new Sight();
	const onLogits = (logits: Float32Array): void => {
		sight.look(logits, ids[positions[sight.count] ?? 0] ?? 0);
	};
	if (positions.length > 0) await session.read(masked, { positions, onLogits }, signal);
	return sight.verdict((id) => tokenizer.piece(id), { tooFew: NO_TEXT, mayRepeat: true });
}

/**
 * Looks for what no working model does: numbers that are none, one token everywhere, and a text that
 * is less likely than chance. What fails otherwise is left to the run that meets it.
 *
 * @throws AppError `aborted`
 */
export async function selfTest(session: AnySession, signal: AbortSignal): Promise<SelfTest> {
	try {
		const ids = chooseText(session);
		return await (session.task === 'fill-mask'
			? testMasked(session, ids, signal)
			: testDecoder(session, ids, signal));
	} catch (error) {
		if (signal.aborted || isAbort(error)) throw error;
		console.debug('self-test', error);
		return { kind: 'not-run', reason: 'failed' };
	}
}
