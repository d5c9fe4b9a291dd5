"""What is sealed opens for its owner, its place and the secret alone; what older versions sealed still opens."""

import base64
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.eligibility.certified import sealing as certified
from mob.exports import sealing as exports
from mob.identity.accessibility import sealing as accessibility
from mob.identity.accessibility.profile import AccessibilityProfile, Equipment, Need
from mob.kernel.sealing import BrokenSealError, Seal

ONE, TWO, SECRET = uuid.UUID(int=1), uuid.UUID(int=2), "s" * 50
# Written by each module while it still had its own copy of the code (November 2026).
OLD_FACT = (
    "f366b80b02f916dae8f69ccb71dbad180e26889f7f30dcb7ecb1f8c8db7402dc0ffa283c326e01e583674a24ae672f05"
    "abe3f09c333a9ce9250fcaff42d8f2fb362cdc295a94e07e7912940ca92cb5c5795377859ac4fe9fe4f3c6b3"
)
OLD_PIECE = "e81158aaa20a53a523555d48259a0c94e0bf87cc7564dc213ea2449d421a49c711bcc445ed87"
OLD_NEEDS = (
    "K/eMSwTU+GpvXqIJpRaVFUMBVbTdqFXcL1DD4lsZPO1M0TO27t44XDE/VKBGl/USeiVCQhbH3w0jD/6Rg75hz0da6ZTcC3TIcix2"
    "eLwz6lsb51/Wjb0JiwDj2AdXWLYMXwox7jqObblVanxBU6Kv5CdYk3bnhEVwIy4P69Fa/KYbcWeATIQROCUpugwWCr0HXntTJgAB"
    "Ce8JCPzUyXWsoo64lPtLFNkAI07GfPFIMR5Pzjaknza+K+EbW31hwkb/x+9L+E6h+3ZHpJaCFbJF1WeFxKFQJYoqEV5L/GU4XgEb"
    "gkEw6eGrTi/BBv7dIS8wmVwxgs/pFS7OKTOh5XsKflhg/Upx1lxknNlKnAiPEDDO9bey4aOv3a/igGpunyPUya0g6UZgtdLeIAzF"
    "RCrWRYzskNxVa3uHbENhLAkSHHjmBmA8CcpeRR0bVVNf/ZUrBUpCfV7I/wVOVC8PrAXDm8Fi4hlZ5W9B/aPQ8tW49W4nnNxNEdwp"
    "jeD1g18RyCblMspaueTedrv+9ga9ieaAa7Bwq6NvMECku7zCGC30Ah46ODA4RHBVKVo35HTl2d9Lg9fsvKeO3wMJqGCFId2+56bz"
    "txCFsQbsn5GhVzTgqLjB1CT06bI+bnmiX/7kMvH18IAghD7bdTmbRJrFFCh/t18+1sC7FIN9vOadfyaO3ad9qg4/l4SrGh4Orr6K"
    "16oBR1lNni4ZW/IZe2vWPEw+OUWBW5Al9mxsAD8ZIogQVXScQWY+F7+NkzzFioq1CCTRPPrCMZAY1/ZWeUTk8jWaoi1EpbJgqkhH"
    "mYUosPQYQJgfwm2P7N2wQMl5tpAsryKv1mxtfsem7IsVNYxZjsB0p9E+SV+1jGoBiSoAIB3hx1FUM59iyUcOGd5DljkjLDYUNeYm"
    "6UZ4yZ7NWcgp4Axzj8eXeMAQH8U00oEsvsZ2tE7tysYrhQ8hsmKIOsfWeYAXpHuCD92anvf6Sp1615bRN1dMyqNy+u0ivFbDmOcM"
    "4fzajkW8caZ8plTv5s58en45+zDY5Vj2OCn4iWf2N4bgjm9AdF79zcRCgECk4b+aIyfxrBRPzU91b52WPX7n9U1JP6aqUrNipWSR"
    "XUbYrpa/R/4wtWLAk69P1OpfyD0w2TnJYd7EBx5lceNqx4Wer0559Cha9R5myAW0q/z7YiH3V8LRlQ3XWPITnlri1LsFLg+dOPjX"
    "hrkq9NXaRf3Q01/KBwXpqiEqWAleebnp86dtH0hQyAwVxe15mw00+RKVshcyZHlJHH0080UHzEe/UBPi3GbLQa8sSU7kqLnRuz4d"
    "8sUX+rxXzTK0GbICTFrX6ZEp16qMe98UJkkyuCTrjtsB8BegToe/bQKD6htdVYzdVrO8WH94hzVy26FOML1/tDQG2eFn911fUrKY"
    "TWY="
)


def test_a_fact_sealed_before_still_opens() -> None:
    assert certified.unseal(bytes.fromhex(OLD_FACT), person=ONE, row=TWO, secret=SECRET) == 402.5


def test_needs_sealed_before_still_open() -> None:
    expected = AccessibilityProfile(needs=(Need.WHEELCHAIR,), equipment=Equipment(mass_kg=90))
    assert accessibility.unseal(base64.b64decode(OLD_NEEDS), ONE, secret=SECRET) == expected


def test_a_piece_of_an_export_sealed_before_still_opens() -> None:
    assert exports.unseal(bytes.fromhex(OLD_PIECE), uuid.UUID(int=3), 0, secret=SECRET) == b"nom;prenom"


def test_what_is_written_now_has_the_length_it_had(tmp_path: Path) -> None:
    fresh = certified.seal(402.5, person=ONE, row=TWO, secret=SECRET)
    assert len(fresh) == len(OLD_FACT) // 2
    assert len(accessibility.seal(AccessibilityProfile(), ONE, secret=SECRET)) == len(base64.b64decode(OLD_NEEDS))
    piece = tmp_path / "piece"
    piece.write_bytes(b"nom;prenom")
    assert [len(each) for _number, each in exports.seal(piece, ONE, secret=SECRET)] == [len(OLD_PIECE) // 2]


@given(st.binary(max_size=300), st.integers(1, 70))
def test_it_opens_where_it_was_closed_and_nowhere_else(content: bytes, block: int) -> None:
    seal = Seal(b"test 1", block)
    sealed = seal.close(content, owner=ONE, place=b"here", secret=SECRET)
    opened = seal.open(sealed, owner=ONE, place=b"here", secret=SECRET)
    assert (opened[: len(content)], opened[len(content) :].strip()) == (content, b"")
    assert len(opened) % block == 0
    elsewhere = [(Seal(b"test 2", block), ONE, b"here", SECRET), (seal, TWO, b"here", SECRET)]
    elsewhere += [(seal, ONE, b"there", SECRET), (seal, ONE, b"here", "t" * 50)]
    for other, owner, place, secret in elsewhere:
        with pytest.raises(BrokenSealError):
            other.open(sealed, owner=owner, place=place, secret=secret)


@given(st.binary(max_size=40))
def test_anything_else_is_a_broken_seal(noise: bytes) -> None:
    with pytest.raises(BrokenSealError):
        Seal(b"test 1").open(noise, owner=ONE, place=b"", secret=SECRET)
