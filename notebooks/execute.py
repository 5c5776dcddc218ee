"""Runs every notebook of this folder from top to bottom on the Java kernel and fails on the first cell that fails.

Usage: python notebooks/execute.py [--write] [NAME...]
    --write    store the fresh outputs in the notebooks (what is committed); without it the files stay as they are
The workbench must have been built (./mvnw verify). Needs the packages of requirements.txt.
"""
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent


def java_environment():
    """The class path and flags that `./flowtracer` itself starts Java with."""
    lines = subprocess.run([FOLDER.parent / "flowtracer", "environment"], check=True, capture_output=True, text=True).stdout
    return dict(line.split("=", 1) for line in lines.splitlines())


def execute(path, write):
    notebook = nbformat.read(path, as_version=4)
    start = time.monotonic()
    NotebookClient(notebook, timeout=600, kernel_name="java", resources={"metadata": {"path": FOLDER}}).execute()
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    print(f"{path.name}: {cells} cells ran in {time.monotonic() - start:.0f} s", flush=True)
    if write:
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}):
                    output.data.pop("text/plain", None)  # an object's address, another one each time
        nbformat.write(notebook, path)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--write"]
    os.environ.update(java_environment())
    for path in [FOLDER / a for a in arguments] or sorted(FOLDER.glob("*.ipynb")):
        execute(path, "--write" in sys.argv)


if __name__ == "__main__":
    main()
