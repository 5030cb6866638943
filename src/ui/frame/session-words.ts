/** How the loaded model computes: what was decided at load, and why. */
import type { LoadedModel } from '#protocol/worker-api.ts';
import { plural } from '#words/plural.ts';
import { formatBytes } from '#words/format.ts';

/** One line for the model in use: CPU threads, and how 8-bit weights are unfolded. */
export function sessionWords({
	engine,
	unfoldedBytes
}: Pick<LoadedModel, 'engine' | 'unfoldedBytes'>): string {
	const threads =
		engine.backend === 'wasm'
			? [`Computes with ${plural(engine.threads, ['# thread', '# threads'])}.`]
			: [];
	return [...threads, ...weightWords(engine, unfoldedBytes)].join(' ');
}

function weightWords({ options }: LoadedModel['engine'], unfoldedBytes: number): string[] {
	if (unfoldedBytes === 0) return [];
	const size = formatBytes(unfoldedBytes);
	return options['session.disable_quant_qdq'] === '1'
		? [
				`8-bit weights were expanded to float32 when the model loaded, which is faster: ${size} in memory.`
			]
		: [`8-bit weights are expanded at every step, which is slower: ${size} at once is too much.`];
}
