"""The installed dependencies beside published vulnerabilities, as far as their database can be reached.

`python -m tests.security.audit` runs pip-audit in a place of its own. Where nobody answers, or nothing is
known of what is installed (mirrors of PyPI seldom serve it), it says that it could not look and fails
nothing.
"""

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from importlib.metadata import version

import requests

# What pip-audit asks for each package, of one that is installed.
DATABASE = f"https://pypi.org/pypi/flask/{version('flask')}/json"
SECONDS, LONGEST_SECONDS = 10, 300
NOT_LOOKED = "dependency audit: COULD NOT LOOK, {why}. Run it where pypi.org answers."


def can_look(address: str) -> bool:
    """Whether PyPI itself answers there: only it lists vulnerabilities beside a release."""
    try:
        answer = requests.get(address, timeout=SECONDS)
        return answer.ok and "vulnerabilities" in answer.json()
    except (requests.RequestException, ValueError):
        return False


def find_vulnerable(report: dict) -> Iterator[str]:
    """Each vulnerability of pip-audit's report in a line."""
    for one in report["dependencies"]:
        for found in one.get("vulns", ()):
            mended = ", ".join(found["fix_versions"]) or "no release yet"
            yield f"{one['name']} {one['version']}: {found['id']}, mended in {mended}"


def judge(report: dict) -> tuple[int, str]:
    """The exit code and what to say. Nothing looked at is not nothing found."""
    found = list(find_vulnerable(report))
    looked = sum("skip_reason" not in one for one in report["dependencies"])
    skipped = len(report["dependencies"]) - looked
    if not looked:
        return 0, NOT_LOOKED.format(why="nothing is known of what is installed")
    says = f"dependency audit: {looked} looked at, {skipped} unknown to the database, {len(found)} found"
    return (1 if found else 0), "\n".join([says, *found])


def run(address: str = DATABASE) -> tuple[int, str]:
    if not can_look(address):
        return 0, NOT_LOOKED.format(why="the database of published vulnerabilities does not answer")
    with tempfile.TemporaryDirectory() as tool:
        installed = ["--path", sysconfig.get_path("purelib"), "--format", "json", "--progress-spinner", "off"]
        try:
            _python("pip", "install", "--quiet", "--target", tool, "pip-audit", check=True)
            done = _python("pip_audit", *installed, within=tool)
            return judge(json.loads(done.stdout))
        except (subprocess.SubprocessError, ValueError):
            return 0, NOT_LOOKED.format(why="pip-audit did not run to its end")


def _python(module: str, *arguments: str, within: str = "", check: bool = False):
    command = [sys.executable, "-m", module, *arguments]
    env = {**os.environ, "PYTHONPATH": within}
    return subprocess.run(
        command, env=env, check=check, capture_output=True, text=True, timeout=LONGEST_SECONDS
    )


if __name__ == "__main__":
    code, says = run()
    print(says)
    sys.exit(code)
