import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from recovery_nlp.cli.main import app

runner = CliRunner()
DEFENSIVE = "Sorry you feel that way, but our policy is clear."


def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from recovery_nlp.cli import main; main()", *words],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        ["score"],
        ["explain"],
        ["app"],
        ["train"],
        ["evaluate"],
        ["labels"],
        ["corpus", "check"],
        ["corpus", "plan"],
        ["corpus", "add"],
    ],
)
def test_every_command_has_help(command: list[str]) -> None:
    result = runner.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_explain_shows_words_and_reason() -> None:
    result = runner.invoke(app, ["explain", DEFENSIVE])
    assert "FLAGGED: defensive" in result.output
    assert "qualified apology" in result.output
    assert "takes itself back" in result.output.replace("\n", " ")


def test_explain_as_json_is_the_output_row() -> None:
    row = json.loads(runner.invoke(app, ["explain", DEFENSIVE, "--json"]).output)
    assert row["flagged"] is True


def test_explain_shows_hostile_text_as_text() -> None:
    result = runner.invoke(app, ["explain", "[bold]We[/bold] lost it \x1b[31m, sorry.", "--language", "en"])
    assert result.exit_code == 0
    assert "[bold]We[/bold]" in result.output
    assert "\x1b[31m," not in result.output


@pytest.mark.parametrize("hostile", ["\x1b[31mred", "\x1b]0;title\x07", "\u202eright to left"])
def test_evidence_obeys_no_control_sign(hostile: str) -> None:
    output = runner.invoke(
        app, ["explain", f"You {hostile} should have checked it, it is our policy.", "--language", "en"]
    ).output
    assert not {"\x1b", "\x07", "\u202e"} & set(output)


def test_hostile_language_is_not_markup() -> None:
    result = run(
        "score", "-", given=json.dumps({"id": "x", "reply": "Wszystko w porządku dziś rano", "language": "[/x]"})
    )
    assert result.returncode == 0, result.stderr


def test_output_over_the_input_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "x", "reply": "Hello."}), encoding="utf-8")
    assert run("score", str(source), "--output", str(source)).returncode == 2
    assert "Hello." in source.read_text(encoding="utf-8")


def test_a_side_file_is_left_alone_where_nothing_is_rejected(tmp_path: Path) -> None:
    source, side = tmp_path / "in.jsonl", tmp_path / "in.jsonl.rejects.jsonl"
    source.write_text(json.dumps({"id": "x", "reply": "Hello."}), encoding="utf-8")
    side.write_text("kept", encoding="utf-8")
    run("score", str(source))
    assert side.read_text(encoding="utf-8") == "kept"


def test_output_below_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("score", "-", "--output", str(tmp_path / "file" / "out.jsonl"), given='{"id": 1, "reply": "Hello."}')
    assert result.returncode == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("reply", ["half a pair \\ud83d here", "word " * 250_000])
def test_odd_reply_does_not_stop_a_run(tmp_path: Path, reply: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(
        '{"id": "x", "language": "en", "reply": "' + reply + '"}\n{"id": "y", "reply": "Hello to you."}',
        encoding="utf-8",
    )
    result = run("score", str(source), "--output", str(tmp_path / "out.jsonl"))
    assert result.returncode == 0, result.stderr
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")) == 2


def test_check_of_no_corpus_is_an_error(tmp_path: Path) -> None:
    assert run("corpus", "check", "--data", str(tmp_path)).returncode == 2


def test_help_is_as_approved(golden) -> None:
    commands = [[], ["score"], ["explain"], ["app"], ["labels"], ["train"], ["evaluate"], ["corpus"]]
    pages = [
        runner.invoke(app, [*command, "--help"], env={"COLUMNS": "100", "TERM": "dumb"}).output for command in commands
    ]
    golden("help.txt", "\n".join(line.rstrip() for page in pages for line in page.split("\n")))


def test_registries_are_as_approved(golden) -> None:
    from recovery_nlp.batch.sinks import SINKS
    from recovery_nlp.labels import taxonomy
    from recovery_nlp.lang import packs
    from recovery_nlp.model.points import POINTS
    from recovery_nlp.readers import READERS

    names = {"formats": READERS, "outputs": SINKS, "languages": packs(), "points": POINTS, "labels": taxonomy().names}
    golden("registries.txt", "".join(f"{kind}: {', '.join(found)}\n" for kind, found in names.items()))


def test_labels_lists_every_label() -> None:
    table = json.loads(runner.invoke(app, ["labels", "--json"]).output)
    assert len(table) == 24
    assert "policy_shield" in runner.invoke(app, ["labels"]).output


def test_score_reads_standard_input_and_writes_rows_to_standard_output() -> None:
    result = run("score", "-", given=json.dumps({"id": "x", "reply": DEFENSIVE}))
    assert json.loads(result.stdout)["reply_id"] == "x"
    assert "1 rows in = 1 replies out + 0 joined to another + 0 without a reply + 0 rejected" in result.stderr
    assert result.returncode == 0


def test_score_shows_flagged_replies(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "x", "reply": DEFENSIVE}), encoding="utf-8")
    result = run("score", str(source), "--show", "3", "--output", str(tmp_path / "out.csv"))
    assert "FLAGGED" in result.stdout
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("given", "options", "code"),
    [
        (DEFENSIVE, ["--fail-on", "flagged"], 1),
        ("See you at five.", ["--fail-on", "flagged"], 0),
        (DEFENSIVE, ["--point", "lenient"], 2),
        (DEFENSIVE, ["--format", "xml"], 2),
        (DEFENSIVE, ["--map", "reply"], 2),
        (DEFENSIVE, ["--fail-on", "late"], 2),
        (DEFENSIVE, ["--language", "tlh"], 2),
        (DEFENSIVE, ["--output", "out.doc"], 2),
    ],
)
def test_exit_code_says_what_happened(tmp_path: Path, given: str, options: list[str], code: int) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "x", "reply": given}), encoding="utf-8")
    result = run("score", str(source), *options)
    assert result.returncode == code, result.stderr
    assert (code != 2) or result.stderr.startswith("Error: ")


def test_rejects_give_exit_code_three_and_a_side_file(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "x", "reply": "Hello."}) + "\n{broken\n", encoding="utf-8")
    result = run("score", str(source), "--output", str(tmp_path / "out.jsonl"))
    assert result.returncode == 3
    assert (tmp_path / "out.jsonl.rejects.jsonl").exists()


def test_unreadable_file_is_one_sentence() -> None:
    result = run("score", "nowhere.csv")
    assert result.returncode == 2
    assert result.stderr.count("\n") <= 2
    assert "Traceback" not in result.stderr


def test_cold_explain_imports_no_heavy_library() -> None:
    code = (
        "import sys; from recovery_nlp.scoring import Scorer; Scorer.load().score('We lost it.');"
        "print([name for name in ('sklearn', 'pandas', 'streamlit', 'skops') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
