#!/bin/sh
# Makes sure that what a make target needs is on this machine: installs
# Debian packages where it may, or says in one line what to install.
#
#   need.sh go          the Go toolchain
#   need.sh cc          a C compiler, for the race detector
#   need.sh browser     Chrome or Chromium (or $POSWARM_CHROME)
#   need.sh shell       Chromium's headless shell, which makes tests faster, if it is to be had
#   need.sh node        Node.js with npm, for the worker's checks
#   need.sh python      Debian's Python checkers, for the addon's checks
#   need.sh firefox     Firefox ESR, for the worker's stories in other browsers
#   need.sh webkit      WebKitGTK with its driver and a screen in memory, for the same
#   need.sh ssh         ssh and sshd, for the tests of a fleet
set -eu

have() { command -v "$1" >/dev/null 2>&1; }

give_up() {
	echo "poswarm: $1 is missing: install $2 and run this again" >&2
	exit 1
}

# install NAME PACKAGE... installs Debian packages as root or through sudo.
install() {
	name=$1
	shift
	have apt-get || give_up "$name" "it"
	if [ "$(id -u)" = 0 ]; then
		as_root=
	elif have sudo && sudo -n true 2>/dev/null; then
		as_root=sudo
	else
		give_up "$name" "Debian's package $* (needs root)"
	fi
	echo "poswarm: installing Debian's $*" >&2
	log=$(mktemp)
	# The package list of a fresh machine is empty or old.
	if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
		tail -n 5 "$log" >&2
		rm -f "$log"
		give_up "$name" "Debian's package $*"
	fi
	rm -f "$log"
}

need_cc() {
	have cc || have gcc || install "a C compiler" gcc libc6-dev
}

need_browser() {
	[ -n "${POSWARM_CHROME:-}" ] && return
	for name in google-chrome google-chrome-stable chromium chromium-browser; do
		have "$name" && return
	done
	[ "$(uname)" = Darwin ] && [ -d "/Applications/Google Chrome.app" ] && return
	install "Chrome or Chromium" chromium
}

# What tests do without: with the full browser they take half as long again.
need_shell() {
	[ -n "${POSWARM_CHROME:-}" ] && return
	{ have /usr/lib/chromium/chromium-headless-shell || have chrome-headless-shell; } && return
	(install "Chromium's headless shell" chromium-headless-shell) || echo "poswarm: the tests use the full browser instead" >&2
}

# The worker's checks need Node.js 20.14 (--test-force-exit); what Debian 12 has is
# older.
need_node() {
	if ! { have node && have npm; }; then
		give_up "Node.js" "version 20 or later with npm from https://nodejs.org"
	fi
	node --test-force-exit -e 0 2>/dev/null ||
		give_up "Node.js 20.14 or later" "it from https://nodejs.org (this is $(node --version))"
}

need_python() {
	missing=
	for checker in flake8 vulture; do
		have "/usr/bin/$checker" || missing="$missing $checker"
	done
	# shellcheck disable=SC2086 # one word a package
	[ -z "$missing" ] || install "a Python checker" $missing
}

# The tests of a fleet run sshd themselves, on ports of their own. Debian's
# package would also start one for all the world, so its service is masked.
need_ssh() {
	{ have ssh && [ -x /usr/sbin/sshd ]; } && return
	if have systemctl && [ "$(id -u)" = 0 ]; then
		systemctl mask ssh.service ssh.socket >/dev/null 2>&1 || true
	elif have systemctl && have sudo && sudo -n true 2>/dev/null; then
		sudo systemctl mask ssh.service ssh.socket >/dev/null 2>&1 || true
	fi
	install "an ssh server for tests" openssh-server openssh-client
}

need_firefox() {
	have firefox-esr || install "Firefox ESR" firefox-esr
}

need_webkit() {
	{ have WebKitWebDriver && have Xvfb; } || install "WebKitGTK's driver" webkit2gtk-driver xvfb
}

for what in "$@"; do
	case $what in
	go) have go || give_up "Go 1.26" "it from https://go.dev/dl" ;;
	browser) need_browser ;;
	shell) need_shell ;;
	node) need_node ;;
	python) need_python ;;
	firefox) need_firefox ;;
	webkit) need_webkit ;;
	ssh) need_ssh ;;
	cc) need_cc ;;
	*) give_up "'$what'" "nothing, the name is unknown" ;;
	esac
done
