/** Ends `npm pack` without a package. */
export function fail(error: unknown): void {
  console.error(`Nothing is packed.\n\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
