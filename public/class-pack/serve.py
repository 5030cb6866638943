#!/usr/bin/env python3
"""Serves the folder "app" beside this one to this machine and to the others in the same network.

Python 3.7 or newer, nothing to install: python3 serve.py [--port 8080] [--only-here]
Read-only: it answers GET and HEAD with files of that folder, and nothing else.
"""
import argparse
import json
import os
import re
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.realpath(os.path.join(HERE, "..", "app"))
# What browsers need to give the page threads and to hold it to its own content policy.
with open(os.path.join(HERE, "headers.json"), encoding="utf-8") as file:
    HEADERS = json.load(file)
# Of its own: what the system knows of types is often wrong, on Windows above all.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
PORTS_TO_TRY = 20
BLOCK_BYTES = 256 * 1024


def find_file(address):
    """The file that an address means, or None: never one outside the folder."""
    try:
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0], errors="strict")
    except UnicodeDecodeError:
        return None
    if not path.startswith("/") or re.search(r"[\\\0:]", path):
        return None
    if any(part.startswith(".") for part in path.split("/")):
        return None
    name = path + "index.html" if path.endswith("/") else path
    file = os.path.realpath(os.path.join(ROOT, *name.split("/")))
    # A link that leads out of the folder is not followed.
    return file if file.startswith(ROOT + os.sep) and os.path.isfile(file) else None


def find_range(header, size):
    """The part that is asked for: None for the whole file, False when there is no such part."""
    match = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", header or "")
    if match is None or match.group() == "bytes=-":
        return None
    first, last = match.groups()
    start = max(0, size - int(last)) if first == "" else int(first)
    end = size - 1 if first == "" or last == "" else min(int(last), size - 1)
    return (start, end) if start <= end and start < size else False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Glasshouse"
    sys_version = ""
    timeout = 60

    def send_head(self, status, headers):
        self.send_response(status)
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()

    def refuse(self, status, headers=None):
        body = f"{status}\n".encode()
        size = {"Content-Type": "text/plain", "Content-Length": len(body)}
        self.send_head(status, {**size, **(headers or {})})
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        path = find_file(self.path)
        if path is None:
            self.refuse(404)
            return
        with open(path, "rb") as file:
            self.answer(path, file)

    do_HEAD = do_GET

    def answer(self, path, file):
        status = os.fstat(file.fileno())
        size = status.st_size
        etag = f'"{size}-{int(status.st_mtime * 1000)}"'
        headers = {
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-cache",
            "Content-Type": TYPES.get(os.path.splitext(path)[1], "application/octet-stream"),
            "ETag": etag,
            "X-Content-Type-Options": "nosniff",
        }
        if self.headers.get("If-None-Match") == etag:
            self.send_head(304, headers)
            return
        part = find_range(self.headers.get("Range"), size)
        if part is False:
            self.refuse(416, {"Content-Range": f"bytes */{size}"})
            return
        start, end = part or (0, size - 1)
        headers["Content-Length"] = end - start + 1
        if part is not None:
            headers["Content-Range"] = f"bytes {start}-{end}/{size}"
        self.send_head(200 if part is None else 206, headers)
        if self.command != "HEAD":
            self.send_bytes(file, start, end - start + 1)

    def send_bytes(self, file, start, left):
        file.seek(start)
        while left > 0:
            block = file.read(min(BLOCK_BYTES, left))
            if not block:
                self.close_connection = True
                return
            self.wfile.write(block)
            left -= len(block)

    def do_other(self):
        self.close_connection = True
        self.refuse(405, {"Allow": "GET, HEAD"})

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_other

    def log_message(self, *_):
        """Nobody keeps a list of who asked for what."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows a port that is taken would seem free.
    allow_reuse_address = os.name != "nt"

    def handle_error(self, request, client_address):
        """Browsers that hang up in the middle are nothing to report."""


def own_address():
    """This machine's address in its network; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            address = probe.getsockname()[0]
        except OSError:
            return None
    return None if address.startswith("127.") or address == "0.0.0.0" else address


def start(host, wanted):
    first = 8080 if wanted is None else wanted
    for port in range(first, first + (PORTS_TO_TRY if wanted is None else 1)):
        try:
            return Server((host, port), Handler)
        except OSError as problem:
            error = problem
    sys.exit(f"It cannot be started: {error}")


def main():
    parser = argparse.ArgumentParser(description="Glasshouse for a class")
    parser.add_argument("--port", type=int)
    parser.add_argument("--only-here", action="store_true", help="for this machine alone")
    options = parser.parse_args()
    server = start("127.0.0.1" if options.only_here else "0.0.0.0", options.port)
    port = server.server_address[1]
    address = None if options.only_here else own_address()
    print("\n  Glasshouse for a class is running. Open it in a browser:\n")
    print(f"  on this machine    http://localhost:{port}/")
    if address is not None:
        print(f"  on the others      http://{address}:{port}/")
        print("\n  If the others cannot reach it, README.txt says what to do.")
    print("\n  Press Ctrl+C, or close this window, to stop.\n", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
