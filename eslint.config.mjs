import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';
import boundaries from './eslint.boundaries.mjs';

export default tseslint.config(
  { ignores: ['dist/', 'packages/*/dist/', 'packages/*/.staging-*/', 'coverage/', '.emulator/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Payloads must be JSON, and only a type alias (not an interface) is assignable to a JSON type.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Numbers in messages are the point of this project.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  boundaries,
  {
    files: ['packages/conversation/src/{session,message,conversation}/**'],
    rules: {
      // The layer is pure: time, randomness, settings and Twilio come in through parameters.
      'no-restricted-globals': [
        'error',
        ...[
          'Twilio',
          'Runtime',
          'Date',
          'performance',
          'process',
          'console',
          'crypto',
          'globalThis',
          'fetch',
        ],
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'node:crypto', allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'] }],
          patterns: [
            { regex: '/(?:twilio|functions)/|^node:(?!crypto$|util$)', message: 'Layers only look down.' },
          ],
        },
      ],
    },
  },
  {
    files: ['{test,scripts/test,compat/test,torture/test,packages/*/test}/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
    },
  },
  {
    // Nothing runs it: values are there for their types, and mistakes to be refused by the compiler.
    files: ['packages/conversation/test/conversation/types.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
);
