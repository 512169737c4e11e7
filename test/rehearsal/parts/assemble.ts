import { join } from 'node:path';
import { assembledResources } from '../assembly.ts';
import { buildBaseImage } from '../base-image.ts';
import { deployedOf } from '../deployed.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { shown } from '../report.ts';
import { baseImage, checkImage, type Deployment } from './deploy.ts';

/** Synthesises the app as it is, where there is no account to deploy it into, and builds the image that it asks for. */
export async function assemble(rehearsal: Rehearsal): Promise<Deployment | null> {
  const { report, directory, cdk, images } = rehearsal;
  report.part('The app as it is, synthesised');
  const assembly = join(directory, 'assembly');
  const deployment = await report.check('cdk synth --all', async () => {
    await cdk.synthesise(assembly);
    const resources = assembledResources(assembly);
    const deployed = deployedOf(resources);
    const code = deployed.functions.map(({ name, Code }): [string, string] => [name, assetOf(assembly, Code.S3Key)]);
    return shown(`${resources.length} resources`, { deployed, resources, code: new Map(code) });
  });
  if (deployment === null || images === null) return deployment;
  const { Image } = deployment.deployed.collector;
  await report.check('image from the Dockerfile', async () => {
    await buildBaseImage(images, baseImage);
    const folder = assetOf(assembly, Image.slice(Image.lastIndexOf(':') + 1));
    await images.build(folder, ['--tag', Image, '.']);
    return shown('', undefined);
  });
  await checkImage(rehearsal, deployment.deployed);
  return deployment;
}

/** The folder of an asset, by the hash that its archive and its image are named by. */
const assetOf = (assembly: string, name: string): string => join(assembly, `asset.${name.replace(/\.zip$/, '')}`);
