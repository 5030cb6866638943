/** One run file or run link: read, find its model, verify, and always end in a result. */
import { readFileSync } from 'node:fs';
import { AppError, toAppError } from '#core/errors.ts';
import { readLink } from '#core/link/read-link.ts';
import { readRun } from '#core/run-file/read-run.ts';
import { claimOfLink, claimOfRun, type Claim } from '#core/verification/claim.ts';
import { invalidVerdict } from '#core/verification/regrow.ts';
import { verdictText } from '#core/verification/verdict-text.ts';
import type { Verdict } from '#core/verification/verdict.ts';
import type { CheckedToken } from '#core/verification/checked-token.ts';
import { verifyClaim, type LoadedSession } from '#worker/verify-claim.ts';
import { SPROUT_FOLDER, sproutFileNames } from './sprout-folder.ts';

export type FileResult =
	| {
			readonly name: string;
			readonly verdict: Verdict;
			readonly text: string;
			readonly tokens: readonly CheckedToken[];
			readonly elapsedMs: number;
	  }
	| { readonly name: string; readonly verdict: null; readonly error: AppError };

export interface VerifyOptions {
	/** Folders that models may lie in, searched in order; the built-in model's is the last. */
	readonly modelFolders: readonly string[];
	/** Token by token, as when generating. */
	readonly exact: boolean;
	/** @throws AppError `model-file-missing` when one of the names is not there */
	readonly open: (folder: string, names: readonly string[]) => Promise<LoadedSession>;
}

export function isLink(input: string): boolean {
	return /(^|#)run=/.test(input);
}

/** @param input path of a run file, or a run link */
export async function verifyInput(input: string, options: VerifyOptions): Promise<FileResult> {
	const name = isLink(input) ? 'link' : input;
	let claim: Claim;
	let names: readonly string[];
	try {
		({ claim, names } = readInput(input));
	} catch (thrown) {
		const error = toAppError(thrown);
		if (!/^(run|link)-/.test(error.code)) return { name, verdict: null, error };
		const verdict = invalidVerdict(error);
		return { name, verdict, text: verdictText(verdict), tokens: [], elapsedMs: 0 };
	}
	try {
		const model = await openFirst(names, options);
		const request = { claim, exact: options.exact };
		const { signal } = new AbortController();
		const { verdict, tokens, elapsedMs } = await verifyClaim(
			model,
			request,
			signal,
			() => undefined
		);
		return { name, verdict, text: verdictText(verdict), tokens, elapsedMs };
	} catch (thrown) {
		return { name, verdict: null, error: toAppError(thrown) };
	}
}

function readInput(input: string): { claim: Claim; names: readonly string[] } {
	if (!isLink(input)) {
		const run = readRun(readFileSync(input));
		checkFormat(run.model.format);
		return { claim: claimOfRun(run), names: run.model.resources.map(({ name }) => name) };
	}
	const link = readLink(input);
	if (link.kind !== 'run') throw new AppError('link-malformed', 'a recipe claims nothing');
	const { format, quantization } = link.run.model;
	checkFormat(format);
	return { claim: claimOfLink(link.run), names: builtInNames(quantization) };
}

function checkFormat(format: string): void {
	if (format === 'onnx') return;
	throw new AppError('webgpu-unavailable', 'models of this format run on a GPU: verify in the app');
}

/** A link does not name the model's files. */
function builtInNames(quantization: string): readonly string[] {
	if (quantization === 'int8' || quantization === 'q4' || quantization === 'fp32') {
		return sproutFileNames(quantization);
	}
	throw new AppError('model-unknown', 'a link can only be verified for the built-in model');
}

async function openFirst(
	names: readonly string[],
	{ modelFolders, open }: VerifyOptions
): Promise<LoadedSession> {
	const folders = [...modelFolders, SPROUT_FOLDER];
	for (const [i, folder] of folders.entries()) {
		try {
			return await open(folder, names);
		} catch (error) {
			const isMissing = error instanceof AppError && error.code === 'model-file-missing';
			if (!isMissing || i === folders.length - 1) throw error;
		}
	}
	throw new AppError('model-file-missing', 'no folder has the model');
}
