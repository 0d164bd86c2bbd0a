"""`zizhuni doctor`, `backup` and `restore`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from webapp import clock

FAULTY = 1
Environment = Callable[[bool], dict[str, str]]


def add_commands(commands, environment: Environment) -> None:
    """Register the commands. `environment`: the one of this process, completed for a demonstration."""
    doctor = commands.add_parser("doctor", help="这一套装得对不对：哪里不对，怎么办")
    doctor.set_defaults(run=lambda wanted: run_doctor(environment(wanted.demo)))
    backup = commands.add_parser("backup", help="备份数据库和文件；服务不用停")
    backup.add_argument("file", type=Path, help="写到哪个文件，比如 zizhuni-20261122.tar")
    backup.set_defaults(run=lambda wanted: run_backup(wanted, environment(wanted.demo)))
    restore = commands.add_parser("restore", help="从备份恢复到一个空的地方")
    restore.add_argument("file", type=Path, help="zizhuni backup 写的文件")
    restore.set_defaults(run=lambda wanted: run_restore(wanted, environment))
    for parser in (doctor, backup, restore):
        parser.add_argument("--demo", action="store_true", help="用演示的密钥和数据库")


def run_doctor(env: dict[str, str]) -> int:
    from webapp.operations.doctor import examine

    faults = 0
    for found in examine(env, clock.now()):
        print(f"{'好  ' if found.mend is None else '不对'} {found.about}：{found.says}", flush=True)
        if found.mend is not None:
            faults += 1
            print(f"     怎么办：{found.mend}")
    print(f"有 {faults} 处不对。" if faults else "都好。")
    return FAULTY if faults else 0


def run_backup(wanted: argparse.Namespace, env: dict[str, str]) -> int:
    from webapp.operations.backup import BackupError, back_up
    from webapp.settings import Settings

    try:
        kept = back_up(Settings.from_env(env), wanted.file, clock.now())
    except BackupError as error:
        print(error)
        return FAULTY
    print(f"备份好了：{wanted.file}，数据表 {kept.revision}，{kept.rows} 行，{len(kept.files)} 个文件。")
    return 0


def run_restore(wanted: argparse.Namespace, environment: Environment) -> int:
    from webapp.operations.backup import BackupError, read_manifest
    from webapp.operations.restoring import restore, restore_files
    from webapp.settings import Settings

    try:
        kept = read_manifest(wanted.file)
        if wanted.demo:
            # The keys of a demonstration lie among its files, and settings without them would make new ones.
            restore_files(wanted.file, kept, Path(environment(False).get("DATA_DIR") or "var"))
        restore(Settings.from_env(environment(wanted.demo)), wanted.file, kept)
    except BackupError as error:
        print(error)
        return FAULTY
    print(f"恢复好了：{kept.at} 的备份，数据表 {kept.revision}，{kept.rows} 行。")
    print("再运行 zizhuni migrate 和 zizhuni doctor。")
    return 0
