/** What can be wrong with models: their files, their hosts, and how they come here. */
import type { ErrorCode, ErrorDetails } from '#core/errors.ts';
import { bytesDetail, detail, entry, say, type ErrorEntry, type ErrorText } from './error-entry.ts';

/** The host in brackets, in any language. */
function inHost(details: ErrorDetails): string {
	const host = detail(details, 'host');
	return host === null ? '' : ` (${host})`;
}

/** The file that an error is about, by whichever name it gives. */
function fileOf(details: ErrorDetails): string | null {
	return detail(details, 'file') ?? detail(details, 'name');
}

/** A model without its tokenizer is no broken copy: it was published for other software. */
function missingFileAdvice(details: ErrorDetails): string {
	const file = detail(details, 'file') ?? '';
	if (file.startsWith('tokenizer')) {
		return `Without it no text can be read. Choose a copy of this model that was made for browsers: it has a ${file} beside its weights.`;
	}
	if (/\.onnx[._]data/.test(file)) {
		return 'It holds weights that belong to the .onnx file. Put it beside that file, or choose a precision in one file.';
	}
	return say(
		[detail(details, 'host')],
		(host) =>
			`The copy at ${host} is incomplete, or the address is wrong. Try another precision, or again later.`,
		'The copy is incomplete, or the address is wrong. Try another precision, or again later.'
	);
}

/** A hub that says what exactly it lacks; null where only a file is missing. */
function missingAtHub(details: ErrorDetails): ErrorText | null {
	const name = detail(details, 'file') ?? '';
	if (details['reason'] === 'repository') {
		return {
			what: `There is no repository ${name}${inHost(details)}.`,
			advice: 'Check the spelling, capital letters included. It may also be private.',
			actions: ['retry']
		};
	}
	if (details['reason'] === 'revision') {
		return {
			what: `The repository ${name} has no such branch, tag or commit${inHost(details)}.`,
			advice: 'Leave the revision out to get the newest version.',
			actions: ['retry']
		};
	}
	return null;
}

function accessDenied(details: ErrorDetails): ErrorText {
	switch (detail(details, 'reason') ?? '') {
		case 'gated':
			return {
				what: `The makers of this model give it only to people who accept their terms${inHost(details)}.`,
				advice:
					'Accept the terms on its page, download the files there, and import the folder. Or choose an open model.',
				actions: []
			};
		case 'disabled':
			return {
				what: `The host has switched this model off${inHost(details)}.`,
				advice: 'Choose another copy of it, or another model.',
				actions: []
			};
		case 'private':
			return {
				what: `The host shows this repository only to people who sign in${inHost(details)}.`,
				advice:
					'It is private, or its name is misspelled. Glasshouse never signs in: choose a public model, or import a folder.',
				actions: []
			};
		default:
			return {
				what: `The host of this model does not give it to everyone${inHost(details)}.`,
				advice:
					'It may want you to sign in and accept its terms. Choose a model that is open to everyone.',
				actions: []
			};
	}
}

export const MODEL_ERROR_TEXTS = {
	'model-unreachable': (details) => ({
		what: say(
			[detail(details, 'host')],
			(host) => `The model’s files cannot be reached at ${host}.`,
			'The model’s files cannot be reached.'
		),
		advice: 'Check the connection. What was loaded or stored before stays as it is.',
		actions: ['retry']
	}),
	'model-file-missing': (details) =>
		missingAtHub(details) ?? {
			what: say(
				[fileOf(details)],
				(file) => `A file of the model is missing: ${file}.`,
				'A file of the model is missing.'
			),
			advice: missingFileAdvice(details),
			actions: ['retry']
		},
	'model-digest-mismatch': (details) => ({
		what: say(
			[fileOf(details)],
			(file) => `A file of the model is not what it should be: ${file}.`,
			'A file of the model is not what it should be.'
		),
		advice: 'It was damaged on the way, or changed on the server. It was not used.',
		actions: ['retry']
	}),
	'model-invalid': (details) => ({
		what: say(
			[detail(details, 'file'), detail(details, 'problem')],
			(file, problem) => `The model’s files cannot be used. ${file}: ${problem}.`,
			say(
				[detail(details, 'problem')],
				(problem) => `The model’s files cannot be used: ${problem}.`,
				'The model’s files cannot be used.'
			)
		),
		advice:
			'They do not describe a model that this engine runs. Choose another model or precision.',
		actions: ['retry']
	}),
	'model-unsupported': (details) => ({
		what: 'This kind of model cannot be run here.',
		advice: say(
			[detail(details, 'problem')],
			(problem) =>
				`The engine runs models that write a text on (GPT-2, Llama, Qwen, Pythia …) and models that fill masks (BERT, RoBERTa …). In this one, ${problem}. Choose another model.`,
			'The engine runs models that write a text on (GPT-2, Llama, Qwen, Pythia …) and models that fill masks (BERT, RoBERTa …). Choose another model.'
		),
		actions: []
	}),
	'model-operator-missing': (details) => ({
		what: say(
			[detail(details, 'operator')],
			(operator) => `The model needs an operation that this engine lacks: ${operator}.`,
			'The model needs an operation that this engine lacks.'
		),
		advice:
			'Choose another precision of the same model: fp32, fp16, int8 and q4 mostly use others.',
		actions: ['use-cpu']
	}),
	'model-needs-f16': entry(
		'This file needs 16-bit numbers, which this graphics card does not offer.',
		'Choose a precision without “f16” in its name (q4, int8 or fp32), or run it on the CPU.',
		'use-cpu'
	),
	'model-vocabulary-mismatch': (details) => ({
		what: 'The tokenizer and the weights belong to different models.',
		advice: say(
			[detail(details, 'tokens'), detail(details, 'logits')],
			(tokens, logits) =>
				`The tokenizer has ${tokens} tokens, the weights have ${logits}. Take all files from one repository, at one revision.`,
			'Take all files from one repository, at one revision.'
		),
		actions: []
	}),
	'model-data-mismatch': (details) => ({
		what: say(
			[detail(details, 'file')],
			(file) => `A file of weights has the wrong length: ${file}.`,
			'A file of weights has the wrong length.'
		),
		advice: say(
			[bytesDetail(details, 'actualBytes'), bytesDetail(details, 'expectedBytes')],
			(actual, expected) =>
				`It has ${actual}; the model needs ${expected}. It belongs to another revision or was cut short: download the model again.`,
			'It belongs to another revision or was cut short: download the model again.'
		),
		actions: ['retry']
	}),
	'model-unknown': entry(
		'This app does not have that model.',
		'Choose one from the model bar.',
		'restart-model'
	),
	'model-wrong-task': (details) =>
		details['task'] === 'fill-mask'
			? {
					what: 'This model fills gaps in sentences; it does not write on.',
					advice: 'Open it under “Fill”, or choose another model to write with.',
					actions: []
				}
			: {
					what: 'This model writes; it does not fill gaps.',
					advice: 'Choose a model made for filling masks, BERT for example.',
					actions: []
				},
	offline: entry(
		'There is no network.',
		'The download waits and goes on by itself when the network is back.',
		'retry'
	),
	'model-cors-blocked': (details) => ({
		what: `The host of this model does not let other sites read it${inHost(details)}.`,
		advice: 'Take the model from another host, a mirror, or a pack.',
		actions: []
	}),
	'model-access-denied': accessDenied,
	'model-rate-limited': (details) => ({
		what: `The host of this model wants a pause${inHost(details)}.`,
		advice: 'Too much was asked of it lately. Wait a few minutes.',
		actions: ['retry']
	}),
	'model-stalled': (details) => ({
		what: `The download has come to a halt${inHost(details)}.`,
		advice: 'Nothing has arrived for a while. What is here already is kept.',
		actions: ['retry']
	}),
	'model-not-a-file': (details) =>
		details['reason'] === 'lfs-pointer'
			? {
					what: say(
						[detail(details, 'file')],
						(file) => `The host has only a Git LFS pointer in place of ${file}${inHost(details)}.`,
						`The host has only a Git LFS pointer in place of the file${inHost(details)}.`
					),
					advice:
						'That copy was made without Git LFS. Nothing of this file was stored. Choose another copy of the model.',
					actions: []
				}
			: {
					what: `The host sent something other than the model’s file${inHost(details)}.`,
					advice: 'The address may be wrong, or there is a login page in front of it.',
					actions: ['retry']
				},
	'model-file-lost': (details) => ({
		what: say(
			[detail(details, 'file')],
			(file) => `A stored file of the model is gone or damaged: ${file}.`,
			'A stored file of the model is gone or damaged.'
		),
		advice:
			details['reason'] === 'no-source'
				? 'It came from a pack or a folder: take that in again.'
				: 'The browser may have made room. Press Repair in the library: only what is missing is fetched.',
		actions: ['retry']
	}),
	'pack-invalid': (details) => ({
		what:
			details['reason'] === 'other-model'
				? 'Another model of this name is stored already.'
				: 'This is not a model pack, or it is damaged.',
		advice:
			details['reason'] === 'other-model'
				? 'Nothing was changed. Delete the stored one first, or rename the folder.'
				: 'Nothing of it was stored. Ask for it again; a pack ends in .glasshouse.tar.',
		actions: []
	})
} satisfies Partial<Record<ErrorCode, ErrorEntry>>;
