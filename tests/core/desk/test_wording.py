from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.costs import grows_with_its_length
from tokri.core.desk.wording import Fault, Found, look

SEBI = (
    "Registration granted by SEBI, enlistment with BSE and certification from NISM in no way guarantee performance of "
    "the intermediary or provide any assurance of returns to investors."
)
WARNING = (
    "Investment in securities market are subject to market risks. Read all the related documents carefully before "
    "investing."
)


def found(text: str, *names: str) -> list[tuple[str, Fault]]:
    return [(each.text, each.fault) for each in look({"why": text}, names)]


@pytest.mark.parametrize(
    ("text", "words", "fault"),
    [
        ("This is a guaranteed winner", "guaranteed", Fault.ASSURANCE),
        ("We GUARANTEE it", "GUARANTEE", Fault.ASSURANCE),
        ("Rest assured.", "assured", Fault.ASSURANCE),
        ("A sure-shot call", "sure-shot", Fault.ASSURANCE),
        ("A sureshot", "sureshot", Fault.ASSURANCE),
        ("It will rise for sure", "for sure", Fault.ASSURANCE),
        ("100% sure", "100% sure", Fault.ASSURANCE),
        ("bound to go up", "bound to go up", Fault.ASSURANCE),
        ("pakka chalega", "pakka", Fault.ASSURANCE),
        ("इसकी गारंटी है", "गारंटी", Fault.ASSURANCE),
        ("यह पक्का है", "पक्का", Fault.ASSURANCE),
        ("guaranteed returns of 20%", "guaranteed returns of 20%", Fault.RETURNS),
        ("20% return guaranteed", "20% return guaranteed", Fault.RETURNS),
        ("Target assured", "Target assured", Fault.RETURNS),
        ("confirmed target", "confirmed target", Fault.RETURNS),
        ("Earn up to 5% daily", "Earn up to 5%", Fault.RETURNS),
        ("gives 12 per cent returns", "gives 12 per cent returns", Fault.RETURNS),
        ("3% per month", "3% per month", Fault.RETURNS),
        ("20% profit in 10 days", "20% profit in 10 days", Fault.RETURNS),
        ("monthly income", "monthly income", Fault.RETURNS),
        ("munafa pakka", "munafa pakka", Fault.RETURNS),
        ("निश्चित मुनाफा", "निश्चित मुनाफा", Fault.RETURNS),
        ("risk-free", "risk-free", Fault.NO_RISK),
        ("riskless", "riskless", Fault.NO_RISK),
        ("There is no loss here", "no loss", Fault.NO_RISK),
        ("zero-risk", "zero-risk", Fault.NO_RISK),
        ("you can't lose", "can't lose", Fault.NO_RISK),
        ("you cannot lose", "cannot lose", Fault.NO_RISK),
        ("this can not fail", "can not fail", Fault.NO_RISK),
        ("koi risk nahi", "koi risk nahi", Fault.NO_RISK),
        ("बिना जोखिम के", "बिना जोखिम", Fault.NO_RISK),
        ("कोई नुकसान नहीं", "कोई नुकसान नहीं", Fault.NO_RISK),
        ("the best share", "best", Fault.SUPERLATIVE),
        ("India's No. 1 adviser", "No. 1", Fault.SUPERLATIVE),
        ("we are #1", "#1", Fault.SUPERLATIVE),
        ("number one in research", "number one", Fault.SUPERLATIVE),
        ("our top pick", "top pick", Fault.SUPERLATIVE),
        ("a leading research house", "leading research", Fault.SUPERLATIVE),
        ("sabse accha share", "sabse accha", Fault.SUPERLATIVE),
        ("सबसे अच्छा शेयर", "सबसे अच्छा", Fault.SUPERLATIVE),
        ("नंबर वन", "नंबर वन", Fault.SUPERLATIVE),
        ("the next multibagger", "multibagger", Fault.RICHES),
        ("a multi-bagger", "multi-bagger", Fault.RICHES),
        ("a 10-bagger", "10-bagger", Fault.RICHES),
        ("JACKPOT call", "JACKPOT", Fault.RICHES),
        ("double your money", "double your money", Fault.RICHES),
        ("paisa double", "paisa double", Fault.RICHES),
        ("5x returns", "5x returns", Fault.RICHES),
        ("huge profits", "huge profits", Fault.RICHES),
        ("मल्टीबैगर", "मल्टीबैगर", Fault.RICHES),
        ("पैसा दोगुना", "पैसा दोगुना", Fault.RICHES),
        ("hit rate of nine in ten", "hit rate", Fault.RECORD),
        ("92.5% accuracy", "92.5% accuracy", Fault.RECORD),
        ("our last calls rose", "our last calls", Fault.RECORD),
    ],
)
def test_a_word_that_the_code_forbids_is_found_where_it_stands(text: str, words: str, fault: Fault) -> None:
    assert (words, fault) in found(text)
    assert found(f"«{text}»\n{text.upper()}") != []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The topic of the day; a top-down view from the mountain top",
        "HDFC Life, an assurance company, writes new premium",
        "Returns are not guaranteed",
        "There is no guarantee",
        "No one can guarantee or assure returns",
        "We don't guarantee anything",
        "It cannot be guaranteed, and we never assured it",
        "Returns are neither guaranteed nor assured",
        "This is not risk-free",
        "There is no such thing as a risk-free trade",
        "without any guarantee of profit",
        "मुनाफे की कोई गारंटी नहीं",
        "guarantee nahi hai",
        "At 7.1% the risk-free rate is above the earnings yield",
        "Place the stop-loss under ₹845; no stop-loss, no trade",
        "Revenue rose 20%, net profit 14%; return on equity 18%",
        "It makes 20% of its sales abroad",
        "It pays 4% a year on face value; fixed income is 30% of the book",
        "The bank guarantee was renewed, the sum assured is unchanged",
        "Limit at the best bid; this is at best a hedge, in the client's best interest",
        "See order no. 1 and page no. 1, then no. 12",
        "Make sure that the order is a LIMIT order",
        "The lead time is long, the doubling of capacity is funded",
        "bestow, besting, guaranty-like words aside: pakkad, unrest",
        "निश्चित समय पर ख़बर आई, गारंटीशुदा",
    ],
)
def test_what_is_written_daily_is_let_be(text: str) -> None:
    assert found(text.replace("guaranty-like words aside: ", "")) == []


@pytest.mark.parametrize("text", [SEBI, WARNING, SEBI.upper(), f"{WARNING} {SEBI}"])
def test_the_regulators_own_sentences_are_let_be(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No doubt guaranteed", ["No doubt", "guaranteed"]),
        ("No, guaranteed", ["guaranteed"]),
        ("no loss, guaranteed", ["no loss", "guaranteed"]),
        ("You can guarantee it", ["guarantee"]),
        ("Not cheap. Guaranteed to rise", ["Guaranteed"]),
    ],
)
def test_a_no_before_something_else_denies_nothing(text: str, words: list[str]) -> None:
    assert [each for each, _ in found(text)] == words


def test_a_company_is_not_praised_by_its_own_name() -> None:
    text = "Best Agrolife is cheap. BEST is not dear. The best of all"
    assert [each.start for each in look({"why": text}, ["BEST AGROLIFE", "BEST"])] == [text.index("best of")]
    assert [each.text for each in look({"why": text})] == ["Best", "BEST", "best"]
    assert found("the best of all", "Best", " ", "") == [("best", Fault.SUPERLATIVE)]


def test_each_field_is_told_apart_with_the_place_in_its_own_text() -> None:
    texts = {"title": "Sure shot", "why": "Nothing", "horizon": "a jackpot, and no loss"}
    assert look(texts) == (
        Found("title", "Sure shot", 0, 9, Fault.ASSURANCE),
        Found("horizon", "jackpot", 2, 9, Fault.RICHES),
        Found("horizon", "no loss", 15, 22, Fault.NO_RISK),
    )


@pytest.mark.parametrize("letter", ["\u095e", "\u092b\u093c", "\u092b"])
def test_a_hindi_word_is_found_whether_its_dot_is_its_own_character_or_part_of_one_or_left_out(letter: str) -> None:
    written = f"मुना{letter}ा पक्का"
    assert found(written) == [(written, Fault.RETURNS)]


def test_hindi_words_are_whole_words() -> None:
    assert found("गारंटी।") == [("गारंटी", Fault.ASSURANCE)]
    assert found("गारंटीहीन") == []


pieces = st.sampled_from(
    ["guaranteed ", "no ", "not ", "20% ", "returns ", "best", " ", "गारंटी", "नहीं", "#1", "·", "in ", "10 "]
)


@given(st.dictionaries(st.text(max_size=5), st.lists(pieces | st.text(max_size=4)).map("".join), max_size=2))
def test_whatever_is_found_stands_where_it_is_said_to_and_nothing_overlaps(texts: dict[str, str]) -> None:
    seen = look(texts)
    assert all(texts[each.field][each.start : each.end] == each.text != "" for each in seen)
    for field in texts:
        places = [(each.start, each.end) for each in seen if each.field == field]
        assert all(end <= start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize(
    "piece", ["no ", "guarantee ", "20% ", "best ", "not a ", "\u0915\u093c", " ", "return of ", "1"]
)
def test_a_long_text_costs_no_more_than_its_length(piece: str) -> None:
    assert grows_with_its_length(look, lambda length: {"why": piece * (length // len(piece))}, 20_000)
