//! Hugging Face's tokenizers behind a few plain functions: bytes in, bytes out.
//!
//! One instance holds one tokenizer. A call's input lies in memory from [`alloc`] and is freed by the
//! call; its result lies at [`out_ptr`] until the next call. Functions that can fail return -1 and
//! leave the reason as the result.
mod budget;
mod describe;
mod memory;
mod prompt;
mod read;

use std::cell::{Cell, RefCell};
use std::ptr::null_mut;
use tokenizers::Tokenizer;

thread_local! {
	/// A bare pointer: a call that a panic ends would leave a `RefCell` borrowed for ever.
	static TOKENIZER: Cell<*mut Tokenizer> = const { Cell::new(null_mut()) };
	static OUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Flags of [`encode`].
const ADD_SPECIAL: u32 = 1;
const SPECIAL_AS_TEXT: u32 = 2;

fn give(result: Result<Vec<u8>, String>) -> i32 {
	let (status, bytes) = match result {
		Ok(bytes) => (0, bytes),
		Err(reason) => (-1, reason.into_bytes()),
	};
	OUT.set(bytes);
	status
}

/// # Safety
/// `ptr` comes from [`alloc`] with the same length, and was filled.
unsafe fn take(ptr: *mut u8, len: usize) -> Vec<u8> {
	// A call that ends for want of memory says nothing: it must not seem to say this.
	OUT.take();
	unsafe { Vec::from_raw_parts(ptr, len, len) }
}

fn with_tokenizer<T>(work: impl FnOnce(&mut Tokenizer) -> Result<T, String>) -> Result<T, String> {
	// Safety: there is one thread, and no call begins another.
	work(unsafe { TOKENIZER.get().as_mut() }.ok_or("no tokenizer is loaded")?)
}

#[unsafe(no_mangle)]
extern "C" fn alloc(len: usize) -> *mut u8 {
	let mut bytes = std::mem::ManuallyDrop::new(Vec::with_capacity(len));
	bytes.as_mut_ptr()
}

#[unsafe(no_mangle)]
extern "C" fn out_ptr() -> *const u8 {
	OUT.with_borrow(|out| out.as_ptr())
}

#[unsafe(no_mangle)]
extern "C" fn out_len() -> usize {
	OUT.with_borrow(Vec::len)
}

/// Before anything else: what a panic says becomes the result.
#[unsafe(no_mangle)]
extern "C" fn start() {
	std::panic::set_hook(Box::new(|info| {
		let payload = info.payload();
		let text = payload.downcast_ref::<&str>().map(ToString::to_string);
		let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
		OUT.set(text.unwrap_or_default().into_bytes());
	}));
	tokenizers::utils::parallelism::set_parallelism(false);
	budget::limit_searches();
}

/// Reads a `tokenizer.json`; the result is its description ([`describe::describe`]).
///
/// # Safety
/// As [`take`].
#[unsafe(no_mangle)]
unsafe extern "C" fn load(ptr: *mut u8, len: usize) -> i32 {
	let json = unsafe { take(ptr, len) };
	let tokenizer = read::read(&json).map_err(|error| error.to_string());
	drop(json);
	give(tokenizer.and_then(|tokenizer| {
		let description = describe::describe(&tokenizer)?;
		TOKENIZER.set(Box::into_raw(Box::new(tokenizer)));
		Ok(description)
	}))
}

/// UTF-8 to ids, each as four bytes, little-endian.
///
/// # Safety
/// As [`take`].
#[unsafe(no_mangle)]
unsafe extern "C" fn encode(ptr: *mut u8, len: usize, flags: u32) -> i32 {
	let bytes = unsafe { take(ptr, len) };
	let text = String::from_utf8_lossy(&bytes);
	budget::begin();
	give(with_tokenizer(|tokenizer| {
		tokenizer.set_encode_special_tokens(flags & SPECIAL_AS_TEXT != 0);
		let encoding = tokenizer
			.encode(text.as_ref(), flags & ADD_SPECIAL != 0)
			.map_err(|error| error.to_string())?;
		Ok(encoding.get_ids().iter().flat_map(|id| id.to_le_bytes()).collect())
	}))
}

/// Pieces of a prompt to ids ([`prompt::encode`]): JSON in, JSON out.
///
/// # Safety
/// As [`take`].
#[unsafe(no_mangle)]
unsafe extern "C" fn encode_prompt(ptr: *mut u8, len: usize) -> i32 {
	let json = unsafe { take(ptr, len) };
	budget::begin();
	give(with_tokenizer(|tokenizer| {
		tokenizer.set_encode_special_tokens(false);
		prompt::encode(tokenizer, &json)
	}))
}

/// Ids to UTF-8. Ids without a token are passed over.
///
/// # Safety
/// As [`take`].
#[unsafe(no_mangle)]
unsafe extern "C" fn decode(ptr: *mut u8, len: usize, skip_special: u32) -> i32 {
	let bytes = unsafe { take(ptr, len) };
	let ids: Vec<u32> =
		bytes.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect();
	budget::begin();
	give(with_tokenizer(|tokenizer| {
		let text = tokenizer.decode(&ids, skip_special != 0).map_err(|error| error.to_string())?;
		Ok(text.into_bytes())
	}))
}

/// The vocabulary's entry of an id, in UTF-8; -1 where there is none.
#[unsafe(no_mangle)]
extern "C" fn entry(id: u32) -> i32 {
	give(with_tokenizer(|tokenizer| {
		let token = tokenizer.id_to_token(id).ok_or("no token has this id")?;
		Ok(token.into_bytes())
	}))
}

/// `HashMap`s of the libraries are seeded alike everywhere: what depends on their order is the same.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
	to: *mut u8,
	len: usize,
) -> Result<(), getrandom::Error> {
	unsafe { to.write_bytes(0x5a, len) };
	Ok(())
}
