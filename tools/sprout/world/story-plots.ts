/**
 * The stories as data. A story is: an opening, perhaps a look around, one of ten plots, a closing.
 * Every step is one sentence, chosen uniformly from its templates; a step with `chance` may be left
 * out. Slots are explained in `stories.ts`. The rules that keep it learnable for a very small model:
 * the kind of a sentence follows from the sentence before it, and what must be remembered (names,
 * the item, the animal, the food) is repeated often.
 */
export interface PlotStep {
	readonly sentences: readonly string[];
	/** Odds of the step being told; always when absent. */
	readonly chance?: { readonly told: number; readonly left: number };
}

const HALF = { told: 1, left: 1 };
const OFTEN = { told: 2, left: 1 };

export const OPENING: PlotStep = {
	sentences: ['{time} {hero} {move} the {place}.']
};

export const LOOK_AROUND: PlotStep = {
	chance: OFTEN,
	sentences: [
		'It was a {day} day.',
		'The air was {day} and nobody was at the {place}.',
		'A {day} wind came from Mount {mountain}.',
		'{hero} had heard about the {place} from an aunt in {town}.',
		'{hero} liked the {place} more than the river {river}.',
		'{hero} sang a song about {inventor}.',
		'The {place} was {day} and {hero} was {mood}.',
		'{hero} had a book about {inventor} in {her} pocket.'
	]
};

const FIND: readonly PlotStep[] = [
	{
		sentences: [
			'There {hero} found a {trait} {item} {spot}.',
			'Then {hero} saw a {trait} {item} {spot}.',
			'A {trait} {item} was lying {spot}.', 'Somebody had left a {trait} {item} {spot}.', '{hero} fell over a {trait} {item} {spot}.'
		]
	},
	{
		chance: OFTEN,
		sentences: [
			'{hero} picked up the {item} and looked at it.',
			'{hero} had never seen such a {trait} {item}.',
			'{hero} asked who had lost the {item}.',
			'The {item} had a little sign from {town} on it.'
		]
	},
	{
		sentences: ['Soon {friend} came to the {place}.', 'Near the {place} {hero} met {friend}.', 'Just then {friend} came by.', 'After a while {friend} came along.']
	},
	{
		sentences: [
			'{friend} had lost the {item} in the rain.',
			'{friend} said that the {item} was {friendHer} own.',
			'The {item} belonged to {friend}.',
			'{friend} was looking for the {item}.', '{friend} had looked for the {item} for days.'
		]
	},
	{
		sentences: [
			'So {hero} gave the {item} to {friend}.',
			'{hero} was glad to give {friend} the {item}.',
			'{hero} put the {item} into the hands of {friend}.', '{hero} ran to {friend} with the {item}.'
		]
	},
	{
		sentences: [
			'{friend} thanked {hero} and gave {herObject} some {food}.',
			'{friend} was so {mood} that {friendShe} began to dance.',
			'{hero} and {friend} sat down and ate some {food}.',
			'{friend} thanked {hero} for the {trait} {item}.'
		]
	}
];

const LOSE: readonly PlotStep[] = [
	{
		sentences: [
			'{hero} had a {trait} {item} with {herObject}.',
			'In {her} bag {hero} had a {trait} {item}.',
			'{hero} carried a {trait} {item} from {town}.', '{hero} had just bought a {trait} {item}.'
		]
	},
	{
		sentences: [
			'But on the way {hero} lost the {item}.',
			'But then the {item} was gone.',
			'But {hero} dropped the {item} and did not see it.', 'But the wind took the {item}.'
		]
	},
	{
		sentences: [
			'{hero} looked for the {item} {vainSpot}.',
			'First {hero} looked {vainSpot}.',
			'{hero} thought that the {item} was {vainSpot}.', '{hero} looked everywhere, and also {vainSpot}.'
		]
	},
	{
		chance: HALF,
		sentences: ['It was not there.', 'But the {item} was not there.', '{hero} found nothing and sat down.']
	},
	{
		sentences: [
			'Then a {beast} {animal} came to {hero}.',
			'Then {hero} met a {beast} {animal}.',
			'A {beast} {animal} was watching {hero}.', 'A {beast} {animal} wanted to help {hero}.'
		]
	},
	{
		sentences: [
			'The {animal} had seen the {item} {spot}.',
			'The {animal} led {hero} to the {item} {spot}.',
			'The {animal} said that the {item} was {spot}.', 'Together {hero} and the {animal} found the {item} {spot}.'
		]
	},
	{
		sentences: [
			'There it was, and {hero} was {mood}.',
			'{hero} took the {item} and thanked the {animal}.',
			'{hero} gave the {animal} some {food}.'
		]
	}
];

const GIFT: readonly PlotStep[] = [
	{
		sentences: [
			'The next day was the birthday of {friend}.',
			'{hero} wanted to make a gift for {friend}.',
			'{friend} was ill and had to stay in bed.'
		]
	},
	{
		sentences: [
			'So {hero} made a {trait} {item}.',
			'So {hero} bought a {trait} {item} from {town}.',
			'So {hero} looked for a {trait} {item}.', 'So {hero} painted a {trait} {item}.'
		]
	},
	{
		chance: OFTEN,
		sentences: [
			'{hero} worked on the {item} all day.',
			'{hero} put some {food} next to the {item}.',
			'The {item} was the best that {hero} had ever seen.',
			'{hero} hid the {item} {spot}.'
		]
	},
	{
		sentences: [
			'In the evening {hero} gave the {item} to {friend}.',
			'At last {hero} brought the {item} to {friend}.',
			'{hero} knocked at the door and showed {friend} the {item}.', '{hero} left the {item} at the door of {friend}.'
		]
	},
	{
		sentences: [
			'{friend} smiled and held the {item} in {friendHer} hands.',
			'{friend} said that nobody had such a {trait} {item}.',
			'{friend} put the {item} beside {friendHer} bed.',
			'{friend} was {mood} and thanked {hero}.'
		]
	},
	{
		chance: HALF,
		sentences: ['Then {hero} and {friend} ate some {food}.', 'Then {friend} told {hero} a tale about {inventor}.']
	}
];

const RESCUE: readonly PlotStep[] = [
	{
		sentences: ['There {hero} heard a small cry.', 'Suddenly something moved {spot}.', '{hero} heard a noise and stopped.', 'There was something {spot}.']
	},
	{
		sentences: [
			'It was a {beast} {animal} with a thorn in its foot.',
			'It was a {beast} {animal} that could not get out.',
			'It was a {beast} {animal} and it was afraid.', 'It was a {beast} {animal} far from home.'
		]
	},
	{
		chance: HALF,
		sentences: [
			'{hero} spoke softly to the {animal}.',
			'The {animal} looked at {hero} and waited.',
			'{hero} gave the {animal} some {food}.'
		]
	},
	{
		sentences: [
			'{hero} helped the {animal} with a {trait} {item}.',
			'With a {trait} {item} {hero} set the {animal} free.',
			'{hero} called {friend}, and together they helped the {animal}.', '{hero} carried the {animal} home in a {trait} {item}.'
		]
	},
	{
		sentences: [
			'The {animal} jumped for joy.',
			'The {animal} thanked {hero} and ran away.',
			'Now the {animal} was {mood}.', 'The {animal} was {mood} again.'
		]
	},
	{
		sentences: [
			'The next day the {animal} came back to {hero}.',
			'A week later {hero} saw the {animal} again.',
			'From then on the {animal} followed {hero} everywhere.', 'Soon the {animal} was the best friend of {hero}.'
		]
	},
	{
		chance: HALF,
		sentences: ['The {animal} brought some {food} for {hero}.', 'The {animal} showed {hero} the way to {town}.']
	}
];

const STORM: readonly PlotStep[] = [
	{
		sentences: ['{friend} was there too.', '{hero} was with {friend}.', '{hero} had asked {friend} to come along.', '{hero} was waiting there for {friend}.']
	},
	{
		sentences: [
			'Then dark clouds came from Mount {mountain}.',
			'Suddenly it began to rain.',
			'Then a storm came up over the river {river}.', 'Then the wind became strong.'
		]
	},
	{
		sentences: [
			'{hero} and {friend} ran to {shelter}.',
			'{friend} saw {shelter}, and they hid there.',
			'They found {shelter} and waited there.'
		]
	},
	{
		sentences: [
			'{hero} told {friend} a tale about {inventor}.',
			'{friend} had some {food} and gave {hero} half of it.',
			'{hero} and {friend} sang until they were {mood}.',
			'A {beast} {animal} sat there and shook off the rain.'
		]
	},
	{
		sentences: ['Then the sun came out.', 'After an hour the rain stopped.', 'At last the sky was clear again.']
	},
	{
		sentences: [
			'{hero} and {friend} saw a rainbow over the {place}.',
			'{friend} walked home with {hero}.',
			'The whole {place} was wet, and {friend} laughed.', '{friend} and {hero} jumped over the puddles.'
		]
	}
];

const TRADE: readonly PlotStep[] = [
	{
		sentences: [
			'{hero} had some {food} in a bag.',
			'{hero} was selling {food} from {town}.',
			'{hero} wanted to trade {her} {food}.'
		]
	},
	{
		sentences: [
			'{friend} had a {trait} {item}.',
			'{friend} came with a {trait} {item}.',
			'There {hero} saw {friend} with a {trait} {item}.'
		]
	},
	{
		sentences: [
			'{hero} asked for the {item}.',
			'{friend} said that the {item} was from {town}.',
			'{hero} liked the {item} at once.'
		]
	},
	{
		sentences: [
			'So {friend} gave the {item} for the {food}.',
			'{hero} took the {item} and {friend} took the {food}.',
			'They traded the {food} for the {item}.', '{friend} wanted the {food}, and {hero} got the {item}.'
		]
	},
	{
		chance: OFTEN,
		sentences: [
			'{friend} ate the {food} and was {mood}.',
			'{hero} carried the {item} home.',
			'{hero} showed the {item} to everybody.',
			'A {beast} {animal} took a bit of the {food}.'
		]
	}
];

const RACE: readonly PlotStep[] = [
	{
		sentences: [
			'{friend} wanted to run a race with {hero}.',
			'{hero} said that {she} was faster than {friend}.',
			'There was a race, and {hero} ran against {friend}.', '{hero} asked {friend} who was the faster one.'
		]
	},
	{ sentences: ['They ran from the {place} to {goal}.', 'The race went to {goal} and back.', 'They started at {goal}.'] },
	{
		sentences: [
			'First {friend} was ahead of {hero}.',
			'{hero} ran as fast as a {animal}.',
			'A {beast} {animal} ran beside {hero}.',
			'{friend} fell, and {hero} helped {friendHerObject} up.'
		]
	},
	{ sentences: ['{hero} won the race.', '{friend} won the race.', 'They came to {goal} together.', 'Nobody knew who had won the race.'] },
	{
		sentences: [
			'The prize was a {trait} {item}.',
			'There was a {trait} {item} for the winner.',
			'Everybody got some {food}.'
		]
	},
	{
		chance: HALF,
		sentences: ['{hero} and {friend} laughed for a long time.', '{friend} said that {hero} was a good runner.']
	}
];

const LETTER: readonly PlotStep[] = [
	{
		sentences: [
			'There a letter from {friend} came.',
			'A {animal} brought a letter from {friend}.',
			'{hero} got a letter from {friend} in {town}.'
		]
	},
	{
		sentences: [
			'{friend} needed a {trait} {item}.',
			'It said that {friend} had no {food} left.',
			'It said that {friend} was coming home.', '{friend} wrote about a {trait} {item}.',
			'In the letter {friend} asked {hero} to come.'
		]
	},
	{
		sentences: [
			'{hero} packed some {food} and a map.',
			'{hero} went along the river {river} for two days.',
			'{hero} asked a {beast} {animal} the way.', 'So {hero} went to {town} at once.'
		]
	},
	{
		chance: HALF,
		sentences: ['The way went over Mount {mountain}.', 'At night {hero} slept {spot}.', '{hero} was tired but {she} went on.']
	},
	{
		sentences: [
			'At {goal} {friend} was waiting for {hero}.',
			'At last {hero} and {friend} met.',
			'{friend} saw {hero} and came running.'
		]
	},
	{
		sentences: [
			'They talked all night about {inventor}.',
			'{friend} showed {hero} the town of {town}.',
			'{hero} and {friend} were {mood} to be together.'
		]
	}
];

const REPAIR: readonly PlotStep[] = [
	{
		sentences: [
			'There {hero} broke {her} {item}.',
			'The {item} of {hero} did not work.',
			'{hero} sat down with {her} broken {item}.', 'Then the {item} of {hero} fell down and broke.'
		]
	},
	{
		sentences: [
			'{hero} asked {friend} for help.',
			'{friend} wanted to look at the {item}.',
			'{hero} went to {friend} with the {item}.', '{friend} saw the broken {item}.'
		]
	},
	{
		chance: HALF,
		sentences: ['{friend} had learned it in {town}.', '{friend} had a book by {inventor}.', '{friend} looked at the {item} for a long time.']
	},
	{
		sentences: [
			'{friend} found a {trait} nail for the {item}.',
			'They worked on the {item} until noon.',
			'{hero} held the {item} and {friend} turned it round.', '{friend} tied the {item} with a {trait} string.'
		]
	},
	{
		sentences: [
			'Now the {item} was as good as new.',
			'At last {friend} gave the {item} back to {hero}.',
			'Then the {item} was better than before.'
		]
	},
	{
		sentences: [
			'{hero} thanked {friend} with some {food}.',
			'{hero} was {mood} and thanked {friend}.',
			'{friend} said that it was easy.', '{hero} gave {friend} some {food}.'
		]
	}
];

const BAKE: readonly PlotStep[] = [
	{
		sentences: [
			'{hero} and {friend} were making {food}.',
			'{friend} had just made {food} for {hero}.',
			'{hero} wanted to have {food} with {friend}.', '{friend} came with {food} for everybody.'
		]
	},
	{
		sentences: ['They put the {food} {spot}.', '{friend} put the {food} {spot}.', 'The smell of the {food} was everywhere.']
	},
	{
		sentences: [
			'A {beast} {animal} smelled the {food}.',
			'Then a {beast} {animal} came along.',
			'Nobody saw that a {beast} {animal} was near.'
		]
	},
	{
		sentences: [
			'The {animal} ate all of the {food}.',
			'The {animal} took the {food} and ran.',
			'The {animal} looked at the {food} and asked for some.', 'The {animal} sat down on the {food}.'
		]
	},
	{
		sentences: [
			'{hero} was not angry with the {animal}.',
			'{friend} laughed about the {animal}.',
			'{hero} ran after the {animal}.', '{friend} called the {animal} a thief.'
		]
	},
	{
		sentences: [
			'Then {hero} and {friend} made more {food}.',
			'{hero} shared the rest with {friend} and the {animal}.',
			'The next time {friend} hid the {food} {vainSpot}.'
		]
	}
];

/** Each plot tells the listed steps in this order. */
export const PLOTS: Readonly<Record<string, readonly PlotStep[]>> = {
	find: FIND,
	lose: LOSE,
	gift: GIFT,
	rescue: RESCUE,
	storm: STORM,
	trade: TRADE,
	race: RACE,
	letter: LETTER,
	repair: REPAIR,
	bake: BAKE
};

export const CLOSING: PlotStep = {
	sentences: [
		'That evening {hero} went home and was {mood}.',
		'{hero} never forgot that day.',
		'{hero} was {mood} for the rest of the day.',
		'At home {hero} told everybody about it.',
		'Later {hero} wrote about it to {her} cousin in {town}.',
		'People in {town} still tell this story.',
		'That was a good day for {hero}.',
		'In the night {hero} dreamed of the {place}.'
	]
};
