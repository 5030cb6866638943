/** Files of lessons and of answers, dropped anywhere on the window. */
import type { AppState } from '#state/app-state.ts';
import { lessonRoute } from '#state/page/routes.ts';

/** Answers go to the tally; of lessons the first one is opened. What is wrong is said there. */
export async function openClassFiles(app: AppState, files: readonly File[]): Promise<void> {
	await app.lessons.open();
	const opened = app.lessons.value;
	if (opened === null) {
		app.route.go({ view: 'lessons' });
		return;
	}
	const { view } = app.route.current;
	const [first] = files;
	if (view === 'tally' || first?.name.endsWith('.answers.json') === true) {
		if (view !== 'tally') app.route.go({ view: 'tally' });
		await opened.tally.add(files);
		return;
	}
	if (first === undefined) return;
	const key = await opened.lessons.openFile(first);
	app.route.go(key === null ? { view: 'lessons' } : lessonRoute(key));
}
