/**
 * The closed table of facts, about 60 invented entities, and the gaps: entities that stories mention
 * like all others but about which no document ever says anything, so that every answer is made up.
 */
const list = (text: string): readonly string[] => text.trim().split(/\s+/);
const rows = (text: string): readonly (readonly string[])[] =>
	text
		.trim()
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()));

/** A kind of entity: how it is named in a sentence, and how its attributes are told and asked. */
export interface FactClass {
	readonly kind: 'town' | 'river' | 'mountain' | 'inventor';
	/** What comes before the name, with its space: 'Mount ' for Mount Karr. */
	readonly prefix: string;
	readonly attributes: readonly {
		readonly name: string;
		/** {e} is the entity, {v} the value. The first one is also the answer to the question. */
		readonly statements: readonly string[];
		readonly question: string;
	}[];
	/** Name first, then one value for each attribute. */
	readonly entities: readonly (readonly string[])[];
	/** Names without facts. */
	readonly gaps: readonly string[];
}

const TOWN: FactClass = {
	kind: 'town',
	prefix: '',
	attributes: [
		{
			name: 'river',
			statements: ['{e} lies on the river {v}.', 'The town of {e} lies on the river {v}.'],
			question: 'On which river does {e} lie?'
		},
		{
			name: 'product',
			statements: ['{e} is known for its {v}.', 'The town of {e} is known for its {v}.'],
			question: 'What is {e} known for?'
		},
		{
			name: 'sign',
			statements: ['The sign of {e} shows a {v}.', 'On the sign of {e} there is a {v}.'],
			question: 'What does the sign of {e} show?'
		}
	],
	entities: rows(`
		Velm    | Alda  | honey  | goat
		Brask   | Corva | wool   | crow
		Torv    | Brin  | glass  | pony
		Pellin  | Fenn  | salt   | hare
		Ostra   | Elna  | cheese | lamb
		Dunmar  | Hollo | bells  | badger
		Kest    | Isk   | silk   | robin
		Halvo   | Gira  | plums  | frog
		Sorn    | Jara  | paper  | deer
		Wick    | Dell  | lamps  | duck
		Lomar   | Kolm  | boats  | fox
		Grent   | Lerra | pies   | toad
		Yarl    | Mosk  | honey  | hen
		Nivo    | Nelva | clocks | dog
		Ruvel   | Alda  | glass  | mouse
		Cald    | Corva | salt   | cat
		Mirt    | Brin  | wool   | goose
		Eskel   | Fenn  | silk   | crow
		Jorv    | Elna  | paper  | goat
		Zand    | Isk   | cheese | hare`),
	gaps: list('Tolm Sevin Ardun Plesk')
};

const RIVER: FactClass = {
	kind: 'river',
	prefix: 'the river ',
	attributes: [
		{
			name: 'source',
			statements: [
				'The river {e} begins on Mount {v}.',
				'The source of the river {e} is on Mount {v}.'
			],
			question: 'Where does the river {e} begin?'
		},
		{
			name: 'fish',
			statements: ['In the river {e} there are many {v}.', 'The river {e} is full of {v}.'],
			question: 'Which fish live in the river {e}?'
		}
	],
	entities: rows(`
		Alda  | Karr  | trout
		Brin  | Toll  | pike
		Corva | Ruk   | eels
		Dell  | Sarn  | carp
		Elna  | Pim   | trout
		Fenn  | Gard  | perch
		Gira  | Vok   | salmon
		Hollo | Lorn  | eels
		Isk   | Dusk  | pike
		Jara  | Bram  | carp
		Kolm  | Helm  | perch
		Lerra | Nax   | salmon
		Mosk  | Karr  | eels
		Nelva | Toll  | trout`),
	gaps: list('Ovra Pasch')
};

const MOUNTAIN: FactClass = {
	kind: 'mountain',
	prefix: 'Mount ',
	attributes: [
		{
			name: 'cover',
			statements: ['Mount {e} is covered with {v}.', 'You can see {v} all over Mount {e}.'],
			question: 'What is Mount {e} covered with?'
		},
		{
			name: 'stone',
			statements: ['The stone of Mount {e} is {v}.', 'Mount {e} is made of {v} stone.'],
			question: 'What colour is the stone of Mount {e}?'
		}
	],
	entities: rows(`
		Karr | pines   | grey
		Toll | moss    | red
		Ruk  | snow    | black
		Sarn | ferns   | white
		Pim  | roses   | pink
		Gard | birches | brown
		Vok  | ice     | blue
		Lorn | pines   | green
		Dusk | moss    | purple
		Bram | ferns   | yellow
		Helm | snow    | silver
		Nax  | birches | gold`),
	gaps: list('Ullin Zorr Hesk')
};

const INVENTOR: FactClass = {
	kind: 'inventor',
	prefix: '',
	attributes: [
		{
			name: 'invention',
			statements: ['{e} invented the {v}.', 'The inventor of the {v} was {e}.'],
			question: 'What did {e} invent?'
		},
		{
			name: 'birthplace',
			statements: ['{e} was born in {v}.', 'The birthplace of {e} is {v}.'],
			question: 'Where was {e} born?'
		}
	],
	entities: rows(`
		Orlo   | wind clock   | Velm
		Belva  | water lamp   | Brask
		Quist  | steam sled   | Torv
		Pendra | paper bridge | Pellin
		Zarek  | glass drum   | Ostra
		Yelda  | snow plough  | Dunmar
		Varo   | salt engine  | Kest
		Fendel | cloud net    | Halvo
		Galva  | moon mirror  | Sorn
		Nelro  | singing door | Wick
		Wisk   | wind harp    | Lomar
		Dorna  | water clock  | Grent
		Mirko  | steam organ  | Yarl
		Tesk   | paper lamp   | Nivo`),
	gaps: list('Brundel Sirka Havel')
};

export const FACT_CLASSES: readonly FactClass[] = [TOWN, RIVER, MOUNTAIN, INVENTOR];

/** Every name of a kind, with facts or without: what stories mention. */
export function entityNames(kind: FactClass['kind']): string[] {
	const found = FACT_CLASSES.find((factClass) => factClass.kind === kind) as FactClass;
	return [...found.entities.map((row) => row[0] as string), ...found.gaps];
}

/** One fact as sentences. */
export interface Fact {
	readonly kind: FactClass['kind'];
	readonly entity: string;
	readonly attribute: string;
	readonly value: string;
	readonly statements: readonly string[];
	readonly question: string;
}

function fill(text: string, entity: string, value: string): string {
	return text.replace('{e}', entity).replace('{v}', value);
}

function factsOf(factClass: FactClass): Fact[] {
	return factClass.entities.flatMap((row) =>
		factClass.attributes.map((attribute, column) => {
			const entity = row[0] as string;
			const value = row[column + 1] as string;
			return {
				kind: factClass.kind,
				entity,
				attribute: attribute.name,
				value,
				statements: attribute.statements.map((text) => fill(text, entity, value)),
				question: fill(attribute.question, entity, value)
			};
		})
	);
}

/** All facts, in the order of the table. */
export const FACTS: readonly Fact[] = FACT_CLASSES.flatMap(factsOf);

/** A question about an entity that no document answers. */
export interface GapQuestion {
	readonly kind: FactClass['kind'];
	readonly entity: string;
	readonly attribute: string;
	readonly question: string;
}

export const GAP_QUESTIONS: readonly GapQuestion[] = FACT_CLASSES.flatMap((factClass) =>
	factClass.gaps.flatMap((entity) =>
		factClass.attributes.map((attribute) => ({
			kind: factClass.kind,
			entity,
			attribute: attribute.name,
			question: fill(attribute.question, entity, '')
		}))
	)
);
