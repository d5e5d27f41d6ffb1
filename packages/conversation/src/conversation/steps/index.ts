export { ask, first, listen, type AskOptions } from './ask';
export { answers, beginning, speak, type Beginning } from './beginning';
export { choose } from './choose';
export { effect, type EffectOptions, type Nothing } from './effect';
export { forget } from './forget';
export { say } from './say';
export { part, scope } from './scope';
export { summary } from './summary';
export type { Step, Steps } from './step';
