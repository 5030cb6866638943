/** What can be wrong with run files, lessons, answers and links. */
import type { ErrorCode, ErrorDetails } from '#core/errors.ts';
import { formatNumber } from '../format.ts';
import { bytesDetail, detail, entry, phraseDetail, say, type ErrorEntry } from './error-entry.ts';

/** Of a comparison, which run it is. */
function changedText(details: ErrorDetails): string {
	const place = /^runs\[(\d+)\]/.exec(String(details['path']))?.[1];
	return place === undefined
		? 'This run was changed after it was made.'
		: `Run ${formatNumber(Number(place) + 1)} of this comparison was changed after it was made.`;
}

/** Either another kind of file, or one whose end is missing. */
const notOfItsKind =
	(what: string, advice: string): ErrorEntry =>
	(details) =>
		details['isCutShort'] === true
			? {
					what: 'The end of this file is missing.',
					advice:
						'It was cut short, perhaps while it was copied or downloaded. Get it again, whole.',
					actions: []
				}
			: { what, advice, actions: [] };

const tooLarge: ErrorEntry = (details) => ({
	what: 'This file is too large to open.',
	advice: say(
		[bytesDetail(details, 'limitBytes')],
		(most) => `The limit is ${most}. Check that it is the right file.`,
		'Check that it is the right file.'
	),
	actions: []
});

const unknownVersion: ErrorEntry = (details) => ({
	what: say(
		[detail(details, 'version')],
		(version) => `This file has version ${version}, which this app cannot read.`,
		'This file has a version that this app cannot read.'
	),
	advice: say(
		[detail(details, 'newest')],
		(newest) => `It reads versions up to ${newest}. Open the file with a newer Glasshouse.`,
		'Open the file with a newer Glasshouse.'
	),
	actions: []
});

const fieldInvalid: ErrorEntry = (details) => ({
	what: say(
		[detail(details, 'path')],
		(path) => `A field of this file is wrong: ${path}.`,
		'A field of this file is wrong.'
	),
	advice: say(
		[phraseDetail(details, 'expected')],
		(expected) => `Expected ${expected}. The file was damaged or edited; ask for the original.`,
		'The file was damaged or edited; ask for the original.'
	),
	actions: []
});

export const FILE_ERROR_TEXTS = {
	'run-too-large': tooLarge,
	'run-too-deep': entry(
		'This file is nested too deeply for a run file.',
		'It was not opened. Check that it is the right file.'
	),
	'run-not-json': notOfItsKind(
		'This is not a run file: it is not JSON.',
		'It is damaged, or another kind of file. Ask for it again, or choose a file that ends in .run.json.'
	),
	'run-not-a-run': entry(
		'This is JSON, but not a Glasshouse run.',
		'Choose a file that ends in .run.json or .comparison.json.'
	),
	'run-unknown-version': unknownVersion,
	'run-field-invalid': fieldInvalid,
	'run-id-mismatch': (details) => ({
		what: changedText(details),
		advice:
			'Its id does not match its content, so nothing in it can be trusted. Ask for the original file.',
		actions: []
	}),
	'lesson-too-large': tooLarge,
	'lesson-not-a-lesson': notOfItsKind(
		'This is not a Glasshouse lesson.',
		'Choose a file that ends in .lesson.json.'
	),
	'lesson-unknown-version': unknownVersion,
	'lesson-field-invalid': fieldInvalid,
	'lesson-missing': entry(
		'This lesson is not on this device.',
		'It may have been removed. Open its file or its link again.'
	),
	'lesson-unreachable': entry(
		'The lesson could not be fetched.',
		'Check your connection. Once the app is ready for offline use, its lessons are too.',
		'retry'
	),
	'markdown-too-large': entry(
		'This text is shown unformatted.',
		'It has too much formatting to display.'
	),
	'markdown-too-slow': entry(
		'This text is shown unformatted.',
		'Formatting it took too long and was stopped.'
	),
	'answers-too-large': tooLarge,
	'answers-not-answers': notOfItsKind(
		'These are not answers to a Glasshouse lesson.',
		'Choose a file that ends in .answers.json.'
	),
	'answers-unknown-version': unknownVersion,
	'answers-field-invalid': fieldInvalid,
	'task-refused': (details) => ({
		what: say(
			[detail(details, 'where')],
			(where) => `This task cannot be run here. The reason is in: ${where}.`,
			'This task cannot be run here.'
		),
		advice: say(
			[detail(details, 'reason')],
			(reason) => `In technical words: ${reason}.`,
			'Choose another task.'
		),
		actions: []
	}),
	'evaluation-too-large': tooLarge,
	'evaluation-field-invalid': fieldInvalid,
	'link-malformed': entry(
		'This link is damaged.',
		'Part of it may have been lost, as can happen in e-mail. Copy the whole link again, or ask for the run file.'
	),
	'link-too-large': entry(
		'This link is too large.',
		'It was not opened. Ask for the run file instead.'
	),
	'link-unknown-version': (details) => ({
		what: say(
			[detail(details, 'version')],
			(version) => `This link has version ${version}, which this app cannot read.`,
			'This link has a version that this app cannot read.'
		),
		advice: say(
			[detail(details, 'newest')],
			(newest) => `It reads versions up to ${newest}. Open the link with a newer Glasshouse.`,
			'Open the link with a newer Glasshouse.'
		),
		actions: []
	})
} satisfies Partial<Record<ErrorCode, ErrorEntry>>;
