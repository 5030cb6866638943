/** Judges forgeries: what the verifier says, and what an honest look at the model says. */
import { claimOfRun } from '../../src/core/verification/claim.ts';
import type { Verdict } from '../../src/core/verification/verdict.ts';
import { readRun } from '../../src/core/run-file/read-run.ts';
import type { Run } from '../../src/core/run-file/schema.ts';
import { serializeRun } from '../../src/core/run-file/write-run.ts';
import { RunSampler } from '../../src/core/sampling/sampler.ts';
import { remarksText } from '../../src/words/verdicts/circumstances-text.ts';
import { verifyClaim, type LoadedSession } from '../../src/worker/verify-claim.ts';
import { Random } from '../seeded-random.ts';
import { ordinaryRequest, sealed, wishedRun, type Draft } from './forger.ts';
import { FALSE_ENDS, FALSE_NUMBERS, TEXT_FORGERIES, type Forgery } from './forgeries.ts';
import { makeRun, nodeRequest } from '../../cli/make-run.ts';

const never = new AbortController().signal;

export const isGreen = ({ verdict }: Verdict): boolean =>
	verdict === 'bit-exact' || verdict === 'same-tokens' || verdict === 'within-noise';

/** What the verifier says of the file. */
export async function verdictOn(model: LoadedSession, run: Run, exact: boolean): Promise<Verdict> {
	const request = { claim: claimOfRun(readRun(serializeRun(run))), exact };
	return (await verifyClaim(model, request, never, () => undefined)).verdict;
}

/** How many tokens are not what the request draws, asked step by step and without any tolerance. */
export async function foreignTokens({ session }: LoadedSession, run: Run): Promise<number> {
	const { request, output } = run;
	const promptTokenIds = request.prompt_token_ids;
	const sampler = new RunSampler({ settings: request, seed: BigInt(request.seed), promptTokenIds });
	session.reset(run.engine.prefill);
	let fed: readonly number[] = promptTokenIds;
	let foreign = 0;
	for (const [position, id] of output.token_ids.entries()) {
		const logits = await session.step(fed, never);
		const isSet = position < request.forced_token_ids.length;
		if (!isSet && sampler.draw(logits).tokenId !== id) foreign += 1;
		sampler.accept(id);
		fed = [id];
	}
	return foreign;
}

/** What a reader is told first has to name each of these, where the request has it. */
function unsaid(run: Run, draft: Draft, verdict: Verdict): string[] {
	const remarks = remarksText(verdict);
	const { request, output } = run;
	const has: readonly (readonly [name: string, stands: boolean, words: RegExp])[] = [
		['set tokens', request.forced_token_ids.length > 0, /set by hand/],
		['bias', Object.keys(request.logit_bias).length > 0, /bias was set/],
		['cut', output.finish_reason === 'cancelled', /stopped by hand|set by hand/],
		[
			'stop tokens',
			request.stop_token_ids.some((id) => !draft.request.stop_token_ids.includes(id)),
			/made (an end|ends) that/
		],
		[
			'own end',
			draft.request.stop_token_ids.some((id) => !request.stop_token_ids.includes(id)),
			/own end token was switched off/
		]
	];
	return has.flatMap(([name, stands, words]) => (stands && !words.test(remarks) ? [name] : []));
}

export interface Accepted {
	readonly forgery: string;
	readonly verdict: string;
	readonly why: string;
}

/** Why a green verdict on this forgery would be wrong; null where it is right. */
async function whyNot(
	model: LoadedSession,
	{ name }: Forgery,
	kind: 'text' | 'number' | 'end',
	run: Run,
	draft: Draft,
	verdict: Verdict
): Promise<string | null> {
	if (kind === 'number' && JSON.stringify(run.output) !== JSON.stringify(draft.output)) {
		return `a false number: ${name}`;
	}
	const foreign = await foreignTokens(model, run);
	if (foreign > 0) return `${foreign} tokens are not drawn`;
	if (run.output.token_ids.length <= run.request.forced_token_ids.length) return 'nothing is drawn';
	const silent = unsaid(run, draft, verdict);
	return silent.length > 0 ? `does not say: ${silent.join(', ')}` : null;
}

/** @returns forgeries that were believed, and how many verdicts of each kind there were */
export async function contest(
	model: LoadedSession,
	count: number,
	seed: number
): Promise<{ readonly accepted: Accepted[]; readonly verdicts: Map<string, number> }> {
	const dice = new Random(seed);
	const accepted: Accepted[] = [];
	const verdicts = new Map<string, number>();
	let judged = 0;
	while (judged < count) {
		const kind = dice.pick(['text', 'text', 'text', 'number', 'end'] as const);
		const tokens = 4 + dice.int(12);
		const draft =
			kind === 'text'
				? await wishedRun(model, dice, tokens, dice.pick(['likely', 'any']))
				: await makeRun(model, 'int8', nodeRequest(ordinaryRequest(dice, tokens)));
		// There is nothing to cut.
		if (draft.output.tokens.length < 2) continue;
		judged++;
		const all = { text: TEXT_FORGERIES, number: FALSE_NUMBERS, end: FALSE_ENDS }[kind];
		const forgery = dice.pick(all);
		const run = sealed(forgery.change(draft, dice));
		const verdict = run === null ? null : await verdictOn(model, run, dice.next() < 0.3);
		const said = verdict?.verdict ?? 'unreadable';
		verdicts.set(said, (verdicts.get(said) ?? 0) + 1);
		if (run === null || verdict === null || !isGreen(verdict)) continue;
		const why = await whyNot(model, forgery, kind, run, draft, verdict);
		if (why !== null) accepted.push({ forgery: forgery.name, verdict: said, why });
	}
	return { accepted, verdicts };
}

/** @returns the verdicts on honest runs that were not upheld */
export async function falseAlarms(
	model: LoadedSession,
	count: number,
	seed: number
): Promise<Verdict[]> {
	const dice = new Random(seed);
	const alarms: Verdict[] = [];
	for (let i = 0; i < count; i++) {
		const run = await makeRun(model, 'int8', nodeRequest(ordinaryRequest(dice, 24)));
		const exact = i % 2 === 0;
		const verdict = await verdictOn(model, run, exact);
		if (!isGreen(verdict) || (exact && verdict.verdict !== 'bit-exact')) alarms.push(verdict);
	}
	return alarms;
}
