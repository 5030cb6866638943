/** What a run file or a link claims, and which model it names. */
import { readFileSync } from 'node:fs';
import { AppError } from '#core/errors.ts';
import { fillClaimOfLink, type FillClaim } from '#core/fill-mask/fill-claim.ts';
import { readLink } from '#core/link/read-link.ts';
import { readAnyRun } from '#core/run-file/any-run-file.ts';
import { claimOfLink, claimOfRun, type Claim } from '#core/verification/claim.ts';

export interface VerifiableInput {
	readonly claim:
		| { readonly kind: 'text'; readonly text: Claim }
		| { readonly kind: 'fill'; readonly fill: FillClaim };
	readonly model: {
		readonly digest: string;
		readonly quantization: string;
		/** Null from a link, which does not name the files. */
		readonly names: readonly string[] | null;
	};
}

export function isLink(input: string): boolean {
	return /(^|#)(run|fill)=/.test(input);
}

/** @param input path of a run file, or a link @throws AppError as `readAnyRun` and `readLink`; `webgpu-unavailable` */
export function readInput(input: string): VerifiableInput {
	return isLink(input) ? readLinkInput(input) : readFileInput(input);
}

function readFileInput(path: string): VerifiableInput {
	const run = readAnyRun(readFileSync(path));
	const { digest, format, quantization, resources } = run.model;
	checkFormat(format);
	return {
		claim:
			run.type === 'glasshouse.fill-mask'
				? { kind: 'fill', fill: run }
				: { kind: 'text', text: claimOfRun(run) },
		model: { digest, quantization, names: resources.map(({ name }) => name) }
	};
}

function readLinkInput(address: string): VerifiableInput {
	const link = readLink(address);
	const fill = link.kind === 'fill' ? fillClaimOfLink(link.fill) : null;
	if (link.kind === 'fill' && fill !== null) {
		checkFormat(link.fill.model.format);
		return { claim: { kind: 'fill', fill }, model: { ...fill.model, names: null } };
	}
	if (link.kind !== 'run') throw new AppError('link-malformed', 'a recipe claims nothing');
	checkFormat(link.run.model.format);
	const text = claimOfLink(link.run);
	return { claim: { kind: 'text', text }, model: { ...text.model, names: null } };
}

function checkFormat(format: string): void {
	if (format === 'onnx') return;
	throw new AppError('webgpu-unavailable', 'models of this format run on a GPU: verify in the app');
}
