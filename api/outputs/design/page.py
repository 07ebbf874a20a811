"""duties.html: a design in one file that needs nothing else: each day's need against who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from api.outputs.design.report import administration_rows
from api.rendering.roster_html import STYLE, style_source
from api.rendering.templates import render, static_text
from api.texts.design_names import LEVEL_NAMES, conclusion
from api.texts.translator import Translator, translator
from wfm.calendar import Shift
from wfm.design.duty import LEVELS, Design, Duty
from wfm.design.measure import count_answering
from wfm.design.plan import DesignPlan

WIDTH, HEIGHT, LEFT, TOP = 760, 190, 34, 12


@dataclass(frozen=True)
class DayPicture:
    """One day's need against presence, as paths of steps in a picture of WIDTH × HEIGHT.

    Parameters
    ----------
    day
        Local date.
    need, there
        Paths of SVG.
    marks
        Place and text of each whole hour.
    highest
        Agents at the picture's top.
    most_missing, most_over
        Agents missing, and beyond the need, in the step where that is most.
    duties
        The day's duties in order of start.
    """

    day: date
    need: str
    there: str
    marks: tuple[tuple[str, str], ...]
    highest: int
    most_missing: int
    most_over: int
    duties: tuple[Duty, ...]


def design_html(plan: DesignPlan, design: Design, *, mended: bool = False) -> str:
    """Return the file's text, in the plan's language."""
    speak = translator(plan.hotline.language)
    period = plan.hotline.period
    style = static_text(STYLE) + static_text("design.css")  # ours, not the plan's: it may stand unescaped
    return render(
        "design.html",
        plan.hotline.language,
        plan=plan,
        hotline=plan.hotline,
        design=design,
        names={agent.id: agent.name for agent in plan.agents},
        days=[_picture(plan, design, day) for day in plan.steps_of],
        dates=speak.dates(period.first_day, period.last_day),
        levels=[(LEVEL_NAMES[level](), design.values[level], design.bounds[level]) for level in LEVELS],
        administrations=_administrations(plan, design, speak),
        said=conclusion(design, mended=mended),
        mended=mended,
        size=(WIDTH, HEIGHT, LEFT, TOP),
        style=Markup(style),
        policy=f"default-src 'none'; style-src {style_source(style)}",
    )


def _administrations(plan: DesignPlan, design: Design, speak: Translator) -> list[dict[str, str]]:
    names = ("posts", "posts_hours", "hours")
    signed = ("carry_over_in", "difference", "carry_over_out")
    return [
        {
            "administration": row["administration"],
            **{name: speak.number(Decimal(row[name]), 2) for name in names},
            **{name: speak.with_sign(Decimal(row[name]), 2) for name in signed},
        }
        for row in administration_rows(plan, design)
    ]


def _picture(plan: DesignPlan, design: Design, day: date) -> DayPicture:
    steps = plan.steps_of[day]
    answering = count_answering(plan, design.duties)
    needs = [plan.need_of(step) for step in steps]
    there = [answering[step.id] for step in steps]
    highest = max([1, *needs, *there])
    apart = [one - need for one, need in zip(there, needs, strict=True)]
    hours = [step for step in steps if step.start % 60 == 0]
    return DayPicture(
        day=day,
        need=_path(steps, needs, highest),
        there=_path(steps, there, highest),
        marks=tuple((_x(steps, step.start), f"{step.start // 60:02d}") for step in hours),
        highest=highest,
        most_missing=max(0, -min(apart)),
        most_over=max(0, max(apart)),
        duties=tuple(duty for duty in design.duties if duty.day == day),
    )


def _x(steps: tuple[Shift, ...], minute: int) -> str:
    first, last = steps[0].start, steps[-1].end
    return _place(LEFT + Fraction((WIDTH - LEFT) * (minute - first), last - first))


def _path(steps: tuple[Shift, ...], amounts: list[int], highest: int) -> str:
    """Return steps as a path: up or down where a step begins, then along it."""
    parts: list[str] = []
    for step, amount in zip(steps, amounts, strict=True):
        height = _place(HEIGHT - Fraction((HEIGHT - TOP) * amount, highest))
        start = _x(steps, step.start)
        parts.append(f"V{height}" if parts else f"M{start} {height}")
        parts.append(f"H{_x(steps, step.end)}")
    return "".join(parts)


def _place(exact: Fraction) -> str:
    return f"{float(exact):.1f}"
