"""Tables of a few people with right ID numbers, and the command over them."""

import pyarrow as pa
import pyarrow.parquet as pq

from tests.builders import make_id_number
from webapp.cli import main

TOWN, OTHER_TOWN = "370305111", "370303001"
LONELY = {"age_years": 84, "employment": "retired", "school_stage": "none", "disability_cert": False}


class Tables:
    """People, each in a household of their own; `watch` runs the command and keeps what it said."""

    def __init__(self, folder, capsys, env, monkeypatch):
        self.folder, self.capsys = folder, capsys
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        self.people, self.homes, self.contacts, self.runs = {}, {}, {}, 0

    def add(self, *, town=TOWN, id_number=None, village="边河村", household=None, **facts):
        """Somebody; returns their ID number."""
        number = id_number or make_id_number("1942-03-05")
        home = f"h{len(self.people):05}"
        self.people[number] = {
            "household_id": home, "person_id": f"{home}-1", "relation": "self", **LONELY, **facts,
        }  # fmt: skip
        self.homes[number] = {
            "household_id": home, "town": town, "area_kind": "rural", "household_size": 1,
            "aid_status": [], **(household or {}),
        }  # fmt: skip
        self.contacts[number] = {
            "household_id": home, "person_id": f"{home}-1", "id_number": number, "name": f"王{home}",
            "phone": "13805330000", "address": "边河村 12 号", "village": village,
        }  # fmt: skip
        return number

    def change(self, number, *, household=None, **facts):
        self.people[number] |= facts
        self.homes[number] |= household or {}

    def watch(self, *, since=False, contacts=True, on="2026-11-28"):
        """Run it; what it said."""
        for name in ("people", "homes", "contacts"):
            rows = list(getattr(self, name).values())
            pq.write_table(pa.Table.from_pylist(rows), self.folder / f"{name}.parquet")
        arguments = ["watch", *(str(self.folder / f"{name}.parquet") for name in ("people", "homes"))]
        if contacts:
            arguments += ["--contacts", str(self.folder / "contacts.parquet")]
        if since:
            arguments += ["--since", str(self.folder / f"run{self.runs}.parquet")]
        self.runs += 1
        arguments += ["-o", str(self.folder / f"run{self.runs}.parquet"), "--on", on]
        code = main(arguments)
        said = self.capsys.readouterr()
        assert code == 0, said.err
        return said.out
