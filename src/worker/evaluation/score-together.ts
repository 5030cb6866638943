/**
 * Log-likelihoods of several continuations. What their inputs begin with is read once, where the engine can
 * come back to a place.
 */
import type { ModelInput } from '#core/evaluation/encode-pair.ts';
import { ContinuationScore, readRow, type LogLikelihood } from '#core/evaluation/log-likelihood.ts';
import type { EngineSession } from '#engines/engine.ts';

/** An input while it is read. */
interface Reading {
	readonly inputIds: readonly number[];
	/** Index of the first token whose logits count: those that the continuation's first token follows. */
	readonly from: number;
	readonly score: ContinuationScore;
}

/**
 * The same inputs have the same bits, whatever was asked before.
 *
 * @param inputs at least one, each with at least one token
 * @returns in the same order
 * @throws AppError as `EngineSession.forward`; `evaluation-field-invalid` for logits that are no numbers
 */
export async function scoreTogether(
	session: EngineSession,
	inputs: readonly ModelInput[],
	signal: AbortSignal
): Promise<LogLikelihood[]> {
	const readings = inputs.map(({ inputIds, continuation }) => ({
		inputIds,
		from: inputIds.length - continuation.length,
		score: new ContinuationScore(continuation)
	}));
	const canComeBack = session.mark !== undefined && session.rewind !== undefined;
	if (readings.length === 1 || !canComeBack) {
		for (const reading of readings) {
			session.reset();
			await read(session, reading.inputIds, { start: 0, readings: [reading] }, signal);
		}
	} else await readFromTrunk(session, readings, signal);
	return readings.map(({ score }) => score.result());
}

async function readFromTrunk(
	session: EngineSession,
	readings: readonly Reading[],
	signal: AbortSignal
): Promise<void> {
	const shared = commonLength(readings);
	const trunk = readings[0]?.inputIds.slice(0, shared) ?? [];
	session.reset();
	if (shared > 0) await read(session, trunk, { start: 0, readings }, signal);
	session.mark?.();
	let isAtMark = true;
	for (const reading of readings) {
		const rest = reading.inputIds.slice(shared);
		if (rest.length === 0) continue;
		if (!isAtMark) session.rewind?.();
		isAtMark = false;
		await read(session, rest, { start: shared, readings: [reading] }, signal);
	}
}

function commonLength([first, ...others]: readonly Reading[]): number {
	const ids = first?.inputIds ?? [];
	const parting = ids.findIndex((id, at) => others.some(({ inputIds }) => inputIds[at] !== id));
	return parting === -1 ? ids.length : parting;
}

/**
 * Feeds tokens after those fed before.
 *
 * @param part.start index of the first of them
 * @param part.readings whose inputs hold them there
 */
async function read(
	session: EngineSession,
	ids: readonly number[],
	part: { readonly start: number; readonly readings: readonly Reading[] },
	signal: AbortSignal
): Promise<void> {
	const { start, readings } = part;
	const from = Math.max(start, Math.min(...readings.map((reading) => reading.from)));
	let at = from;
	const onLogits = (logits: Float32Array) => {
		const row = readRow(logits);
		for (const { inputIds, from: first, score } of readings) {
			if (at >= first && at < inputIds.length) score.add(row);
		}
		at += 1;
	};
	if (session.forward !== undefined) {
		await session.forward(ids, { from: from - start, onLogits }, signal);
		return;
	}
	const before = ids.slice(0, from - start + 1);
	const last = await session.step(before, signal);
	if (from - start < ids.length) onLogits(last);
	for (const id of ids.slice(before.length)) onLogits(await session.step([id], signal));
}
