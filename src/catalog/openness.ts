/**
 * What is open about a model, part by part, each with who says so. There is no single badge: a model
 * with open weights and closed data is neither open nor closed. What nobody has looked at counts as
 * be not assessed.
 */

export type OpennessPart =
	| 'weights'
	| 'training-code'
	| 'training-data'
	| 'license'
	/** Open Source AI Definition 1.0, as the Open Source Initiative validated it. */
	| 'osaid'
	/** Model Openness Framework class. */
	| 'mof';

export type Assessment = 'open' | 'partial' | 'closed' | 'not-assessed';

export interface OpennessSource {
	readonly title: string;
	readonly url: string | null;
	/** Year and month in which it was read. */
	readonly read: string;
}

export interface OpennessChip {
	readonly part: OpennessPart;
	readonly assessment: Assessment;
	/** What exactly was found, or which other model the source speaks of. */
	readonly note: string | null;
	/** Null when nobody assessed it. */
	readonly source: OpennessSource | null;
}

export type OpennessCard = Readonly<Record<OpennessPart, OpennessChip>>;

const READ = '2026-11';

export const EU_INDEX: OpennessSource = {
	title: 'European Open Source AI Index (CC-BY 4.0)',
	url: 'https://doi.org/10.5281/zenodo.15386042',
	read: READ
};

export const OSI: OpennessSource = {
	title: 'Open Source Initiative, validation of OSAID 1.0',
	url: 'https://opensource.org/ai',
	read: READ
};

export const MOT: OpennessSource = {
	title: 'Model Openness Tool data, classified by its own rules',
	url: 'https://mot.isitopen.ai',
	read: READ
};

export const OWN_PAGE: OpennessSource = { title: "the model's own page", url: null, read: READ };

/** One finding, before it has its place on a card. */
export interface Finding {
	readonly assessment: Exclude<Assessment, 'not-assessed'>;
	readonly note?: string;
	readonly source: OpennessSource;
}

export type Findings = Partial<Readonly<Record<OpennessPart, Finding>>>;

function chip(part: OpennessPart, finding: Finding | undefined): OpennessChip {
	if (finding === undefined) return { part, assessment: 'not-assessed', note: null, source: null };
	const { assessment, note, source } = finding;
	return { part, assessment, note: note ?? null, source };
}

/** @returns a card on which everything without a finding is not assessed */
export function cardOf(findings: Findings): OpennessCard {
	return {
		weights: chip('weights', findings.weights),
		'training-code': chip('training-code', findings['training-code']),
		'training-data': chip('training-data', findings['training-data']),
		license: chip('license', findings.license),
		osaid: chip('osaid', findings.osaid),
		mof: chip('mof', findings.mof)
	};
}

/** The parts that a reader cannot look into, whether closed or simply not assessed. */
export function uncheckableParts(card: OpennessCard): OpennessPart[] {
	const parts = ['weights', 'training-code', 'training-data'] as const;
	return parts.filter((part) => card[part].assessment !== 'open');
}

const GRADES = { O: 'open', P: 'partial', C: 'closed' } as const;
type Grade = keyof typeof GRADES;

/** The index's four columns. Its entries describe the newest model of a family. */
export function euIndex(
	[data, weights, code, license]: readonly [Grade, Grade, Grade, Grade],
	note?: string
): Findings {
	const finding = (grade: Grade): Finding => ({
		assessment: GRADES[grade],
		source: EU_INDEX,
		...(note === undefined ? {} : { note })
	});
	return {
		'training-data': finding(data),
		weights: finding(weights),
		'training-code': finding(code),
		license: finding(license)
	};
}
