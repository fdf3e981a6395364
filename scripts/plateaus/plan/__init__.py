"""What a configuration makes: its experiments, jobs, paths, figures and tables. Imports only what Snakemake brings."""
