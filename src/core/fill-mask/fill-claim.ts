/** What someone claims about masks, from a run file or, with fewer alternatives, from a link. */
import type { FillLink } from '../link/link-schema.ts';
import type { RunModel } from '../run-file/schema.ts';
import type { FillMaskRun } from './schema.ts';

/** Every fill-mask run is one. */
export interface FillClaim extends Pick<FillMaskRun, 'engine' | 'request' | 'output'> {
	/** `resources` is empty from a link: then the files that differ cannot be named. */
	readonly model: Pick<RunModel, 'digest' | 'quantization' | 'resources'>;
}

/** Null for a link that says only what was asked. */
export function fillClaimOfLink({ model, request, made }: FillLink): FillClaim | null {
	if (made === null) return null;
	const { digest, quantization } = model;
	const { engine, output } = made;
	return { model: { digest, quantization, resources: [] }, engine, request, output };
}
