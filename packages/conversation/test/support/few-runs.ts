import fc from 'fast-check';

// Properties run for each of two thousand mutants, each time with other values.
fc.configureGlobal({ numRuns: 20 });
