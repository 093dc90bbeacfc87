import * as z from 'zod';
import type { Settings } from '../env.ts';

/** The app clients whose tokens are taken: people's, and bots with the organisation each belongs to. */
export type AcceptedClients = {
  org: string;
  people: ReadonlySet<string>;
  bots: ReadonlyMap<string, string>;
};

const botsSchema = z.record(z.string(), z.string());

const otherClients = ({ PERSON_CLIENT_IDS }: Pick<Settings, 'PERSON_CLIENT_IDS'>) =>
  PERSON_CLIENT_IDS.split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');

/** The client that the command line signs people in with. */
export const commandLineClient = (settings: Pick<Settings, 'PERSON_CLIENT_IDS'>): string | undefined =>
  otherClients(settings)[0];

/** Reads the accepted clients from the settings. Throws when BOT_CLIENTS is not a JSON object of strings. */
export function acceptedClients(
  settings: Pick<Settings, 'ORG' | 'WEB_CLIENT_ID' | 'PERSON_CLIENT_IDS' | 'BOT_CLIENTS'>,
): AcceptedClients {
  const others = otherClients(settings);
  const bots = botsSchema.parse(JSON.parse(settings.BOT_CLIENTS));
  return {
    org: settings.ORG,
    people: new Set([settings.WEB_CLIENT_ID, ...others]),
    bots: new Map(Object.entries(bots)),
  };
}
