/** One English sentence for each verdict, with its evidence in it. */
import type { Verdict, VerdictToken } from './verdict.ts';

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
	const where = position === null ? '' : ` (at token ${number(position + 1)})`;
	return (
		`${tokens} the same; the logits differ in ${count(differingLogits, 'position')}, ` +
		`by at most ${nats(largestLogprobDifference)} in logprob${where}${cause}.`
	);
}

function divergedText(evidence: EvidenceOf<'diverged'>): string {
	const { recorded, regrown, sharedTokens } = evidence;
	const shared =
		sharedTokens === 0
			? 'The very first token differs'
			: `The first ${count(sharedTokens, 'token')} agree${sharedTokens === 1 ? 's' : ''}, then they part`;
	return `${shared}: the file has ${tokenText(recorded)}, here it is ${tokenText(regrown)}.`;
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
			const which =
				listed.length === 0
					? ''
					: `: ${listed.join(', ')} ${names.length === 1 ? 'differs' : 'differ'}`;
			return `The model here is not the one that wrote this run${which}.`;
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

function count(amount: number, noun: string): string {
	return `${number(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

function number(value: number): string {
	return value.toLocaleString('en');
}

/** Three digits that count, whatever the size. */
function nats(value: number): string {
	return `${Number(value.toPrecision(3))} nats`;
}
