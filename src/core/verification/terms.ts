/**
 * Terms on which an output follows from a request, and which a reader of the text would not expect:
 * with them any text can be made to follow. They belong into the headline of a verdict.
 */
import { NUMERIC_SETTINGS, USUAL_RANGES } from '../sampling/settings.ts';
import type { NumericSetting } from '../sampling/settings.ts';
import type { Claim } from './claim.ts';

/** As many tokens are named. */
const NAMED = 5;

export type Term =
	/** Output tokens that were set and not drawn. */
	| { readonly kind: 'set-tokens'; readonly count: number; readonly of: number }
	| {
			readonly kind: 'bias';
			readonly count: number;
			/** The strongest, at most five. */
			readonly strongest: readonly { readonly text: string; readonly bias: number }[];
	  }
	/** Tokens that end the output and are none of the model's own ends. */
	| { readonly kind: 'stop-tokens'; readonly count: number; readonly texts: readonly string[] }
	/** Ends of the model's own that do not end the output. */
	| { readonly kind: 'no-end'; readonly count: number }
	/** Control tokens that a message spells, and that were read as such. */
	| { readonly kind: 'control-tokens'; readonly names: readonly string[] }
	/** A setting far from what anybody would choose for a text. */
	| { readonly kind: 'setting'; readonly name: NumericSetting; readonly value: number };

/** What the verifier's own copy of the model says. */
export interface OwnTokens {
	readonly vocabularySize: number;
	/** What ends a text of this model. */
	readonly stopTokenIds: readonly number[];
	/** The token as a person would read it. */
	readonly piece: (tokenId: number) => string;
	/** Control tokens that messages of the prompt spell, where they are read as such. */
	readonly controlTokens: readonly string[];
}

/** None: the request is an ordinary one. */
export function termsOf({ request, tokenIds }: Claim, own: OwnTokens): Term[] {
	return [
		...setTokens(Math.min(request.forced_token_ids.length, tokenIds.length), tokenIds.length),
		...biases(request, own),
		...ends(request, own),
		...(own.controlTokens.length > 0
			? [{ kind: 'control-tokens', names: own.controlTokens.slice(0, NAMED) } as const]
			: []),
		...settings(request)
	];
}

function setTokens(count: number, of: number): Term[] {
	return count === 0 ? [] : [{ kind: 'set-tokens', count, of }];
}

function biases({ logit_bias: bias }: Claim['request'], own: OwnTokens): Term[] {
	const all = Object.entries(bias)
		.map(([id, value]) => ({ id: Number(id), bias: value }))
		.filter((each) => each.bias !== 0 && each.id < own.vocabularySize)
		.sort((a, b) => Math.abs(b.bias) - Math.abs(a.bias));
	if (all.length === 0) return [];
	const strongest = all
		.slice(0, NAMED)
		.map(({ id, bias: value }) => ({ text: own.piece(id), bias: value }));
	return [{ kind: 'bias', count: all.length, strongest }];
}

function ends({ stop_token_ids: stopTokenIds }: Claim['request'], own: OwnTokens): Term[] {
	const [set, ofModel] = [new Set(stopTokenIds), new Set(own.stopTokenIds)];
	const foreign = [...set].filter((id) => !ofModel.has(id) && id < own.vocabularySize);
	const missing = [...ofModel].filter((id) => !set.has(id));
	const texts = foreign.slice(0, NAMED).map(own.piece);
	return [
		...(foreign.length > 0 ? [{ kind: 'stop-tokens', count: foreign.length, texts } as const] : []),
		...(missing.length > 0 ? [{ kind: 'no-end', count: missing.length } as const] : [])
	];
}

function settings(request: Claim['request']): Term[] {
	return NUMERIC_SETTINGS.filter((name) => {
		const [least, most] = USUAL_RANGES[name];
		return request[name] < least || request[name] > most;
	}).map((name) => ({ kind: 'setting', name, value: request[name] }));
}
