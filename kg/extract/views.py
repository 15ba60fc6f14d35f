"""What a statement says of the thing at issue and of the law: side, lawfulness, provisions.

In: statements with their speakers, and the thing at issue. Out: the same statements with target,
stance, modality and the provisions that they name.
A stance comes from the first of these that tells one: what is said of lawfulness, words aimed at
the thing by name, the side of the speaker, other words of approval or blame, the verb of saying,
and at last what the same speaker, or who speaks for the same body, says elsewhere in the article.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.aims import Compass
from kg.extract.leanings import Parties, Said, View, with_leanings
from kg.extract.modality import Modality, find_modality
from kg.extract.parties import find_leanings
from kg.extract.provisions import provisions_of
from kg.extract.scene import Scene
from kg.extract.sides import Sides, find_sides
from kg.extract.stance import (
    Stance,
    signs_in,
    stance_of_condition,
    stance_of_law,
    stance_of_words,
)
from kg.extract.targets import makers_of
from kg.extract.ties import key_of
from kg.model import Evidence, Mention, Statement
from kg.rules import load_rules

# Words between a verb of saying and what is said that may name its object, and how far back "it"
# may point (code points).
LEAD_REACH, BACK_REACH = 90, 260
_NEUTRAL = Stance("neutral", None)
# Who says these of the law takes no side by what they say elsewhere.
_PLAIN = frozenset({"questions_legality", "states_rule"})


@dataclass(frozen=True, slots=True)
class _Issue:
    """What the article is about, who made it, and who is on which side."""

    scene: Scene
    target: Mention | None
    makers: frozenset[str]
    sides: Sides

    @property
    def compass(self) -> Compass:
        """Return what words may be aimed at."""
        return self.sides.compass


def with_views(scene: Scene, target: Mention | None, said: Sequence[Said]) -> tuple[Statement, ...]:
    """Return the statements with target, stance, modality and provisions, in the same order."""
    issue = _Issue(scene, target, makers_of(scene), find_sides(scene, target))
    views = _leaned(issue, tuple(_view_of(issue, item) for item in said))
    return tuple(_statement_of(issue, view) for view in views)


def _statement_of(issue: _Issue, view: View) -> Statement:
    """Return one statement with its views."""
    statement, stance = view.said.statement, view.stance
    is_sided = issue.target is not None or statement.kind == "narrated"
    return replace(
        statement,
        stance=stance.value if is_sided else None,
        stance_words=stance.words if is_sided else None,
        stance_rule=stance.rule if is_sided else None,
        target=issue.target.id if issue.target is not None else None,
        modality=view.modality.value if view.modality is not None else None,
        provisions=provisions_of(issue.scene, statement.evidence, issue.target),
    )


def _view_of(issue: _Issue, item: Said) -> View:
    """Return what one statement says; the article's own voice takes no side."""
    modality = find_modality(_generalized(issue.scene, item.statement.evidence))
    if item.statement.kind != "narrated":
        return View(item, _stance(issue, item, modality), modality)
    is_condition = modality is not None and modality.value == "states_condition"
    return View(item, Stance("conditional", None) if is_condition else _NEUTRAL, modality)


def _stance(issue: _Issue, item: Said, modality: Modality | None) -> Stance:
    """Return the stance of an utterance by its own words or by its speaker's side."""
    words = item.statement.evidence.quote
    side = issue.sides.of(item.speaker)
    sided = Stance(side.stance, side.words, side.rule, is_explicit=True) if side else None
    sided = None if _is_open(words) else sided
    if modality is not None and modality.value == "states_condition":
        return stance_of_condition(modality, signs_in(words))
    legal = stance_of_law(words, modality, issue.compass) if modality is not None else None
    if legal is not None and (legal.is_explicit or sided is None):
        return legal
    lead, before = _around(issue.scene, item)
    own = stance_of_words(words, issue.compass, lead=lead)
    if own is not None and own.is_explicit:
        return own
    if before is not None:
        own = stance_of_words(words, issue.compass, before=before)
    return sided or own or _by_cue(issue, item, lead) or _NEUTRAL


def _by_cue(issue: _Issue, item: Said, lead: str) -> Stance | None:
    """Return the stance that the verb of saying shows, or that the speaker made the thing."""
    lists = load_rules("attitudes").lists
    aims = issue.compass.aims_in(lead)
    aim = aims[-1].kind if aims else None
    for name, value in (("verbs_against", "opposes"), ("verbs_for", "supports")):
        if item.lemma is not None and item.lemma in lists[name]:
            side = issue.compass.turned(value, aim) or value
            return Stance(side, item.lemma, "stance/cue", is_explicit=True)
    surname = key_of(item.speaker) if item.speaker is not None else None
    return Stance("supports", None, "side/maker") if surname in issue.makers else None


def _around(scene: Scene, item: Said) -> tuple[str, str | None]:
    """Return the words that name the object of a verb of saying, and those that "it" may mean."""
    start, end = item.statement.evidence.start, item.statement.evidence.end
    segment = scene.segment_at(start)
    lead = ""
    if item.cue is not None and item.cue[1] <= start <= item.cue[1] + LEAD_REACH:
        lead = scene.masked[item.cue[1] : start]
    elif item.cue is not None and end <= item.cue[0]:
        rule = load_rules("stance").rule("stance/said-of")
        behind = scene.masked[item.cue[1] : segment[1]][:LEAD_REACH]
        hit = rule.regex.search(behind) if rule.regex is not None else None
        lead = hit[0] if hit is not None else ""
    points = load_rules("stance").rule("stance/points-back").regex
    points_back = points is not None and points.match(scene.text[start:end]) is not None
    return lead, scene.masked[max(0, start - BACK_REACH) : start] if points_back else None


def _leaned(issue: _Issue, views: Sequence[View]) -> tuple[View, ...]:
    """Return the views, neutral and doubtful ones with the side of their speaker."""
    noun = issue.compass.noun
    by_name = issue.sides.by_name
    against = frozenset(name for name, side in by_name.items() if side.stance == "opposes")
    sued = frozenset(name for name, side in by_name.items() if side.rule == "side/defendant")
    leanings = find_leanings(issue.scene, noun, against, sued)
    parties = Parties(issue.sides.ties, leanings, issue.compass)
    return with_leanings(issue.scene, views, parties, _takes_no_side)


def _takes_no_side(view: View) -> bool:
    """Tell whether somebody leaves the law open, or tells what is undecided or others did."""
    is_plain = view.modality is not None and view.modality.value in _PLAIN
    return is_plain or _is_open(view.said.statement.evidence.quote)


def _is_open(words: str) -> bool:
    """Tell whether words say that nothing is decided, or only what somebody else did."""
    rules = (load_rules("stance").rule(f"stance/{name}") for name in ("undecided", "reports-act"))
    return any(rule.regex is not None and rule.regex.search(words) for rule in rules)


def _generalized(scene: Scene, evidence: Evidence) -> str:
    """Return the words of a statement with provisions by name turned into "the law".

    So that rules on lawfulness need not know how provisions are called.
    """
    words, last = "", evidence.start
    for item in scene.mentions_in(evidence.start, evidence.end):
        is_name = item.type == "LegalProvision" and item.cls not in ("Right", "LegalDoctrine")
        if is_name and item.evidence.start >= last and item.evidence.quote[:1].isupper():
            words += scene.text[last : item.evidence.start] + "law"
            last = item.evidence.end
    return words + scene.text[last : evidence.end]
