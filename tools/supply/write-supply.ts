/** Adds to a built folder what says where its parts come from: `licences.txt` and `sbom.cdx.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, packagesNamedBy } from './bundled-packages.ts';
import { licencesText } from './licences.ts';
import { billOfMaterials } from './sbom.ts';

/** @throws Error for a part whose licence nobody has allowed or that ships none */
export function writeSupplyFiles(dist: string): void {
	const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
	writeFileSync(join(dist, 'licences.txt'), licencesText(dist));
	const bill = billOfMaterials(dist, version);
	writeFileSync(join(dist, 'sbom.cdx.json'), `${JSON.stringify(bill, null, '\t')}\n`);
}

/** @throws Error when the service worker, compiled last, contains what the files do not name */
export function checkServiceWorker(dist: string): void {
	const known = new Set(bundledPackages(dist));
	for (const name of packagesNamedBy([join(dist, 'service-worker.js.map')])) {
		if (!known.has(name)) throw new Error(`licences.txt does not name ${name}`);
	}
}
