import { afterAll, expect, test } from 'vitest';
import { AppError, type ErrorCode, type ErrorDetails } from '#core/errors.ts';
import { errorText } from '#words/errors/error-text.ts';
import { neverShown, untranslated } from './shown-words.ts';

const CUT_SHORT = [{ isCutShort: true }];
const TOO_LARGE = [{ limitBytes: 1 }];
const UNKNOWN_VERSION = [{ version: '7', newest: '1' }];
const FIELD = [{ path: 'runs[0]', expected: '«number»' }];
const IN_FIRST = [{ path: 'runs[0].id' }];
const HOSTS = [{ host: 'hub.example' }];

/** Every code, with every combination of facts that its sentences look at; each is shown without any, too. */
const DETAILS: Readonly<Record<ErrorCode, readonly ErrorDetails[]>> = {
	'prompt-empty': [],
	'prompt-too-long': [{ contextLength: 256 }],
	'text-too-long': [{ tokens: 30_000, maxTokens: 20_000 }],
	'sentence-too-long': [{ tokens: 600, contextLength: 512 }],
	'mask-missing': [],
	'settings-invalid': [{ field: 'top_k', allowed: '1–9' }],
	'template-failed': [],
	'control-token-spelled': [{ tokens: '<s>' }],
	'run-too-large': TOO_LARGE,
	'run-too-deep': [],
	'run-not-json': CUT_SHORT,
	'run-not-a-run': [],
	'run-unknown-version': UNKNOWN_VERSION,
	'run-field-invalid': FIELD,
	'run-id-mismatch': IN_FIRST,
	'lesson-too-large': TOO_LARGE,
	'lesson-not-a-lesson': CUT_SHORT,
	'lesson-unknown-version': UNKNOWN_VERSION,
	'lesson-field-invalid': FIELD,
	'lesson-missing': [],
	'lesson-unreachable': [],
	'markdown-too-large': [],
	'markdown-too-slow': [],
	'answers-too-large': TOO_LARGE,
	'answers-not-answers': CUT_SHORT,
	'answers-unknown-version': UNKNOWN_VERSION,
	'answers-field-invalid': FIELD,
	'task-refused': [{ where: 'doc_to_text', reason: '«12»' }],
	'evaluation-too-large': TOO_LARGE,
	'evaluation-field-invalid': FIELD,
	'link-malformed': [],
	'link-too-large': [],
	'link-unknown-version': UNKNOWN_VERSION,
	'model-unreachable': HOSTS,
	'model-file-missing': [
		{ file: 'tokenizer.json' },
		{ file: 'model.onnx_data' },
		{ name: 'model.onnx', host: 'hub.example' },
		{ reason: 'repository', file: 'tiny/model', host: 'hub.example' },
		{ reason: 'revision', file: 'tiny/model' }
	],
	'model-digest-mismatch': [{ file: 'model.onnx' }, { name: 'model.onnx' }],
	'model-invalid': [{ problem: '«12»' }, { problem: '«12»', file: 'config.json' }],
	'model-unsupported': [{ problem: '«12»' }],
	'model-operator-missing': [{ operator: 'GatherND' }],
	'model-needs-f16': [],
	'model-vocabulary-mismatch': [{ tokens: 300, logits: 290 }],
	'model-data-mismatch': [{ file: 'model.onnx_data', actualBytes: 1, expectedBytes: 2000 }],
	'model-unknown': [],
	'model-wrong-task': [{ task: 'fill-mask' }, { task: 'generate' }],
	offline: [],
	'model-cors-blocked': HOSTS,
	'model-access-denied': [
		...HOSTS,
		{ reason: 'gated', host: 'hub.example' },
		{ reason: 'disabled' },
		{ reason: 'private' }
	],
	'model-rate-limited': HOSTS,
	'model-stalled': HOSTS,
	stalled: [
		{ waitedFor: 'hash-thread' },
		{ waitedFor: 'stored-bytes' },
		{ waitedFor: 'stored-bytes', file: 'model.onnx' },
		{ waitedFor: 'database' },
		{ waitedFor: 'other-tab' }
	],
	'model-not-a-file': [
		...HOSTS,
		{ reason: 'lfs-pointer' },
		{ reason: 'lfs-pointer', file: '1.bin' }
	],
	'model-file-lost': [{ file: 'model.onnx', reason: 'no-source' }],
	'pack-invalid': [{ reason: 'other-model' }],
	'webgpu-unavailable': [],
	'device-lost': [],
	'engine-out-of-memory': [],
	'engine-failed': [],
	'internals-unavailable': [],
	'worker-crashed': [],
	'worker-timeout': [],
	busy: [],
	aborted: [{ reason: 'files-unchecked' }],
	'storage-denied': [],
	'storage-full': [{ neededBytes: 2e9 }, { neededBytes: 2e9, availableBytes: 1e9 }],
	'storage-blocked': [],
	'storage-failed': [],
	'run-damaged': [],
	unexpected: []
};

const cases = Object.entries(DETAILS).flatMap(([code, details]) =>
	[{}, ...details].map((each) => [code as ErrorCode, each] as const)
);

test.each(cases)('“%s” with %j is said in Spanish alone', (code, details) => {
	const { what, advice } = errorText(new AppError(code, '', { details }));
	const data = Object.values(details).map(String);
	expect([what, advice].map((text) => untranslated(text, data))).toEqual(['', '']);
});

afterAll(() => {
	// Else a sentence stands in the table that no case above leads to.
	expect(neverShown('src/words/errors/')).toEqual([]);
});
