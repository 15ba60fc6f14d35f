"""Sentences that go on with a list somebody gave: "These include …" behind "the agency lists".

In: a scene and what is said in it, with speakers. Out: spans of such sentences with whose they are.
"""

from collections.abc import Iterator, Mapping, Sequence

from kg.extract.scene import Scene, Span
from kg.extract.utterances import Utterance
from kg.model import Mention
from kg.rules import load_rules

RULE = "narration/enumeration"


def find_enumerated(
    scene: Scene, spoken: Sequence[tuple[Utterance, Mention | None]]
) -> Iterator[tuple[Span, Mention]]:
    """Yield the sentences that continue a list, in order, each with who gave the list.

    It is who speaks last in the sentence before; a sentence in which somebody speaks is left out.
    """
    regex = load_rules("narration").rule(RULE).regex
    speakers = _last_speakers(scene, spoken)
    silent = {number for number in range(len(scene.segments)) if number not in speakers}
    for number in sorted(silent):
        start, end = scene.segments[number]
        giver = speakers.get(number - 1)
        if giver is not None and regex is not None and regex.match(scene.text[start:end]):
            yield (start, end), giver


def _last_speakers(
    scene: Scene, spoken: Sequence[tuple[Utterance, Mention | None]]
) -> Mapping[int, Mention | None]:
    """Return who speaks last in each segment in which somebody speaks, by its number."""
    found: dict[int, Mention | None] = {}
    for utterance, speaker in sorted(spoken, key=lambda item: item[0].span):
        first = scene.segment_number(utterance.span[0])
        for number in range(first, scene.segment_number(utterance.span[1] - 1) + 1):
            found[number] = speaker
        found[scene.segment_number(utterance.frame.cue[0])] = speaker
    return found
