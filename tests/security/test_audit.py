"""The audit of dependencies fails on what is known, and never takes "could not look" for "nothing found"."""

from tests.security import audit

# As pip-audit writes it (format "json").
CLEAN = {"name": "flask", "version": "3.1.2", "vulns": []}
SKIPPED = {"name": "zizhuni", "skip_reason": "Dependency not found on PyPI and could not be audited"}
VULNERABLE = {
    "name": "requests",
    "version": "2.19.0",
    "vulns": [{"id": "PYSEC-2018-28", "fix_versions": ["2.20.0"], "aliases": [], "description": "…"}],
}


def judged(*dependencies):
    return audit.judge({"dependencies": list(dependencies), "fixes": []})


def test_what_is_known_fails_and_names_the_release_that_mends_it():
    code, says = judged(CLEAN, SKIPPED, VULNERABLE)
    assert code == 1
    assert "requests 2.19.0: PYSEC-2018-28, mended in 2.20.0" in says and "2 looked at, 1 unknown" in says


def test_nothing_found_passes():
    assert judged(CLEAN, SKIPPED) == (0, "dependency audit: 1 looked at, 1 unknown to the database, 0 found")


def test_where_nobody_answers_or_knows_anything_it_says_that_it_could_not_look():
    for code, says in (audit.run("http://127.0.0.1:9"), judged(SKIPPED)):
        assert code == 0 and "COULD NOT LOOK" in says
