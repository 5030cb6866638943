/** What can be wrong with models: their files, their hosts, and how they come here. */
import type { ErrorCode, ErrorDetails } from '#core/errors.ts';
import {
	bytesDetail,
	detail,
	entry,
	phraseDetail,
	say,
	type ErrorEntry,
	type ErrorText
} from './error-entry.ts';

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
		return `The model cannot read text without it. Choose a copy made for browsers: it has a ${file} beside its weights.`;
	}
	if (/\.onnx[._]data/.test(file)) {
		return 'It holds weights that belong to the .onnx file. Put it beside that file, or choose a precision that is a single file.';
	}
	return say(
		[detail(details, 'host')],
		(host) =>
			`The copy at ${host} is incomplete, or the address is wrong. Try another precision, or try again later.`,
		'The copy is incomplete, or the address is wrong. Try another precision, or try again later.'
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
				what: `This model is not open to everyone${inHost(details)}.`,
				advice:
					'Its host may want you to sign in and accept terms. Choose a model that is open to everyone.',
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
		advice: 'Check your connection. What is already loaded or stored is kept.',
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
			(file) => `A model file does not match its digest: ${file}.`,
			'A model file does not match its digest.'
		),
		advice: 'It was damaged during the download or changed on the server, so it was not used.',
		actions: ['retry']
	}),
	'model-invalid': (details) => ({
		what: say(
			[detail(details, 'file'), phraseDetail(details, 'problem')],
			(file, problem) => `The model’s files cannot be used. ${file}: ${problem}.`,
			say(
				[phraseDetail(details, 'problem')],
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
			[phraseDetail(details, 'problem')],
			(problem) =>
				`The engine runs models that continue a text (GPT-2, Llama, Qwen, Pythia …) and models that fill masks (BERT, RoBERTa …). In this one, ${problem}. Choose another model.`,
			'The engine runs models that continue a text (GPT-2, Llama, Qwen, Pythia …) and models that fill masks (BERT, RoBERTa …). Choose another model.'
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
			'Choose another precision of the same model: fp32, fp16, int8 and q4 mostly use different operations.',
		actions: ['use-cpu']
	}),
	'model-needs-f16': entry(
		'This file needs 16-bit numbers, which this graphics card does not offer.',
		'Choose a precision without “f16” in its name (q4, int8 or fp32), or run it on the processor.',
		'use-cpu'
	),
	'model-vocabulary-mismatch': (details) => ({
		what: 'The tokenizer and the weights belong to different models.',
		advice: say(
			[detail(details, 'tokens'), detail(details, 'logits')],
			(tokens, logits) =>
				`The tokenizer has ${tokens} tokens, the weights have ${logits}. Use files from one repository, at one revision.`,
			'Use files from one repository, at one revision.'
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
					what: 'This model fills gaps in sentences; it does not write text.',
					advice: 'Open it under “Fill”, or choose another model to write with.',
					actions: []
				}
			: {
					what: 'This model writes; it does not fill gaps.',
					advice: 'Choose a model made for filling masks, BERT for example.',
					actions: []
				},
	offline: entry(
		'You are offline.',
		'The download continues by itself when the connection is back.',
		'retry'
	),
	'model-cors-blocked': (details) => ({
		what: `The host of this model does not let other sites read it${inHost(details)}.`,
		advice: 'Get the model from another host, a mirror, or a pack.',
		actions: []
	}),
	'model-access-denied': accessDenied,
	'model-rate-limited': (details) => ({
		what: `Too many requests${inHost(details)}.`,
		advice: 'The model host asks us to wait a few minutes.',
		actions: ['retry']
	}),
	'model-stalled': (details) => ({
		what: `The download stalled${inHost(details)}.`,
		advice: 'What you have so far is kept.',
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
					what: `The host did not send the model’s file${inHost(details)}.`,
					advice: 'The address may be wrong, or it may lead to a login page.',
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
				? 'This model came from a pack or folder. Import it again.'
				: 'The browser may have deleted it to free space. Press Repair in the library: only what is missing is downloaded.',
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
				: 'Nothing was stored. Ask for the file again; a pack ends in .glasshouse.tar.',
		actions: []
	})
} satisfies Partial<Record<ErrorCode, ErrorEntry>>;
