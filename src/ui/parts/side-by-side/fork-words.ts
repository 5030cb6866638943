/** Where texts part for the first time, and what may have parted them. */
import type { FieldDifference, RunComparison } from '#core/diff/compare-runs.ts';
import { formatList } from '#words/format.ts';
import { inSentence } from '#words/in-sentence.ts';
import { plural } from '#words/plural.ts';
import { differenceLabel } from './differs-words.ts';

/** Empty where all texts are the same. */
export function forkWords({ fork, differences }: RunComparison): string {
	if (fork === null) return '';
	return `${whereWords(fork.position)} ${logitsWords(fork.sameLogits)} ${causeWords(differences)}`;
}

function whereWords(position: number): string {
	if (position === 0) return 'They differ from the first token.';
	return `They begin with the same ${plural(position, ['# token', '# tokens'])} and differ from token ${(position + 1).toString()}.`;
}

function logitsWords(same: boolean): string {
	return same ? 'All had the same logits there, bit for bit.' : 'Their logits differ there, too.';
}

/** Files of one model in another precision are no other model. */
function modelCauses(differences: readonly FieldDifference[]): string[] {
	const fields = differences.filter(({ group }) => group === 'model').map(({ field }) => field);
	if (fields.length === 0) return [];
	return [fields.includes('name') || !fields.includes('quantization') ? 'Model' : 'Precision'];
}

/** Every setting by its name; model, prompt and engine as a whole: the table has the rest. */
function causeWords(differences: readonly FieldDifference[]): string {
	const has = (group: FieldDifference['group']) => differences.some((each) => each.group === group);
	const settings = differences.filter(({ group }) => group === 'settings').map(differenceLabel);
	const causes = [
		...modelCauses(differences),
		...(has('prompt') ? ['Prompt'] : []),
		...settings,
		...(has('engine') ? ['Engine'] : [])
	].map(inSentence);
	if (causes.length === 0) return 'The model, the prompt and all settings are the same.';
	return differences.some(({ field }) => field === 'seed')
		? `What differs: ${formatList(causes)}.`
		: `What differs: ${formatList(causes)}. The seed is the same.`;
}
