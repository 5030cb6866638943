/** One English sentence for each verdict, with its evidence in it. */
import { plural } from '../text/plural.ts';
import type { DivergedEvidence, Verdict, VerdictToken } from './verdict.ts';

type EvidenceOf<Kind extends Verdict['verdict']> = Extract<Verdict, { verdict: Kind }>['evidence'];

/** Positions are counted from 1 here, as people count. */
export function verdictText(verdict: Verdict): string {
	switch (verdict.verdict) {
		case 'bit-exact':
			return bitExactText(verdict.evidence);
		case 'same-tokens':
			return sameTokensText(verdict.evidence);
		case 'diverged':
			return divergedText(verdict.evidence);
		case 'within-noise':
			return withinNoiseText(verdict.evidence);
		case 'not-comparable':
			return notComparableText(verdict.evidence);
		case 'invalid':
			return invalidText(verdict.evidence);
	}
}

function bitExactText({ comparedTokens, engineDiffers }: EvidenceOf<'bit-exact'>): string {
	const where = engineDiffers ? ', although the engine here is set up differently' : '';
	if (comparedTokens === 1)
		return `The one token and all its logits are the same, bit for bit${where}.`;
	return `All ${number(comparedTokens)} tokens and all their logits are the same, bit for bit${where}.`;
}

function sameTokensText(evidence: EvidenceOf<'same-tokens'>): string {
	const { comparedTokens, differingLogits, largestLogprobDifference, position } = evidence;
	const tokens =
		comparedTokens === 1 ? 'The one token is' : `All ${number(comparedTokens)} tokens are`;
	if (differingLogits === 0) {
		return `${tokens} the same and so are the logits, but other recorded numbers do not follow from them.`;
	}
	const cause = evidence.engineDiffers ? ', which another engine or device explains' : '';
	if (differingLogits === null || largestLogprobDifference === null) {
		return `${tokens} the same; the logits differ in some bits${cause}.${TOKENS_ONLY}`;
	}
	const where = position === null ? '' : ` (at token ${number(position + 1)})`;
	const differ =
		`${tokens} the same; the logits differ in ${plural(differingLogits, ['# position', '# positions'])}, ` +
		`by at most ${nats(largestLogprobDifference)} in logprob${where}`;
	return `${differ}${evidence.beyondNoise === true ? BEYOND_NOISE : `${cause}.`}`;
}

const BEYOND_NOISE =
	'. Other recorded numbers differ by more than noise is expected to explain; how much it does explain nobody has measured for this engine and precision, so this is a reason to look closer, not a proof.';

const TOKENS_ONLY = ' Only the tokens were checked: no probabilities are recorded.';

function withinNoiseText(evidence: EvidenceOf<'within-noise'>): string {
	const { comparedTokens, exactTokens, largestShortfall, position, tau } = evidence;
	const others = comparedTokens - exactTokens;
	const lose = others === 1 ? 'the other one loses' : `the other ${number(others)} lose`;
	const text =
		`${number(exactTokens)} of ${plural(comparedTokens, ['# token', '# tokens'])} are exactly what is drawn here; ` +
		`${lose} by at most ${nats(largestShortfall)} (at token ${number(position + 1)})`;
	if (evidence.beyondNoise === true) return `${text}${BEYOND_NOISE}`;
	const checked = evidence.largestLogprobDifference === null ? TOKENS_ONLY : '';
	return `${text}: numeric noise of another device explains up to ${nats(tau)}.${checked}`;
}

function divergedText(evidence: DivergedEvidence): string {
	const { recorded, regrown, sharedTokens, shortfall, tau } = evidence;
	if (evidence.cause === 'probability') return probabilityText(evidence);
	if (evidence.cause === 'margin') return marginText(evidence);
	if (shortfall !== undefined && tau !== undefined) return lostText(evidence, shortfall, tau);
	const shared =
		sharedTokens === 0
			? 'The very first token differs'
			: plural(sharedTokens, [
					'The first # token agrees, then they part',
					'The first # tokens agree, then they part'
				]);
	return `${shared}: the file has ${tokenText(recorded)}, here it is ${tokenText(regrown)}.`;
}

/** The logprob of the same token after the same text: it depends on weights and prompt alone. */
function probabilityText(evidence: DivergedEvidence): string {
	const { position, recorded, recordedNumber, localNumber, tau } = evidence;
	const there = recordedNumber ?? -Infinity;
	const here = localNumber ?? -Infinity;
	return (
		`At token ${number(position + 1)} the file gives ${quoted(recorded)} a logprob of ${nats(there)}, ` +
		`here it is ${nats(here)}: ${nats(Math.abs(there - here))} apart where numeric noise explains ` +
		`${nats(tau ?? 0)}. The recorded numbers do not come from these weights after this prompt and text.`
	);
}

/** The probability agrees: what is left are the settings and the seed. */
function marginText(evidence: DivergedEvidence): string {
	const { position, recorded, recordedNumber: there = null, localNumber: here = null } = evidence;
	const place = `At token ${number(position + 1)} the file says that ${quoted(recorded)}`;
	const said =
		there === null ? `${place} won without a rival` : `${place} won by ${nats(Math.abs(there))}`;
	const apart =
		there === null || here === null
			? ''
			: `, ${nats(Math.abs(there - here))} apart where numeric noise explains ${nats(evidence.tau ?? 0)}`;
	return `${said}; ${leadHere(here)}${apart}. Its probability holds, so settings or seed are not those of the run.`;
}

function leadHere(margin: number | null): string {
	if (margin === null) return 'here it wins without a rival';
	return margin < 0 ? `here it loses by ${nats(-margin)}` : `here it wins by ${nats(margin)}`;
}

/** At one position, verified by its scores: the recorded token cannot have been the draw. */
function lostText(
	{ position, recorded, regrown }: DivergedEvidence,
	shortfall: number,
	tau: number
): string {
	const loses =
		shortfall === Infinity
			? 'which the filters drop here'
			: `which loses by ${nats(shortfall)} where numeric noise explains ${nats(tau)}`;
	return (
		`At token ${number(position + 1)} the file has ${quoted(recorded)}, ${loses}; drawn here is ${quoted(regrown)}. ` +
		'It was not made with these weights, settings and seed.'
	);
}

function quoted(token: VerdictToken | null): string {
	return JSON.stringify(token?.text ?? '');
}

function tokenText(token: VerdictToken | null): string {
	if (token === null) return 'the end';
	const margin = token.margin === null ? '' : ` (ahead by ${nats(token.margin)})`;
	return `${JSON.stringify(token.text)}${margin}`;
}

function notComparableText({
	reason,
	recorded,
	local,
	resources
}: EvidenceOf<'not-comparable'>): string {
	switch (reason) {
		case 'model': {
			const names = resources.map((resource) => resource.name);
			const listed = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
			if (names.length === 0) return 'The model here is not the one that wrote this run.';
			return names.length === 1
				? `The model here is not the one that wrote this run: ${listed.join(', ')} differs.`
				: `The model here is not the one that wrote this run: ${listed.join(', ')} differ.`;
		}
		case 'template':
			return 'The chat template here is not the one that this run was made with.';
		case 'prompt':
			return `The prompt becomes other tokens here (${recorded} in the file, ${local} here).`;
		case 'sampler':
			return `The run was drawn with the sampler ${recorded}; this app has ${local}.`;
		case 'incomplete':
			return `Regrowing was stopped after ${local}, all of them equal; the file has ${recorded}.`;
	}
}

function invalidText({ code, path }: EvidenceOf<'invalid'>): string {
	// eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- nothing else can be said of a file of another kind
	switch (code) {
		case 'run-id-mismatch':
			return 'This file was changed after it was written: its id does not match its content.';
		case 'run-field-invalid':
			return `This is not a sound run file: ${path || 'its content'} is not as it should be.`;
		case 'run-unknown-version':
			return 'This run file has a version that this app does not know.';
		case 'run-too-large':
		case 'run-too-deep':
			return 'This file is larger or deeper than a run file may be.';
		default:
			return 'This is not a run file.';
	}
}

function number(value: number): string {
	return value.toLocaleString('en');
}

/** Three digits that count, whatever the size. */
function nats(value: number): string {
	return `${Number(value.toPrecision(3))} nats`;
}
