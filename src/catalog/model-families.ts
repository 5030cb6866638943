/**
 * What is known of the families in the catalogue: licence and openness, by the beginning of a model's
 * name. A licence belongs to a model, not to a family: Qwen2.5-3B has another one than Qwen2.5-1.5B.
 */
import { modelLanguages, type ModelLanguages } from './model-languages.ts';
import {
	cardOf,
	EU_INDEX,
	euIndex,
	MOT,
	OSI,
	OWN_PAGE,
	type Finding,
	type Findings,
	type OpennessCard
} from './openness.ts';

export interface ModelLicense {
	/** SPDX expression; `LicenseRef-…` for terms that have no SPDX name. */
	readonly expression: string;
	/** `read`: in a document of the model; `unchecked`: general knowledge that nobody looked up. */
	readonly basis: 'read' | 'unchecked';
}

export interface FamilyFacts {
	readonly family: string;
	/** Null when it is not known. */
	readonly license: ModelLicense | null;
	readonly openness: OpennessCard;
	/** Null when nobody says. */
	readonly languages: ModelLanguages | null;
}

const read = (expression: string): ModelLicense => ({ expression, basis: 'read' });
const unchecked = (expression: string): ModelLicense => ({ expression, basis: 'unchecked' });

const unclassified = (note?: string): Finding => ({
	assessment: 'closed',
	note: note === undefined ? 'no class' : `no class: ${note}`,
	source: MOT
});
const failsOsaid: Finding = { assessment: 'closed', note: 'does not pass', source: OSI };

const LLAMA_INDEX = euIndex(['C', 'P', 'C', 'C']);
const QWEN: Findings = {
	...euIndex(['C', 'O', 'C', 'O']),
	weights: { assessment: 'open', note: 'end model only', source: EU_INDEX },
	mof: unclassified('among other gaps no data card')
};
const PHI = euIndex(['C', 'O', 'C', 'O']);
const MISTRAL: Findings = {
	...euIndex(['C', 'O', 'C', 'O']),
	mof: unclassified('no evaluation results, no data card')
};
const HERMES = euIndex(['P', 'O', 'O', 'P'], 'of DeepHermes; the base model’s data is closed');
const downloadable: Finding = { assessment: 'open', source: OWN_PAGE };
const restricted: Finding = { assessment: 'partial', note: 'use is restricted', source: OWN_PAGE };
const announced: Finding = {
	assessment: 'open',
	source: { title: 'its makers’ announcement', url: null, read: '2026-11' }
};
const TINYLLAMA: Findings = {
	weights: downloadable,
	license: { assessment: 'open', source: OWN_PAGE },
	'training-data': {
		assessment: 'open',
		note: 'SlimPajama and StarCoderData',
		source: OWN_PAGE
	}
};

type Rule = readonly [
	begins: string,
	family: string,
	license: ModelLicense | null,
	findings: Findings
];

/** The first one that fits a name counts. */
const RULES: readonly Rule[] = [
	[
		'Llama-2-',
		'Llama 2',
		read('LicenseRef-Llama-2-Community'),
		{ ...LLAMA_INDEX, mof: unclassified('its licence'), osaid: failsOsaid }
	],
	[
		'Llama-3.2-',
		'Llama 3.2',
		read('LicenseRef-Llama-3.2-Community'),
		{ ...LLAMA_INDEX, mof: unclassified() }
	],
	[
		'Llama-3.1-',
		'Llama 3.1',
		read('LicenseRef-Llama-3.1-Community'),
		{ ...euIndex(['C', 'P', 'P', 'C']), mof: unclassified() }
	],
	[
		'Llama-3-',
		'Llama 3',
		read('LicenseRef-Llama-3-Community'),
		{ ...LLAMA_INDEX, mof: unclassified() }
	],
	[
		'DeepSeek-R1-Distill-Llama-',
		'DeepSeek R1 Distill',
		unchecked('MIT AND LicenseRef-Llama-3.1-Community'),
		euIndex(['C', 'O', 'C', 'C'], 'of DeepSeek R1')
	],
	[
		'DeepSeek-R1-Distill-',
		'DeepSeek R1 Distill',
		unchecked('MIT'),
		euIndex(['C', 'O', 'C', 'C'], 'of DeepSeek R1')
	],
	['Hermes-2-Pro-Mistral-', 'Hermes', read('Apache-2.0'), HERMES],
	[
		'Hermes-2-Pro-Llama-',
		'Hermes',
		unchecked('Apache-2.0 AND LicenseRef-Llama-3-Community'),
		HERMES
	],
	['Hermes-', 'Hermes', unchecked('LicenseRef-Llama-3-Community'), HERMES],
	['OpenHermes-2.5-Mistral-', 'Hermes', read('Apache-2.0'), MISTRAL],
	['NeuralHermes-2.5-Mistral-', 'Hermes', read('Apache-2.0'), MISTRAL],
	['Mistral-7B-', 'Mistral', read('Apache-2.0'), MISTRAL],
	[
		'Ministral-3-',
		'Ministral',
		read('Apache-2.0'),
		{ ...euIndex(['C', 'O', 'C', 'O']), mof: unclassified('no data card (of the 14B model)') }
	],
	['WizardMath-', 'WizardMath', null, euIndex(['P', 'P', 'P', 'P'])],
	['phi-2', 'Phi', unchecked('MIT'), { ...PHI, mof: unclassified(), osaid: failsOsaid }],
	['phi-1_5', 'Phi', unchecked('MIT'), { ...PHI, mof: unclassified() }],
	['Phi-', 'Phi', unchecked('MIT'), PHI],
	[
		'gemma-4-',
		'Gemma 4',
		read('Apache-2.0'),
		{
			weights: downloadable,
			license: { assessment: 'open', note: 'no LICENSE file', source: OWN_PAGE }
		}
	],
	[
		'gemma',
		'Gemma',
		read('LicenseRef-Gemma-Terms'),
		{ ...euIndex(['C', 'P', 'P', 'C']), mof: unclassified() }
	],
	[
		'Qwen2.5-3B-',
		'Qwen2.5',
		read('LicenseRef-Qwen-Research'),
		{
			weights: restricted,
			'training-data': { assessment: 'closed', source: EU_INDEX },
			license: { assessment: 'closed', note: 'non-commercial', source: OWN_PAGE }
		}
	],
	[
		'Qwen2.5-Coder-3B-',
		'Qwen2.5',
		unchecked('LicenseRef-Qwen-Research'),
		{ 'training-data': { assessment: 'closed', source: EU_INDEX } }
	],
	['Qwen2.5-', 'Qwen2.5', read('Apache-2.0'), QWEN],
	['Qwen2-', 'Qwen2', read('Apache-2.0'), QWEN],
	['Qwen3.5-', 'Qwen3.5', unchecked('Apache-2.0'), euIndex(['C', 'O', 'C', 'O'])],
	[
		'Qwen3-',
		'Qwen3',
		read('Apache-2.0'),
		{ ...euIndex(['C', 'O', 'C', 'O']), mof: unclassified('no data card (of Qwen3-14B-Base)') }
	],
	['SmolLM2-', 'SmolLM2', read('Apache-2.0'), euIndex(['O', 'O', 'O', 'O'])],
	[
		'OLMo-2-',
		'OLMo 2',
		read('Apache-2.0'),
		{
			...euIndex(['O', 'O', 'O', 'O']),
			osaid: { assessment: 'open', note: 'passes (validated as OLMo)', source: OSI }
		}
	],
	[
		'stablelm-2-',
		'StableLM',
		read('LicenseRef-Stability-NC-Research'),
		{
			weights: restricted,
			license: { assessment: 'closed', note: 'non-commercial', source: OWN_PAGE },
			mof: unclassified()
		}
	],
	[
		'RedPajama-INCITE-',
		'RedPajama',
		unchecked('Apache-2.0'),
		{ ...euIndex(['O', 'O', 'P', 'P']), mof: unclassified('its entry is incomplete') }
	],
	['TinyLlama-', 'TinyLlama', read('Apache-2.0'), TINYLLAMA],
	[
		'pythia-',
		'Pythia',
		read('Apache-2.0'),
		{
			...euIndex(['O', 'O', 'O', 'O']),
			osaid: { assessment: 'open', note: 'passes', source: OSI },
			mof: { assessment: 'open', note: 'Class I', source: MOT }
		}
	],
	['AMD-OLMo-', 'OLMo', unchecked('Apache-2.0'), { weights: announced }],
	[
		'bloom',
		'BLOOM',
		read('LicenseRef-BigScience-BLOOM-RAIL-1.0'),
		{
			...euIndex(['O', 'O', 'O', 'P'], 'of BLOOMZ'),
			osaid: { assessment: 'partial', note: 'would pass with another licence', source: OSI },
			mof: unclassified('its licence')
		}
	],
	[
		'opt-',
		'OPT',
		read('LicenseRef-OPT-175B'),
		{
			weights: restricted,
			license: { assessment: 'closed', note: 'non-commercial', source: OWN_PAGE },
			mof: unclassified('unlicensed')
		}
	],
	['gpt2', 'GPT-2', unchecked('MIT'), {}],
	['distilgpt2', 'GPT-2', unchecked('Apache-2.0'), {}],
	['bert-', 'BERT', unchecked('Apache-2.0'), {}],
	['distilbert-', 'BERT', unchecked('Apache-2.0'), {}],
	['roberta-', 'RoBERTa', unchecked('MIT'), {}],
	['distilroberta-', 'RoBERTa', unchecked('Apache-2.0'), {}],
	['TinyMistral-', 'Mistral', unchecked('Apache-2.0'), {}],
	['llama2.c-stories', 'TinyStories', null, {}],
	[
		'snowflake-arctic-embed-',
		'Snowflake Arctic Embed',
		unchecked('Apache-2.0'),
		euIndex(['C', 'O', 'P', 'P'], 'of Snowflake Arctic, the language model')
	]
];

/** @param name a model's name without precision, e.g. `SmolLM2-360M-Instruct` */
export function familyFacts(name: string): FamilyFacts {
	const rule = RULES.find(([begins]) => name.startsWith(begins));
	const languages = modelLanguages(name);
	if (rule === undefined) return { family: name, license: null, openness: cardOf({}), languages };
	const [, family, license, findings] = rule;
	return { family, license, openness: cardOf(findings), languages };
}
