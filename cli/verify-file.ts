/** One run file or link: read, find its model, verify, and always end in a result. */
import { modelDigest } from '#core/digest/model-digest.ts';
import { AppError, toAppError } from '#core/errors.ts';
import type { FillVerdict } from '#core/fill-mask/fill-verdict.ts';
import { fillVerdictText } from '#words/verdicts/fill-verdict-text.ts';
import type { CheckedMask } from '#core/fill-mask/grade-fill.ts';
import type { CheckedToken } from '#core/verification/checked-token.ts';
import { invalidVerdict } from '#core/verification/regrow.ts';
import { verdictText } from '#words/verdicts/verdict-text.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import { analyseMasked } from '#worker/analysis/fill-masks.ts';
import { verifyClaim } from '#worker/verify-claim.ts';
import type { ModelPlace } from './model-place.ts';
import { filesOfPrecision, writes, type LoadedModel } from './open-model.ts';
import { isLink, readInput, type VerifiableInput } from './verify-input.ts';

/** One row for each token that was written, or for each mask that was filled. */
type Rows =
	{ readonly tokens: readonly CheckedToken[] } | { readonly masks: readonly CheckedMask[] };

interface Verified {
	readonly verdict: Verdict | FillVerdict;
	readonly text: string;
	readonly rows: Rows;
	readonly elapsedMs: number;
}

export type FileResult =
	| ({ readonly name: string } & Verified)
	| { readonly name: string; readonly verdict: null; readonly error: AppError };

export interface VerifyOptions {
	/** Where models may lie, searched in order. @throws AppError where one of the places is no such place */
	readonly places: () => Promise<readonly ModelPlace[]>;
	/** Token by token, as when generating. */
	readonly exact: boolean;
	/** Opens a place's files as a model; the one opened before may be closed. */
	readonly open: (place: ModelPlace, names: readonly string[]) => Promise<LoadedModel>;
}

/** @param input path of a run file, or a link */
export async function verifyInput(input: string, options: VerifyOptions): Promise<FileResult> {
	const name = isLink(input) ? 'link' : input;
	let read: VerifiableInput;
	try {
		read = readInput(input);
	} catch (thrown) {
		const error = toAppError(thrown);
		if (!/^(run|link)-/.test(error.code)) return { name, verdict: null, error };
		const verdict = invalidVerdict(error);
		return { name, verdict, text: verdictText(verdict), rows: { tokens: [] }, elapsedMs: 0 };
	}
	try {
		const model = await findModel(read.model, options);
		return { name, ...(await verifyWith(model, read.claim, options.exact)) };
	} catch (thrown) {
		return { name, verdict: null, error: toAppError(thrown) };
	}
}

async function verifyWith(
	model: LoadedModel,
	claim: VerifiableInput['claim'],
	exact: boolean
): Promise<Verified> {
	const { signal } = new AbortController();
	const ignore = () => undefined;
	if (claim.kind === 'text' && writes(model)) {
		const request = { claim: claim.text, exact };
		const { verdict, tokens, elapsedMs } = await verifyClaim(model, request, signal, ignore);
		return { verdict, text: verdictText(verdict), rows: { tokens }, elapsedMs };
	}
	if (claim.kind === 'fill' && !writes(model)) {
		const found = await analyseMasked('verify-fill', model, claim.fill, signal, ignore);
		const { verdict, masks, elapsedMs } = found;
		return { verdict, text: fillVerdictText(verdict), rows: { masks }, elapsedMs };
	}
	const wanted = claim.kind === 'fill' ? 'fills masks' : 'writes';
	throw new AppError(
		'model-unknown',
		`no folder or pack has the model, one that ${wanted}: use --model`
	);
}

/** Whether it is known to be another model before it is read. */
function isOther({ digests }: ModelPlace, files: readonly string[], digest: string): boolean {
	const said = files.flatMap((name) => {
		const known = digests.get(name);
		return known === undefined ? [] : [{ name, digest: known }];
	});
	return said.length === files.length && modelDigest(said) !== digest;
}

/** The model with the digest; else the first whose files have the right names, to say how it differs. */
async function findModel(
	{ digest, quantization, names }: VerifiableInput['model'],
	{ places, open }: VerifyOptions
): Promise<LoadedModel> {
	const candidates: { readonly place: ModelPlace; readonly files: readonly string[] }[] = [];
	for (const place of await places()) {
		const files = names ?? (await filesOfPrecision(place, quantization));
		if (files !== null && place.hasFiles(files)) candidates.push({ place, files });
	}
	const [first] = candidates;
	if (first === undefined) {
		const missing = names?.join(', ') ?? `a model in precision ${quantization}`;
		throw new AppError('model-file-missing', `no folder or pack has ${missing}: use --model`);
	}
	for (const { place, files } of candidates) {
		if (isOther(place, files, digest)) continue;
		const model = await open(place, files);
		if (model.digest === digest) return model;
	}
	return await open(first.place, first.files);
}
