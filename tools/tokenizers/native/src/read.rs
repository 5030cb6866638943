//! Reads a `tokenizer.json` as the library does (`serialization.rs` of its crate), with one
//! difference: a BPE model goes straight into its tables. The library first makes a tree of it, which
//! would take four times the memory for a large vocabulary.
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use tokenizers::models::bpe::BPE;
use tokenizers::{
	AddedToken, DecoderWrapper, ModelWrapper, NormalizerWrapper, PostProcessorWrapper,
	PreTokenizerWrapper, Tokenizer, TokenizerBuilder,
};

type Builder = TokenizerBuilder<
	ModelWrapper,
	NormalizerWrapper,
	PreTokenizerWrapper,
	PostProcessorWrapper,
	DecoderWrapper,
>;

/// `truncation` and `padding` are left out: texts are encoded whole, as transformers asks for it.
pub fn read(json: &[u8]) -> serde_json::Result<Tokenizer> {
	serde_json::from_slice::<Whole>(json).map(|Whole(tokenizer)| tokenizer)
}

struct Whole(Tokenizer);

impl<'de> Deserialize<'de> for Whole {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_map(Parts)
	}
}

struct Parts;

impl<'de> Visitor<'de> for Parts {
	type Value = Whole;

	fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
		to.write_str("a tokenizer")
	}

	fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Whole, M::Error> {
		let mut builder = Builder::new();
		let mut added: Vec<AddedToken> = vec![];
		while let Some(key) = map.next_key::<Cow<str>>()? {
			builder = match key.as_ref() {
				"version" => {
					check_version(map.next_value()?)?;
					builder
				}
				"added_tokens" => {
					added = map.next_value()?;
					builder
				}
				"normalizer" => builder.with_normalizer(map.next_value()?),
				"pre_tokenizer" => builder.with_pre_tokenizer(map.next_value()?),
				"post_processor" => builder.with_post_processor(map.next_value()?),
				"decoder" => builder.with_decoder(map.next_value()?),
				"model" => builder.with_model(read_model(map.next_value()?).map_err(Error::custom)?),
				_ => {
					map.next_value::<serde::de::IgnoredAny>()?;
					builder
				}
			};
		}
		let mut tokenizer = builder.build().map_err(Error::custom)?;
		tokenizer.add_tokens(added).map_err(Error::custom)?;
		Ok(Whole(tokenizer.into()))
	}
}

fn check_version<E: Error>(version: String) -> Result<(), E> {
	if version == "1.0" {
		return Ok(());
	}
	Err(Error::custom(format!("Unknown tokenizer version '{version}'")))
}

#[derive(serde::Deserialize)]
struct Kind<'a> {
	#[serde(rename = "type", borrow)]
	kind: Option<Cow<'a, str>>,
	dropout: Option<f32>,
}

fn read_model(raw: &RawValue) -> serde_json::Result<ModelWrapper> {
	let Ok(Kind { kind, dropout }) = serde_json::from_str(raw.get()) else {
		return serde_json::from_str(raw.get());
	};
	if dropout.is_some_and(|share| share != 0.0) {
		return Err(Error::custom("its model drops merges by chance (dropout): no text has certain ids"));
	}
	match kind.as_deref() {
		Some("BPE") => serde_json::from_str::<BPE>(raw.get()).map(ModelWrapper::BPE),
		_ => serde_json::from_str(raw.get()),
	}
}
