/** For those who load a model to write with it. */
import { AppError } from '#core/errors.ts';
import type { AnySession, EngineSession } from './engine.ts';

/**
 * The session again, where its model writes; else it is disposed of.
 *
 * @throws AppError `model-wrong-task` (details: task)
 */
export async function writingSession(session: AnySession): Promise<EngineSession> {
	if (session.task !== 'fill-mask') return session;
	await session.dispose();
	throw new AppError('model-wrong-task', 'this model fills masks and writes nothing', {
		details: { task: session.task }
	});
}
