//! Regular expressions that explode are stopped. Oniguruma gives up a single match after ten million
//! steps by itself; here a search, which may try a match at every place of a text, gets a bound too,
//! and so does the time of a whole call.
use std::cell::Cell;

/// The most steps of one search. One match at one place may take half of them.
const STEPS_OF_A_SEARCH: u32 = 20_000_000;
/// The most time of all searches of one call.
const MILLISECONDS_OF_A_CALL: f64 = 10_000.0;

thread_local! {
	static CALL_BEGAN: Cell<f64> = const { Cell::new(0.0) };
}

#[link(wasm_import_module = "host")]
unsafe extern "C" {
	/// Milliseconds since some time or other.
	fn now() -> f64;
}

unsafe extern "C" {
	fn __real_onig_search_with_param(
		regex: *mut u8,
		text: *const u8,
		end: *const u8,
		start: *const u8,
		range: *const u8,
		region: *mut u8,
		options: u32,
		param: *mut u8,
	) -> i32;
}

pub fn limit_searches() {
	unsafe { onig_sys::onig_set_retry_limit_in_search(STEPS_OF_A_SEARCH.into()) };
}

pub fn begin() {
	CALL_BEGAN.set(unsafe { now() });
}

/// The linker puts it between the library and Oniguruma (`--wrap`).
#[unsafe(no_mangle)]
unsafe extern "C" fn __wrap_onig_search_with_param(
	regex: *mut u8,
	text: *const u8,
	end: *const u8,
	start: *const u8,
	range: *const u8,
	region: *mut u8,
	options: u32,
	param: *mut u8,
) -> i32 {
	let found = unsafe {
		__real_onig_search_with_param(regex, text, end, start, range, region, options, param)
	};
	if unsafe { now() } - CALL_BEGAN.get() > MILLISECONDS_OF_A_CALL {
		panic!("its regular expressions took longer than {} s", MILLISECONDS_OF_A_CALL / 1000.0);
	}
	found
}
