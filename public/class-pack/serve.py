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
# What browsers need to give the page threads and to hold it to its policies. It goes with every answer, errors
# included; "outsideFrames" with every one but the page that is made for frames.
with open(os.path.join(HERE, "headers.json"), encoding="utf-8") as file:
    POLICY = json.load(file)
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
# Of a request that is refused: closing with some of it unread would cut off the answer.
MOST_UNREAD_BYTES = 4 * 1024 * 1024


def find_file(address):
    """The file that an address means, or None: never one outside the folder."""
    # The whole address, as a proxy is asked, means the same.
    address = re.sub(r"^https?://[^/?#]*", "", address, flags=re.IGNORECASE)
    try:
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0], errors="strict") or "/"
        if not path.startswith("/") or re.search(r"[\\\0:]", path):
            return None
        if any(part.startswith(".") for part in path.split("/")):
            return None
        name = path + "index.html" if path.endswith("/") else path
        file = os.path.realpath(os.path.join(ROOT, *name.split("/")))
        # A link that leads out of the folder is not followed.
        return file if file.startswith(ROOT + os.sep) and os.path.isfile(file) else None
    except (OSError, ValueError):
        return None


def number(digits):
    """What digits mean, up to more than any file has: Python reads no number of more than 4,300 digits."""
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= 18 else 10**18


def find_range(header, size):
    """The part that is asked for (RFC 9110, 14.1.2): None for the whole file, False when there is no such part.

    What is malformed, in another unit or in several parts is ignored, and so is a part of an empty file, since no
    Content-Range could name it.
    """
    match = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", header, re.IGNORECASE)
    first, last = match.groups() if match else ("", "")
    if (first == "" and last == "") or size == 0:
        return None
    if first == "":
        start, end = max(0, size - number(last)), size - 1
    else:
        start, end = number(first), size - 1 if last == "" else number(last)
        if last != "" and end < start:
            return None
    return (start, min(end, size - 1)) if start < size else False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A request too broken to name its version gets an answer with headers, too.
    default_request_version = "HTTP/1.0"
    server_version = "Glasshouse"
    sys_version = ""
    timeout = 60

    def send_head(self, status, headers, policy):
        self.send_response(status)
        for name, value in {**policy, **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()

    def refuse(self, status, headers=None):
        body = f"{status}\n".encode()
        size = {"Content-Type": "text/plain", "Content-Length": len(body)}
        policy = {**POLICY["headers"], **POLICY["outsideFrames"]}
        self.send_head(status, {**size, **(headers or {})}, policy)
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code, message=None, explain=None):
        """What Python itself finds wrong with a request: as we answer, not as it would."""
        self.refuse(int(code), {"Connection": "close"})

    def said(self, name):
        """All that the request says under a name."""
        return ", ".join(self.headers.get_all(name, []))

    def is_sound(self):
        """Refuses a request that is not to be answered, and reads what it brought along."""
        length, coding = self.said("Content-Length"), self.said("Transfer-Encoding")
        if length != "" or coding != "":
            # What is left of it would be taken for the next request.
            self.close_connection = True
        if re.fullmatch("[0-9]+", length):
            self.rfile.read(min(number(length), MOST_UNREAD_BYTES))
        hosts = len(self.headers.get_all("Host", []))
        if hosts > 1 or (hosts == 0 and self.request_version == "HTTP/1.1"):
            self.send_error(400)
            return False
        return True

    def do_GET(self):
        if not self.is_sound():
            return
        path = find_file(self.path)
        try:
            file = None if path is None else open(path, "rb")
        except OSError:
            file = None
        if file is None:
            self.refuse(404)
            return
        with file:
            self.answer(path, file)

    do_HEAD = do_GET

    def answer(self, path, file):
        status = os.fstat(file.fileno())
        size = status.st_size
        etag = f'"{size}-{int(status.st_mtime * 1000)}"'
        is_for_frames = path == os.path.join(ROOT, POLICY["framePage"])
        policy = {**POLICY["headers"], **({} if is_for_frames else POLICY["outsideFrames"])}
        headers = {
            "Accept-Ranges": "bytes",
            "Cache-Control": "no-cache",
            "Content-Type": TYPES.get(os.path.splitext(path)[1], "application/octet-stream"),
            "ETag": etag,
        }
        known = [tag.strip() for tag in self.said("If-None-Match").split(",")]
        if etag in known or "W/" + etag in known or known == ["*"]:
            self.send_head(304, headers, policy)
            return
        # A part of another version than the one that is here would be of no use.
        is_part_wanted = self.command == "GET" and self.said("If-Range") in ("", etag)
        part = find_range(self.said("Range"), size) if is_part_wanted else None
        if part is False:
            self.refuse(416, {"Content-Range": f"bytes */{size}"})
            return
        start, end = part or (0, size - 1)
        headers["Content-Length"] = end - start + 1
        if part is not None:
            headers["Content-Range"] = f"bytes {start}-{end}/{size}"
        self.send_head(200 if part is None else 206, headers, policy)
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
        if self.is_sound():
            self.refuse(405, {"Allow": "GET, HEAD", "Connection": "close"})

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = do_other

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
