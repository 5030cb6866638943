import type { VerifyState } from '#state/runs/verify-state.svelte.ts';

/** Whether what was verified of a run or a link is shown token by token. @param id of the target */
export function hasTokens({ targetId, status }: VerifyState, id: string): boolean {
	return targetId === id && status.kind === 'done' && status.value.tokens.length > 0;
}
