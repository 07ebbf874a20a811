"""What the service runs with, as a CycloneDX document: ``python requirements/sbom.py [FILE]``.

The lock knows every package with its hashes, the environment beside it what each needs and under which
licence it comes; cyclonedx-py reads either, and this brings both together. A package of the lock that is not
installed here, such as one for another system, is listed without what only its files would tell.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, NamedTuple

from cyclonedx.schema import SchemaVersion

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements" / "app.lock"
PYPROJECT = ROOT / "pyproject.toml"
SCHEMA = SchemaVersion.V1_6
ONLY_WHERE = "faellesvagt:only-where"
"""Property of a package that is installed only where this holds, as the lock says it."""

_LOCKED = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.+?))? \\$", re.MULTILINE)

Document = dict[str, Any]


class Package(NamedTuple):
    """One version of a package; its name as registries compare it."""

    name: str
    version: str


class IncompleteError(Exception):
    """The document is not what it has to be, and is not written."""


def locked(text: str) -> Mapping[Package, str]:
    """Return every package of a lock, and where alone it is installed; empty for everywhere."""
    return {_package(name, version): where for name, version, where in _LOCKED.findall(text)}


def merged(from_lock: Document, installed: Document, wanted: Mapping[Package, str]) -> Document:
    """Return the packages of a lock with hashes, licences and what each needs.

    Parameters
    ----------
    from_lock, installed
        What cyclonedx-py reads in the lock and in the environment.
    wanted
        The packages of the lock.
    """
    known = {_package(**_named(one)): one for one in installed["components"]}
    refs, components = {}, []
    for one in from_lock["components"]:
        package = _package(**_named(one))
        own = known.get(package, {key: value for key, value in one.items() if key != "description"})
        if package in known and not own.get("licenses"):
            own = {**own, **_licence_in_words(package)}
        ref = f"{package.name}=={package.version}"
        refs[own["bom-ref"]] = ref
        components.append({**own, "bom-ref": ref, "externalReferences": _references(own, one)})
        if wanted[package]:
            components[-1]["properties"] = [{"name": ONLY_WHERE, "value": wanted[package]}]
    root = installed["metadata"]["component"]["bom-ref"]
    needs = _needs(installed["dependencies"], refs | {root: root})
    return {**installed, "components": components, "dependencies": needs}


def faults_of(document: Document, wanted: Mapping[Package, str]) -> Iterator[str]:
    """Yield what is wrong with a document: no CycloneDX, or not the packages of the lock."""
    from cyclonedx.validation.json import JsonStrictValidator  # its grammars take seconds to load

    text = json.dumps(document)
    if error := JsonStrictValidator(SCHEMA).validate_str(text):
        yield f"no CycloneDX: {error}"
    listed = {_package(**_named(one)): one for one in document["components"]}
    yield from (f"missing: {name} {version}" for name, version in sorted(wanted.keys() - listed.keys()))
    yield from (f"not locked: {name} {version}" for name, version in sorted(listed.keys() - wanted.keys()))
    yield from (
        f"without a hash: {name} {version}"
        for (name, version), one in listed.items()
        if not any(reference.get("hashes") for reference in one.get("externalReferences", ()))
    )


def bill(lock: Path = LOCK) -> Document:
    """Return the document of a lock.

    Raises
    ------
    IncompleteError
        Where something is missing in it.
    """
    wanted = locked(lock.read_text(encoding="utf-8"))
    document = merged(_read("requirements", str(lock)), _read("environment", sys.executable), wanted)
    if faults := list(faults_of(document, wanted)):
        raise IncompleteError("\n".join(faults))
    return document


def _read(*what: str) -> Document:
    """Return what cyclonedx-py reads of something."""
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", *what, "--pyproject", str(PYPROJECT)]
    options = [
        "--no-validate",
        "--spec-version",
        SCHEMA.to_version(),
        "--output-format",
        "JSON",
        "--output-file",
        "-",
    ]
    done = subprocess.run([*command, *options], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise IncompleteError(done.stderr.strip())
    document: Document = json.loads(done.stdout)
    return document


def _licence_in_words(package: Package) -> Document:
    """Return the licence in a package's own words, which cyclonedx-py leaves out."""
    told = (metadata(package.name).get_all("License") or [""])[0]
    fits = told and "\n" not in told  # else it is the whole text
    return {"licenses": [{"license": {"name": told, "acknowledgement": "declared"}}]} if fits else {}


def _references(own: Document, of_lock: Document) -> list[Document]:
    """Return where a package's files and pages are; the lock's are those with hashes."""
    others = (one for one in own.get("externalReferences", ()) if one not in of_lock["externalReferences"])
    return [*of_lock["externalReferences"], *others]


def _needs(told: list[Document], refs: Mapping[str, str]) -> list[Document]:
    """Return which package needs which, of those that have a reference."""
    needs = {refs[one["ref"]]: one.get("dependsOn", ()) for one in told if one["ref"] in refs}
    return [
        {"ref": ref, "dependsOn": sorted(refs[one] for one in needs.get(ref, ()) if one in refs)}
        for ref in sorted(refs.values())
    ]


def _named(component: Document) -> dict[str, str]:
    return {key: component[key] for key in ("name", "version")}


def _package(name: str, version: str) -> Package:
    return Package(re.sub(r"[-_.]+", "-", name).lower(), version)


def main() -> int:
    """Write the document, and say what it holds; return the exit status."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "sbom.json"
    try:
        document = bill()
    except IncompleteError as error:
        print(error, file=sys.stderr)
        return 1
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    components = document["components"]
    unlicensed = [one["name"] for one in components if not one.get("licenses")]
    print(f"{file}: {len(components)} packages; licence not known here of {', '.join(unlicensed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
