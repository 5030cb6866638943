/** What can be wrong with models: their files, their hosts, and how they come here. */
import type { ErrorCode, ErrorDetails } from '#core/errors.ts';
import { bytesDetail, detail, entry, type ErrorEntry, type ErrorText } from './error-entry.ts';

function inHost(details: ErrorDetails): string {
	const host = detail(details, 'host', '');
	return host === '' ? '' : ` (${host})`;
}

function atHost(details: ErrorDetails): string {
	const host = detail(details, 'host', '');
	return host === '' ? '' : ` at ${host}`;
}

/** A model without its tokenizer is no broken copy: it was published for other software. */
function missingFileAdvice(details: ErrorDetails): string {
	const file = detail(details, 'file', '');
	if (file.startsWith('tokenizer')) {
		return `Without it no text can be read. Choose a copy of this model that was made for browsers: it has a ${file} beside its weights.`;
	}
	if (/\.onnx[._]data/.test(file)) {
		return 'It holds weights that belong to the .onnx file. Put it beside that file, or choose a precision in one file.';
	}
	return `The copy${atHost(details)} is incomplete, or the address is wrong. Try another precision, or again later.`;
}

/** A hub that says what exactly it lacks; null where only a file is missing. */
function missingAtHub(details: ErrorDetails): ErrorText | null {
	const name = detail(details, 'file', 'the model');
	if (details['reason'] === 'repository') {
		return {
			what: `There is no repository ${name}${atHost(details)}.`,
			advice: 'Check the spelling, capital letters included. It may also be private.',
			actions: ['retry']
		};
	}
	if (details['reason'] === 'revision') {
		return {
			what: `The repository ${name} has no such branch, tag or commit${atHost(details)}.`,
			advice: 'Leave the revision out to get the newest version.',
			actions: ['retry']
		};
	}
	return null;
}

function accessDenied(details: ErrorDetails): ErrorText {
	switch (detail(details, 'reason', '')) {
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
		what: `The model’s files cannot be reached${atHost(details)}.`,
		advice: 'Check the connection. What was loaded or stored before stays as it is.',
		actions: ['retry']
	}),
	'model-file-missing': (details) =>
		missingAtHub(details) ?? {
			what: `A file of the model is missing: ${detail(details, 'file', detail(details, 'name', 'unknown'))}.`,
			advice: missingFileAdvice(details),
			actions: ['retry']
		},
	'model-digest-mismatch': (details) => ({
		what: `A file of the model is not what it should be: ${detail(details, 'file', detail(details, 'name', 'unknown'))}.`,
		advice: 'It was damaged on the way, or changed on the server. It was not used.',
		actions: ['retry']
	}),
	'model-invalid': (details) => ({
		what:
			typeof details['problem'] === 'string'
				? `The model’s files cannot be used. ${detail(details, 'file', 'the model')}: ${details['problem']}.`
				: 'The model’s files cannot be used.',
		advice:
			'They do not describe a model that this engine runs. Choose another model or precision.',
		actions: ['retry']
	}),
	'model-unsupported': (details) => ({
		what: 'This kind of model cannot be run here.',
		advice: `The engine runs models that write a text on (GPT-2, Llama, Qwen, Pythia …) and models that fill masks (BERT, RoBERTa …). In this one, ${detail(details, 'problem', 'something is built otherwise')}. Choose another model.`,
		actions: []
	}),
	'model-operator-missing': (details) => ({
		what: `The model needs an operation that this engine lacks: ${detail(details, 'operator', 'unknown')}.`,
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
		advice: `The tokenizer has ${detail(details, 'tokens', 'more')} tokens, the weights have ${detail(details, 'logits', 'fewer')}. Take all files from one repository, at one revision.`,
		actions: []
	}),
	'model-data-mismatch': (details) => ({
		what: `A file of weights has the wrong length: ${detail(details, 'file', 'unknown')}.`,
		advice: `It has ${bytesDetail(details, 'actualBytes', 'fewer bytes')}; the model needs ${bytesDetail(details, 'expectedBytes', 'more')}. It belongs to another revision or was cut short: download the model again.`,
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
					what: `The host has only a Git LFS pointer in place of ${detail(details, 'file', 'the file')}${inHost(details)}.`,
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
		what: `A stored file of the model is gone or damaged: ${detail(details, 'file', 'unknown')}.`,
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
