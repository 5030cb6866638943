/** Copies the installed WebLLM's own list of models into the catalogue: `npx tsx tools/catalog/write-web-llm-records.ts`. */
import { writeFileSync } from 'node:fs';
import { modelVersion, prebuiltAppConfig } from '@mlc-ai/web-llm';
import { version } from '@mlc-ai/web-llm/package.json';

const target = new URL('../../src/catalog/web-llm-records.json', import.meta.url);
const list = { webLlmVersion: version, modelVersion, models: prebuiltAppConfig.model_list };
writeFileSync(target, `${JSON.stringify(list, null, '\t')}\n`);
