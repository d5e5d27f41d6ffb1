/** These functions of a part, after each of which `changed` is called. */
export const noting = <Part extends object, Name extends keyof Part>(
  part: Part,
  names: readonly Name[],
  changed: () => void,
): Pick<Part, Name> =>
  Object.fromEntries(
    names.map((name) => [
      name,
      (...args: unknown[]) => {
        const result = (part[name] as (...args: unknown[]) => unknown)(...args);
        changed();
        return result;
      },
    ]),
  ) as Pick<Part, Name>;
