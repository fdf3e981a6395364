"""The claims of papers, a file a paper: criterion, what a run found, verdict."""
