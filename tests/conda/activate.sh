# Activates an environment as conda does: with another one active, it takes that one's place in PATH, wherever that is.
if [ -n "${CONDA_PREFIX:-}" ] && [[ ":$PATH:" == *":$CONDA_PREFIX/bin:"* ]]; then
    PATH=:$PATH:
    PATH=${PATH/":$CONDA_PREFIX/bin:"/":$1/bin:"}
    PATH=${PATH#:}
    PATH=${PATH%:}
else
    PATH=$1/bin:$PATH
fi
export PATH CONDA_PREFIX=$1
