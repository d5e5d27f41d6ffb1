import { type LinkedPlace, type LinkPlace } from 'functions-runtime';
import { problemsOfBuild, type SourceProblem } from './function-entries';

/** Something that is wrong with the sources. */
export type Problem = {
  /** `build`: what was there before goes on. `types`: it is served all the same. */
  readonly kind: 'build' | 'types';
  readonly message: string;
  readonly at?: LinkedPlace;
};

/** All that is wrong with the sources now. */
export type Problems = { readonly problems: readonly Problem[]; readonly leftOut: number };

/** Keeps what is wrong with the sources. */
export type ProblemList = {
  /** `error`: of a build; `undefined` when it has succeeded. */
  readonly noteBuild: (error: unknown) => void;
  readonly noteTypes: (problems: readonly SourceProblem[], total: number) => void;
};

const MAX_BUILD = 20;
/** In UTF-16 units. */
const MAX_MESSAGE = 1000;

/**
 * @param root - the project's folder.
 * @param onChange - gets all problems, when they are others than before.
 */
export function createProblemList(
  root: string,
  linkPlace: LinkPlace,
  onChange: (all: Problems) => void,
): ProblemList {
  let build: readonly Problem[] = [];
  let types: readonly Problem[] = [];
  let leftOut = { build: 0, types: 0 };
  let shown = '';
  const listed = (kind: Problem['kind'], problems: readonly SourceProblem[]): Problem[] =>
    problems.map(({ message, at }) => ({
      kind,
      message: message.slice(0, MAX_MESSAGE),
      ...(at === undefined ? {} : { at: linkPlace(at) }),
    }));
  const update = (): void => {
    const all = { problems: [...build, ...types], leftOut: leftOut.build + leftOut.types };
    const json = JSON.stringify(all);
    if (json === shown) return;
    shown = json;
    onChange(all);
  };
  return {
    noteBuild(error) {
      const problems = error === undefined ? [] : problemsOfBuild(error, root);
      build = listed('build', problems.slice(0, MAX_BUILD));
      leftOut = { ...leftOut, build: Math.max(0, problems.length - MAX_BUILD) };
      update();
    },
    noteTypes(problems, total) {
      types = listed('types', problems);
      leftOut = { ...leftOut, types: total - problems.length };
      update();
    },
  };
}
