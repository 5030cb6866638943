/** Runs, comparisons, filled masks and links. */
import { deflateSync } from 'fflate';
import { readComparison, readRunFile } from '#core/comparison/read-comparison.ts';
import { comparisonOfRuns } from '#core/comparison/write-comparison.ts';
import { inflateBounded } from '#core/link/bounded-inflate.ts';
import { fromBase64Url } from '#core/link/base64url.ts';
import { fragmentOf, unwrapMessage } from '#core/link/envelope.ts';
import { linkKind, readLink } from '#core/link/read-link.ts';
import { fillLinkOfRun, recipeOfRun, runLinkOfRun } from '#core/link/write-link.ts';
import { writeComparisonLink, writeFillLink } from '#core/link/write-link.ts';
import { writeRecipeLink, writeRunLink } from '#core/link/write-link.ts';
import { readAnyRun } from '#core/run-file/any-run-file.ts';
import { readRun } from '#core/run-file/read-run.ts';
import { runId } from '#core/run-file/run-id.ts';
import { readStoredRun } from '#storage/read-stored-run.ts';
import { exampleFillMaskRun } from '../../fixtures/example-fill-mask-run.ts';
import { exampleRun } from '../../fixtures/example-run.ts';
import { mutateBytes, mutateJson, mutateText } from '../mutate.ts';
import { bytesParser, jsonParser, textParser, valueParser, type FuzzedParser } from '../parser.ts';
import { wrapped } from '../wrapped.ts';

const run = exampleRun();
const fill = exampleFillMaskRun();
const { created, app } = run;
const comparison = comparisonOfRuns([run], { created, app, title: 'Two' });
const link = runLinkOfRun(run, true);

const LINKS = [
	writeRunLink(link),
	writeRecipeLink(recipeOfRun(run, false)),
	writeComparisonLink({
		title: 'Two',
		columns: [
			{ kind: 'run', run: link },
			{ kind: 'recipe', recipe: recipeOfRun(run, true) }
		]
	}),
	writeFillLink(fillLinkOfRun(fill, true))
];

/** As a sender would, who changes a run and gives it its id again. */
function sealed(data: unknown): string {
	try {
		return JSON.stringify({ ...(data as object), id: runId(data as object) });
	} catch {
		return JSON.stringify(data);
	}
}

function sealedParser(
	name: string,
	covers: string[],
	example: object,
	read: (text: string) => unknown
): FuzzedParser {
	const parser = jsonParser(name, covers, [example], read);
	return {
		...parser,
		make: (random) => ({ kind: 'text', text: sealed(mutateJson(random, example)) })
	};
}

const MESSAGES = LINKS.map((fragment) =>
	unwrapMessage(fragment, ['run', 'recipe', 'comparison', 'fill'])
);

/** With a right check: what is wrong comes later. */
const messageParser: FuzzedParser = {
	name: 'message of a link',
	covers: [
		'core/link/read-link.ts: readLink',
		'core/link/link-fields.ts: parseRecipe',
		'core/link/link-fields.ts: parseRunLink',
		'core/link/link-fields.ts: parseFillLink',
		'core/link/link-fields.ts: parseComparisonLink'
	],
	make(random) {
		const { kind, message } = random.pick(MESSAGES);
		return { kind: 'text', text: wrapped(kind, mutateBytes(random, message)) };
	},
	read: (input) => (input.kind === 'text' ? readLink(input.text) : null)
};

const bomb = deflateSync(new Uint8Array(20_000), { level: 1 });

const STORED = {
	run,
	title: 'Mine',
	starred: true,
	savedAt: created,
	verdicts: [{ verdict: { kind: 'bit-exact' }, checkedAt: created }]
};

export const RUN_AND_LINK_PARSERS: readonly FuzzedParser[] = [
	valueParser(
		'stored run',
		['storage/read-stored-run.ts: readStoredRun', 'storage/read-stored-run.ts: readRunAgain'],
		[STORED],
		(value) => readStoredRun(run.id, value)
	),
	jsonParser(
		'run file',
		[
			'core/run-file/read-run.ts: readRun',
			'core/run-file/bounded-json.ts: readJsonObject',
			'core/run-file/bounded-json.ts: checkKeys',
			'core/run-file/run-fields.ts: parseRun',
			'core/run-file/run-fields.ts: parseRunFields',
			'core/run-file/run-fields.ts: parseFields',
			'core/run-file/local-date.ts: parseLocalDate'
		],
		[run],
		readRun
	),
	sealedParser(
		'run file, sealed again',
		['core/run-file/any-run-file.ts: readAnyRun'],
		run,
		readAnyRun
	),
	sealedParser(
		'filled masks, sealed again',
		['core/run-file/any-run-file.ts: readAnyRun'],
		fill,
		readAnyRun
	),
	jsonParser(
		'comparison file',
		[
			'core/comparison/read-comparison.ts: readRunFile',
			'core/comparison/read-comparison.ts: readComparison'
		],
		[comparison],
		(text) => [readRunFile(text), readComparison(text)]
	),
	bytesParser(
		'bytes of a run file',
		[],
		[new TextEncoder().encode(JSON.stringify(run))],
		readRunFile
	),
	{
		...textParser(
			'link',
			[
				'core/link/read-link.ts: readLink',
				'core/link/read-link.ts: linkKind',
				'core/link/envelope.ts: unwrapMessage',
				'core/link/base64url.ts: fromBase64Url'
			],
			LINKS,
			(text) => [linkKind(text), fromBase64Url(fragmentOf(text).slice(6, 600)), readLink(text)]
		),
		make: (random) => ({ kind: 'text', text: mutateText(random, random.pick(LINKS)) })
	},
	messageParser,
	bytesParser(
		'compressed bytes',
		['core/link/bounded-inflate.ts: inflateBounded'],
		[deflateSync(MESSAGES[0]?.message ?? new Uint8Array()), bomb],
		(bytes) => inflateBounded(bytes, 10_000)
	)
];
