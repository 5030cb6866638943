/** `npm run sbom`: the bill of materials of the built folder, on standard output. The build has it in it, too. */
import { readFileSync } from 'node:fs';
import { billOfMaterials } from './sbom.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
console.log(JSON.stringify(billOfMaterials('dist', version), null, '\t'));
