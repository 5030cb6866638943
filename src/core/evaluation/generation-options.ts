/** How long a text is written, and where it ends: `generation_kwargs` of the harness. */
import { evaluationError } from './evaluation-error.ts';
import { JsonFields } from './json-fields.ts';
import type { PythonJson } from './python/json-value.ts';
import type { GenerationOptions } from './requests.ts';

/** The harness's, where a task says nothing. */
const DEFAULT_TOKENS = 256;
const MOST_TOKENS = 100_000;
/** Of no consequence for the likeliest token. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['temperature', 'top_p', 'top_k', 'do_sample']);

/**
 * @param where the line, for the error
 * @throws AppError `evaluation-field-invalid` for what would change the text and is not done here,
 *   sampling among it: its random numbers are those of the harness's own libraries
 */
export function readGenerationOptions(value: PythonJson, where: string): GenerationOptions {
	const fields = new JsonFields(value, where);
	if (fields.has('do_sample') && fields.flag('do_sample')) fields.fail('do_sample', 'false');
	const known = new Set([...WITHOUT_EFFECT, 'until', 'max_gen_toks']);
	const other = fields.keys().find((key) => !known.has(key));
	if (other !== undefined) fields.fail(other, 'no option of this name');
	const maxTokens = fields.has('max_gen_toks') ? fields.whole('max_gen_toks') : DEFAULT_TOKENS;
	if (maxTokens < 1 || maxTokens > MOST_TOKENS) fields.fail('max_gen_toks', `1 to ${MOST_TOKENS}`);
	return { until: untilOf(fields, where), maxTokens, asWritten: value };
}

function untilOf(fields: JsonFields, where: string): string[] {
	if (!fields.has('until')) return [];
	const until = fields.any('until');
	const texts = typeof until === 'string' ? [until] : fields.texts('until');
	if (texts.includes('')) throw evaluationError(`${where}: until`, 'texts that are not empty');
	return texts;
}
