#!/usr/bin/env bash
# Build the source distribution of Qulacs for this machine's processor and install it into .venv (make native).
#
# The published wheels hold no instructions that some 64-bit processor lacks; the build uses what this one has. Of what its
# CMake would download, Boost and Eigen and pybind11 come from the packages in envs/native.lock instead. The version
# gets the suffix +native, by which results tell what simulated them.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(.venv/bin/python -c 'from importlib.metadata import version; print(version("qulacs").split("+")[0])')
for tool in "${C_COMPILER:-gcc}" "${CXX_COMPILER:-g++}" make; do
  command -v "$tool" > /dev/null || {
    echo "error: $tool is not on PATH; a native Qulacs needs gcc, g++ and make (on Debian: build-essential)" >&2
    exit 1
  }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python -m venv "$work/tools"
pip() { "$work/tools/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }
pip install --require-hashes -r envs/native.lock
grep -A99 '^qulacs==' requirements.lock | sed '/^[^ q]/,$d' > "$work/qulacs.lock"
pip download --no-deps --no-binary qulacs --no-build-isolation --require-hashes -r "$work/qulacs.lock" -d "$work"
mkdir "$work/qulacs"
tar xzf "$work/qulacs-$version.tar.gz" -C "$work/qulacs" --strip-components 1

prefix=$("$work/tools/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib") + "/cmeel.prefix")')
sed -i.orig -e "s|URL .*/eigen-.*|URL $prefix/include/eigen3|" \
  -e '/FetchContent_Populate(pybind11_fetch)/d' \
  -e 's/add_subdirectory(${pybind11_fetch_SOURCE_DIR})/find_package(pybind11 CONFIG REQUIRED)/' \
  "$work/qulacs/CMakeLists.txt"
sed -i.orig "s/$version/$version+native/" "$work/qulacs/PKG-INFO" "$work/qulacs/pysrc/qulacs/_version.py"
export Boost_ROOT=$prefix pybind11_ROOT=$("$work/tools/bin/python" -m pybind11 --cmakedir)
echo "building Qulacs $version for this processor: minutes" >&2
PATH="$work/tools/bin:$PATH" pip wheel --no-deps --no-build-isolation -w "$work" "$work/qulacs"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall "$work/qulacs-$version+native"*.whl
