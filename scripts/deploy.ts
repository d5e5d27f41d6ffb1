import { deploy } from 'functions-dev';
import { checkVariables } from './check-variables';

deploy(process.cwd(), process.argv.slice(2), { checkVariables }).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
