"""Make the Python environment what the lock says: `python3 tools/environment.py runtime dev …`.

Needs nothing but Python. Each name is a file in requirements/; what is installed already stays, so
`make demo` after `make test` takes nothing away. Does nothing when nothing has changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "samrad-installed"  # first line: a digest of what was installed; second: the names
OLDEST = (3, 11)


def say(text: str) -> None:
    """Tell how far we are."""
    print(f"· {text}", flush=True)


def run(*command: str | Path) -> None:
    """Run a command, and stop with its exit code if it fails."""
    environment = {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    result = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    if result.returncode:
        sys.exit(f"Failed: {' '.join(map(str, command))}")


def apt_install(*packages: str) -> bool:
    """Install Debian packages where we may; return whether it was tried and done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"installing {' '.join(packages)} with apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-q"], install):
        done = subprocess.run(command, env=quiet, capture_output=True, check=False)
        if command is install and done.returncode == 0:
            return True
    print(done.stderr.decode(errors="replace")[-800:], file=sys.stderr)
    return False


def make_venv() -> None:
    """Make .venv with the Python that runs this script."""
    say(f"making .venv with Python {sys.version.split()[0]}")
    command = [sys.executable, "-m", "venv", str(VENV)]
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if subprocess.run(command, capture_output=True, check=False).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)  # Debian keeps ensurepip in a package of its own
    if not apt_install(f"{version}-venv"):
        sys.exit(f"Python cannot make environments here. Install {version}-venv and try again.")
    run(*command)


def digest(names: list[str]) -> str:
    """Return what the environment would be made of, in short."""
    parts = [(ROOT / "requirements" / f"{name}.txt").read_bytes() for name in names]
    parts += [(ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def main() -> None:
    """Bring the environment to the lock for the names asked for and those already there."""
    if sys.version_info < OLDEST:
        sys.exit(
            f"Samråd needs Python 3.11 or later; {sys.executable} is {sys.version.split()[0]}."
        )
    installed = STAMP.read_text().split("\n") if STAMP.exists() else ["", ""]
    names = sorted({"uv", *sys.argv[1:], *installed[1].split()})
    unknown = [name for name in names if not (ROOT / "requirements" / f"{name}.txt").exists()]
    if unknown:
        sys.exit(f"No such list in requirements/: {' '.join(unknown)}")
    if installed[0] == digest(names):
        return
    uv = VENV / "bin" / "uv"
    if not (VENV / "bin" / "python").exists():
        make_venv()
    if not uv.exists():
        python = VENV / "bin" / "python"
        run(python, "-m", "pip", "install", "-q", "--require-hashes", "-r", "requirements/uv.txt")
    say(f"installing {', '.join(names)}")
    run(uv, "pip", "sync", "-q", "--compile-bytecode", *(f"requirements/{n}.txt" for n in names))
    run(uv, "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(f"{digest(names)}\n{' '.join(names)}\n")


if __name__ == "__main__":
    main()
