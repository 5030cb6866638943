/** Every error in a person's words. The type makes the table complete. */
import type { AppError, ErrorCode, ErrorDetails } from '#core/errors.ts';
import { formatBytes } from './format.ts';

/** What can be offered beside the sentence. */
export type ErrorAction = 'retry' | 'use-cpu' | 'restart-model';

export interface ErrorText {
	readonly what: string;
	/** What it means, and what to do. */
	readonly advice: string;
	readonly actions: readonly ErrorAction[];
}

type Entry = (details: ErrorDetails) => ErrorText;

function entry(what: string, advice: string, ...actions: ErrorAction[]): Entry {
	return () => ({ what, advice, actions });
}

/** A detail for the sentence, or what to say without it. */
function detail(details: ErrorDetails, name: string, otherwise: string): string {
	const value = details[name];
	return value === undefined || value === null ? otherwise : String(value);
}

function bytesDetail(details: ErrorDetails, name: string, otherwise: string): string {
	const value = details[name];
	return typeof value === 'number' ? formatBytes(value) : otherwise;
}

/** `This run`, or which one of a comparison. */
function inComparison(details: ErrorDetails): string {
	const place = /^runs\[(\d+)\]/.exec(detail(details, 'path', ''))?.[1];
	return place === undefined
		? 'This run'
		: `Run ${(Number(place) + 1).toString()} of this comparison`;
}

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

const TEXTS: Readonly<Record<ErrorCode, Entry>> = {
	'prompt-empty': entry('There is nothing to continue.', 'Write a few words first.'),
	'prompt-too-long': (details) => ({
		what: 'The prompt is longer than this model can read.',
		advice: `It reads up to ${detail(details, 'contextLength', 'a limited number of')} tokens, prompt and output together. Shorten the prompt.`,
		actions: []
	}),
	'text-too-long': (details) => ({
		what: 'This text is too long to be scored at once.',
		advice: `It has ${detail(details, 'tokens', 'more')} tokens; up to ${detail(details, 'maxTokens', '20000')} can be scored. Take a part of it.`,
		actions: []
	}),
	'sentence-too-long': (details) => ({
		what: `This sentence has ${detail(details, 'tokens', 'too many')} tokens, more than the model can read.`,
		advice: `It reads up to ${detail(details, 'contextLength', 'a limited number of')}. Shorten the sentence.`,
		actions: []
	}),
	'mask-missing': entry(
		'Nothing is hidden in this sentence.',
		'Click on a word to hide it, or put a mask where a word should be.'
	),
	'settings-invalid': (details) => ({
		what: `The setting ${detail(details, 'field', 'you changed')} has a value that cannot be used.`,
		advice: `It may be ${detail(details, 'allowed', 'something else')}.`,
		actions: []
	}),
	'template-failed': entry(
		'The model’s chat template refuses this conversation.',
		'Some models allow no system prompt, or want user and assistant to take turns. Change the messages, or use completion.'
	),
	'run-too-large': (details) => ({
		what: 'This file is too large for a run file.',
		advice: `Run files have at most ${bytesDetail(details, 'limitBytes', '64 MB')}. Check that it is the right file.`,
		actions: []
	}),
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
	'run-unknown-version': (details) => ({
		what: `This run file has version ${detail(details, 'version', 'unknown')}, which this app cannot read.`,
		advice: `It reads versions up to ${detail(details, 'newest', '1')}. Open the file with a newer Glasshouse.`,
		actions: []
	}),
	'run-field-invalid': (details) => ({
		what: `A field of this file is wrong: ${detail(details, 'path', 'unknown')}.`,
		advice: `Expected ${detail(details, 'expected', 'something else')}. The file was damaged or edited; ask for the original.`,
		actions: []
	}),
	'run-id-mismatch': (details) => ({
		what: `${inComparison(details)} was changed after it was made.`,
		advice:
			'Its id does not match its content, so nothing in it can be trusted. Ask for the original file.',
		actions: []
	}),
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
	}),
	'model-unreachable': (details) => ({
		what: `The model’s files cannot be reached${atHost(details)}.`,
		advice: 'Check the connection. What was loaded or stored before stays as it is.',
		actions: ['retry']
	}),
	'model-file-missing': (details) => ({
		what: `A file of the model is missing: ${detail(details, 'file', detail(details, 'name', 'unknown'))}.`,
		advice: missingFileAdvice(details),
		actions: ['retry']
	}),
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
	'model-access-denied': (details) => ({
		what: `The host of this model asks for permission${inHost(details)}.`,
		advice:
			'It may want you to sign in and accept its terms. Choose a model that is open to everyone.',
		actions: []
	}),
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
	'model-not-a-file': (details) => ({
		what: `The host sent something else than the model’s file${inHost(details)}.`,
		advice: 'The address may be wrong, or a login page stands in front of it.',
		actions: ['retry']
	}),
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
	}),
	'webgpu-unavailable': entry(
		'WebGPU does not work here.',
		'This browser, or this machine’s graphics driver, does not offer it. The CPU works everywhere.',
		'use-cpu'
	),
	'device-lost': entry(
		'The graphics card stopped answering.',
		'This happens after sleep, a driver update or when memory runs short. The run so far stays on the page.',
		'restart-model',
		'use-cpu'
	),
	'engine-out-of-memory': entry(
		'There is not enough memory for this model.',
		'Close other tabs, or choose a smaller precision.',
		'retry',
		'use-cpu'
	),
	'engine-failed': entry(
		'The engine that runs the model failed.',
		'The run so far stays on the page.',
		'restart-model',
		'use-cpu'
	),
	'internals-unavailable': entry(
		'This model’s files do not let us look there.',
		'It takes a model that shows its attention and hidden states, in one ONNX file; the built-in one does.'
	),
	'worker-crashed': entry(
		'The model stopped working.',
		'Its background thread ended unexpectedly. The run so far stays on the page.',
		'restart-model',
		'use-cpu'
	),
	'worker-timeout': entry(
		'The model does not answer.',
		'It took too long and was ended. The run so far stays on the page.',
		'restart-model',
		'use-cpu'
	),
	busy: entry('The model is not free.', 'Wait until it is ready or has finished, then try again.'),
	aborted: entry('Called off.', 'Nothing was changed.'),
	'storage-denied': entry(
		'This browser does not let the page store anything.',
		'Private windows often forbid it. Everything works until the tab closes: save runs as files to keep them.'
	),
	'storage-full': (details) =>
		typeof details['neededBytes'] === 'number'
			? {
					what: 'The browser’s storage is too full for this model.',
					advice: `It needs ${bytesDetail(details, 'neededBytes', '')} more; ${bytesDetail(details, 'availableBytes', 'less')} is free. Delete a stored model, or choose a smaller precision. What is stored so far is kept.`,
					actions: ['retry']
				}
			: {
					what: 'The browser’s storage is full.',
					advice:
						'New runs stay only until the tab closes: save them as files, or delete old runs.',
					actions: []
				},
	'storage-blocked': entry(
		'Another tab holds an older version of the storage.',
		'Close the other Glasshouse tabs; this one goes on by itself. Until then runs stay only in this tab.'
	),
	'storage-failed': entry(
		'The browser’s storage failed.',
		'New runs stay only until the tab closes: save them as files to keep them.'
	),
	unexpected: entry(
		'Something went wrong that should not.',
		'What you wrote is still here. Try again; if it happens again, the details below help to find it.',
		'retry'
	)
};

export function errorText({ code, details }: AppError): ErrorText {
	return TEXTS[code](details);
}
