/** Whether the columns of a comparison read different prompts, or read the same one in different ways. */
import type { BenchField, BenchPrompt } from '#state/bench/bench-values.ts';

export function isReadApart(mode: BenchPrompt['mode'], differing: readonly BenchField[]): boolean {
	return differing.includes('modelId') || (mode === 'chat' && differing.includes('system'));
}
