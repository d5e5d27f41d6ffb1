import { isObject, type Json } from 'sms-conversation';
import type { File, Resource, Resources } from './serverless-resources';

/** A Function or an Asset that is live. */
export type UploadedFile = {
  readonly path: string;
  readonly access: string;
  readonly file: File;
};

/** What serves an environment's domain. */
export type Live = {
  readonly domain: string;
  readonly buildSid: string;
  readonly runtime: string;
  readonly dependencies: Record<string, string>;
  readonly functions: UploadedFile[];
  readonly assets: UploadedFile[];
  readonly variables: Record<string, string>;
};

/** What was deployed to the one environment with this suffix, put together from the API's resources. */
export function liveAt(resources: Resources, suffix: string | null): Live {
  const found = resources.named('Environments').filter(({ fields }) => fields.domain_suffix === suffix);
  const [environment] = found;
  if (environment === undefined || found.length > 1)
    throw new Error(`${found.length} environments "${suffix}"`);
  const path = `${environment.collection}/${environment.sid}`;
  const service = path.split('/').slice(0, 2).join('/');
  const build = resources.get(`${service}/Builds/${text(environment, 'build_sid')}`);

  const files = (field: string): UploadedFile[] =>
    listOf(build.fields[field]).map(({ sid }) => {
      const version = resources.named('Versions').find((one) => one.sid === sid);
      if (version?.file === undefined) throw new Error(`No file was uploaded for ${String(sid)}.`);
      return { path: text(version, 'path'), access: text(version, 'visibility'), file: version.file };
    });
  return {
    domain: text(environment, 'domain_name'),
    buildSid: build.sid,
    runtime: text(build, 'runtime'),
    dependencies: Object.fromEntries(
      listOf(build.fields.dependencies).map(({ name, version }) => [String(name), String(version)]),
    ),
    functions: files('function_versions'),
    assets: files('asset_versions'),
    variables: Object.fromEntries(
      resources.list(`${path}/Variables`).map((variable) => [text(variable, 'key'), text(variable, 'value')]),
    ),
  };
}

const text = ({ fields }: Resource, name: string) => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
const listOf = (value: Json | undefined) => (Array.isArray(value) ? value.filter(isObject) : []);
