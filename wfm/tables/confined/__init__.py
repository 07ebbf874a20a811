"""Files that somebody sent, read in a child process that may use little memory and little time.

A reader of workbooks is native code, and small files may unfold into gigabytes: where such a file ends a
process, it ends the child, and whoever sent it is told.

- `reader` asks a child and waits for its answer;
- `nursery` is the process that forks a child for each file;
- `jobs` are what a child can be asked to read;
- `transport` writes requests and answers as bytes, of plain values only: an answer runs nothing.
"""
