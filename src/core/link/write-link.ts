/** From a recipe or a run to the fragment of an address. */
import type { FillMaskRun } from '../fill-mask/schema.ts';
import type { Run, RunModel } from '../run-file/schema.ts';
import { wrapMessage } from './envelope.ts';
import { COMPARISON_1, FILL_1, RECIPE_1, RUN_1 } from './link-1.ts';
import {
	fillToPairs,
	parseComparisonLink,
	parseFillLink,
	parseRecipe,
	parseRunLink,
	toPairs
} from './link-fields.ts';
import { LINK_LIMITS } from './link-schema.ts';
import type {
	ColumnLink,
	ComparisonLink,
	FillLink,
	LinkModel,
	LinkRequest,
	RecipeLink,
	RunLink
} from './link-schema.ts';
import { promptDigest } from './prompt-digest.ts';

/**
 * @returns what comes after the `#`: `recipe=1.…`
 * @throws AppError `link-malformed` when the recipe could not be read back
 */
export function writeRecipeLink(recipe: RecipeLink): string {
	const message = RECIPE_1.encode(toPairs(recipe));
	parseRecipe(RECIPE_1.decode(message));
	return wrapMessage('recipe', message);
}

/**
 * @returns what comes after the `#`: `run=1.…`; its text is left out where only so the link is short
 *   enough for mail and chat programs
 * @throws AppError `link-malformed` when the run could not be read back
 */
export function writeRunLink(run: RunLink): string {
	return portable((hasTexts) => {
		const message = RUN_1.encode(toPairs(hasTexts ? run : withoutText(run)));
		parseRunLink(RUN_1.decode(message));
		return wrapMessage('run', message);
	});
}

/** Of an address that comes before the link. */
const ADDRESS_CHARACTERS = 100;

function portable(write: (hasTexts: boolean) => string): string {
	const most = LINK_LIMITS.portableCharacters - ADDRESS_CHARACTERS;
	const whole = write(true);
	if (whole.length <= most) return whole;
	const short = write(false);
	return short.length <= most ? short : whole;
}

function withoutText({ made, ...rest }: RunLink): RunLink {
	const { text: _text, ...tokens } = made;
	return { ...rest, made: tokens };
}

/**
 * @returns what comes after the `#`: `comparison=1.…`; with its texts as in `writeRunLink`
 * @throws AppError `link-malformed` when a column could not be read back
 */
export function writeComparisonLink({ title, columns }: ComparisonLink): string {
	return portable((hasTexts) => {
		const pairs = columns.map((column) => columnPairs(column, hasTexts));
		const message = COMPARISON_1.encode({ title, columns: pairs });
		parseComparisonLink(COMPARISON_1.decode(message));
		return wrapMessage('comparison', message);
	});
}

/**
 * @returns what comes after the `#`: `fill=1.…`
 * @throws AppError `link-malformed` when it could not be read back
 */
export function writeFillLink(link: FillLink): string {
	const message = FILL_1.encode(fillToPairs(link));
	parseFillLink(FILL_1.decode(message));
	return wrapMessage('fill', message);
}

function columnPairs(column: ColumnLink, hasTexts: boolean): object {
	if (column.kind === 'run') return toPairs(hasTexts ? column.run : withoutText(column.run));
	return { ...toPairs(column.recipe), made: null };
}

/** What a link says about a run's model. @param inCatalog whether its name is enough to find it */
export function linkModel(model: RunModel, inCatalog: boolean): LinkModel & { digest: string } {
	return {
		name: model.name,
		format: model.format,
		quantization: model.quantization,
		digest: model.digest,
		source: inCatalog ? null : model.source,
		size_bytes: inCatalog
			? null
			: model.resources.reduce((sum, resource) => sum + resource.size_bytes, 0)
	};
}

function linkRequest({ request }: Run): LinkRequest {
	const {
		template_digest: _templateDigest,
		prompt_token_ids: _promptTokenIds,
		stop_token_ids: _stopTokenIds,
		...portable
	} = request;
	return portable;
}

/** A title as long as a link may have it, of whole characters. */
export function shortTitle(title: string): string {
	return Array.from(title.slice(0, LINK_LIMITS.titleLength))
		.filter((character) => !/\p{Surrogate}/u.test(character))
		.join('');
}

/** The recipe of a run: everything that was asked, nothing of what came out. */
export function recipeOfRun(run: Run, inCatalog: boolean): RecipeLink {
	return {
		title: shortTitle(run.notes.title),
		model: linkModel(run.model, inCatalog),
		request: linkRequest(run)
	};
}

/** What of a run fits into a link: text, token ids and the digest over all logits, no trace. */
export function runLinkOfRun(run: Run, inCatalog: boolean): RunLink {
	const { request, output } = run;
	return {
		title: shortTitle(run.notes.title),
		model: linkModel(run.model, inCatalog),
		request: linkRequest(run),
		made: {
			run_id: run.id,
			created: run.created,
			engine: run.engine,
			template_digest: request.template_digest,
			prompt_digest: promptDigest(request.prompt_token_ids),
			stop_token_ids: request.stop_token_ids,
			token_ids: output.token_ids,
			text: output.text,
			finish_reason: output.finish_reason,
			stop_sequence: output.stop_sequence,
			logits_digest: output.logits_digest
		}
	};
}

/** What was asked of a model that fills masks, nothing of what it answered. */
export function fillRecipeOfRun(run: FillMaskRun, inCatalog: boolean): FillLink {
	const { model, notes, request } = run;
	return {
		title: shortTitle(notes.title),
		model: linkModel(model, inCatalog),
		request,
		made: null
	};
}

/** As many as pictures show: of a sentence that is scored, the one that the model would rather have. */
const LINKED_ALTERNATIVES = { together: 8, 'one-by-one': 1 } as const;

/**
 * What of a fill-mask run fits into a link: all of every answer but the less likely tokens, as if no
 * more had been asked for.
 */
export function fillLinkOfRun(run: FillMaskRun, inCatalog: boolean): FillLink {
	const { request, output } = run;
	const topK = Math.min(request.top_k, LINKED_ALTERNATIVES[request.masking]);
	const sentences = output.sentences.map(({ answers }) => ({
		answers: answers.map((answer) => ({
			...answer,
			alternatives: answer.alternatives.slice(0, topK)
		}))
	}));
	return {
		...fillRecipeOfRun(run, inCatalog),
		request: { ...request, top_k: topK },
		made: {
			run_id: run.id,
			created: run.created,
			engine: run.engine,
			output: { ...output, sentences }
		}
	};
}
