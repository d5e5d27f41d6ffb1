import { type Route, routeOf } from './route';
import { uploadedFiles, uploadedFunctions } from './uploaded-files';

/**
 * The routes of all files that twilio-run serves and deploys: each `.js` file below the folder of built Functions and each
 * file below the folder of Assets. A folder that does not exist has none.
 *
 * @throws Error for a file that a deploy refuses.
 */
export function listRoutes(functions: string, assets: string): Route[] {
  return [
    ...uploadedFunctions(functions).map((file) => routeOf(file, 'function')),
    ...uploadedFiles(assets).map((file) => routeOf(file, 'asset')),
  ];
}
