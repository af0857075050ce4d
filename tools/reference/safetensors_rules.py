"""Verdicts and files of the Rust implementation of safetensors, and float16 values of numpy.

  headers.json      hand-made headers, each with the Rust reader's verdict
  rust.safetensors  a file of every element type, written by Rust
  float16.json      digest of the float32 values of all 65,536 float16 numbers
"""

import base64
import hashlib
import struct

from fixtures import Program, oracle

np = oracle("numpy")
safetensors = oracle("safetensors")
E = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'


def entry(dtype='"F32"', shape="[1]", offsets="[0,4]", more=""):
    return f'{{"a":{{"dtype":{dtype},"shape":{shape},"data_offsets":{offsets}{more}}}}}'


# name: (header, number of bytes after it)
HEADERS = {
    "one array": (entry(), 4),
    "no arrays": ("{}", 0),
    "scalar": (entry(shape="[]"), 4),
    "size 0": (entry(shape="[0]", offsets="[0,0]"), 0),
    "size 0 of two axes": (entry(shape="[0,3]", offsets="[0,0]"), 0),
    "two arrays of size 0 at one place": (
        '{"y":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"z":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]}}', 0),
    "size 0 at the begin": (
        '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"z":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}', 8),
    "size 0 at the end": (
        '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"z":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}', 8),
    "size 0 in the middle of another": (
        '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"z":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}', 8),
    "size 0 past the end": (entry(shape="[0]", offsets="[8,8]"), 0),
    "arrays in reverse order": (
        '{"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 8),
    "unaligned array": (
        '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}', 5),
    "hole at the begin": (entry(offsets="[4,8]"), 8),
    "hole in the middle": (f'{{"a":{E},"b":{{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}}}', 12),
    "overlap": (f'{{"a":{E},"b":{{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}}}', 6),
    "two arrays at one place": (f'{{"a":{E},"b":{E}}}', 4),
    "one byte too many": (entry(), 5),
    "one byte too few": (entry(), 3),
    "offsets in reverse": (entry(offsets="[4,0]"), 4),
    "offsets in reverse, size 0": (entry(shape="[0]", offsets="[4,0]"), 4),
    "shape larger than the data": (entry(shape="[2]"), 4),
    "shape smaller than the data": (entry(shape="[0]"), 4),
    "negative size": (entry(shape="[-1]"), 4),
    "two negative sizes": (entry(shape="[-1,-1]"), 4),
    "fractional sizes": (entry(shape="[0.5,2]"), 4),
    "negative offset": (entry(offsets="[-4,0]"), 4),
    "size 1.0": (entry(shape="[1.0]"), 4),
    "size 1e0": (entry(shape="[1e0]"), 4),
    "size 10e-1": (entry(shape="[10e-1]"), 4),
    "size -0": (entry(shape="[-0]", offsets="[0,0]"), 0),
    "size 01": (entry(shape="[01]"), 4),
    "size +1": (entry(shape="[+1]"), 4),
    "size 0x1": (entry(shape="[0x1]"), 4),
    "size as a text": (entry(shape='["1"]'), 4),
    "size null": (entry(shape="[null]"), 4),
    "size true": (entry(shape="[true]"), 4),
    "size as an array": (entry(shape="[[1]]"), 4),
    "offset -0": (entry(offsets="[-0,4]"), 4),
    "offset 4.0": (entry(offsets="[0,4.0]"), 4),
    "offset 4e0": (entry(offsets="[0,4e0]"), 4),
    "product over 2^64": (entry(shape="[4294967296,4294967296]", offsets="[0,0]"), 0),
    "product over 2^64 that wraps to the size": (entry(shape="[4611686018427387905,4]", offsets="[0,16]"), 16),
    "bytes over 2^64 that wrap to the size": (entry('"F64"', "[2305843009213693953]", "[0,8]"), 8),
    "product over 2^64, then 0": (entry(shape="[18446744073709551615,18446744073709551615,0]", offsets="[0,0]"), 0),
    "product over 2^65 of sizes below 2^53, then 0": (entry(shape="[9007199254740991,4096,0]", offsets="[0,0]"), 0),
    "product of 2^57, then 0": (entry(shape="[9007199254740991,16,0]", offsets="[0,0]"), 0),
    "0, then a product over 2^64": (entry(shape="[0,4294967296,4294967296]", offsets="[0,0]"), 0),
    "0, then a size of 2^53 + 1": (entry(shape="[0,9007199254740993]", offsets="[0,0]"), 0),
    "0, then a size of 2^53 - 1": (entry(shape="[0,9007199254740991]", offsets="[0,0]"), 0),
    "size of 2^64": (entry(shape="[0,18446744073709551616]", offsets="[0,0]"), 0),
    "size of 1e999": (entry(shape="[1e999]"), 4),
    "one offset": (entry(offsets="[0]"), 4),
    "three offsets": (entry(offsets="[0,4,4]"), 4),
    "no offsets": ('{"a":{"dtype":"F32","shape":[1]}}', 4),
    "no shape": ('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4),
    "no dtype": ('{"a":{"shape":[1],"data_offsets":[0,4]}}', 4),
    "shape null": (entry(shape="null"), 4),
    "shape as a number": (entry(shape="1"), 4),
    "shape as an object": (entry(shape='{"0":1}'), 4),
    "offsets as an object": (entry(offsets='{"0":0,"1":4}'), 4),
    "dtype in lower case": (entry('"f32"'), 4),
    "dtype unknown": (entry('"F128"'), 16),
    "dtype of an inherited name": (entry('"toString"'), 4),
    "dtype __proto__": (entry('"__proto__"'), 4),
    "dtype null": (entry("null"), 4),
    "dtype as an array": (entry('["F32"]'), 4),
    "dtype as an object": (entry('{"F32":null}'), 4),
    "dtype written with an escape": (entry('"F\\u00332"'), 4),
    "dtype F8_E4M3": (entry('"F8_E4M3"', "[4]"), 4),
    "dtype F8_E5M2": (entry('"F8_E5M2"', "[4]"), 4),
    "dtype F4": (entry('"F4"', "[2]", "[0,1]"), 1),
    "dtype C64": (entry('"C64"', "[1]", "[0,8]"), 8),
    "array as a list": ('{"a":["F32",[1],[0,4]]}', 4),
    "array null": ('{"a":null}', 0),
    "array as a number": ('{"a":1}', 0),
    "array as a text": ('{"a":"F32"}', 0),
    "array true": ('{"a":true}', 0),
    "array empty": ('{"a":{}}', 0),
    "another field": (entry(more=',"note":[1,{"b":null}]'), 4),
    "another field twice": (entry(more=',"note":1,"note":2'), 4),
    "another field nested 125 deep": (entry(more=',"note":' + "[" * 125 + "]" * 125), 4),
    "another field nested 126 deep": (entry(more=',"note":' + "[" * 126 + "]" * 126), 4),
    "another field of 1e999": (entry(more=',"note":1e999'), 4),
    "another field of 1e-999": (entry(more=',"note":1e-999'), 4),
    "another field of 01": (entry(more=',"note":01'), 4),
    "another field of 1.": (entry(more=',"note":1.'), 4),
    "another field of a lone surrogate": (entry(more=',"note":"\\ud800"'), 4),
    "name twice": (f'{{"a":{E},"a":{E}}}', 4),
    "name twice, once with an escape": (f'{{"a":{E},"\\u0061":{E}}}', 4),
    "name twice, size 0": (
        '{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}', 0),
    "dtype twice": ('{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "shape twice": ('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
    "name empty": (f'{{"":{E}}}', 4),
    "name __proto__": (f'{{"__proto__":{E}}}', 4),
    "name constructor": (f'{{"constructor":{E}}}', 4),
    "name of a pair of surrogate escapes": (f'{{"\\ud83d\\ude00":{E}}}', 4),
    "name of a high surrogate": (f'{{"\\ud800":{E}}}', 4),
    "name of a low surrogate": (f'{{"\\udc00":{E}}}', 4),
    "name of surrogates in reverse": (f'{{"\\ude00\\ud83d":{E}}}', 4),
    "name with a byte order mark": (f'{{"\ufeff":{E}}}', 4),
    "name with a raw tab": (f'{{"a\t":{E}}}', 4),
    "name with a raw control character": (f'{{"a\x01":{E}}}', 4),
    "name with DEL": (f'{{"a\x7f":{E}}}', 4),
    "name with an escaped NUL": (f'{{"a\\u0000":{E}}}', 4),
    "name with the escape \\/": (f'{{"a\\/":{E}}}', 4),
    "name with the escape \\x": (f'{{"a\\x":{E}}}', 4),
    "name with a short escape": (f'{{"a\\u12":{E}}}', 4),
    "metadata": ('{"__metadata__":{"a":"b"}}', 0),
    "metadata empty": ('{"__metadata__":{}}', 0),
    "metadata null": (f'{{"__metadata__":null,"a":{E}}}', 4),
    "metadata of numbers": ('{"__metadata__":{"a":1}}', 0),
    "metadata of null": ('{"__metadata__":{"a":null}}', 0),
    "metadata of objects": ('{"__metadata__":{"a":{}}}', 0),
    "metadata as an array": ('{"__metadata__":[]}', 0),
    "metadata as a text": ('{"__metadata__":"a"}', 0),
    "metadata as an array of the file": (f'{{"__metadata__":{E}}}', 4),
    "metadata twice": ('{"__metadata__":{},"__metadata__":{}}', 0),
    "metadata with a key twice": ('{"__metadata__":{"a":"1","a":"2"}}', 0),
    "metadata written with an escape": ('{"\\u005f_metadata__":{"a":"b"}}', 0),
    "metadata of a lone surrogate": ('{"__metadata__":{"a":"\\udfff"}}', 0),
    "spaces after": ("{}      ", 0),
    "tabs and line breaks after": ("{}\n\t\r", 0),
    "space before": (" {}", 0),
    "byte order mark before": ("\ufeff{}", 0),
    "NUL after": ("{}\0", 0),
    "no-break space inside": ("{\u00a0}", 0),
    "form feed inside": ("{\f}", 0),
    "comma after": ("{},", 0),
    "object after": ("{}{}", 0),
    "comma before the end": (f'{{"a":{E},}}', 4),
    "comma at the start": (f'{{,"a":{E}}}', 4),
    "no comma": (f'{{"a":{E}"b":{E}}}', 4),
    "no colon": ('{"a"1}', 0),
    "comment": ("{/**/}", 0),
    "single quotes": ("{'a':1}", 0),
    "key without quotes": ("{a:1}", 0),
    "NaN": ('{"a":NaN}', 0),
    "unfinished text": ('{"a', 0),
    "unfinished escape": ('{"a\\', 0),
    "unfinished object": (f'{{"a":{E}', 4),
    "unfinished array": ('{"a":[', 0),
    "wrong bracket": ('{"a":[}', 0),
    "array as the header": ("[]", 0),
    "null as the header": ("null", 0),
    "text as the header": ('"a"', 0),
    "empty header": ("", 0),
    "blank header": ("   ", 0),
    "invalid UTF-8": (b'{"\xff":1}', 0),
    "UTF-8 that is cut": (b'{"\xe2\x82":' + E.encode() + b"}", 4),
    "UTF-8 that is too long": (b'{"\xc0\xaf":' + E.encode() + b"}", 4),
    "UTF-8 of a surrogate": (b'{"\xed\xa0\x80":' + E.encode() + b"}", 4),
}


def accepted(data):
    try:
        safetensors.deserialize(data)
        return True
    except Exception:
        return False


def headers():
    rows = []
    for name, (header, body) in HEADERS.items():
        text = header if isinstance(header, bytes) else header.encode()
        data = struct.pack("<Q", len(text)) + text + bytes(body)
        rows.append({"name": name, "file": base64.b64encode(data).decode(), "accepted": accepted(data)})
    return {"rows": rows}


def every_type():
    """Bytes of each type, little-endian. bfloat16 numbers are the upper halves of float32 numbers."""
    bfloat16 = np.array([1.5, -2, np.inf], "<f4").view("<u4") >> 16
    arrays = {
        "f64": ("float64", np.array([[0.1, 1e300]], "<f8")),
        "f32": ("float32", np.array([1e-45, -np.inf], "<f4")),
        "f16": ("float16", np.array([1.5, -6e-8, 65504], "<f2")),
        "bf16": ("bfloat16", bfloat16.astype("<u2")),
        "i64": ("int64", np.array([2**53 - 1, -(2**53 - 1), -1], "<i8")),
        "i32": ("int32", np.array([-(2**31), 2**31 - 1], "<i4")),
        "i16": ("int16", np.array([-32768, 32767], "<i2")),
        "i8": ("int8", np.array([-128, 127], "i1")),
        "u64": ("uint64", np.array([2**53 - 1, 0, 2**32], "<u8")),
        "u32": ("uint32", np.array([2**32 - 1], "<u4")),
        "u16": ("uint16", np.array([65535], "<u2")),
        "u8": ("uint8", np.array([0, 255], "u1")),
        "bool": ("bool", np.array([1, 0, 1], "u1")),
        "größe": ("float32", np.array(7, "<f4")),
        "empty": ("int64", np.zeros((0, 4), "<i8")),
    }
    specs = {
        name: safetensors.TensorSpec(dtype=dtype, shape=x.shape, data_ptr=x.ctypes.data, data_len=x.nbytes)
        for name, (dtype, x) in arrays.items()
    }
    return bytes(safetensors.serialize(specs, {"made by": "safetensors 0.8"}))


def float16():
    values = np.arange(65536, dtype="<u2").view("<f2").astype("<f4")
    bits = np.where(np.isnan(values), np.uint32(0x7FC00000), values.view("<u4")).astype("<u4")
    return {"note": "sha256 of the little-endian float32 values, each NaN as 0x7fc00000", "sha256": hashlib.sha256(bits.tobytes()).hexdigest()}


program = Program(__file__, oracles=("numpy", "safetensors"))
FOLDER = "packages/training/test/files/fixtures"
program.add(f"{FOLDER}/headers.json", headers)
program.add(f"{FOLDER}/rust.safetensors", every_type)
program.add(f"{FOLDER}/float16.json", float16)


if __name__ == "__main__":
    program.main()
