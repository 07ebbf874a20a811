"""Two sheets about the roster's worth: what is proven and what each rule costs, and every finding."""

from __future__ import annotations

from api.documents.book import CELL, SUM, WHOLE
from api.documents.palette import ALARM
from api.outputs.workbook.roster_book import RosterBook, RosterSheet
from api.texts.glossary import rule_explained
from api.texts.names import level_name, proof, rule_name
from wfm.finding import Level
from wfm.message import Text

SCORE_NAME = Text("sheet.score", "score")
FINDINGS_NAME = Text("sheet.findings", "findings")
LEVEL = Text("sheet.level", "level")
VALUE = Text("sheet.value", "value")
BOUND = Text("sheet.bound", "proven bound")
GAP = Text("sheet.gap", "gap")
PROOF = Text("sheet.proof", "how the bound is proven")
RULE = Text("sheet.rule", "rule")
MEANING = Text("sheet.meaning", "what it asks")
WEIGHT = Text("sheet.weight", "weight")
AMOUNT = Text("sheet.amount", "amount")
COST = Text("sheet.cost", "penalty points")
SENTENCE = Text("sheet.sentence", "finding")

NONE_FOUND = Text("sheet.none_found", "nothing was found")

_MEANING, _SENTENCE = 90, 110
"""Widths of the long texts, in characters."""


def score_sheet(book: RosterBook) -> None:
    """Write what the report claims: levels with their bounds, rules with their costs."""
    sheet = book.sheet(book.speak.sentence(SCORE_NAME()))
    report, score = book.publication.report, book.publication.score
    sheet.widths(44, 14, 14, 14, 14, _MEANING)
    sheet.title(SCORE_NAME())
    said = proof(report.status, score.values, report.bounds)
    sheet.wide_text(1, 5, said)
    sheet.header(2, [LEVEL(), VALUE(), BOUND(), GAP(), PROOF()], figures=(1, 2, 3))
    for row, level in enumerate(score.levels, 3):
        sheet.long_text(row, 0, _capital(level_name(level, book.speak)), **CELL)
        bound = report.bounds[level]
        for column, figure in enumerate((score[level], bound, score[level] - bound), 1):
            sheet.number(row, column, figure, WHOLE, **CELL)
        proven = report.proofs.get(level)
        sheet.text(row, 4, proven.message if proven else "")
    _rules(sheet, 3 + len(score.levels) + 1)
    sheet.freeze(2)


def _rules(sheet: RosterSheet, row: int) -> None:
    book = sheet.book
    sheet.header(row, [RULE(), LEVEL(), WEIGHT(), AMOUNT(), COST(), MEANING()], figures=(2, 3, 4))
    for place, rule in enumerate(book.publication.score.rules, row + 1):
        explained = rule_explained(rule.rule)
        sheet.long_text(place, 0, _capital(rule_name(rule.rule, book.speak)), **CELL)
        sheet.long_text(place, 1, _capital(level_name(rule.level, book.speak)), **CELL)
        for column, figure in enumerate((rule.weight, rule.amount, rule.cost), 2):
            sheet.number(place, column, figure, WHOLE, **CELL)
        sheet.long_text(place, 5, "" if explained is None else explained, **CELL)


def findings_sheet(book: RosterBook) -> None:
    """Write every finding as a sentence, with its rule and cost."""
    sheet = book.sheet(book.speak.sentence(FINDINGS_NAME()))
    findings, weight = book.publication.score.findings, book.plan.hotline.weights
    labels = [LEVEL(), RULE(), AMOUNT(), COST(), SENTENCE()]
    sheet.widths(16, 44, 12, 14, _SENTENCE)
    sheet.header(0, labels, figures=(2, 3))
    for row, finding in enumerate(findings, 1):
        hard = {"font_color": ALARM, "bold": True} if finding.level is Level.HARD else {}
        sheet.long_text(row, 0, _capital(level_name(finding.level, book.speak)), **hard, **CELL)
        sheet.long_text(row, 1, _capital(rule_name(finding.rule, book.speak)), **CELL)
        sheet.number(row, 2, finding.amount, WHOLE, **CELL)
        weighs = weight.of(finding.rule) if finding.level is Level.QUALITY else 1
        sheet.number(row, 3, finding.amount * weighs, WHOLE, **CELL)
        sheet.long_text(row, 4, finding.message, **CELL)
    if findings:
        sheet.raw.autofilter(0, 0, len(findings), len(labels) - 1)
    else:
        sheet.text(1, 4, NONE_FOUND(), **SUM)
    sheet.freeze(1)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
