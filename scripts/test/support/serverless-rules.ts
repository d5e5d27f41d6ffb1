import type { Json } from 'sms-conversation';
import { ApiError, fieldsOf, nameOf, type Resource, type Resources } from './serverless-resources';

/** Creates a resource from a request's parameters, with what the platform adds and does beside. */
export async function create(resources: Resources, path: string, parameters: FormData): Promise<Resource> {
  const fields = fieldsOf(path, parameters);
  const parent = path.slice(0, path.lastIndexOf('/'));
  switch (nameOf(path)) {
    case 'Environments':
      return resources.add(path, { ...fields, ...environment(resources.get(parent), fields) });
    case 'Versions': {
      const content = parameters.get('Content');
      if (!(content instanceof Blob)) throw new ApiError(400, 20001, 'Missing required parameter Content');
      const { name, type } = content;
      return resources.add(path, fields, { name, type, content: Buffer.from(await content.arrayBuffer()) });
    }
    case 'Builds':
      return resources.add(path, { ...fields, ...build(resources, parameters) });
    case 'Deployments': {
      const { build_sid = '' } = fields;
      resources.get(`${parent.split('/').slice(0, 2).join('/')}/Builds/${build_sid as string}`);
      const target = resources.get(parent);
      if (target.fields.build_sid === build_sid)
        throw new ApiError(409, 20409, 'The build is live there already');
      target.fields.build_sid = build_sid;
      return resources.add(path, fields);
    }
    default:
      return resources.add(path, fields);
  }
}

/** Replaces fields of a resource. */
export function update(resource: Resource, fields: Record<string, Json>): Resource {
  Object.assign(resource.fields, fields);
  return resource;
}

/** The domain has the name of the service, a number of its own and the suffix, if there is one. */
function environment(service: Resource, { domain_suffix: suffix = null }: Record<string, Json>) {
  const base = `${service.fields.unique_name as string}-1234`;
  const domain = typeof suffix === 'string' ? `${base}-${suffix}` : base;
  return { domain_suffix: suffix, domain_name: `${domain}.twil.io`, build_sid: null };
}

/** A build lists its versions and dependencies; the toolkit sends the latter as JSON between quotes. */
function build(resources: Resources, parameters: FormData): Record<string, Json> {
  const versions = (name: string) =>
    parameters.getAll(name).map((sid) => {
      const found = resources.named('Versions').find((version) => version.sid === sid);
      if (found === undefined)
        throw new ApiError(400, 20001, `${name}: there is no version ${sid as string}`);
      return found.fields;
    });
  const dependencies = parameters.get('Dependencies');
  return {
    function_versions: versions('FunctionVersions'),
    asset_versions: versions('AssetVersions'),
    dependencies: JSON.parse(
      typeof dependencies === 'string' ? dependencies.replace(/^"|"$/g, '') : '[]',
    ) as Json,
    date_updated: new Date().toISOString(),
  };
}
