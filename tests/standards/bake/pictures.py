"""Pictures to bake into, credentials to bake, and chunks of PNG written by hand."""

import io
import struct
import zlib

from PIL import Image

JSON = '{"id":"urn:uuid:1","name":"Zellkultur – ägypt 細胞 \U0001f9eb"}'
ENCODED = JSON.encode()
JWS = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.c2ln-_"
KEYWORD = b"openbadgecredential"

NS = 'xmlns="http://www.w3.org/2000/svg"'
DRAWING = f'<svg {NS} viewBox="0 0 1 1"><title>A &gt; b</title><path d="M0 0"/></svg>'.encode()
CREDENTIAL_NS = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'


def picture(mode="RGB", size=(9, 7)):
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(buffer, "PNG")
    return buffer.getvalue()


PNG = picture()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def insert(raw, *chunks, before=b"IDAT"):
    place = raw.index(before) - 4
    return raw[:place] + b"".join(chunks) + raw[place:]


def itxt(text=ENCODED, keyword=KEYWORD, middle=b"\0\0\0\0"):
    return chunk(b"iTXt", keyword + b"\0" + middle + text)
