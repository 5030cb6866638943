/** What can be wrong with run files, lessons, answers and links. */
import type { ErrorCode, ErrorDetails } from '#core/errors.ts';
import { bytesDetail, detail, entry, type ErrorEntry } from './error-entry.ts';

/** `This run`, or which one of a comparison. */
function inComparison(details: ErrorDetails): string {
	const place = /^runs\[(\d+)\]/.exec(detail(details, 'path', ''))?.[1];
	return place === undefined
		? 'This run'
		: `Run ${(Number(place) + 1).toString()} of this comparison`;
}

const tooLarge: ErrorEntry = (details) => ({
	what: 'This file is too large to be opened.',
	advice: `Files of its kind have at most ${bytesDetail(details, 'limitBytes', '64 MB')}. Check that it is the right file.`,
	actions: []
});

const unknownVersion: ErrorEntry = (details) => ({
	what: `This file has version ${detail(details, 'version', 'unknown')}, which this app cannot read.`,
	advice: `It reads versions up to ${detail(details, 'newest', '1')}. Open the file with a newer Glasshouse.`,
	actions: []
});

const fieldInvalid: ErrorEntry = (details) => ({
	what: `A field of this file is wrong: ${detail(details, 'path', 'unknown')}.`,
	advice: `Expected ${detail(details, 'expected', 'something else')}. The file was damaged or edited; ask for the original.`,
	actions: []
});

export const FILE_ERROR_TEXTS = {
	'run-too-large': tooLarge,
	'run-too-deep': entry(
		'This file is nested deeper than any run file.',
		'It was not opened. Check that it is the right file.'
	),
	'run-not-json': entry(
		'This is not a run file: it is not JSON.',
		'It may be another kind of file, or cut short. Ask for it again, or choose a file that ends in .run.json.'
	),
	'run-not-a-run': entry(
		'This is JSON, but not a Glasshouse run.',
		'Choose a file that ends in .run.json or .comparison.json.'
	),
	'run-unknown-version': unknownVersion,
	'run-field-invalid': fieldInvalid,
	'run-id-mismatch': (details) => ({
		what: `${inComparison(details)} was changed after it was made.`,
		advice:
			'Its id does not match its content, so nothing in it can be trusted. Ask for the original file.',
		actions: []
	}),
	'lesson-too-large': tooLarge,
	'lesson-not-a-lesson': entry(
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
		'Check the network. Once the app is kept for use without a network, its lessons are, too.',
		'retry'
	),
	'answers-too-large': tooLarge,
	'answers-not-answers': entry(
		'These are not answers to a Glasshouse lesson.',
		'Choose a file that ends in .answers.json.'
	),
	'answers-unknown-version': unknownVersion,
	'answers-field-invalid': fieldInvalid,
	'link-malformed': entry(
		'This link is damaged.',
		'Part of it may have been lost on the way, as happens in mail. Copy it again as a whole, or ask for the run file.'
	),
	'link-too-large': entry(
		'This link holds more than a link may.',
		'It was not opened. Ask for the run file instead.'
	),
	'link-unknown-version': (details) => ({
		what: `This link has version ${detail(details, 'version', 'unknown')}, which this app cannot read.`,
		advice: `It reads versions up to ${detail(details, 'newest', '1')}. Open the link with a newer Glasshouse.`,
		actions: []
	})
} satisfies Partial<Record<ErrorCode, ErrorEntry>>;
