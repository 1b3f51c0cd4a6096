"""Copy fonts, the KRDS component style sheets, pictures and script from node_modules to static/vendor."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

KRDS = MODULES / "krds-uiux" / "resources"
PRETENDARD = MODULES / "pretendard-gov" / "dist"
# From (a file, or a folder with a pattern) to a folder below static/vendor. KRDS keeps its relative folders,
# because its style sheets point at each other and at the pictures by them.
COPIES = [
    (KRDS / "css" / "component", "output.css", "krds/css/component"),
    (KRDS / "css" / "token", "krds_tokens.css", "krds/css/token"),
    (KRDS / "js" / "component", "ui-script.js", "krds/js"),
    (KRDS / "img", "component/**/*", "krds/img"),
    (KRDS / "fonts", "*.woff2", "fonts"),
    # The whole fonts, for syllables that the subsets above lack.
    (PRETENDARD / "web" / "static" / "woff2", "PretendardGOV-Regular.woff2", "fonts"),
    (PRETENDARD / "web" / "static" / "woff2", "PretendardGOV-Bold.woff2", "fonts"),
    (PRETENDARD, "LICENSE.txt", "fonts"),
    # TrueType for the PDF reports: there WOFF2 costs half a minute a document.
    *(
        (PRETENDARD / "public" / "static" / "alternative", f"PretendardGOV-{weight}.ttf", "fonts-pdf")
        for weight in ("Regular", "Medium", "Bold")
    ),
]


def copy_all() -> int:
    """Make static/vendor anew and return how many files it holds; fails when a package misses an expected file."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    return sum(_copy(source, pattern, VENDOR / target) for source, pattern, target in COPIES)


def _copy(source: Path, pattern: str, target: Path) -> int:
    files = [path for path in source.glob(pattern) if path.is_file()]
    if not files:
        raise SystemExit(f"{source.relative_to(ROOT)} has no {pattern}: run `npm ci` again.")
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return len(files)


if __name__ == "__main__":
    print(f"static/vendor: {copy_all()} files")
