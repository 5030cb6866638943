/** Ways to make a run look as if its request had drawn it: each changes a draft, with dice. */
import type { Run } from '../../src/core/run-file/schema.ts';
import type { Random } from '../seeded-random.ts';
import type { Draft } from './forger.ts';

type Request = Partial<Run['request']>;

/** One way to lie. `keepsText`: the text is an honest one, and something beside it is false. */
export interface Forgery {
	readonly name: string;
	readonly change: (draft: Draft, dice: Random) => Draft;
}

function asking(draft: Draft, changes: Request): Draft {
	return { ...draft, request: { ...draft.request, ...changes } };
}

const COLD = [0.001, 0.002, 0.005, 0.02] as const;

/** The text is the forger's; the request is twisted until it might be believed. */
export const TEXT_FORGERIES: readonly Forgery[] = [
	{
		name: 'a filter and a very low temperature',
		change: (draft, dice) =>
			asking(draft, {
				temperature: dice.pick(COLD),
				top_p: dice.pick([0.05, 0.5, 0.9, 0.999]),
				top_k: dice.pick([0, 1, 40])
			})
	},
	{
		name: 'min-p and a very low temperature',
		change: (draft, dice) =>
			asking(draft, { temperature: dice.pick(COLD), top_p: 1, top_k: 0, min_p: dice.next() })
	},
	{
		name: 'a huge or tiny repetition penalty',
		change: (draft, dice) =>
			asking(draft, {
				repetition_penalty: dice.pick([100, 50, 10, 0.1, 0.01]),
				temperature: dice.pick([0, 0.001, 0.1, 0.4, 0.8]),
				top_p: dice.pick([0.3, 0.95, 1])
			})
	},
	{
		name: 'half precision on a graphics card',
		change: (draft, dice) => ({
			...draft,
			model: { ...draft.model, quantization: dice.pick(['fp16', 'q4f16', 'half']) },
			engine: { ...draft.engine, backend: 'webgpu', adapter: { vendor: 'x', architecture: 'y' } }
		})
	},
	{
		name: 'half precision and a low temperature',
		change: (draft, dice) =>
			asking(
				{
					...draft,
					model: { ...draft.model, quantization: 'fp16' },
					engine: { ...draft.engine, backend: 'webgpu' }
				},
				{ temperature: dice.pick(COLD), top_p: 0.9 }
			)
	},
	{
		name: 'another engine',
		change: (draft, dice) => ({
			...draft,
			engine: { ...draft.engine, name: dice.pick(['web-llm', 'transformers', 'onnxruntime']) }
		})
	},
	{
		name: 'extreme penalties',
		change: (draft, dice) =>
			asking(draft, {
				presence_penalty: dice.pick([-100, 100]),
				frequency_penalty: dice.pick([-100, 0, 100])
			})
	},
	{
		name: 'every setting at random',
		change: (draft, dice) =>
			asking(draft, {
				temperature: dice.pick([0, 0.001, 0.01, 0.5, 5, 100]),
				top_k: dice.pick([0, 1, 2, 1000]),
				top_p: dice.pick([0.0001, 0.5, 1]),
				min_p: dice.pick([0, 0.5, 1]),
				repetition_penalty: dice.pick([0.01, 1, 100]),
				presence_penalty: dice.pick([-100, 0, 100]),
				frequency_penalty: dice.pick([-100, 0, 100])
			})
	},
	{ name: 'nothing but the text', change: (draft) => draft },
	{
		name: 'a bias for every token of the text',
		change: (draft, dice) => {
			const ids = [...new Set(draft.output.token_ids)].map(String);
			const bias = Object.fromEntries(ids.map((id) => [id, dice.pick([100, 1000])]));
			return asking(draft, { logit_bias: bias, temperature: dice.pick([0, 0.1, 0.8]) });
		}
	},
	{
		name: 'some tokens that were set',
		change: (draft, dice) => {
			const count = 1 + dice.int(draft.output.token_ids.length);
			const forced = draft.output.token_ids.slice(0, count);
			const tokens = draft.output.tokens.map((token, i) =>
				i < count ? { ...token, margin: null } : token
			);
			return {
				...asking(draft, { forced_token_ids: forced }),
				output: { ...draft.output, tokens }
			};
		}
	},
	{
		name: 'no token at all',
		change: (draft) => ({
			...draft,
			output: {
				...draft.output,
				token_ids: [],
				tokens: [],
				text: '',
				finish_reason: 'cancelled',
				stop_sequence: null
			}
		})
	}
];

/** The first tokens of an output, under another end. */
function cut(draft: Draft, length: number, reason: Run['output']['finish_reason']): Draft {
	const { output } = draft;
	const tokens = output.tokens.slice(0, length);
	return {
		...draft,
		output: {
			...output,
			tokens,
			token_ids: output.token_ids.slice(0, length),
			text: tokens.map(({ text }) => text).join(''),
			finish_reason: reason,
			stop_sequence: null
		}
	};
}

function atOneToken(
	draft: Draft,
	dice: Random,
	change: (token: Run['output']['tokens'][number]) => Partial<Run['output']['tokens'][number]>
): Draft {
	const { output } = draft;
	const place = dice.int(output.tokens.length);
	const tokens = output.tokens.map((token, i) =>
		i === place ? { ...token, ...change(token) } : token
	);
	return { ...draft, output: { ...output, tokens } };
}

/** The text is drawn; what is said beside it, or where it ends, is not true. */
export const FALSE_NUMBERS: readonly Forgery[] = [
	{
		name: 'a logprob',
		change: (draft, dice) =>
			atOneToken(draft, dice, ({ logprob }) => ({ logprob: logprob - 0.01 - dice.next() }))
	},
	{
		name: 'a margin',
		change: (draft, dice) =>
			atOneToken(draft, dice, ({ margin }) => ({ margin: (margin ?? 0) + 1 + dice.next() }))
	},
	{
		name: 'a rank',
		change: (draft, dice) =>
			atOneToken(draft, dice, ({ rank }) => ({ rank: rank + 10 + dice.int(1000) }))
	},
	{
		name: 'an entropy',
		change: (draft, dice) =>
			atOneToken(draft, dice, ({ entropy }) => ({ entropy: entropy + 0.1 + dice.next() }))
	},
	{
		name: 'an alternative',
		change: (draft, dice) =>
			atOneToken(draft, dice, ({ alternatives }) => ({
				alternatives: alternatives.map((each, i) =>
					i === alternatives.length - 1 ? { ...each, logprob: each.logprob - 1 } : each
				)
			}))
	},
	{
		name: 'the text of an alternative',
		change: (draft, dice) =>
			atOneToken(draft, dice, ({ alternatives }) => ({
				alternatives: alternatives.map((each) => ({ ...each, text: `${each.text}!` }))
			}))
	},
	{
		name: 'a logprob, under another engine’s name',
		change: (draft, dice) =>
			atOneToken(
				{ ...draft, engine: { ...draft.engine, name: 'web-llm' } },
				dice,
				({ logprob }) => ({ logprob: logprob - 0.01 - dice.next() })
			)
	},
	{
		name: 'a rank, in half precision',
		change: (draft, dice) =>
			atOneToken(
				{
					...draft,
					model: { ...draft.model, quantization: 'fp16' },
					engine: { ...draft.engine, backend: 'webgpu' }
				},
				dice,
				({ rank }) => ({ rank: rank + 10 })
			)
	}
];

export const FALSE_ENDS: readonly Forgery[] = [
	{
		name: 'cut, as if it were full',
		change: (draft, dice) => cut(draft, 1 + dice.int(draft.output.tokens.length - 1), 'length')
	},
	{
		name: 'cut, as if somebody had stopped it',
		change: (draft, dice) => cut(draft, 1 + dice.int(draft.output.tokens.length - 1), 'cancelled')
	},
	{
		name: 'ended at an ordinary token',
		change: (draft, dice) => {
			const length = 1 + dice.int(draft.output.tokens.length - 1);
			const last = draft.output.token_ids[length - 1] ?? 0;
			const ids = [...draft.request.stop_token_ids, last];
			const first = draft.output.token_ids.indexOf(last);
			return asking(cut(draft, first + 1, 'stop'), { stop_token_ids: ids });
		}
	},
	{
		name: 'without the model’s own end',
		change: (draft) => asking(draft, { stop_token_ids: [] })
	}
];
