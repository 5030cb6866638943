/**
 * What can be said of a file that is no sound run: which fields are wrong, what the file is called by
 * itself and by its content, and what of it can be read all the same. Nothing here is trusted.
 */
import * as v from 'valibot';

import { COMPARISON_TYPE } from '../comparison/schema.ts';
import { AppError } from '../errors.ts';
import { valueAt } from '../lesson/edit/field-path.ts';
import { fillInconsistencies } from '../fill-mask/consistency.ts';
import { FILL_MASK_TYPE, fillMaskSchema, type FillMaskRun } from '../fill-mask/schema.ts';
import type { AnyRun } from './any-run.ts';
import { readJsonObject } from './bounded-json.ts';
import { inconsistencies } from './consistency.ts';
import type { Fields } from './migrate.ts';
import { shortened } from './differing-fields.ts';
import { expectedBy, issuePath } from './run-fields.ts';
import { runId } from './run-id.ts';
import { RUN_TYPE, RUN_VERSION, runSchema, type Run } from './schema.ts';
import { textContradictions } from './text-contradictions.ts';

/** More wrong fields than this are counted, not named. */
export const MOST_FINDINGS = 20;

/** One field that cannot be as it was when the file was made. */
export interface Finding {
	/** E.g. `output.tokens[3].logprob`. */
	readonly path: string;
	/** What should be there, in a few words, or what follows from other fields. */
	readonly expected: string;
	/** What is there, shortened; null where nothing is. */
	readonly found: string | null;
}

/** A run file whose content is not what it was made with. */
export interface AlteredFile {
	/** Of a comparison: which of its runs, from 0; null for a file of one run. */
	readonly place: number | null;
	/** What the file says its id is; null where it says none. */
	readonly statedId: string | null;
	/** What its content gives; null where no id can be made of it. */
	readonly computedId: string | null;
	/** At most `MOST_FINDINGS`. */
	readonly findings: readonly Finding[];
	/** The whole of it where every field has its shape: it can be compared, and not believed. */
	readonly run: AnyRun | null;
	/** What is in the place of the prompt and of the output; empty where nothing readable is. */
	readonly prompt: string;
	readonly text: string;
}

/**
 * @param input what `readRunFile` refused
 * @returns null where it is no run of this app's making at all, or none of a version that is known
 */
export function inspectRunFile(input: string | Uint8Array): AlteredFile | null {
	try {
		const file = readJsonObject(input);
		return file['type'] === COMPARISON_TYPE ? inspectComparison(file) : inspectRun(file, null);
	} catch (error) {
		if (error instanceof AppError) return null;
		throw error;
	}
}

/** The first run of it that is not sound. */
function inspectComparison({ runs }: Fields): AlteredFile | null {
	if (!Array.isArray(runs)) return null;
	for (const [place, run] of (runs as readonly unknown[]).entries()) {
		const found = isFields(run) ? inspectRun(run, place) : null;
		if (found !== null && (found.findings.length > 0 || found.statedId !== found.computedId)) {
			return found;
		}
	}
	return null;
}

function inspectRun(file: Fields, place: number | null): AlteredFile | null {
	const { type, version, id } = file;
	if ((type !== RUN_TYPE && type !== FILL_MASK_TYPE) || version !== RUN_VERSION) return null;
	const { run, findings } = type === RUN_TYPE ? inspectText(file) : inspectFill(file);
	return {
		place,
		statedId: typeof id === 'string' ? id.slice(0, 80) : null,
		computedId: idOf(file),
		findings: findings.slice(0, MOST_FINDINGS),
		run,
		prompt: promptOf(file),
		text: textOf(file)
	};
}

interface Inspected {
	readonly run: AnyRun | null;
	readonly findings: readonly Finding[];
}

function inspectText(file: Fields): Inspected {
	const result = v.safeParse(runSchema, file, { abortPipeEarly: true });
	if (!result.success) return { run: null, findings: schemaFindings(file, result.issues) };
	const run: Run = result.output;
	const broken = [...inconsistencies(run), ...textContradictions(run)];
	return { run, findings: broken.map((each) => withFound(file, each)) };
}

function inspectFill(file: Fields): Inspected {
	const result = v.safeParse(fillMaskSchema, file, { abortPipeEarly: true });
	if (!result.success) return { run: null, findings: schemaFindings(file, result.issues) };
	const run: FillMaskRun = result.output;
	return { run, findings: fillInconsistencies(run).map((each) => withFound(file, each)) };
}

function schemaFindings(file: Fields, issues: readonly v.BaseIssue<unknown>[]): Finding[] {
	return issues
		.slice(0, MOST_FINDINGS)
		.map((issue) =>
			withFound(file, { path: issuePath(issue), expected: expectedBy(issue).slice(0, 100) })
		);
}

/** `output.tokens[3].id`, key by key. */
const keysOf = (path: string): readonly string[] => path.match(/[^.[\]]+/g) ?? [];

/** @param file a run, or what should be one */
export function withFound(file: object, { path, expected }: Omit<Finding, 'found'>): Finding {
	return { path, expected, found: shortened(valueAt(file, keysOf(path))) };
}

function idOf(file: Fields): string | null {
	try {
		return runId(file);
	} catch {
		return null;
	}
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function string(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function promptOf({ request }: Fields): string {
	if (!isFields(request)) return '';
	const { prompt, messages, sentences } = request;
	if (typeof prompt === 'string') return prompt;
	const list: readonly unknown[] = [messages, sentences].find(Array.isArray) ?? [];
	return list
		.map((each) => (isFields(each) ? string(each['content']) || string(each['text']) : ''))
		.filter((each) => each !== '')
		.join('\n');
}

function textOf({ output }: Fields): string {
	return isFields(output) ? string(output['text']) : '';
}
