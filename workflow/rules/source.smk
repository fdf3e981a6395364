# In:  where this file comes from: a checkout, or Git (`github(…)`, `gitlab(…)`, `git+file:…`).
# Out: TOP, the Snakefile at the top of a checkout.
# From Git Snakemake reads one file at a time, and jobs would find neither programs nor environments: the commit is cloned into
# the folder of the results, once. Results know their commit from the clone.
import shutil
import tempfile
from pathlib import Path

from snakemake.exceptions import WorkflowError
from snakemake.sourcecache import HostingProviderFile, LocalGitFile


def checkout(source):
    """The folder of a checkout of the commit that a file in Git belongs to, made unless it is there."""
    import git  # costs a third of a second, and a checkout does not need it

    try:
        if isinstance(source, HostingProviderFile):
            source.fetch_if_required()
            repository = source.hosted_repo.repo
        else:
            repository = git.Repo(source.repo_path)
        commit = repository.commit(source.ref).hexsha
        folder = Path(".snakemake/checkouts", commit).absolute()
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(dir=folder.parent))
            clone = repository.clone(str(draft), no_checkout=True)
            clone.git.checkout("--quiet", "--detach", commit)
            try:
                draft.rename(folder)
            except OSError:  # another process was faster
                shutil.rmtree(draft)
        return folder
    except (git.GitError, ValueError, OSError) as error:
        uri = source.get_path_or_uri(secret_free=True)
        raise WorkflowError(f"no checkout of {uri} can be made: {error}") from error


HERE = workflow.current_basedir
FROM_GIT = isinstance(HERE, HostingProviderFile | LocalGitFile)
TOP = str(checkout(HERE) / "Snakefile") if FROM_GIT else "../Snakefile"
