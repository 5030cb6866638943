/** The cast of the stories. Heroes and friends are different lists, so nobody can meet themselves. */
const list = (text: string): readonly string[] => text.trim().split(/\s+/);
const phrases = (text: string): readonly string[] => text.split(',').map((phrase) => phrase.trim());

const HEROES_SHE = list(
	'Mia Ada Nina Lena Rosa Vera Ivy Cora Edda Faye Gwen Hana Ines Juna Kira Lola Maya Nora Olga Pia Runa Sita Tara Zoe'
);
const HEROES_HE = list(
	'Tom Ben Max Leo Sam Finn Hugo Ivan Jon Karl Luca Milo Nils Otto Paul Remo Sven Theo Udo Vito Will Yan Zeno Abel'
);
const FRIENDS_SHE = list(
	'Anna Bella Carla Dora Elsa Flora Greta Heidi Ida Jana Kaja Lisa Mona Nelly Odile Paula Rita Selma Tilda Ulla Vida Wanda Yara Zita'
);
const FRIENDS_HE = list(
	'Aron Boris Carlo Dan Emil Fritz Gus Henk Igor Jago Kurt Lars Mats Noel Oskar Pavel Quin Rolf Stan Timo Uwe Valo Walt Yuri'
);

export const HEROES = [...HEROES_SHE, ...HEROES_HE];
export const FRIENDS = [...FRIENDS_SHE, ...FRIENDS_HE];
/** All 96 first names; an entry's position is its number in the hold-out rule. */
export const NAMES = [...HEROES, ...FRIENDS];

const SHE = new Set([...HEROES_SHE, ...FRIENDS_SHE]);
/** Each name has one pronoun in the stories, half of them `she`; recall and facts use none. */
export function isShe(name: string): boolean {
	return SHE.has(name);
}

/** Things of the recall documents only: no story has them. Positions count in the hold-out rule. */
export const OBJECTS = list(`
	kite boat ball hat coat drum bell cup bag box book pen car bike train sled doll robot puzzle mask
	scarf glove sock shoe boot belt shirt dress skirt cap cape button ribbon chair table lamp clock plate
	bowl spoon fork knife pot pan jar tin vase candle mirror brush comb towel soap sponge bucket broom rug
	pillow quilt bed desk shelf door fence flag tent torch tray crate trunk wagon cart truck plane balloon
	whistle guitar violin flute piano horn harp card coin marble bead brick tile wheel hook cage saddle
	purse wallet watch phone radio camera pencil ruler stamp`);

/** None begins with a vowel letter, so `a` always fits. Positions count in the hold-out rule. */
export const COLOURS = list(
	'red blue green yellow pink brown black white grey purple gold silver violet tan cream copper rose plum teal lilac'
);

/** Things of the stories only, so that no story can give away a held-out pair of the recall kind. */
export const ITEMS = list(
	'lantern ring key map basket compass rope ladder net sack feather shell crown hammer needle kettle wreath spade medal puppet bottle blanket mitten locket'
);
export const TRAITS = list(
	'small worn shiny heavy pretty strange wooden tiny round rusty plain fine thin thick smooth lucky dusty clean long short'
);
export const ANIMALS = list(
	'fox heron hare goat duck cat dog crow frog hen mouse deer badger beaver squirrel pony lamb robin toad goose'
);
export const BEAST_TRAITS = list(
	'young wild hungry sleepy clever shy wet brave quick curious kind lame'
);
export const PLACES = list(
	'mill lake forest market bridge garden hill farm harbour well meadow beach barn tower school park orchard field pond inn cave square castle station'
);
export const FOODS = list(
	'bread soup cake apples plums cheese nuts berries pie pears jam rolls stew cherries pancakes biscuits'
);
export const MOODS = list('happy proud tired glad calm merry cheerful pleased content thankful');
export const DAYS = list('warm cold bright windy grey quiet cool fresh clear mild');
export const TIMES = phrases(
	'One morning, One day, One evening, Last week, Last summer, Last winter, On Monday, On Friday, On Sunday, After school, Before lunch, Long ago, Yesterday, At noon, One afternoon, Early one day'
);
export const MOVES = phrases(
	'went to, walked to, ran to, came to, was at, stopped at, rode to, sat near'
);
export const SPOTS = phrases(
	'under the bench, behind the wall, in the grass, near the gate, beside the path, on the steps, under the leaves, behind the barrel, in the hay, by the stream, under the oak, on the roof'
);
/** Where things are looked for in vain: another list than SPOTS, so they are never found there. */
export const VAIN_SPOTS = phrases(
	'in the sand, behind the hedge, between the rocks, in the mud, under the cart shed, in the ditch, on the shelf, among the roots'
);
export const SHELTERS = phrases(
	'a hut, a shed, a tree, a stable, a tent of leaves, a stone arch, a porch, a wagon shed'
);
export const GOALS = phrases(
	'the old tree, the big rock, the church, the last house, the fountain, the white gate'
);
