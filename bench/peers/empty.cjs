// A Function that does nothing: what loading any file takes.
