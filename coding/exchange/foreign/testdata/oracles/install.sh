#!/bin/sh
# Installs Taguette and qualitative-coding from PyPI, each into an environment of its own below a
# folder, since they need different versions of what they share. What is there already stays.
# Usage: install.sh FOLDER
set -eu
for program in taguette==1.5.2 qualitative-coding==1.7.8; do
	home=$1/${program%%==*}
	if [ ! -e "$home/installed" ]; then
		python3 -m venv "$home"
		"$home/bin/pip" install -q --disable-pip-version-check "$program"
		touch "$home/installed"
	fi
done
