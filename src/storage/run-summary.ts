/** What the history knows of a run without reading it. */
import type { FillMaskRun } from '#core/fill-mask/schema.ts';
import type { Run } from '#core/run-file/schema.ts';

import type { StoredRun } from './run-store.ts';

/** Where a run came from, as this app knows: nothing of it is in the run's file. */
export interface KeptFrom {
	/** Written in a lesson. */
	readonly lesson?: true;
	/** Id of the run that it continues, with another word in it. */
	readonly branchOf?: string;
}

/** What a list of runs shows: small, however long the run. */
export interface RunSummary {
	readonly id: string;
	/** Missing for a text that was written. */
	readonly task?: 'fill-mask';
	readonly title: string;
	/** As of a stored run. */
	readonly isOwnTitle?: true;
	readonly starred: boolean;
	readonly savedAt: string;
	readonly created: string;
	/** As the run says, and nobody has checked. */
	readonly modelName: string;
	/** Missing in summaries from before it was kept. */
	readonly modelDigest?: string;
	readonly quantization: string;
	/** Both missing for filled masks, and in summaries from before they were kept. */
	readonly seed?: string;
	readonly temperature?: number;
	/** The last message, the text to complete, or the sentences with masks: the first 200 characters. */
	readonly promptStart: string;
	/** The output's first 200 characters; of masks, the likeliest token of each. */
	readonly textStart: string;
	/** Tokens that were written, or masks that were filled. */
	readonly outputTokens: number;
	readonly from?: KeptFrom;
	/** Nothing else in it says anything: what is here was damaged. */
	readonly isDamaged?: true;
}

/** A text of so many characters is the beginning of a longer one, as good as always. */
export const START_LENGTH = 200;

export function summarize({
	run,
	title,
	isOwnTitle,
	starred,
	savedAt,
	from
}: StoredRun): RunSummary {
	return {
		id: run.id,
		title,
		...(isOwnTitle === true ? { isOwnTitle } : {}),
		starred,
		savedAt,
		created: run.created,
		modelName: run.model.name,
		modelDigest: run.model.digest,
		quantization: run.model.quantization,
		...(from === undefined ? {} : { from }),
		...(run.type === 'glasshouse.fill-mask' ? startsOfFill(run) : startsOfText(run))
	};
}

/** The order of the history: by `savedAt`, and by id where that is the same. */
export function newestFirst(one: RunSummary, other: RunSummary): number {
	if (one.savedAt !== other.savedAt) return one.savedAt < other.savedAt ? 1 : -1;
	if (one.id === other.id) return 0;
	return one.id < other.id ? 1 : -1;
}

type Starts = Pick<
	RunSummary,
	'task' | 'seed' | 'temperature' | 'promptStart' | 'textStart' | 'outputTokens'
>;

function startsOfText({ request, output, usage }: Run): Starts {
	return {
		seed: request.seed,
		temperature: request.temperature,
		promptStart: start(request.prompt ?? request.messages.at(-1)?.content ?? ''),
		textStart: start(output.text),
		outputTokens: usage.output_tokens
	};
}

function startsOfFill({ request, output }: FillMaskRun): Starts {
	const answers = output.sentences.flatMap((sentence) => sentence.answers);
	const likeliest = answers.slice(0, START_LENGTH).map(({ alternatives: [best] }) => best?.text);
	return {
		task: 'fill-mask',
		promptStart: start(request.sentences.map(({ text }) => text).join(' / ')),
		textStart: start(likeliest.map((text) => text?.trim() ?? '').join(', ')),
		outputTokens: answers.length
	};
}

/** The first characters, never half of one. */
function start(text: string): string {
	return Array.from(text.slice(0, 2 * START_LENGTH))
		.slice(0, START_LENGTH)
		.join('');
}
