"""`amana translate` as users meet it: what is written and printed, and how each failure ends."""

from __future__ import annotations

import errno
import io
import json
import os
from pathlib import Path

import docx
import pytest

from pipeline.article import record_from_json
from tests.conftest import ARTICLE, Amana, Loads, Ran
from tests.pdf_files import from_right, pdf, visual


def assert_one_sentence(ran: Ran, *parts: str) -> None:
    """The error is one line for users that names `parts`, and stdout is empty."""
    assert ran.out == ""
    assert ran.err.startswith("amana: ")
    assert ran.err.count("\n") == 1
    assert ran.err.rstrip().endswith(".")
    for part in parts:
        assert part in ran.err


def test_writes_four_files_and_prints_summary_and_numbers(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path
) -> None:
    ran = amana("translate", article, "-o", tmp_path / "out")
    assert ran.code == 0
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["users.en.txt", "users.html", "users.json", "users.summary.txt"]
    english = (tmp_path / "out" / "users.en.txt").read_text(encoding="utf-8")
    assert english == "The number of users rose to 12.5 million.\nRevenue reached $40.\n"
    summary = (tmp_path / "out" / "users.summary.txt").read_text(encoding="utf-8")
    assert summary == "The number of users rose to 12.5 million.\nRevenue reached $40.\n"
    record = record_from_json(json.loads((tmp_path / "out" / "users.json").read_text(encoding="utf-8")))
    assert [stage.name for stage in record.stages] == [
        "choose", "segment", "read_numbers", "translate", "check_translation", "guard", "repair", "unify_names",
        "doubt", "summarize",
        "check_summary", "guard_summary", "repair_summary", "ledger",
    ]  # fmt: skip
    assert "Revenue reached $40." in ran.out
    assert "12.5 مليون" in ran.out
    assert "Verdict" in ran.out
    assert "\x1b" not in ran.out
    assert "Wrote" in ran.err


def test_a_paragraph_that_keeps_the_key_numbers(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    fake.engine.summary = "Revenue reached $40."
    ran = amana("translate", article, "-o", tmp_path / "out")
    assert "Key numbers in the summary: 1 of 2; left out: 12.5 مليون" in ran.out
    ran = amana("translate", article, "-o", tmp_path / "out", "--must-keep", "2", "--summary-form", "paragraph")
    assert "Key numbers in the summary: 2 of 2" in ran.out
    summary = (tmp_path / "out" / "users.summary.txt").read_text(encoding="utf-8")
    assert summary == "Revenue reached $40. The number of users rose to 12.5 million.\n"
    document = json.loads((tmp_path / "out" / "users.json").read_text(encoding="utf-8"))
    assert document["key_numbers"]["share"] == 1
    assert [number["rank"] for number in document["key_numbers"]["numbers"]] == [1, 2]


def test_the_output_files_have_the_usual_permissions(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    amana("translate", article, "-o", tmp_path / "out")
    assert (tmp_path / "out" / "users.json").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_default_folder_is_out(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert amana("translate", article).code == 0
    assert (tmp_path / "out" / "users.json").exists()


def test_jsonl_prints_the_record_alone_and_writes_nothing(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = amana("translate", article, "--jsonl")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["article"]["text"] == ARTICLE
    assert os.listdir(tmp_path) == ["users.txt"]


def test_jsonl_with_out_writes_too(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    ran = amana("translate", article, "--jsonl", "-o", tmp_path / "out")
    assert json.loads(ran.out) == json.loads((tmp_path / "out" / "users.json").read_text(encoding="utf-8"))


def test_reads_stdin(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    ran = amana("translate", "-", "-o", tmp_path, stdin=ARTICLE.encode("cp1256"))
    assert ran.code == 0
    record = json.loads((tmp_path / "stdin.json").read_text(encoding="utf-8"))
    assert record["article"]["encoding"] == "windows-1256"


def test_options_reach_the_engines(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    fake.engine.summary = "One is here.\nTwo is there.\nThree is nowhere."
    arguments = ["--translator", "t", "--summarizer", "s", "--profile", "embedded", "--device", "cpu"]
    ran = amana("translate", article, "-o", tmp_path, *arguments, "--summary-sentences", "2")
    assert ran.code == 0
    options = fake.options[0]
    assert {key: options[key] for key in ("translator", "summarizer", "profile", "device")} == {
        "translator": "t", "summarizer": "s", "profile": "embedded", "device": "cpu",
    }  # fmt: skip
    assert (tmp_path / "users.summary.txt").read_text(encoding="utf-8") == "One is here.\nTwo is there.\n"


def test_quiet_says_nothing_on_stderr(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    assert amana("translate", article, "-o", tmp_path, "--quiet").err == ""


def test_several_articles_load_the_models_once_and_get_distinct_names(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "other" / "users.txt"
    twin.parent.mkdir()
    twin.write_text(ARTICLE, encoding="utf-8")
    ran = amana("translate", article, twin, "-o", tmp_path / "out")
    assert ran.code == 0
    assert len(fake.options) == 1
    assert {path.name for path in (tmp_path / "out").glob("*.json")} == {"users.json", "users-2.json"}
    assert json.loads((tmp_path / "out" / "users-2.json").read_text(encoding="utf-8"))["article"]["id"] == "users-2"
    assert str(twin) in ran.err


def word(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def test_files_of_all_kinds(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    one, two = ARTICLE.splitlines()
    contents = {
        "page.html": f"<!DOCTYPE html><html><body><article><p>{one}</p><p>{two}</p></article></body></html>".encode(),
        "notes.md": f"**{one}**\n\n- {two}\n".encode(),
        "letter.docx": word(f"{one}\n{two}"),
        "print.pdf": pdf([from_right(visual(one)) + from_right(visual(two), y=650)]),
        "feed.csv": f"guid,body\n7,{one} {two}\n8,\n../9,{one}\n".encode(),
        "lines.jsonl": json.dumps({"guid": "x", "body": ARTICLE}).encode(),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    paths = [tmp_path / name for name in contents]
    ran = amana("translate", *paths, "-o", tmp_path / "out", "--columns", "id=guid,text=body", "--quiet")
    assert ran.code == 3
    assert "feed.csv' row 3 is empty" in ran.err
    assert "feed.csv' row 4 has the id '../9', which is a path out of the folder" in ran.err
    assert ran.err.count("\n") == 2
    names = {path.name for path in (tmp_path / "out").glob("*.json")}
    assert names == {"page.json", "notes.json", "letter.json", "print.json", "feed-7.json", "lines-x.json"}
    for name in names:
        english = (tmp_path / "out" / name).with_suffix(".en.txt").read_text(encoding="utf-8")
        assert " ".join(english.split()) == "The number of users rose to 12.5 million. Revenue reached $40."


def test_names_of_rows_are_no_reason_for_a_note(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(f"text\n{ARTICLE.splitlines()[0]}\n", encoding="utf-8")
    ran = amana("translate", tmp_path / "feed.csv", "-o", tmp_path / "out")
    assert ran.code == 0
    assert "is called" not in ran.err
    assert (tmp_path / "out" / "feed-row-2.json").exists()


BAD_FILES = {
    "empty": (b"", "empty"),
    "white space only": (" \n\t\n\u00a0".encode(), "empty"),
    "binary": (bytes(range(256)) * 20, "binary"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(500), "program"),
    "English only": (b"Revenue reached 40 dollars in the third quarter of the year.\n" * 5, "Arabic"),
    "damaged UTF-8": ("وبلغت الإيرادات أربعين دولارا".encode() * 20 + b"\xd9", "UTF-8"),
    "damaged UTF-16": (b"\xff\xfe" + ARTICLE.encode("utf-16-le") + b"\x06", "UTF-16"),
    "digits only": (b"12 34 56\n", "letters"),
}


@pytest.mark.parametrize(("data", "word"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_article_is_refused_before_a_model_is_loaded(
    amana: Amana, fake: Loads, tmp_path: Path, data: bytes, word: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    ran = amana("translate", path, "-o", tmp_path / "out")
    assert ran.code == 2
    assert_one_sentence(ran, "bad.txt", word)
    assert fake.options == []
    assert list((tmp_path / "out").iterdir()) == []


def test_a_bad_stdin_is_refused(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    ran = amana("translate", "-", "-o", tmp_path, stdin=b"")
    assert ran.code == 2
    assert_one_sentence(ran, "stdin", "empty")


def test_a_missing_file(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    ran = amana("translate", tmp_path / "nowhere.txt", "-o", tmp_path / "out")
    assert ran.code == 2
    assert_one_sentence(ran, "nowhere.txt")


def test_a_file_name_with_control_characters_cannot_write_a_second_line(
    amana: Amana, fake: Loads, tmp_path: Path
) -> None:
    ran = amana("translate", tmp_path / "a\nb.txt", "-o", tmp_path / "out")
    assert ran.code == 2
    assert_one_sentence(ran)


def test_only_boilerplate_is_nothing_to_translate(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    path = tmp_path / "residue.txt"
    path.write_text("آخر تحديث:\n", encoding="utf-8")
    ran = amana("translate", path, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 2
    assert_one_sentence(ran, "residue.txt")


def test_out_is_a_file(amana: Amana, fake: Loads, article: Path) -> None:
    ran = amana("translate", article, "-o", article)
    assert ran.code == 2
    assert_one_sentence(ran, str(article), "--out")
    assert fake.options == []
    assert article.read_text(encoding="utf-8") == ARTICLE


def test_out_is_below_a_file(amana: Amana, fake: Loads, article: Path) -> None:
    ran = amana("translate", article, "-o", article / "out")
    assert ran.code == 2
    assert_one_sentence(ran, str(article / "out"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_out_is_not_writable(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    ran = amana("translate", article, "-o", locked)
    assert ran.code == 2
    assert_one_sentence(ran, str(locked))


def test_a_full_disk_leaves_nothing_half_made(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ran = amana("translate", article, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 2
    assert_one_sentence(ran, str(tmp_path / "out"), "no space")
    assert list((tmp_path / "out").iterdir()) == []


def test_one_bad_of_three_does_not_stop_the_others(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    third = tmp_path / "third.txt"
    third.write_text(ARTICLE, encoding="utf-8")
    ran = amana("translate", article, tmp_path / "nowhere.txt", third, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "nowhere.txt" in ran.err
    assert {path.name for path in (tmp_path / "out").glob("*.json")} == {"users.json", "third.json"}


def test_all_of_several_bad(amana: Amana, fake: Loads, tmp_path: Path) -> None:
    ran = amana("translate", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out")
    assert ran.code == 2
    assert ran.err.count("amana: ") == 2


def test_an_engine_that_fails_on_one_article_does_not_stop_the_others(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("وبلغت الإيرادات 40 دولارا.\n", encoding="utf-8")
    fake.engine.error, fake.engine.error_on = "The engine gave up; try again.", "12.5"
    ran = amana("translate", article, other, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 3
    assert "users.txt: The engine gave up; try again." in ran.err
    assert (tmp_path / "out" / "other.json").exists()


def test_an_unknown_translator(amana: Amana, article: Path, tmp_path: Path) -> None:
    ran = amana("translate", article, "-o", tmp_path / "out", "--translator", "babelfish")
    assert ran.code == 2
    assert_one_sentence(ran, "'babelfish'", "embedded")


MISUSES = {
    "no article": (["translate"], "ARTICLE"),
    "unknown option": (["translate", "a.txt", "--fast"], "--fast"),
    "unknown command": (["transalte", "a.txt"], "transalte"),
    "unknown profile": (["translate", "a.txt", "--profile", "finest"], "finest"),
    "unknown device": (["translate", "a.txt", "--device", "tpu"], "tpu"),
    "no sentence": (["translate", "a.txt", "--summary-sentences", "0"], "--summary-sentences"),
    "no number": (["translate", "a.txt", "--summary-sentences", "few"], "valid integer"),
    "unknown column": (["translate", "a.csv", "--columns", "body"], "id=guid"),
    "stdin twice": (["translate", "-", "-"], "once"),
}


@pytest.mark.parametrize(("arguments", "word"), MISUSES.values(), ids=MISUSES)
def test_misuse(amana: Amana, arguments: list[str], word: str) -> None:
    ran = amana(*arguments)
    assert ran.code == 2
    assert_one_sentence(ran, word)


def test_strict_fails_on_a_wrong_number(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    wrong = "The number of users rose to 13.7 billion."
    fake.engine.translations["ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم."] = wrong
    assert amana("translate", article, "-o", tmp_path, "--no-repair").code == 0
    assert amana("translate", article, "-o", tmp_path, "--no-repair", "--strict").code == 1
    assert "13.7 billion" in (tmp_path / "users.en.txt").read_text(encoding="utf-8")


def test_a_wrong_number_is_repaired_even_without_time_for_the_engine(
    amana: Amana, fake: Loads, article: Path, tmp_path: Path
) -> None:
    wrong = "The number of users rose to 13.7 billion."
    fake.engine.translations["ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم."] = wrong
    assert amana("translate", article, "-o", tmp_path, "--strict", "--repair-seconds", "0").code == 0
    assert "rose to 12.5 million." in (tmp_path / "users.en.txt").read_text(encoding="utf-8")
    record = record_from_json(json.loads((tmp_path / "users.json").read_text(encoding="utf-8")))
    assert [(repair.rung, repair.before) for repair in record.repairs if repair.accepted] == [("splice", wrong)]


def test_strict_passes_where_every_number_arrived(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    assert amana("translate", article, "-o", tmp_path, "--strict").code == 0


def test_an_empty_summary_is_said_and_fails_strict(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    fake.engine.summary = ""
    ran = amana("translate", article, "-o", tmp_path, "--no-repair")
    assert ran.code == 0
    assert "There is no summary." in ran.out
    assert (tmp_path / "users.summary.txt").read_bytes() == b""
    assert amana("translate", article, "-o", tmp_path, "--no-repair", "--strict").code == 1


def test_interrupted_keeps_what_is_done(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.txt"
    second.write_text(ARTICLE, encoding="utf-8")
    fake.engine.interrupt_at = 2
    ran = amana("translate", article, second, "-o", tmp_path / "out", "--quiet")
    assert ran.code == 130
    assert ran.err == f"amana: Stopped; what was finished is in {tmp_path / 'out'}.\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "users.en.txt", "users.html", "users.json", "users.summary.txt",
    ]  # fmt: skip


def test_an_article_cannot_drive_the_terminal(amana: Amana, fake: Loads, article: Path, tmp_path: Path) -> None:
    fake.engine.summary = "The users\x1b[2J rose to 12.5 million [bold]today[/bold].\u202e"
    ran = amana("translate", article, "-o", tmp_path)
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "[bold]today[/bold]" in ran.out
