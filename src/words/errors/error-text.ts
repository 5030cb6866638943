/** Every error in a person's words. The type makes the table complete. */
import type { AppError, ErrorCode, ErrorDetails } from '#core/errors.ts';
import {
	bytesDetail,
	detail,
	entry,
	phraseDetail,
	say,
	type ErrorEntry,
	type ErrorText
} from './error-entry.ts';
import { FILE_ERROR_TEXTS } from './file-error-texts.ts';
import { MODEL_ERROR_TEXTS } from './model-error-texts.ts';

function stalledText(details: ErrorDetails): string {
	switch (detail(details, 'waitedFor') ?? '') {
		case 'hash-thread':
			return 'The check of the model’s files stopped.';
		case 'stored-bytes':
			return say(
				[detail(details, 'file')],
				(file) => `A stored file cannot be read back: ${file}.`,
				'A stored file cannot be read back.'
			);
		case 'database':
			return 'The browser’s storage does not answer.';
		case 'other-tab':
			return 'Another tab is working on this model and is stuck.';
		default:
			return 'The app’s server does not answer.';
	}
}

const TEXTS: Readonly<Record<ErrorCode, ErrorEntry>> = {
	...FILE_ERROR_TEXTS,
	...MODEL_ERROR_TEXTS,
	'prompt-empty': entry('There is nothing to continue.', 'Write a few words first.'),
	'prompt-too-long': (details) => ({
		what: 'The prompt is longer than this model can read.',
		advice: say(
			[detail(details, 'contextLength')],
			(most) => `It reads up to ${most} tokens, prompt and output together. Shorten the prompt.`,
			'Prompt and output together do not fit. Shorten the prompt.'
		),
		actions: []
	}),
	'text-too-long': (details) => ({
		what: 'This text is too long to score.',
		advice: say(
			[detail(details, 'tokens'), detail(details, 'maxTokens')],
			(tokens, most) => `It has ${tokens} tokens; up to ${most} can be scored. Score a part of it.`,
			'Score a part of it.'
		),
		actions: []
	}),
	'sentence-too-long': (details) => ({
		what: say(
			[detail(details, 'tokens')],
			(tokens) => `This sentence has ${tokens} tokens, more than the model can read.`,
			'This sentence has more tokens than the model can read.'
		),
		advice: say(
			[detail(details, 'contextLength')],
			(most) => `It reads up to ${most}. Shorten the sentence.`,
			'Shorten the sentence.'
		),
		actions: []
	}),
	'mask-missing': entry(
		'Nothing is hidden in this sentence.',
		'Click on a word to hide it, or put a mask where a word should be.'
	),
	'settings-invalid': (details) => ({
		what: say(
			[detail(details, 'field')],
			(field) => `The setting ${field} has a value that cannot be used.`,
			'A setting has a value that cannot be used.'
		),
		advice: say(
			[phraseDetail(details, 'allowed')],
			(allowed) => `Allowed values: ${allowed}.`,
			'Choose another value.'
		),
		actions: []
	}),
	'template-failed': entry(
		'The model’s chat template refuses this conversation.',
		'Some models allow no system prompt, or want user and assistant to take turns. Change the messages, or use completion.'
	),
	'control-token-spelled': (details) => ({
		what: say(
			[detail(details, 'tokens')],
			(tokens) =>
				`A message spells ${tokens}, which this model’s tokenizer cannot read as plain text.`,
			'A message spells a control token, which this model’s tokenizer cannot read as plain text.'
		),
		advice: 'Rephrase it, or use completion, where it counts as the control token.',
		actions: []
	}),
	'webgpu-unavailable': entry(
		'WebGPU does not work here.',
		'This browser, or this machine’s graphics driver, does not offer it. The processor works everywhere.',
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
		'This model’s files do not show what happens inside.',
		'Choose a model whose ONNX file gives its attention and hidden states, such as the built-in one.'
	),
	'worker-crashed': entry(
		'The model stopped working.',
		'Its background thread ended unexpectedly. The run so far stays on the page.',
		'restart-model',
		'use-cpu'
	),
	'worker-timeout': entry(
		'The model does not answer.',
		'It took too long, so it was stopped. The run so far stays on the page.',
		'restart-model',
		'use-cpu'
	),
	busy: entry('The model is busy.', 'Wait until it is ready or has finished, then try again.'),
	aborted: (details) =>
		details['reason'] === 'files-unchecked'
			? {
					what: 'You stopped before the model’s files were checked.',
					advice:
						'The text stays on the page, but not in your runs: a run names the exact files that wrote it. Write it again to keep it.',
					actions: ['retry']
				}
			: { what: 'Cancelled.', advice: 'Nothing was changed.', actions: [] },
	stalled: (details) => ({
		what: stalledText(details),
		advice:
			'Nothing has happened for a while, so we stopped waiting. Try again; if that does not help, reload the page.',
		actions: ['retry']
	}),
	'storage-denied': entry(
		'This browser does not let the page store anything.',
		'Private windows often forbid it. Everything works until the tab closes: save runs as files to keep them.'
	),
	'storage-full': (details) =>
		typeof details['neededBytes'] === 'number'
			? {
					what: 'The browser’s storage is too full for this model.',
					advice: say(
						[bytesDetail(details, 'neededBytes'), bytesDetail(details, 'availableBytes')],
						(needed, free) =>
							`It needs ${needed} more; ${free} is free. Delete a stored model, or choose a smaller precision. What is stored so far is kept.`,
						// Some browsers do not tell how much is left.
						say(
							[bytesDetail(details, 'neededBytes')],
							(needed) =>
								`It needs ${needed} more. Delete a stored model, or choose a smaller precision. What is stored so far is kept.`,
							'Delete a stored model, or choose a smaller precision. What is stored so far is kept.'
						)
					),
					actions: ['retry']
				}
			: {
					what: 'The browser’s storage is full.',
					advice:
						'New runs and answers stay only until you close this tab. Save them as files, or delete old ones.',
					actions: []
				},
	'storage-blocked': entry(
		'Another tab still uses an older version of this app’s storage.',
		'Close the other Glasshouse tabs; this one then continues by itself. Until then, runs stay only in this tab.'
	),
	'storage-failed': entry(
		'The browser’s storage failed.',
		'New runs stay only until the tab closes: save them as files to keep them.'
	),
	'run-damaged': entry(
		'This run is damaged.',
		'The stored copy has changed since it was written. Save what is left of it as a file, or delete it. Your other runs are not affected.'
	),
	unexpected: entry(
		'Something unexpected went wrong.',
		'What you wrote is still here. Try again; if it happens again, the details below help to find the cause.',
		'retry'
	)
};

export function errorText({ code, details }: AppError): ErrorText {
	return TEXTS[code](details);
}
