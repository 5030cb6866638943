/** The files of a model: configurations, templates, tokenizers, graphs, and its page. */
import { readFileSync } from 'node:fs';
import { checkMlcModel } from '#catalog/custom-mlc-model.ts';
import { checkOnnxModel } from '#catalog/custom-onnx-model.ts';
import { readModelCard } from '#catalog/model-card.ts';
import { isOnnxPart } from '#catalog/model-parts.ts';
import { readGenerationConfig, readMlcSampling } from '#core/sampling/published-settings.ts';
import { ChatTemplate } from '#engines/chat-template/chat-template.ts';
import { byteSource } from '#engines/onnx/graph/byte-source.ts';
import { readGraph, writeGraph } from '#engines/onnx/graph/onnx-graph.ts';
import { scanModel } from '#engines/onnx/graph/scan-model.ts';
import { describeModel } from '#engines/onnx/model-config.ts';
import { parsePythonJson } from '#engines/onnx/python-json.ts';
import { TokenCodec } from '#engines/tokenizer/token-codec.ts';
import { renderConversation } from '#engines/web-llm/conv-template.ts';
import { contextLengthOf, readMlcConfig } from '#engines/web-llm/mlc-config.ts';
import { inspectFolder } from '#state/library/looking/folder-model.ts';
import { bytesParser, jsonParser, textParser, type FuzzedParser } from '../parser.ts';

const fixture = (path: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)));
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const parsed = (path: string): unknown => JSON.parse(new TextDecoder().decode(fixture(path)));

const CONFIG = parsed('families/llama/config.json');
const TOKENIZER_CONFIG = parsed('families/llama/tokenizer_config.json');
const GENERATION = { eos_token_id: [2, 3], temperature: 0.6, top_p: 0.9, do_sample: true };
const SPECIAL_MAP = { bos_token: '<s>', mask_token: { content: '<mask>', lstrip: true } };
const TOKENIZER = {
	version: '1.0',
	model: {
		type: 'BPE',
		unk_token: '<unk>',
		vocab: { '<unk>': 0, a: 1, b: 2, ab: 3 },
		merges: [['a', 'b']]
	}
};
const TOKENIZERS = [
	{
		...TOKENIZER,
		normalizer: {
			type: 'Sequence',
			normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' +' }, content: ' ' }]
		},
		pre_tokenizer: {
			type: 'Split',
			pattern: { Regex: '\\p{L}+|\\s' },
			behavior: 'Isolated',
			invert: false
		},
		post_processor: {
			type: 'TemplateProcessing',
			single: [
				{ SpecialToken: { id: '<unk>', type_id: 0 } },
				{ Sequence: { id: 'A', type_id: 0 } }
			],
			pair: [],
			special_tokens: { '<unk>': { id: '<unk>', ids: [0], tokens: ['<unk>'] } }
		},
		decoder: { type: 'ByteFallback' },
		added_tokens: [
			{
				id: 4,
				content: '<x>',
				single_word: false,
				lstrip: false,
				rstrip: false,
				normalized: false,
				special: true
			}
		]
	},
	{
		version: '1.0',
		model: {
			type: 'WordPiece',
			unk_token: '[U]',
			continuing_subword_prefix: '##',
			max_input_chars_per_word: 100,
			vocab: { '[U]': 0, a: 1, '##b': 2 }
		},
		pre_tokenizer: { type: 'BertPreTokenizer' },
		decoder: { type: 'WordPiece', prefix: '##', cleanup: true }
	},
	{
		version: '1.0',
		model: {
			type: 'Unigram',
			unk_id: 0,
			vocab: [
				['<u>', 0],
				['\u2581a', -1],
				['b', -2]
			],
			byte_fallback: false
		},
		pre_tokenizer: {
			type: 'Metaspace',
			replacement: '\u2581',
			prepend_scheme: 'always',
			split: true
		},
		decoder: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
		truncation: { direction: 'Right', max_length: 4, strategy: 'LongestFirst', stride: 0 }
	}
];
const MLC = {
	vocab_size: 300,
	context_window_size: 256,
	sliding_window_size: -1,
	temperature: 0.7,
	eos_token_id: [2],
	conv_template: {
		system_template: '<s>{system_message}',
		system_message: 'Be kind.',
		roles: { user: 'U', assistant: 'A' },
		role_templates: { user: '{user_message} {function_string}', assistant: '{assistant_message}' },
		seps: ['\n'],
		stop_str: ['</s>'],
		stop_token_ids: [2]
	}
};
const MESSAGES = [
	{ role: 'system' as const, content: 'Sys' },
	{ role: 'user' as const, content: 'Hi {{ 1 }} <s>' },
	{ role: 'assistant' as const, content: 'Yo' },
	{ role: 'user' as const, content: 'Bye' }
];

interface TemplateCases {
	readonly templates: Readonly<Record<string, unknown>>;
	readonly micro_templates: readonly unknown[];
}

/** Templates of published models, and small ones of every construct. */
function templates(): string[] {
	const texts: string[] = [];
	const collect = (value: unknown): void => {
		if (typeof value === 'string' && /\{[{%]/.test(value) && value.length < 3000) texts.push(value);
		else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
	};
	const cases = parsed('templates/cases.json') as TemplateCases;
	collect([cases.templates, cases.micro_templates, parsed('templates/kinds.json')]);
	return texts;
}

const DATES = '{{ strftime_now("%d %b %Y %H:%M:%S %j %U %-d %^a") }}';

const FILES = Object.entries({
	'config.json': CONFIG,
	'tokenizer_config.json': TOKENIZER_CONFIG,
	'generation_config.json': GENERATION,
	'special_tokens_map.json': SPECIAL_MAP,
	'tokenizer.json': {}
}).map(([name, value]) => ({ name, bytes: utf8(JSON.stringify(value)) }));

function modelFiles(changed: string, text: string): typeof FILES {
	return FILES.map((file) => (file.name === changed ? { ...file, bytes: utf8(text) } : file));
}

function describedParser(file: string, example: unknown): FuzzedParser {
	return jsonParser(file, ['engines/onnx/model-config.ts: describeModel'], [example], (text) => {
		const { tokenizerConfig, chatTemplate } = describeModel(modelFiles(file, text));
		const template = file === 'tokenizer_config.json' ? chatTemplate : '{{ bos_token }}';
		return new ChatTemplate(template, tokenizerConfig).render(MESSAGES, null);
	});
}

const asJson = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

const LISTED = [
	'config.json',
	'tokenizer.json',
	'tokenizer_config.json',
	'onnx/model.onnx',
	'onnx/model_q4.onnx'
];

async function useTokenizer(text: string): Promise<void> {
	const codec = await TokenCodec.create(utf8(text), null);
	const ids = codec.encode('ab a <x>\u00e9', true);
	codec.encode('', false, true);
	codec.decode(ids, false);
	codec.decode([0, 1, 2, 3, 4, 99], true);
	for (const id of ids) codec.bytes(id);
	codec.encodePrompt(
		[
			{ text: 'a', fromContent: false },
			{ text: 'b<x>', fromContent: true }
		],
		{ control: [4], addSpecial: true, contentAsText: true }
	);
}

const GRAPHS = ['families/qwen2/onnx/model.onnx'].map((path) => {
	const bytes = fixture(path);
	return scanModel(byteSource({ name: 'model.onnx', bytes })).slim('weights');
});

export const MODEL_PARSERS: readonly FuzzedParser[] = [
	describedParser('config.json', CONFIG),
	describedParser('tokenizer_config.json', TOKENIZER_CONFIG),
	describedParser('generation_config.json', GENERATION),
	describedParser('special_tokens_map.json', SPECIAL_MAP),
	jsonParser(
		'settings that a publisher recommends',
		[
			'core/sampling/published-settings.ts: readGenerationConfig',
			'core/sampling/published-settings.ts: readMlcSampling'
		],
		[GENERATION, MLC],
		(text) => {
			const files = modelFiles('generation_config.json', text);
			const { published } = describeModel(files);
			const config = readMlcConfig([{ name: 'mlc-chat-config.json', bytes: utf8(text) }]);
			return [published, readGenerationConfig(GENERATION), readMlcSampling(config)];
		}
	),
	jsonParser(
		'mlc-chat-config.json',
		['engines/web-llm/mlc-config.ts: readMlcConfig'],
		[MLC],
		(text) => {
			const config = readMlcConfig([{ name: 'mlc-chat-config.json', bytes: utf8(text) }]);
			contextLengthOf(config, {});
			readMlcSampling(config);
			return renderConversation(config.conv_template, MESSAGES);
		}
	),
	jsonParser(
		'folder or repository of an MLC model',
		['catalog/custom-mlc-model.ts: checkMlcModel'],
		[MLC, { records: [{ dataPath: 'params_shard_0.bin', nbytes: 2 }] }],
		(text) =>
			[
				{ config: asJson(text), shardList: { records: [] } },
				{ config: MLC, shardList: asJson(text) }
			].map((files) =>
				checkMlcModel({
					files: [
						'mlc-chat-config.json',
						'tokenizer.json',
						'tensor-cache.json',
						'params_shard_0.bin'
					].map((name) => ({ name, sizeBytes: 2 })),
					...files,
					libraryUrl: null
				})
			)
	),
	jsonParser(
		'folder or repository of an ONNX model',
		[
			'catalog/custom-onnx-model.ts: checkOnnxModel',
			'state/library/looking/folder-model.ts: inspectFolder'
		],
		[CONFIG, TOKENIZER_CONFIG],
		async (text) => {
			const files = LISTED.map((name) => ({ name, sizeBytes: 1 }));
			const tokenizerConfig = asJson(text);
			LISTED.map((name) => isOnnxPart(name, 'onnx/model.onnx', tokenizerConfig));
			await inspectFolder(
				LISTED.map((path) => ({
					path: `top/${path}`,
					blob: new Blob([path === 'config.json' ? text : 'x'])
				}))
			);
			return checkOnnxModel({ files, config: asJson(text) });
		}
	),
	textParser(
		'JSON as Python writes it',
		['engines/onnx/python-json.ts: parsePythonJson'],
		['{"a": NaN, "b": [-Infinity, "NaN\\""]}'],
		(text) => {
			try {
				return parsePythonJson(text);
			} catch (error) {
				// Whoever calls it names the file.
				if (error instanceof SyntaxError) return null;
				throw error;
			}
		}
	),
	textParser(
		'chat template',
		['core/jinja/syntax/parse-template.ts: parseTemplate'],
		templates(),
		(text) => new ChatTemplate(text, { bos_token: '<s>' }).render(MESSAGES, '2026-11-30T07:08:09')
	),
	textParser('date format of a template', [], [DATES], (text) =>
		new ChatTemplate(text, {}).render(MESSAGES, '2026-11-30T07:08:09')
	),
	// Each has an instance of the library of its own, which takes some milliseconds to make.
	{ ...jsonParser('tokenizer.json', [], TOKENIZERS, useTokenizer), share: 0.1 },
	bytesParser('graph', ['engines/onnx/graph/scan-model.ts: scanModel'], GRAPHS, (bytes) =>
		scanModel(byteSource({ name: 'model.onnx', bytes })).slim('weights')
	),
	bytesParser(
		'graph that is looked into',
		['engines/onnx/graph/onnx-graph.ts: readGraph'],
		GRAPHS,
		(bytes) => writeGraph(readGraph(bytes))
	),
	textParser(
		'page of a model',
		['catalog/model-card.ts: readModelCard'],
		[
			'---\nlicense: apache-2.0\nlanguage:\n- en\n- es\ntags: [a, "b"]\nbase_model: x/y\n---\n# A\n\nText.\n'
		],
		(text) => readModelCard(text)
	)
];
