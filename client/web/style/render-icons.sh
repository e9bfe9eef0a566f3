#!/bin/sh
# Renders the installable icons from static/shared/icon.svg with a local Chromium.
# Run it after changing the drawing. The maskable icon and Apple's are the same
# drawing on a square ground and a little smaller, inside the safe zone that
# systems may cut to.
set -eu
cd "$(dirname "$0")/../static/shared"
browser="${CHROMIUM:-chromium}"
profile="$(mktemp -d)"
trap 'rm -rf "$profile"' EXIT

render() { # name, pixels, share of the square that the drawing takes, ground
  printf '<body style="margin:0;display:grid;place-items:center;height:100vh;background:%s"><img src="file://%s/icon.svg" style="width:%s;display:block">' \
    "$4" "$PWD" "$3" > "$profile/icon.html"
  "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --hide-scrollbars --force-device-scale-factor=1 --default-background-color=00000000 \
    --user-data-dir="$profile/$1" --window-size="$2,$2" --screenshot="$PWD/$1.png" \
    "file://$profile/icon.html" >/dev/null 2>&1
}

render icon-192 192 100% transparent
render icon-512 512 100% transparent
render icon-180 180 92% '#0a0d14'
render icon-maskable-512 512 80% '#0a0d14'
