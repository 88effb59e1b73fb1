import pytest

from simulator.segments import measure


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),  # the euro's two septets do not fit behind the 152nd
        ("één Ç à ü ñ", "GSM-7", 11, 1),
        ("patiënt", "UCS-2", 7, 1),
        ("ç", "UCS-2", 1, 1),
        ("ë" * 70, "UCS-2", 70, 1),
        ("ë" * 71, "UCS-2", 71, 2),
        ("👍" * 35, "UCS-2", 70, 1),
        ("👍" * 67, "UCS-2", 134, 3),  # 33 pairs a part, for a pair stays together
    ],
)
def test_segments_are_counted_as_the_networks_do(text: str, encoding: str, units: int, segments: int) -> None:
    measured = measure(text)
    assert (measured.encoding, measured.units, measured.segments) == (encoding, units, segments)
