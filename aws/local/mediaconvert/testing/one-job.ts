import { CreateJobCommand } from '@aws-sdk/client-mediaconvert';
import { jobFor } from './jobs.ts';
import { startService } from './service.ts';

/** A process to be killed: `node one-job.ts folder` starts the service there, creates one long job and goes on. */
const [, , folder] = process.argv;
if (folder === undefined) throw new TypeError('one-job.ts needs a folder');
const service = await startService({ folder, preset: 'medium' });
const request = jobFor('ladder-CMAF', { key: 'movie', renditions: 2, withoutCaptions: true });
const { Job } = await service.client.send(new CreateJobCommand(request));
await service.settled(Job?.Id ?? '', ['STATUS_UPDATE']);
while (service.events.filter((event) => event.detail['status'] === 'STATUS_UPDATE').length < 4)
  await new Promise((resolve) => setTimeout(resolve, 20));
console.log(Job?.Id);
