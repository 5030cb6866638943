/** Builds the fill view's state, when it is first needed, as it was left. */
import { FillState, type FillParts } from './fill-state.svelte.ts';

export async function openFill(parts: FillParts): Promise<FillState> {
	const fill = new FillState(parts);
	await fill.restore();
	return fill;
}
