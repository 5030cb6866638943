/** Hands tasks to a fresh worker each: the adapter runs where it runs in the app. */
import type { TaskName, TaskResults } from './tasks.ts';

declare global {
	interface Window {
		runTask: <Name extends TaskName>(name: Name) => Promise<TaskResults[Name]>;
	}
}

type Answer = { readonly result: never } | { readonly error: string };

window.runTask = (name) =>
	new Promise((resolve, reject) => {
		const worker = new Worker(new URL('./bench.worker.ts', import.meta.url), { type: 'module' });
		const settle = (finish: () => void) => {
			worker.terminate();
			finish();
		};
		worker.onerror = (event) => settle(() => reject(new Error(event.message)));
		worker.onmessage = ({ data }: MessageEvent<Answer>) => {
			if ('error' in data) settle(() => reject(new Error(data.error)));
			else settle(() => resolve(data.result));
		};
		worker.postMessage(name);
	});
