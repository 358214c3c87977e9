"""Piper itself, speaking with a hand-made model of its form; where the extra is installed."""

from __future__ import annotations

import json
import struct
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from support.real import missing

from player.audio.processing import to_clip
from player.units import SAMPLE_RATE
from player.voices.cache import ClipCache
from player.voices.engine import VoiceChoice
from player.voices.piper_engine import PiperEngine
from player.voices.recorder import Recorder
from player.voices.settings import VoiceSettings

CHOICE = VoiceChoice()


def number(value: int) -> bytes:
    """A whole number as Protocol Buffers have it."""
    out = bytearray()
    while True:
        out.append(value & 127 | (128 if value > 127 else 0))
        value >>= 7
        if not value:
            return bytes(out)


def field(key: int, value: int | bytes | str) -> bytes:
    """A field of a Protocol Buffers message."""
    if isinstance(value, int):
        return number(key << 3) + number(value)
    data = value.encode() if isinstance(value, str) else value
    return number(key << 3 | 2) + number(len(data)) + data


def onnx_value(name: str, kind: int, *sizes: str | int) -> bytes:
    """An input or output of a graph."""
    dimensions = b"".join(field(1, field(2 if isinstance(n, str) else 1, n)) for n in sizes)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, dimensions)))


def onnx_node(kind: str, inputs: tuple[str, ...], output: str, attributes: bytes = b"") -> bytes:
    named = b"".join(field(1, name) for name in inputs)
    return field(1, named + field(2, output) + field(4, kind) + attributes)


def onnx_constant(name: str, kind: int, data: bytes, *sizes: int) -> bytes:
    return field(5, b"".join(field(1, n) for n in sizes) + field(2, kind) + field(8, name)
                 + field(9, data))  # fmt: skip


FLOAT, WHOLE = 1, 7


def humming_model() -> bytes:
    """An ONNX model in piper's form: a sine of 500 samples a phoneme, times the length scale."""
    to_float, to_whole = (
        field(5, field(1, "to") + field(3, kind) + field(20, 2)) for kind in (FLOAT, WHOLE)
    )
    graph = b"".join(
        (
            onnx_node("Cast", ("input_lengths",), "phonemes", to_float),
            onnx_node("Gather", ("scales", "one"), "scale"),
            onnx_node("Mul", ("phonemes", "scale"), "scaled"),
            onnx_node("Mul", ("scaled", "each"), "samples"),
            onnx_node("Cast", ("samples",), "whole", to_whole),
            onnx_node("Squeeze", ("whole",), "size"),
            onnx_node("Range", ("zero", "size", "step"), "steps"),
            onnx_node("Cast", ("steps",), "time", to_float),
            onnx_node("Mul", ("time", "pitch"), "phase"),
            onnx_node("Sin", ("phase",), "sine"),
            onnx_node("Unsqueeze", ("sine", "axes"), "output"),
            field(2, "humming"),
            onnx_constant("one", WHOLE, struct.pack("<q", 1), 1),
            onnx_constant("each", FLOAT, struct.pack("<f", 500), 1),
            onnx_constant("zero", WHOLE, struct.pack("<q", 0)),
            onnx_constant("step", WHOLE, struct.pack("<q", 1)),
            onnx_constant("pitch", FLOAT, struct.pack("<f", 0.06), 1),
            onnx_constant("axes", WHOLE, struct.pack("<qq", 0, 1), 2),
            field(11, onnx_value("input", WHOLE, 1, "phonemes")),
            field(11, onnx_value("input_lengths", WHOLE, 1)),
            field(11, onnx_value("scales", FLOAT, 3)),
            field(12, onnx_value("output", FLOAT, 1, 1, "samples")),
        )
    )
    return field(1, 8) + field(8, field(2, 13)) + field(7, graph)


PHONEMES = "_^$ abcdefghijklmnopqrstuvwxyz.,\u02c8\u02d0"


def test_piper_itself_speaks_with_a_model_of_its_form(tmp_path: Path) -> None:
    if find_spec("piper") is None:
        if sys.version_info[:2] != (3, 11):
            pytest.skip("the extra `piper` is installed on Python 3.11 only, where it is tested")
        missing("the extra `piper` is not installed")
    path = tmp_path / "de_DE-humming.onnx"
    path.write_bytes(humming_model())
    letters = {letter: [code] for code, letter in enumerate(PHONEMES)}
    about = {
        "num_symbols": len(letters), "num_speakers": 1, "audio": {"sample_rate": 22_050},
        "espeak": {"voice": "de"}, "phoneme_id_map": letters,
    }  # fmt: skip
    path.with_name(f"{path.name}.json").write_text(json.dumps(about))
    engine = PiperEngine(VoiceSettings(piper_model=path))
    assert engine.availability().works
    assert "piper none" not in engine.fingerprint(CHOICE)
    lengths = []
    for rate in (165, 330):
        speaker = engine.open(VoiceChoice(rate=rate, language="de"))
        recording = speaker.speak("Guten Tag. Auf geht es.")
        assert recording.rate == 22_050
        assert recording.samples.dtype == np.float32
        assert to_clip(recording).onset < SAMPLE_RATE // 10
        lengths.append(len(recording.samples))
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=4)
    shapes = Recorder(
        engine, VoiceChoice(language="de"), ClipCache(tmp_path / "cache"), tell=print
    ).record(["Eins.", "Zwei."])
    assert len(shapes) == 2
