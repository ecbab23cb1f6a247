"""The files of docs/deploy: every command in them exists with its options, and says what the code does."""

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from cronsim import CronSim

from crawler.cli import app
from crawler.ops.watch import GRACE
from crawler.sources.file import load_sources

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_every_command_and_option_exists(file: Path) -> None:
    for command, rest in re.findall(r"warraq (crawl|watch)\b([^`\n;|]*)", file.read_text("utf-8")):
        text = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
        plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in plain, f"{file.name}: {command} {option}"


def test_the_cron_line_is_one() -> None:
    (line,) = re.findall(r"^[*0-9].*", (DEPLOY / "crontab").read_text("utf-8"), re.MULTILINE)
    CronSim(" ".join(line.split()[:5]), datetime(2026, 1, 1))
    assert "%" not in line  # cron would read it as a newline


def test_the_time_to_stop_is_longer_than_the_watch_takes() -> None:
    (seconds,) = re.findall(r"TimeoutStopSec=(\d+)", (DEPLOY / "warraq.service").read_text("utf-8"))
    (stop,) = re.findall(r"--stop-timeout (\d+)", (DEPLOY / "Containerfile").read_text("utf-8"))
    assert min(int(seconds), int(stop)) > GRACE


def test_what_the_container_copies_is_there() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    for line in re.findall(r"^COPY (?!--from)(.*)", text, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (DEPLOY.parents[1] / name).exists(), name


def test_the_example_of_a_schedule_is_read(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (DEPLOY / "README.md").read_text("utf-8"), re.DOTALL)
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    assert load_sources(file)[0].every == "15m"
    file.write_text(re.sub(r"^every.*\n# ", "", text, flags=re.MULTILINE), "utf-8")
    assert load_sources(file)[0].cron


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to check the units")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_takes_the_unit(unit: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60, check=False
    )
    ours = [line for line in done.stderr.splitlines() if unit.name in line and "not executable" not in line]
    assert not ours, done.stderr
