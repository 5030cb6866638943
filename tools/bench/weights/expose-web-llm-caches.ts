/** Serves the installed WebLLM with one export more: the caches that it keeps to itself. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ID = 'virtual:web-llm-caches';
const LIBRARY = fileURLToPath(import.meta.resolve('@mlc-ai/web-llm'));

export function exposeWebLlmCaches(): Plugin {
	return {
		name: 'glasshouse:expose-web-llm-caches',
		resolveId: (id) => (id === ID ? `\0${ID}` : null),
		load: (id) => {
			if (id !== `\0${ID}`) return null;
			const code = readFileSync(LIBRARY, 'utf8').replace(/^\/\/# sourceMappingURL.*$/m, '');
			const [, owner] = /return ([\w$]+)\.createArtifactCache\(scope/.exec(code) ?? [];
			if (owner === undefined) throw new Error('this WebLLM has no createArtifactCache');
			return `${code}\nexport const { createArtifactCache } = ${owner};`;
		}
	};
}
