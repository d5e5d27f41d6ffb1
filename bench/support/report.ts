/** A row of the table. All but `figure` and `holds` is printed as it is. */
export type Row = {
  readonly figure: string;
  readonly here: string;
  readonly peer?: string;
  /** Here, divided by the peer. */
  readonly ratio?: string;
  readonly goal?: string;
  /** `undefined` for a figure without a goal. */
  readonly holds?: boolean;
};

/** Gives a row to the runner, or prints it when the part was started alone. */
export function report(row: Row): void {
  if (process.send === undefined) console.error(row);
  else process.send(row);
}

/** Runs a part, and fails with what it throws. */
export function runPart(part: () => Promise<void>): void {
  part().then(
    () => {
      if (process.connected) process.disconnect();
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}
