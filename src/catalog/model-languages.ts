/**
 * Which languages models are made for, by the beginning of their names. What a model was made for is
 * not all that it can write; a language that nobody names may still be in the data.
 */

export interface ModelLanguages {
	/** ISO 639 codes; of long lists, those that are named. */
	readonly codes: readonly string[];
	/** How many its makers speak of, where they do not name them all; null when the list is whole. */
	readonly claimed: string | null;
	/** `read`: on the model's own page; `unchecked`: general knowledge that nobody looked up. */
	readonly basis: 'read' | 'unchecked';
}

const ENGLISH_READ: ModelLanguages = { codes: ['en'], claimed: null, basis: 'read' };
const ENGLISH: ModelLanguages = { codes: ['en'], claimed: null, basis: 'unchecked' };

function unchecked(codes: string, claimed: string | null = null): ModelLanguages {
	return { codes: codes.split(' '), claimed, basis: 'unchecked' };
}

const LLAMA_3: ModelLanguages = {
	codes: ['en', 'de', 'fr', 'it', 'pt', 'hi', 'es', 'th'],
	claimed: null,
	basis: 'read'
};
const QWEN_2: ModelLanguages = unchecked('zh en fr es pt de it ru ja ko vi th ar', '29');
const PHI_3_5 = unchecked('ar zh cs da nl en fi fr de he hu it ja ko no pl pt ru es sv th tr uk');
const MULTILINGUAL_BERT = unchecked('en de fr es it pt nl pl ru uk tr ar zh ja ko', '104');
const BLOOM = unchecked(
	'ar as bm bn ca en es eu fon fr gu hi id ig ki kn lg ln ml mr ne nso ny or pa pt rn rw sn st sw ta te tn ts tum tw ur vi wo xh yo zh zu',
	'46'
);

/** The first that fits a name counts; what fits none is not known. */
const RULES: readonly (readonly [begins: string, languages: ModelLanguages])[] = [
	['Llama-3.2-', LLAMA_3],
	['Llama-3.1-', { ...LLAMA_3, basis: 'unchecked' }],
	['Llama-3-', ENGLISH],
	['Llama-2-', ENGLISH],
	['llama2.c-', ENGLISH],
	['TinyLlama-', ENGLISH],
	['Mistral-7B-', ENGLISH],
	['Ministral-3-', unchecked('en fr es de it pt nl zh ja ko ar', 'dozens of')],
	['WizardMath-', ENGLISH],
	['phi-', ENGLISH],
	['Phi-3-', ENGLISH],
	['Phi-3.5-', PHI_3_5],
	['Phi-4-mini-', PHI_3_5],
	['gemma-2-2b-jpn-', unchecked('ja en')],
	['gemma-2', ENGLISH],
	['gemma-3-1b', ENGLISH],
	['Qwen2.5-Coder-', unchecked('en zh')],
	['Qwen2.5-Math-', unchecked('en zh')],
	['Qwen2.5-', QWEN_2],
	['Qwen2-Math-', unchecked('en zh')],
	['Qwen2-', QWEN_2],
	['Qwen3-', { codes: ['en', 'zh'], claimed: 'more than 100', basis: 'read' }],
	['SmolLM2-', ENGLISH],
	['OLMo-2-', ENGLISH],
	['AMD-OLMo-', ENGLISH],
	['stablelm-2-', ENGLISH],
	['RedPajama-INCITE-', ENGLISH],
	['pythia-', ENGLISH_READ],
	['opt-', ENGLISH_READ],
	['bloom', BLOOM],
	['gpt2', ENGLISH],
	['distilgpt2', ENGLISH],
	['distilbert-base-multilingual-', MULTILINGUAL_BERT],
	['bert-base-', ENGLISH],
	['distilbert-', ENGLISH],
	['roberta-', ENGLISH],
	['distilroberta-', ENGLISH],
	['snowflake-arctic-embed-', ENGLISH]
];

/** @returns null when nobody says */
export function modelLanguages(name: string): ModelLanguages | null {
	return RULES.find(([begins]) => name.startsWith(begins))?.[1] ?? null;
}
