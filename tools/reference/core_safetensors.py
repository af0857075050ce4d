"""A .safetensors file written from the published format description with the standard library alone (the package itself is
not in Debian), as Python's writer lays it out. With a path, prints what that file holds as JSON, read strictly.

Format: 8 bytes little-endian header length; JSON {name: {dtype, shape, data_offsets}, "__metadata__": {text: text}}, padded
with spaces to a multiple of 8; then the tensors, little-endian, row-major, end to end.
"""

import json
import pathlib
import struct
import sys

from fixtures import Program


def write(tensors, metadata):
    header, body = {"__metadata__": metadata}, b""
    codes = {"F32": "f", "F64": "d", "I32": "i", "U8": "B"}
    for name, (dtype, shape, values) in tensors.items():
        data = struct.pack(f"<{len(values)}{codes[dtype]}", *values)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def read(data):
    """Strict: offsets in range, end to end, of the size that dtype and shape say. Used to check files that TypeScript wrote."""
    (length,) = struct.unpack("<Q", data[:8])
    assert data[8:9] == b"{", "the header begins with a brace"
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(v, str) for v in metadata.values())
    body = data[8 + length :]
    sizes = {"F32": (4, "f"), "F64": (8, "d"), "I32": (4, "i"), "U8": (1, "B")}
    at, tensors = 0, {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        width, code = sizes[entry["dtype"]]
        count = 1
        for n in entry["shape"]:
            count *= n
        assert begin == at and end - begin == width * count, name
        assert (8 + length + begin) % width == 0, f"{name} is aligned"
        tensors[name] = [entry["dtype"], entry["shape"], list(struct.unpack(f"<{count}{code}", body[begin:end]))]
        at = end
    assert at == len(body)
    return {"tensors": tensors, "metadata": metadata}


def python_file():
    return write(
        {
            "bytes": ("U8", [3], [0, 127, 255]),
            "größe/weights": ("F32", [2, 3], [0.5, -1.5, 2.0, 1e-30, 3.25, -0.0]),
            "doubles": ("F64", [2], [0.1, 1e300]),
            "counts": ("I32", [2, 1], [-(2**31), 2**31 - 1]),
            "scalar": ("F32", [], [7.0]),
            "empty": ("F32", [0, 4], []),
        },
        {"made by": "tools/reference/core_safetensors.py", "note": "Übung"},
    )


program = Program(__file__)
program.add("packages/training/test/fixtures/python.safetensors", python_file)

if __name__ == "__main__":
    if len(sys.argv) == 2 and not sys.argv[1].startswith("--"):
        print(json.dumps(read(pathlib.Path(sys.argv[1]).read_bytes())))
    else:
        program.main()
