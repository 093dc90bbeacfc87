import { appOriginOf } from '../../settings.ts';
import type { Deployment } from '../deployment.ts';
import { patiently } from '../patiently.ts';
import type { Step } from '../step.ts';

/** The app answers, with all its settings. */
export function checkHealth({ world, settings }: Deployment): Step {
  const url = `${appOriginOf(settings)}/api/health`;
  const isUp = () =>
    world.fetch(url).then(
      ({ status }) => status === 200,
      () => false,
    );
  return {
    name: 'Check',
    plan: () => [`asks ${url}; changes nothing`],
    done: isUp,
    run: async () =>
      (await patiently(world, isUp))
        ? undefined
        : { waitingFor: `${url} does not answer with 200 yet.`, blocks: false },
  };
}
