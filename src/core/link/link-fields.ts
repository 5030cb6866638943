/** Objects with free keys travel as lists of pairs; and what a schema cannot say about a link. */
import * as v from 'valibot';

import { AppError } from '../errors.ts';
import { fieldsOf } from '../fields-of.ts';
import { checkFillAnswers, checkFillRequest } from '../fill-mask/consistency.ts';
import { parseLocalDate } from '../run-file/local-date.ts';
import { issuePath } from '../run-file/run-fields.ts';
import type { RunEngine } from '../run-file/schema.ts';
import { fillLinkSchema, linkTitle, recipeLinkSchema, runLinkSchema } from './link-schema.ts';
import type {
	ColumnLink,
	ComparisonLink,
	FillLink,
	LinkRequest,
	RecipeLink,
	RunLink
} from './link-schema.ts';
import { malformed } from './wire-format.ts';

/** @returns the link with `logit_bias` and engine `options` as lists of `{key, value}` */
export function toPairs(link: RecipeLink | RunLink): object {
	const bias = Object.entries(link.request.logit_bias);
	const request = {
		...link.request,
		logit_bias: bias.map(([key, value]) => ({ key: Number(key), value }))
	};
	return 'made' in link ? { ...link, request, made: madeToPairs(link.made) } : { ...link, request };
}

function madeToPairs(made: { readonly engine: RunEngine }): object {
	const { engine } = made;
	const options = Object.entries(engine.options).map(([key, value]) => ({ key, value }));
	return { ...made, engine: { ...engine, options } };
}

/** @returns the link with the engine's `options` as a list of `{key, value}` */
export function fillToPairs(link: FillLink): object {
	return { ...link, made: link.made === null ? null : madeToPairs(link.made) };
}

function fromPairs(owner: unknown, key: string): void {
	const fields = fieldsOf(owner);
	const pairs = fields[key];
	if (!Array.isArray(pairs)) return;
	fields[key] = Object.fromEntries(
		pairs.map((pair: unknown) => {
			const { key: name, value } = fieldsOf(pair);
			return [String(name), value] as const;
		})
	);
}

function check<S extends v.GenericSchema>(schema: S, data: unknown): v.InferOutput<S> {
	const result = v.safeParse(schema, data, { abortEarly: true });
	if (result.success) return result.output;
	const [issue] = result.issues;
	throw malformed(issue.message, issuePath(issue));
}

function checkDate(date: string, mode: LinkRequest['mode']): void {
	if (mode === 'completion') throw malformed('should be missing', 'request.date');
	if (parseLocalDate(date) === null) throw malformed('is no date', 'request.date');
}

function checkRequest(request: LinkRequest): void {
	if (request.date !== undefined) checkDate(request.date, request.mode);
	if (request.mode === 'completion') {
		if (request.spelled_tokens?.read_as === 'text') {
			throw malformed('is not control', 'request.spelled_tokens.read_as');
		}
		if (request.prompt === null) throw malformed('there is no text to complete', 'request.prompt');
		if (request.messages.length > 0) throw malformed('should be empty', 'request.messages');
		return;
	}
	if (request.prompt !== null) throw malformed('should be missing', 'request.prompt');
	if (request.messages.length === 0) throw malformed('there is no message', 'request.messages');
}

function checkMade({ request, made }: RunLink): void {
	const { token_ids: ids, finish_reason: reason, stop_sequence: stopSequence } = made;
	if (ids.length > request.max_tokens) throw malformed('too many tokens', 'made.token_ids');
	if ((request.mode === 'chat') !== (made.template_digest !== null)) {
		throw malformed('does not fit the mode', 'made.template_digest');
	}
	const forced = request.forced_token_ids.slice(0, ids.length);
	if (forced.some((id, i) => id !== ids[i])) {
		throw malformed('do not begin with the forced ones', 'made.token_ids');
	}
	if (stopSequence !== null) {
		if (reason === 'stop' && request.stop_sequences.includes(stopSequence)) return;
		throw malformed('does not fit the request', 'made.stop_sequence');
	}
	const last = ids.at(-1);
	if (reason === 'stop' && (last === undefined || !made.stop_token_ids.includes(last))) {
		throw malformed('no stop token at the end', 'made.finish_reason');
	}
}

/** @throws AppError `link-malformed` with `path` and `problem` */
export function parseRecipe(data: Record<string, unknown>): RecipeLink {
	fromPairs(data['request'], 'logit_bias');
	const recipe = check(recipeLinkSchema, data);
	checkRequest(recipe.request);
	return recipe;
}

/** @throws AppError `link-malformed` with `path` and `problem` */
export function parseRunLink(data: Record<string, unknown>): RunLink {
	fromPairs(data['request'], 'logit_bias');
	fromPairs(fieldsOf(data['made'])['engine'], 'options');
	const run = check(runLinkSchema, data);
	checkRequest(run.request);
	checkMade(run);
	return run;
}

/** @throws AppError `link-malformed` with `path` and `problem` */
export function parseFillLink(data: Record<string, unknown>): FillLink {
	fromPairs(fieldsOf(data['made'])['engine'], 'options');
	const fill = check(fillLinkSchema, data);
	const { request, made } = fill;
	const found =
		checkFillRequest(request) ??
		(made === null ? null : checkFillAnswers({ request, output: made.output }));
	if (found !== null) throw malformed(`is not ${found.expected}`, found.path);
	return fill;
}

/** @throws AppError `link-malformed` with `path`, which begins with the column's place, and `problem` */
export function parseComparisonLink(data: Record<string, unknown>): ComparisonLink {
	const columns = data['columns'];
	if (!Array.isArray(columns) || columns.length === 0) throw malformed('it has no columns');
	return {
		title: check(linkTitle, data['title']),
		columns: columns.map((column: unknown, index) => {
			try {
				return parseColumn(fieldsOf(column));
			} catch (error) {
				if (!(error instanceof AppError)) throw error;
				const { problem, path } = error.details;
				throw malformed(String(problem), `columns[${index}].${String(path)}`);
			}
		})
	};
}

function parseColumn(data: Record<string, unknown>): ColumnLink {
	const { made, ...recipe } = data;
	if (made === null) return { kind: 'recipe', recipe: parseRecipe(recipe) };
	return { kind: 'run', run: parseRunLink(data) };
}
