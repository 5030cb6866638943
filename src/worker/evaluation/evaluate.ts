/** Asks the loaded model what a task asks about some documents, one after another. */
import type { Answered } from '#core/evaluation/requests.ts';
import type { EngineSession } from '#engines/engine.ts';
import type { Analyses, AnalysisProgress } from '#protocol/analysis-api.ts';
import { ItemAnswerer } from './answer-items.ts';

/** What was asked without a context is remembered as long as the model is loaded. */
const answerers = new WeakMap<EngineSession, ItemAnswerer>();

function answererOf(session: EngineSession): ItemAnswerer {
	const answerer = answerers.get(session) ?? new ItemAnswerer(session);
	answerers.set(session, answerer);
	return answerer;
}

/** @throws AppError as `ItemAnswerer.answer` */
export async function evaluate(
	session: EngineSession,
	{ asked }: Analyses['evaluate']['request'],
	signal: AbortSignal,
	onProgress: (progress: AnalysisProgress) => void
): Promise<Analyses['evaluate']['result']> {
	const answerer = answererOf(session);
	const answers: Answered[] = [];
	for (const each of asked) {
		answers.push(await answerer.answer(each, signal));
		onProgress({ done: answers.length, total: asked.length });
	}
	return answers;
}
