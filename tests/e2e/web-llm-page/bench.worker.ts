import { tasks, type TaskName } from './tasks.ts';

addEventListener('message', ({ data }: MessageEvent<TaskName>) => {
	tasks[data]().then(
		(result) => postMessage({ result }),
		(error: unknown) => {
			const text =
				error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error);
			postMessage({ error: text });
		}
	);
});
