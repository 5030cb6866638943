import type { AppFileCheck } from '#storage/app-cache.ts';

/** What a newcomer would miss, when it is not there. */
export type AppPart = 'app' | 'cpu-engine' | 'gpu-engine' | 'built-in-model';

const PARTS: readonly AppPart[] = ['app', 'cpu-engine', 'gpu-engine', 'built-in-model'];

function partOf({ file }: AppFileCheck): AppPart {
	if (file.needsGpu) return 'gpu-engine';
	if (file.url.startsWith('runtime/')) return 'cpu-engine';
	return file.url.startsWith('models/') ? 'built-in-model' : 'app';
}

/** The files of the app by what they are for; parts without files are left out. */
export function groupAppFiles(
	files: readonly AppFileCheck[]
): { readonly part: AppPart; readonly files: readonly AppFileCheck[] }[] {
	return PARTS.map((part) => ({
		part,
		files: files.filter((check) => partOf(check) === part)
	})).filter((group) => group.files.length > 0);
}
