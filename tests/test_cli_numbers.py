"""`amana numbers` and `amana check`: one line in, one line out, exit codes, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Amana


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_numbers_prints_a_line_for_each_line(amana: Amana) -> None:
    ran = amana("numbers", "--lang", "en", "--jsonl", stdin=b"It rose by 25%.\n\nNothing here.\n12 cars")
    assert ran.code == 0
    found = [[item["value"] for item in json.loads(line)["quantities"]] for line in ran.out.splitlines()]
    assert found == [["25"], [], [], ["12"]]


def test_numbers_has_the_fields_of_the_contract(amana: Amana) -> None:
    ran = amana("numbers", "--lang", "ar", "--jsonl", stdin="ارتفع إلى ٢٥% اليوم".encode())
    (quantity,) = json.loads(ran.out)["quantities"]
    assert set(quantity) == {
        "start", "end", "text", "kind", "value", "high", "unit", "bound", "readings", "reading_whys", "soft",
        "part", "direction", "role", "counted", "rule",
    }  # fmt: skip
    assert "ارتفع إلى ٢٥% اليوم"[quantity["start"] : quantity["end"]] == quantity["text"]


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\r"])
def test_only_a_line_feed_ends_a_line(amana: Amana, character: str) -> None:
    ran = amana("numbers", "--lang", "en", "--jsonl", stdin=f"It rose{character}by 25%.\n".encode())
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert [item["value"] for item in json.loads(ran.out)["quantities"]] == ["25"]


def test_numbers_skips_a_byte_order_mark_and_keeps_offsets(amana: Amana) -> None:
    ran = amana("numbers", "--lang", "en", "--jsonl", stdin=b"\xef\xbb\xbf25% of them")
    assert json.loads(ran.out)["quantities"][0]["start"] == 0


def test_numbers_reads_a_file_and_prints_a_table(amana: Amana, tmp_path: Path) -> None:
    ran = amana("numbers", "--lang", "en", write(tmp_path, "a.txt", "Nothing.\nMore than 25% of them.\n"))
    assert ran.code == 0
    for word in ("Line", "Kind", "Value", "Unit", "Bound", "percent", "more_than", "Lines: 2, numbers: 1"):
        assert word in ran.out
    assert "\x1b" not in ran.out


def test_numbers_of_nothing(amana: Amana) -> None:
    ran = amana("numbers", "--lang", "en", "--jsonl")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


BAD_NUMBERS = {
    "no language": (["numbers"], "--lang"),
    "unknown language": (["numbers", "--lang", "fr"], "'fr'"),
    "missing file": (["numbers", "--lang", "en", "nowhere.txt"], "nowhere.txt"),
    "a folder": (["numbers", "--lang", "en", "."], "directory"),
    "two files": (["numbers", "--lang", "en", "a", "b"], "b"),
}


@pytest.mark.parametrize(("arguments", "word"), BAD_NUMBERS.values(), ids=BAD_NUMBERS)
def test_bad_input_of_numbers(
    amana: Amana, arguments: list[str], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = amana(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("amana: ")
    assert ran.err.count("\n") == 1
    assert word in ran.err


def test_numbers_names_the_line_that_is_not_utf8(amana: Amana) -> None:
    ran = amana("numbers", "--lang", "en", stdin=b"one\n\xff\xfe\n")
    assert ran.code == 2
    assert "Line 2 of stdin is not UTF-8" in ran.err


def test_a_line_without_end_is_refused(amana: Amana, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amana.lines.MAX_LINE_BYTES", 1000)
    ran = amana("numbers", "--lang", "en", "--jsonl", stdin=b"word " * 1000)
    assert ran.code == 2
    assert "Line 1 of stdin is longer" in ran.err


def test_check_passes_where_every_number_arrived(amana: Amana, tmp_path: Path) -> None:
    source = write(tmp_path, "a.ar.txt", "ارتفع بنسبة 25%.\nلا شيء.\n")
    target = write(tmp_path, "a.en.txt", "It rose by 25 percent.\nNothing.\n")
    ran = amana("check", source, target, "--jsonl")
    assert ran.code == 0
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert [set(result) for result in results] == [{"ok", "findings", "matched"}] * 2
    assert [result["ok"] for result in results] == [True, True]
    assert [[item["value"] for item in pair] for pair in results[0]["matched"]] == [["25", "25"]]
    ran = amana("check", source, target)
    assert ran.code == 0
    assert "Lines: 2, ok: 2, findings: 0" in ran.out


def test_check_fails_where_a_number_changed(amana: Amana, tmp_path: Path) -> None:
    source = write(tmp_path, "a.ar.txt", "لا شيء.\nارتفع بنسبة 25%.\n")
    target = write(tmp_path, "a.en.txt", "Nothing.\nIt rose by 52%.\n")
    ran = amana("check", source, target, "--jsonl")
    assert ran.code == 1
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert [result["ok"] for result in results] == [True, False]
    ran = amana("check", source, target)
    assert ran.code == 1
    assert "Lines: 2, ok: 1" in ran.out
    assert "error" in ran.out


@pytest.mark.parametrize("option", [[], ["--jsonl"]], ids=["table", "jsonl"])
def test_unequal_lines_print_nothing(amana: Amana, tmp_path: Path, option: list[str]) -> None:
    source, target = write(tmp_path, "a", "25%\n25%\n25%\n"), write(tmp_path, "b", "25%\n25%")
    ran = amana("check", source, target, *option)
    assert (ran.code, ran.out) == (2, "")
    assert "3 lines" in ran.err
    assert "has 2" in ran.err
    assert "--document" in ran.err


def test_a_line_that_is_not_utf8_is_found_before_anything_is_printed(amana: Amana, tmp_path: Path) -> None:
    source, target = write(tmp_path, "a", "25%\n25%\n"), write(tmp_path, "b", b"25%\n\xff\n")
    ran = amana("check", source, target, "--jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert "Line 2 of" in ran.err


def test_document_compares_whole_texts(amana: Amana, tmp_path: Path) -> None:
    source = write(tmp_path, "a", "ارتفع بنسبة 25%.\nوانخفض بنسبة 40%.\n")
    target = write(tmp_path, "b", "It rose by 25% and fell by 40%.\n")
    assert amana("check", source, target).code == 2
    ran = amana("check", source, target, "--document", "--jsonl")
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1


def test_files_in_the_wrong_order_are_known(amana: Amana, tmp_path: Path) -> None:
    arabic = write(tmp_path, "a.ar.txt", "ارتفع بنسبة 25%.\n")
    english = write(tmp_path, "a.en.txt", "It rose by 25%.\n")
    ran = amana("check", english, arabic)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "give the Arabic file first" in ran.err
    assert amana("check", english, arabic, "--source-lang", "en", "--target-lang", "ar").code == 0
    assert amana("check", english, english, "--jsonl").code == 0, "figures need no letters"


def test_a_text_in_place_of_a_file_is_told_where_texts_go(amana: Amana) -> None:
    ran = amana("numbers", "--lang", "en", "It rose by 25%.")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "read from stdin" in ran.err


def test_check_reads_one_side_from_stdin(amana: Amana, tmp_path: Path) -> None:
    target = write(tmp_path, "b", "It rose by 25%.\n")
    assert amana("check", "-", target, "--jsonl", stdin="ارتفع بنسبة 25%.\n".encode()).code == 0
    assert amana("check", "-", target, "--jsonl", stdin=b"1\n2\n").code == 2
    assert amana("check", "-", "-", stdin=b"").code == 2


def test_check_takes_other_languages(amana: Amana, tmp_path: Path) -> None:
    path = write(tmp_path, "a", "It rose by twelve percent.\n")
    assert amana("check", path, path, "--source-lang", "en", "--target-lang", "en").code == 0


BAD_CHECKS = {
    "one file": (["check", "a"], "TARGET"),
    "missing file": (["check", "a", "nowhere"], "nowhere"),
    "unknown language": (["check", "a", "a", "--target-lang", "fr"], "'fr'"),
}


@pytest.mark.parametrize(("arguments", "word"), BAD_CHECKS.values(), ids=BAD_CHECKS)
def test_bad_input_of_check(
    amana: Amana, arguments: list[str], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a", "25%\n")
    monkeypatch.chdir(tmp_path)
    ran = amana(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert word in ran.err


def test_a_trace_of_numbers_names_the_rule_of_every_step(amana: Amana) -> None:
    line = "بلغت أكثر من 342.5 مليون دولار".encode()
    ran = amana("numbers", "--lang", "ar", "--trace", stdin=line)
    assert ran.code == 0
    for word in ("Pass", "Rule", "ar-cardinal", "ar-unit-after", "ar-bound", "342500000"):
        assert word in ran.out
    ran = amana("numbers", "--lang", "ar", "--trace", "--jsonl", stdin=line)
    result = json.loads(ran.out)
    assert [quantity["rule"] for quantity in result["quantities"]] == ["ar-unit-after"]
    assert [step["rule"] for step in result["trace"]] == ["ar-cardinal", "ar-unit-after", "ar-bound"]


def test_a_trace_of_a_check_names_the_rules_that_judged(amana: Amana, tmp_path: Path) -> None:
    source = write(tmp_path, "a.ar.txt", "طوله 30 مترا\nلا شيء.\n")
    target = write(tmp_path, "a.en.txt", "It is 30 feet long\nNothing.\n")
    ran = amana("check", source, target, "--trace")
    assert ran.code == 1
    for word in ("1 ar", "1 en", "other-unit", "unit-lost", "error: unit"):
        assert word in ran.out
    ran = amana("check", source, target, "--trace", "--jsonl")
    assert ran.code == 1
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert [finding["rule"] for finding in first["findings"]] == ["unit-lost"]
    assert [pair["rule"] for pair in first["trace"]["pairs"]] == ["other-unit"]
    assert second["trace"] == {"source": [], "target": [], "pairs": []}
