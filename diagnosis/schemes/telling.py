"""A scheme in facts and proof lines, or the faults that today's kernel finds in an older upload."""

from typing import Any

from diagnosis.schemes.queries import Version
from grading.faults import SchemeError
from grading.proof import proof


def told(version: Version, language: str) -> dict[str, Any]:
    """What the page of a scheme prints: tracks, proof, faults."""
    try:
        scheme = version.scheme
    except SchemeError as refused:
        return {"tracks": [], "proof": [], "faults": refused.faults}
    tracks = [
        {
            "code": track.code,
            "name": track.name_en if language == "en" else track.name,
            "points": track.total_points,
            "items": len(track.items),
        }
        for track in scheme.tracks.values()
    ]
    return {"scheme": scheme, "tracks": tracks, "proof": proof(scheme, language), "faults": []}
