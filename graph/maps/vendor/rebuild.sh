#!/bin/sh
# Rebuild vis-network.js from the npm packages pinned in package.json, and say whether it is the
# file that is committed. Needs node and npm; users of the map need neither.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/entry.mjs" "$work/"
cd "$work"
npm install --no-audit --no-fund --no-package-lock --silent
npx esbuild entry.mjs --bundle --minify --format=iife --target=es2022 --charset=ascii \
    --legal-comments=none --outfile=vis-network.js --log-level=warning
cat "$here/LICENSES.txt" vis-network.js > licensed.js && mv licensed.js vis-network.js
if [ "${1:-}" = "--write" ]; then
    cp vis-network.js "$here/vis-network.js"
    (cd "$here" && sha256sum vis-network.js > SHA256SUMS)
fi
cmp vis-network.js "$here/vis-network.js" && echo "vis-network.js is what package.json makes"
