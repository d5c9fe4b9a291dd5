"""What a person needs is said in codes of needs, kept sealed, and told in operators' words with what these cannot say."""

import uuid
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.identity.accessibility import sealing
from mob.identity.accessibility.profile import (
    AccessibilityProfile,
    Animal,
    Battery,
    Boarding,
    Card,
    CardHeld,
    Communication,
    Companion,
    Equipment,
    Need,
    NeedKind,
    Reach,
    from_plain,
    kind_of,
    to_plain,
)
from mob.identity.accessibility.vocabularies import (
    NETEX_NAMESPACE,
    Loss,
    Sharing,
    Vocabulary,
    netex_xml,
    plain_at,
    translate,
)

WHEELCHAIR = AccessibilityProfile(
    needs=(Need.MOTORIZED_WHEELCHAIR,), equipment=Equipment(width_mm=700, mass_kg=140, battery=Battery.LITHIUM)
)


def _maybe(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.none() | values


profiles = st.builds(
    AccessibilityProfile,
    needs=st.lists(st.sampled_from(Need), unique=True).map(tuple),
    equipment=st.builds(
        Equipment,
        width_mm=_maybe(st.integers(200, 1500)),
        mass_kg=_maybe(st.integers(1, 500)),
        is_foldable=st.none() | st.booleans(),
        battery=st.none() | st.sampled_from(Battery),
    ),
    reach=st.builds(Reach, steps=_maybe(st.integers(0, 200)), walk_m=_maybe(st.integers(0, 20_000))),
    boarding=st.lists(st.sampled_from(Boarding), unique=True).map(tuple),
    communication=st.lists(st.sampled_from(Communication), unique=True).map(tuple),
    animal=st.none() | st.sampled_from(Animal),
    companion=st.none() | st.sampled_from(Companion),
    cards=st.lists(
        st.builds(CardHeld, st.sampled_from(Card), st.none() | st.dates()), unique_by=lambda held: held.card
    ).map(tuple),
    note=st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
)


def codes(profile: AccessibilityProfile, vocabulary: Vocabulary, sharing: Sharing = Sharing.EQUIPMENT):
    return translate(profile, vocabulary, sharing)


def test_an_electric_wheelchair_of_140_kg_is_told_in_three_vocabularies_with_what_is_lost() -> None:
    netex, tomp, osdm = (codes(WHEELCHAIR, each) for each in Vocabulary)
    assert netex.content["userNeeds"] == [{"MobilityNeed": "motorizedWheelchair", "NeedRanking": 1}]
    assert tomp.content == {"prmNeeds": [{"mobilityNeed": "motorized_wheelchair"}]}
    assert osdm.content == {"prmNeeds": ["WHEELCHAIR", "NEED_PRM_SUPPORT"]}
    assert netex.losses == tomp.losses == (Loss.EQUIPMENT,)
    assert osdm.losses == (Loss.EQUIPMENT, Loss.MOTOR)


def test_what_a_level_holds_back_is_not_told_and_not_counted_as_lost() -> None:
    assert codes(WHEELCHAIR, Vocabulary.NETEX, Sharing.CODES).losses == ()
    assert plain_at(WHEELCHAIR, Sharing.CODES) == {"format": 1, "needs": ["motorizedWheelchair"]}
    assert plain_at(WHEELCHAIR, Sharing.EQUIPMENT)["equipment"]["mass_kg"] == 140


@pytest.mark.parametrize(
    ("profile", "vocabulary", "loss"),
    [
        (AccessibilityProfile(needs=(Need.PUSHCHAIR, Need.WHEELCHAIR)), Vocabulary.TOMP, Loss.RANKING),
        (AccessibilityProfile(companion=Companion.NEEDED), Vocabulary.TOMP, Loss.COMPANION),
        (AccessibilityProfile(needs=(Need.VISUAL_IMPAIRMENT,)), Vocabulary.OSDM, Loss.SENSES),
        (AccessibilityProfile(needs=(Need.AVERSE_TO_LIFTS,)), Vocabulary.OSDM, Loss.AVERSIONS),
        (AccessibilityProfile(animal=Animal.OTHER), Vocabulary.OSDM, Loss.LUGGAGE),
        (AccessibilityProfile(reach=Reach(steps=0)), Vocabulary.NETEX, Loss.REACH),
        (AccessibilityProfile(boarding=(Boarding.RAMP,)), Vocabulary.NETEX, Loss.BOARDING),
        (AccessibilityProfile(cards=(CardHeld(Card.EU_PARKING),)), Vocabulary.NETEX, Loss.CARDS),
        (AccessibilityProfile(note="Parlez lentement."), Vocabulary.OSDM, Loss.NOTE),
        (AccessibilityProfile(communication=(Communication.WRITTEN,)), Vocabulary.TOMP, Loss.COMMUNICATION),
    ],
)
def test_what_a_vocabulary_has_no_word_for_is_named(profile, vocabulary, loss) -> None:
    assert loss in codes(profile, vocabulary).losses


def test_the_order_of_needs_is_their_ranking_in_netex_and_the_xml_says_it() -> None:
    profile = AccessibilityProfile(
        needs=(Need.COGNITIVE_INPUT_IMPAIRMENT, Need.WALKING_FRAME),
        animal=Animal.GUIDE_DOG,
        companion=Companion.OPTIONAL,
    )
    root = ElementTree.fromstring(netex_xml(codes(profile, Vocabulary.NETEX)))
    ranked = [
        (need[0].tag.split("}")[1], need[0].text, need[1].text) for need in root.iter(f"{{{NETEX_NAMESPACE}}}UserNeed")
    ]
    assert ranked == [
        ("PsychosensoryNeed", "cognitiveInputImpairment", "1"),
        ("MobilityNeed", "walkingFrame", "2"),
        ("EncumbranceNeed", "guideDog", "3"),
    ]
    assert root[0].text == "true"


@given(profiles)
@settings(max_examples=40, deadline=None)
def test_whatever_is_said_is_told_in_every_vocabulary_and_read_back_the_same(profile) -> None:
    assert from_plain(to_plain(profile)) == profile
    for vocabulary in Vocabulary:
        for sharing in Sharing:
            told = codes(profile, vocabulary, sharing)
            assert len(set(told.losses)) == len(told.losses)
    assert len(codes(profile, Vocabulary.TOMP).content["prmNeeds"]) == len(profile.needs) + bool(profile.animal)


@given(profiles)
@settings(max_examples=20, deadline=None)
def test_a_sealed_profile_opens_for_the_person_and_the_secret_it_was_sealed_for(profile) -> None:
    mine, hers = uuid.UUID(int=1), uuid.UUID(int=2)
    sealed = sealing.seal(profile, mine, secret="s" * 50)
    assert sealing.unseal(sealed, mine, secret="s" * 50) == profile
    for user_id, secret in ((hers, "s" * 50), (mine, "t" * 50)):
        with pytest.raises(sealing.BrokenSealError):
            sealing.unseal(sealed, user_id, secret=secret)


def test_the_length_of_what_is_sealed_does_not_tell_how_much_was_said() -> None:
    key = uuid.UUID(int=1)
    assert len(sealing.seal(AccessibilityProfile(), key, secret="s")) == len(sealing.seal(WHEELCHAIR, key, secret="s"))


def test_codes_of_a_later_version_are_left_out_rather_than_misread() -> None:
    plain = {
        "needs": ["wheelchair", "jetpack"],
        "equipment": {"colour": "red", "mass_kg": 90},
        "cards": [{"card": "x"}],
    }
    assert from_plain(plain) == AccessibilityProfile(needs=(Need.WHEELCHAIR,), equipment=Equipment(mass_kg=90))


def test_no_code_names_an_illness() -> None:
    assert not {"allergic", "heartCondition"} & {need.value for need in Need}
    assert {kind_of(need) for need in Need} == set(NeedKind)
    assert kind_of(Need.AVERSE_TO_CROWDS) is NeedKind.PSYCHOSENSORY
