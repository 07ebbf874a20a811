"""Every rule, column, command and decision has its place in the documentation."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest
from typer.main import get_group

from api.cli import SOFTWARE, app
from api.commands.score import BREACH
from api.commands.serve import PORT_IN_USE
from api.commands.solve import NO_ROSTER
from api.commands.terminal.plan_argument import FAULTY
from api.texts.names import rule_name
from api.texts.translator import translator
from tests.docs.pages import DOCS, ROOT, name_of, pages, text_of
from wfm.finding import Level
from wfm.limits import DEFAULT_WEIGHTS
from wfm.message import Text
from wfm.rules import ALL_RULES, BASELINE_RULES, BaselineRule, Rule
from wfm.tables.frames import QUOTA_COLUMNS, ROSTER_COLUMNS

COUNTED: tuple[Rule | BaselineRule, ...] = (*ALL_RULES, *BASELINE_RULES)
EVERY = sorted(COUNTED, key=lambda rule: list(Level).index(rule.LEVEL))
RULES = [rule.KEY for rule in EVERY]
COMMANDS = get_group(app).commands
NAV = re.compile(r"^ +- (?:.*: )?(\S+\.md)$", re.MULTILINE)


def test_every_page_stands_in_the_navigation_and_every_entry_is_a_page() -> None:
    in_nav = NAV.findall((ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1])
    assert sorted(in_nav) == [name_of(page) for page in pages()]


def test_every_rule_has_a_page_and_every_page_of_a_rule_a_rule() -> None:
    assert {page.stem for page in (DOCS / "rules").glob("*.md")} - {"index"} == set(RULES)


def test_the_index_of_rules_lists_them_all_in_the_order_of_the_code() -> None:
    assert re.findall(r"^\| \[`(\w+)`\]", text_of("rules/index.md"), re.MULTILINE) == RULES


@pytest.mark.parametrize("key", RULES)
def test_rules_are_called_in_danish_what_the_program_calls_them(key: str) -> None:
    danish = rule_name(key, translator("da"))
    assert f"| [`{key}`]({key}.md) | {danish} |" in text_of("rules/index.md")
    assert f"Danish: *{danish}*" in text_of(f"rules/{key}.md")


@pytest.mark.parametrize("rule", EVERY, ids=RULES)
def test_the_page_of_a_rule_says_its_level_weight_formula_example_and_remedy(rule: Any) -> None:
    text = text_of(f"rules/{rule.KEY}.md")
    assert text.startswith(f"# {rule.KEY}\n\n`{rule.LEVEL}`")
    weight = DEFAULT_WEIGHTS.get(rule.KEY)
    assert re.findall(r"default weight (\d+)", text) == ([] if weight is None else [str(weight)])
    for heading in ("## Formula", "## Example", "## What people read", "## How to mend it", "## In Python"):
        assert heading in text


@pytest.mark.parametrize("key", RULES)
def test_the_page_of_a_rule_has_every_sentence_of_the_rule_and_no_other(key: str) -> None:
    module = importlib.import_module(f"wfm.rules.{key}")
    texts = [
        value for value in vars(module).values() if isinstance(value, Text) and value.key.startswith(key)
    ]
    section = text_of(f"rules/{key}.md").split("## What people read")[1].split("\n## ")[0]
    page = " ".join(section.split())
    said = {text.key for text in texts}
    assert said == set(re.findall(rf"`({key}\.\w+)`", page))
    for text in texts:
        for form in filter(None, (text.one, text.many)):
            shown = re.sub(r"{(\w+):\w+}", r"{\1}", form)
            assert f"“{shown}”" in page


def test_every_decision_is_listed_under_its_number() -> None:
    decisions = sorted(page for page in (DOCS / "adr").glob("*.md") if page.stem != "index")
    listed = re.findall(r"^\| \[(\d{4})\]\(([\w-]+\.md)\)", text_of("adr/index.md"), re.MULTILINE)
    assert listed == [(page.name[:4], page.name) for page in decisions]
    assert [int(number) for number, _ in listed] == list(range(1, len(decisions) + 1))
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]} · ")
        parts = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences", "Alternatives"]


def test_every_column_of_the_outputs_is_explained() -> None:
    text = text_of("outputs.md")
    for part, columns in (("## roster.csv", ROSTER_COLUMNS), ("## quota.csv", QUOTA_COLUMNS)):
        table = text.split(part)[1].split("\n## ")[0]
        named = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)))
        assert tuple(named) == columns


def test_every_command_and_option_is_documented_and_no_other() -> None:
    text = text_of("commands.md")
    assert set(re.findall(r"^## wfm ([\w-]+)$", text, re.MULTILINE)) == set(COMMANDS)
    for name, command in COMMANDS.items():
        usage = re.search(rf"^wfm {name} .*$", text, re.MULTILINE)
        assert usage, name
        options = {option for param in command.params for option in param.opts if option.startswith("--")}
        assert set(re.findall(r"--[\w-]+", usage[0])) == options - {"--help"}


def test_the_exit_statuses_are_those_of_the_code() -> None:
    table = text_of("commands.md").split("## Exit statuses")[1].split("\n## ")[0]
    stated = {int(status) for status in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    assert stated == {0, NO_ROSTER, BREACH, FAULTY, PORT_IN_USE, SOFTWARE}


def test_no_page_names_a_command_that_does_not_exist() -> None:
    for page in pages():
        text = page.read_text(encoding="utf-8")
        named = set(re.findall(r"(?:`|sh run |^|\$ )wfm ([a-z]+(?:-[a-z]+)*)\b", text, re.MULTILINE))
        assert named <= set(COMMANDS), name_of(page)
