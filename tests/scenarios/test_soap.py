"""A SOAP 1.1 service goes the whole way: two namespaces, a header, dates, booleans, unions, faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenarios import scenario
from tests.scenarios.scenario import Case, Target

from wirebook.testing import values

NAME = "soap"


def test_the_spec_is_sound() -> None:
    scenario.is_sound(NAME)


@pytest.mark.parametrize("case", scenario.cases(NAME), ids=repr)
def test_both_engines_agree(case: Case) -> None:
    scenario.keeps_the_law(case)


@pytest.mark.parametrize("case", scenario.cases(NAME), ids=repr)
def test_schemas_agree(case: Case) -> None:
    scenario.agrees_with_schemas(case)


@pytest.mark.parametrize("case", scenario.cases(NAME, passing=True), ids=repr)
def test_what_passes_comes_back(case: Case) -> None:
    scenario.comes_back(case)


@pytest.mark.parametrize("case", scenario.cases(NAME, passing=True), ids=repr)
def test_the_body_tells_the_message(case: Case) -> None:
    scenario.is_told_apart(case)


@pytest.mark.parametrize("target", scenario.targets(NAME), ids=repr)
@settings(max_examples=10)
@given(data=st.data())
def test_drawn_values_come_back(target: Target, data: Any) -> None:
    scenario.values_come_back(target, data.draw(values(target.provider, target.message.id, target.encoding)))


@pytest.mark.parametrize("target", scenario.targets(NAME), ids=repr)
def test_each_constraint_is_broken_alone(target: Target) -> None:
    scenario.breaks_alone(target)


def test_a_users_package_reads_every_example(tmp_path: Path) -> None:
    scenario.generates(NAME, tmp_path)


def test_the_pages_tell_the_namespaces(tmp_path: Path) -> None:
    scenario.generates(NAME, tmp_path)
    for name, said in (("en", "in the namespace"), ("ru", "в пространстве имён")):
        page = (tmp_path / "docs" / f"soapbox.{name}.md").read_text(encoding="utf-8")
        assert f"`Envelope`, `Header`, `Body`, `@mustUnderstand`: {said} `http://schemas.xmlsoap.org/" in page
        assert f"`Flash`: {said} `urn:example:soapbox:sms`." in page
