//! What the other side asks once: how far ids go, and the added tokens.
use serde::Serialize;
use tokenizers::Tokenizer;

#[derive(Serialize)]
struct Added<'a> {
	id: u32,
	content: &'a str,
	special: bool,
}

#[derive(Serialize)]
struct Description<'a> {
	/// One more than the largest id.
	size: u64,
	added: Vec<Added<'a>>,
}

/// @returns JSON
pub fn describe(tokenizer: &Tokenizer) -> Result<Vec<u8>, String> {
	let tokens = tokenizer.get_added_vocabulary().get_added_tokens_decoder();
	let mut added: Vec<Added> = tokens
		.iter()
		.map(|(id, token)| Added { id: *id, content: &token.content, special: token.special })
		.collect();
	added.sort_unstable_by_key(|token| token.id);
	let size = size(tokenizer);
	serde_json::to_vec(&Description { size, added }).map_err(|error| error.to_string())
}

/// Ids mostly run without gaps, so that asking for each is cheaper than a copy of the vocabulary.
fn size(tokenizer: &Tokenizer) -> u64 {
	let count = tokenizer.get_vocab_size(true);
	let (mut found, mut id) = (0, 0);
	while found < count && (id as usize) < 2 * count {
		found += usize::from(tokenizer.id_to_token(id).is_some());
		id += 1;
	}
	if found == count {
		return id.into();
	}
	tokenizer.get_vocab(true).into_values().max().map_or(0, |largest| u64::from(largest) + 1)
}
