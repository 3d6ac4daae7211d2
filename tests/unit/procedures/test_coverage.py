"""An article is covered where something of the rulebook rests on it; the others are listed."""

from tests.support import rules
from typer.testing import CliRunner

from poletai import rulebook
from poletai.cli.rulebook import app
from poletai.core.procedures.checks import citations
from poletai.core.procedures.coverage import coverage
from poletai.core.procedures.planning.reading import read_planning

FILES = {name: rulebook.read(name) for name in rulebook.names()}


def test_rules_are_counted_as_often_as_they_cite() -> None:
    library = rules.library()
    planning, _ = read_planning(FILES, "cn", library.articles)
    counted = {each.article.law: each for each in coverage(library, planning)}
    cited = [law for d in library.definitions.values() for _, law in citations(d)]
    planned = [row.law for row in planning.rows] + [split.law for split in planning.splittings]
    planned += [dated.law for value in planning.values.values() for dated in value.value]

    assert list(counted) == list(library.articles)
    for law, each in counted.items():
        assert each.rules == cited.count(law) + planned.count(law)
    assert rules.WORKS in counted["cn.tendering-law#24"].definitions
    assert counted["cn.mineral-law#17"].rules == 1 + cited.count("cn.mineral-law#17")


def test_the_command_lists_what_nothing_rests_on() -> None:
    whole, unused = (CliRunner().invoke(app, ("coverage", *w)) for w in ((), ("--unused",)))

    assert "cn.tendering-law#24" in whole.output
    assert "cn.tendering-law#24" not in unused.output
    assert unused.output.splitlines()[-1] == whole.output.splitlines()[-1]
    assert "nothing rests on" in whole.output
