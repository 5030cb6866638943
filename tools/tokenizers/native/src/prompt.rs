//! Prompts of which a part is said by people. What they say may spell a control token, such as the end
//! of a turn: here it is found, and can be read as text like any other.
//!
//! Control tokens are the special ones, those that the caller names, and those added tokens that the
//! template itself writes into this prompt (white space apart): some files mark their turns as tokens
//! that are not special. These last ones stay tokens in what the model said: `<think>` may be one.
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use tokenizers::{
	AddedToken, AddedVocabulary, Model, NormalizerWrapper, OffsetReferential, OffsetType,
	PreTokenizedString, PreTokenizer, Tokenizer,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Piece<'a> {
	#[serde(borrow)]
	text: Cow<'a, str>,
	from_content: bool,
	/// Whether that content is the model's own words.
	#[serde(default)]
	by_model: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
	#[serde(borrow)]
	pieces: Vec<Piece<'a>>,
	/// More ids that count as control tokens.
	control: Vec<u32>,
	add_special: bool,
	/// Whether what content spells is text. It cannot be with `add_special`.
	content_as_text: bool,
}

#[derive(Serialize)]
struct Outcome {
	/// Null when content cannot be read as text.
	ids: Option<Vec<u32>>,
	/// The control tokens that content spells, each once, in order.
	spelled: Vec<u32>,
}

/// An added token in a text.
struct Found {
	id: u32,
	/// Where its name is, in bytes: white space that it takes along is not in it.
	name: Range<usize>,
}

struct Prompt {
	text: String,
	/// Those of content, in order, none touching the next.
	content: Vec<Range<usize>>,
	/// Those of the model's own words; likewise.
	by_model: Vec<Range<usize>>,
}

impl Prompt {
	fn of(pieces: &[Piece]) -> Self {
		let mut prompt = Prompt { text: String::new(), content: vec![], by_model: vec![] };
		for piece in pieces {
			let start = prompt.text.len();
			prompt.text.push_str(&piece.text);
			let span = start..prompt.text.len();
			if piece.from_content {
				add_span(&mut prompt.content, &span);
			}
			if piece.from_content && piece.by_model {
				add_span(&mut prompt.by_model, &span);
			}
		}
		prompt
	}

	fn touches_content(&self, name: &Range<usize>) -> bool {
		self.content.iter().any(|span| span.start < name.end && name.start < span.end)
	}
}

fn add_span(spans: &mut Vec<Range<usize>>, span: &Range<usize>) {
	match spans.last_mut() {
		_ if span.is_empty() => {}
		Some(last) if last.end == span.start => last.end = span.end,
		_ => spans.push(span.clone()),
	}
}

fn is_within(spans: &[Range<usize>], name: &Range<usize>) -> bool {
	spans.iter().any(|span| span.start <= name.start && name.end <= span.end)
}

/// What counts as control tokens in a prompt.
struct Control {
	/// Wherever they are.
	always: HashSet<u32>,
	/// But in the model's own words.
	written: HashSet<u32>,
}

impl Control {
	fn has(&self, id: u32) -> bool {
		self.always.contains(&id) || self.written.contains(&id)
	}

	fn is_spelled(&self, token: &Found, prompt: &Prompt) -> bool {
		prompt.touches_content(&token.name)
			&& (self.always.contains(&token.id) || !is_within(&prompt.by_model, &token.name))
	}
}

/// @param json a [`Request`]
/// @returns an [`Outcome`] as JSON
pub fn encode(tokenizer: &Tokenizer, json: &[u8]) -> Result<Vec<u8>, String> {
	let request: Request = serde_json::from_slice(json).map_err(|error| error.to_string())?;
	let prompt = Prompt::of(&request.pieces);
	let added = tokenizer.get_added_vocabulary();
	let found = find(added, tokenizer.get_normalizer(), &prompt.text);
	let control = control_tokens(added, &prompt, &found, &request.control);
	let (spelled, kept): (Vec<&Found>, Vec<&Found>) = found
		.iter()
		.filter(|token| control.has(token.id))
		.partition(|token| control.is_spelled(token, &prompt));
	let ids = if spelled.is_empty() || !request.content_as_text {
		let encoding = tokenizer.encode(prompt.text.as_str(), request.add_special);
		Some(encoding.map_err(|error| error.to_string())?.get_ids().to_vec())
	} else if request.add_special || !spelled.iter().all(|token| is_within(&prompt.content, &token.name)) {
		// What template and content spell together belongs to neither.
		None
	} else {
		let spelled: HashSet<u32> = spelled.iter().map(|token| token.id).collect();
		encode_as_text(tokenizer, &prompt.text, &control, &kept, &spelled)?
	};
	let outcome = Outcome { ids, spelled: each_once(&spelled) };
	serde_json::to_vec(&outcome).map_err(|error| error.to_string())
}

fn find(added: &AddedVocabulary, normalizer: Option<&NormalizerWrapper>, text: &str) -> Vec<Found> {
	let extracted = added.extract_and_normalize(normalizer, text);
	let splits = extracted.get_splits(OffsetReferential::Original, OffsetType::Byte);
	let of_split = |(_, (start, end), tokens): (&str, (usize, usize), &Option<Vec<_>>)| {
		let id = first_id(tokens)?;
		let content = &added.get_added_tokens_decoder().get(&id)?.content;
		let at = text.get(start..end).and_then(|span| span.find(content.as_str()));
		let name = at.map_or(start..end, |at| start + at..start + at + content.len());
		Some(Found { id, name })
	};
	splits.into_iter().filter_map(of_split).collect()
}

fn first_id(tokens: &Option<Vec<tokenizers::Token>>) -> Option<u32> {
	tokens.as_ref()?.first().map(|token| token.id)
}

fn control_tokens(
	added: &AddedVocabulary,
	prompt: &Prompt,
	found: &[Found],
	named: &[u32],
) -> Control {
	let tokens = added.get_added_tokens_decoder();
	let is_always = |(id, token): &(&u32, &AddedToken)| token.special || named.contains(id);
	let always: HashSet<u32> = tokens.iter().filter(is_always).map(|(id, _)| *id).collect();
	let is_space = |id: &u32| {
		let content = tokens.get(id).map_or("", |token| token.content.as_str());
		content.chars().all(|c| c.is_whitespace() || c == '▁')
	};
	let written = found.iter().filter(|token| !prompt.touches_content(&token.name));
	let written = written.map(|token| token.id).filter(|id| !is_space(id)).collect();
	Control { always, written }
}

fn each_once(found: &[&Found]) -> Vec<u32> {
	let mut ids = vec![];
	for token in found {
		if !ids.contains(&token.id) {
			ids.push(token.id);
		}
	}
	ids
}

/// As the library encodes, with other added tokens: control tokens are none. In their place stand
/// characters that the text has not, where one is kept; these alone are read as the token.
///
/// @returns None when the model's own vocabulary makes a token of what content spells, or a normalizer
/// keeps the characters from being found
fn encode_as_text(
	tokenizer: &Tokenizer,
	text: &str,
	control: &Control,
	kept: &[&Found],
	spelled: &HashSet<u32>,
) -> Result<Option<Vec<u32>>, String> {
	let normalizer = tokenizer.get_normalizer();
	let signs = signs_of(text, kept)?;
	let (added, ids) = with_signs(tokenizer, control, &signs)?;
	let mut split = added.extract_and_normalize(normalizer, &with_names_replaced(text, kept, &signs));
	if !are_signs(&split, &added, &signs, kept) {
		return Ok(None);
	}
	if let Some(pre_tokenizer) = tokenizer.get_pre_tokenizer() {
		pre_tokenizer.pre_tokenize(&mut split).map_err(|error| error.to_string())?;
	}
	let model = tokenizer.get_model();
	model.tokenize_in_pretokenized(&mut split, None).map_err(|error| error.to_string())?;
	let encoding = split.into_encoding(None, 0, OffsetType::None).map_err(|error| error.to_string())?;
	let raw = encoding.get_ids();
	if raw.iter().any(|id| !ids.contains_key(id) && spelled.contains(id)) {
		return Ok(None);
	}
	Ok(Some(raw.iter().map(|id| ids.get(id).copied().unwrap_or(*id)).collect()))
}

/// A character for each control token that is kept, from those for private use.
fn signs_of(text: &str, kept: &[&Found]) -> Result<BTreeMap<u32, String>, String> {
	let mut free = ('\u{f0000}'..='\u{ffffd}').filter(|sign| !text.contains(*sign));
	let mut signs = BTreeMap::new();
	for token in kept {
		if !signs.contains_key(&token.id) {
			let sign = free.next().ok_or("it has all characters for private use")?;
			signs.insert(token.id, sign.to_string());
		}
	}
	Ok(signs)
}

/// @returns the added tokens with signs for control tokens, and the real id of each that the model
/// does not have by itself
fn with_signs(
	tokenizer: &Tokenizer,
	control: &Control,
	signs: &BTreeMap<u32, String>,
) -> Result<(AddedVocabulary, HashMap<u32, u32>), String> {
	let real = tokenizer.get_added_vocabulary().get_added_tokens_decoder();
	let ordered: BTreeMap<&u32, &AddedToken> = real.iter().collect();
	let mut tokens: Vec<(u32, AddedToken)> = vec![];
	for (id, token) in ordered {
		if let Some(sign) = signs.get(id) {
			tokens.push((*id, AddedToken { content: sign.clone(), ..token.clone() }));
		} else if !control.has(*id) {
			tokens.push((*id, token.clone()));
		}
	}
	let model = tokenizer.get_model();
	let mut added = AddedVocabulary::new();
	let contents = tokens.iter().map(|(_, token)| token.clone());
	added
		.add_tokens(contents, model, tokenizer.get_normalizer())
		.map_err(|error| error.to_string())?;
	let mut ids = HashMap::new();
	for (real_id, token) in tokens {
		let Some(id) = added.token_to_id(&token.content, model) else { continue };
		if model.token_to_id(&token.content).is_none() {
			if model.id_to_token(id).is_some() {
				return Err("the ids of its model have gaps".into());
			}
			ids.insert(id, real_id);
		}
	}
	Ok((added, ids))
}

fn with_names_replaced(text: &str, kept: &[&Found], signs: &BTreeMap<u32, String>) -> String {
	let mut replaced = String::with_capacity(text.len());
	let mut at = 0;
	for Found { id, name } in kept {
		replaced.push_str(&text[at..name.start]);
		replaced.push_str(&signs[id]);
		at = name.end;
	}
	replaced.push_str(&text[at..]);
	replaced
}

/// Whether the signs were read as what they stand for, all of them.
fn are_signs(
	split: &PreTokenizedString,
	added: &AddedVocabulary,
	signs: &BTreeMap<u32, String>,
	kept: &[&Found],
) -> bool {
	let splits = split.get_splits(OffsetReferential::Original, OffsetType::Byte);
	let read = splits.iter().filter_map(|(_, _, tokens)| {
		let content = &added.get_added_tokens_decoder().get(&first_id(tokens)?)?.content;
		signs.values().any(|sign| sign == content).then_some(content)
	});
	read.eq(kept.iter().map(|token| &signs[&token.id]))
}
