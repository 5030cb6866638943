/** The tables of Sprout's world, for reading and as CSV. */
import { buildAnswerKey, type AnswerKey } from '#core/sprout-world/answer-key.ts';
import { FACT_CLASSES } from '#core/sprout-world/facts-table.ts';
import { SPROUT_LANGUAGE } from '#core/sprout-world/language.ts';
import { CLOSING, LOOK_AROUND, OPENING, PLOTS } from '#core/sprout-world/story-plots.ts';
import type { PlotStep } from '#core/sprout-world/plot-step.ts';
import { STORY_SLOTS } from '#core/sprout-world/stories.ts';
import type { PictureColumn, PictureTable } from '../../kit/pictures/picture-table.ts';
import { formatNumber } from '#words/format.ts';

export interface WorldTable {
	/** Names the CSV file. */
	readonly id: string;
	readonly title: string;
	readonly lead: string;
	readonly table: PictureTable;
}

/** A column of words of Sprout's world. */
const said = (label: string): PictureColumn => ({ label, lang: SPROUT_LANGUAGE });

function table(
	columns: readonly (string | PictureColumn)[],
	rows: PictureTable['rows']
): PictureTable {
	return {
		columns: columns.map((column) => (typeof column === 'string' ? { label: column } : column)),
		rows
	};
}

function factsTable({ facts }: AnswerKey): WorldTable {
	return {
		id: 'facts',
		title: 'Facts',
		lead: 'Everything the training texts say about towns, rivers, mountains and inventors.',
		table: table(
			[
				said('Kind'),
				said('Name'),
				said('What'),
				said('Value'),
				said('Said as'),
				said('or as'),
				said('Asked as')
			],
			facts.map(({ kind, entity, attribute, value, statements, question }) => [
				kind,
				entity,
				attribute,
				value,
				statements[0] ?? null,
				statements[1] ?? null,
				question
			])
		)
	};
}

function wordsTable({ recall, skews }: AnswerKey): WorldTable {
	// @wc-include
	const lists: readonly (readonly [string, readonly string[]])[] = [
		['first name', recall.names],
		['thing a person has', recall.objects],
		['colour', recall.colours],
		['occupation', skews.map(({ occupation }) => occupation)],
		...Object.entries(STORY_SLOTS.lists)
	];
	return {
		id: 'words',
		title: 'Word lists',
		lead: 'The lists from which names, things and all other random words are drawn. Lists with one short name are the slots of the stories.',
		table: table(
			['List', 'Words', said('Which')],
			lists.map(([name, words]) => [name, words.length, words.join(', ')])
		)
	};
}

function stepRows(plot: string, steps: readonly PlotStep[]): (string | number)[][] {
	return steps.flatMap(({ sentences, chance }, step) =>
		sentences.map((sentence) => [
			plot,
			step + 1,
			chance === undefined
				? /* @wc-include */ 'always'
				: `${chance.told.toString()} of ${(chance.told + chance.left).toString()} times`,
			sentence
		])
	);
}

function storiesTable({ stories }: AnswerKey): WorldTable {
	return {
		id: 'stories',
		title: 'How a story is told',
		lead: `Opening, perhaps a look around, one of ten plots, closing; each step is one of its sentences, with {slots} filled from the word lists. There are ${formatNumber(stories.count)} different stories.`,
		table: table(
			['Plot', 'Step', 'Told', said('Sentence')],
			[
				...stepRows(/* @wc-include */ 'opening', [OPENING]),
				...stepRows('look around', [LOOK_AROUND]),
				...Object.entries(PLOTS).flatMap(([plot, steps]) => stepRows(plot, steps)),
				...stepRows(/* @wc-include */ 'closing', [CLOSING])
			]
		)
	};
}

/** What everybody may see: it is what training texts say. */
export function openTables(): WorldTable[] {
	const key = buildAnswerKey();
	return [factsTable(key), storiesTable(key), wordsTable(key)];
}

function gapsTable({ gaps }: AnswerKey): WorldTable {
	return {
		id: 'gaps',
		title: 'Gaps: names without facts',
		lead: 'Stories mention them like all the others, but no text gives a fact about them. Any answer from Sprout about them is made up.',
		table: table(
			[said('Kind'), said('Name'), said('What could be asked')],
			gaps.map(({ kind, entity }) => [
				kind,
				entity,
				FACT_CLASSES.find((each) => each.kind === kind)
					?.attributes.map(({ question }) => question.replace('{e}', entity))
					.join(' ') ?? null
			])
		)
	};
}

function pairsTables({ recall }: AnswerKey): WorldTable[] {
	return [
		{
			id: 'held-out-names-and-things',
			title: 'Who never has what',
			lead: 'No training text says that these people have these things, so right answers cannot be remembered.',
			table: table([said('Name'), said('Thing')], recall.heldOutNameObjects)
		},
		{
			id: 'held-out-things-and-colours',
			title: 'What never has which colour',
			lead: 'No training text has these things in these colours.',
			table: table([said('Thing'), said('Colour')], recall.heldOutObjectColours)
		}
	];
}

/** What a class is to find out, as plain tables; sums and skews have pictures of their own. */
export function answerTables(): WorldTable[] {
	const key = buildAnswerKey();
	return [gapsTable(key), ...pairsTables(key)];
}

export function sumsTable({ sums }: AnswerKey): WorldTable {
	return {
		id: 'held-out-sums',
		title: 'Sums that were never done',
		lead: `These sums of two numbers from 0 to 20 are in no training text, in either order. Sprout has to work them out. The largest number added anywhere is ${sums.largest.toString()}.`,
		table: table(
			['First', 'Second', 'Sum'],
			sums.heldOut.map(({ a, b }) => [a, b, a + b])
		)
	};
}

export function skewsTable({ skews }: AnswerKey): WorldTable {
	return {
		id: 'pronouns',
		title: 'She or he: the built-in bias',
		lead: 'In how many of a hundred sentences about each occupation the pronoun is “she”; in the others it is “he”. The numbers are invented and say nothing about real people.',
		table: table(
			[said('Occupation'), 'she (%)', 'he (%)'],
			skews.map(({ occupation, shePercent }) => [occupation, shePercent, 100 - shePercent])
		)
	};
}
