#!/bin/bash
# Builds src/engines/tokenizer/tokenizers.wasm. The compilers are Debian's (bookworm-security), taken
# apart into a folder and not installed, so that the same versions give the same bytes everywhere.
#   tools/tokenizers/native/build.sh [FOLDER FOR TOOLS AND OBJECTS]
# Needs: cargo 1.90 or later, apt-get, dpkg; about 1 GB and ten minutes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(realpath -m "${1:-$here/../../../.cache/tokenizers-native}")
tools=$work/tools
mkdir -p "$tools" "$work/debs"

rust=1.96.0+dfsg1-1~deb12u2
llvm=1:22.1.8-1~deb12u1
packages=(
	rustc-web=$rust libstd-rust-web-1.96=$rust libstd-rust-web-dev=$rust rust-web-src=$rust
	clang-22=$llvm lld-22=$llvm llvm-22=$llvm libllvm22=$llvm
	libclang-cpp22=$llvm libclang-common-22-dev=$llvm
)
if [ ! -x "$tools/usr/bin/rustc" ]; then
	(cd "$work/debs" && apt-get download "${packages[@]}")
	for package in "$work"/debs/*.deb; do dpkg -x "$package" "$tools"; done
fi

export LD_LIBRARY_PATH=$tools/usr/lib/x86_64-linux-gnu
export RUSTC=$tools/usr/bin/rustc
# The standard library is compiled too: Debian has none for WebAssembly.
export RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR=$work/target
bin=$tools/usr/lib/llvm-22/bin
export CC_wasm32_unknown_unknown=$bin/clang AR_wasm32_unknown_unknown=$bin/llvm-ar
export CFLAGS_wasm32_unknown_unknown="-nostdlibinc -isystem $here/libc -resource-dir $tools/usr/lib/llvm-22/lib/clang/22 -UONIG_EXTERN -DONIG_EXTERN=extern"
flags=(
	"-Clinker=$tools/usr/bin/wasm-ld-22" -Clinker-flavor=wasm-ld -Clink-self-contained=no
	# After a panic the host puts the stack back.
	-Clink-arg=--export=__stack_pointer
	-Clink-arg=--wrap=onig_search_with_param
	# 1 GiB.
	-Clink-arg=--max-memory=1073741824
	'--cfg=getrandom_backend="custom"'
	# Places in the sources, as panics name them, without this machine's folders.
	"--remap-path-prefix=$here=native"
	"--remap-path-prefix=$tools/usr/src/rustc-1.96.0=rust"
	"--remap-path-prefix=$work=work"
)
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
	flags+=("--remap-path-prefix=$registry=crates")
done
export CARGO_ENCODED_RUSTFLAGS
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")

cd "$here"
cargo build --locked --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort
cp "$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/glasshouse_tokenizer.wasm" \
	"$here/../../../src/engines/tokenizer/tokenizers.wasm"
