from __future__ import annotations

import struct

import pytest

from player.errors import RequestError
from player.outputs.devices import Device, chosen, id_text

HEADPHONES = Device("Headphones", "hw-1", "PulseAudio", default=True)
HEADSET = Device("Headset", "bluez.headphones", "PulseAudio", default=False)
LEFT = Device("Null Output", "left", "PulseAudio", default=False)
RIGHT = Device("Null Output", "right", "PulseAudio", default=False)
ALL = [HEADPHONES, HEADSET, LEFT, RIGHT]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        ("hw-1", HEADPHONES),
        ("headphones", HEADPHONES),
        ("HEADSET", HEADSET),
        ("bluez", HEADSET),
        ("heads", HEADSET),
        ("left", LEFT),
        ("igh", RIGHT),
    ],
)
def test_a_device_is_found_by_id_by_name_or_by_part(wanted: str, meant: Device) -> None:
    assert ALL[chosen(ALL, wanted)] == meant


@pytest.mark.parametrize(
    ("wanted", "reason", "offered", "left_out"),
    [
        ("Null Output", '"Null Output" may be 2 sound devices', "left, right", "hw-1"),
        ("head", '"head" may be 2 sound devices', "hw-1, bluez.headphones", "left"),
        ("HDMI", 'there is no sound device "HDMI"', "hw-1, bluez.headphones, left", "HDMI"),
    ],
)
def test_none_or_several_are_told_with_the_ids_there_are(
    wanted: str, reason: str, offered: str, left_out: str
) -> None:
    with pytest.raises(RequestError) as caught:
        chosen(ALL, wanted)
    assert caught.value.reason == reason
    assert offered in caught.value.mend
    assert left_out not in caught.value.mend


def test_where_there_are_no_devices_it_is_told() -> None:
    with pytest.raises(RequestError) as caught:
        chosen([], "any")
    assert "connect one" in caught.value.mend


def test_of_many_devices_only_the_first_are_named() -> None:
    many = [Device(f"Output {number}", f"hw-{number}", "ALSA", default=False)
            for number in range(40)]  # fmt: skip
    with pytest.raises(RequestError) as caught:
        chosen(many, "output")
    assert caught.value.mend == "write one of hw-0, hw-1, hw-2, hw-3, hw-4, ..."


PLUGINS = [Device("ALSA plug-in", name, "ALSA", default=False)
           for name in ("null", "lavrate", "samplerate", "speexrate", "jack", "oss", "pulse",
                        "speex", "upmix", "vdownmix")]  # fmt: skip


def test_what_is_only_a_plug_in_of_alsa_is_not_offered_but_can_be_chosen() -> None:
    card = Device("HDA Intel PCH", ":0,0", "ALSA", default=True)
    for wanted in ("Headphones", "rate"):
        with pytest.raises(RequestError) as caught:
            chosen([*PLUGINS, card], wanted)
        assert caught.value.mend == "write one of :0,0"
    assert chosen(PLUGINS, "pulse") == 6


def test_where_alsa_has_nothing_but_plug_ins_a_device_is_to_be_connected() -> None:
    with pytest.raises(RequestError) as caught:
        chosen(PLUGINS, "Headphones")
    assert caught.value.mend.startswith("connect one")


def test_a_device_of_another_backend_may_be_called_as_a_plug_in_is() -> None:
    with pytest.raises(RequestError) as caught:
        chosen([Device("Null sink", "null", "PulseAudio", default=True)], "Headphones")
    assert caught.value.mend == "write one of null"


@pytest.mark.parametrize(
    ("raw", "backend", "text"),
    [
        (b"ears\0\0\0", "PulseAudio", "ears"),
        (b"\xc3\xa9\xff\0rest", "ALSA", "\xe9\N{REPLACEMENT CHARACTER}"),
        ("{0.0.0}.\xe9".encode("utf-16-le") + bytes(8), "WASAPI", "{0.0.0}.\xe9"),
        (struct.pack("<I", 258) + bytes(12), "WinMM", "0201"),
        (bytes(16), "JACK", "0"),
    ],
)
def test_ids_are_written_as_text(raw: bytes, backend: str, text: str) -> None:
    assert id_text(raw, backend) == text
